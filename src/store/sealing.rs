//! Sealing records: what is on the disk can't be read, changed or moved to
//! another row without the site key.
//!
//! A sealed record is a version byte, a random 24-byte nonce and
//! XChaCha20-Poly1305's output. Its associated data is that version, the
//! record's kind and everything plain that the row says (id, person, row's
//! version ...). Each person has a key for their records, the folder one for
//! all others (`wrapping`); from each, keys are derived by HKDF-SHA256
//! (RFC 5869), one a kind.

use std::sync::{Mutex, PoisonError};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::StoreError;
use crate::domain::Secret;

/// How records are written: nonce, then XChaCha20-Poly1305, whose associated
/// data begins with this version.
pub(super) const VERSION: u8 = 2;
/// How they were written before: the same, but the version was not bound. Such
/// records are opened for good, and written anew whenever they change.
const UNBOUND_VERSION: u8 = 1;
/// Bytes of an XChaCha20 nonce: long enough to be drawn at random.
pub(super) const NONCE_LENGTH: usize = 24;
/// Large enough that a record is serialised without growing the buffer, which
/// would leave unwiped copies behind. The longest is a consent with a drawn
/// signature: 2,000 points of at most 12 bytes each.
const RECORD_CAPACITY: usize = 32 * 1024;

/// What a record is. Each kind has a key of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Of folders of before the first release.
    KeyCheck,
    WrappedKey,
    Person,
    Consent,
    Template,
    Session,
    Operator,
    Tolerance,
    Setting,
    Pin,
    Reconstruction,
    Replay,
    SurfaceExport,
    Shape,
    SelfTest,
    Trial,
    Audit,
    Token,
    TokenEnd,
    KeySet,
    Clock,
    Tombstone,
    Answer,
    Mark,
    MarkNote,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::KeyCheck => "key check",
            Self::WrappedKey => "key",
            Self::Person => "person",
            Self::Consent => "consent",
            Self::Template => "template",
            Self::Session => "session",
            Self::Operator => "operator",
            Self::Tolerance => "tolerance",
            Self::Setting => "setting",
            Self::Pin => "PIN",
            Self::Reconstruction => "reconstruction",
            Self::Replay => "replay",
            Self::SurfaceExport => "surface export",
            Self::Shape => "shape",
            Self::SelfTest => "self-test",
            Self::Trial => "trial",
            Self::Audit => "audit",
            Self::Token => "token",
            Self::TokenEnd => "token's end",
            Self::KeySet => "key set",
            Self::Clock => "clock",
            Self::Tombstone => "tombstone",
            Self::Answer => "answer",
            Self::Mark => "mark",
            Self::MarkNote => "note of a mark",
        }
    }
}

/// Texts that are looked up without being readable.
#[derive(Clone, Copy, Debug)]
pub(super) enum Index {
    Badge,
    Claim,
    Attempts,
    OperatorName,
    SignIn,
    /// Entries and heads of the audit of before the two had keys of their own.
    Audit,
    AuditEntry,
    AuditHead,
    Tombstone,
    Answer,
}

impl Index {
    fn name(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Claim => "claim",
            Self::Attempts => "attempts",
            Self::OperatorName => "operator name",
            Self::SignIn => "sign-in",
            Self::Audit => "audit",
            Self::AuditEntry => "audit entry",
            Self::AuditHead => "audit head",
            Self::Tombstone => "tombstone",
            Self::Answer => "answer",
        }
    }
}

/// Seals and opens records under one key: a person's, or the folder's.
pub(super) struct Sealer {
    root: Secret<[u8; 32]>,
    /// The keys that were derived by now: many records are of few kinds.
    derived: Mutex<Vec<Derived>>,
}

struct Derived {
    purpose: &'static str,
    name: &'static str,
    key: Zeroizing<[u8; 32]>,
}

impl Sealer {
    /// What seals under this key.
    pub(super) fn new(root: &[u8; 32]) -> Self {
        Self {
            root: Secret::new(*root),
            derived: Mutex::default(),
        }
    }

