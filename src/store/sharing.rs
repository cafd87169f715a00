//! Sealing what the kiosks of a site share. They have one key for it, made by
//! the site's first kiosk and handed on with the site key. The same content is
//! always sealed to the same bytes: a row that is sent again, because an
//! answer was lost, must be the row that was sent first.

use std::sync::Arc;

use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead, Payload};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::incoming::FROM_CENTRE;
use super::sealing::{Kind, NONCE_LENGTH, Sealer, VERSION, associated};
use super::transform::{Matrix, Transform};
use super::wrapping::new_key;
use super::{Connection, Store, StoreError};
use crate::domain::{PersonId, Secret};

/// The named key of the folder that kiosks of a site have in common.
const KEY: &str = "sharing";
/// What that key is bound to on its way to another kiosk.
const HANDED_ON: &[&[u8]] = &[b"handed on", b"sharing"];

/// What seals and opens for the kiosks of the site. Clones share it.
#[derive(Clone)]
pub struct Sharing {
    site: Uuid,
    sealer: Arc<Sealer>,
    transform: Arc<Transform>,
}

impl Sharing {
    fn new(site: Uuid, key: &[u8; 32]) -> Result<Self, StoreError> {
        let sealer = Sealer::new(key);
        let secret = sealer.key("transform", "templates")?;
        Ok(Self {
            site,
            sealer: Arc::new(sealer),
            transform: Arc::new(Transform::new(&secret)?),
        })
    }

    /// Seals a record for the other kiosks.
    pub(super) fn seal(
        &self,
        kind: Kind,
        (id, version, person): (Uuid, u64, Option<PersonId>),
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let version = version.to_be_bytes();
        let bound = self.bound(&id, &version, person.as_ref());
        seal_same(&self.sealer, kind, &bound, plain)
    }

    /// Opens what another kiosk sealed, if it is what the centre says it is.
    pub(super) fn open(
        &self,
        kind: Kind,
        (id, version, person): (Uuid, u64, Option<PersonId>),
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let version = version.to_be_bytes();
        let bound = self.bound(&id, &version, person.as_ref());
        let opened = self.sealer.open(kind, &bound, sealed);
        opened.map_err(|_| StoreError::Sealed(FROM_CENTRE))
    }

    /// Seals a value as JSON.
    pub(super) fn seal_json<T: Serialize>(
        &self,
        kind: Kind,
        row: (Uuid, u64, Option<PersonId>),
        value: &T,
    ) -> Result<Vec<u8>, StoreError> {
        let plain = serde_json::to_vec(value).map_err(|_| StoreError::Sealing)?;
        self.seal(kind, row, &Zeroizing::new(plain))
    }

    /// Opens what `seal_json` made.
    pub(super) fn open_json<T: DeserializeOwned>(
        &self,
        kind: Kind,
        row: (Uuid, u64, Option<PersonId>),
        sealed: &[u8],
    ) -> Result<T, StoreError> {
        let plain = self.open(kind, row, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| StoreError::Unreadable(FROM_CENTRE))
    }

    /// An embedding as it leaves the kiosk: under a transform that the site's
    /// kiosks have in common, and no other site.
    pub(super) fn transformed(&self, embedding: &[f32]) -> Zeroizing<Vec<f32>> {
        self.transform.apply(embedding)
    }

    /// From embeddings as other kiosks send them to what is kept of them under
    /// another transform.
    pub(super) fn onward(&self, kept: &Transform) -> Matrix {
        kept.after_undoing(&self.transform)
    }

    fn bound<'a>(
        &'a self,
        id: &'a Uuid,
        version: &'a [u8],
        person: Option<&'a PersonId>,
    ) -> [&'a [u8]; 4] {
        let person = person.map_or(&[][..], |person| person.0.as_bytes());
        [self.site.as_bytes(), id.as_bytes(), version, person]
    }
}

/// Seals like `Sealer::seal`, but with a nonce that follows from the content
/// (a keyed hash of it and of all it is bound to): the same content gives the
/// same bytes, another one another nonce. Only that two are equal can be seen.
fn seal_same(
    sealer: &Sealer,
    kind: Kind,
    bound: &[&[u8]],
    plain: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let associated = associated(VERSION, kind, bound)?;
    let key = sealer.key("nonce", kind.name())?;
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_ref()).map_err(|_| StoreError::Sealing)?;
    let length = u64::try_from(associated.len()).map_err(|_| StoreError::Sealing)?;
    mac.update(&length.to_le_bytes());
    mac.update(&associated);
    mac.update(plain);
    let mac = mac.finalize().into_bytes();
    let nonce: [u8; NONCE_LENGTH] = mac
        .get(..NONCE_LENGTH)
        .and_then(|nonce| nonce.try_into().ok())
        .ok_or(StoreError::Sealing)?;
    let payload = Payload {
        msg: plain,
        aad: &associated,
    };
    let sealed = sealer
        .cipher(kind)?
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| StoreError::Sealing)?;
    let mut record = Vec::with_capacity(1 + NONCE_LENGTH + sealed.len());
    record.push(VERSION);
    record.extend_from_slice(&nonce);
    record.extend_from_slice(&sealed);
    Ok(record)
}

