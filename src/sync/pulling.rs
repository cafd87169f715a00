//! Fetching what changed at the site, and putting it to use.

use super::{Line, Round, SyncError};
use crate::central::{Cursor, PulledRecord, RecordKind, TokenEnd};
use crate::domain::{PersonId, Shared, SharedRecord, TokenId};
use crate::store::{Incoming, IncomingKeySet, Put, Sharing, TokenEnded};

/// Rows of one page.
const PAGE: usize = 1000;
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
    for kind in RecordKind::ALL {
        records(line, sharing, (kind, cluster), round).await?;
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

async fn records(
    line: &Line,
    sharing: &Sharing,
    (kind, cluster): (RecordKind, i64),
    round: &mut Round,
) -> Result<(), SyncError> {
    let shared = shared(kind);
    let after = cursor(line, shared.as_str(), cluster).await?;
    let mut page = line.centre.pull_records(kind, after, PAGE).await?;
    loop {
        let (at, more) = (page.cursor, page.more);
        let place = (cluster, at.place().0, at.place().1);
        let rows = page.rows.into_iter();
        let incoming: Vec<Incoming> = rows.map(|row| incoming(shared, row)).collect();
        // While this page is put to use, the next is on its way.
        let (next, put) = tokio::join!(
            async {
                match more {
                    true => Some(line.centre.pull_records(kind, at, PAGE).await),
                    false => None,
                }
            },
            async {
                match incoming.is_empty() {
                    true => Ok(Vec::new()),
                    false => {
                        let store = &line.store;
                        let put = store.put_records(sharing, &incoming, (shared.as_str(), place));
                        put.await
                    }
                }
            },
        );
        for one in put? {
            match one {
                Put::Used => round.used += 1,
                Put::Aside(_) => round.aside += 1,
                Put::Known => {}
            }
        }
        let Some(next) = next else {
            return Ok(());
        };
        page = next?;
    }
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
