//! What the database can do at best: the sessions that kiosks have sent,
//! written by plain COPY. Pushing is measured beside it.

use std::time::{Duration, Instant};

use sqlx::{Connection, FromRow};
use uuid::Uuid;

use super::administration::Administration;
use super::client::limited;
use super::{CentralError, CentreAddress};

/// What a file of COPY's binary format begins with: signature, flags and the
/// length of an extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with.
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();
/// Columns of a row.
const COLUMNS: i16 = 11;
/// Bytes that are sent at once.
const PIECE: usize = 64 * 1024;

#[derive(FromRow)]
struct Row {
    site_id: Uuid,
    id: Uuid,
    kiosk_id: Uuid,
    kind: String,
    decision: String,
    reason: String,
    source: String,
    person: Option<Uuid>,
    hash: Vec<u8>,
    sealed: Option<Vec<u8>>,
    erased: bool,
}

impl Row {
    /// Adds this to a file of COPY's binary format.
    fn write(&self, file: &mut Vec<u8>) {
        file.extend(COLUMNS.to_be_bytes());
        let fields: [Option<&[u8]>; 11] = [
            Some(self.site_id.as_bytes()),
            Some(self.id.as_bytes()),
            Some(self.kiosk_id.as_bytes()),
            Some(self.kind.as_bytes()),
            Some(self.decision.as_bytes()),
            Some(self.reason.as_bytes()),
            Some(self.source.as_bytes()),
            self.person.as_ref().map(|person| &person.as_bytes()[..]),
            Some(&self.hash),
            self.sealed.as_deref(),
            Some(if self.erased { &[1] } else { &[0] }),
        ];
        for field in fields {
            // A field is a gigabyte at most.
            let length = field.map_or(-1, |field| i32::try_from(field.len()).unwrap_or(-1));
            file.extend(length.to_be_bytes());
            file.extend(field.unwrap_or_default());
        }
    }
}

impl Administration {
    /// How long plain COPY takes for all sessions that are here, into a table
    /// with the same columns, rules and key, but no partitions. It is dropped
    /// again. The rows are held in memory.
    ///
    /// # Errors
    /// Why they can't be copied.
    pub async fn time_of_copy(&mut self) -> Result<(u64, Duration), CentralError> {
        let (address, connection) = self.parts();
        let query = sqlx::query_as(
            "SELECT site_id, id, kiosk_id, kind, decision, reason, source, person, hash, sealed,
                 erased FROM centre.sessions ORDER BY id",
        );
        let rows: Vec<Row> = limited(address, query.fetch_all(&mut *connection)).await?;
        let mut file = HEADER.to_vec();
        for row in &rows {
            row.write(&mut file);
        }
        file.extend(TRAILER);
        let failed = |error: sqlx::Error| CentralError::of(&error, address);
        let table = "CREATE TABLE centre.copied_sessions (LIKE centre.sessions INCLUDING ALL)";
        let mut transaction = connection.begin().await.map_err(failed)?;
        let begun = Instant::now();
        sqlx::query(table)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        copy(&mut transaction, address, &file).await?;
        transaction.commit().await.map_err(failed)?;
        let took = begun.elapsed();
        let drop = sqlx::query("DROP TABLE centre.copied_sessions");
        limited(address, drop.execute(&mut *connection)).await?;
        Ok((rows.len() as u64, took))
    }
}

async fn copy(
    connection: &mut sqlx::PgConnection,
    address: &CentreAddress,
    file: &[u8],
) -> Result<(), CentralError> {
    let failed = |error: sqlx::Error| CentralError::of(&error, address);
    let statement = "COPY centre.copied_sessions (site_id, id, kiosk_id, kind, decision, reason,
         source, person, hash, sealed, erased) FROM STDIN (FORMAT binary)";
    let mut copying = connection.copy_in_raw(statement).await.map_err(failed)?;
    for piece in file.chunks(PIECE) {
        copying.send(piece).await.map_err(failed)?;
    }
    copying.finish().await.map_err(failed)?;
    Ok(())
}
