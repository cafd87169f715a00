//! Opening what other kiosks sent. It needs no database, so that a page is
//! opened on a thread of its own while the one before it is written.

use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::incoming::{FROM_CENTRE, Incoming};
use super::outgoing::SharedTemplate;
use super::sealing::Kind;
use super::sharing::Sharing;
use super::transform::{Matrix, Transform};
use super::{Store, StoreError};
use crate::domain::{EMBEDDING_LENGTH, Embedding, ModelHash, PoseName, Shared, SharedRecord};

/// What opens pages of other kiosks' records.
pub struct Opening {
    sharing: Sharing,
    /// The transform that templates are kept under here, and its number.
    number: u32,
    kept: Arc<Transform>,
    /// From the site's transform to that one, made for the first template.
    onward: OnceLock<Matrix>,
}

/// A record that was opened, or why it couldn't be.
pub struct Arrived {
    pub(super) incoming: Incoming,
    plain: Result<Plain, StoreError>,
}

enum Plain {
    Json(Zeroizing<Vec<u8>>),
    Template(ArrivedTemplate),
}

/// A template under the transform that templates are kept under here.
pub(super) struct ArrivedTemplate {
    pub(super) pose: PoseName,
    pub(super) model: ModelHash,
    embedding: Embedding,
}

impl Store {
    /// What opens pages of other kiosks' records.
    ///
    /// # Errors
    /// When the database can't be read or the templates' secret doesn't open.
    pub async fn opening(&self, sharing: &Sharing) -> Result<Opening, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let (number, kept) = self.keys.newest_transform(&mut connection).await?;
        Ok(Opening {
            sharing: sharing.clone(),
            number,
            kept,
            onward: OnceLock::new(),
        })
    }
}

impl Opening {
    /// Opens a page. What doesn't open is told of when it is put to use.
    #[must_use]
    pub fn open(&self, page: Vec<Incoming>) -> Vec<Arrived> {
        let opened = page.into_iter().map(|incoming| Arrived {
            plain: self.plain(&incoming),
            incoming,
        });
        opened.collect()
    }

    fn plain(&self, Incoming { kind, record }: &Incoming) -> Result<Plain, StoreError> {
        let kind = match kind {
            Shared::Person => Kind::Person,
            Shared::Consent => Kind::Consent,
            Shared::Operator => Kind::Operator,
            Shared::Tolerance => Kind::Tolerance,
            Shared::Template => return self.template(record).map(Plain::Template),
            _ => return Err(StoreError::Unreadable(FROM_CENTRE)),
        };
        self.opened(kind, record).map(Plain::Json)
    }

    fn opened(&self, kind: Kind, record: &SharedRecord) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let row = (record.id, record.version, record.person);
        self.sharing.open(kind, row, &record.sealed)
    }

    fn template(&self, record: &SharedRecord) -> Result<ArrivedTemplate, StoreError> {
        const UNREADABLE: StoreError = StoreError::Unreadable(FROM_CENTRE);
        let plain = self.opened(Kind::Template, record)?;
        let shared: SharedTemplate = postcard::from_bytes(&plain).map_err(|_| UNREADABLE)?;
        let (chunks, rest) = shared.values.as_chunks::<4>();
        if chunks.len() != EMBEDDING_LENGTH || !rest.is_empty() {
            return Err(UNREADABLE);
        }
        let values = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk));
        let values = Zeroizing::new(values.collect::<Vec<f32>>());
        let onward = self.onward.get_or_init(|| self.sharing.onward(&self.kept));
        let kept = Embedding::try_from(onward.times(&values).to_vec());
        Ok(ArrivedTemplate {
            pose: shared.pose,
            model: ModelHash(shared.model),
            embedding: kept.map_err(|_| UNREADABLE)?,
        })
    }

    /// The numbers of a template under the transform that is the newest now:
    /// templates may have been renewed since this was made.
    pub(super) fn under(
        &self,
        (newest, transform): &(u32, Arc<Transform>),
        template: &ArrivedTemplate,
    ) -> Zeroizing<Vec<f32>> {
        let values = template.embedding.values();
        match *newest == self.number {
            true => Zeroizing::new(values.to_vec()),
            false => transform.apply(&self.kept.undo(values)),
        }
    }
}

impl Arrived {
    /// What it says, of those that are JSON.
    pub(super) fn parsed<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        match &self.plain {
            Ok(Plain::Json(plain)) => {
                serde_json::from_slice(plain).map_err(|_| StoreError::Unreadable(FROM_CENTRE))
            }
            Ok(Plain::Template(_)) => Err(StoreError::Unreadable(FROM_CENTRE)),
            Err(error) => Err(unopened(error)),
        }
    }

    /// The template that it is.
    pub(super) fn template(&self) -> Result<&ArrivedTemplate, StoreError> {
        match &self.plain {
            Ok(Plain::Template(template)) => Ok(template),
            Ok(Plain::Json(_)) => Err(StoreError::Unreadable(FROM_CENTRE)),
            Err(error) => Err(unopened(error)),
        }
    }
}

/// Why it can't be used, each time it is asked.
fn unopened(error: &StoreError) -> StoreError {
    match error {
        StoreError::Sealed(_) => StoreError::Sealed(FROM_CENTRE),
        _ => StoreError::Unreadable(FROM_CENTRE),
    }
}
