//! Handing the site key on: a kiosk asks for it, an administrator at another
//! one seals it to the key of the one that asks. Both are texts that anybody
//! may carry, in a file or through a centre: they open for that kiosk alone,
//! and a code that people compare on both screens says whose they are.
//!
//! Sealed is by HPKE (RFC 9180, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
//! ChaCha20Poly1305) in its authenticated mode, for exactly this request.

use argon2::{Algorithm, Argon2, Params, Version};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::handing_on_text as text;
use super::key_making::exchange_public_key;
use crate::domain::{
    KeyId, KeyKind, KioskKeys, KioskName, Membership, PublicKey, Secret, ShortCode, SiteKey,
};

/// Memory, passes and lanes of the code's hash: as of an operator's password.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// What HPKE is bound to besides, and what the codes' hashes are salted with.
const PURPOSE: &[u8] = b"secure-biometric site key v1";
/// Bytes of the encapsulated key, and of the site key with its tag.
const ENCAPSULATED: usize = 32;
pub(super) const SEALED: usize = ENCAPSULATED + SiteKey::LENGTH + 16;

type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicExchangeKey = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Why a site key isn't handed on.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HandingOnError {
    /// Not the text of a request.
    #[error(
        "this is no kiosk's request for the site key, or a part of it is missing; write it anew there with: secure-biometric keys request"
    )]
    NoRequest,
    /// Not the text of a grant.
    #[error(
        "this is no site key for a kiosk, or a part of it is missing; have it written anew with: secure-biometric keys grant"
    )]
    NoGrant,
    /// The code that was typed is another one.
    #[error(
        "the code is another one than this file's; look at the other screen again, and if it still differs, the file was exchanged on its way: don't go on with it"
    )]
    OtherCode,
    /// One has trial keys, the other production keys.
    #[error(
        "one of the two kiosks has trial keys and the other production keys; make production keys there first with: secure-biometric keys init"
    )]
    OtherKind,
    /// It asks itself.
    #[error("this kiosk asked itself; take the request to a kiosk that has the site key")]
    Oneself,
    /// It wasn't asked for, or was already used.
    #[error(
        "this kiosk doesn't wait for that site key: it was used already, or another request was made since; make a new one with: secure-biometric keys request"
    )]
    NotAskedFor,
    /// Sealed to another key, by another one, or changed.
    #[error(
        "this site key doesn't open here: it is another kiosk's, or it was changed; have it written anew with: secure-biometric keys grant"
    )]
    NotForHere,
    /// Hashing failed.
    #[error("the code could not be worked out; free some memory and try again")]
    Hashing,
    /// The system gave no random numbers.
    #[error("the system gives no random numbers; restart it")]
    Random,
}

/// What a kiosk asks with: its public keys, and what makes this request
/// another one than all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRequest {
    /// What its keys are worth.
    pub kind: KeyKind,
    /// Whose data folder it is.
    pub kiosk: KeyId,
    /// What people call it.
    pub name: KioskName,
    /// What it signs is verified with it.
    pub signing: PublicKey,
    /// The site key is sealed to it (X25519).
    pub exchange: [u8; 32],
    /// Drawn for this request. A centre that carries a request between kiosks
    /// may put what both know in its place.
    pub nonce: [u8; 32],
}

impl KeyRequest {
    /// A new request of a kiosk.
    ///
    /// # Errors
    /// `Random`.
    pub fn new(kiosk: KeyId, name: KioskName, keys: &KioskKeys) -> Result<Self, HandingOnError> {
        let mut nonce = [0; 32];
        getrandom::fill(&mut nonce).map_err(|_| HandingOnError::Random)?;
        Ok(Self {
            kind: keys.kind(),
            kiosk,
            name,
            signing: super::key_making::public_key(&keys.signing),
            exchange: exchange_public_key(&keys.exchange),
            nonce,
        })
    }

    /// Its text, to be carried to a kiosk that has the site key.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::write_request(self)
    }

    /// The request in such a text.
    ///
    /// # Errors
    /// `NoRequest`.
    pub fn read(text: &str) -> Result<Self, HandingOnError> {
        text::read_request(text).ok_or(HandingOnError::NoRequest)
    }

    /// The code that people compare before the site key is sealed for it.
    /// Takes as long as a password's hash.
    ///
    /// # Errors
    /// `Hashing`.
    pub fn code(&self) -> Result<ShortCode, HandingOnError> {
        code("request", &self.to_text())
    }

    /// What says that a grant is for this request.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.to_text()).into()
    }
}

