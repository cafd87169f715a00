//! What the outbox names, read and sealed as it is sent.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};
use zeroize::Zeroizing;

use super::operators::shared_operator;
use super::people::{SealedPerson, person};
use super::sealing::Kind;
use super::session_sharing::sessions_out;
use super::sharing::Sharing;
use super::templates::template_of;
use super::tokens::token;
use super::tolerances::tolerance_version;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{
    Consent, Outgoing, PersonId, PoseName, Secret, Shared, SharedRecord, TemplateId, Timestamp,
    TokenId, ToleranceName,
};

/// A person as other kiosks get them. The hash of their PIN comes with them.
#[derive(Serialize, Deserialize)]
pub(super) struct SharedPerson {
    #[serde(flatten)]
    pub(super) person: SealedPerson,
    pub(super) pin: Option<String>,
}

/// A template as other kiosks get it. `values` are the embedding under the
/// site's transform, f32 little-endian.
#[derive(Serialize, Deserialize)]
pub(super) struct SharedTemplate {
    pub(super) pose: PoseName,
    pub(super) model: [u8; 32],
    pub(super) values: Vec<u8>,
}

/// The id of a profile at the centre: it has to be shaped like a UUIDv7, and
/// kiosks that give a profile the same name mean the same profile.
pub(super) fn tolerance_id(name: &ToleranceName) -> Uuid {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(format!("tolerance {name}"));
    let mut random = [0_u8; 10];
    for (byte, of_hash) in random.iter_mut().zip(hash) {
        *byte = of_hash;
    }
    // Of the beginning of time, so that no id is taken for one of these.
    Builder::from_unix_timestamp_millis(0, &random).into_uuid()
}

