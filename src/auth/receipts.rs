//! Receipts of erasures: signed, so that whoever was erased can show them.

use jsonwebtoken::{Algorithm, Validation, decode, decode_header, encode};

use super::signing::Signer;
use super::tokens::{TokenError, Verifier};
use crate::domain::{KeyKind, ReceiptClaims};

/// No receipt is longer, in bytes; ours have some 700.
const MOST_BYTES: usize = 4096;

/// What a receipt's header says it is.
fn type_name(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Trial => "trial-erasure+jwt",
        KeyKind::Production => "erasure+jwt",
    }
}

impl Signer {
    /// Signs a receipt.
    ///
    /// # Errors
    /// `Signing`.
    pub fn sign_receipt(&self, claims: &ReceiptClaims) -> Result<String, TokenError> {
        let header = self.header(type_name(self.kind));
        encode(&header, claims, &self.key).map_err(|_| TokenError::Signing)
    }
}

impl Verifier {
    /// What a receipt says, if this kiosk signed it. It doesn't expire.
    ///
    /// # Errors
    /// Why it doesn't count.
    pub fn verify_receipt(&self, receipt: &str) -> Result<ReceiptClaims, TokenError> {
        if receipt.len() > MOST_BYTES {
            return Err(TokenError::Malformed);
        }
        let header = decode_header(receipt).map_err(|_| TokenError::Malformed)?;
        if header.alg != Algorithm::EdDSA {
            return Err(TokenError::Algorithm);
        }
        if header.typ.as_deref() != Some(type_name(self.kind())) {
            return Err(TokenError::Malformed);
        }
        let key = header
            .kid
            .and_then(|kid| self.keys.get(&kid))
            .ok_or(TokenError::UnknownKey)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let claims = decode::<ReceiptClaims>(receipt, key, &validation)
            .map_err(|_| TokenError::Signature)?
            .claims;
        if claims.iss != self.issuer() {
            return Err(TokenError::Issuer);
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::auth::key_making;
    use crate::domain::{
        AuditHash, AuditHead, ErasureReason, KeyId, KioskKeys, PersonId, Timestamp, Tombstone,
    };

    fn kiosk(kind: KeyKind) -> (KeyId, KioskKeys) {
        let keys = key_making::new_keys(kind).unwrap();
        (KeyId(Uuid::from_u128(7)), keys)
    }

    fn claims(signer: &Signer) -> ReceiptClaims {
        let tombstone = Tombstone {
            person: PersonId(Uuid::from_u128(1)),
            at: Timestamp(1_700_000_000_000),
            reason: ErasureReason::Asked,
            first: None,
            second: None,
            sessions_anonymised: 3,
            audit: AuditHead {
                sequence: 9,
                hash: AuditHash([1; 32]),
            },
        };
        ReceiptClaims::of(&tombstone, signer.issuer())
    }

    #[test]
    fn a_receipt_is_checked_by_public_keys_and_no_change_passes() {
        let (id, keys) = kiosk(KeyKind::Production);
        let signer = Signer::new(&id, &keys);
        let verifier = Verifier::of_kiosk(&id, &keys);
        let said = claims(&signer);
        let receipt = signer.sign_receipt(&said).unwrap();
        assert_eq!(verifier.verify_receipt(&receipt), Ok(said.clone()));
        // One character changed anywhere but in what ends a part.
        let mut changed = receipt.clone().into_bytes();
        let middle = receipt.len() / 2;
        changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(verifier.verify_receipt(&changed).is_err());
        // Another kiosk's, a trial key's, a token's verifier.
        let (other, others) = kiosk(KeyKind::Production);
        let verify = |verifier: &Verifier| verifier.verify_receipt(&receipt);
        let refused = verify(&Verifier::of_kiosk(&other, &others));
        assert_eq!(refused, Err(TokenError::UnknownKey));
        let (trial_id, trial) = kiosk(KeyKind::Trial);
        assert!(verify(&Verifier::of_kiosk(&trial_id, &trial)).is_err());
        let as_token = verifier.verify(&receipt, "anybody", Timestamp(0));
        assert!(as_token.is_err(), "a receipt passed for a token");
    }
}
