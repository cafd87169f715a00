//! Receipts of erasures: signed, so that whoever was erased can show them.

use super::signed::Document;
use super::signing::Signer;
use super::tokens::{TokenError, Verifier};
use crate::domain::ReceiptClaims;

impl Signer {
    /// Signs a receipt.
    ///
    /// # Errors
    /// `Signing`.
    pub fn sign_receipt(&self, claims: &ReceiptClaims) -> Result<String, TokenError> {
        self.sign_document(Document::Erasure, claims)
    }
}

impl Verifier {
    /// What a receipt says, if this kiosk signed it. It doesn't expire.
    ///
    /// # Errors
    /// Why it doesn't count.
    pub fn verify_receipt(&self, receipt: &str) -> Result<ReceiptClaims, TokenError> {
        self.verify_document(Document::Erasure, receipt)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::auth::key_making;
    use crate::domain::{
        AuditHash, AuditHead, ErasureReason, KeyId, KeyKind, KioskKeys, PersonId, Timestamp,
        Tombstone,
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

    #[test]
    fn nothing_else_stands_in_a_receipt_s_header() {
        let (id, keys) = kiosk(KeyKind::Production);
        let signer = Signer::new(&id, &keys);
        let verifier = Verifier::of_kiosk(&id, &keys);
        let said = claims(&signer);
        let plain = signer.header("erasure+jwt");
        let receipt = |header: &jsonwebtoken::Header| {
            jsonwebtoken::encode(header, &said, &signer.key).unwrap()
        };
        assert!(verifier.verify_receipt(&receipt(&plain)).is_ok());
        let link = Some("https://keys.example/set".to_owned());
        let (mut linked, mut named) = (plain.clone(), plain);
        linked.jku.clone_from(&link);
        named.x5u = link;
        for header in [linked, named] {
            let refused = verifier.verify_receipt(&receipt(&header));
            assert_eq!(refused, Err(TokenError::Malformed));
        }
    }
}
