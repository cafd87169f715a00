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
fn forged_tokens_are_refused() {
    let kiosk = Kiosk::new(KeyKind::Production);
    let verifier = kiosk.verifier();
    let good = kiosk.signer().sign(claims(&kiosk)).unwrap().text;
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (header, body) = (kiosk.header(), as_json(&claims(&kiosk)));
    let public = public_key(&kiosk.keys.signing).0;
    let hs256 = |secret: &[u8], header: &Value| {
        let part = |value: &Value| BASE64.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(&body));
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(message.as_bytes());
        format!("{message}.{}", BASE64.encode(mac.finalize().into_bytes()))
    };
    let unsigned = |header: &Value| {
        let part = |value: &Value| BASE64.encode(value.to_string());
        format!("{}.{}.", part(header), part(&body))
    };
    let name = header["kid"].as_str().unwrap();
    let stranger = Kiosk::new(KeyKind::Production);
    let resigned =
        |name: &str, other: Option<Value>| kiosk.signed(&header, &with(&body, name, other));
    let reheaded =
        |name: &str, other: Option<Value>| kiosk.signed(&with(&header, name, other), &body);
    let iat = NOW.0 / 1000;
    use TokenError::{
        Algorithm, Audience, Decision, Expired, Issuer, Malformed, NotYet, Signature, Source,
        UnknownKey,
    };
    let forged: Vec<(&str, String, TokenError)> = vec![
        ("nothing", String::new(), Malformed),
        ("dots", "..".to_owned(), Malformed),
        ("two parts", message.to_owned(), Malformed),
        ("four parts", format!("{good}.x"), Malformed),
        ("too long", good.clone() + &"A".repeat(5000), Malformed),
        ("a space", format!("{good} "), Malformed),
        (
            "none",
            unsigned(&with(&header, "alg", Some(json!("none")))),
            Malformed,
        ),
        (
            "None",
            unsigned(&with(&header, "alg", Some(json!("None")))),
            Malformed,
        ),
        ("no signature", format!("{message}."), Signature),
        (
            "signature of another",
            format!("{message}.{}", "A".repeat(86)),
            Signature,
        ),
        (
            "half a signature",
            format!("{message}.{}", &signature[..40]),
            Signature,
        ),
        (
            "HS256 with the public key",
            hs256(&public, &with(&header, "alg", Some(json!("HS256")))),
            Algorithm,
        ),
        (
            "HS256 with the public key's text",
            hs256(
                BASE64.encode(public).as_bytes(),
                &with(&header, "alg", Some(json!("HS256"))),
            ),
            Algorithm,
        ),
        ("EdDSA that is HS256", hs256(&public, &header), Signature),
        ("RS256", reheaded("alg", Some(json!("RS256"))), Algorithm),
        ("no algorithm", reheaded("alg", None), Malformed),
        (
            "an unknown algorithm",
            reheaded("alg", Some(json!("Ed25519"))),
            Malformed,
        ),
        ("no key", reheaded("kid", None), UnknownKey),
        (
            "a path",
            reheaded("kid", Some(json!("../../../../dev/null"))),
            UnknownKey,
        ),
        (
            "a file",
            reheaded("kid", Some(json!("file:///etc/hostname"))),
            UnknownKey,
        ),
        (
            "SQL",
            reheaded("kid", Some(json!("' OR 1=1 --"))),
            UnknownKey,
        ),
        ("an empty key", reheaded("kid", Some(json!(""))), UnknownKey),
        (
            "a key's beginning",
            reheaded("kid", Some(json!(&name[..9]))),
            UnknownKey,
        ),
        ("a number", reheaded("kid", Some(json!(1))), Malformed),
        (
            "a link to a key",
            reheaded("jku", Some(json!("http://127.0.0.1/k"))),
            Malformed,
        ),
        (
            "a key brought along",
            reheaded(
                "jwk",
                Some(json!({"kty": "OKP", "crv": "Ed25519", "x": BASE64.encode(public)})),
            ),
            Malformed,
        ),
        (
            "an extension",
            reheaded("crit", Some(json!(["b64"]))),
            Malformed,
        ),
        (
            "a certificate",
            reheaded("x5c", Some(json!(["MIIB"]))),
            Malformed,
        ),
        (
            "another type",
            reheaded("typ", Some(json!("JWT"))),
            Malformed,
        ),
        ("no type", reheaded("typ", None), Malformed),
        (
            "a stranger under our name",
            stranger.signed(&header, &body),
            Signature,
        ),
        (
            "a stranger",
            stranger.signed(&stranger.header(), &body),
            UnknownKey,
        ),
        (
            "another kiosk",
            resigned("iss", Some(json!("urn:uuid:0"))),
            Issuer,
        ),
        (
            "any kiosk",
            resigned("iss", Some(json!([issuer(&kiosk.id), "x"]))),
            Malformed,
        ),
        ("no kiosk", resigned("iss", None), Malformed),
        (
            "another audience",
            resigned("aud", Some(json!("x"))),
            Audience,
        ),
        (
            "audiences",
            resigned("aud", Some(json!([AUDIENCE, "x"]))),
            Malformed,
        ),
        ("no audience", resigned("aud", None), Malformed),
        ("no end", resigned("exp", None), Malformed),
        (
            "an end in words",
            resigned("exp", Some(json!("soon"))),
            Malformed,
        ),
        ("no beginning", resigned("nbf", None), Malformed),
        ("no issue", resigned("iat", None), Malformed),
        ("no id", resigned("jti", None), Malformed),
        ("expired", resigned("exp", Some(json!(iat - 10))), Expired),
        (
            "valid for ever",
            resigned("exp", Some(json!(i64::MAX))),
            Malformed,
        ),
        ("later", resigned("nbf", Some(json!(iat + 60))), NotYet),
        (
            "from before",
            resigned("nbf", Some(json!(iat - 60))),
            Malformed,
        ),
        (
            "a recording",
            resigned("source", Some(json!("recording"))),
            Source,
        ),
        (
            "an upload",
            resigned("source", Some(json!("upload"))),
            Source,
        ),
        ("no source", resigned("source", None), Malformed),
        (
            "a made-up source",
            resigned("source", Some(json!("desk"))),
            Malformed,
        ),
        (
            "nobody verified",
            resigned("decision", Some(json!("not_verified"))),
            Decision,
        ),
        (
            "more than is known",
            resigned("admin", Some(json!(true))),
            Malformed,
        ),
        (
            "another person",
            format!(
                "{}.{}.{signature}",
                good.split('.').next().unwrap(),
                BASE64.encode(with(&body, "sub", Some(json!(Uuid::nil()))).to_string())
            ),
            Signature,
        ),
    ];
    assert!(verifier.verify(&good, AUDIENCE, NOW).is_ok());
    assert!(
        verifier
            .verify(&kiosk.signed(&header, &body), AUDIENCE, NOW)
            .is_ok()
    );
    for (what, token, why) in forged {
        let refused = verifier.verify(&token, AUDIENCE, NOW);
        assert_eq!(refused, Err(why), "{what}");
    }
}

