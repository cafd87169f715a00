//! What a reviewer sees of the sessions that kiosks sent: what the centre keeps
//! open of them. Scores, cues and faces are sealed, and opened at the kiosks.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::{NoContext, Timestamp as UuidTime, Uuid};

use super::client::{connect, limited};
use super::{CentralError, CentreAddress};
use crate::domain::Timestamp;

/// A session as the centre keeps it open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewedSession {
    /// Which.
    pub id: Uuid,
    /// Of which site.
    pub site: Uuid,
    /// Of which kiosk.
    pub kiosk: Uuid,
    /// What people call the kiosk, if it is known still.
    pub kiosk_name: Option<String>,
    /// What it was for.
    pub kind: String,
    /// What was decided.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// Where its frames came from.
    pub source: String,
    /// Whether its person was erased.
    pub erased: bool,
}

impl ReviewedSession {
    /// When it began: its id says so.
    #[must_use]
    pub fn started_at(&self) -> Timestamp {
        let time = self.id.get_timestamp().map(|time| time.to_unix());
        let (seconds, nanos) = time.unwrap_or_default();
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        Timestamp(seconds.saturating_mul(1_000) + i64::from(nanos / 1_000_000))
    }
}

/// Which sessions are looked for; whatever is absent isn't asked for.
#[derive(Clone, Debug, Default)]
pub struct ReviewWanted {
    /// Only of this kiosk.
    pub kiosk: Option<Uuid>,
    /// Only with this decision.
    pub decision: Option<&'static str>,
    /// Only those begun at this time or later.
    pub since: Option<Timestamp>,
    /// Only those begun before this time.
    pub until: Option<Timestamp>,
}

/// What came of a kiosk's verifications.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KioskSeenFigures {
    /// What people call it.
    pub name: Option<String>,
    /// How many by decision.
    pub decisions: BTreeMap<String, u64>,
    /// How many by reason.
    pub reasons: BTreeMap<String, u64>,
}

type SeenRow = (
    Uuid,
    Uuid,
    Uuid,
    Option<String>,
    String,
    String,
    String,
    String,
    bool,
);

/// A connection of a reviewer's login; Postgres's row security says which sites
/// it sees.
pub struct Reviewing {
    address: CentreAddress,
    connection: PgConnection,
}

impl Reviewing {
    /// Connects.
    ///
    /// # Errors
    /// Why it can't.
    pub async fn open(address: CentreAddress) -> Result<Self, CentralError> {
        let connection = connect(&address).await?;
        Ok(Self {
            address,
            connection,
        })
    }

    /// The sessions that are wanted, newest first, `limit` at most.
    ///
    /// # Errors
    /// Why they can't be read.
    pub async fn sessions(
        &mut self,
        wanted: &ReviewWanted,
        limit: u32,
    ) -> Result<Vec<ReviewedSession>, CentralError> {
        let query = sqlx::query_as(
            "SELECT s.id, s.site_id, s.kiosk_id, k.name, s.kind, s.decision, s.reason, s.source,
                 s.erased
             FROM centre.sessions s
             LEFT JOIN centre.kiosks k ON k.site_id = s.site_id AND k.id = s.kiosk_id
             WHERE ($1::uuid IS NULL OR s.kiosk_id = $1)
               AND ($2::text IS NULL OR s.decision = $2)
               AND s.id >= $3 AND s.id < $4
             ORDER BY s.id DESC LIMIT $5",
        )
        .bind(wanted.kiosk)
        .bind(wanted.decision)
        .bind(first_id(wanted.since))
        .bind(end_id(wanted.until))
        .bind(i64::from(limit));
        let rows = limited(&self.address, query.fetch_all(&mut self.connection));
        let rows: Vec<SeenRow> = rows.await?;
        let seen = |row: SeenRow| {
            let (id, site, kiosk, kiosk_name, kind, decision, reason, source, erased) = row;
            ReviewedSession {
                id,
                site,
                kiosk,
                kiosk_name,
                kind,
                decision,
                reason,
                source,
                erased,
            }
        };
        Ok(rows.into_iter().map(seen).collect())
    }

    /// What came of the verifications that are wanted, kiosk by kiosk.
    ///
    /// # Errors
    /// Why they can't be read.
    pub async fn by_kiosk(
        &mut self,
        wanted: &ReviewWanted,
    ) -> Result<BTreeMap<Uuid, KioskSeenFigures>, CentralError> {
        let query = sqlx::query_as(
            "SELECT s.kiosk_id, k.name, s.decision, s.reason, count(*)
             FROM centre.sessions s
             LEFT JOIN centre.kiosks k ON k.site_id = s.site_id AND k.id = s.kiosk_id
             WHERE s.kind = 'verification'
               AND ($1::uuid IS NULL OR s.kiosk_id = $1)
               AND ($2::text IS NULL OR s.decision = $2)
               AND s.id >= $3 AND s.id < $4
             GROUP BY 1, 2, 3, 4",
        )
        .bind(wanted.kiosk)
        .bind(wanted.decision)
        .bind(first_id(wanted.since))
        .bind(end_id(wanted.until));
        let rows = limited(&self.address, query.fetch_all(&mut self.connection));
        let rows: Vec<(Uuid, Option<String>, String, String, i64)> = rows.await?;
        let mut kiosks: BTreeMap<Uuid, KioskSeenFigures> = BTreeMap::new();
        for (kiosk, name, decision, reason, count) in rows {
            let figures = kiosks.entry(kiosk).or_default();
            figures.name = name;
            let count = count.unsigned_abs();
            *figures.decisions.entry(decision).or_default() += count;
            *figures.reasons.entry(reason).or_default() += count;
        }
        Ok(kiosks)
    }
}

/// The least id of a session that began at a time.
fn first_id(since: Option<Timestamp>) -> Uuid {
    since.map_or(Uuid::nil(), at)
}

/// An id that no session has that began before a time.
fn end_id(until: Option<Timestamp>) -> Uuid {
    until.map_or(Uuid::max(), at)
}

/// The least id of a moment: its time, and zeros where chance stands.
fn at(time: Timestamp) -> Uuid {
    let seconds = u64::try_from(time.0.div_euclid(1_000)).unwrap_or_default();
    let nanos = u32::try_from(time.0.rem_euclid(1_000) * 1_000_000).unwrap_or_default();
    let drawn = Uuid::new_v7(UuidTime::from_unix(NoContext, seconds, nanos));
    Uuid::from_u128(drawn.as_u128() & !((1 << 80) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_lies_behind_the_first_of_its_moment() {
        let time = Timestamp(1_795_340_467_123);
        let id = Uuid::new_v7(UuidTime::from_unix(NoContext, 1_795_340_467, 123_000_000));
        assert!(at(time) <= id && id < at(Timestamp(time.0 + 1)));
        assert!(at(Timestamp(time.0 - 1)) < id);
        let seen = ReviewedSession {
            id,
            site: Uuid::nil(),
            kiosk: Uuid::nil(),
            kiosk_name: None,
            kind: String::new(),
            decision: String::new(),
            reason: String::new(),
            source: String::new(),
            erased: false,
        };
        assert_eq!(seen.started_at(), time);
    }
}
