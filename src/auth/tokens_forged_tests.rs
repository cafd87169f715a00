//! Tokens that somebody made up or changed.

use super::*;

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