#[test]
fn no_changed_letter_goes_unnoticed() {
    let kiosk = Kiosk::new(KeyKind::Production);
    let good = kiosk.signer().sign(claims(&kiosk)).unwrap().text;
    for at in 0..good.len() {
        let mut changed = good.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let refused = kiosk.verifier().verify(&changed, AUDIENCE, NOW);
        assert!(refused.is_err(), "letter {at}");
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
    let mut set = public_key_set(&production.id, &production.keys);
    let theirs = public_key_set(&trial.id, &trial.keys)["keys"][0].clone();
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
    let only_trial = public_key_set(&trial.id, &trial.keys).to_string();
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
    kiosk.keys = with_new_signing_key(&kiosk.keys).unwrap();
    let later = kiosk.signer().sign(claims(&kiosk)).unwrap().text;
    let set = public_key_set(&kiosk.id, &kiosk.keys).to_string();
    let verifier = Verifier::of_set(&set, KeyKind::Production).unwrap();
    for token in [earlier, later] {
        assert!(verifier.verify(&token, AUDIENCE, NOW).is_ok());
    }
    for text in ["", "{}", r#"{"issuer":"x","keys":[{"kty":"RSA"}]}"#] {
        assert!(Verifier::of_set(text, KeyKind::Production).is_err());
    }
    let weak = set.replace(
        public_key_set(&kiosk.id, &kiosk.keys)["keys"][0]["x"]
            .as_str()
            .unwrap(),
        &BASE64.encode([0_u8; 32]),
    );
    assert!(Verifier::of_set(&weak, KeyKind::Production).is_err());
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
