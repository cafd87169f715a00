//! People's PINs: who may set one, and whether one is right.

use super::hashing::Hashing;
use super::operators::require_role;
use super::{Operators, OperatorsError};
use crate::auth::password::{self, PasswordError};
use crate::domain::{Operator, PersonId, Pin, Role};
use crate::store::{Store, StoreError};

/// Why a PIN couldn't be looked at.
#[derive(Debug, thiserror::Error)]
pub enum PinCheckError {
    /// Hashing failed.
    #[error(transparent)]
    Hashing(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The PINs of a data folder. Clones share it.
#[derive(Clone)]
pub struct Pins {
    store: Store,
    hashing: Hashing,
}

impl Operators {
    /// The PINs of the same data folder, behind the same limit of hashes.
    #[must_use]
    pub fn pins(&self) -> Pins {
        Pins {
            store: self.store.clone(),
            hashing: self.hashing.clone(),
        }
    }
}

impl Pins {
    /// Gives a person a PIN, in place of an earlier one. The front desk may.
    ///
    /// # Errors
    /// `NotFrontDesk`, or what hashing or the store says.
    pub async fn set(
        &self,
        actor: &Operator,
        person: PersonId,
        pin: &Pin,
    ) -> Result<(), OperatorsError> {
        let hash = self
            .hashing
            .run(pin.expose(), |pin| password::hash(&pin))
            .await??;
        self.store
            .acting(&actor.name)
            .set_pin(person, &hash, |there| {
                require_role(there, actor, Role::FrontDesk)
            })
            .await
    }

    /// Whether the PIN is this person's. Nobody, and who has no PIN, is as
    /// much work and the same answer as a wrong PIN.
    ///
    /// # Errors
    /// When it couldn't be looked at.
    pub async fn verify(&self, person: Option<PersonId>, pin: &Pin) -> Result<bool, PinCheckError> {
        let hash = match person {
            Some(id) => self.store.pin_hash(id).await?,
            None => None,
        };
        let right = self
            .hashing
            .run(pin.expose(), move |pin| {
                password::verify(&pin, hash.as_ref())
            })
            .await?;
        Ok(right)
    }
}
