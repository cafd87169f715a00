//! Signing tokens, and checking them strictly: one algorithm, keys from a
//! known set alone, every claim present, nothing else in the header.

use std::collections::HashMap;

use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header, encode};
use serde::Deserialize;
use thiserror::Error;

use super::key_making::public_key;
use super::signing::{Signer, issuer, key_name};
use crate::domain::{
    Decision, KeyId, KeyKind, KioskKeys, PublicKey, Timestamp, Token, TokenClaims, may_sign,
};

/// How far a verifier's clock and the kiosk's may be apart.
pub const LEEWAY_SECONDS: i64 = 5;
/// No token is valid for longer: a kiosk's setting can't ask for more (ours).
pub const MOST_LIFE_SECONDS: u32 = 3600;
/// So long after a signing key was retired, the last token that it signed has
/// expired.
const RETIRED_MILLIS: i64 = (MOST_LIFE_SECONDS as i64 + LEEWAY_SECONDS) * 1000;
/// No token is longer, in bytes; ours have some 900.
const MOST_BYTES: usize = 4096;
/// Keys of a set that are read at most.
const MOST_KEYS: usize = 256;

/// Why a token isn't accepted. The texts don't quote it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TokenError {
    /// Not a token of this program's kind.
    #[error("this is no decision's token; ask for another")]
    Malformed,
    /// Another algorithm than the key's.
    #[error("the token names another algorithm than EdDSA; it was made up")]
    Algorithm,
    /// A key that isn't in the set.
    #[error("the token names a key that isn't known here; get the kiosk's public keys anew")]
    UnknownKey,
    /// Signed by a key that signed nothing any more by then.
    #[error(
        "the token was issued after its key had been retired, so that somebody else has that key; tell an administrator"
    )]
    Retired,
    /// A trial key's, before a production key's verifier; or the reverse.
    #[error("the token was signed for trying out; production keys sign what counts")]
    Trial,
    /// The signature doesn't belong to it.
    #[error("the token's signature is wrong; it was changed or made up")]
    Signature,
    /// It is no longer valid.
    #[error("the token has expired; verify again")]
    Expired,
    /// It isn't valid yet.
    #[error("the token isn't valid yet; compare this clock with the kiosk's")]
    NotYet,
    /// Of another kiosk.
    #[error("the token is another kiosk's; ask that one")]
    Issuer,
    /// For somebody else.
    #[error("the token is meant for somebody else; name its audience")]
    Audience,
    /// A session whose frames anybody could have made.
    #[error("the token's source is not one that production keys sign; it was made up")]
    Source,
    /// It isn't about somebody who was verified.
    #[error("the token is no receipt of a verification; verify again")]
    Decision,
    /// Signing failed.
    #[error("the token could not be signed; restart the program")]
    Signing,
    /// Not a set of public keys.
    #[error("this is no set of public keys of this program; print one with: keys jwks")]
    KeySet,
}

/// What a token's header says it is (RFC 8725, section 3.11, asks for one type
/// a use). A trial token is of another type than one that counts.
fn type_name(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Trial => "trial-decision+jwt",
        KeyKind::Production => "decision+jwt",
    }
}

impl Signer {
    /// Signs what a token says.
    ///
    /// # Errors
    /// `Source` if these keys don't sign for it, or `Signing`.
    pub fn sign(&self, claims: TokenClaims) -> Result<Token, TokenError> {
        if !may_sign(self.kind, claims.source) {
            return Err(TokenError::Source);
        }
        let text = encode(&self.header(type_name(self.kind)), &claims, &self.key)
            .map_err(|_| TokenError::Signing)?;
        Ok(Token { claims, text })
    }

    /// The header of something signed, of this type.
    pub(super) fn header(&self, type_name: &str) -> Header {
        Header {
            typ: Some(type_name.to_owned()),
            kid: Some(self.key_name.clone()),
            ..Header::new(Algorithm::EdDSA)
        }
    }

    /// Who tokens say issued them.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }
}

/// Checks tokens of one kiosk.
pub struct Verifier {
    kind: KeyKind,
    issuer: String,
    pub(super) keys: HashMap<String, Known>,
}

