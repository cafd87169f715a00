//! Erasing a person: two operators agree, and a signed receipt says what was
//! done.

use std::sync::Arc;

use thiserror::Error;

use crate::auth::signing::Signer;
use crate::auth::tokens::{TokenError, Verifier};
use crate::domain::{
    Act, ErasureReason, Note, Operator, PersonId, ReceiptClaims, Subject, Tombstone,
};
use crate::store::{Removal, Store, StoreError};

/// Why a person wasn't erased, or has no receipt.
#[derive(Debug, Error)]
pub enum ErasureError {
    /// One operator can't agree with themselves.
    #[error("erasing a person takes two operators; let another one sign in, too")]
    SameOperator,
    /// Nobody of that id was erased here.
    #[error("nobody of this id was erased here; see who was with: secure-biometric people erased")]
    NotErased,
    /// The receipt couldn't be signed, or doesn't count.
    #[error(transparent)]
    Receipt(#[from] TokenError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Erases people of a data folder. Clones share it.
#[derive(Clone)]
pub struct Erasures {
    pub(super) store: Store,
    pub(super) signer: Arc<Signer>,
    pub(super) verifier: Arc<Verifier>,
}

impl Erasures {
    /// Erases a person. Both operators have just signed in, and the first is
    /// an administrator.
    ///
    /// # Errors
    /// `SameOperator`, or why nothing was erased.
    pub async fn erase(
        &self,
        person: PersonId,
        reason: ErasureReason,
        (first, second): (&Operator, &Operator),
    ) -> Result<Removal, ErasureError> {
        if first.name == second.name {
            return Err(ErasureError::SameOperator);
        }
        let acting = self.store.acting(&first.name);
        let second = Some(&second.name);
        Ok(acting.erase_person(person, reason, second).await?)
    }

    /// The receipt of an erasure, signed with today's key.
    ///
    /// # Errors
    /// When it couldn't be signed.
    pub fn receipt(&self, tombstone: &Tombstone) -> Result<String, ErasureError> {
        let claims = ReceiptClaims::of(tombstone, self.signer.issuer());
        Ok(self.signer.sign_receipt(&claims)?)
    }

    /// The receipt of an erasure of that id.
    ///
    /// # Errors
    /// `NotErased`, or why there is none.
    pub async fn receipt_of(&self, person: PersonId) -> Result<String, ErasureError> {
        let tombstone = self.store.tombstone(person).await?;
        self.receipt(&tombstone.ok_or(ErasureError::NotErased)?)
    }

    /// Writes down that an operator gets a receipt once more; asked before they
    /// get it.
    ///
    /// # Errors
    /// Why it couldn't be written down.
    pub async fn note_receipt(&self, person: PersonId) -> Result<(), StoreError> {
        let note = Note::of(Act::ReceiptWritten).to(Subject::Person(person));
        self.store.note(&note).await
    }

    /// What a receipt says, if this kiosk signed it.
    ///
    /// # Errors
    /// Why it doesn't count.
    pub fn verify(&self, receipt: &str) -> Result<ReceiptClaims, ErasureError> {
        Ok(self.verifier.verify_receipt(receipt)?)
    }
}
