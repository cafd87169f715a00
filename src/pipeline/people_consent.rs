//! A person's consent, written to a file at the window.

use std::path::Path;

use crate::access::ConsentError;
use crate::domain::{Operator, PersonId};
use crate::report::consent::ConsentWords;
use crate::store::StoreError;

use super::new_file::make_folder;
use super::office::Office;
use super::people_view::PeopleNotice;
use super::{Problem, now};

/// Writes it into the folder of exports; its name is the person's id.
///
/// # Errors
/// When the store failed.
pub(super) fn write(
    office: &Office,
    exports: &Path,
    operator: &Operator,
    (person, words, with_signature): (PersonId, &ConsentWords, bool),
) -> Result<PeopleNotice, StoreError> {
    let store = office.store();
    let found = office.wait(store.person(person))?;
    let found = found.ok_or(StoreError::NoSuchPerson)?;
    let consent = office.wait(store.consent(person))?;
    let consent = consent.ok_or(StoreError::NoSuchPerson)?;
    let consents = office.tokens().acting(&operator.name).consents();
    let file = exports.join(format!("consent-{person}-{}.html", now().0));
    if let Err(why) = make_folder(exports) {
        return Ok(PeopleNotice::Failed { why });
    }
    let written = consents.write((&found, &consent), words, with_signature, &file);
    Ok(match office.wait(written) {
        Ok(()) => PeopleNotice::ConsentWritten { file },
        Err(ConsentError::Store(error)) => return Err(error),
        Err(ConsentError::File { path, source }) => {
            tracing::warn!(%source, "a consent can't be written");
            let why = Problem::File { path };
            PeopleNotice::Failed { why }
        }
        Err(ConsentError::Foreign | ConsentError::Changed | ConsentError::Signature(_)) => {
            let why = Problem::Start;
            PeopleNotice::Failed { why }
        }
    })
}