/// A key that signatures are checked by.
pub(super) struct Known {
    key: DecodingKey,
    /// Since when it signs nothing any more, if another took its place.
    retired_at: Option<Timestamp>,
}

/// Whether no token of a key that was retired then can be good any more.
pub(super) fn retired_long_ago(at: Timestamp, now: Timestamp) -> bool {
    now.0.saturating_sub(at.0) >= RETIRED_MILLIS
}

/// A JWK set as `public_key_set` writes it.
#[derive(Deserialize)]
struct KeySet {
    issuer: String,
    keys: Vec<Jwk>,
    /// Absent in what earlier releases wrote.
    #[serde(default)]
    retired: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    alg: String,
    kid: String,
    x: String,
    worth: String,
    /// In seconds, of a key that was retired.
    retired_at: Option<i64>,
}

impl Verifier {
    /// What the keys it knows are worth.
    pub(super) fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The kiosk whose signatures it checks.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Checks by a kiosk's own keys.
    #[must_use]
    pub fn of_kiosk(id: &KeyId, keys: &KioskKeys) -> Self {
        let kind = keys.kind();
        let retired = keys.retired.iter().map(|one| (one.key, Some(one.at)));
        // Last, so that what signs today is never taken for retired.
        let all = retired.chain([(public_key(&keys.signing), None)]);
        Self {
            kind,
            issuer: issuer(id),
            keys: all
                .map(|(key, at)| (key_name(kind, key), Known::new(key, at)))
                .collect(),
        }
    }

    /// Checks by a set of public keys, of those of this worth alone.
    ///
    /// # Errors
    /// `KeySet` when the text is no such set, `Trial` when it holds no key of
    /// that worth.
    pub fn of_set(text: &str, kind: KeyKind) -> Result<Self, TokenError> {
        let set: KeySet = serde_json::from_str(text).map_err(|_| TokenError::KeySet)?;
        let mut keys = HashMap::new();
        let retired = set.retired.iter().map(|jwk| (jwk, true));
        let all = set.keys.iter().map(|jwk| (jwk, false)).chain(retired);
        for (jwk, is_retired) in all.take(MOST_KEYS) {
            if jwk.kty != "OKP" || jwk.crv != "Ed25519" || jwk.alg != "EdDSA" {
                return Err(TokenError::KeySet);
            }
            let key = public_key_of(&jwk.x).ok_or(TokenError::KeySet)?;
            // The name follows from the key: a set can't lend another's.
            if KeyKind::parse(&jwk.worth) == Some(kind) && jwk.kid == key_name(kind, key) {
                let at = jwk.retired_at.or(is_retired.then_some(0));
                let at = at.map(|seconds| Timestamp(seconds.saturating_mul(1000)));
                keys.insert(jwk.kid.clone(), Known::new(key, at));
            }
        }
        if keys.is_empty() {
            return Err(TokenError::Trial);
        }
        Ok(Self {
            kind,
            issuer: set.issuer,
            keys,
        })
    }

    /// What the token says, if it counts here and now for this audience.
    /// Whether it was used before, nobody knows from its text: that is asked
    /// where it is redeemed.
    ///
    /// # Errors
    /// Why it doesn't count.
    pub fn verify(
        &self,
        token: &str,
        audience: &str,
        now: Timestamp,
    ) -> Result<TokenClaims, TokenError> {
        if token.len() > MOST_BYTES {
            return Err(TokenError::Malformed);
        }
        let typ = type_name(self.kind);
        let (claims, key) = self.signed::<TokenClaims>(token, typ, Some(audience))?;
        if let Some(at) = key.retired_at {
            if retired_long_ago(at, now) {
                return Err(TokenError::UnknownKey);
            }
            // A time that hasn't come yet is no time to have been retired at.
            let latest = Timestamp(now.0.saturating_add(LEEWAY_SECONDS * 1000));
            if at > latest || !key.signed_at(claims.iat) {
                return Err(TokenError::Retired);
            }
        }
        is_timely(&claims, now)?;
        let life = claims.exp.saturating_sub(claims.iat);
        if !(1..=i64::from(MOST_LIFE_SECONDS)).contains(&life) || claims.nbf != claims.iat {
            return Err(TokenError::Malformed);
        }
        if !may_sign(self.kind, claims.source) {
            return Err(TokenError::Source);
        }
        if claims.decision != Decision::Verified {
            return Err(TokenError::Decision);
        }
        Ok(claims)
    }

