//! Keys that are kept in the folder, wrapped by the site key: one for each
//! person and one for what belongs to nobody. Another site key wraps them
//! anew, and no record is touched; a person's key that is deleted takes all
//! that was sealed with it along.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{PoisonError, RwLock};

use zeroize::Zeroizing;

use super::renewal::Transforms;
use super::sealing::{Kind, Sealer};
use super::{Connection, StoreError, count_from, id_bytes, id_from};
use crate::domain::{PersonId, SiteKeys};

/// What a wrapped key is for. It is bound to it: a key that is moved to
/// another place doesn't open.
#[derive(Clone, Copy)]
pub(super) enum Scope<'a> {
    /// Records of one person.
    Person(&'a PersonId),
    /// A named key of the folder.
    Named(&'a str),
}

/// The name of the key of all that belongs to no one person.
pub(super) const FOLDER_NAME: &str = "folder";
const FOLDER: Scope<'static> = Scope::Named(FOLDER_NAME);

/// A key as kept: by which generation of the site key it is wrapped, and so.
pub(super) struct Wrapped {
    pub(super) generation: i64,
    pub(super) bytes: Vec<u8>,
}

/// The keys of an open data folder: the folder's own to seal with, and the
/// site key to unwrap the others.
pub(super) struct Keys {
    site: RwLock<SiteKeys>,
    folder: Sealer,
    /// What templates are kept under.
    pub(super) transforms: Transforms,
}

/// What belongs to no one person is sealed under the folder's key.
impl Deref for Keys {
    type Target = Sealer;

    fn deref(&self) -> &Sealer {
        &self.folder
    }
}

impl Keys {
    pub(super) fn new(site: SiteKeys, folder: &[u8; 32]) -> Self {
        Self {
            site: RwLock::new(site),
            folder: Sealer::new(folder),
            transforms: Transforms::default(),
        }
    }

    pub(super) fn site(&self) -> SiteKeys {
        let site = self.site.read().unwrap_or_else(PoisonError::into_inner);
        site.clone()
    }

    /// Puts another site key in force; `wrap_anew` does the rest.
    pub(super) fn set_site(&self, site: SiteKeys) {
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = site;
    }
}

/// Wraps a key by the site key in force.
pub(super) fn wrap(
    site: &SiteKeys,
    scope: Scope<'_>,
    key: &[u8; 32],
) -> Result<Wrapped, StoreError> {
    let generation = i64::from(site.generation());
    let sealer = Sealer::new(site.current().expose());
    let bytes = sealer.seal(
        Kind::WrappedKey,
        &scope.bound(&generation.to_le_bytes()),
        key,
    )?;
    Ok(Wrapped { generation, bytes })
}

/// Opens what `wrap` made, by the site key of its generation.
pub(super) fn unwrap(
    site: &SiteKeys,
    scope: Scope<'_>,
    wrapped: &Wrapped,
) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let by = site
        .of(count_from(wrapped.generation)?)
        .ok_or(StoreError::WrongKey)?;
    let bound = wrapped.generation.to_le_bytes();
    let plain =
        Sealer::new(by.expose()).open(Kind::WrappedKey, &scope.bound(&bound), &wrapped.bytes)?;
    let key: &[u8; 32] = plain
        .as_slice()
        .try_into()
        .map_err(|_| StoreError::Unreadable("key"))?;
    Ok(Zeroizing::new(*key))
}

impl Scope<'_> {
    fn bound<'a>(&'a self, generation: &'a [u8]) -> [&'a [u8]; 3] {
        match self {
            Self::Person(id) => [b"person", id.0.as_bytes(), generation],
            Self::Named(name) => [b"named", name.as_bytes(), generation],
        }
    }
}

pub(super) fn new_key() -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    getrandom::fill(key.as_mut()).map_err(|_| StoreError::Sealing)?;
    Ok(key)
}

/// The folder's own key, if it has been made.
pub(super) async fn folder_key(
    connection: &mut Connection,
    site: &SiteKeys,
) -> Result<Option<Zeroizing<[u8; 32]>>, StoreError> {
    let Some(wrapped) = named(connection, FOLDER_NAME).await? else {
        return Ok(None);
    };
    unwrap(site, FOLDER, &wrapped)
        .map(Some)
        .map_err(|error| match error {
            StoreError::Sealed(_) => StoreError::WrongKey,
            other => other,
        })
}

/// Whether the folder's own key has been made.
pub(super) async fn has_folder_key(connection: &mut Connection) -> Result<bool, StoreError> {
    Ok(named(connection, FOLDER_NAME).await?.is_some())
}

/// Keeps the folder's own key.
pub(super) async fn keep_folder_key(
    connection: &mut Connection,
    site: &SiteKeys,
    key: &[u8; 32],
) -> Result<(), StoreError> {
    keep_named(connection, FOLDER_NAME, &wrap(site, FOLDER, key)?).await
}

async fn named(connection: &mut Connection, name: &str) -> Result<Option<Wrapped>, StoreError> {
    let row: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT generation, wrapped FROM wrapped_keys WHERE name = ?1")
            .bind(name)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(generation, bytes)| Wrapped { generation, bytes }))
}

async fn keep_named(
    connection: &mut Connection,
    name: &str,
    wrapped: &Wrapped,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO wrapped_keys (name, generation, wrapped) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE
         SET generation = excluded.generation, wrapped = excluded.wrapped",
    )
    .bind(name)
    .bind(wrapped.generation)
    .bind(&wrapped.bytes)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes and keeps the key of a person whose row is there already.
