//! Asking the centre about a token: whether it was used or revoked at another
//! kiosk of the site.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;
use uuid::Uuid;

use super::RedeemError;
use super::joining::line_of;
use crate::auth::signing::public_key_set;
use crate::central::{CentralError, Centre, Redemption, Revocation};
use crate::domain::{KeyId, KioskKeys, Timestamp, TokenId};
use crate::store::{JoinedCentre, Redeeming, Store, StoreError, TokenEnded, wall_clock};

/// How long somebody with a token waits for the centre (ours: a door's patience).
const ASKING: Duration = Duration::from_secs(3);

/// What the centre says of using a token.
pub(super) enum Asked {
    /// There is no centre to ask.
    Alone,
    /// This attempt has used it.
    Used,
    /// It had ended.
    Ended(TokenEnded),
    /// It is too old by the centre's clock.
    Expired,
    /// The kiosk that issued it was disabled.
    IssuerDisabled,
    /// This kiosk was disabled.
    Disabled,
    /// Nobody can say.
    Away,
}

/// A kiosk's line to the centre for tokens alone, so that nobody with a token
/// waits behind what is being sent.
pub(super) struct SiteTokens {
    /// The public keys that this kiosk signs by.
    own_set: RwLock<String>,
    line: Mutex<Option<Joined>>,
}

/// A line, and the login that it was made for.
struct Joined {
    login: String,
    centre: Arc<Centre>,
}

impl SiteTokens {
    /// For a kiosk that signs by these keys.
    pub(super) fn new(id: &KeyId, keys: &KioskKeys) -> Self {
        Self {
            own_set: RwLock::new(set_of(id, keys)),
            line: Mutex::new(None),
        }
    }

    /// The public keys that this kiosk signs by.
    pub(super) fn own_set(&self) -> String {
        let own_set = self.own_set.read().unwrap_or_else(PoisonError::into_inner);
        own_set.clone()
    }

    /// From now on it signs by these.
    pub(super) fn use_keys(&self, id: &KeyId, keys: &KioskKeys) {
        let own_set = set_of(id, keys);
        *self.own_set.write().unwrap_or_else(PoisonError::into_inner) = own_set;
    }

    /// Uses a token at the centre, if one was joined.
    ///
    /// # Errors
    /// When the store can't be read.
    pub(super) async fn ask(
        &self,
        store: &Store,
        issuer: Option<Uuid>,
        what: &Redeeming,
        attempt: Uuid,
    ) -> Result<Asked, StoreError> {
        let Some(centre) = self.line(store).await? else {
            return Ok(Asked::Alone);
        };
        let (token, expires_at) = (what.id.0, what.expires_at);
        let asking = async {
            match issuer {
                None => centre.redeem(token, expires_at, attempt).await,
                Some(issuer) => centre.redeem_of(issuer, token, expires_at, attempt).await,
            }
        };
        let answer = match timeout(ASKING, asking).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(CentralError::Disabled)) => return Ok(Asked::Disabled),
            // Whatever keeps it from answering: nobody knows.
            Ok(Err(_)) | Err(_) => return Ok(Asked::Away),
        };
        let ended = |revoked, at: Option<Timestamp>| {
            Asked::Ended(TokenEnded {
                id: what.id,
                expires_at,
                revoked,
                at: at.unwrap_or(expires_at),
                // If so by another attempt, of which this folder doesn't know.
                used_here: false,
            })
        };
        Ok(match answer {
            Redemption::Redeemed => Asked::Used,
            Redemption::AlreadyRedeemed { at, .. } => ended(false, at),
            Redemption::Revoked { at } => ended(true, at),
            Redemption::Expired => Asked::Expired,
            Redemption::IssuerRefused => Asked::IssuerDisabled,
        })
    }

    /// Until when a token of another kiosk is good.
    ///
    /// # Errors
    /// `Unknown` where none of that id was issued at the site, `CentreAway`
    /// where nobody can say.
    pub(super) async fn expiry(
        &self,
        store: &Store,
        id: TokenId,
    ) -> Result<Timestamp, RedeemError> {
        let Some(centre) = self.line(store).await? else {
            return Err(RedeemError::Unknown);
        };
        match timeout(ASKING, centre.token_expiry(id.0)).await {
            Ok(Ok(expires_at)) => expires_at.ok_or(RedeemError::Unknown),
            Ok(Err(CentralError::Disabled)) => Err(RedeemError::Disabled),
            Ok(Err(_)) | Err(_) => Err(RedeemError::CentreAway),
        }
    }

    /// Tells the centre at once that a token was revoked. If that fails, the
    /// outbox still has it.
    pub(super) async fn tell_revoked(
        &self,
        store: &Store,
        id: TokenId,
        expires_at: Timestamp,
        revoked_at: Timestamp,
    ) {
        let Ok(Some(centre)) = self.line(store).await else {
            return;
        };
        let revocation = Revocation {
            token: id.0,
            expires_at,
            revoked_at,
        };
        // Whether it was heard is asked by nobody.
        let _ = timeout(ASKING, centre.revoke(&[revocation])).await;
    }

    /// The line, if a centre was joined.
    async fn line(&self, store: &Store) -> Result<Option<Arc<Centre>>, StoreError> {
        let membership = store.membership().await?;
        let mut line = self.line.lock().await;
        let Some(membership) = membership else {
            *line = None;
            return Ok(None);
        };
        if line
            .as_ref()
            .is_none_or(|known| known.login != membership.login)
        {
            *line = joined(membership);
        }
        Ok(line.as_ref().map(|known| Arc::clone(&known.centre)))
    }
}

fn set_of(id: &KeyId, keys: &KioskKeys) -> String {
    public_key_set(id, keys, wall_clock()).to_string()
}

fn joined(membership: JoinedCentre) -> Option<Joined> {
    // What was joined is an address.
    let centre = line_of(&membership).ok()?;
    Some(Joined {
        login: membership.login,
        centre: Arc::new(centre),
    })
}