impl Store {
    /// The oldest things of a kind that wait for the centre, at most so many,
    /// each with its place in the outbox.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn outgoing(
        &self,
        sharing: &Sharing,
        kind: Shared,
        most: u32,
    ) -> Result<Vec<(i64, Outgoing)>, StoreError> {
        // One transaction, so that what is read is of one moment.
        let mut transaction = self.pool.begin().await?;
        if kind == Shared::Session {
            return sessions_out(&mut transaction, &self.keys, sharing, most).await;
        }
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT sequence, id FROM outbox WHERE kind = ?1 AND refused IS NULL
             ORDER BY sequence LIMIT ?2",
        )
        .bind(kind.as_str())
        .bind(most)
        .fetch_all(&mut *transaction)
        .await?;
        let mut outgoing = Vec::with_capacity(rows.len());
        for (sequence, id) in rows {
            let found = self.read(&mut transaction, sharing, kind, &id).await?;
            let found = found.ok_or(StoreError::Unreadable("outbox"))?;
            outgoing.push((sequence, found));
        }
        Ok(outgoing)
    }

    async fn read(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        kind: Shared,
        id: &[u8],
    ) -> Result<Option<Outgoing>, StoreError> {
        Ok(match kind {
            Shared::Tombstone => self
                .tombstone_at(connection, id)
                .await?
                .map(|(person, at)| Outgoing::Tombstone { person, at }),
            Shared::Revocation | Shared::TokenUse | Shared::Token => {
                self.token_out(connection, kind, TokenId(id_from(id)?))
                    .await?
            }
            Shared::Tolerance => self.tolerance_out(connection, sharing, id).await?,
            Shared::Operator => {
                let found = shared_operator(connection, &self.keys, id).await?;
                let record = found.map(|(version, operator)| {
                    let row = (id_from(id)?, u64::from(version), None);
                    let sealed = sharing.seal_json(Kind::Operator, row, &operator)?;
                    Ok::<_, StoreError>(record(row, sealed))
                });
                record.transpose()?
            }
            Shared::Person => {
                self.person_out(connection, sharing, PersonId(id_from(id)?))
                    .await?
            }
            Shared::Consent => {
                let person = PersonId(id_from(id)?);
                let row = (person.0, 1, Some(person));
                let consent: Option<Consent> = self.consent_in(connection, person).await?;
                let sealed = consent.map(|consent| sharing.seal_json(Kind::Consent, row, &consent));
                sealed.transpose()?.map(|sealed| record(row, sealed))
            }
            Shared::Template => {
                self.template_out(connection, sharing, TemplateId(id_from(id)?))
                    .await?
            }
            // Read many at once, since there are many.
            Shared::Session => None,
        })
    }

    async fn token_out(
        &self,
        connection: &mut Connection,
        kind: Shared,
        id: TokenId,
    ) -> Result<Option<Outgoing>, StoreError> {
        let Some(kept) = token(connection, &self.keys, id).await? else {
            return Ok(None);
        };
        let (token, expires_at) = (id.0, kept.expires_at);
        Ok(match kind {
            Shared::Revocation => kept.revoked_at.map(|at| Outgoing::Revocation {
                token,
                expires_at,
                at,
            }),
            Shared::TokenUse => kept.redeemed_at.map(|at| Outgoing::TokenUse {
                token,
                expires_at,
                at,
            }),
            _ => Some(Outgoing::Token {
                token,
                session: kept.session,
                person: kept.person,
                expires_at,
            }),
        })
    }

    async fn tolerance_out(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        id: &[u8],
    ) -> Result<Option<Outgoing>, StoreError> {
        let wrong = || StoreError::Unreadable("outbox");
        let text = std::str::from_utf8(id).map_err(|_| wrong())?;
        let (version, name) = text.split_once(' ').ok_or_else(wrong)?;
        let version: u32 = version.parse().map_err(|_| wrong())?;
        let name = ToleranceName::try_from(name.to_owned()).map_err(|_| wrong())?;
        let kept = tolerance_version(connection, &self.keys, &name, version).await?;
        let row = (tolerance_id(&name), u64::from(version), None);
        let sealed = kept.map(|kept| sharing.seal_json(Kind::Tolerance, row, &kept));
        Ok(sealed.transpose()?.map(|sealed| record(row, sealed)))
    }

    async fn person_out(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        id: PersonId,
    ) -> Result<Option<Outgoing>, StoreError> {
        let Some(person) = person(connection, &self.keys, id).await? else {
            return Ok(None);
        };
        let pin = self.pin_in(connection, id).await?;
        let row = (id.0, u64::from(person.version), Some(id));
        let shared = SharedPerson {
            person: SealedPerson::of(&person),
            pin: pin.as_ref().map(Secret::expose).cloned(),
        };
        let sealed = sharing.seal_json(Kind::Person, row, &shared)?;
        Ok(Some(record(row, sealed)))
    }

    async fn template_out(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        id: TemplateId,
    ) -> Result<Option<Outgoing>, StoreError> {
        let Some((person, template)) = template_of(connection, &self.keys, id).await? else {
            return Ok(None);
        };
        let values = sharing.transformed(template.embedding.values());
        let shared = SharedTemplate {
            pose: template.pose,
            model: template.model.0,
            values: values
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect(),
        };
        let row = (id.0, 1, Some(person));
        let plain = postcard::to_stdvec(&shared).map_err(|_| StoreError::Sealing)?;
        let sealed = sharing.seal(Kind::Template, row, &Zeroizing::new(plain))?;
        Ok(Some(record(row, sealed)))
    }

    /// Whose tombstone that is, and when they were erased.
    async fn tombstone_at(
        &self,
        connection: &mut Connection,
        index: &[u8],
    ) -> Result<Option<(PersonId, Timestamp)>, StoreError> {
        let row = super::erasure::tombstone_row(connection, index).await?;
        let open = |row| super::erasure::open_tombstone(self, &row);
        let tombstone = row.map(open).transpose()?;
        Ok(tombstone.map(|tombstone| (tombstone.person, tombstone.at)))
    }

    pub(super) async fn pin_in(
        &self,
        connection: &mut Connection,
        id: PersonId,
    ) -> Result<Option<Secret<String>>, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT sealed FROM pins WHERE person = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(&mut *connection)
            .await?;
        let Some((sealed,)) = row else {
            return Ok(None);
        };
        let own = self.keys.of_person(connection, id).await?;
        let hash: String = own.open_json(Kind::Pin, &[id.0.as_bytes()], &sealed)?;
        Ok(Some(Secret::new(hash)))
    }

    pub(super) async fn consent_in(
        &self,
        connection: &mut Connection,
        id: PersonId,
    ) -> Result<Option<Consent>, StoreError> {
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT sealed FROM consents WHERE person = ?1")
                .bind(id_bytes(id.0))
                .fetch_optional(&mut *connection)
                .await?;
        let Some((sealed,)) = row else {
            return Ok(None);
        };
        let own = self.keys.of_person(connection, id).await?;
        own.open_json(Kind::Consent, &[id.0.as_bytes()], &sealed)
            .map(Some)
    }
}

fn record((id, version, person): (Uuid, u64, Option<PersonId>), sealed: Vec<u8>) -> Outgoing {
    Outgoing::Record(SharedRecord {
        id,
        version,
        person,
        sealed,
    })
}
