//! Sessions as the centre gets them.

use serde::{Deserialize, Serialize};

use super::sealing::Kind;
use super::session_rows::{SealedSession, SessionRow, open_sessions};
use super::sharing::Sharing;
use super::wrapping::Keys;
use super::{Connection, StoreError};
use crate::domain::{Outgoing, SHAPE_CUE, Session, SharedSession, Timestamp};

/// The sealed part of a session at the centre.
#[derive(Serialize, Deserialize)]
struct Sealed {
    started_at: Timestamp,
    #[serde(flatten)]
    session: SealedSession,
}

/// The oldest sessions that wait for the centre, each with its place in the
/// outbox, sealed for the kiosks of the site.
pub(super) async fn sessions_out(
    connection: &mut Connection,
    keys: &Keys,
    sharing: &Sharing,
    most: u32,
) -> Result<Vec<(i64, Outgoing)>, StoreError> {
    let places: Vec<(i64,)> = sqlx::query_as(
        "SELECT sequence FROM outbox WHERE kind = 'session' AND refused IS NULL
         ORDER BY sequence LIMIT ?1",
    )
    .bind(most)
    .fetch_all(&mut *connection)
    .await?;
    let rows: Vec<SessionRow> = sqlx::query_as(
        "SELECT sessions.* FROM outbox JOIN sessions USING (id)
         WHERE outbox.kind = 'session' AND refused IS NULL ORDER BY sequence LIMIT ?1",
    )
    .bind(most)
    .fetch_all(&mut *connection)
    .await?;
    if places.len() != rows.len() {
        return Err(StoreError::Unreadable("outbox"));
    }
    let sessions = open_sessions(connection, keys, &rows).await?;
    let mut outgoing = Vec::with_capacity(places.len());
    for ((place,), (row, session)) in places.into_iter().zip(rows.into_iter().zip(sessions)) {
        outgoing.push((place, Outgoing::Session(shared(sharing, row, session)?)));
    }
    Ok(outgoing)
}

fn shared(
    sharing: &Sharing,
    row: SessionRow,
    mut session: Session,
) -> Result<SharedSession, StoreError> {
    // It comes after the decision: with it, the session would be another
    // content than what may have been sent without it.
    session.liveness.cues.retain(|cue| cue.name != SHAPE_CUE);
    let sealed = Sealed {
        started_at: session.started_at,
        session: SealedSession::of(&session),
    };
    let sealed = sharing.seal_json(Kind::Session, (session.id.0, 1, session.person), &sealed)?;
    Ok(SharedSession {
        id: session.id,
        words: [row.kind, row.decision, row.reason, row.source],
        person: session.person,
        sealed,
    })
}
