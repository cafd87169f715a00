//! Tests of tokens: a corpus of forged ones, each refused for its own reason.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::*;
use crate::auth::key_making::{new_keys, with_new_signing_key};
use crate::auth::signing::public_key_set;
use crate::domain::{
    Assurance, Consent, ConsentId, PersonId, SessionId, Source, TokenId, TokenTerms,
};

const AUDIENCE: &str = "door.northgate";
const NOW: Timestamp = Timestamp(1_700_000_000_000);

struct Kiosk {
    id: KeyId,
    keys: KioskKeys,
}

impl Kiosk {
    fn new(kind: KeyKind) -> Self {
        Self {
            id: KeyId(Uuid::from_u128(7)),
            keys: new_keys(kind).unwrap(),
        }
    }

    fn signer(&self) -> Signer {
        Signer::new(&self.id, &self.keys)
    }

    fn verifier(&self) -> Verifier {
        Verifier::of_kiosk(&self.id, &self.keys)
    }

    /// Any header and claims, signed well with the kiosk's own key.
    fn signed(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| BASE64.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let key = SigningKey::from_bytes(self.keys.signing.expose());
        let signature = BASE64.encode(key.sign(message.as_bytes()).to_bytes());
        format!("{message}.{signature}")
    }

    fn header(&self) -> Value {
        let name = key_name(self.keys.kind(), public_key(&self.keys.signing));
        json!({"typ": type_name(self.keys.kind()), "alg": "EdDSA", "kid": name})
    }
}

fn claims(kiosk: &Kiosk) -> TokenClaims {
    let iat = NOW.0 / 1000;
    TokenClaims {
        iss: issuer(&kiosk.id),
        sub: PersonId(Uuid::from_u128(1)),
        aud: AUDIENCE.to_owned(),
        iat,
        nbf: iat,
        exp: iat + 300,
        jti: TokenId(Uuid::from_u128(2)),
        sid: SessionId(Uuid::from_u128(3)),
        decision: Decision::Verified,
        source: Source::Kiosk,
        assurance: vec![Assurance::Face, Assurance::Depth],
        tolerance: "balanced".to_owned().try_into().unwrap(),
        tolerance_version: 1,
        model: Some("ab".repeat(32)),
        consent: ConsentId(Uuid::from_u128(4)),
    }
}

fn as_json(claims: &TokenClaims) -> Value {
    serde_json::to_value(claims).unwrap()
}

/// The same with another value of a member; none removes it.
fn with(value: &Value, name: &str, other: Option<Value>) -> Value {
    let mut changed = value.clone();
    let members = changed.as_object_mut().unwrap();
    match other {
        Some(other) => _ = members.insert(name.to_owned(), other),
        None => _ = members.remove(name),
    }
    changed
}

#[test]
fn a_token_says_what_was_signed_until_it_expires() {
    let kiosk = Kiosk::new(KeyKind::Production);
    let token = kiosk.signer().sign(claims(&kiosk)).unwrap();
    let verifier = kiosk.verifier();
    let at = |seconds: i64| {
        let now = Timestamp(NOW.0 + seconds * 1000);
        verifier.verify(&token.text, AUDIENCE, now)
    };
    assert_eq!(at(0).unwrap(), claims(&kiosk));
    // The clocks may be five seconds apart, and no more.
    assert!(at(-5).is_ok() && at(304).is_ok());
    assert_eq!(at(-6), Err(TokenError::NotYet));
    assert_eq!(at(305), Err(TokenError::Expired));
    for year in [-10, 10] {
        assert!(at(year * 31_557_600).is_err());
    }
    let other = verifier.verify(&token.text, "door.southgate", NOW);
    assert_eq!(other, Err(TokenError::Audience));
    assert!(!format!("{token:?}").contains(&token.text[..20]));
}

#[test]
fn no_token_says_a_score() {
    let kiosk = Kiosk::new(KeyKind::Production);
    let said = as_json(&claims(&kiosk)).to_string();
    for word in ["score", "threshold", "cosine", "quality", "badge", "name"] {
        assert!(!said.contains(word), "{word} in {said}");
    }
}

