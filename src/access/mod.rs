//! Who may open what: data folders with their key, operators with their
//! password. Joins `store` and `auth`, which don't know each other.

mod data_folder;
mod operators;
mod sign_in;

pub use data_folder::{DataFolder, DataFolderError};
pub use operators::{Operators, OperatorsError};
pub use sign_in::SignInError;
