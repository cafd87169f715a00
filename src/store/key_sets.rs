//! By which public keys the kiosks of the site sign tokens. A set is text of
//! whoever signs; here it is kept, sealed, and shared.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::incoming::keep_cursor;
use super::sealing::Kind;
use super::sharing::Sharing;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{Outgoing, Shared, SharedRecord};

/// The public keys of a kiosk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySet {
    /// The kiosk, by its id at the centre.
    pub kiosk: Uuid,
    /// The set.
    pub text: String,
}

/// A set as the centre tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingKeySet {
    /// The kiosk.
    pub kiosk: Uuid,
    /// Counts from 1.
    pub version: u64,
    /// What it sealed; none where the centre doesn't serve that kiosk any more.
    pub sealed: Option<Vec<u8>>,
}

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
struct Sealed {
    text: String,
}

/// Kiosk, version, whether it is this one's, and the sealed set.
type Row = (Vec<u8>, i64, bool, Vec<u8>);

impl Store {
    /// The sets of the other kiosks, of all that can be read.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn key_sets(&self) -> Result<Vec<KeySet>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT kiosk, version, own, sealed FROM key_sets WHERE own = 0 ORDER BY kiosk",
        )
        .fetch_all(&self.pool)
        .await?;
        let sets = rows.iter().filter_map(|row| self.open_key_set(row).ok());
        Ok(sets.collect())
    }

    /// Keeps by which keys this kiosk signs, for the others to hear, if it has
    /// joined a centre and they are others than before.
    ///
    /// # Errors
    /// When the database can't be used.
    pub async fn keep_own_key_set(&self, text: &str) -> Result<(), StoreError> {
        let Some(membership) = self.membership().await? else {
            return Ok(());
        };
        let mut transaction = self.begin().await?;
        let kept = key_set(&mut transaction, membership.kiosk).await?;
        let version = match &kept {
            Some(row) if self.open_key_set(row).is_ok_and(|set| set.text == text) => return Ok(()),
            Some((_, version, ..)) => version + 1,
            None => 1,
        };
        let set = KeySet {
            kiosk: membership.kiosk,
            text: text.to_owned(),
        };
        self.put_key_set(&mut transaction, &set, version, true)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps what the centre tells of the site's kiosks, and up to where that
    /// was heard.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was.
    pub async fn put_key_sets(
        &self,
        sharing: &Sharing,
        page: &[IncomingKeySet],
        place: (i64, i64, i64),
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for incoming in page {
            self.put_incoming(&mut transaction, sharing, incoming)
                .await?;
        }
        keep_cursor(&mut transaction, Shared::KeySet.as_str(), place).await?;
        Ok(transaction.commit().await?)
    }

    async fn put_incoming(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        incoming: &IncomingKeySet,
    ) -> Result<(), StoreError> {
        let kept = key_set(connection, incoming.kiosk).await?;
        let version = i64::try_from(incoming.version).unwrap_or(i64::MAX);
        let row = (incoming.kiosk, incoming.version, None);
        let opened = incoming.sealed.as_ref();
        let opened = opened.map(|sealed| sharing.open_json::<Sealed>(Kind::KeySet, row, sealed));
        if let Some(row @ (_, own_version, true, _)) = &kept {
            let Ok(set) = self.open_key_set(row) else {
                return Ok(());
            };
            let same = matches!(&opened, Some(Ok(opened)) if opened.text == set.text);
            // A folder that was put back from a backup goes on behind it.
            if *own_version < version || (*own_version == version && !same) {
                self.put_key_set(connection, &set, version.saturating_add(1), true)
                    .await?;
            }
            return Ok(());
        }
        match opened {
            Some(Ok(opened)) => {
                let set = KeySet {
                    kiosk: incoming.kiosk,
                    text: opened.text,
                };
                self.put_key_set(connection, &set, version, false).await
            }
            Some(Err(error)) if !error.is_of_one_record() => Err(error),
            // Withdrawn, or sealed by nobody of the site: it counts no more.
            _ => {
                sqlx::query("DELETE FROM key_sets WHERE kiosk = ?1")
                    .bind(id_bytes(incoming.kiosk))
                    .execute(connection)
                    .await?;
                Ok(())
            }
        }
    }

    /// This kiosk's set for the others.
    pub(super) async fn key_set_out(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        id: &[u8],
    ) -> Result<Option<Outgoing>, StoreError> {
        let Some(row) = key_set(connection, id_from(id)?).await? else {
            return Ok(None);
        };
        let set = self.open_key_set(&row)?;
        let version = row.1.unsigned_abs();
        let text = Sealed { text: set.text };
        let sealed = sharing.seal_json(Kind::KeySet, (set.kiosk, version, None), &text)?;
        Ok(Some(Outgoing::Record(SharedRecord {
            id: set.kiosk,
            version,
            person: None,
            sealed,
        })))
    }

    async fn put_key_set(
        &self,
        connection: &mut Connection,
        set: &KeySet,
        version: i64,
        own: bool,
    ) -> Result<(), StoreError> {
        let sealed = Sealed {
            text: set.text.clone(),
        };
        let bound: [&[u8]; 3] = [
            set.kiosk.as_bytes(),
            &version.to_le_bytes(),
            &[u8::from(own)],
        ];
        sqlx::query(
            "INSERT INTO key_sets (kiosk, version, own, sealed) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kiosk) DO UPDATE
             SET version = excluded.version, own = excluded.own, sealed = excluded.sealed",
        )
        .bind(id_bytes(set.kiosk))
        .bind(version)
        .bind(own)
        .bind(self.keys.seal_json(Kind::KeySet, &bound, &sealed)?)
        .execute(connection)
        .await?;
        Ok(())
    }

    fn open_key_set(&self, (kiosk, version, own, sealed): &Row) -> Result<KeySet, StoreError> {
        let bound: [&[u8]; 3] = [kiosk, &version.to_le_bytes(), &[u8::from(*own)]];
        let opened: Sealed = self.keys.open_json(Kind::KeySet, &bound, sealed)?;
        Ok(KeySet {
            kiosk: id_from(kiosk)?,
            text: opened.text,
        })
    }
}

async fn key_set(connection: &mut Connection, kiosk: Uuid) -> Result<Option<Row>, StoreError> {
    let query = "SELECT kiosk, version, own, sealed FROM key_sets WHERE kiosk = ?1";
    Ok(sqlx::query_as(query)
        .bind(id_bytes(kiosk))
        .fetch_optional(connection)
        .await?)
}
