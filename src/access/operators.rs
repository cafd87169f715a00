//! Adding and changing operators. Each act names who does it, and whether they
//! still may is looked up in the same transaction.

use thiserror::Error;

use super::hashing::Hashing;
use crate::auth::password::{self, PasswordError};
use crate::domain::{Act, Operator, OperatorName, Role, Secret};
use crate::store::{Listed, OperatorRecord, SignIns, Store, StoreError};

/// Why operators weren't changed.
#[derive(Debug, Error)]
pub enum OperatorsError {
    /// The first administrator is there already.
    #[error("there are operators already; ask an administrator to add another")]
    NotFirst,
    /// Who asked may not do that.
    #[error("only an administrator may do that; sign in as one")]
    NotAllowed,
    /// Who asked may not do what the front desk does.
    #[error("only an operator of the front desk may do that; sign in as one")]
    NotFrontDesk,
    /// Who asked may not do what reviewers do.
    #[error("only a reviewer may do that; sign in as one")]
    NotReviewer,
    /// Nobody could administer the kiosk any more.
    #[error(
        "this is the last administrator who can sign in; add another administrator before disabling this one"
    )]
    LastAdministrator,
    /// The password can't be used.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store couldn't do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The operators of a data folder. Clones share it.
#[derive(Clone)]
pub struct Operators {
    pub(super) store: Store,
    pub(super) hashing: Hashing,
    /// Where their passwords come from.
    pub(super) place: SignIns<'static>,
}

impl Operators {
    /// The operators kept in `store`.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self {
            store,
            hashing: Hashing::default(),
            place: SignIns::AtKiosk,
        }
    }

    /// The same operators where they sign in over HTTP.
    #[must_use]
    pub fn at_service(self) -> Self {
        Self {
            place: SignIns::AtService,
            ..self
        }
    }

    /// Adds the first administrator.
    ///
    /// # Errors
    /// `NotFirst`, or what is wrong with the password or the store.
    pub async fn init(
        &self,
        name: &OperatorName,
        password: &Secret<String>,
    ) -> Result<(), OperatorsError> {
        let record = self.new_record(name, Role::Administrator, password).await?;
        self.store
            .add_operator(record, |there| match there {
                [] => Ok(()),
                _ => Err(OperatorsError::NotFirst),
            })
            .await
    }

    /// Adds an operator.
    ///
    /// # Errors
    /// `NotAllowed`, or what is wrong with name, password or store.
    pub async fn add(
        &self,
        actor: &Operator,
        name: &OperatorName,
        role: Role,
        password: &Secret<String>,
    ) -> Result<(), OperatorsError> {
        let record = self.new_record(name, role, password).await?;
        self.store
            .acting(&actor.name)
            .add_operator(record, |there| require_administrator(there, actor))
            .await
    }

    /// Every operator, disabled ones included, in the order in which they were
    /// added, and whose record doesn't open: they can't sign in.
    ///
    /// # Errors
    /// `NotAllowed`, or what the store says.
    pub async fn list(&self, actor: &Operator) -> Result<Listed<Operator>, OperatorsError> {
        let there = self.there().await?;
        require_administrator(&there.sound, actor)?;
        Ok(there)
    }

    async fn there(&self) -> Result<Listed<Operator>, StoreError> {
        let Listed { sound, damaged } = self.store.operators().await?;
        let sound = sound.into_iter().map(|record| record.operator).collect();
        Ok(Listed { sound, damaged })
    }

    /// Looks whether an operator who signed in earlier still may act as
    /// `needed`.
    ///
    /// # Errors
    /// `NotAllowed`, `NotFrontDesk`, `NotReviewer`, or what the store says.
    pub async fn require(&self, actor: &Operator, needed: Role) -> Result<(), OperatorsError> {
        require_role(&self.there().await?.sound, actor, needed)
    }

    /// Makes an operator unable to sign in.
    ///
    /// # Errors
    /// `NotAllowed`, `LastAdministrator`, or what the store says.
    pub async fn disable(
        &self,
        actor: &Operator,
        name: &OperatorName,
    ) -> Result<(), OperatorsError> {
        self.store
            .acting(&actor.name)
            .change_operator(name, Some(Act::OperatorDisabled), |there, found| {
                require_administrator(there, actor)?;
                let others = there.iter().any(|other| {
                    other.name != *name && !other.disabled && other.role == Role::Administrator
                });
                if found.operator.role == Role::Administrator && !others {
                    return Err(OperatorsError::LastAdministrator);
                }
                found.operator.disabled = true;
                Ok(())
            })
            .await
    }

    /// Gives an operator a new password: their own, or an administrator
    /// anybody's. Their failed sign-ins stay counted.
    ///
    /// # Errors
    /// `NotAllowed`, or what is wrong with the password or the store.
    pub async fn set_password(
        &self,
        actor: &Operator,
        name: &OperatorName,
        password: &Secret<String>,
    ) -> Result<(), OperatorsError> {
        let hash = self.hash(password).await?;
        self.store
            .acting(&actor.name)
            .change_operator(name, Some(Act::PasswordSet), |there, found| {
                let own = actor.name == *name && is_current(there, actor);
                if !own {
                    require_administrator(there, actor)?;
                }
                found.password_hash = hash;
                Ok(())
            })
            .await
    }

    async fn new_record(
        &self,
        name: &OperatorName,
        role: Role,
        password: &Secret<String>,
    ) -> Result<OperatorRecord, OperatorsError> {
        Ok(OperatorRecord {
            operator: Operator {
                name: name.clone(),
                role,
                disabled: false,
            },
            password_hash: self.hash(password).await?,
        })
    }

    async fn hash(&self, password: &Secret<String>) -> Result<Secret<String>, PasswordError> {
        password::check_policy(password)?;
        self.hashing
            .run(password.expose(), |password| password::hash(&password))
            .await?
    }
}

/// Whether `actor` is still kept, enabled and in that role.
fn is_current(there: &[Operator], actor: &Operator) -> bool {
    !actor.disabled && there.contains(actor)
}

fn require_administrator(there: &[Operator], actor: &Operator) -> Result<(), OperatorsError> {
    require_role(there, actor, Role::Administrator)
}

/// Whether `actor` still is who they were when they signed in, and holds
/// `needed`.
pub(super) fn require_role(
    there: &[Operator],
    actor: &Operator,
    needed: Role,
) -> Result<(), OperatorsError> {
    if is_current(there, actor) && actor.role.holds(needed) {
        return Ok(());
    }
    Err(match needed {
        Role::FrontDesk => OperatorsError::NotFrontDesk,
        Role::Reviewer => OperatorsError::NotReviewer,
        Role::Administrator => OperatorsError::NotAllowed,
    })
}