/// A site key, sealed for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyGrant {
    /// What it is worth.
    pub kind: KeyKind,
    /// Which site's it is, and which of that site's keys.
    pub member: Membership,
    /// Whose data folder it comes from.
    pub by: KeyId,
    /// The public key of who sealed it (X25519).
    pub exchange: [u8; 32],
    /// Which request it answers.
    pub request: [u8; 32],
    /// The encapsulated key, and the site key as HPKE sealed it.
    pub(super) sealed: [u8; SEALED],
}

impl KeyGrant {
    /// Seals the site key of `keys`, the keys of the folder `by`, for a
    /// request whose code was compared.
    ///
    /// # Errors
    /// `Oneself`, `OtherKind`, `Random`, or `NotForHere` if the request's key
    /// is none.
    pub fn seal(request: &KeyRequest, by: KeyId, keys: &KioskKeys) -> Result<Self, HandingOnError> {
        if request.kiosk == by {
            return Err(HandingOnError::Oneself);
        }
        if request.kind != keys.kind() {
            return Err(HandingOnError::OtherKind);
        }
        let mut grant = Self {
            kind: keys.kind(),
            member: keys.membership(by),
            by,
            exchange: exchange_public_key(&keys.exchange),
            request: request.hash(),
            sealed: [0; SEALED],
        };
        let own = (private(&keys.exchange)?, public(&grant.exchange)?);
        // HPKE's own drawing would end the program where the system can't.
        getrandom::fill(&mut [0; 32]).map_err(|_| HandingOnError::Random)?;
        let (encapsulated, sealed) =
            hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Auth(own),
                &public(&request.exchange)?,
                &grant.bound(),
                keys.site.current().expose(),
                b"",
            )
            .map_err(|_| HandingOnError::NotForHere)?;
        let whole = [encapsulated.to_bytes().as_slice(), &sealed].concat();
        grant.sealed = whole.try_into().map_err(|_| HandingOnError::NotForHere)?;
        Ok(grant)
    }

    /// Opens it at the kiosk that asked.
    ///
    /// # Errors
    /// `NotAskedFor`, `OtherKind`, or `NotForHere`.
    pub fn open(&self, request: &KeyRequest, keys: &KioskKeys) -> Result<SiteKey, HandingOnError> {
        if self.request != request.hash() {
            return Err(HandingOnError::NotAskedFor);
        }
        if self.kind != keys.kind() {
            return Err(HandingOnError::OtherKind);
        }
        let not_here = |_| HandingOnError::NotForHere;
        let (encapsulated, sealed) = self.sealed.split_at(ENCAPSULATED);
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Auth(public(&self.exchange)?),
            &private(&keys.exchange)?,
            &Encapsulated::from_bytes(encapsulated).map_err(not_here)?,
            &self.bound(),
            sealed,
            b"",
        );
        let opened = Zeroizing::new(opened.map_err(not_here)?);
        let key = opened.as_slice().try_into();
        Ok(SiteKey::new(
            self.kind,
            key.map_err(|_| HandingOnError::NotForHere)?,
        ))
    }

    /// Its text, to be carried to the kiosk that asked.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::write_grant(self)
    }

    /// The grant in such a text.
    ///
    /// # Errors
    /// `NoGrant`.
    pub fn read(text: &str) -> Result<Self, HandingOnError> {
        text::read_grant(text).ok_or(HandingOnError::NoGrant)
    }

    /// The code that people compare before it is taken. Takes as long as a
    /// password's hash.
    ///
    /// # Errors
    /// `Hashing`.
    pub fn code(&self) -> Result<ShortCode, HandingOnError> {
        code("grant", &self.to_text())
    }

    /// All that it says, which HPKE binds the sealed key to.
    fn bound(&self) -> Vec<u8> {
        [PURPOSE, text::grant_head(self).as_bytes()].concat()
    }
}

/// Sixty bits of a text's hash, each try of which takes 64 MiB and some tenths
/// of a second: SECURITY.md says why that is enough.
fn code(what: &str, text: &str) -> Result<ShortCode, HandingOnError> {
    let failed = |_| HandingOnError::Hashing;
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(8)).map_err(failed)?;
    let salt = [PURPOSE, b" ", what.as_bytes()].concat();
    let mut hash = [0; 8];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(text.as_bytes(), &salt, &mut hash)
        .map_err(failed)?;
    Ok(ShortCode::of(hash))
}

fn private(key: &Secret<[u8; 32]>) -> Result<PrivateKey, HandingOnError> {
    PrivateKey::from_bytes(key.expose()).map_err(|_| HandingOnError::NotForHere)
}

fn public(key: &[u8; 32]) -> Result<PublicExchangeKey, HandingOnError> {
    PublicExchangeKey::from_bytes(key).map_err(|_| HandingOnError::NotForHere)
}

#[cfg(test)]
#[path = "handing_on_tests.rs"]
mod tests;
