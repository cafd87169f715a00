//! Tokens at the centre: each is used once, wherever, and an end is never
//! undone.

use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use super::CentralError;
use super::client::Centre;
use super::push::{Answer, in_order};
use crate::domain::{PersonId, SessionId, Timestamp};

/// A token that this kiosk issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// Its `jti`.
    pub token: Uuid,
    /// The session it tells of.
    pub session: SessionId,
    /// Whose it is.
    pub person: Option<PersonId>,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

impl IssuedToken {
    /// SHA-256 of all that is sent of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"token");
        hash.update(self.token.as_bytes());
        hash.update(self.session.0.as_bytes());
        hash.update([u8::from(self.person.is_some())]);
        if let Some(person) = self.person {
            hash.update(person.0.as_bytes());
        }
        hash.update(self.expires_at.0.to_be_bytes());
        hash.finalize().into()
    }
}

/// A token that this kiosk took while the centre was out of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenUse {
    /// Its `jti`.
    pub token: Uuid,
    /// Until when it was good.
    pub expires_at: Timestamp,
    /// When it was taken.
    pub used_at: Timestamp,
    /// Drawn for that use.
    pub attempt: Uuid,
}

/// A token that is to be refused everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Its `jti`.
    pub token: Uuid,
    /// Until when it would be good.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Timestamp,
}

/// What came of redeeming a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redemption {
    /// This attempt has used it.
    Redeemed,
    /// It had been used.
    AlreadyRedeemed {
        /// When.
        at: Option<Timestamp>,
        /// At which kiosk.
        by: Option<Uuid>,
    },
    /// It had been revoked.
    Revoked {
        /// When.
        at: Option<Timestamp>,
    },
    /// It is too old, by the centre's clock.
    Expired,
    /// The kiosk that issued it isn't one of the site's any more.
    IssuerRefused,
}

#[derive(FromRow)]
struct RedemptionRow {
    outcome: String,
    at_millis: Option<i64>,
    by_kiosk: Option<Uuid>,
}

fn redemption(row: RedemptionRow) -> Result<Redemption, CentralError> {
    let at = row.at_millis.map(Timestamp);
    match row.outcome.as_str() {
        "redeemed" => Ok(Redemption::Redeemed),
        "already_redeemed" => Ok(Redemption::AlreadyRedeemed {
            at,
            by: row.by_kiosk,
        }),
        "revoked" => Ok(Redemption::Revoked { at }),
        "expired" => Ok(Redemption::Expired),
        "issuer_refused" => Ok(Redemption::IssuerRefused),
        _ => Err(CentralError::KioskTooOld),
    }
}

impl Centre {
    /// Redeems a token whose signature was verified here. `attempt` is drawn
    /// for this attempt: after a lost answer the same one is asked again, and
    /// gets the same answer.
    ///
    /// # Errors
    /// Why it isn't known whether it was redeemed.
    pub async fn redeem(
        &self,
        token: Uuid,
        expires_at: Timestamp,
        attempt: Uuid,
    ) -> Result<Redemption, CentralError> {
        let query = sqlx::query_as("SELECT * FROM kiosk.redeem($1, $2, $3)")
            .bind(token)
            .bind(expires_at.0)
            .bind(attempt);
        redemption(self.row::<RedemptionRow>(query).await?)
    }

    /// The same for a token that another kiosk of the site issued.
    ///
    /// # Errors
    /// As [`Centre::redeem`].
    pub async fn redeem_of(
        &self,
        issuer: Uuid,
        token: Uuid,
        expires_at: Timestamp,
        attempt: Uuid,
    ) -> Result<Redemption, CentralError> {
        let query = sqlx::query_as("SELECT * FROM kiosk.redeem_of($1, $2, $3, $4)")
            .bind(issuer)
            .bind(token)
            .bind(expires_at.0)
            .bind(attempt);
        redemption(self.row::<RedemptionRow>(query).await?)
    }

    /// Until when a token of the site is good, if the centre was told of it.
    ///
    /// # Errors
    /// Why it isn't known.
    pub async fn token_expiry(&self, token: Uuid) -> Result<Option<Timestamp>, CentralError> {
        let query = sqlx::query_as("SELECT expires_at_millis FROM kiosk.token_expiry($1)");
        let rows = self.rows::<(i64,)>(query.bind(token)).await?;
        Ok(rows.first().map(|(millis,)| Timestamp(*millis)))
    }
    /// Revokes tokens, used ones too.
    ///
    /// # Errors
    /// As [`Centre::push_records`].
    pub async fn revoke(&self, rows: &[Revocation]) -> Result<Vec<Answer>, CentralError> {
        let query = sqlx::query_as("SELECT at, outcome, reason FROM kiosk.revoke($1, $2, $3)")
            .bind(rows.iter().map(|r| r.token).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.expires_at.0).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.revoked_at.0).collect::<Vec<_>>());
        in_order(self.rows(query).await?, rows.len())
    }

    /// Tells of tokens that were issued here.
    ///
    /// # Errors
    /// As [`Centre::push_records`].
    pub async fn push_tokens(&self, rows: &[IssuedToken]) -> Result<Vec<Answer>, CentralError> {
        let query =
            sqlx::query_as("SELECT at, outcome, reason FROM kiosk.push_tokens($1, $2, $3, $4, $5)")
                .bind(rows.iter().map(|r| r.token).collect::<Vec<_>>())
                .bind(rows.iter().map(|r| r.session.0).collect::<Vec<_>>())
                .bind(
                    rows.iter()
                        .map(|r| r.person.map(|p| p.0))
                        .collect::<Vec<_>>(),
                )
                .bind(rows.iter().map(|r| r.expires_at.0).collect::<Vec<_>>())
                .bind(rows.iter().map(|r| r.hash().to_vec()).collect::<Vec<_>>());
        in_order(self.rows(query).await?, rows.len())
    }

    /// Tells of tokens that were taken here while the centre was out of reach.
    /// One that was used elsewhere, too, is answered with `Alarm`.
    ///
    /// # Errors
    /// As [`Centre::push_records`].
    pub async fn push_uses(&self, rows: &[TokenUse]) -> Result<Vec<Answer>, CentralError> {
        let query =
            sqlx::query_as("SELECT at, outcome, reason FROM kiosk.push_uses($1, $2, $3, $4)")
                .bind(rows.iter().map(|r| r.token).collect::<Vec<_>>())
                .bind(rows.iter().map(|r| r.expires_at.0).collect::<Vec<_>>())
                .bind(rows.iter().map(|r| r.used_at.0).collect::<Vec<_>>())
                .bind(rows.iter().map(|r| r.attempt).collect::<Vec<_>>());
        in_order(self.rows(query).await?, rows.len())
    }
}
