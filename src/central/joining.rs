//! How a kiosk joins: with a code from the centre, and then with the site's
//! key from a kiosk that has it. The centre only carries that key, wrapped.

use sqlx::{AssertSqlSafe, Connection, FromRow};
use uuid::Uuid;

use super::client::{connect, hello, limited};
use super::{CentralError, Centre, CentreAddress, JoinCode, scram};
use crate::domain::Secret;

/// A kiosk's public keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KioskKeys {
    /// Ed25519: what it signs is verified with it.
    pub signing: [u8; 32],
    /// X25519: the site's key is wrapped to it.
    pub exchange: [u8; 32],
}

/// A kiosk that waits to be approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingKiosk {
    /// The kiosk.
    pub kiosk: Uuid,
    /// What it is called at the centre.
    pub name: String,
    /// Its public keys, for people to compare on both screens.
    pub keys: KioskKeys,
}

#[derive(FromRow)]
struct WaitingRow {
    id: Uuid,
    name: String,
    signing_key: Vec<u8>,
    exchange_key: Vec<u8>,
}

#[derive(FromRow)]
struct WrappedRow {
    wrapped: Option<Vec<u8>>,
}

impl Centre {
    /// Joins the centre at `place` with a code. The code is used up and the
    /// login's password changed in one transaction. `password` must be kept
    /// before this is called: should the answer be lost, the login opens with
    /// either that password (then it is done) or the code (then again).
    ///
    /// # Errors
    /// `WrongPassword` or `CodeUsed` if the code isn't good any more, or why it
    /// isn't known whether the kiosk joined.
    pub async fn join(
        place: &CentreAddress,
        code: &JoinCode,
        keys: &KioskKeys,
        password: &Secret<String>,
    ) -> Result<Self, CentralError> {
        let entered = place.with_login(&code.login(), &code.password());
        let mut connection = connect(&entered).await?;
        hello(&mut connection, &entered).await?;
        // Of base 64 and SCRAM's own marks: nothing in it ends the literal.
        let changed = format!(
            "ALTER ROLE CURRENT_USER PASSWORD '{}'",
            scram::verifier(password)?
        );
        let work = async {
            let mut transaction = connection.begin().await?;
            sqlx::query("SELECT kiosk.join_site($1, $2)")
                .bind(&keys.signing[..])
                .bind(&keys.exchange[..])
                .execute(&mut *transaction)
                .await?;
            sqlx::query(AssertSqlSafe(changed))
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await
        };
        limited(&entered, work).await?;
        Ok(Self::new(place.with_login(&code.login(), password)))
    }

    /// Makes this the first kiosk of its site, whose own key is the site's.
    ///
    /// # Errors
    /// `SiteFounded` if there is another, or why it can't be asked.
    pub async fn found_site(&self) -> Result<(), CentralError> {
        let query = sqlx::query_as("SELECT kiosk.found_site()");
        self.row::<()>(query).await
    }

    /// Who waits to be approved at this site.
    ///
    /// # Errors
    /// Why it can't be had.
    pub async fn waiting_kiosks(&self) -> Result<Vec<WaitingKiosk>, CentralError> {
        let query = sqlx::query_as("SELECT * FROM kiosk.waiting_kiosks()");
        let rows = self.rows::<WaitingRow>(query).await?;
        let read = |key: Vec<u8>| {
            let length = || CentralError::Database("a key of another length".to_owned());
            key.try_into().map_err(|_| length())
        };
        let rows = rows.into_iter().map(|row| {
            Ok(WaitingKiosk {
                kiosk: row.id,
                name: row.name,
                keys: KioskKeys {
                    signing: read(row.signing_key)?,
                    exchange: read(row.exchange_key)?,
                },
            })
        });
        rows.collect()
    }

    /// Approves a kiosk whose key was compared, by leaving the site's key for
    /// it, wrapped to that key.
    ///
    /// # Errors
    /// `NotWaiting` if it doesn't wait with exactly that key, or why it can't
    /// be asked.
    pub async fn approve(
        &self,
        kiosk: Uuid,
        exchange: &[u8; 32],
        wrapped: &[u8],
    ) -> Result<(), CentralError> {
        let query = sqlx::query_as("SELECT kiosk.approve_kiosk($1, $2, $3)")
            .bind(kiosk)
            .bind(&exchange[..])
            .bind(wrapped);
        self.row::<()>(query).await
    }

    /// The site's key as it was wrapped for this kiosk, if it was.
    ///
    /// # Errors
    /// `NotApproved`, or why it can't be asked.
    pub async fn wrapped_key(&self) -> Result<Option<Vec<u8>>, CentralError> {
        let query = sqlx::query_as("SELECT kiosk.wrapped_key() AS wrapped");
        Ok(self.row::<WrappedRow>(query).await?.wrapped)
    }
}
