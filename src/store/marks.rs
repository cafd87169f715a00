//! What reviewers said that sessions were. Nothing is taken back: who thinks
//! again says it anew.

use std::collections::HashMap;

use uuid::Uuid;

use super::sealing::Kind;
use super::session_rows::session_person;
use super::{Store, StoreError, id_bytes, id_from};
use crate::domain::{Act, Mark, MarkNote, Note, SessionId, Standing, Subject};

/// A mark, and what was noted with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMark {
    /// What was said.
    pub mark: Mark,
    /// What was noted, if anything was, and is kept still.
    pub note: Option<MarkNote>,
}

type MarkRow = (Vec<u8>, Vec<u8>, Vec<u8>, Option<Vec<u8>>);

impl Store {
    /// Keeps what a reviewer says of a session; false if there is none of that
    /// id.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn mark_session(
        &self,
        session: SessionId,
        mark: &Mark,
        note: Option<&MarkNote>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let there: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM sessions WHERE id = ?1")
            .bind(id_bytes(session.0))
            .fetch_optional(&mut *transaction)
            .await?;
        if there.is_none() {
            return Ok(false);
        }
        let id = id_bytes(Uuid::now_v7());
        let bound: [&[u8]; 2] = [&id, session.0.as_bytes()];
        let person = session_person(&mut transaction, session).await?;
        let own = self.keys.of(&mut transaction, person).await?;
        let note = note.filter(|note| !note.is_empty());
        let noted = note.map(|note| own.seal_json(Kind::MarkNote, &bound, note));
        sqlx::query("INSERT INTO marks (id, session, sealed, note) VALUES (?1, ?2, ?3, ?4)")
            .bind(&id)
            .bind(id_bytes(session.0))
            .bind(self.keys.seal_json(Kind::Mark, &bound, mark)?)
            .bind(noted.transpose()?)
            .execute(&mut *transaction)
            .await?;
        let act = Note::of(Act::SessionMarked)
            .to(Subject::Session(session))
            .with("as", mark.truth.fact());
        self.write_down(&mut transaction, &act).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// What was said of a session, in the order of time.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn marks_of(&self, session: SessionId) -> Result<Vec<KeptMark>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let rows: Vec<MarkRow> = sqlx::query_as(
            "SELECT id, session, sealed, note FROM marks WHERE session = ?1 ORDER BY id",
        )
        .bind(id_bytes(session.0))
        .fetch_all(&mut *transaction)
        .await?;
        let person = session_person(&mut transaction, session).await?;
        let own = self.keys.of(&mut transaction, person).await?;
        rows.iter()
            .map(|(id, session, sealed, note)| {
                let bound: [&[u8]; 2] = [id, session];
                let mark = self.keys.open_json(Kind::Mark, &bound, sealed)?;
                let note = note
                    .as_ref()
                    .map(|note| own.open_json(Kind::MarkNote, &bound, note));
                Ok(KeptMark {
                    mark,
                    note: note.transpose()?,
                })
            })
            .collect()
    }

    /// What the marks of every session come to that has some.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn standings(&self) -> Result<HashMap<SessionId, Standing>, StoreError> {
        let rows: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT id, session, sealed FROM marks ORDER BY id")
                .fetch_all(&self.pool)
                .await?;
        let mut marks: HashMap<SessionId, Vec<Mark>> = HashMap::new();
        for (id, session, sealed) in rows {
            let bound: [&[u8]; 2] = [&id, &session];
            let mark = self.keys.open_json(Kind::Mark, &bound, &sealed)?;
            let session = SessionId(id_from(&session)?);
            marks.entry(session).or_default().push(mark);
        }
        let standings = marks.iter().map(|(id, marks)| (*id, Standing::of(marks)));
        Ok(standings.collect())
    }
}
