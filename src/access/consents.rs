//! Consents written down for the people who gave them, signed by the kiosk.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::auth::signed::Document;
use crate::auth::signing::Signer;
use crate::auth::tokens::{TokenError, Verifier};
use crate::domain::{Act, Consent, ConsentClaims, Note, Person, Signature, Subject};
use crate::report::consent::{ConsentWords, page, parts, signed};
use crate::store::{Store, StoreError, wall_clock};

/// Why a consent isn't written, or doesn't count.
#[derive(Debug, Error)]
pub enum ConsentError {
    /// Not a page that a kiosk wrote.
    #[error("this is no consent that a kiosk wrote; take the whole file, unchanged")]
    Foreign,
    /// The page isn't the one that was signed.
    #[error("this page was changed after it was signed; ask for another one at the kiosk")]
    Changed,
    /// The signature couldn't be made, or doesn't count.
    #[error(transparent)]
    Signature(#[from] TokenError),
    /// The page can't be written.
    #[error(
        "{path} can't be written ({source}); name a file that isn't there yet, in a folder where this user may write"
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Consents of a data folder. Clones share it.
#[derive(Clone)]
pub struct Consents {
    pub(super) store: Store,
    pub(super) signer: Arc<Signer>,
}

impl Consents {
    /// Writes a person's consent as a signed page into a new file, its owner's
    /// alone. The audit says that it was written, and whether with the picture
    /// of their signature; of a page that couldn't be written it says nothing,
    /// and a page that it couldn't tell of isn't kept.
    ///
    /// # Errors
    /// When it couldn't be signed or written down; then there is no file.
    pub async fn write(
        &self,
        (person, consent): (&Person, &Consent),
        words: &ConsentWords,
        with_signature: bool,
        file: &Path,
    ) -> Result<(), ConsentError> {
        let drawing = match &consent.signature {
            Some(Signature::Drawn(drawing)) if with_signature => Some(drawing),
            _ => None,
        };
        let page = page(words, drawing);
        let iat = wall_clock().0.div_euclid(1000);
        let by = (self.signer.issuer(), iat);
        let claims = ConsentClaims::of(person, consent, hash(&page), by);
        let signature = self.signer.sign_document(Document::Consent, &claims)?;
        new_file(file, &signed(&page, &signature))?;
        let with = if drawing.is_some() { "yes" } else { "no" };
        let note = Note::of(Act::ConsentExported)
            .to(Subject::Person(person.id))
            .with("signature", with);
        let noted = self.store.note(&note).await;
        if noted.is_err() {
            // Why it isn't kept is told already.
            let _ = fs::remove_file(file);
        }
        Ok(noted?)
    }
}

/// Writes a file that isn't there yet; half a page is none.
fn new_file(path: &Path, page: &str) -> Result<(), ConsentError> {
    let failed = |source| ConsentError::File {
        path: path.to_owned(),
        source,
    };
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let mut file = file.map_err(failed)?;
    let written = file
        .write_all(page.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // Why it couldn't be written is told already.
        let _ = fs::remove_file(path);
    }
    written.map_err(failed)
}

/// What the signature under a written consent says, if the page above it is the
/// one that was signed by one of these keys.
///
/// # Errors
/// Why it doesn't count.
pub fn check_consent(verifier: &Verifier, text: &str) -> Result<ConsentClaims, ConsentError> {
    let (page, signature) = parts(text).ok_or(ConsentError::Foreign)?;
    let claims: ConsentClaims = verifier.verify_document(Document::Consent, signature)?;
    if claims.page != hash(page) {
        return Err(ConsentError::Changed);
    }
    Ok(claims)
}

fn hash(page: &str) -> String {
    let hash = Sha256::digest(page);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
