//! Attack self-tests: a sealed record each, and one a trial. The record says
//! how many trials there are, so that none can be taken out unnoticed.

use serde::{Deserialize, Serialize};

use super::audit::write_down;
use super::sealing::Kind;
use super::session_rows::insert_session;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, count_from, id_bytes, id_from};
use crate::domain::{
    Act, ModelHash, Note, OperatorName, SelfTest, SelfTestId, SelfTestPlan, Session, Species,
    Subject, Timestamp, ToleranceName, Trial,
};

/// The sealed part of a self-test's row.
#[derive(Serialize, Deserialize)]
struct SealedSelfTest {
    operator: OperatorName,
    camera: String,
    tolerance: ToleranceName,
    tolerance_version: u32,
    model: ModelHash,
    program: String,
    claimed: bool,
    plan: SelfTestPlan,
    skipped: Vec<Species>,
    stopped: bool,
    trials: u32,
}

type SelfTestRow = (Vec<u8>, i64, Vec<u8>);
type TrialRow = (i64, Vec<u8>);

impl Store {
    /// Keeps a new self-test, or what was changed of one: all but its trials.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn keep_selftest(&self, test: &SelfTest) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let is_new = put_selftest(&mut transaction, &self.keys, test).await?;
        let act = if is_new {
            Act::SelfTestBegun
        } else {
            Act::SelfTestChanged
        };
        note_test(&mut transaction, &self.keys, test, act).await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps the session of a self-test's newest trial and the trial, in one
    /// transaction.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn keep_trial(&self, test: &SelfTest, session: &Session) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert_session(&mut transaction, &self.keys, session).await?;
        put_selftest(&mut transaction, &self.keys, test).await?;
        put_last_trial(&mut transaction, &self.keys, test).await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps that the newest trial was taken back.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn keep_last_trial(&self, test: &SelfTest) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        put_last_trial(&mut transaction, &self.keys, test).await?;
        note_test(&mut transaction, &self.keys, test, Act::TrialWithdrawn).await?;
        Ok(transaction.commit().await?)
    }

    /// Every self-test with its trials, newest first.
    ///
    /// # Errors
    /// When the database can't be read, a record doesn't open, or a trial is
    /// missing.
    pub async fn selftests(&self) -> Result<Vec<SelfTest>, StoreError> {
        // One transaction, so that no trial comes between the two reads.
        let mut transaction = self.pool.begin().await?;
        let rows: Vec<SelfTestRow> =
            sqlx::query_as("SELECT id, started_at, sealed FROM selftests ORDER BY id DESC")
                .fetch_all(&mut *transaction)
                .await?;
        let mut tests = Vec::with_capacity(rows.len());
        for row in &rows {
            tests.push(open_selftest(&mut transaction, &self.keys, row).await?);
        }
        Ok(tests)
    }

    /// The self-test of that id.
    ///
    /// # Errors
    /// As for [`Store::selftests`].
    pub async fn selftest(&self, id: SelfTestId) -> Result<Option<SelfTest>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let row: Option<SelfTestRow> =
            sqlx::query_as("SELECT id, started_at, sealed FROM selftests WHERE id = ?1")
                .bind(id_bytes(id.0))
                .fetch_optional(&mut *transaction)
                .await?;
        match row {
            Some(row) => Ok(Some(
                open_selftest(&mut transaction, &self.keys, &row).await?,
            )),
            None => Ok(None),
        }
    }
}

async fn note_test(
    connection: &mut Connection,
    keys: &Keys,
    test: &SelfTest,
    act: Act,
) -> Result<(), StoreError> {
    let note = Note::of(act).to(Subject::SelfTest(test.id));
    write_down(connection, keys, Some(&test.operator), &note).await
}

/// Writes all of a test but its trials; whether it wasn't there before.
async fn put_selftest(
    connection: &mut Connection,
    keys: &Keys,
    test: &SelfTest,
) -> Result<bool, StoreError> {
    let sealed = SealedSelfTest {
        operator: test.operator.clone(),
        camera: test.camera.clone(),
        tolerance: test.tolerance.clone(),
        tolerance_version: test.tolerance_version,
        model: test.model,
        program: test.program.clone(),
        claimed: test.claimed,
        plan: test.plan.clone(),
        skipped: test.skipped.clone(),
        stopped: test.stopped,
        trials: u32::try_from(test.trials.len()).map_err(|_| StoreError::Sealing)?,
    };
    let id = id_bytes(test.id.0);
    let there = sqlx::query("SELECT 1 FROM selftests WHERE id = ?1")
        .bind(&id)
        .fetch_optional(&mut *connection)
        .await?;
    let bound: [&[u8]; 2] = [&id, &test.started_at.0.to_le_bytes()];
    let sealed = keys.seal_json(Kind::SelfTest, &bound, &sealed)?;
    sqlx::query(
        "INSERT INTO selftests (id, started_at, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed",
    )
    .bind(id)
    .bind(test.started_at.0)
    .bind(sealed)
    .execute(connection)
    .await?;
    Ok(there.is_none())
}

async fn put_last_trial(
    connection: &mut Connection,
    keys: &Keys,
    test: &SelfTest,
) -> Result<(), StoreError> {
    let Some(trial) = test.trials.last() else {
        return Ok(());
    };
    let number = i64::try_from(test.trials.len()).map_err(|_| StoreError::Sealing)?;
    let id = id_bytes(test.id.0);
    let bound: [&[u8]; 2] = [&id, &number.to_le_bytes()];
    sqlx::query(
        "INSERT INTO selftest_trials (selftest, number, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (selftest, number) DO UPDATE SET sealed = excluded.sealed",
    )
    .bind(&id)
    .bind(number)
    .bind(keys.seal_json(Kind::Trial, &bound, trial)?)
    .execute(connection)
    .await?;
    Ok(())
}

async fn open_selftest(
    connection: &mut Connection,
    keys: &Keys,
    (id, started_at, sealed): &SelfTestRow,
) -> Result<SelfTest, StoreError> {
    let bound: [&[u8]; 2] = [id, &started_at.to_le_bytes()];
    let opened: SealedSelfTest = keys.open_json(Kind::SelfTest, &bound, sealed)?;
    let rows: Vec<TrialRow> = sqlx::query_as(
        "SELECT number, sealed FROM selftest_trials WHERE selftest = ?1 ORDER BY number",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    if count_from(i64::try_from(rows.len()).unwrap_or(i64::MAX))? != opened.trials {
        return Err(StoreError::Damaged("a self-test lacks a trial".to_owned()));
    }
    let trial = |(number, sealed): &TrialRow| -> Result<Trial, StoreError> {
        keys.open_json(Kind::Trial, &[id, &number.to_le_bytes()], sealed)
    };
    Ok(SelfTest {
        id: SelfTestId(id_from(id)?),
        started_at: Timestamp(*started_at),
        operator: opened.operator,
        camera: opened.camera,
        tolerance: opened.tolerance,
        tolerance_version: opened.tolerance_version,
        model: opened.model,
        program: opened.program,
        claimed: opened.claimed,
        plan: opened.plan,
        skipped: opened.skipped,
        stopped: opened.stopped,
        trials: rows.iter().map(trial).collect::<Result<_, _>>()?,
    })
}