#[test]
fn what_a_trial_key_signs_never_counts() {
    let trial = Kiosk::new(KeyKind::Trial);
    let production = Kiosk::new(KeyKind::Production);
    let token = trial.signer().sign(claims(&trial)).unwrap().text;
    assert!(trial.verifier().verify(&token, AUDIENCE, NOW).is_ok());
    let refused = production.verifier().verify(&token, AUDIENCE, NOW);
    assert_eq!(refused, Err(TokenError::Trial));
    // The trial key signs what looks like a production token, and brings its
    // public key into the set under whatever name.
    let mut set = public_key_set(&production.id, &production.keys, NOW);
    let theirs = public_key_set(&trial.id, &trial.keys, NOW)["keys"][0].clone();
    let bare = key_name(KeyKind::Production, public_key(&trial.keys.signing));
    for (worth, name) in [
        ("trial", theirs["kid"].clone()),
        ("production", theirs["kid"].clone()),
        ("trial", json!(bare)),
    ] {
        let key = with(
            &with(&theirs, "worth", Some(json!(worth))),
            "kid",
            Some(name.clone()),
        );
        set["keys"].as_array_mut().unwrap().push(key);
        let verifier = Verifier::of_set(&set.to_string(), KeyKind::Production).unwrap();
        assert_eq!(verifier.keys.len(), 1, "a trial key was taken");
        let header = with(&production.header(), "kid", Some(name));
        let forged = trial.signed(&header, &as_json(&claims(&production)));
        let refused = verifier.verify(&forged, AUDIENCE, NOW);
        assert_eq!(refused, Err(TokenError::UnknownKey));
    }
    let only_trial = public_key_set(&trial.id, &trial.keys, NOW).to_string();
    let refused = Verifier::of_set(&only_trial, KeyKind::Production);
    assert!(matches!(refused, Err(TokenError::Trial)));
}

#[test]
fn a_production_key_signs_nothing_for_a_recording() {
    for kind in [KeyKind::Trial, KeyKind::Production] {
        let kiosk = Kiosk::new(kind);
        for source in [Source::Recording, Source::Upload] {
            let claims = TokenClaims {
                source,
                ..claims(&kiosk)
            };
            let signed = kiosk.signer().sign(claims);
            assert_eq!(signed.is_ok(), kind == KeyKind::Trial, "{source:?}");
        }
    }
}

#[test]
fn a_public_set_checks_tokens_of_earlier_keys_too() {
    let mut kiosk = Kiosk::new(KeyKind::Production);
    let earlier = kiosk.signer().sign(claims(&kiosk)).unwrap().text;
    kiosk.keys = with_new_signing_key(&kiosk.keys, NOW).unwrap();
    let later = kiosk.signer().sign(claims(&kiosk)).unwrap().text;
    let set = public_key_set(&kiosk.id, &kiosk.keys, NOW).to_string();
    let verifier = Verifier::of_set(&set, KeyKind::Production).unwrap();
    for token in [earlier, later] {
        assert!(verifier.verify(&token, AUDIENCE, NOW).is_ok());
    }
    for text in ["", "{}", r#"{"issuer":"x","keys":[{"kty":"RSA"}]}"#] {
        assert!(Verifier::of_set(text, KeyKind::Production).is_err());
    }
    let weak = set.replace(
        public_key_set(&kiosk.id, &kiosk.keys, NOW)["keys"][0]["x"]
            .as_str()
            .unwrap(),
        &BASE64.encode([0_u8; 32]),
    );
    assert!(Verifier::of_set(&weak, KeyKind::Production).is_err());
}

