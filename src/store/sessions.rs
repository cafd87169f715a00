//! Sessions: what was decided, why, and by which figures.

use super::attempts::{attempts, keep_attempts};
use super::audit::write_down;
use super::people::{person, state_note, update_person};
use super::retention::remember_uses;
use super::sealing::Index;
use super::session_rows::{SessionRow, insert_session, open_sessions, session};
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{
    Act, AttemptCount, AttemptKey, Badge, Decision, Note, Person, PersonId, PersonState, Reason,
    Session, SessionId, Timestamp,
};

/// Sessions that are opened at once while one is looked for.
const OPENED_AT_ONCE: i64 = 16;

/// What a finished session writes: all of it or nothing.
#[derive(Clone)]
pub struct SessionRecord<'a> {
    /// The session.
    pub session: &'a Session,
    /// What it counts for.
    pub attempts: Option<Attempt<'a>>,
}

/// Whether so many failures switch a person off.
pub type TooMany = fn(AttemptCount) -> bool;

/// How a session counts. The functions are asked inside the transaction that
/// keeps the session, so that sessions ending at once are all counted.
#[derive(Clone)]
pub struct Attempt<'a> {
    /// What failures are counted against.
    pub key: &'a AttemptKey,
    /// The failures after the session, from those before it; none where a
    /// pause began while the session went on, which is then kept as
    /// [`Session::locked`] and counts for nothing.
    pub after: &'a (dyn Fn(AttemptCount) -> Option<AttemptCount> + Sync),
    /// The person who is switched off when the failures after it are too many.
    pub disable: Option<(PersonId, TooMany)>,
}

/// What keeping a session came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The failures after it; none where it counts for nothing.
    pub attempts: AttemptCount,
    /// Whether it came too late, in a pause, and was kept as
    /// [`Session::locked`].
    pub locked: bool,
}

impl<'a> SessionRecord<'a> {
    /// A session that counts for nothing else.
    #[must_use]
    pub fn of(session: &'a Session) -> Self {
        Self {
            session,
            attempts: None,
        }
    }
}

/// Which sessions to list. Whatever is absent isn't asked for.
#[derive(Clone, Debug, Default)]
pub struct SessionFilter {
    /// At most so many.
    pub limit: Option<u32>,
    /// Only those before (older than) this one: the next page.
    pub before: Option<SessionId>,
    /// Only with this decision.
    pub decision: Option<Decision>,
    /// Only for this reason.
    pub reason: Option<Reason>,
    /// Only of this person.
    pub person: Option<PersonId>,
    /// Only those started at this time or later.
    pub since: Option<Timestamp>,
    /// Only those started before this time.
    pub until: Option<Timestamp>,
}