    /// The claims of something signed by one of the keys, of this type, by
    /// this kiosk, and that key; length and times are the caller's to look at.
    pub(super) fn signed<T: for<'a> Deserialize<'a>>(
        &self,
        token: &str,
        type_name: &str,
        audience: Option<&str>,
    ) -> Result<(T, &Known), TokenError> {
        // An algorithm that the library doesn't know (as "none") doesn't parse.
        let header = decode_header(token).map_err(|_| TokenError::Malformed)?;
        if header.alg != Algorithm::EdDSA {
            return Err(TokenError::Algorithm);
        }
        let plain = Header {
            typ: header.typ.clone(),
            kid: header.kid.clone(),
            ..Header::new(Algorithm::EdDSA)
        };
        if header != plain {
            // A key brought along, a link to one, an extension (`crit`).
            return Err(TokenError::Malformed);
        }
        let other_worth = match self.kind {
            KeyKind::Production => format!("trial-{type_name}"),
            KeyKind::Trial => type_name.trim_start_matches("trial-").to_owned(),
        };
        match header.typ.as_deref() {
            Some(typ) if typ == type_name => {}
            Some(typ) if typ == other_worth => return Err(TokenError::Trial),
            _ => return Err(TokenError::Malformed),
        }
        let name = header.kid.ok_or(TokenError::UnknownKey)?;
        let known = self.keys.get(&name).ok_or(TokenError::UnknownKey)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.set_issuer(&[&self.issuer]);
        match audience {
            Some(audience) => validation.set_audience(&[audience]),
            None => {
                validation.validate_aud = false;
                validation.set_required_spec_claims(&["iss"]);
            }
        }
        // Its own look at the time would be at the system's clock.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        decode::<T>(token, &known.key, &validation)
            .map(|data| (data.claims, known))
            .map_err(|error| refusal(error.kind()))
    }
}

/// Whether a token is neither too old nor too new.
///
/// # Errors
/// `Expired` or `NotYet`.
pub fn is_timely(claims: &TokenClaims, now: Timestamp) -> Result<(), TokenError> {
    let now = now.0.div_euclid(1000);
    if now >= claims.exp.saturating_add(LEEWAY_SECONDS) {
        return Err(TokenError::Expired);
    }
    let early = now.saturating_add(LEEWAY_SECONDS);
    if early < claims.nbf || early < claims.iat {
        return Err(TokenError::NotYet);
    }
    Ok(())
}

impl Known {
    fn new(key: PublicKey, retired_at: Option<Timestamp>) -> Self {
        Self {
            key: DecodingKey::from_ed_der(&key.0),
            retired_at,
        }
    }

    /// Whether an earlier release retired it, which kept no time.
    pub(super) fn is_of_old(&self) -> bool {
        self.retired_at == Some(Timestamp(0))
    }

    /// Whether it still signed at that time, in seconds.
    pub(super) fn signed_at(&self, seconds: i64) -> bool {
        let after = |at: Timestamp| seconds > at.0.div_euclid(1000);
        !self.retired_at.is_some_and(after)
    }
}

fn refusal(kind: &jsonwebtoken::errors::ErrorKind) -> TokenError {
    use jsonwebtoken::errors::ErrorKind;
    match kind {
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::InvalidIssuer => TokenError::Issuer,
        ErrorKind::InvalidAudience => TokenError::Audience,
        ErrorKind::InvalidAlgorithm => TokenError::Algorithm,
        _ => TokenError::Malformed,
    }
}

fn public_key_of(x: &str) -> Option<PublicKey> {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let bytes = URL_SAFE_NO_PAD.decode(x).ok()?;
    let key = PublicKey(bytes.try_into().ok()?);
    // A point that isn't on the curve, or whose signatures anybody can make.
    let point = ed25519_dalek::VerifyingKey::from_bytes(&key.0).ok()?;
    (!point.is_weak()).then_some(key)
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
