//! All that can go wrong, as the screens are told of it.

use secure_biometric::engine::EngineFault;
use secure_biometric::pipeline::Problem;
use secure_biometric::sync::CentreFault;

/// Every problem, once; a new one is missed by the compiler.
pub fn problems() -> Vec<Problem> {
    let path = || std::path::PathBuf::from("/var/lib/secure-biometric");
    let camera = || "Brio 500".to_owned();
    let all = vec![
        Problem::Folder { path: path() },
        Problem::ForeignFolder { path: path() },
        Problem::Busy,
        Problem::DiskFull,
        Problem::KeyMissing,
        Problem::WrongKey,
        Problem::Key { path: Some(path()) },
        Problem::Key { path: None },
        Problem::KeyPassphrase,
        Problem::InUse,
        Problem::NewerData,
        Problem::Damaged,
        Problem::Database,
        Problem::BadgeTaken,
        Problem::NoSuchPerson,
        Problem::PersonChanged,
        Problem::PersonNotActive,
        Problem::TooManyLooks,
        Problem::NoSuchOperator,
        Problem::OperatorNameTaken,
        Problem::OperatorsThere,
        Problem::NoOperators,
        Problem::SignInFirst,
        Problem::NeedsAdministrator,
        Problem::NeedsReviewer,
        Problem::NeedsFrontDesk,
        Problem::LastAdministrator,
        Problem::OperatorDisabled,
        Problem::PasswordTooShort { least: 10 },
        Problem::PasswordTooLong { most: 256 },
        Problem::Memory,
        Problem::Threads,
        Problem::SiteName,
        Problem::RetentionDays,
        Problem::Language,
        Problem::TokenTerms,
        Problem::HandOver,
        Problem::NoSuchProfile,
        Problem::ProfileThere,
        Problem::ProfileNumbers,
        Problem::SettingsFile,
        Problem::NotACamera,
        Problem::NoCamera,
        Problem::CameraNotConnected { camera: camera() },
        Problem::CameraInUse { camera: camera() },
        Problem::CameraNotAllowed { camera: camera() },
        Problem::CameraFormat { camera: camera() },
        Problem::CameraBroken { camera: camera() },
        Problem::Recording { path: Some(path()) },
        Problem::Recording { path: None },
        Problem::Engine(EngineFault::Program),
        Problem::Engine(EngineFault::Version),
        Problem::Engine(EngineFault::Model { name: camera() }),
        Problem::Engine(EngineFault::KnownFaces),
        Problem::Engine(EngineFault::Environment),
        Problem::Engine(EngineFault::Thread),
        Problem::Engine(EngineFault::Ends),
        Problem::SelfTestPlan,
        Problem::SelfTestClaim,
        Problem::SelfTestEnded,
        Problem::NoSuchSelfTest,
        Problem::NoSuchSession,
        Problem::NoMesh,
        Problem::ExportFolder { path: path() },
        Problem::FileThere { path: path() },
        Problem::File { path: path() },
        Problem::Centre(CentreFault::Away),
        Problem::Centre(CentreFault::Untrusted),
        Problem::Centre(CentreFault::Refuses),
        Problem::Centre(CentreFault::Newer),
        Problem::Centre(CentreFault::Older),
        Problem::Centre(CentreFault::Waits),
        Problem::Centre(CentreFault::Failed),
        Problem::KeysHandedOver,
        Problem::KeyOtherCode,
        Problem::KeyOtherWorth,
        Problem::KeyNotForHere,
        Problem::KeyOfAnotherSite,
        Problem::KeyNotTheNext,
        Problem::BackupUnmade,
        Problem::BackupWrong,
        Problem::BackupForeign,
        Problem::BackupOtherKeys,
        Problem::BackupNeedsPassphrase,
        Problem::BackupNotRestored,
        Problem::BackupFile { path: path() },
        Problem::ErasedList { path: path() },
        Problem::KeysMadeAlready,
        Problem::TokenUsed,
        Problem::TokenRevoked,
        Problem::TokenExpired,
        Problem::TokenUnknown,
        Problem::ClockBehind,
        Problem::StartFiles {
            name: "mobilefacenet.tflite".to_owned(),
        },
        Problem::StartListRemoved,
        Problem::ProgramFiles,
        Problem::CheckUnfinished,
        Problem::Start,
    ];
    for problem in &all {
        match problem {
            Problem::Folder { .. }
            | Problem::ForeignFolder { .. }
            | Problem::Busy
            | Problem::DiskFull
            | Problem::KeyMissing
            | Problem::WrongKey
            | Problem::Key { .. }
            | Problem::KeyPassphrase
            | Problem::InUse
            | Problem::NewerData
            | Problem::Damaged
            | Problem::Database
            | Problem::BadgeTaken
            | Problem::NoSuchPerson
            | Problem::PersonChanged
            | Problem::PersonNotActive
            | Problem::TooManyLooks
            | Problem::NoSuchOperator
            | Problem::OperatorNameTaken
            | Problem::OperatorsThere
            | Problem::NoOperators
            | Problem::SignInFirst
            | Problem::NeedsAdministrator
            | Problem::NeedsReviewer
            | Problem::NeedsFrontDesk
            | Problem::LastAdministrator
            | Problem::OperatorDisabled
            | Problem::PasswordTooShort { .. }
            | Problem::PasswordTooLong { .. }
            | Problem::Memory
            | Problem::Threads
            | Problem::SiteName
            | Problem::RetentionDays
            | Problem::Language
            | Problem::TokenTerms
            | Problem::HandOver
            | Problem::NoSuchProfile
            | Problem::ProfileThere
            | Problem::ProfileNumbers
            | Problem::SettingsFile
            | Problem::NotACamera
            | Problem::NoCamera
            | Problem::CameraNotConnected { .. }
            | Problem::CameraInUse { .. }
            | Problem::CameraNotAllowed { .. }
            | Problem::CameraFormat { .. }
            | Problem::CameraBroken { .. }
            | Problem::Recording { .. }
            | Problem::SelfTestPlan
            | Problem::SelfTestClaim
            | Problem::SelfTestEnded
            | Problem::NoSuchSelfTest
            | Problem::NoSuchSession
            | Problem::NoMesh
            | Problem::ExportFolder { .. }
            | Problem::FileThere { .. }
            | Problem::File { .. }
            | Problem::KeysHandedOver
            | Problem::KeyOtherCode
            | Problem::KeyOtherWorth
            | Problem::KeyNotForHere
            | Problem::KeyOfAnotherSite
            | Problem::KeyNotTheNext
            | Problem::BackupUnmade
            | Problem::BackupWrong
            | Problem::BackupForeign
            | Problem::BackupOtherKeys
            | Problem::BackupNeedsPassphrase
            | Problem::BackupNotRestored
            | Problem::BackupFile { .. }
            | Problem::ErasedList { .. }
            | Problem::KeysMadeAlready
            | Problem::TokenUsed
            | Problem::TokenRevoked
            | Problem::TokenExpired
            | Problem::TokenUnknown
            | Problem::ClockBehind
            | Problem::StartFiles { .. }
            | Problem::StartListRemoved
            | Problem::ProgramFiles
            | Problem::CheckUnfinished
            | Problem::Start => {}
            Problem::Engine(
                EngineFault::Program
                | EngineFault::Version
                | EngineFault::Model { .. }
                | EngineFault::KnownFaces
                | EngineFault::Environment
                | EngineFault::Thread
                | EngineFault::Ends,
            ) => {}
            Problem::Centre(
                CentreFault::Away
                | CentreFault::Untrusted
                | CentreFault::Refuses
                | CentreFault::Newer
                | CentreFault::Older
                | CentreFault::Waits
                | CentreFault::Failed,
            ) => {}
        }
    }
    all
}
