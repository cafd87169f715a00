//! What says that the kiosk wrote an entry of the audit, and where it ends.
//!
//! Each has a key of its own: the MAC of an entry, which stands in its row, is
//! none of a head. Else whoever cuts entries off could take the head for what
//! is left out of the last row that they leave.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::StoreError;
use super::sealing::{Index, Kind, Reader, Sealer};
use crate::domain::{AuditHash, AuditHead};

/// Opens many entries and looks at many MACs: keys are derived once.
pub(super) struct AuditReader {
    pub(super) entries: Reader,
    entry: Hmac<Sha256>,
    head: Hmac<Sha256>,
    /// Of before entries and heads had keys of their own. Nothing is written
    /// with it any more, so that no later row has a MAC for such a head.
    earlier: Hmac<Sha256>,
}

impl AuditReader {
    pub(super) fn new(keys: &Sealer) -> Result<Self, StoreError> {
        Ok(Self {
            entries: keys.reader(Kind::Audit)?,
            entry: keys.hmac(Index::AuditEntry)?,
            head: keys.hmac(Index::AuditHead)?,
            earlier: keys.hmac(Index::Audit)?,
        })
    }

    /// The hash of an entry, if `mac` is its MAC.
    pub(super) fn entry(&self, hash: &[u8], mac: &[u8]) -> Option<AuditHash> {
        let hash = AuditHash(hash.try_into().ok()?);
        let genuine = is_mac(&self.entry, &hash.0, mac) || is_mac(&self.earlier, &hash.0, mac);
        genuine.then_some(hash)
    }

    /// The head, if `mac` is its MAC.
    pub(super) fn head(&self, sequence: i64, hash: &[u8], mac: &[u8]) -> Option<AuditHead> {
        let head = AuditHead {
            sequence: u64::try_from(sequence).ok()?,
            hash: AuditHash(hash.try_into().ok()?),
        };
        let genuine =
            is_mac(&self.head, &bound(head), mac) || is_mac(&self.earlier, &head.hash.0, mac);
        genuine.then_some(head)
    }
}

/// The MAC of an entry.
pub(super) fn of_entry(keys: &Sealer, hash: AuditHash) -> Result<Vec<u8>, StoreError> {
    keys.mac(Index::AuditEntry, &hash.0)
}

/// The MAC of the head.
pub(super) fn of_head(keys: &Sealer, head: AuditHead) -> Result<Vec<u8>, StoreError> {
    keys.mac(Index::AuditHead, &bound(head))
}

fn bound(head: AuditHead) -> Vec<u8> {
    [&head.sequence.to_le_bytes()[..], &head.hash.0].concat()
}

fn is_mac(hmac: &Hmac<Sha256>, bytes: &[u8], mac: &[u8]) -> bool {
    let mut hmac = hmac.clone();
    hmac.update(bytes);
    hmac.verify_slice(mac).is_ok()
}
