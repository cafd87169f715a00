//! Replays of sessions: the curves of everybody's, and how the landmarks moved
//! only of people who were identified: nobody else has agreed to it.

use super::replay_packing::{VERSION, pack, unpack};
use super::sealing::Kind;
use super::session_rows::session;
use super::{Connection, Store, StoreError, count_from, id_bytes, id_from};
use crate::domain::{Replay, Session, SessionId};

impl Store {
    /// Keeps the replay of a session; of one in which nobody was identified,
    /// its curves alone. Whether it did: a session that is gone keeps nothing.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn add_replay(&self, id: SessionId, replay: &Replay) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let Some(session) = session(&mut transaction, &self.keys, id).await? else {
            return Ok(false);
        };
        let packed = match session.person {
            Some(_) => pack(replay),
            None => pack(&replay.without_mesh()),
        };
        let packed = packed.map_err(|_| StoreError::Sealing)?;
        let with_mesh = session.person.is_some() && !replay.meshes().is_empty();
        let own = self.keys.of(&mut transaction, session.person).await?;
        let sealed = own.seal(Kind::Replay, &bound(&session, with_mesh), &packed)?;
        sqlx::query(
            "INSERT INTO replays (session, version, with_mesh, sealed) VALUES (?1, ?2, ?3, ?4)",
        )
        .bind(id_bytes(id.0))
        .bind(i64::from(VERSION))
        .bind(i64::from(with_mesh))
        .bind(sealed)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The replay of a session, if one is kept.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn replay(&self, id: SessionId) -> Result<Option<Replay>, StoreError> {
        const UNREADABLE: StoreError = StoreError::Unreadable("replay");
        // One transaction, so that all is of one moment.
        let mut transaction = self.pool.begin().await?;
        let row: Option<(i64, i64, Vec<u8>)> =
            sqlx::query_as("SELECT version, with_mesh, sealed FROM replays WHERE session = ?1")
                .bind(id_bytes(id.0))
                .fetch_optional(&mut *transaction)
                .await?;
        let Some((version, with_mesh, sealed)) = row else {
            return Ok(None);
        };
        if version != i64::from(VERSION) {
            return Err(UNREADABLE);
        }
        let session = session(&mut transaction, &self.keys, id).await?;
        let session = session.ok_or(UNREADABLE)?;
        let own = self.keys.of(&mut transaction, session.person).await?;
        let plain = own.open(Kind::Replay, &bound(&session, with_mesh != 0), &sealed)?;
        unpack(&plain).map(Some).ok_or(UNREADABLE)
    }
}

/// What a replay belongs to: it opens nowhere else, and with landmarks of
/// nobody who wasn't identified.
fn bound(session: &Session, with_mesh: bool) -> [&[u8]; 5] {
    let person = session.person.as_ref();
    [
        session.id.0.as_bytes(),
        session.kind.as_str().as_bytes(),
        person.map_or(&[], |id| id.0.as_bytes().as_slice()),
        if with_mesh { &[1] } else { &[0] },
        &[VERSION],
    ]
}

impl Store {
    /// The session whose replay takes the most room, and how many bytes.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn largest_replay(&self) -> Result<Option<(SessionId, u32)>, StoreError> {
        let row: Option<(Vec<u8>, i64)> =
            sqlx::query_as("SELECT session, length(sealed) FROM replays ORDER BY 2 DESC LIMIT 1")
                .fetch_optional(&self.pool)
                .await?;
        row.map(|(id, bytes)| Ok((SessionId(id_from(&id)?), count_from(bytes)?)))
            .transpose()
    }
}

/// Forgets the replay of a session that is no longer anybody's, why reports of
/// it were asked for, and what reviewers noted.
pub(super) async fn delete_replay(
    connection: &mut Connection,
    session: &[u8],
) -> Result<(), StoreError> {
    for query in [
        "DELETE FROM replays WHERE session = ?1",
        "DELETE FROM exports WHERE session = ?1",
        "UPDATE marks SET note = NULL WHERE session = ?1",
    ] {
        sqlx::query(query)
            .bind(session)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
