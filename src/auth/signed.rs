//! Documents beside tokens that a kiosk signs: each of a type of its own, so
//! that none passes for another.

use jsonwebtoken::encode;
use serde::{Deserialize, Serialize};

use super::signing::Signer;
use super::tokens::{TokenError, Verifier};
use crate::domain::KeyKind;

/// When a document was signed: each says so.
#[derive(Deserialize)]
struct Dated {
    iat: i64,
}

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// What a kiosk may start with.
    StartList,
    /// A person's consent, written down for them.
    Consent,
    /// The receipt of an erasure, for whoever was erased.
    Erasure,
}

impl Document {
    fn type_name(self, kind: KeyKind) -> &'static str {
        match (self, kind) {
            (Self::StartList, KeyKind::Trial) => "trial-start-list+jwt",
            (Self::StartList, KeyKind::Production) => "start-list+jwt",
            (Self::Consent, KeyKind::Trial) => "trial-consent+jwt",
            (Self::Consent, KeyKind::Production) => "consent+jwt",
            (Self::Erasure, KeyKind::Trial) => "trial-erasure+jwt",
            (Self::Erasure, KeyKind::Production) => "erasure+jwt",
        }
    }

    /// None is longer, in bytes.
    fn most_bytes(self) -> usize {
        match self {
            Self::StartList => 64 * 1024,
            Self::Consent | Self::Erasure => 4096,
        }
    }
}

impl Signer {
    /// Signs a document.
    ///
    /// # Errors
    /// `Signing`.
    pub fn sign_document<T: Serialize>(
        &self,
        document: Document,
        claims: &T,
    ) -> Result<String, TokenError> {
        let header = self.header(document.type_name(self.kind));
        encode(&header, claims, &self.key).map_err(|_| TokenError::Signing)
    }
}

impl Verifier {
    /// What a document says, if this kiosk signed it as one of that kind, with
    /// a key that signed at that time. It doesn't expire.
    ///
    /// # Errors
    /// Why it doesn't count.
    pub fn verify_document<T: for<'a> Deserialize<'a>>(
        &self,
        document: Document,
        text: &str,
    ) -> Result<T, TokenError> {
        if text.len() > document.most_bytes() {
            return Err(TokenError::Malformed);
        }
        let type_name = document.type_name(self.kind());
        let (said, _) = self.signed(text, type_name, None)?;
        let (dated, key) = self.signed::<Dated>(text, type_name, None)?;
        // Of keys that earlier releases retired nobody knows when.
        if !key.signed_at(dated.iat) && !key.is_of_old() {
            return Err(TokenError::Retired);
        }
        Ok(said)
    }
}
