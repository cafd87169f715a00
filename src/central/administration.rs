//! What an administrator of the centre does: sites, and who may join them.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::client::{connect, limited};
use super::{CentralError, CentreAddress, JoinCode, scram};
use crate::domain::Timestamp;

/// Codes are drawn so often until one's login is free: of 33 million logins.
const MOST_TRIES: u32 = 8;

/// A place for a kiosk, and the code that takes it.
#[derive(Debug)]
pub struct Invitation {
    /// The kiosk that it will be.
    pub kiosk: Uuid,
    /// What is typed there, once.
    pub code: JoinCode,
}

/// A kiosk as the centre knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KioskSeen {
    /// The site that it belongs to.
    pub site: Uuid,
    /// Which.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// `invited`, `waiting`, `approved` or `disabled`.
    pub state: String,
    /// When it joined, if it has.
    pub joined_at: Option<Timestamp>,
    /// When it was last heard of.
    pub last_contact_at: Option<Timestamp>,
    /// How much it had still to send then, as it said.
    pub waiting: Option<u64>,
    /// How much of that is held back.
    pub held_back: Option<u64>,
}

/// Site, id, name and state, when it joined and was heard of, what waits.
type KioskRow = (
    Uuid,
    Uuid,
    String,
    String,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// A connection of a login that owns the centre.
pub struct Administration {
    address: CentreAddress,
    connection: PgConnection,
}

impl Administration {
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

    pub(super) fn parts(&mut self) -> (&CentreAddress, &mut PgConnection) {
        (&self.address, &mut self.connection)
    }

    /// Adds a site.
    ///
    /// # Errors
    /// Why it wasn't added.
    pub async fn add_site(&mut self, name: &str) -> Result<Uuid, CentralError> {
        let site = Uuid::now_v7();
        let query = sqlx::query("INSERT INTO centre.sites (id, name) VALUES ($1, $2)")
            .bind(site)
            .bind(name);
        limited(&self.address, query.execute(&mut self.connection)).await?;
        Ok(site)
    }

    /// Invites a kiosk to a site: makes its login, and the code for it.
    ///
    /// # Errors
    /// Why there is no invitation.
    pub async fn invite(
        &mut self,
        site: Uuid,
        name: &str,
        valid_for: Duration,
    ) -> Result<Invitation, CentralError> {
        let kiosk = Uuid::now_v7();
        let mut tries = 1;
        loop {
            let code = JoinCode::draw()?;
            match self.make_login(site, kiosk, name, valid_for, &code).await {
                Ok(()) => return Ok(Invitation { kiosk, code }),
                // Another kiosk's login begins with the same characters.
                Err(CentralError::LoginTaken) if tries < MOST_TRIES => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    async fn make_login(
        &mut self,
        site: Uuid,
        kiosk: Uuid,
        name: &str,
        valid_for: Duration,
        code: &JoinCode,
    ) -> Result<(), CentralError> {
        let query = sqlx::query(
            "SELECT centre.invite_kiosk($1, $2, $3, $4, $5::name, $6, make_interval(secs => $7))",
        )
        .bind(site)
        .bind(kiosk)
        .bind(name)
        .bind(Uuid::now_v7())
        .bind(code.login())
        .bind(scram::verifier(&code.password())?)
        .bind(valid_for.as_secs_f64());
        limited(&self.address, query.execute(&mut self.connection)).await?;
        Ok(())
    }

    /// The kiosks of a site, or of all, as far as this login may see them: a
    /// thousand at most, by site and name.
    ///
    /// # Errors
    /// Why they can't be read.
    pub async fn kiosks(&mut self, site: Option<Uuid>) -> Result<Vec<KioskSeen>, CentralError> {
        let query = sqlx::query_as(
            "SELECT site_id, id, name, state,
                 (extract(epoch FROM joined_at) * 1000)::int8,
                 (extract(epoch FROM last_contact_at) * 1000)::int8, waiting, held_back
             FROM centre.kiosks WHERE $1::uuid IS NULL OR site_id = $1
             ORDER BY site_id, name, id LIMIT 1000",
        )
        .bind(site);
        let rows = limited(&self.address, query.fetch_all(&mut self.connection));
        let rows: Vec<KioskRow> = rows.await?;
        let seen =
            |(site, id, name, state, joined, contact, waiting, held_back): KioskRow| KioskSeen {
                site,
                id,
                name,
                state,
                joined_at: joined.map(Timestamp),
                last_contact_at: contact.map(Timestamp),
                waiting: waiting.map(i64::unsigned_abs),
                held_back: held_back.map(i64::unsigned_abs),
            };
        Ok(rows.into_iter().map(seen).collect())
    }

    /// Which sessions a kiosk has sent, by id.
    ///
    /// # Errors
    /// Why they can't be read.
    pub async fn sessions_of(&mut self, kiosk: Uuid) -> Result<Vec<Uuid>, CentralError> {
        let query =
            sqlx::query_as("SELECT id FROM centre.sessions WHERE kiosk_id = $1 ORDER BY id")
                .bind(kiosk);
        let rows = limited(&self.address, query.fetch_all(&mut self.connection));
        let rows: Vec<(Uuid,)> = rows.await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// How often the same id came with another content.
    ///
    /// # Errors
    /// Why it can't be read.
    pub async fn alarms(&mut self) -> Result<u64, CentralError> {
        let query = sqlx::query_as("SELECT count(*) FROM centre.alarms");
        let count = limited(&self.address, query.fetch_one(&mut self.connection));
        let (count,): (i64,) = count.await?;
        Ok(count.unsigned_abs())
    }

    /// Lets an existing login read the sessions, tokens, alarms and audit heads
    /// of a site.
    ///
    /// # Errors
    /// Why it may not.
    pub async fn add_reviewer(&mut self, login: &str, site: Uuid) -> Result<(), CentralError> {
        let query = sqlx::query("SELECT centre.add_reviewer($1::name, $2)")
            .bind(login)
            .bind(site);
        limited(&self.address, query.execute(&mut self.connection)).await?;
        Ok(())
    }

    /// Disables a kiosk: from its next call on, nothing is taken from it or
    /// given to it. False if the site has no such kiosk.
    ///
    /// # Errors
    /// Why it isn't disabled.
    pub async fn disable(&mut self, site: Uuid, kiosk: Uuid) -> Result<bool, CentralError> {
        let query = sqlx::query(
            "UPDATE centre.kiosks SET state = 'disabled' WHERE site_id = $1 AND id = $2",
        )
        .bind(site)
        .bind(kiosk);
        let done = limited(&self.address, query.execute(&mut self.connection)).await?;
        Ok(done.rows_affected() > 0)
    }
}