impl Store {
    /// Keeps a session, the failures it leads to and whom they switch off, in
    /// one transaction.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn record_session(&self, record: &SessionRecord<'_>) -> Result<Recorded, StoreError> {
        let mut transaction = self.begin().await?;
        let kept = keep_session(&mut transaction, &self.keys, record).await?;
        transaction.commit().await?;
        Ok(kept)
    }

    /// Keeps several sessions that count for nothing else, in one transaction.
    ///
    /// # Errors
    /// Why they couldn't be written; then none was.
    pub async fn record_sessions(&self, sessions: &[Session]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for session in sessions {
            insert_session(&mut transaction, &self.keys, session).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Sessions, newest first.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn sessions(&self, filter: &SessionFilter) -> Result<Vec<Session>, StoreError> {
        // One transaction, so that rows and keys belong together.
        let mut connection = self.pool.begin().await?;
        let rows: Vec<SessionRow> = sqlx::query_as(
            "SELECT * FROM sessions
             WHERE (?1 IS NULL OR id < ?1)
               AND (?2 IS NULL OR decision = ?2)
               AND (?3 IS NULL OR reason = ?3)
               AND (?4 IS NULL OR person = ?4)
               AND (?5 IS NULL OR started_at >= ?5)
               AND (?6 IS NULL OR started_at < ?6)
             ORDER BY id DESC
             LIMIT ?7",
        )
        .bind(filter.before.map(|id| id_bytes(id.0)))
        .bind(filter.decision.map(Decision::as_str))
        .bind(filter.reason.map(Reason::as_str))
        .bind(filter.person.map(|id| id_bytes(id.0)))
        .bind(filter.since.map(|time| time.0))
        .bind(filter.until.map(|time| time.0))
        // SQLite takes a negative limit as none.
        .bind(filter.limit.map_or(-1, i64::from))
        .fetch_all(&mut *connection)
        .await?;
        open_sessions(&mut connection, &self.keys, &rows).await
    }

    /// The session of that id.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let mut connection = self.pool.begin().await?;
        session(&mut connection, &self.keys, id).await
    }

    /// The newest verification under a claim in which movements were asked for,
    /// however many came after it in which none were. What was asked is sealed,
    /// so that they are opened one after the other, the newest first.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn last_challenged(&self, claim: &Badge) -> Result<Option<Session>, StoreError> {
        let index = self.keys.index(Index::Claim, claim.as_str())?;
        let mut connection = self.pool.begin().await?;
        let mut before: Option<Vec<u8>> = None;
        loop {
            let rows: Vec<SessionRow> = sqlx::query_as(
                "SELECT * FROM sessions
                 WHERE claim_index = ?1 AND kind = 'verification' AND (?2 IS NULL OR id < ?2)
                 ORDER BY id DESC LIMIT ?3",
            )
            .bind(&index)
            .bind(before)
            .bind(OPENED_AT_ONCE)
            .fetch_all(&mut *connection)
            .await?;
            let Some(oldest) = rows.last() else {
                return Ok(None);
            };
            before = Some(oldest.id.clone());
            let sessions = open_sessions(&mut connection, &self.keys, &rows).await?;
            let mut challenged = sessions
                .into_iter()
                .filter(|session| !session.liveness.order.is_empty());
            if let Some(found) = challenged.next() {
                return Ok(Some(found));
            }
        }
    }

    /// Deletes sessions started before a time (only counts them in a dry run)
    /// and says how many.
    ///
    /// # Errors
    /// Why they couldn't be deleted; then none was.
    pub async fn clean_sessions(
        &self,
        before: Timestamp,
        dry_run: bool,
    ) -> Result<u64, StoreError> {
        if dry_run {
            let (count,): (i64,) =
                sqlx::query_as("SELECT count(*) FROM sessions WHERE started_at < ?1")
                    .bind(before.0)
                    .fetch_one(&self.pool)
                    .await?;
            return Ok(count.unsigned_abs());
        }
        let mut transaction = self.begin().await?;
        remember_uses(&mut transaction).await?;
        let deleted = sqlx::query("DELETE FROM sessions WHERE started_at < ?1")
            .bind(before.0)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        let note = Note::of(Act::SessionsCleaned).with("sessions", deleted);
        self.write_down(&mut transaction, &note).await?;
        transaction.commit().await?;
        self.empty_log().await?;
        Ok(deleted)
    }
}

/// Keeps a session, the failures it leads to and whom they switch off.
pub(super) async fn keep_session(
    connection: &mut Connection,
    keys: &Keys,
    record: &SessionRecord<'_>,
) -> Result<Recorded, StoreError> {
    let Some(attempt) = &record.attempts else {
        insert_session(connection, keys, record.session).await?;
        return Ok(Recorded::default());
    };
    let before = attempts(connection, keys, attempt.key).await?;
    let Some(after) = (attempt.after)(before) else {
        insert_session(connection, keys, &record.session.locked()).await?;
        return Ok(Recorded {
            attempts: before,
            locked: true,
        });
    };
    insert_session(connection, keys, record.session).await?;
    keep_attempts(connection, keys, attempt.key, after).await?;
    if let Some((id, too_many)) = attempt.disable
        && too_many(after)
        && let Some(mut found) = person(connection, keys, id).await?
        && found.state == PersonState::Active
    {
        lock_out(connection, keys, &mut found).await?;
    }
    Ok(Recorded {
        attempts: after,
        locked: false,
    })
}

/// Switches a person off because too many had failed, which the kiosk itself
/// does.
async fn lock_out(
    connection: &mut Connection,
    keys: &Keys,
    person: &mut Person,
) -> Result<(), StoreError> {
    person.state = PersonState::Disabled;
    person.locked_out = true;
    update_person(connection, keys, person).await?;
    let note = state_note(person.id, person.state);
    write_down(connection, keys, None, &note).await
}
