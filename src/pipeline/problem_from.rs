//! Which problem an error is, as a window tells it.

use std::path::PathBuf;

use crate::access::{
    BackupError, DataFolderError, OperatorsError, PinCheckError, SettingsError, SignInError,
    StartListError,
};
use crate::auth::KeyError;
use crate::auth::passphrase::SealedFileError;
use crate::auth::password::{LEAST_CHARACTERS, MOST_CHARACTERS, PasswordError};
use crate::camera::CameraError;
use crate::domain::{StartChange, ToleranceError};
use crate::resources::ResourcesError;
use crate::store::StoreError;
use crate::sync::SyncError;

use super::{Problem, SelfTestError, SelfTestFileError};

impl From<&StoreError> for Problem {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Folder { path, .. } => Self::Folder { path: path.clone() },
            StoreError::ForeignFolder(path) => Self::ForeignFolder { path: path.clone() },
            StoreError::Busy => Self::Busy,
            StoreError::InUse => Self::InUse,
            StoreError::Full => Self::DiskFull,
            StoreError::WrongKey => Self::WrongKey,
            StoreError::NewerSchema | StoreError::Unreadable(_) => Self::NewerData,
            StoreError::Migration(_) | StoreError::Sealed(_) | StoreError::Damaged(_) => {
                Self::Damaged
            }
            StoreError::BadgeTaken => Self::BadgeTaken,
            StoreError::NoSuchPerson => Self::NoSuchPerson,
            StoreError::PersonChanged => Self::PersonChanged,
            StoreError::PersonNotActive => Self::PersonNotActive,
            StoreError::TooManyLooks => Self::TooManyLooks,
            StoreError::NoSuchOperator => Self::NoSuchOperator,
            StoreError::OperatorNameTaken => Self::OperatorNameTaken,
            StoreError::ToleranceVersionTaken { .. } => Self::ProfileThere,
            StoreError::Sealing | StoreError::Database(_) => Self::Database,
        }
    }
}

impl From<&SyncError> for Problem {
    fn from(error: &SyncError) -> Self {
        match (error, error.fault()) {
            (_, Some(fault)) => Self::Centre(fault),
            (SyncError::Store(error), None) => Self::from(error),
            (_, None) => Self::Database,
        }
    }
}

impl From<&ToleranceError> for Problem {
    fn from(_: &ToleranceError) -> Self {
        Self::ProfileNumbers
    }
}

impl From<&PasswordError> for Problem {
    fn from(error: &PasswordError) -> Self {
        match error {
            PasswordError::TooShort => Self::PasswordTooShort {
                least: LEAST_CHARACTERS,
            },
            PasswordError::TooLong => Self::PasswordTooLong {
                most: MOST_CHARACTERS,
            },
            PasswordError::Hashing => Self::Memory,
        }
    }
}

impl From<&OperatorsError> for Problem {
    fn from(error: &OperatorsError) -> Self {
        match error {
            OperatorsError::NotFirst => Self::OperatorsThere,
            OperatorsError::NotAllowed => Self::NeedsAdministrator,
            OperatorsError::NotReviewer => Self::NeedsReviewer,
            OperatorsError::NotFrontDesk => Self::NeedsFrontDesk,
            OperatorsError::LastAdministrator => Self::LastAdministrator,
            OperatorsError::Password(error) => Self::from(error),
            OperatorsError::Store(error) => Self::from(error),
        }
    }
}

impl From<&PinCheckError> for Problem {
    fn from(error: &PinCheckError) -> Self {
        match error {
            PinCheckError::Hashing(error) => Self::from(error),
            PinCheckError::Store(error) => Self::from(error),
        }
    }
}

impl From<&SignInError> for Problem {
    fn from(error: &SignInError) -> Self {
        match error {
            SignInError::NoOperators => Self::NoOperators,
            // These two have a state of their own on the screen.
            SignInError::Wrong | SignInError::Wait { .. } => Self::SignInFirst,
            SignInError::Disabled => Self::OperatorDisabled,
            SignInError::Password(error) => Self::from(error),
            SignInError::Store(error) => Self::from(error),
        }
    }
}

impl From<&SettingsError> for Problem {
    fn from(error: &SettingsError) -> Self {
        match error {
            SettingsError::SiteName => Self::SiteName,
            SettingsError::RetentionDays => Self::RetentionDays,
            SettingsError::Language => Self::Language,
            SettingsError::TokenAudience | SettingsError::TokenSeconds => Self::TokenTerms,
            SettingsError::HandOver(_) => Self::HandOver,
            SettingsError::Camera(_) => Self::NotACamera,
            SettingsError::Tolerance(_) => Self::NoSuchProfile,
            SettingsError::Service(_) | SettingsError::Write { .. } | SettingsError::Format(_) => {
                Self::SettingsFile
            }
        }
    }
}