pub(super) async fn make_person_key(
    connection: &mut Connection,
    site: &SiteKeys,
    person: PersonId,
) -> Result<Sealer, StoreError> {
    let (own, wrapped) = new_person_key(site, person)?;
    sqlx::query("INSERT INTO person_keys (person, generation, wrapped) VALUES (?1, ?2, ?3)")
        .bind(id_bytes(person.0))
        .bind(wrapped.generation)
        .bind(wrapped.bytes)
        .execute(connection)
        .await?;
    Ok(own)
}

/// Makes the key of a person, to seal with and to be kept.
pub(super) fn new_person_key(
    site: &SiteKeys,
    person: PersonId,
) -> Result<(Sealer, Wrapped), StoreError> {
    let key = new_key()?;
    let wrapped = wrap(site, Scope::Person(&person), &key)?;
    Ok((Sealer::new(&key), wrapped))
}

impl Keys {
    /// Makes and keeps the key of a person whose row is there already.
    pub(super) async fn make_person(
        &self,
        connection: &mut Connection,
        person: PersonId,
    ) -> Result<Sealer, StoreError> {
        make_person_key(connection, &self.site(), person).await
    }

    /// A named key of the folder, if it is kept.
    pub(super) async fn named(
        &self,
        connection: &mut Connection,
        name: &str,
    ) -> Result<Option<Zeroizing<[u8; 32]>>, StoreError> {
        let Some(wrapped) = named(connection, name).await? else {
            return Ok(None);
        };
        unwrap(&self.site(), Scope::Named(name), &wrapped).map(Some)
    }

    /// Keeps a named key of the folder.
    pub(super) async fn keep_named(
        &self,
        connection: &mut Connection,
        name: &str,
        key: &[u8; 32],
    ) -> Result<(), StoreError> {
        let wrapped = wrap(&self.site(), Scope::Named(name), key)?;
        keep_named(connection, name, &wrapped).await
    }

    /// What seals the records of a person.
    pub(super) async fn of_person(
        &self,
        connection: &mut Connection,
        person: PersonId,
    ) -> Result<Sealer, StoreError> {
        let row: Option<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT generation, wrapped FROM person_keys WHERE person = ?1")
                .bind(id_bytes(person.0))
                .fetch_optional(connection)
                .await?;
        let wrapped = row.map(|(generation, bytes)| Wrapped { generation, bytes });
        self.unwrapped(person, wrapped)
    }

    /// The same by their key as it is kept, if it is.
    pub(super) fn unwrapped(
        &self,
        person: PersonId,
        wrapped: Option<Wrapped>,
    ) -> Result<Sealer, StoreError> {
        let wrapped = wrapped.ok_or(StoreError::Sealed("key"))?;
        let key = unwrap(&self.site(), Scope::Person(&person), &wrapped)?;
        Ok(Sealer::new(&key))
    }

    /// What seals a record of this person, or of nobody.
    pub(super) async fn of(
        &self,
        connection: &mut Connection,
        person: Option<PersonId>,
    ) -> Result<Owner<'_>, StoreError> {
        Ok(match person {
            Some(person) => Owner::Person(self.of_person(connection, person).await?),
            None => Owner::Folder(&self.folder),
        })
    }

    /// What seals the records of each person, of all whose key opens.
    pub(super) async fn of_everybody(
        &self,
        connection: &mut Connection,
    ) -> Result<HashMap<PersonId, Sealer>, StoreError> {
        let rows: Vec<(Vec<u8>, i64, Vec<u8>)> =
            sqlx::query_as("SELECT person, generation, wrapped FROM person_keys")
                .fetch_all(connection)
                .await?;
        let site = self.site();
        let mut sealers = HashMap::with_capacity(rows.len());
        for (person, generation, bytes) in rows {
            let person = PersonId(id_from(&person)?);
            let wrapped = Wrapped { generation, bytes };
            match unwrap(&site, Scope::Person(&person), &wrapped) {
                Ok(key) => {
                    sealers.insert(person, Sealer::new(&key));
                }
                Err(error) if error.is_of_one_record() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(sealers)
    }
}

/// Whose records are sealed.
pub(super) enum Owner<'a> {
    /// One person's.
    Person(Sealer),
    /// Nobody's.
    Folder(&'a Sealer),
}

impl Deref for Owner<'_> {
    type Target = Sealer;

    fn deref(&self) -> &Sealer {
        match self {
            Self::Person(own) => own,
            Self::Folder(folder) => folder,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{KeyKind, SiteKey};
    use uuid::Uuid;

    #[test]
    fn a_wrapped_key_opens_by_its_site_key_in_its_place() {
        let key = |byte| SiteKey::new(KeyKind::Trial, [byte; 32]);
        let ada = PersonId(Uuid::from_u128(1));
        let eve = PersonId(Uuid::from_u128(2));
        let site = SiteKeys::first(key(1));
        let wrapped = wrap(&site, Scope::Person(&ada), &[9; 32]).unwrap();
        let open = |site: &SiteKeys, scope| unwrap(site, scope, &wrapped).map(|key| *key);
        assert_eq!(open(&site, Scope::Person(&ada)).unwrap(), [9; 32]);
        let next = site.rotated(key(2));
        assert_eq!(open(&next, Scope::Person(&ada)).unwrap(), [9; 32]);
        let refused = [
            open(&site, Scope::Person(&eve)),
            open(&site, FOLDER),
            open(&SiteKeys::first(key(2)), Scope::Person(&ada)),
            open(&next.settled(), Scope::Person(&ada)),
        ];
        assert!(refused.iter().all(Result::is_err));
    }
}
