//! Sending what the outbox names, kind by kind, in batches.

use uuid::Uuid;

use super::{Line, Round, SyncError};
use crate::central::{
    Answer, IssuedToken, Record, RecordKind, Revocation, SessionRow, TokenUse, Tombstone,
};
use crate::domain::{Decision, Outgoing, Reason, SessionKind, Shared, SharedSession, Source};
use crate::store::{Settled, Sharing};

/// Rows of one call (ours: a batch of the longest records stays below what a
/// connection carries in a second).
const BATCH: u32 = 1000;

/// Sends all that waits. While one batch is on its way the next is made ready.
pub(super) async fn push(
    line: &Line,
    sharing: &Sharing,
    round: &mut Round,
) -> Result<(), SyncError> {
    for kind in Shared::ALL.iter().copied() {
        let mut ready = line.store.outgoing(sharing, kind, (0, BATCH)).await?;
        while let Some(last) = ready.last() {
            round.refused += ready.unsent.len() as u64;
            let (next, sent) = tokio::join!(
                line.store.outgoing(sharing, kind, (last, BATCH)),
                send_batch(line, kind, ready.things, round),
            );
            sent?;
            ready = next?;
        }
    }
    Ok(())
}

/// Sends a batch, and notes what the centre answered.
async fn send_batch(
    line: &Line,
    kind: Shared,
    batch: Vec<(i64, Outgoing)>,
    round: &mut Round,
) -> Result<(), SyncError> {
    if batch.is_empty() {
        return Ok(());
    }
    let (places, things): (Vec<i64>, Vec<Outgoing>) = batch.into_iter().unzip();
    let answers = send(line, kind, things).await?;
    let settled: Vec<(i64, Settled)> = places.into_iter().zip(answers).map(settled).collect();
    for (_, answer) in &settled {
        match answer {
            Settled::Done => round.sent += 1,
            Settled::Refused(_) => round.refused += 1,
        }
    }
    Ok(line.store.settle(&settled).await?)
}

fn settled((place, answer): (i64, Answer)) -> (i64, Settled) {
    let settled = match answer {
        // What gave way to another version is fetched with it.
        Answer::Kept | Answer::Lost | Answer::Erased | Answer::Alarm => Settled::Done,
        Answer::Refused(rule) => Settled::Refused(rule),
    };
    (place, settled)
}

async fn send(line: &Line, kind: Shared, things: Vec<Outgoing>) -> Result<Vec<Answer>, SyncError> {
    let centre = &line.centre;
    let kiosk = line.membership.kiosk;
    let answers = match kind {
        Shared::Tombstone => {
            let rows: Vec<Tombstone> = things.into_iter().filter_map(tombstone).collect();
            centre.push_tombstones(&rows).await?
        }
        Shared::Revocation => {
            let rows: Vec<Revocation> = things.into_iter().filter_map(revocation).collect();
            centre.revoke(&rows).await?
        }
        Shared::TokenUse => {
            let rows: Vec<TokenUse> = things
                .into_iter()
                .filter_map(|thing| token_use(thing, kiosk))
                .collect();
            centre.push_uses(&rows).await?
        }
        Shared::Token => {
            let rows: Vec<IssuedToken> = things.into_iter().filter_map(issued).collect();
            centre.push_tokens(&rows).await?
        }
        Shared::Session => {
            let rows: Vec<SessionRow> = things.into_iter().filter_map(session).collect();
            centre.push_sessions(&rows).await?
        }
        Shared::KeySet => match things.into_iter().find_map(record) {
            Some(set) => centre.push_key_set(set.version, &set.sealed).await?,
            None => Vec::new(),
        },
        Shared::Tolerance => records(line, RecordKind::Tolerance, things).await?,
        Shared::Operator => records(line, RecordKind::Operator, things).await?,
        Shared::Person => records(line, RecordKind::Person, things).await?,
        Shared::Consent => records(line, RecordKind::Consent, things).await?,
        Shared::Template => records(line, RecordKind::Template, things).await?,
    };
    Ok(answers)
}

async fn records(
    line: &Line,
    kind: RecordKind,
    things: Vec<Outgoing>,
) -> Result<Vec<Answer>, SyncError> {
    let rows: Vec<Record> = things.into_iter().filter_map(record).collect();
    Ok(line.centre.push_records(kind, &rows).await?)
}

fn record(thing: Outgoing) -> Option<Record> {
    match thing {
        Outgoing::Record(record) => Some(Record {
            id: record.id,
            version: record.version,
            person: record.person.map(|person| person.0),
            sealed: record.sealed,
        }),
        _ => None,
    }
}

fn tombstone(thing: Outgoing) -> Option<Tombstone> {
    match thing {
        Outgoing::Tombstone { person, at } => Some(Tombstone {
            person,
            erased_at: at,
        }),
        _ => None,
    }
}

fn revocation(thing: Outgoing) -> Option<Revocation> {
    match thing {
        Outgoing::Revocation {
            token,
            expires_at,
            at,
        } => Some(Revocation {
            token,
            expires_at,
            revoked_at: at,
        }),
        _ => None,
    }
}

fn token_use(thing: Outgoing, kiosk: Uuid) -> Option<TokenUse> {
    match thing {
        Outgoing::TokenUse {
            token,
            expires_at,
            at,
            attempt: drawn,
        } => Some(TokenUse {
            token,
            expires_at,
            used_at: at,
            attempt: drawn.unwrap_or_else(|| attempt(kiosk, token)),
        }),
        _ => None,
    }
}

/// Stands for a kiosk's use of a token, of earlier releases, which drew none:
/// it uses none twice, so that sending the use again is the same attempt.
fn attempt(kiosk: Uuid, token: Uuid) -> Uuid {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update(b"attempt");
    hash.update(kiosk.as_bytes());
    hash.update(token.as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let mut bytes = [0_u8; 16];
    for (byte, of_hash) in bytes.iter_mut().zip(hash) {
        *byte = of_hash;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn issued(thing: Outgoing) -> Option<IssuedToken> {
    match thing {
        Outgoing::Token {
            token,
            session,
            person,
            expires_at,
        } => Some(IssuedToken {
            token,
            session,
            person: Some(person),
            expires_at,
        }),
        _ => None,
    }
}

fn session(thing: Outgoing) -> Option<SessionRow> {
    let Outgoing::Session(session) = thing else {
        return None;
    };
    let SharedSession {
        id,
        words: [kind, decision, reason, source],
        person,
        sealed,
    } = session;
    Some(SessionRow {
        id,
        kind: SessionKind::parse(&kind)?,
        decision: Decision::parse(&decision)?,
        reason: Reason::parse(&reason)?,
        source: Source::parse(&source)?,
        person,
        sealed,
    })
}
