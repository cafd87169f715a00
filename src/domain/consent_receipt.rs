//! What a kiosk signs about a consent, so that a person can show it later.

use serde::{Deserialize, Serialize};

use super::{Consent, ConsentId, Person, PersonId, Signature};

/// What the signature under a written consent says. No name is in it: that
/// stands in the page, whose hash it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentClaims {
    /// Which kiosk.
    pub iss: String,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    /// Who agreed.
    pub sub: PersonId,
    /// To what: as tokens name it.
    pub consent: ConsentId,
    /// Version of the notice they were shown.
    pub notice: String,
    /// Language it was shown in.
    pub language: String,
    /// When they agreed, in seconds since 1970.
    pub given_at: i64,
    /// How they signed: `drawn`, `typed` or `paper`.
    pub signed: String,
    /// SHA-256 of the page before the signature, in hexadecimal.
    pub page: String,
}

impl ConsentClaims {
    /// What is signed of a person's consent, written as the page of this hash.
    #[must_use]
    pub fn of(person: &Person, consent: &Consent, page: String, (iss, iat): (&str, i64)) -> Self {
        let signed = match consent.signature {
            Some(Signature::Drawn(_)) => "drawn",
            Some(Signature::Typed(_)) => "typed",
            None => "paper",
        };
        Self {
            iss: iss.to_owned(),
            iat,
            sub: person.id,
            consent: consent.id(person.id),
            notice: consent.notice_version.clone(),
            language: consent.language.clone(),
            given_at: consent.given_at.0.div_euclid(1000),
            signed: signed.to_owned(),
            page,
        }
    }
}
