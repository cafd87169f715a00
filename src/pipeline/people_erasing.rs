//! Erasing a person at the window: the second operator signs in for that act,
//! and the signed receipt is written where exports go.

use std::path::{Path, PathBuf};

use crate::access::{ErasureError, SignInError};
use crate::domain::{Badge, ErasureReason, Operator, OperatorName, PersonId, Tombstone};
use crate::store::StoreError;

use super::erasures_work;
use super::office::Office;
use super::people_view::{PeopleNotice, SecondOperator};
use super::{Problem, now};

/// Who is to be erased, and who agreed.
pub(super) struct Erasing {
    pub(super) person: PersonId,
    pub(super) badge: Badge,
    pub(super) reason: ErasureReason,
    pub(super) first: Operator,
    pub(super) second: SecondOperator,
}

impl Erasing {
    /// Erases them, and says how that ended.
    ///
    /// # Errors
    /// When the store failed; then nobody was erased.
    pub(super) fn carry_out(
        &self,
        office: &Office,
        exports: &Path,
    ) -> Result<PeopleNotice, StoreError> {
        let found = office.wait(office.store().person(self.person))?;
        let found = found.ok_or(StoreError::NoSuchPerson)?;
        if found.badge != self.badge {
            return Ok(PeopleNotice::WrongBadge);
        }
        let Ok(name) = self.second.name.trim().parse::<OperatorName>() else {
            return Ok(PeopleNotice::SecondRefused);
        };
        // Their password isn't tried for what couldn't be done with it.
        if name == self.first.name {
            return Ok(PeopleNotice::SecondSame);
        }
        let password = &self.second.password;
        let second = match office.wait(office.operators().sign_in(&name, password, now())) {
            Ok(second) => second,
            Err(SignInError::Wait { seconds }) => {
                return Ok(PeopleNotice::SecondWaits { seconds });
            }
            Err(SignInError::Wrong | SignInError::Disabled | SignInError::NoOperators) => {
                return Ok(PeopleNotice::SecondRefused);
            }
            Err(SignInError::Store(error)) => return Err(error),
            Err(error @ SignInError::Password(_)) => {
                let why = Problem::of(&error);
                return Ok(PeopleNotice::Failed { why });
            }
        };
        let erasures = office.tokens().erasures();
        let both = (&self.first, &second);
        match office.wait(erasures.erase(self.person, self.reason, both)) {
            Ok(removal) => Ok(PeopleNotice::Removed {
                sessions: removal.sessions_anonymised,
                receipt: write_receipt(office, exports, &removal.tombstone),
                log_emptied: removal.log_emptied,
            }),
            Err(ErasureError::Store(error)) => Err(error),
            Err(_) => Ok(PeopleNotice::SecondSame),
        }
    }
}

/// Writes the receipt; what can't be written now is signed again by whoever
/// asks for it.
fn write_receipt(office: &Office, exports: &Path, tombstone: &Tombstone) -> Option<PathBuf> {
    let erasures = office.tokens().erasures();
    let signed = erasures
        .receipt(tombstone)
        .inspect_err(|error| tracing::error!(%error, "an erasure has no receipt yet"))
        .ok()?;
    let path = exports.join(format!("erasure-{}.jwt", tombstone.person));
    let saved = erasures_work::save(exports, &path, &signed);
    saved.is_ok().then_some(path)
}