impl Store {
    /// What the kiosks of the site share with, if this one has joined a centre
    /// and was given their key.
    ///
    /// # Errors
    /// When the database can't be read or the key doesn't open.
    pub async fn sharing(&self) -> Result<Option<Sharing>, StoreError> {
        let Some(membership) = self.membership().await? else {
            return Ok(None);
        };
        let mut connection = self.pool.acquire().await?;
        match self.keys.named(&mut connection, KEY).await? {
            Some(key) => Sharing::new(membership.site, &key).map(Some),
            None => Ok(None),
        }
    }

    /// The key that the site's kiosks have in common, to be handed on wrapped.
    /// It is made where `make` says that this is the first of them.
    ///
    /// # Errors
    /// When the database can't be used or the key doesn't open.
    pub async fn sharing_key(&self, make: bool) -> Result<Option<Secret<[u8; 32]>>, StoreError> {
        let mut transaction = self.begin().await?;
        let kept = self.keys.named(&mut transaction, KEY).await?;
        let key = match kept {
            Some(key) => key,
            None if make => {
                let key = new_key()?;
                keep(&mut transaction, self, &key).await?;
                key
            }
            None => return Ok(None),
        };
        transaction.commit().await?;
        Ok(Some(Secret::new(*key)))
    }

    /// The same, sealed with the site key, for a kiosk that gets that one by
    /// another way.
    ///
    /// # Errors
    /// When the database can't be read or the key doesn't open.
    pub async fn sharing_key_to_hand_on(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(key) = self.sharing_key(false).await? else {
            return Ok(None);
        };
        let site = Sealer::new(self.keys.site().current().expose());
        site.seal(Kind::WrappedKey, HANDED_ON, key.expose())
            .map(Some)
    }

    /// Keeps what another kiosk handed on, now that its site key is in force
    /// here.
    ///
    /// # Errors
    /// When it doesn't open with that, or the database can't be written.
    pub async fn keep_handed_on(&self, sealed: &[u8]) -> Result<(), StoreError> {
        let site = Sealer::new(self.keys.site().current().expose());
        let key = site.open(Kind::WrappedKey, HANDED_ON, sealed)?;
        let key: &[u8; 32] = key
            .as_slice()
            .try_into()
            .map_err(|_| StoreError::Unreadable("key"))?;
        self.keep_sharing_key(&Secret::new(*key)).await
    }

    /// Keeps the key that another kiosk of the site handed on.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn keep_sharing_key(&self, key: &Secret<[u8; 32]>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        keep(&mut transaction, self, key.expose()).await?;
        Ok(transaction.commit().await?)
    }
}

async fn keep(
    connection: &mut Connection,
    store: &Store,
    key: &[u8; 32],
) -> Result<(), StoreError> {
    store.keys.keep_named(connection, KEY, key).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharing(site: u128, key: u8) -> Sharing {
        Sharing::new(Uuid::from_u128(site), &[key; 32]).unwrap()
    }

    #[test]
    fn the_same_content_is_the_same_bytes_and_opens_only_as_what_it_is() {
        let here = sharing(1, 7);
        let person = PersonId(Uuid::from_u128(5));
        let row = (person.0, 3, Some(person));
        let sealed = here.seal(Kind::Person, row, b"Ada").unwrap();
        assert_eq!(here.seal(Kind::Person, row, b"Ada").unwrap(), sealed);
        let opened = here.open(Kind::Person, row, &sealed).unwrap();
        assert_eq!(opened.as_slice(), b"Ada");
        // Another content, version, id or kind is another nonce.
        let others = [
            here.seal(Kind::Person, row, b"Adb").unwrap(),
            here.seal(Kind::Person, (person.0, 4, Some(person)), b"Ada")
                .unwrap(),
            here.seal(Kind::Person, (person.0, 3, None), b"Ada")
                .unwrap(),
            here.seal(Kind::Consent, row, b"Ada").unwrap(),
        ];
        for other in others {
            assert_ne!(other[1..=NONCE_LENGTH], sealed[1..=NONCE_LENGTH]);
            assert!(here.open(Kind::Person, row, &other).is_err() || other.len() == sealed.len());
        }
        // Another kiosk of the site opens it, another site or key doesn't.
        assert!(sharing(1, 7).open(Kind::Person, row, &sealed).is_ok());
        assert!(sharing(2, 7).open(Kind::Person, row, &sealed).is_err());
        assert!(sharing(1, 8).open(Kind::Person, row, &sealed).is_err());
        for wrong in [(person.0, 4, Some(person)), (person.0, 3, None)] {
            assert!(here.open(Kind::Person, wrong, &sealed).is_err());
        }
    }
}
