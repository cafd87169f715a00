//! What the outbox names, read and sealed as it is sent.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};
use zeroize::Zeroizing;

use super::operators::shared_operator;
use super::outbox::Settled;
use super::people::{SealedPerson, person};
use super::redeeming::{End, end};
use super::sealing::Kind;
use super::session_sharing::sessions_out;
use super::sharing::Sharing;
use super::templates::template_of;
use super::tokens::token;
use super::tolerances::tolerance_version;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{
    Consent, Outgoing, PersonId, PoseName, Secret, Shared, SharedRecord, TemplateId, Timestamp,
    TokenId, ToleranceName, UnsentReason,
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

/// What waits for the centre, each with its place in the outbox.
#[derive(Debug, Default)]
pub struct Waiting {
    /// What can be sent.
    pub things: Vec<(i64, Outgoing)>,
    /// What can't, and why: it is marked in the outbox, like what the centre
    /// refused, and the others go on.
    pub unsent: Vec<(i64, UnsentReason)>,
}

impl Waiting {
    /// The place of the last of them; none if nothing waits.
    #[must_use]
    pub fn last(&self) -> Option<i64> {
        let things = self.things.last().map(|(place, _)| *place);
        things.max(self.unsent.last().map(|(place, _)| *place))
    }

    /// Puts a record where it belongs.
    ///
    /// # Errors
    /// What isn't the record's own fault.
    pub(super) fn add(
        &mut self,
        place: i64,
        read: Result<Option<Outgoing>, StoreError>,
    ) -> Result<(), StoreError> {
        let reason = match read {
            Ok(Some(thing)) => {
                self.things.push((place, thing));
                return Ok(());
            }
            Ok(None) => UnsentReason::Missing,
            Err(StoreError::Unreadable(_)) => UnsentReason::Unreadable,
            Err(error) if error.is_of_one_record() => UnsentReason::SealBroken,
            Err(error) => return Err(error),
        };
        self.unsent.push((place, reason));
        Ok(())
    }
}

impl Store {
    /// The oldest things of a kind that wait for the centre, behind a place in
    /// the outbox, at most so many. Records that can't be read are set aside
    /// there.
    ///
    /// # Errors
    /// When the database can't be used.
    pub async fn outgoing(
        &self,
        sharing: &Sharing,
        kind: Shared,
        (after, most): (i64, u32),
    ) -> Result<Waiting, StoreError> {
        let waiting = self.waiting(sharing, kind, (after, most)).await?;
        if !waiting.unsent.is_empty() {
            let unsent = waiting.unsent.iter();
            let marks: Vec<(i64, Settled)> = unsent
                .map(|(place, reason)| (*place, Settled::Refused(reason.as_str().to_owned())))
                .collect();
            self.settle(&marks).await?;
        }
        Ok(waiting)
    }

    async fn waiting(
        &self,
        sharing: &Sharing,
        kind: Shared,
        (after, most): (i64, u32),
    ) -> Result<Waiting, StoreError> {
        // One transaction, so that what is read is of one moment.
        let mut transaction = self.pool.begin().await?;
        if kind == Shared::Session {
            return sessions_out(&mut transaction, &self.keys, sharing, (after, most)).await;
        }
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT sequence, id FROM outbox WHERE kind = ?1 AND refused IS NULL
             AND sequence > ?2 ORDER BY sequence LIMIT ?3",
        )
        .bind(kind.as_str())
        .bind(after)
        .bind(most)
        .fetch_all(&mut *transaction)
        .await?;
        let mut waiting = Waiting::default();
        for (sequence, id) in rows {
            let read = self.read(&mut transaction, sharing, kind, &id).await;
            waiting.add(sequence, read)?;
        }
        Ok(waiting)
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
            Shared::KeySet => self.key_set_out(connection, sharing, id).await?,
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
        let own = token(connection, &self.keys, id).await?;
        let (expires_at, end) = match &own {
            Some(own) => {
                let end = End {
                    redeemed_at: own.redeemed_at,
                    revoked_at: own.revoked_at,
                    attempt: own.attempt,
                };
                (own.expires_at, end)
            }
            None => match end(connection, self, id).await? {
                Some(elsewhere) => elsewhere,
                None => return Ok(None),
            },
        };
        let token = id.0;
        Ok(match kind {
            Shared::Revocation => end.revoked_at.map(|at| Outgoing::Revocation {
                token,
                expires_at,
                at,
            }),
            Shared::TokenUse => end.redeemed_at.map(|at| Outgoing::TokenUse {
                token,
                expires_at,
                at,
                attempt: end.attempt,
            }),
            _ => own.map(|own| Outgoing::Token {
                token,
                session: own.session,
                person: own.person,
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
