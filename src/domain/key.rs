//! The keys of a kiosk: what its data folder is sealed with, what it signs
//! with, and what others can send it secrets by.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity::identifier;
use super::{Secret, Timestamp};

identifier!(
    /// Says which keys open a data folder; not secret. Tokens name it as who
    /// issued them.
    KeyId
);

identifier!(
    /// Identifies a site: kiosks that have the same site key. It is the id of
    /// the folder that had the key first; not secret.
    SiteId
);

/// That a folder has the site key of another kiosk's site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The site.
    pub site: SiteId,
    /// Which of the site's keys is in force here. A folder counts its own
    /// (`SiteKeys::generation`) by itself.
    pub generation: u32,
}

/// What a key is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Made by the program itself, kept in a plain file. Nothing it signs is
    /// accepted by a production key's verifier.
    Trial,
    /// Made by an administrator and kept where a copy of the disk alone
    /// doesn't show it.
    Production,
}

impl KeyKind {
    /// The word for it in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Production => "production",
        }
    }

    /// Where keys of this worth are kept, unless somebody says otherwise.
    #[must_use]
    pub fn kept_at(self) -> KeyHome {
        match self {
            Self::Trial => KeyHome::File,
            Self::Production => KeyHome::Passphrase,
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Trial, Self::Production]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Where keys are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyHome {
    /// With systemd, which hands them over at start (bound to the TPM where
    /// there is one).
    Credential,
    /// In a file that an operator's passphrase opens.
    Passphrase,
    /// In a file of mode 0600: for trying the program out.
    File,
}

impl KeyHome {
    /// The word for it in arguments and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Passphrase => "passphrase",
            Self::File => "file",
        }
    }

    /// What keys that are kept there are worth.
    #[must_use]
    pub fn worth(self) -> KeyKind {
        match self {
            Self::Credential | Self::Passphrase => KeyKind::Production,
            Self::File => KeyKind::Trial,
        }
    }
}

/// The secret that wraps every other key of a data folder. It never prints,
/// and is wiped when dropped.
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

impl Clone for SiteKey {
    fn clone(&self) -> Self {
        Self::new(self.kind, *self.expose())
    }
}

/// The site key in force and, until everything is wrapped anew, the one before
/// it. What is wrapped says by which generation.
#[derive(Clone, Debug)]
pub struct SiteKeys {
    generation: u32,
    current: SiteKey,
    previous: Option<SiteKey>,
}

impl SiteKeys {
    /// Keys as they are kept: a generation, its key, and the key of the
    /// generation before it.
    #[must_use]
    pub fn new(generation: u32, current: SiteKey, previous: Option<SiteKey>) -> Self {
        Self {
            generation,
            current,
            previous,
        }
    }

    /// The first key of a folder.
    #[must_use]
    pub fn first(key: SiteKey) -> Self {
        Self::new(1, key, None)
    }

    /// The generation in force.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The key in force.
    #[must_use]
    pub fn current(&self) -> &SiteKey {
        &self.current
    }

    /// The key before it, while something may still be wrapped by it.
    #[must_use]
    pub fn previous(&self) -> Option<&SiteKey> {
        self.previous.as_ref()
    }

    /// The key of a generation, if it is at hand.
    #[must_use]
    pub fn of(&self, generation: u32) -> Option<&SiteKey> {
        match self.generation.checked_sub(generation)? {
            0 => Some(&self.current),
            1 => self.previous.as_ref(),
            _ => None,
        }
    }

    /// With `new` in force and today's key before it.
    #[must_use]
    pub fn rotated(&self, new: SiteKey) -> Self {
        Self::new(
            self.generation.saturating_add(1),
            new,
            Some(self.current.clone()),
        )
    }

    /// Without the key before the one in force.
    #[must_use]
    pub fn settled(&self) -> Self {
        Self::new(self.generation, self.current.clone(), None)
    }
}

/// The public half of a signing key (Ed25519); not secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// A signing key that another one took the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetiredKey {
    /// Its public half.
    pub key: PublicKey,
    /// Since when it signs nothing any more. Of keys that earlier releases
    /// retired nobody knows: the beginning of time.
    pub at: Timestamp,
}

/// Everything a kiosk keeps secret outside its data folder.
#[derive(Debug)]
pub struct KioskKeys {
    /// What wraps the data folder's keys.
    pub site: SiteKeys,
    /// Seed of the Ed25519 key that signs tokens and receipts.
    pub signing: Secret<[u8; 32]>,
    /// Earlier signing keys: what they signed by then can still be checked.
    pub retired: Vec<RetiredKey>,
    /// The X25519 secret by which others can send this kiosk a key.
    pub exchange: Secret<[u8; 32]>,
    /// Whose site key it is, if another kiosk handed it on.
    pub member: Option<Membership>,
}

impl KioskKeys {
    /// What they are worth.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.site.current().kind()
    }

    /// The same keys with others for the site.
    #[must_use]
    pub fn with_site(&self, site: SiteKeys) -> Self {
        Self {
            site,
            signing: Secret::new(*self.signing.expose()),
            retired: self.retired.clone(),
            exchange: Secret::new(*self.exchange.expose()),
            member: self.member,
        }
    }

    /// The site of the folder `own`, and which of its keys is in force.
    #[must_use]
    pub fn membership(&self, own: KeyId) -> Membership {
        self.member.unwrap_or(Membership {
            site: SiteId(own.0),
            generation: self.site.generation(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_finds_its_key_and_no_other() {
        let key = |byte| SiteKey::new(KeyKind::Trial, [byte; 32]);
        let keys = SiteKeys::first(key(1)).rotated(key(2)).rotated(key(3));
        let byte = |generation| keys.of(generation).map(|key| key.expose()[0]);
        assert_eq!(keys.generation(), 3);
        assert_eq!(
            [0, 1, 2, 3, 4].map(byte),
            [None, None, Some(2), Some(3), None]
        );
        assert!(keys.settled().of(2).is_none());
    }
}
