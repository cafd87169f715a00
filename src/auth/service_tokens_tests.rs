//! Forged access tokens and refresh tokens: all refused.

use super::*;
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn keys_of(secret: u8) -> ServiceKeys {
    let folder = KeyId(Uuid::from_u128(7));
    ServiceKeys::new(&folder, &Secret::new(vec![secret; 32])).unwrap()
}

fn somebody() -> Access {
    Access {
        operator: OperatorId(Uuid::from_u128(1)),
        login: LoginId(Uuid::from_u128(2)),
    }
}

/// A token of these parts, signed with the key that access tokens are.
fn made(keys: &ServiceKeys, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let signature =
        jsonwebtoken::crypto::sign(text.as_bytes(), &keys.signing, Algorithm::HS256).unwrap();
    format!("{text}.{signature}")
}

fn claims(keys: &ServiceKeys) -> Value {
    let iat = NOW.0 / 1000;
    json!({ "iss": keys.issuer, "aud": keys.issuer, "sub": Uuid::from_u128(1),
        "sid": Uuid::from_u128(2), "iat": iat, "exp": iat + ACCESS_SECONDS })
}

#[test]
fn a_token_is_good_for_ten_minutes_and_says_ids_alone() {
    let keys = keys_of(1);
    let token = keys.access(somebody(), NOW).unwrap();
    let at = |seconds: i64| keys.check_access(token.expose(), Timestamp(NOW.0 + seconds * 1000));
    assert_eq!(at(0), Ok(somebody()));
    assert_eq!(at(ACCESS_SECONDS - 1), Ok(somebody()));
    assert_eq!(at(ACCESS_SECONDS), Err(AccessError::Expired));
    assert_eq!(at(-2 * ACCESS_SECONDS), Err(AccessError::Expired));
    let header = json!({ "typ": TYPE, "alg": "HS256" });
    let same = made(&keys, &header, &claims(&keys));
    assert_eq!(keys.check_access(&same, NOW), Ok(somebody()));
}

#[test]
fn forged_tokens_are_refused() {
    let (keys, others) = (keys_of(1), keys_of(2));
    let good = json!({ "typ": TYPE, "alg": "HS256" });
    let with = |field: &str, value: Value| {
        let mut changed = claims(&keys);
        changed[field] = value;
        made(&keys, &good, &changed)
    };
    let without = |field: &str| {
        let mut changed = claims(&keys);
        changed.as_object_mut().unwrap().remove(field);
        made(&keys, &good, &changed)
    };
    let headed = |header: Value| made(&keys, &header, &claims(&keys));
    let token = made(&keys, &good, &claims(&keys));
    let unsigned = token.rsplit_once('.').unwrap().0;
    let forged = [
        String::new(),
        "a.b.c".to_owned(),
        "x".repeat(5000),
        others.access(somebody(), NOW).unwrap().expose().clone(),
        format!("{unsigned}."),
        format!("{token}A"),
        headed(json!({ "typ": TYPE, "alg": "none" })),
        headed(json!({ "typ": TYPE, "alg": "HS512" })),
        headed(json!({ "typ": TYPE, "alg": "EdDSA" })),
        headed(json!({ "typ": "JWT", "alg": "HS256" })),
        headed(json!({ "typ": "decision+jwt", "alg": "HS256" })),
        headed(json!({ "alg": "HS256" })),
        headed(json!({ "typ": TYPE, "alg": "HS256", "kid": "../../dev/null" })),
        headed(json!({ "typ": TYPE, "alg": "HS256", "jku": "https://x.example" })),
        headed(json!({ "typ": TYPE, "alg": "HS256", "crit": ["exp"] })),
        with(
            "iss",
            json!("urn:uuid:00000000-0000-0000-0000-000000000009"),
        ),
        with("aud", json!("secure-biometric")),
        with("aud", json!([keys.issuer, "another"])),
        with("exp", json!(NOW.0 / 1000 + 10 * ACCESS_SECONDS)),
        with("exp", json!(1e30)),
        with("sub", json!("administrator")),
        with("role", json!("administrator")),
        without("sub"),
        without("sid"),
        without("exp"),
        without("aud"),
        without("iss"),
    ];
    for token in &forged {
        assert_eq!(
            keys.check_access(token, NOW),
            Err(AccessError::Wrong),
            "{token}"
        );
    }
}

#[test]
fn a_refresh_token_is_the_services_own_and_no_access_token() {
    let (keys, others) = (keys_of(1), keys_of(2));
    let login = LoginId(Uuid::from_u128(2));
    let token = keys.refresh(login, 3).unwrap();
    assert_eq!(keys.check_refresh(token.expose()), Some((login, 3)));
    assert_eq!(others.check_refresh(token.expose()), None);
    assert_eq!(
        keys.check_access(token.expose(), NOW),
        Err(AccessError::Wrong)
    );
    let access = keys.access(somebody(), NOW).unwrap();
    assert_eq!(keys.check_refresh(access.expose()), None);
    let mut bytes = URL_SAFE_NO_PAD.decode(token.expose()).unwrap();
    for at in 0..bytes.len() {
        bytes[at] ^= 1;
        assert_eq!(keys.check_refresh(&URL_SAFE_NO_PAD.encode(&bytes)), None);
        bytes[at] ^= 1;
    }
    for wrong in ["", "AAAA", &"A".repeat(2000)] {
        assert_eq!(keys.check_refresh(wrong), None);
    }
}

#[test]
fn a_short_secret_is_none() {
    let folder = KeyId(Uuid::from_u128(7));
    let of = |length| ServiceKeys::new(&folder, &Secret::new(vec![1; length])).err();
    assert_eq!(of(31), Some(SecretTooShort));
    assert_eq!(of(32), None);
}
