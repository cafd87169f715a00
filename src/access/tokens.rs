//! Tokens of decisions: issued with the decision, checked, used once.

use std::sync::{Arc, PoisonError, RwLock};

use thiserror::Error;
use uuid::Uuid;

use super::introspection::SeenTokens;
use super::site_tokens::{Asked, SiteTokens};
use super::{Consents, Erasures, StartLists};
use crate::auth::signing::Signer;
use crate::auth::tokens::{MOST_LIFE_SECONDS, TokenError, Verifier};
use crate::domain::{
    KeyId, KioskKeys, OfflineTokens, OperatorName, RevocationReason, Session, Timestamp, Token,
    TokenClaims, TokenId, TokenOutcome, TokenTerms, may_sign,
};
use crate::flow::profiles;
use crate::store::{
    Issue, Recorded, Redeeming, SessionRecord, Store, StoreError, TokenChange, TokenRecord,
};

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
    /// Nobody can say whether it was used elsewhere.
    #[error(
        "the centre can't be asked whether this token was used or revoked at another kiosk, and its tolerance profile doesn't take it then; try again when the centre is back"
    )]
    CentreAway,
    /// The kiosk that issued it doesn't count any more.
    #[error("the kiosk that issued this token was disabled at the centre; verify at another one")]
    IssuerDisabled,
    /// This kiosk doesn't count any more.
    #[error("this kiosk was disabled at the centre; ask an administrator of the centre")]
    Disabled,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The tokens of a data folder. Clones share it.
#[derive(Clone)]
pub struct Tokens {
    pub(super) store: Store,
    signing: Arc<RwLock<Signing>>,
    terms: TokenTerms,
    site: Arc<SiteTokens>,
    pub(super) seen: Arc<SeenTokens>,
}

/// What signs, and what checks signatures.
#[derive(Clone)]
struct Signing {
    signer: Arc<Signer>,
    verifier: Arc<Verifier>,
}

impl Signing {
    fn of(id: &KeyId, keys: &KioskKeys) -> Self {
        Self {
            signer: Arc::new(Signer::new(id, keys)),
            verifier: Arc::new(Verifier::of_kiosk(id, keys)),
        }
    }
}

impl Tokens {
    /// Tokens signed with these keys, for these terms; they live for an hour
    /// at most.
    #[must_use]
    pub fn new(store: Store, id: &KeyId, keys: &KioskKeys, terms: TokenTerms) -> Self {
        Self {
            seen: Arc::new(SeenTokens::of(&store)),
            store,
            signing: Arc::new(RwLock::new(Signing::of(id, keys))),
            site: Arc::new(SiteTokens::new(id, keys)),
            terms: TokenTerms {
                life_seconds: terms.life_seconds.clamp(1, MOST_LIFE_SECONDS),
                ..terms
            },
        }
    }

    /// Signs with these keys from now on, whoever shares these tokens, and has
    /// the other kiosks of the site hear of it.
    ///
    /// # Errors
    /// When the store can't be used.
    pub async fn use_keys(&self, id: &KeyId, keys: &KioskKeys) -> Result<(), StoreError> {
        *self.signing.write().unwrap_or_else(PoisonError::into_inner) = Signing::of(id, keys);
        self.site.use_keys(id, keys);
        self.seen.forget();
        self.publish_keys().await
    }

    fn signing(&self) -> Signing {
        let signing = self.signing.read().unwrap_or_else(PoisonError::into_inner);
        signing.clone()
    }

    /// What signs them.
    pub(super) fn signer(&self) -> Arc<Signer> {
        self.signing().signer
    }

    /// Erasing people of the same data folder.
    #[must_use]
    pub fn erasures(&self) -> Erasures {
        let Signing { signer, verifier } = self.signing();
        Erasures {
            store: self.store.clone(),
            signer,
            verifier,
        }
    }

