//! The key that signs, and what others check its signatures by.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::key_making::public_key;
use super::tokens::retired_long_ago;
use crate::domain::{KeyId, KeyKind, KioskKeys, PublicKey, RetiredKey, Timestamp};

/// What stands before the seed of an Ed25519 key in PKCS #8 (RFC 8410).
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Signs for a kiosk.
pub struct Signer {
    pub(super) kind: KeyKind,
    pub(super) key: EncodingKey,
    pub(super) key_name: String,
    pub(super) issuer: String,
}

impl Signer {
    /// Signs as the kiosk whose keys these are.
    #[must_use]
    pub fn new(id: &KeyId, keys: &KioskKeys) -> Self {
        let mut der = Zeroizing::new(Vec::with_capacity(48));
        der.extend_from_slice(&PKCS8);
        der.extend_from_slice(keys.signing.expose());
        Self {
            kind: keys.kind(),
            key: EncodingKey::from_ed_der(&der),
            key_name: key_name(keys.kind(), public_key(&keys.signing)),
            issuer: issuer(id),
        }
    }

    /// What its signatures are worth.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }
}

/// How tokens name the kiosk that issued them.
#[must_use]
pub fn issuer(id: &KeyId) -> String {
    format!("urn:uuid:{id}")
}

/// How tokens name the key that signed them: its thumbprint (RFC 7638), and
/// before it a word where the key is only a trial one.
#[must_use]
pub fn key_name(kind: KeyKind, key: PublicKey) -> String {
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, x(key));
    let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(members));
    match kind {
        KeyKind::Trial => format!("trial-{thumbprint}"),
        KeyKind::Production => thumbprint,
    }
}

/// What others check a kiosk's signatures by; nothing of it is secret.
#[derive(Clone, Debug)]
pub struct PublicKeys {
    kind: KeyKind,
    issuer: String,
    today: PublicKey,
    retired: Vec<RetiredKey>,
}

impl PublicKeys {
    /// Of the kiosk whose keys these are.
    #[must_use]
    pub fn of(id: &KeyId, keys: &KioskKeys) -> Self {
        Self {
            kind: keys.kind(),
            issuer: issuer(id),
            today: public_key(&keys.signing),
            retired: keys.retired.clone(),
        }
    }

    /// The keys that tokens may be signed by as of `now`, today's first, as a
    /// JWK set (RFC 7517). Beside them, as `retired`, all that ever were: what
    /// doesn't expire, as a receipt, is checked by them, and no token.
    #[must_use]
    pub fn set(&self, now: Timestamp) -> Value {
        let mut keys = vec![self.jwk(self.today)];
        let mut retired = Vec::new();
        for RetiredKey { key, at } in &self.retired {
            let mut jwk = self.jwk(*key);
            if let Some(members) = jwk.as_object_mut() {
                members.insert("retired_at".to_owned(), json!(at.0.div_euclid(1000)));
            }
            if !retired_long_ago(*at, now) {
                keys.push(jwk.clone());
            }
            retired.push(jwk);
        }
        json!({ "issuer": self.issuer, "keys": keys, "retired": retired })
    }

    fn jwk(&self, key: PublicKey) -> Value {
        json!({
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": key_name(self.kind, key),
            "x": x(key),
            "worth": self.kind.as_str(),
        })
    }
}

/// The public keys of a kiosk as of `now`, as `PublicKeys::set` says them.
#[must_use]
pub fn public_key_set(id: &KeyId, keys: &KioskKeys, now: Timestamp) -> Value {
    PublicKeys::of(id, keys).set(now)
}

fn x(key: PublicKey) -> String {
    URL_SAFE_NO_PAD.encode(key.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_by_the_thumbprint_of_rfc_8037() {
        // RFC 8037, appendix A.3.
        let x = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        let key = PublicKey(x.unwrap().try_into().unwrap());
        let thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
        assert_eq!(key_name(KeyKind::Production, key), thumbprint);
        assert_eq!(key_name(KeyKind::Trial, key), format!("trial-{thumbprint}"));
    }
}
