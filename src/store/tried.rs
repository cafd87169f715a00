//! Sealed records that anybody may have written, for `tests/fuzz`: whatever
//! the bytes are, nothing opens that wasn't sealed here, and what opens is
//! read or refused, without a crash.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::audit::SealedEntry;
use super::erasure::SealedTombstone;
use super::operators::SealedOperator;
use super::packing;
use super::people::SealedPerson;
use super::renewal;
use super::sealing::{Kind, Sealer};
use super::session_rows::SealedSession;
use super::tokens::SealedToken;
use super::{KeptTolerance, StoreError};
use crate::domain::{Consent, Embedding, SelfTestPlan};

/// What tried records are sealed under, and bound to.
const KEY: [u8; 32] = *b"a key for records that are tried";
const BOUND: &[u8] = b"tried";
/// Kinds that are read as JSON, as numbers, and as packed surfaces.
const KINDS: [Kind; 4] = [
    Kind::Person,
    Kind::Template,
    Kind::Shape,
    Kind::Reconstruction,
];

/// Seals bytes as a record of the first kind that is tried.
///
/// # Errors
/// When the system gives no random numbers.
pub fn sealed(plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    Sealer::new(&KEY).seal(Kind::Person, &[BOUND], plain)
}

/// Opens bytes as records of several kinds; says whether any did.
#[must_use]
pub fn open(record: &[u8]) -> bool {
    let sealer = Sealer::new(&KEY);
    KINDS
        .iter()
        .any(|kind| sealer.open(*kind, &[BOUND], record).is_ok())
}

/// What reading bytes as a record's content showed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Read {
    /// As how many kinds of records they can be read.
    pub kinds: usize,
    /// Whether one of those isn't the same when it is written and read again.
    pub changed: bool,
}

/// Reads bytes as what each kind of record holds, once it is opened.
#[must_use]
pub fn read(plain: &[u8]) -> Read {
    let mut read = Read::default();
    if let Some(shape) = packing::unpack_shape(plain) {
        let again = packing::pack_shape(&shape).ok();
        read.note(again.and_then(|again| packing::unpack_shape(&again)) == Some(shape));
    }
    if let Some(whole) = packing::unpack(plain) {
        let again = packing::pack(&whole).ok();
        read.note(again.and_then(|again| packing::unpack(&again)) == Some(whole));
    }
    // A template: with the number of its secret, or of before there were any.
    let values = renewal::values_of(plain).ok();
    if let Some(Ok(embedding)) = values.map(|values| Embedding::try_from(values.to_vec())) {
        read.note(embedding.values().iter().all(|value| value.is_finite()));
    }
    read.json::<SealedPerson>(plain);
    read.json::<SealedSession>(plain);
    read.json::<SealedOperator>(plain);
    read.json::<SealedToken>(plain);
    read.json::<SealedEntry>(plain);
    read.json::<SealedTombstone>(plain);
    read.json::<KeptTolerance>(plain);
    read.json::<Consent>(plain);
    read.json::<SelfTestPlan>(plain);
    read
}

impl Read {
    fn note(&mut self, same: bool) {
        self.kinds += 1;
        self.changed |= !same;
    }

    fn json<T: Serialize + DeserializeOwned>(&mut self, plain: &[u8]) {
        let Ok(read) = serde_json::from_slice::<T>(plain) else {
            return;
        };
        let written = serde_json::to_vec(&read).unwrap_or_default();
        let again = serde_json::from_slice::<T>(&written);
        let again = again.ok().and_then(|again| serde_json::to_vec(&again).ok());
        self.note(again == Some(written));
    }
}
