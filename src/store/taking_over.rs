//! Taking over a data folder in which all was sealed under one key: each
//! person's records are sealed anew under a key of their own. It is one
//! transaction: killed half-way, nothing has changed.

use super::sealing::{Kind, Sealer};
use super::session_rows::SessionRow;
use super::wrapping::make_person_key;
use super::{Connection, StoreError, count_from, id_from};
use crate::domain::{PersonId, SiteKeys};

/// Id, pose, model and the sealed embedding.
type TemplateRow = (Vec<u8>, String, Vec<u8>, Vec<u8>);

/// Seals the records of everybody anew.
pub(super) async fn take_over(
    connection: &mut Connection,
    site: &SiteKeys,
    folder: &Sealer,
) -> Result<(), StoreError> {
    let people: Vec<(Vec<u8>, i64, Vec<u8>)> =
        sqlx::query_as("SELECT id, version, sealed FROM people")
            .fetch_all(&mut *connection)
            .await?;
    for (id, version, sealed) in people {
        let person = PersonId(id_from(&id)?);
        let own = make_person_key(connection, site, person).await?;
        let anew = Anew {
            folder,
            own: &own,
            person: &id,
        };
        let version = count_from(version)?.to_le_bytes();
        let sealed = anew.seal(Kind::Person, &[&id, &version], &sealed)?;
        sqlx::query("UPDATE people SET sealed = ?2 WHERE id = ?1")
            .bind(&id)
            .bind(sealed)
            .execute(&mut *connection)
            .await?;
        anew.consent_and_pin(connection).await?;
        anew.templates(connection).await?;
        anew.shape(connection).await?;
        anew.sessions(connection).await?;
    }
    Ok(())
}

/// Seals a record under another key. One that doesn't open stays as it is, so
/// that a damaged one doesn't keep the folder shut; whoever reads it is told.
pub(super) fn seal_anew(
    from: &Sealer,
    to: &Sealer,
    kind: Kind,
    bound: &[&[u8]],
    sealed: &[u8],
) -> Result<Vec<u8>, StoreError> {
    match from.open(kind, bound, sealed) {
        Ok(plain) => to.seal(kind, bound, &plain),
        Err(StoreError::Sealed(_)) => Ok(sealed.to_vec()),
        Err(error) => Err(error),
    }
}

/// What was sealed under the folder's key, and is now under one person's.
struct Anew<'a> {
    folder: &'a Sealer,
    own: &'a Sealer,
    person: &'a [u8],
}

impl Anew<'_> {
    fn seal(&self, kind: Kind, bound: &[&[u8]], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal_anew(self.folder, self.own, kind, bound, sealed)
    }

    async fn consent_and_pin(&self, connection: &mut Connection) -> Result<(), StoreError> {
        for (table, kind) in [("consents", Kind::Consent), ("pins", Kind::Pin)] {
            let select = format!("SELECT sealed FROM {table} WHERE person = ?1");
            let row: Option<(Vec<u8>,)> = sqlx::query_as(sqlx::AssertSqlSafe(select))
                .bind(self.person)
                .fetch_optional(&mut *connection)
                .await?;
            if let Some((sealed,)) = row {
                let update = format!("UPDATE {table} SET sealed = ?2 WHERE person = ?1");
                sqlx::query(sqlx::AssertSqlSafe(update))
                    .bind(self.person)
                    .bind(self.seal(kind, &[self.person], &sealed)?)
                    .execute(&mut *connection)
                    .await?;
            }
        }
        Ok(())
    }

    async fn templates(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let templates: Vec<TemplateRow> =
            sqlx::query_as("SELECT id, pose, model, sealed FROM templates WHERE person = ?1")
                .bind(self.person)
                .fetch_all(&mut *connection)
                .await?;
        for (id, pose, model, sealed) in templates {
            let bound: [&[u8]; 4] = [&id, self.person, pose.as_bytes(), &model];
            sqlx::query("UPDATE templates SET sealed = ?2 WHERE id = ?1")
                .bind(&id)
                .bind(self.seal(Kind::Template, &bound, &sealed)?)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }

    async fn shape(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let row: Option<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT version, sealed FROM shapes WHERE person = ?1")
                .bind(self.person)
                .fetch_optional(&mut *connection)
                .await?;
        if let Some((version, sealed)) = row {
            let bound: [&[u8]; 2] = [self.person, &[version_byte(version)?]];
            sqlx::query("UPDATE shapes SET sealed = ?2 WHERE person = ?1")
                .bind(self.person)
                .bind(self.seal(Kind::Shape, &bound, &sealed)?)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }

    /// The sessions in which the person was identified, with their surfaces
    /// and who got those, one session after the other.
    async fn sessions(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let rows: Vec<SessionRow> = sqlx::query_as("SELECT * FROM sessions WHERE person = ?1")
            .bind(self.person)
            .fetch_all(&mut *connection)
            .await?;
        for row in rows {
            sqlx::query("UPDATE sessions SET sealed = ?2 WHERE id = ?1")
                .bind(&row.id)
                .bind(row.sealed_anew(self.folder, self.own)?)
                .execute(&mut *connection)
                .await?;
            self.surface(connection, &row).await?;
        }
        Ok(())
    }

    async fn surface(
        &self,
        connection: &mut Connection,
        session: &SessionRow,
    ) -> Result<(), StoreError> {
        let row: Option<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT version, sealed FROM reconstructions WHERE session = ?1")
                .bind(&session.id)
                .fetch_optional(&mut *connection)
                .await?;
        let Some((version, sealed)) = row else {
            return Ok(());
        };
        let bound: [&[u8]; 4] = [
            &session.id,
            session.kind.as_bytes(),
            self.person,
            &[version_byte(version)?],
        ];
        sqlx::query("UPDATE reconstructions SET sealed = ?2 WHERE session = ?1")
            .bind(&session.id)
            .bind(self.seal(Kind::Reconstruction, &bound, &sealed)?)
            .execute(&mut *connection)
            .await?;
        let exports: Vec<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT id, sealed FROM reconstruction_exports WHERE session = ?1")
                .bind(&session.id)
                .fetch_all(&mut *connection)
                .await?;
        for (id, sealed) in exports {
            let bound: [&[u8]; 2] = [&id, &session.id];
            sqlx::query("UPDATE reconstruction_exports SET sealed = ?2 WHERE id = ?1")
                .bind(&id)
                .bind(self.seal(Kind::SurfaceExport, &bound, &sealed)?)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

fn version_byte(version: i64) -> Result<u8, StoreError> {
    u8::try_from(version).map_err(|_| StoreError::Unreadable("version"))
}
