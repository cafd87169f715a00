//! One connection to the centre, made when it is needed and again when it was
//! lost, and what a kiosk asks first.

use std::time::Duration;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::QueryAs;
use sqlx::{ConnectOptions, Connection, FromRow, PgConnection, Postgres};
use tokio::sync::Mutex;
use tokio::time::timeout;
use uuid::Uuid;

use super::{CONTRACT, CentralError, CentreAddress, signed};
use crate::domain::Timestamp;

/// How long connecting may take, TLS and login included.
const CONNECTING: Duration = Duration::from_secs(10);
/// How long a call may take; the server gives up at about the same time.
const CALLING: Duration = Duration::from_secs(60);

/// How far a kiosk has come at its centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KioskState {
    /// It has a join code.
    Invited,
    /// It joined, and waits to be approved.
    Waiting,
    /// It may send and fetch.
    Approved,
}

/// What the centre answers when a kiosk connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// The kiosk's site.
    pub site: Uuid,
    /// The kiosk.
    pub kiosk: Uuid,
    /// How far it has come.
    pub state: KioskState,
    /// Which cluster answered. Cursors of another one mean nothing here: after
    /// a change everything is pulled from the start.
    pub cluster: i64,
    /// What time it is at the centre.
    pub now: Timestamp,
}

#[derive(FromRow)]
struct GreetingRow {
    centre_contract: i32,
    site_id: Uuid,
    kiosk_id: Uuid,
    state: String,
    system_identifier: i64,
    now_millis: i64,
}

/// The centre as a kiosk's login sees it. One call at a time; who must not
/// wait behind a batch opens another.
pub struct Centre {
    address: CentreAddress,
    connection: Mutex<Option<PgConnection>>,
}

impl Centre {
    /// The centre at that address. Nothing is connected before it is needed.
    #[must_use]
    pub fn new(address: CentreAddress) -> Self {
        Self {
            address,
            connection: Mutex::new(None),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> &CentreAddress {
        &self.address
    }

    /// Asks who this kiosk is and what time it is there.
    ///
    /// # Errors
    /// Why the centre can't be reached or doesn't serve this kiosk.
    pub async fn greeting(&self) -> Result<Greeting, CentralError> {
        let mut held = self.connection.lock().await;
        let mut connection = match held.take() {
            Some(connection) => connection,
            None => connect(&self.address).await?,
        };
        let greeting = hello(&mut connection, &self.address).await?;
        *held = Some(connection);
        Ok(greeting)
    }

    /// Says how much this kiosk has still to send, and how much of it is held
    /// back, for whoever watches many.
    ///
    /// # Errors
    /// Why the centre can't be told.
    pub async fn tell_backlog(&self, waiting: u64, held_back: u64) -> Result<(), CentralError> {
        let query = sqlx::query_as("SELECT 1 FROM kiosk.tell_backlog($1, $2)")
            .bind(signed(waiting))
            .bind(signed(held_back));
        let _: (i32,) = self.row(query).await?;
        Ok(())
    }

    /// The rows of one statement. A call that fails, or whose caller doesn't
    /// wait for it, takes its connection with it, so that the next call never
    /// finds one that is out of step.
    pub(super) async fn rows<R>(
        &self,
        query: QueryAs<'_, Postgres, R, PgArguments>,
    ) -> Result<Vec<R>, CentralError>
    where
        R: Send + Unpin + for<'r> FromRow<'r, PgRow>,
    {
        let mut held = self.connection.lock().await;
        let mut connection = match held.take() {
            Some(connection) => connection,
            None => {
                let mut new = connect(&self.address).await?;
                hello(&mut new, &self.address).await?;
                new
            }
        };
        let rows = limited(&self.address, query.fetch_all(&mut connection)).await?;
        *held = Some(connection);
        Ok(rows)
    }

    /// The one row of one statement.
    pub(super) async fn row<R>(
        &self,
        query: QueryAs<'_, Postgres, R, PgArguments>,
    ) -> Result<R, CentralError>
    where
        R: Send + Unpin + for<'r> FromRow<'r, PgRow>,
    {
        let mut rows = self.rows(query).await?;
        rows.pop()
            .ok_or_else(|| CentralError::Database("a function answered nothing".to_owned()))
    }

    /// Ends the connection in order, if there is one.
    pub async fn close(&self) {
        if let Some(connection) = self.connection.lock().await.take() {
            // Whether the server hears of it is all the same.
            let _ = timeout(CONNECTING, connection.close()).await;
        }
    }
}

/// Connects, without asking anything.
pub(super) async fn connect(address: &CentreAddress) -> Result<PgConnection, CentralError> {
    match timeout(CONNECTING, address.options().connect()).await {
        Ok(connected) => connected.map_err(|error| CentralError::of(&error, address)),
        Err(_) => Err(silent(address)),
    }
}

/// Asks whether both understand each other.
pub(super) async fn hello(
    connection: &mut PgConnection,
    address: &CentreAddress,
) -> Result<Greeting, CentralError> {
    let query = sqlx::query_as::<_, GreetingRow>("SELECT * FROM kiosk.hello($1)").bind(CONTRACT);
    let row = limited(address, query.fetch_one(connection)).await?;
    if row.centre_contract < CONTRACT {
        return Err(CentralError::CentreTooOld);
    }
    let state = match row.state.as_str() {
        "invited" => KioskState::Invited,
        "waiting" => KioskState::Waiting,
        "approved" => KioskState::Approved,
        _ => return Err(CentralError::KioskTooOld),
    };
    Ok(Greeting {
        site: row.site_id,
        kiosk: row.kiosk_id,
        state,
        cluster: row.system_identifier,
        now: Timestamp(row.now_millis),
    })
}

/// An answer, or that there was none in time.
pub(super) async fn limited<T>(
    address: &CentreAddress,
    work: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, CentralError> {
    match timeout(CALLING, work).await {
        Ok(answer) => answer.map_err(|error| CentralError::of(&error, address)),
        Err(_) => Err(silent(address)),
    }
}

fn silent(address: &CentreAddress) -> CentralError {
    CentralError::Unreachable {
        address: address.to_string(),
        why: "it doesn't answer".to_owned(),
    }
}