    /// The key of one purpose.
    pub(super) fn key(
        &self,
        purpose: &'static str,
        name: &'static str,
    ) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = derived.iter();
        if let Some(known) = known.find(|of| (of.purpose, of.name) == (purpose, name)) {
            return Ok(known.key.clone());
        }
        let mut key = Zeroizing::new([0_u8; 32]);
        let info = [
            b"secure-biometric v1 ",
            purpose.as_bytes(),
            b" ",
            name.as_bytes(),
        ];
        Hkdf::<Sha256>::new(None, self.root.expose())
            .expand_multi_info(&info, key.as_mut())
            .map_err(|_| StoreError::Sealing)?;
        derived.push(Derived {
            purpose,
            name,
            key: key.clone(),
        });
        Ok(key)
    }

    /// Seals `plain`, bound to `bound`: the row's id and its plain columns.
    pub(super) fn seal(
        &self,
        kind: Kind,
        bound: &[&[u8]],
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0_u8; NONCE_LENGTH];
        getrandom::fill(&mut nonce).map_err(|_| StoreError::Sealing)?;
        let payload = Payload {
            msg: plain,
            aad: &associated(VERSION, kind, bound)?,
        };
        let sealed = self
            .cipher(kind)?
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::Sealing)?;
        let mut record = Vec::with_capacity(1 + NONCE_LENGTH + sealed.len());
        record.push(VERSION);
        record.extend_from_slice(&nonce);
        record.extend_from_slice(&sealed);
        Ok(record)
    }

    /// Opens what `seal` made, if kind and `bound` are the same as then.
    pub(super) fn open(
        &self,
        kind: Kind,
        bound: &[&[u8]],
        record: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        open(&self.cipher(kind)?, kind, bound, record)
    }

    /// Seals a value as JSON, so that later versions can add fields.
    pub(super) fn seal_json<T: Serialize + ?Sized>(
        &self,
        kind: Kind,
        bound: &[&[u8]],
        value: &T,
    ) -> Result<Vec<u8>, StoreError> {
        let mut plain = Zeroizing::new(Vec::with_capacity(RECORD_CAPACITY));
        serde_json::to_writer(&mut *plain, value).map_err(|_| StoreError::Sealing)?;
        self.seal(kind, bound, &plain)
    }

    /// Opens what `seal_json` made.
    pub(super) fn open_json<T: DeserializeOwned>(
        &self,
        kind: Kind,
        bound: &[&[u8]],
        record: &[u8],
    ) -> Result<T, StoreError> {
        let plain = self.open(kind, bound, record)?;
        // The parser's message could quote the record, so it is dropped.
        serde_json::from_slice(&plain).map_err(|_| StoreError::Unreadable(kind.name()))
    }

    /// What a text is looked up by: its HMAC-SHA256 under the index's key.
    pub(super) fn index(&self, index: Index, text: &str) -> Result<Vec<u8>, StoreError> {
        self.mac(index, text.as_bytes())
    }

    /// The HMAC-SHA256 of `bytes` under the index's key.
    pub(super) fn mac(&self, index: Index, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut mac = self.hmac(index)?;
        mac.update(bytes);
        Ok(mac.finalize().into_bytes().to_vec())
    }

    /// What opens many records of one kind: their key is derived once.
    pub(super) fn reader(&self, kind: Kind) -> Result<Reader, StoreError> {
        Ok(Reader {
            kind,
            cipher: self.cipher(kind)?,
        })
    }

    pub(super) fn hmac(&self, index: Index) -> Result<Hmac<Sha256>, StoreError> {
        let key = self.key("index", index.name())?;
        <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_ref()).map_err(|_| StoreError::Sealing)
    }

    pub(super) fn cipher(&self, kind: Kind) -> Result<XChaCha20Poly1305, StoreError> {
        let key = self.key("record", kind.name())?;
        XChaCha20Poly1305::new_from_slice(key.as_ref()).map_err(|_| StoreError::Sealing)
    }
}

/// Opens many records of one kind.
pub(super) struct Reader {
    kind: Kind,
    cipher: XChaCha20Poly1305,
}

impl Reader {
    /// Opens what `Keys::seal_json` made.
    pub(super) fn open_json<T: DeserializeOwned>(
        &self,
        bound: &[&[u8]],
        record: &[u8],
    ) -> Result<T, StoreError> {
        let plain = open(&self.cipher, self.kind, bound, record)?;
        serde_json::from_slice(&plain).map_err(|_| StoreError::Unreadable(self.kind.name()))
    }
}

fn open(
    cipher: &XChaCha20Poly1305,
    kind: Kind,
    bound: &[&[u8]],
    record: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let broken = || StoreError::Sealed(kind.name());
    let (version, rest) = record.split_first().ok_or_else(broken)?;
    let (nonce, sealed) = rest
        .split_first_chunk::<NONCE_LENGTH>()
        .ok_or_else(broken)?;
    if ![UNBOUND_VERSION, VERSION].contains(version) {
        return Err(broken());
    }
    let payload = Payload {
        msg: sealed,
        aad: &associated(*version, kind, bound)?,
    };
    cipher
        .decrypt(&XNonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| broken())
}

/// The associated data: version (where it is bound), kind and parts, each
/// behind its length, so that no two lists of parts give the same bytes.
pub(super) fn associated(version: u8, kind: Kind, bound: &[&[u8]]) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let version = (version != UNBOUND_VERSION).then_some([version]);
    let head = version.as_ref().map(|version| version.as_slice());
    let head = head.into_iter().chain([kind.name().as_bytes()]);
    for part in head.chain(bound.iter().copied()) {
        let length = u32::try_from(part.len()).map_err(|_| StoreError::Sealing)?;
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(part);
    }
    Ok(bytes)
}

#[cfg(test)]
#[path = "sealing_tests.rs"]
mod tests;
