//! Wrapping keys anew, by the site key that came into force.

use super::wrapping::{FOLDER_NAME, Keys, Scope, Wrapped, unwrap, wrap};
use super::{Connection, StoreError, id_from};
use crate::domain::PersonId;

/// Keys wrapped anew in one transaction.
const BATCH: u32 = 100;

impl Keys {
    /// Wraps the keys of some people behind `after` by the site key in force,
    /// where an earlier one wrapped them; says how many, and who came last. A
    /// damaged key is left as it is: it opens nothing, and must not keep the
    /// whole folder shut.
    pub(super) async fn wrap_people_anew(
        &self,
        connection: &mut Connection,
        after: &[u8],
    ) -> Result<(u64, Option<Vec<u8>>), StoreError> {
        let site = self.site();
        let mut people: Vec<(Vec<u8>, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT person, generation, wrapped FROM person_keys
             WHERE generation <> ?1 AND person > ?2 ORDER BY person LIMIT ?3",
        )
        .bind(i64::from(site.generation()))
        .bind(after)
        .bind(BATCH)
        .fetch_all(&mut *connection)
        .await?;
        let mut count = 0;
        for (id, generation, bytes) in &mut people {
            let person = PersonId(id_from(id)?);
            let scope = Scope::Person(&person);
            let wrapped = Wrapped {
                generation: *generation,
                bytes: std::mem::take(bytes),
            };
            let key = match unwrap(&site, scope, &wrapped) {
                Err(error) if error.is_of_one_record() => {
                    tracing::error!("a person's key doesn't open and is left as it is");
                    continue;
                }
                key => key?,
            };
            let wrapped = wrap(&site, scope, &key)?;
            sqlx::query("UPDATE person_keys SET generation = ?2, wrapped = ?3 WHERE person = ?1")
                .bind(id.as_slice())
                .bind(wrapped.generation)
                .bind(wrapped.bytes)
                .execute(&mut *connection)
                .await?;
            count += 1;
        }
        Ok((count, people.pop().map(|(id, ..)| id)))
    }

    /// Wraps the folder's own keys by the site key in force, where an earlier
    /// one wrapped them, and says how many.
    pub(super) async fn wrap_named_anew(
        &self,
        connection: &mut Connection,
    ) -> Result<u64, StoreError> {
        let site = self.site();
        let named: Vec<(String, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT name, generation, wrapped FROM wrapped_keys WHERE generation <> ?1",
        )
        .bind(i64::from(site.generation()))
        .fetch_all(&mut *connection)
        .await?;
        let mut count = 0;
        for (name, generation, bytes) in named {
            let scope = Scope::Named(&name);
            let key = match unwrap(&site, scope, &Wrapped { generation, bytes }) {
                // Without the folder's own key nothing opens; whoever needs one
                // of the others is told.
                Err(error) if error.is_of_one_record() && name != FOLDER_NAME => {
                    tracing::error!(
                        name,
                        "a key of the folder doesn't open and is left as it is"
                    );
                    continue;
                }
                key => key?,
            };
            self.keep_named(connection, &name, &key).await?;
            count += 1;
        }
        Ok(count)
    }
}
