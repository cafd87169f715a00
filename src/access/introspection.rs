//! Whether a token counts just now, for others who ask.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::remembered::Remembered;
use super::{RedeemError, Tokens};
use crate::auth::tokens::{Verifier, is_timely};
use crate::domain::{Timestamp, TokenClaims, TokenState};
use crate::store::{Store, StoreError, TokenRecord};

/// Tokens that are remembered between two who ask (ours: some 10 MB).
const MOST_REMEMBERED: usize = 10_000;

/// Kiosks of the site and what checks their tokens.
pub(super) type Others = Arc<Vec<(Uuid, Verifier)>>;

/// What was found out of tokens, for as long as nothing was committed since and
/// the keys are the same.
pub(super) struct SeenTokens {
    /// By the hash of the whole text and of for whom it must be meant: not one
    /// bit of it is otherwise.
    asked: Remembered<[u8; 32], Known>,
    /// What checks the tokens of the site's other kiosks.
    pub(super) others: Remembered<(), Others>,
}

/// A token whose signature and claims were checked; but for the time, which
/// goes on.
#[derive(Clone, Debug)]
struct Known {
    claims: TokenClaims,
    /// None of one of another kiosk, of which nobody told that it has ended.
    kept: Option<TokenRecord>,
}

impl SeenTokens {
    pub(super) fn of(store: &Store) -> Self {
        Self {
            asked: Remembered::of(store, MOST_REMEMBERED),
            others: Remembered::of(store, 1),
        }
    }

    /// Forgets all of it.
    pub(super) fn forget(&self) {
        self.asked.forget();
        self.others.forget();
    }
}

impl Known {
    fn counts(&self, now: Timestamp) -> bool {
        let kept = self.kept.as_ref();
        is_timely(&self.claims, now).is_ok()
            && kept.is_none_or(|kept| kept.state(now) == TokenState::Valid)
    }
}

impl Tokens {
    /// What a token of any kiosk of the site says, if it counts now as far as
    /// is known here: signed, in time, neither redeemed nor revoked. It isn't
    /// used up by that.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn introspect(
        &self,
        token: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<TokenClaims>, StoreError> {
        let asked = Sha256::new()
            .chain_update(Sha256::digest(token))
            .chain_update([u8::from(audience.is_some())])
            .chain_update(audience.unwrap_or_default());
        let checked = self.checked(token, audience, now);
        let known = self.seen.asked.get(asked.finalize().into(), checked);
        let known = known.await?.filter(|known| known.counts(now));
        Ok(known.map(|known| known.claims))
    }

    /// A token as it was signed and as it stands, if it is one.
    async fn checked(
        &self,
        token: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Known>, StoreError> {
        let claims = match self.verify_at_site(token, audience, now).await {
            Ok(claims) => claims,
            Err(RedeemError::Store(error)) => return Err(error),
            Err(_) => return Ok(None),
        };
        let kept = self.kept(claims.jti).await?;
        // One of ours that isn't kept was issued by a folder that was put back
        // since.
        let stands = match &kept {
            Some(_) => true,
            None => {
                let of_others = claims.iss != self.issuer();
                of_others && self.ended_elsewhere(claims.jti).await?.is_none()
            }
        };
        Ok(stands.then_some(Known { claims, kept }))
    }

    /// What checks the tokens of the site's other kiosks.
    pub(super) async fn others(&self) -> Result<Others, StoreError> {
        let read = async { self.read_others().await.map(Some) };
        let others = self.seen.others.get((), read).await?;
        Ok(others.unwrap_or_default())
    }

    async fn read_others(&self) -> Result<Others, StoreError> {
        let sets = self.store.key_sets().await?;
        let own = self.signer();
        let others = sets.into_iter().filter_map(|set| {
            let verifier = Verifier::of_set(&set.text, own.kind()).ok()?;
            // Nobody else signs in this kiosk's name.
            (verifier.issuer() != own.issuer()).then_some((set.kiosk, verifier))
        });
        Ok(Arc::new(others.collect()))
    }
}
