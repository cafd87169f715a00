//! What went wrong, as a window tells it: which kind and its facts, never a
//! sentence. The window has words for each in every language.

use std::fmt::Display;
use std::path::PathBuf;

use crate::engine::EngineFault;
use crate::sync::CentreFault;

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
    /// The keys are sealed with a passphrase, and the one there is doesn't
    /// open them.
    KeyPassphrase,
    /// Another program has the data folder open.
    InUse,
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
    /// It takes a reviewer.
    NeedsReviewer,
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
    /// Whom tokens are meant for, or how long they live, can't be used.
    TokenTerms,
    /// Where tokens are handed over to can't be used.
    HandOver,
    /// The token was used before.
    TokenUsed,
    /// The token was revoked before.
    TokenRevoked,
    /// The token's time is over.
    TokenExpired,
    /// No such token is kept here.
    TokenUnknown,
    /// The clock is behind a time that was seen before.
    ClockBehind,
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
    /// The session isn't kept any more.
    NoSuchSession,
    /// No face that can be written is kept of the session.
    NoMesh,
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
    /// The line to the centre.
    Centre(CentreFault),
    /// systemd hands the keys over.
    KeysHandedOver,
    /// Production keys are in place already.
    KeysMadeAlready,
    /// The code that was typed isn't the file's.
    KeyOtherCode,
    /// One kiosk has trial keys, the other production keys.
    KeyOtherWorth,
    /// What was carried here isn't for this kiosk, or no longer.
    KeyNotForHere,
    /// The kiosk has people, or another site's key.
    KeyOfAnotherSite,
    /// A later key of the site, or another of the same number, is here.
    KeyNotTheNext,
    /// A backup couldn't be made.
    BackupUnmade,
    /// Passphrase or recovery key is another one, or the backup was changed.
    BackupWrong,
    /// It isn't a backup of this program, or one of a later version.
    BackupForeign,
    /// Later keys of the kiosk are here that don't open the backup.
    BackupOtherKeys,
    /// The backup's production keys need a passphrase of their own.
    BackupNeedsPassphrase,
    /// A backup couldn't be put back for another reason.
    BackupNotRestored,
    /// A file of a restore can't be read or written.
    BackupFile {
        /// The file.
        path: PathBuf,
    },
    /// A file isn't a list of who was erased.
    ErasedList {
        /// The file.
        path: PathBuf,
    },
    /// Something the kiosk starts with isn't as it was signed.
    StartFiles {
        /// The file, or the profile and its version.
        name: String,
    },
    /// The list of what it may start with was removed or changed.
    StartListRemoved,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::OperatorsError;
    use crate::auth::password::PasswordError;
    use crate::camera::CameraError;
    use crate::store::StoreError;

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
