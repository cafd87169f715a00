//! Signing in: the same work and the same answer for a wrong name as for a
//! wrong password, and a pause after failures that outlives the program.

use thiserror::Error;

use super::Operators;
use crate::auth::backoff::{self, Gate};
use crate::auth::password::{self, PasswordError};
use crate::domain::{AttemptCount, Operator, OperatorName, Secret, Timestamp};
use crate::store::{OperatorRecord, SignIns, StoreError};

/// Why somebody wasn't signed in.
#[derive(Debug, Error)]
pub enum SignInError {
    /// There is no operator at all.
    #[error("there are no operators yet; make the first with: secure-biometric operators init")]
    NoOperators,
    /// No such operator, or another password.
    #[error("the name or the password is wrong; try again")]
    Wrong,
    /// Too many failures under this name, or at this kiosk under any.
    #[error("too many failed sign-ins under this name or at this kiosk; try again in {seconds} s")]
    Wait {
        /// From now on.
        seconds: u64,
    },
    /// The password is right, but the account is switched off.
    #[error("this operator is disabled; ask an administrator")]
    Disabled,
    /// Hashing failed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Operators {
    /// Signs an operator in. Counts a try as failed before the password is
    /// looked at and forgets the failures when it turns out right, so that
    /// neither parallel tries nor ending the program gain a free one.
    ///
    /// # Errors
    /// Why not.
    pub async fn sign_in(
        &self,
        name: &OperatorName,
        password: &Secret<String>,
        now: Timestamp,
    ) -> Result<Operator, SignInError> {
        if !self.store.has_operators().await? {
            return Err(SignInError::NoOperators);
        }
        self.ask(name, now).await?;
        let record = self.store.operator(name).await?;
        let Some(record) = self.verified(record, password).await? else {
            self.store.sign_in_failed(name, "wrong").await?;
            return Err(SignInError::Wrong);
        };
        if record.operator.disabled {
            self.store
                .step_sign_ins(SignIns::Of(name), now, |_| (AttemptCount::default(), ()))
                .await?;
            self.take_back(now).await?;
            self.store.sign_in_failed(name, "disabled").await?;
            return Err(SignInError::Disabled);
        }
        self.store.signed_in(name).await?;
        self.take_back(now).await?;
        if password::needs_rehash(&record.password_hash) {
            self.rehash(&record, password).await?;
        }
        Ok(record.operator)
    }

    /// Whether a password may be tried now: of this name, and at this kiosk,
    /// whose count is asked first, so that who tries many names in its pause
    /// shuts none of them out.
    async fn ask(&self, name: &OperatorName, now: Timestamp) -> Result<(), SignInError> {
        let asked = self
            .store
            .step_sign_ins(self.place, now, |count| backoff::ask_kiosk(count, now));
        let mut gate = asked.await?;
        if gate == Gate::Open {
            let of = SignIns::Of(name);
            let asked = self
                .store
                .step_sign_ins(of, now, |count| backoff::ask(count, now));
            gate = asked.await?;
            if gate != Gate::Open {
                self.take_back(now).await?;
            }
        }
        let Gate::Closed(until) = gate else {
            return Ok(());
        };
        self.store.sign_in_failed(name, "paused").await?;
        let millis = until.0.saturating_sub(now.0).unsigned_abs();
        Err(SignInError::Wait {
            seconds: millis.div_ceil(1000),
        })
    }

    /// Takes a try back that counted as failed at this kiosk.
    async fn take_back(&self, now: Timestamp) -> Result<(), StoreError> {
        let step = |count| (backoff::take_back_at_kiosk(count), ());
        self.store.step_sign_ins(self.place, now, step).await
    }

    /// The record, if the password is its own; as much work without a record.
    async fn verified(
        &self,
        record: Option<OperatorRecord>,
        password: &Secret<String>,
    ) -> Result<Option<OperatorRecord>, SignInError> {
        let verified = self
            .hashing
            .run(password.expose(), move |password| {
                let hash = record.as_ref().map(|record| &record.password_hash);
                password::verify(&password, hash)
                    .then_some(record)
                    .flatten()
            })
            .await?;
        Ok(verified)
    }

    /// Hashes a password just verified with today's parameters, unless it was
    /// changed meanwhile.
    async fn rehash(
        &self,
        verified: &OperatorRecord,
        password: &Secret<String>,
    ) -> Result<(), SignInError> {
        let hash = self
            .hashing
            .run(password.expose(), |password| password::hash(&password))
            .await??;
        self.store
            .change_operator(&verified.operator.name, None, |_, found| {
                if found.password_hash.expose() == verified.password_hash.expose() {
                    found.password_hash = hash;
                }
                Ok::<(), SignInError>(())
            })
            .await
    }
}
