//! How long a token takes to be signed, and to be checked by public keys.

use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::auth::key_making::new_keys;
use crate::auth::signing::Signer;
use crate::auth::tokens::Verifier;
use crate::commands::CommandError;
use crate::domain::{
    Assurance, ConsentId, Decision, KeyId, KeyKind, PersonId, SessionId, Source, TokenClaims,
    TokenId, ToleranceName,
};
use crate::pipeline::now;

use super::{Figure, Target};

/// How many are measured; their median is told.
const TIMES: usize = 501;
const AUDIENCE: &str = "bench";

/// Both figures.
///
/// # Errors
/// When there is no randomness for keys, or a token isn't taken.
pub(super) fn figures() -> Result<[Figure; 2], CommandError> {
    let failed = |error: &dyn ToString| CommandError::new("token", error.to_string());
    let id = KeyId(Uuid::now_v7());
    let keys = new_keys(KeyKind::Production).map_err(|error| failed(&error))?;
    let (signer, verifier) = (Signer::new(&id, &keys), Verifier::of_kiosk(&id, &keys));
    let (mut signing, mut checking) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let claims = claims(signer.issuer()).map_err(|error| failed(&error))?;
        let begun = Instant::now();
        let token = signer.sign(claims).map_err(|error| failed(&error))?;
        signing.push(begun.elapsed());
        let begun = Instant::now();
        let checked = verifier.verify(&token.text, AUDIENCE, now());
        checked.map_err(|error| failed(&error))?;
        checking.push(begun.elapsed());
    }
    Ok([
        Figure::new(
            "token_sign_millis",
            "a token is signed, median",
            (millis(median(signing)), "ms"),
            Target::AtMost(0.2),
        ),
        Figure::new(
            "token_check_millis",
            "a token is checked by public keys, median",
            (millis(median(checking)), "ms"),
            Target::AtMost(0.2),
        ),
    ])
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn claims(issuer: &str) -> Result<TokenClaims, crate::domain::ToleranceError> {
    let iat = now().0.div_euclid(1000);
    Ok(TokenClaims {
        iss: issuer.to_owned(),
        sub: PersonId(Uuid::now_v7()),
        aud: AUDIENCE.to_owned(),
        iat,
        nbf: iat,
        exp: iat.saturating_add(300),
        jti: TokenId(Uuid::now_v7()),
        sid: SessionId(Uuid::now_v7()),
        decision: Decision::Verified,
        source: Source::Kiosk,
        assurance: vec![Assurance::Face, Assurance::Depth, Assurance::Challenge],
        tolerance: ToleranceName::try_from("balanced".to_owned())?,
        tolerance_version: 1,
        model: Some("a5".repeat(32)),
        consent: ConsentId(Uuid::now_v7()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_signed_and_checked_at_once() {
        for figure in figures().unwrap() {
            // Other programs may have the processor: a generous bound.
            assert!(figure.value > 0.0 && figure.value < 5.0, "{figure:?}");
        }
    }
}
