//! Reading what kiosks sent: sessions page by page, for the service over HTTP.
//! A few connections are kept, so that nobody waits for one to be made.

use std::sync::OnceLock;
use std::time::Duration;

use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Postgres, QueryBuilder};
use uuid::Uuid;

use super::client::limited;
use super::{CentralError, CentreAddress};
use crate::domain::Timestamp;

/// Connections that are kept (ours).
const CONNECTIONS: u32 = 4;
/// How long somebody waits for one.
const PATIENCE: Duration = Duration::from_secs(10);

/// A session as the centre has it: what was decided. What was measured is
/// sealed, for the kiosks of the site alone.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionSeen {
    /// Which; when it began is in it.
    pub id: Uuid,
    /// The kiosk that sent it.
    pub kiosk_id: Uuid,
    /// `verification`, `enrolment`, ...
    pub kind: String,
    /// What was decided.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// Where its frames came from.
    pub source: String,
    /// Who it turned out to be.
    pub person: Option<Uuid>,
    /// Whether it was of somebody who was erased since.
    pub erased: bool,
}

/// Which sessions. Whatever is absent isn't asked for.
#[derive(Clone, Debug, Default)]
pub struct SessionsWanted {
    /// At most so many, the newest first.
    pub most: u32,
    /// Only older ones than this.
    pub before: Option<Uuid>,
    /// Only those of this kiosk.
    pub kiosk: Option<Uuid>,
    /// Only of this person.
    pub person: Option<Uuid>,
    /// Only these.
    pub decision: Option<&'static str>,
    /// Only those that ended for this reason.
    pub reason: Option<&'static str>,
    /// Only from this time on.
    pub since: Option<Timestamp>,
    /// Only before this time.
    pub until: Option<Timestamp>,
}

/// The centre as a login that owns it reads it.
pub struct Register {
    address: CentreAddress,
    pool: OnceLock<PgPool>,
}

impl Register {
    /// The centre at that address. Nothing is connected before it is needed.
    #[must_use]
    pub fn new(address: CentreAddress) -> Self {
        Self {
            address,
            pool: OnceLock::new(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> &CentreAddress {
        &self.address
    }

    fn pool(&self) -> &PgPool {
        // Made where there is a runtime to make it in.
        self.pool.get_or_init(|| {
            PgPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(PATIENCE)
                .connect_lazy_with(self.address.options().clone())
        })
    }

    /// Sessions of a site, the newest first.
    ///
    /// # Errors
    /// Why they can't be read.
    pub async fn sessions(
        &self,
        site: Uuid,
        wanted: &SessionsWanted,
    ) -> Result<Vec<SessionSeen>, CentralError> {
        // Only what is asked for stands in the statement, so that each has the
        // index that serves it; there are few, and Postgres keeps their plans.
        let mut query = QueryBuilder::<Postgres>::new(
            "SELECT id, kiosk_id, kind, decision, reason, source, person, erased
             FROM centre.sessions WHERE site_id = ",
        );
        query.push_bind(site);
        let before = wanted.before.into_iter();
        // An id begins with the time: both ends of the time asked for are ids.
        for id in before.chain(wanted.until.map(first_id)) {
            query.push(" AND id < ").push_bind(id);
        }
        if let Some(since) = wanted.since {
            query.push(" AND id >= ").push_bind(first_id(since));
        }
        if let Some(kiosk) = wanted.kiosk {
            query.push(" AND kiosk_id = ").push_bind(kiosk);
        }
        if let Some(person) = wanted.person {
            query.push(" AND person = ").push_bind(person);
        }
        if let Some(decision) = wanted.decision {
            query.push(" AND decision = ").push_bind(decision);
        }
        if let Some(reason) = wanted.reason {
            query.push(" AND reason = ").push_bind(reason);
        }
        query.push(" ORDER BY id DESC LIMIT ");
        query.push_bind(i64::from(wanted.most));
        let query = query.build_query_as();
        limited(&self.address, query.fetch_all(self.pool())).await
    }
}

/// What no id of that time or later is less than (UUIDv7).
fn first_id(at: Timestamp) -> Uuid {
    let millis = u128::from(at.0.max(0).unsigned_abs());
    Uuid::from_u128(millis << 80)
}
