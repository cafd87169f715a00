//! Fetching what changed at the site, and putting it to use.

use std::sync::Arc;

use super::{Line, Round, SyncError};
use crate::central::{Cursor, PulledRecord, RecordKind, TokenEnd};
use crate::domain::{PersonId, Shared, SharedRecord, TokenId};
use crate::store::{
    Arrived, Incoming, IncomingKeySet, Opening, Put, Sharing, StoreError, TokenEnded,
};

/// Rows of one page.
const PAGE: usize = 2000;
/// The cursor of how tokens ended; the others bear the word of their kind.
const TOKEN_ENDS: &str = "token_end";

/// Fetches all that is new.
pub(super) async fn pull(
    line: &Line,
    sharing: &Sharing,
    cluster: i64,
    round: &mut Round,
) -> Result<(), SyncError> {
    tombstones(line, cluster, round).await?;
    token_ends(line, cluster).await?;
    key_sets(line, sharing, cluster).await?;
    let opening = Arc::new(line.store.opening(sharing).await?);
    for kind in RecordKind::ALL {
        records(line, &opening, (kind, cluster), round).await?;
    }
    // Whoever an earlier page was about may have come by now.
    round.used += line.store.put_aside_again(sharing).await?;
    Ok(())
}

async fn tombstones(line: &Line, cluster: i64, round: &mut Round) -> Result<(), SyncError> {
    loop {
        let after = cursor(line, Shared::Tombstone.as_str(), cluster).await?;
        let page = line.centre.pull_tombstones(after, PAGE).await?;
        let erased: Vec<(PersonId, _)> = page
            .rows
            .iter()
            .map(|row| (row.person, row.erased_at))
            .collect();
        if !erased.is_empty() {
            let place = page.cursor.place();
            round.erased += line
                .store
                .put_tombstones(&erased, (cluster, place.0, place.1))
                .await?;
        }
        if !page.more {
            return Ok(());
        }
    }
}

async fn token_ends(line: &Line, cluster: i64) -> Result<(), SyncError> {
    loop {
        let after = cursor(line, TOKEN_ENDS, cluster).await?;
        let page = line.centre.pull_token_ends(after, PAGE).await?;
        let ended: Vec<TokenEnded> = page
            .rows
            .iter()
            .map(|row| TokenEnded {
                id: TokenId(row.token),
                expires_at: row.expires_at,
                revoked: row.end == TokenEnd::Revoked,
                at: row.at,
                used_here: row.used_by == Some(line.membership.kiosk),
            })
            .collect();
        if !ended.is_empty() {
            let place = page.cursor.place();
            line.store
                .put_token_ends(&ended, (TOKEN_ENDS, (cluster, place.0, place.1)))
                .await?;
        }
        if !page.more {
            return Ok(());
        }
    }
}

async fn key_sets(line: &Line, sharing: &Sharing, cluster: i64) -> Result<(), SyncError> {
    loop {
        let after = cursor(line, Shared::KeySet.as_str(), cluster).await?;
        let page = line.centre.pull_key_sets(after, PAGE).await?;
        let sets: Vec<IncomingKeySet> = page
            .rows
            .into_iter()
            .map(|row| IncomingKeySet {
                kiosk: row.kiosk,
                version: row.version,
                sealed: row.sealed,
            })
            .collect();
        if !sets.is_empty() {
            let place = page.cursor.place();
            line.store
                .put_key_sets(sharing, &sets, (cluster, place.0, place.1))
                .await?;
        }
        if !page.more {
            return Ok(());
        }
    }
}

/// A page on its way into the store, and the cursor behind it.
struct Coming<T> {
    rows: Vec<T>,
    behind: Cursor,
}

/// Fetches, opens and writes records of a kind. Each page goes through all
/// three in turn, while the next one is opened and the one after it fetched.
/// What was fetched before the line broke is written before that is told.
async fn records(
    line: &Line,
    opening: &Arc<Opening>,
    (kind, cluster): (RecordKind, i64),
    round: &mut Round,
) -> Result<(), SyncError> {
    let shared = shared(kind);
    let mut at = cursor(line, shared.as_str(), cluster).await?;
    let (mut more, mut broken) = (true, None);
    let (mut fetched, mut opened) = (None, None);
    while more || fetched.is_some() || opened.is_some() {
        let next = async {
            match more {
                true => Some(line.centre.pull_records(kind, at, PAGE).await),
                false => None,
            }
        };
        let ready = open(opening, fetched.take());
        let place = (shared.as_str(), cluster);
        let (next, ready, put) =
            tokio::join!(next, ready, put(line, opening, opened.take(), place));
        for one in put? {
            match one {
                Put::Used => round.used += 1,
                Put::Aside(_) => round.aside += 1,
                Put::Known => {}
            }
        }
        opened = ready?;
        match next {
            Some(Ok(page)) => {
                (at, more) = (page.cursor, page.more);
                let rows: Vec<_> = page
                    .rows
                    .into_iter()
                    .map(|row| incoming(shared, row))
                    .collect();
                fetched = (!rows.is_empty()).then_some(Coming { rows, behind: at });
            }
            Some(Err(error)) => {
                more = false;
                broken = Some(error);
            }
            None => {}
        }
    }
    broken.map_or(Ok(()), |error| Err(error.into()))
}

/// Opens a page on a thread for such work.
async fn open(
    opening: &Arc<Opening>,
    page: Option<Coming<Incoming>>,
) -> Result<Option<Coming<Arrived>>, SyncError> {
    let Some(Coming { rows, behind }) = page else {
        return Ok(None);
    };
    let opening = Arc::clone(opening);
    let opened = tokio::task::spawn_blocking(move || opening.open(rows)).await;
    match opened {
        Ok(rows) => Ok(Some(Coming { rows, behind })),
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The program ends; the next one fetches the page again.
            Err(_) => Err(StoreError::Busy.into()),
        },
    }
}

/// Puts an opened page to use.
async fn put(
    line: &Line,
    opening: &Opening,
    page: Option<Coming<Arrived>>,
    (kind, cluster): (&str, i64),
) -> Result<Vec<Put>, SyncError> {
    let Some(Coming { rows, behind }) = page else {
        return Ok(Vec::new());
    };
    let (transaction, change) = behind.place();
    let place = (cluster, transaction, change);
    Ok(line
        .store
        .put_arrived(opening, &rows, (kind, place))
        .await?)
}

async fn cursor(line: &Line, kind: &str, cluster: i64) -> Result<Cursor, SyncError> {
    let (transaction, change) = line.store.cursor(kind, cluster).await?;
    Ok(Cursor::at(transaction, change))
}

fn shared(kind: RecordKind) -> Shared {
    match kind {
        RecordKind::Person => Shared::Person,
        RecordKind::Template => Shared::Template,
        RecordKind::Consent => Shared::Consent,
        RecordKind::Operator => Shared::Operator,
        RecordKind::Tolerance => Shared::Tolerance,
    }
}

fn incoming(kind: Shared, row: PulledRecord) -> Incoming {
    Incoming {
        kind,
        record: SharedRecord {
            id: row.id,
            version: row.version,
            person: row.person.map(PersonId),
            sealed: row.sealed,
        },
    }
}
