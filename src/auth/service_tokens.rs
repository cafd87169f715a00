//! What a client of the service shows: an access token (JWT, HS256) with every
//! request, and a refresh token for the next one. Both follow from one secret
//! and say only ids: whether they still count is asked of the store.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::signing::issuer;
use crate::domain::{KeyId, LoginId, OperatorId, Secret, Timestamp};

/// Shortest secret, in bytes: as long as HS256's hash (RFC 7518, 3.2).
pub const LEAST_SECRET_BYTES: usize = 32;
/// How long an access token is good (ours).
pub const ACCESS_SECONDS: i64 = 10 * 60;
/// No token is longer, in bytes; ours have some 400.
const MOST_BYTES: usize = 1024;
/// What an access token's header says it is (RFC 9068).
const TYPE: &str = "at+jwt";
/// A refresh token: login, number, MAC.
const REFRESH_BYTES: usize = 16 + 4 + 32;

/// Why the secret can't be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "JWT_SECRET is shorter than {LEAST_SECRET_BYTES} bytes; make one with: openssl rand -hex 32"
)]
pub struct SecretTooShort;

/// The token isn't one of this service's, or not any more.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AccessError {
    /// It was good.
    #[error("the access token has expired; get another with the refresh token")]
    Expired,
    /// It never was.
    #[error("this is no access token of this service; log in")]
    Wrong,
}

/// What an access token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The operator.
    pub operator: OperatorId,
    /// Their login.
    pub login: LoginId,
}

/// It as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: OperatorId,
    sid: LoginId,
    iat: i64,
    exp: i64,
}

/// The keys that follow from the service's secret.
pub struct ServiceKeys {
    issuer: String,
    signing: EncodingKey,
    checking: DecodingKey,
    refresh: Secret<[u8; 32]>,
}

impl ServiceKeys {
    /// The keys of the service of this data folder.
    ///
    /// # Errors
    /// When the secret is too short to be one.
    pub fn new(folder: &KeyId, secret: &Secret<Vec<u8>>) -> Result<Self, SecretTooShort> {
        if secret.expose().len() < LEAST_SECRET_BYTES {
            return Err(SecretTooShort);
        }
        let issuer = issuer(folder);
        let from = Hkdf::<Sha256>::new(Some(issuer.as_bytes()), secret.expose());
        let key = |name: &[u8]| {
            let mut key = Zeroizing::new([0; 32]);
            // It fails for far longer keys only.
            from.expand(name, key.as_mut())
                .map_err(|_| SecretTooShort)?;
            Ok(key)
        };
        let access = key(b"service access")?;
        Ok(Self {
            signing: EncodingKey::from_secret(access.as_ref()),
            checking: DecodingKey::from_secret(access.as_ref()),
            refresh: Secret::new(*key(b"service refresh")?),
            issuer,
        })
    }

    /// An access token; none where it can't be signed.
    #[must_use]
    pub fn access(&self, access: Access, now: Timestamp) -> Option<Secret<String>> {
        let iat = now.0.div_euclid(1000);
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub: access.operator,
            sid: access.login,
            iat,
            exp: iat.saturating_add(ACCESS_SECONDS),
        };
        let header = Header {
            typ: Some(TYPE.to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        encode(&header, &claims, &self.signing)
            .ok()
            .map(Secret::new)
    }

    /// What an access token says, if it is one and good now.
    ///
    /// # Errors
    /// Why it isn't.
    pub fn check_access(&self, token: &str, now: Timestamp) -> Result<Access, AccessError> {
        if token.len() > MOST_BYTES {
            return Err(AccessError::Wrong);
        }
        let header = decode_header(token).map_err(|_| AccessError::Wrong)?;
        let ours = Header {
            typ: Some(TYPE.to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        if header != ours {
            return Err(AccessError::Wrong);
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.issuer]);
        // Its own look at the time would be at the system's clock.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &self.checking, &validation)
            .map_err(|_| AccessError::Wrong)?
            .claims;
        let now = now.0.div_euclid(1000);
        if claims.exp.saturating_sub(claims.iat) != ACCESS_SECONDS {
            return Err(AccessError::Wrong);
        }
        // A clock that was turned back makes none good again for longer.
        if now >= claims.exp || now < claims.iat.saturating_sub(ACCESS_SECONDS) {
            return Err(AccessError::Expired);
        }
        Ok(Access {
            operator: claims.sub,
            login: claims.sid,
        })
    }

    /// The refresh token of this number of a login.
    #[must_use]
    pub fn refresh(&self, login: LoginId, generation: u32) -> Option<Secret<String>> {
        let mac = self.refresh_mac(login, generation)?.finalize().into_bytes();
        let mut bytes = Zeroizing::new(Vec::with_capacity(REFRESH_BYTES));
        bytes.extend_from_slice(login.0.as_bytes());
        bytes.extend_from_slice(&generation.to_be_bytes());
        bytes.extend_from_slice(&mac);
        Some(Secret::new(URL_SAFE_NO_PAD.encode(bytes.as_slice())))
    }

    /// The login and the number of a refresh token, if this service made it.
    #[must_use]
    pub fn check_refresh(&self, token: &str) -> Option<(LoginId, u32)> {
        if token.len() > MOST_BYTES {
            return None;
        }
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(token).ok()?);
        let bytes: &[u8; REFRESH_BYTES] = bytes.as_slice().try_into().ok()?;
        let (login, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, mac) = rest.split_first_chunk::<4>()?;
        let login = LoginId(Uuid::from_bytes(*login));
        let generation = u32::from_be_bytes(*generation);
        let genuine = self.refresh_mac(login, generation)?;
        genuine.verify_slice(mac).ok()?;
        Some((login, generation))
    }

    fn refresh_mac(&self, login: LoginId, generation: u32) -> Option<Hmac<Sha256>> {
        let key = self.refresh.expose().as_ref();
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).ok()?;
        mac.update(login.0.as_bytes());
        mac.update(&generation.to_be_bytes());
        Some(mac)
    }
}

#[cfg(test)]
#[path = "service_tokens_tests.rs"]
mod tests;
