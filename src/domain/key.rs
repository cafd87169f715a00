//! The key that a data folder is sealed with.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Secret;
use super::identity::identifier;

identifier!(
    /// Says which key opens a data folder; not secret.
    KeyId
);

/// What a key is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Made by the program itself, kept in a file. Nothing it signs is
    /// accepted by a production key's verifier.
    Trial,
}

/// The secret that every key of a data folder is derived from. It never
/// prints, and is wiped when dropped.
#[derive(Debug)]
pub struct SiteKey {
    kind: KeyKind,
    bytes: Secret<[u8; Self::LENGTH]>,
}

impl SiteKey {
    /// Its length in bytes.
    pub const LENGTH: usize = 32;

    /// A key of `kind` out of random bytes.
    #[must_use]
    pub fn new(kind: KeyKind, bytes: [u8; Self::LENGTH]) -> Self {
        Self {
            kind,
            bytes: Secret::new(bytes),
        }
    }

    /// What it is worth.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Lends the bytes to what derives keys from them.
    #[must_use]
    pub fn expose(&self) -> &[u8; Self::LENGTH] {
        self.bytes.expose()
    }
}
