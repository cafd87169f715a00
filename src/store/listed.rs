//! Lists that one damaged record doesn't hold up.

use uuid::Uuid;

use super::{StoreError, id_from};

/// All that is kept of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// What opens.
    pub sound: Vec<T>,
    /// The ids of what doesn't: it was changed or moved outside this program.
    pub damaged: Vec<Uuid>,
}

impl<T> Listed<T> {
    /// Of rows, each with the bytes of its id.
    ///
    /// # Errors
    /// What isn't one record's fault.
    pub(super) fn of(
        rows: impl IntoIterator<Item = (Vec<u8>, Result<T, StoreError>)>,
    ) -> Result<Self, StoreError> {
        let mut listed = Self {
            sound: Vec::new(),
            damaged: Vec::new(),
        };
        for (id, opened) in rows {
            match opened {
                Ok(one) => listed.sound.push(one),
                // An id that is none itself is told as the one that nothing has.
                Err(error) if error.is_of_one_record() => {
                    listed.damaged.push(id_from(&id).unwrap_or_default());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(listed)
    }
}
