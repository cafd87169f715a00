//! The centre that a kiosk has joined, and when it was last in contact.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::outbox::queue_everything;
use super::settings::put_setting;
use super::{Store, StoreError};
use crate::domain::{Act, Note, Timestamp};

/// Names the setting that holds the membership.
const SETTING: &str = "centre";
/// Names the setting that holds the last contact.
const CONTACT: &str = "centre contact";

/// Where the centre is, and as whom this kiosk signs in there.
#[derive(Clone, Serialize, Deserialize)]
pub struct JoinedCentre {
    /// The centre's URL, without login and password.
    pub url: String,
    /// Whether that URL may weaken TLS.
    pub unencrypted: bool,
    /// The login.
    pub login: String,
    /// Its password.
    pub password: String,
    /// The site.
    pub site: Uuid,
    /// This kiosk.
    pub kiosk: Uuid,
}

impl std::fmt::Debug for JoinedCentre {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "JoinedCentre({} at {})", self.kiosk, self.site)
    }
}

/// What the last contact with the centre showed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncContact {
    /// When all was sent and fetched last.
    pub at: Option<Timestamp>,
    /// How far the centre's clock is ahead of this one's, in milliseconds.
    pub clock_difference_millis: i64,
    /// How many entries of the audit the centre knows of.
    pub audit_entries: u64,
    /// When the audit here was found not to be the one that the centre knows,
    /// if nobody has verified it since.
    #[serde(default)]
    pub audit_parted: Option<Timestamp>,
}

impl Store {
    /// The centre that this kiosk has joined, if it has.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn membership(&self) -> Result<Option<JoinedCentre>, StoreError> {
        self.setting(SETTING).await
    }

    /// Keeps which centre this kiosk has joined, and queues all that is here
    /// for it; from now on what is written is queued with it.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn join_centre(&self, membership: &JoinedCentre) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        put_setting(&mut transaction, &self.keys, SETTING, membership).await?;
        put_setting(
            &mut transaction,
            &self.keys,
            CONTACT,
            &SyncContact::default(),
        )
        .await?;
        sqlx::query("INSERT OR REPLACE INTO meta (name, value) VALUES ('centre', x'')")
            .execute(&mut *transaction)
            .await?;
        for query in [
            "DELETE FROM outbox",
            "DELETE FROM aside",
            "DELETE FROM cursors",
            "DELETE FROM key_sets",
            "DELETE FROM token_ends",
        ] {
            sqlx::query(query).execute(&mut *transaction).await?;
        }
        queue_everything(&mut transaction).await?;
        self.write_down(&mut transaction, &Note::of(Act::CentreJoined))
            .await?;
        Ok(transaction.commit().await?)
    }

    /// What the last contact with the centre showed.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn contact(&self) -> Result<SyncContact, StoreError> {
        match self.setting(CONTACT).await {
            Ok(kept) => Ok(kept.unwrap_or_default()),
            // The next contact writes it anew.
            Err(error) if error.is_of_one_record() => Ok(SyncContact::default()),
            Err(error) => Err(error),
        }
    }

    /// Writes down that the audit was verified, which the centre's doubts of it
    /// wait for.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn audit_verified(&self, note: &Note) -> Result<(), StoreError> {
        self.note(note).await?;
        let contact = self.contact().await?;
        if contact.audit_parted.is_some() {
            let settled = SyncContact {
                audit_parted: None,
                ..contact
            };
            self.keep_contact(&settled).await?;
        }
        Ok(())
    }

    /// Keeps what a contact with the centre showed.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn keep_contact(&self, contact: &SyncContact) -> Result<(), StoreError> {
        self.set_setting(CONTACT, contact).await
    }
}
