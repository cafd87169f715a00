//! Sessions as the centre gets them.

use serde::{Deserialize, Serialize};

use super::outgoing::Waiting;
use super::sealing::Kind;
use super::session_rows::{OwnKeys, SealedSession, SessionRow};
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

/// A session's row and its place in the outbox.
#[derive(sqlx::FromRow)]
struct Queued {
    sequence: i64,
    #[sqlx(flatten)]
    row: SessionRow,
}

/// The oldest sessions behind a place that wait for the centre, sealed for the kiosks of the
/// site.
pub(super) async fn sessions_out(
    connection: &mut Connection,
    keys: &Keys,
    sharing: &Sharing,
    (after, most): (i64, u32),
) -> Result<Waiting, StoreError> {
    let places: Vec<(i64,)> = sqlx::query_as(
        "SELECT sequence FROM outbox WHERE kind = 'session' AND refused IS NULL
         AND sequence > ?1 ORDER BY sequence LIMIT ?2",
    )
    .bind(after)
    .bind(most)
    .fetch_all(&mut *connection)
    .await?;
    let Some((last,)) = places.last() else {
        return Ok(Waiting::default());
    };
    let queued: Vec<Queued> = sqlx::query_as(
        "SELECT sequence, sessions.* FROM outbox JOIN sessions USING (id)
         WHERE outbox.kind = 'session' AND refused IS NULL AND sequence > ?1 AND sequence <= ?2
         ORDER BY sequence",
    )
    .bind(after)
    .bind(last)
    .fetch_all(&mut *connection)
    .await?;
    let mut rows = queued.into_iter().peekable();
    let mut own = OwnKeys::default();
    let mut waiting = Waiting::default();
    for (place,) in places {
        let read = match rows.next_if(|queued| queued.sequence == place) {
            None => Ok(None),
            Some(Queued { row, .. }) => match own.open(connection, keys, &row).await {
                Ok(session) => shared(sharing, row, session)
                    .map(Outgoing::Session)
                    .map(Some),
                Err(error) => Err(error),
            },
        };
        waiting.add(place, read)?;
    }
    Ok(waiting)
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
