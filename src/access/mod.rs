//! Who may open what: data folders with their key, operators with their
//! password, people with their PIN; and what a data folder holds beside its
//! database. Joins `store` and `auth`, which don't know each other.

mod backup;
mod data_folder;
mod erasure;
mod handing_on;
mod handover;
mod hashing;
mod joining;
mod operators;
mod pins;
mod rotation;
mod settings;
mod sign_in;
mod tokens;

pub use backup::{BackupError, Erased, create_backup, restore_backup};
pub use data_folder::{DataFolder, DataFolderError};
pub use erasure::{ErasureError, Erasures};
pub use handing_on::{SiteKeyError, read_carried, write_carried};
pub use handover::{HandOver, HandOverError};
pub use joining::{Joined, JoiningError};
pub use operators::{Operators, OperatorsError};
pub use pins::{PinCheckError, Pins};
pub use rotation::Renewed;
pub use settings::{Appearance, MOST_RETENTION_DAYS, SETTINGS_FILE, Settings, SettingsError};
pub use sign_in::SignInError;
pub use tokens::{ClockReset, RedeemError, Tokens};
