//! Tokens of decisions: issued with the decision, checked, used once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Erasures;
use crate::auth::signing::Signer;
use crate::auth::tokens::{MOST_LIFE_SECONDS, TokenError, Verifier};
use crate::domain::{
    KeyId, KioskKeys, OperatorName, Session, Timestamp, Token, TokenClaims, TokenId, TokenOutcome,
    TokenTerms, VouchReason, may_sign,
};
use crate::store::{Issue, Recorded, SessionRecord, Store, StoreError, TokenChange, TokenRecord};

/// Why a token wasn't redeemed or revoked.
#[derive(Debug, Error)]
pub enum RedeemError {
    /// It doesn't count.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// It isn't known here.
    #[error("no such token was issued here, or it expired long ago; ask the kiosk that issued it")]
    Unknown,
    /// It was used before.
    #[error("this token was redeemed before; verify again")]
    Redeemed(Timestamp),
    /// It was made worthless.
    #[error("this token was revoked; verify again")]
    Revoked(Timestamp),
    /// The clock was turned back.
    #[error(
        "the clock is behind a time that was seen before, so that nobody can tell what has expired; set it right, or if it once ran ahead: secure-biometric tokens clock --reset"
    )]
    ClockBehind,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Names the setting that keeps the last reset of the clock.
const CLOCK_RESET: &str = "clock reset";

/// Who took a clock for right that was behind, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReset {
    /// When, by that clock.
    pub at: Timestamp,
    /// The latest time that had been seen.
    pub latest_before: Timestamp,
    /// Who.
    pub operator: OperatorName,
    /// Why.
    pub reason: VouchReason,
}

/// The tokens of a data folder. Clones share it.
#[derive(Clone)]
pub struct Tokens {
    store: Store,
    signer: Arc<Signer>,
    verifier: Arc<Verifier>,
    terms: TokenTerms,
}

impl Tokens {
    /// Tokens signed with these keys, for these terms; they live for an hour
    /// at most.
    #[must_use]
    pub fn new(store: Store, id: &KeyId, keys: &KioskKeys, terms: TokenTerms) -> Self {
        Self {
            store,
            signer: Arc::new(Signer::new(id, keys)),
            verifier: Arc::new(Verifier::of_kiosk(id, keys)),
            terms: TokenTerms {
                life_seconds: terms.life_seconds.clamp(1, MOST_LIFE_SECONDS),
                ..terms
            },
        }
    }

    /// Erasing people of the same data folder.
    #[must_use]
    pub fn erasures(&self) -> Erasures {
        Erasures {
            store: self.store.clone(),
            signer: Arc::clone(&self.signer),
            verifier: Arc::clone(&self.verifier),
        }
    }

    /// These tokens for acts of an operator: the audit names them.
    #[must_use]
    pub fn acting(&self, operator: &OperatorName) -> Self {
        Self {
            store: self.store.acting(operator),
            ..self.clone()
        }
    }

    /// Keeps a session, and issues a token if it deserves one: both or
    /// neither. The token may leave the kiosk only when this has returned.
    ///
    /// # Errors
    /// Why it couldn't be kept; then nothing was.
    pub async fn keep(
        &self,
        record: &SessionRecord<'_>,
        now: Timestamp,
    ) -> Result<(Recorded, TokenOutcome), StoreError> {
        let Some(token) = self.signed(record.session, now).await? else {
            let recorded = self.store.record_session(record).await?;
            return Ok((recorded, TokenOutcome::None));
        };
        let kept = TokenRecord::of(&token.claims);
        let (recorded, issue) = self
            .store
            .record_session_and_token(record, &kept, now)
            .await?;
        Ok((
            recorded,
            match issue {
                Issue::Kept => TokenOutcome::Issued(Box::new(token)),
                Issue::ClockBehind => TokenOutcome::ClockBehind,
                Issue::Locked => TokenOutcome::None,
            },
        ))
    }

    async fn signed(&self, session: &Session, now: Timestamp) -> Result<Option<Token>, StoreError> {
        let Some(person) = session
            .person
            .filter(|_| may_sign(self.signer.kind(), session.source))
        else {
            return Ok(None);
        };
        let Some(consent) = self.store.consent(person).await? else {
            return Ok(None);
        };
        let issuer = self.signer.issuer();
        let claims = TokenClaims::of(session, &consent, issuer, &self.terms, now);
        // What production keys don't sign was left out above.
        Ok(claims.and_then(|claims| self.signer.sign(claims).ok()))
    }

    /// What a token says, if it counts; it isn't used up by that.
    ///
    /// # Errors
    /// Why it doesn't count.
    pub fn verify(
        &self,
        token: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<TokenClaims, TokenError> {
        let audience = audience.unwrap_or(&self.terms.audience);
        self.verifier.verify(token, audience, now)
    }

    /// What is kept of a token: whether it was redeemed or revoked.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn kept(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        self.store.token(id).await
    }

    /// Checks a token and uses it up.
    ///
    /// # Errors
    /// Why it doesn't count, or doesn't any more.
    pub async fn redeem(
        &self,
        token: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<TokenClaims, RedeemError> {
        let claims = self.verify(token, audience, now)?;
        done(self.store.redeem_token(claims.jti, now).await?)?;
        Ok(claims)
    }

    /// Takes today's time for right, for a clock that once ran ahead, and
    /// keeps who did and why.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn reset_clock(&self, reset: &ClockReset) -> Result<(), StoreError> {
        self.store
            .acting(&reset.operator)
            .reset_clock(reset.at, (CLOCK_RESET, reset))
            .await
    }

    /// The last reset of the clock, if there was one.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn last_clock_reset(&self) -> Result<Option<ClockReset>, StoreError> {
        self.store.setting(CLOCK_RESET).await
    }

    /// Makes a token worthless.
    ///
    /// # Errors
    /// When it is worthless already, or why it couldn't be written.
    pub async fn revoke(&self, id: TokenId, now: Timestamp) -> Result<(), RedeemError> {
        done(self.store.revoke_token(id, now).await?)
    }
}

fn done(change: TokenChange) -> Result<(), RedeemError> {
    match change {
        TokenChange::Done => Ok(()),
        TokenChange::Unknown => Err(RedeemError::Unknown),
        TokenChange::Expired => Err(TokenError::Expired.into()),
        TokenChange::ClockBehind => Err(RedeemError::ClockBehind),
        TokenChange::Redeemed(at) => Err(RedeemError::Redeemed(at)),
        TokenChange::Revoked(at) => Err(RedeemError::Revoked(at)),
    }
}