#[test]
fn a_retired_key_signs_nothing_later_and_is_dropped_when_all_it_signed_has_expired() {
    let mut kiosk = Kiosk::new(KeyKind::Production);
    let stolen = kiosk.signer();
    let before = stolen.sign(claims(&kiosk)).unwrap().text;
    kiosk.keys = with_new_signing_key(&kiosk.keys, NOW).unwrap();
    let at = |seconds: i64| Timestamp(NOW.0 + seconds * 1000);
    let set = |now| public_key_set(&kiosk.id, &kiosk.keys, now);
    let of_set = Verifier::of_set(&set(NOW).to_string(), KeyKind::Production).unwrap();
    for verifier in [&kiosk.verifier(), &of_set] {
        // What it signed by then counts as long as it would have.
        assert!(verifier.verify(&before, AUDIENCE, at(299)).is_ok());
        // What it signs later doesn't, for as long as the longest token lives,
        // and then nobody knows it any more.
        let dated = |iat: i64, life: i64| TokenClaims {
            iat,
            nbf: iat,
            exp: iat + life,
            ..claims(&kiosk)
        };
        let iat = NOW.0 / 1000;
        let life = i64::from(MOST_LIFE_SECONDS);
        for later in [1, 60, life, life + LEEWAY_SECONDS - 1] {
            let token = stolen.sign(dated(iat + later, 300)).unwrap().text;
            let refused = verifier.verify(&token, AUDIENCE, at(later));
            assert_eq!(refused, Err(TokenError::Retired), "{later} s");
        }
        let end = life + LEEWAY_SECONDS;
        for (issued, lives) in [(iat + end, 300), (iat, life)] {
            let token = stolen.sign(dated(issued, lives)).unwrap().text;
            let refused = verifier.verify(&token, AUDIENCE, at(end));
            assert_eq!(refused, Err(TokenError::UnknownKey));
        }
        // A clock that is behind the retirement by more than clocks may be.
        assert!(verifier.verify(&before, AUDIENCE, at(-5)).is_ok());
        let refused = verifier.verify(&before, AUDIENCE, at(-6));
        assert_eq!(refused, Err(TokenError::Retired));
    }
    // The set says so to whoever reads it, and leaves it out in the end.
    let said = |now| set(now)["keys"].as_array().unwrap().len();
    let end = i64::from(MOST_LIFE_SECONDS) + LEEWAY_SECONDS;
    assert_eq!((said(at(end - 1)), said(at(end))), (2, 1));
    assert_eq!(set(NOW)["keys"][1]["retired_at"], json!(NOW.0 / 1000));
    assert_eq!(set(NOW)["keys"][0]["retired_at"], Value::Null);
}

#[test]
fn a_document_is_checked_for_ever_by_the_key_that_signed_then() {
    use crate::auth::signed::Document;
    let mut kiosk = Kiosk::new(KeyKind::Production);
    let stolen = kiosk.signer();
    kiosk.keys = with_new_signing_key(&kiosk.keys, NOW).unwrap();
    let signed = |iat: i64| {
        let said = json!({ "iss": issuer(&kiosk.id), "iat": iat });
        stolen.sign_document(Document::Erasure, &said).unwrap()
    };
    let later = Timestamp(NOW.0 + 365 * 86_400_000);
    let set = public_key_set(&kiosk.id, &kiosk.keys, later).to_string();
    let of_set = Verifier::of_set(&set, KeyKind::Production).unwrap();
    for verifier in [&kiosk.verifier(), &of_set] {
        let check = |text: &str| verifier.verify_document::<Value>(Document::Erasure, text);
        assert!(check(&signed(NOW.0 / 1000)).is_ok());
        let refused = check(&signed(NOW.0 / 1000 + 1));
        assert_eq!(refused, Err(TokenError::Retired));
    }
}

#[test]
fn what_was_agreed_to_names_itself() {
    let consent = Consent {
        notice_version: "7".to_owned(),
        language: "en".to_owned(),
        given_at: Timestamp(900),
        signature: None,
    };
    let ada = PersonId(Uuid::from_u128(1));
    let id = consent.id(ada);
    assert_eq!(id, consent.id(ada));
    assert_ne!(id, consent.id(PersonId(Uuid::from_u128(2))));
    let later = Consent {
        given_at: Timestamp(901),
        ..consent
    };
    assert_ne!(id, later.id(ada));
    let terms = TokenTerms {
        audience: AUDIENCE.to_owned(),
        life_seconds: 300,
    };
    assert!(terms.life_seconds <= MOST_LIFE_SECONDS);
}

#[path = "tokens_forged_tests.rs"]
mod forged;
