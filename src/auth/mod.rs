//! Keys, passwords and the limits of guessing them. Rules and files only: what
//! is remembered between runs is the store's.

pub mod backoff;
mod key_file;
mod keys;
pub mod password;

pub use keys::{FileKeyStore, KEY_FOLDER_VARIABLE, KeyError, KeyStore};