    /// The kiosk that issues them, as they say it.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.signing().signer.issuer().to_owned()
    }

    /// Written consents of the same data folder.
    #[must_use]
    pub fn consents(&self) -> Consents {
        Consents {
            store: self.store.clone(),
            signer: self.signing().signer,
        }
    }

    /// What the kiosk of the same data folder may start with.
    #[must_use]
    pub fn start_lists(&self) -> StartLists {
        let Signing { signer, verifier } = self.signing();
        StartLists {
            store: self.store.clone(),
            signer,
            verifier,
            settings: None,
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
        let signer = self.signing().signer;
        let Some(person) = session
            .person
            .filter(|_| may_sign(signer.kind(), session.source))
        else {
            return Ok(None);
        };
        let Some(consent) = self.store.consent(person).await? else {
            return Ok(None);
        };
        let issuer = signer.issuer();
        let claims = TokenClaims::of(session, &consent, issuer, &self.terms, now);
        // What production keys don't sign was left out above.
        Ok(claims.and_then(|claims| signer.sign(claims).ok()))
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
        self.signing().verifier.verify(token, audience, now)
    }

    /// What is kept of a token: whether it was redeemed or revoked.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn kept(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        self.store.token(id).await
    }

    /// The same for a token of any kiosk of the site.
    ///
    /// # Errors
    /// Why it doesn't count, or that the store can't be read.
    pub async fn verify_at_site(
        &self,
        token: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<TokenClaims, RedeemError> {
        let (claims, _) = self.issued_by(token, audience, now).await?;
        Ok(claims)
    }

    /// What a token says, and which other kiosk of the site issued it, if one
    /// did.
    async fn issued_by(
        &self,
        token: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<(TokenClaims, Option<Uuid>), RedeemError> {
        let unknown = match self.verify(token, audience, now) {
            Err(error @ TokenError::UnknownKey) => error,
            own => return Ok((own?, None)),
        };
        let audience = audience.unwrap_or(&self.terms.audience);
        for (kiosk, verifier) in self.others().await?.iter() {
            match verifier.verify(token, audience, now) {
                Err(TokenError::UnknownKey) => {}
                theirs => return Ok((theirs?, Some(*kiosk))),
            }
        }
        Err(unknown.into())
    }

    /// Has the other kiosks of the site hear by which keys this one signs, if
    /// there are any.
    ///
    /// # Errors
    /// When the store can't be used.
    pub async fn publish_keys(&self) -> Result<(), StoreError> {
        self.store.keep_own_key_set(&self.site.own_set()).await
    }

    /// How a token ended, if it did, as far as is known here.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn ended_elsewhere(&self, id: TokenId) -> Result<Option<TokenChange>, StoreError> {
        self.store.ended_elsewhere(id).await
    }

    /// Checks a token and uses it up: of all who try, at whatever kiosk of the
    /// site, one does. Where a centre was joined it is asked first; while it
    /// is away, the token's tolerance profile says what becomes of it.
    ///
    /// # Errors
    /// Why it doesn't count, or doesn't any more.
    pub async fn redeem(
        &self,
        token: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<TokenClaims, RedeemError> {
        let issued = self.issued_by(token, audience, now).await;
        if matches!(issued, Err(RedeemError::Token(TokenError::Expired))) {
            // No clock brings it back.
            self.store.see_clock(now).await?;
        }
        let (claims, issuer) = issued?;
        let what = Redeeming {
            id: claims.jti,
            session: claims.sid,
            person: claims.sub,
            expires_at: Timestamp(claims.exp.saturating_mul(1000)),
            elsewhere: issuer.is_some(),
        };
        let attempt = match self.store.begin_redeeming(&what, now).await? {
            Ok(attempt) => attempt,
            Err(ended) => {
                done(ended)?;
                return Err(RedeemError::Unknown);
            }
        };
        let told = match self.site.ask(&self.store, issuer, &what, attempt).await? {
            Asked::Alone => false,
            Asked::Used => true,
            Asked::Ended(ended) => {
                self.store.keep_token_end(&ended).await?;
                return Err(match ended.revoked {
                    true => RedeemError::Revoked(ended.at),
                    false => RedeemError::Redeemed(ended.at),
                });
            }
            Asked::Expired => return Err(TokenError::Expired.into()),
            Asked::IssuerDisabled => return Err(RedeemError::IssuerDisabled),
            Asked::Disabled => return Err(RedeemError::Disabled),
            Asked::Away if self.taken_offline(&claims).await? => false,
            Asked::Away => return Err(RedeemError::CentreAway),
        };
        done(self.store.finish_redeeming(&what, now, told).await?)?;
        Ok(claims)
    }

    /// Whether a token counts while nobody can be asked. A profile that isn't
    /// known here takes none.
    async fn taken_offline(&self, claims: &TokenClaims) -> Result<bool, StoreError> {
        let saved = self.store.load_tolerance(&claims.tolerance).await?;
        let profile = saved.or_else(|| profiles::built_in(claims.tolerance.as_str()));
        Ok(profile.is_some_and(|profile| profile.tokens_offline == OfflineTokens::Accept))
    }

    /// Makes a token worthless, whichever kiosk of the site issued it. The
    /// centre is told at once, if it can be.
    ///
    /// # Errors
    /// When it is worthless already, or why it couldn't be written.
    pub async fn revoke(
        &self,
        id: TokenId,
        why: RevocationReason,
        now: Timestamp,
    ) -> Result<(), RedeemError> {
        let expires_at = match self.store.revoke_token(id, why, now).await? {
            TokenChange::Unknown => {
                let expires_at = self.site.expiry(&self.store, id).await?;
                let revoked = self.store.revoke_elsewhere(id, why, expires_at, now);
                done(revoked.await?)?;
                Some(expires_at)
            }
            change => {
                done(change)?;
                let kept = self.store.token(id).await?;
                kept.map(|kept| kept.expires_at)
            }
        };
        if let Some(expires_at) = expires_at {
            self.site
                .tell_revoked(&self.store, id, expires_at, now)
                .await;
        }
        Ok(())
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
