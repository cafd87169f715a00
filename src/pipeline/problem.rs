//! What went wrong, as a window tells it: which kind and its facts, never a
//! sentence. The window has words for each in every language.

use std::fmt::Display;
use std::path::PathBuf;

use crate::access::{DataFolderError, OperatorsError, PinCheckError, SettingsError, SignInError};
use crate::auth::KeyError;
use crate::auth::password::{LEAST_CHARACTERS, MOST_CHARACTERS, PasswordError};
use crate::camera::CameraError;
use crate::domain::ToleranceError;
use crate::engine::EngineFault;
use crate::resources::ResourcesError;
use crate::store::StoreError;

use super::{SelfTestError, SelfTestFileError};

/// Something that went wrong. Facts are names and numbers, the same in every
/// language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The data folder can't be made or used.
    Folder {
        /// The folder, or the file in it.
        path: PathBuf,
    },
    /// The data folder holds other things than this program's data.
    ForeignFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Another program holds the data and doesn't let go.
    Busy,
    /// The disk is full.
    DiskFull,
    /// The key of the data folder isn't there.
    KeyMissing,
    /// The key belongs to another data folder.
    WrongKey,
    /// The key can't, or mustn't, be used.
    Key {
        /// Its folder or file, where one is known.
        path: Option<PathBuf>,
    },
    /// The data was written by a newer version.
    NewerData,
    /// The data is damaged, or was changed outside the program.
    Damaged,
    /// The database failed otherwise.
    Database,
    /// Somebody else has that badge.
    BadgeTaken,
    /// The person isn't there any more.
    NoSuchPerson,
    /// Somebody else changed the person meanwhile.
    PersonChanged,
    /// The person is held or disabled.
    PersonNotActive,
    /// As many looks are kept as may be.
    TooManyLooks,
    /// The operator isn't there any more.
    NoSuchOperator,
    /// Another operator has that name.
    OperatorNameTaken,
    /// The kiosk has an administrator already.
    OperatorsThere,
    /// The kiosk has no operator yet.
    NoOperators,
    /// Nobody is signed in.
    SignInFirst,
    /// It takes an administrator.
    NeedsAdministrator,
    /// It takes an operator of the front desk.
    NeedsFrontDesk,
    /// Nobody could look after the kiosk any more.
    LastAdministrator,
    /// The operator may not sign in any more.
    OperatorDisabled,
    /// A password is too short.
    PasswordTooShort {
        /// Least characters.
        least: usize,
    },
    /// A password is too long.
    PasswordTooLong {
        /// Most characters.
        most: usize,
    },
    /// Memory for a hash is missing.
    Memory,
    /// The machine can't start another thread.
    Threads,
    /// The site's name can't be used.
    SiteName,
    /// The days sessions are kept can't be used.
    RetentionDays,
    /// The language can't be used.
    Language,
    /// There is no such tolerance profile.
    NoSuchProfile,
    /// That version of a tolerance profile is there already.
    ProfileThere,
    /// A number of a tolerance profile is outside its range.
    ProfileNumbers,
    /// The settings file can't be written.
    SettingsFile,
    /// What is set as the camera isn't one.
    NotACamera,
    /// No camera is connected.
    NoCamera,
    /// The chosen camera isn't connected.
    CameraNotConnected {
        /// Its bus path and name.
        camera: String,
    },
    /// Another program has the camera.
    CameraInUse {
        /// Its device file or name.
        camera: String,
    },
    /// This user may not open the camera.
    CameraNotAllowed {
        /// Its device file or name.
        camera: String,
    },
    /// The camera sends nothing that can be used.
    CameraFormat {
        /// Its device file or name.
        camera: String,
    },
    /// The camera doesn't work.
    CameraBroken {
        /// Its device file or name.
        camera: String,
    },
    /// The recording that stands in for a camera can't be played.
    Recording {
        /// The file or folder that is wrong, where one is known.
        path: Option<PathBuf>,
    },
    /// The face analysis doesn't work.
    Engine(EngineFault),
    /// A self-test can't be made as it was planned.
    SelfTestPlan,
    /// Nobody has the badge that a self-test was to claim.
    SelfTestClaim,
    /// The self-test is at its end.
    SelfTestEnded,
    /// The self-test isn't kept any more.
    NoSuchSelfTest,
    /// The folder for exports can't be made.
    ExportFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A file of that name is there already.
    FileThere {
        /// The file.
        path: PathBuf,
    },
    /// A file can't be written.
    File {
        /// The file.
        path: PathBuf,
    },
    /// A part of the program is missing.
    ProgramFiles,
    /// The check of everything didn't come to its end.
    CheckUnfinished,
    /// The program couldn't start.
    Start,
}

impl Problem {
    /// The problem that an error is. The error's own words are for the log.
    pub fn of<E>(error: &E) -> Self
    where
        E: Display,
        for<'a> Self: From<&'a E>,
    {
        tracing::warn!(%error, "told at the window");
        Self::from(error)
    }
}

impl From<&StoreError> for Problem {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Folder { path, .. } => Self::Folder { path: path.clone() },
            StoreError::ForeignFolder(path) => Self::ForeignFolder { path: path.clone() },
            StoreError::Busy => Self::Busy,
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
            SettingsError::Camera(_) => Self::NotACamera,
            SettingsError::Tolerance(_) => Self::NoSuchProfile,
            SettingsError::Write { .. } | SettingsError::Format(_) => Self::SettingsFile,
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
            KeyError::NoFolder | KeyError::Random => Self::Key { path: None },
            KeyError::InsideData(path)
            | KeyError::TooOpen { path, .. }
            | KeyError::NotOwned(path)
            | KeyError::Malformed(path)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_an_error_are_kept_and_its_words_are_not() {
        let full = OperatorsError::Store(StoreError::Full);
        assert_eq!(Problem::of(&full), Problem::DiskFull);
        let short = OperatorsError::Password(PasswordError::TooShort);
        assert_eq!(Problem::of(&short), Problem::PasswordTooShort { least: 10 });
        let camera = CameraError::Device {
            name: "Brio 500".to_owned(),
            why: "ioctl failed".to_owned(),
        };
        let camera = format!("{:?}", Problem::of(&camera));
        assert!(camera.contains("Brio 500") && !camera.contains("ioctl"));
    }
}
