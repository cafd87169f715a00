//! Keys, passwords and the limits of guessing them. Rules and files only: what
//! is remembered between runs is the store's.

pub mod backoff;
pub mod handing_on;
mod handing_on_text;
mod key_error;
mod key_folder;
pub mod key_making;
mod key_text;
mod keys;
pub mod passphrase;
pub mod password;
mod receipts;
pub mod service_tokens;
pub mod signed;
pub mod signing;
pub mod tokens;

pub use handing_on_text::LONGEST as LONGEST_HANDED_ON;
pub use key_error::{KEY_FOLDER_VARIABLE, KeyError};
pub use keys::{CREDENTIAL, KeyStores};