impl From<&CameraError> for Problem {
    fn from(error: &CameraError) -> Self {
        let recording = |path: &PathBuf| Self::Recording {
            path: Some(path.clone()),
        };
        match error {
            CameraError::NotACamera { .. } => Self::NotACamera,
            CameraError::NoneConnected => Self::NoCamera,
            CameraError::NotConnected { id } => Self::CameraNotConnected {
                camera: id.to_string(),
            },
            CameraError::InUse { name } => Self::CameraInUse {
                camera: name.clone(),
            },
            CameraError::NotAllowed { name } => Self::CameraNotAllowed {
                camera: name.clone(),
            },
            CameraError::NoUsableFormat { name } | CameraError::PaddedPictures { name, .. } => {
                Self::CameraFormat {
                    camera: name.clone(),
                }
            }
            CameraError::Device { name, .. } => Self::CameraBroken {
                camera: name.clone(),
            },
            CameraError::Unreadable { path, .. }
            | CameraError::NotARecording { path }
            | CameraError::NoFrames { path }
            | CameraError::BothKinds { path }
            | CameraError::TooManyFrames { path }
            | CameraError::TooLong { path }
            | CameraError::MixedSizes { path, .. }
            | CameraError::Frame { path, .. }
            | CameraError::Settings { path, .. } => recording(path),
            CameraError::DecoderGone => Self::Recording { path: None },
            CameraError::Thread(_) => Self::Threads,
        }
    }
}

impl From<&KeyError> for Problem {
    fn from(error: &KeyError) -> Self {
        match error {
            KeyError::NoFolder | KeyError::Random | KeyError::ReadOnly => Self::Key { path: None },
            KeyError::PassphraseNeeded | KeyError::PassphraseWrong(_) | KeyError::Passphrase(_) => {
                Self::KeyPassphrase
            }
            KeyError::InsideData(path)
            | KeyError::TooOpen { path, .. }
            | KeyError::NotOwned(path)
            | KeyError::Malformed(path)
            | KeyError::OfAnotherFolder(path)
            | KeyError::Exists(path)
            | KeyError::File { path, .. } => Self::Key {
                path: Some(path.clone()),
            },
        }
    }
}

impl From<&DataFolderError> for Problem {
    fn from(error: &DataFolderError) -> Self {
        match error {
            DataFolderError::KeyMissing(_) => Self::KeyMissing,
            DataFolderError::Key(error) => Self::from(error),
            DataFolderError::Store(error) => Self::from(error),
        }
    }
}

impl Problem {
    /// Why a backup wasn't put back.
    #[must_use]
    pub fn of_restoring(error: &BackupError) -> Self {
        match error {
            BackupError::Sealed(SealedFileError::Wrong) => Self::BackupWrong,
            BackupError::Sealed(SealedFileError::Foreign) | BackupError::Foreign => {
                Self::BackupForeign
            }
            BackupError::OtherKeys
            | BackupError::Data(DataFolderError::Key(KeyError::PassphraseWrong(_))) => {
                Self::BackupOtherKeys
            }
            BackupError::NotNew => Self::OperatorsThere,
            BackupError::Data(DataFolderError::Key(KeyError::PassphraseNeeded)) => {
                Self::BackupNeedsPassphrase
            }
            BackupError::Data(error) => Self::from(error),
            BackupError::File { path, .. } | BackupError::FileThere(path) => {
                Self::BackupFile { path: path.clone() }
            }
            BackupError::NotEmpty(_) | BackupError::Sealed(_) => Self::BackupNotRestored,
        }
    }
}

impl From<&SelfTestError> for Problem {
    fn from(error: &SelfTestError) -> Self {
        match error {
            SelfTestError::Plan(_) => Self::SelfTestPlan,
            SelfTestError::Operators(error) => Self::from(error),
            SelfTestError::NotEnrolled => Self::SelfTestClaim,
            SelfTestError::Ended => Self::SelfTestEnded,
            SelfTestError::Store(error) => Self::from(error),
        }
    }
}

impl From<&SelfTestFileError> for Problem {
    fn from(error: &SelfTestFileError) -> Self {
        match error {
            SelfTestFileError::Exists(path) => Self::FileThere { path: path.clone() },
            SelfTestFileError::Write { path, .. } => Self::File { path: path.clone() },
        }
    }
}

impl From<&StartListError> for Problem {
    fn from(error: &StartListError) -> Self {
        match error {
            StartListError::Changed(changes) => Self::StartFiles {
                name: changes.first().map(StartChange::name).unwrap_or_default(),
            },
            StartListError::Removed => Self::StartListRemoved,
            StartListError::Signing(_) => Self::Start,
            StartListError::Store(error) => Self::from(error),
        }
    }
}

impl From<&ResourcesError> for Problem {
    fn from(_: &ResourcesError) -> Self {
        Self::ProgramFiles
    }
}

impl From<&std::io::Error> for Problem {
    /// Of starting a thread.
    fn from(_: &std::io::Error) -> Self {
        Self::Threads
    }
}
