//! Who may open what: data folders with their key, operators with their
//! password, people with their PIN; and what a data folder holds beside its
//! database. Joins `store` and `auth`, which don't know each other.

mod backup;
mod clock_reset;
mod consents;
mod data_folder;
mod erasure;
mod handing_on;
mod handover;
mod hashing;
mod introspection;
mod joining;
mod logins;
mod operators;
mod pins;
mod remembered;
mod restoring;
mod rotation;
mod service_settings;
mod settings;
mod sign_in;
mod site_tokens;
mod start_lists;
mod tokens;

pub use backup::{BackupError, create_backup};
pub use clock_reset::ClockReset;
pub use consents::{ConsentError, Consents, check_consent};
pub use data_folder::{DataFolder, DataFolderError};
pub use erasure::{ErasureError, Erasures};
pub use handing_on::{SiteKeyError, read_carried, write_carried};
pub use handover::{HandOver, HandOverError};
pub use joining::{Joined, JoiningError};
pub use logins::{Granted, LoginError, Logins};
pub use operators::{Operators, OperatorsError};
pub use pins::{PinCheckError, Pins};
pub use restoring::{Erased, Restored, Restoring};
pub use rotation::Renewed;
pub use service_settings::{ServiceSettings, ServiceSettingsError};
pub use settings::{Appearance, MOST_RETENTION_DAYS, SETTINGS_FILE, Settings, SettingsError};
pub use sign_in::SignInError;
pub use start_lists::{Begun, FileHashes, Standing, StartListError, StartLists};
pub use tokens::{RedeemError, Tokens};
