//! Frames that are sent again because nobody heard the answer.

use actix_web::http::StatusCode;
use sha2::{Digest, Sha256};

use crate::server::error::ApiError;

/// What a client calls an upload, and what it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Once {
    key: String,
    hash: [u8; 32],
}

impl Once {
    /// These bytes under this key.
    pub fn of(key: String, bytes: &[u8]) -> Self {
        Self {
            key,
            hash: Sha256::digest(bytes).into(),
        }
    }

    /// Whether it is the upload that was looked at last.
    ///
    /// # Errors
    /// 422 if that was another one of the same key.
    pub fn is_again(&self, last: Option<&Self>) -> Result<bool, ApiError> {
        match last.filter(|last| last.key == self.key) {
            None => Ok(false),
            Some(last) if last.hash == self.hash => Ok(true),
            Some(_) => Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key_of_another",
                "this key was sent with other frames; take a new one for each upload",
            )),
        }
    }
}
