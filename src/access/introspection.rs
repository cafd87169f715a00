//! Whether a token counts just now, for others who ask.

use super::{RedeemError, Tokens};
use crate::domain::{Timestamp, TokenClaims, TokenState};
use crate::store::StoreError;

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
        let claims = match self.verify_at_site(token, audience, now).await {
            Ok(claims) => claims,
            Err(RedeemError::Store(error)) => return Err(error),
            Err(_) => return Ok(None),
        };
        let counts = match self.kept(claims.jti).await? {
            Some(kept) => kept.state(now) == TokenState::Valid,
            // One of ours that isn't kept was issued by a folder that was put
            // back since.
            None if claims.iss == self.issuer() => false,
            None => self.ended_elsewhere(claims.jti).await?.is_none(),
        };
        Ok(counts.then_some(claims))
    }
}
