//! The words for what went wrong: what happened, and the one thing to do.

use std::path::Path;

use fluent_bundle::FluentValue;

use crate::engine::EngineFault;
use crate::pipeline::{Examined, Problem};
use crate::sync::CentreFault;

use super::texts::Texts;

/// A problem in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub what: String,
    /// What to do about it.
    pub advice: String,
}

impl Told {
    /// A problem in the words of a language.
    #[must_use]
    pub fn of(problem: &Problem, texts: &Texts) -> Self {
        let key = key(problem);
        let values = values(problem);
        Self {
            what: texts.with(key, &values),
            advice: texts.advice_with(key, &values),
        }
    }

    /// Both, one after the other. What ends in a name or a path would run on.
    #[must_use]
    pub fn line(&self) -> String {
        let ends = self.what.ends_with(['.', '!', '?', '…']);
        let stop = if ends { "" } else { "." };
        format!("{}{stop} {}", self.what, self.advice)
    }
}

/// A problem as a line for a terminal.
#[must_use]
pub fn in_english(problem: &Problem) -> String {
    Told::of(problem, &Texts::new("en")).line()
}

/// The text of a problem; its `.advice` says what to do.
fn key(problem: &Problem) -> &'static str {
    match problem {
        Problem::Folder { .. } => "problem-folder",
        Problem::ForeignFolder { .. } => "problem-foreign-folder",
        Problem::Busy => "problem-busy",
        Problem::DiskFull => "problem-disk-full",
        Problem::KeyMissing => "problem-key-missing",
        Problem::WrongKey => "problem-wrong-key",
        Problem::Key { path: Some(_) } => "problem-key-file",
        Problem::Key { path: None } => "problem-key",
        Problem::KeyPassphrase => "problem-key-passphrase",
        Problem::InUse => "problem-in-use",
        Problem::NewerData => "problem-newer-data",
        Problem::Damaged => "problem-damaged",
        Problem::Database => "problem-database",
        Problem::BadgeTaken => "problem-badge-taken",
        Problem::NoSuchPerson => "problem-no-such-person",
        Problem::PersonChanged => "problem-person-changed",
        Problem::PersonNotActive => "problem-person-not-active",
        Problem::TooManyLooks => "problem-too-many-looks",
        Problem::NoSuchOperator => "problem-no-such-operator",
        Problem::OperatorNameTaken => "problem-operator-name-taken",
        Problem::OperatorsThere => "problem-operators-there",
        Problem::NoOperators => "problem-no-operators",
        Problem::SignInFirst => "problem-sign-in-first",
        Problem::NeedsAdministrator => "problem-needs-administrator",
        Problem::NeedsReviewer => "problem-needs-reviewer",
        Problem::NeedsFrontDesk => "problem-needs-front-desk",
        Problem::LastAdministrator => "problem-last-administrator",
        Problem::OperatorDisabled => "problem-operator-disabled",
        Problem::PasswordTooShort { .. } => "problem-password-short",
        Problem::PasswordTooLong { .. } => "problem-password-long",
        Problem::Memory => "problem-memory",
        Problem::Threads => "problem-threads",
        Problem::SiteName => "problem-site-name",
        Problem::RetentionDays => "problem-retention",
        Problem::Language => "problem-language",
        Problem::TokenTerms => "problem-token-terms",
        Problem::HandOver => "problem-hand-over",
        Problem::KeysHandedOver => "problem-keys-handed-over",
        Problem::KeysMadeAlready => "problem-keys-made-already",
        Problem::KeyOtherCode => "problem-key-other-code",
        Problem::KeyOtherWorth => "problem-key-other-worth",
        Problem::KeyNotForHere => "problem-key-not-for-here",
        Problem::KeyOfAnotherSite => "problem-key-of-another-site",
        Problem::KeyNotTheNext => "problem-key-not-the-next",
        Problem::BackupUnmade => "problem-backup-unmade",
        Problem::BackupWrong => "problem-backup-wrong",
        Problem::BackupForeign => "problem-backup-foreign",
        Problem::BackupOtherKeys => "problem-backup-other-keys",
        Problem::BackupNeedsPassphrase => "problem-backup-needs-passphrase",
        Problem::BackupNotRestored => "problem-backup-not-restored",
        Problem::BackupFile { .. } => "problem-backup-file",
        Problem::ErasedList { .. } => "problem-erased-list",
        Problem::TokenUsed => "problem-token-used",
        Problem::TokenRevoked => "problem-token-revoked",
        Problem::TokenExpired => "problem-token-expired",
        Problem::TokenUnknown => "problem-token-unknown",
        Problem::ClockBehind => "problem-clock-behind",
        Problem::NoSuchProfile => "problem-no-profile",
        Problem::ProfileThere => "problem-profile-there",
        Problem::ProfileNumbers => "problem-profile-numbers",
        Problem::SettingsFile => "problem-settings-file",
        Problem::NotACamera => "problem-not-a-camera",
        Problem::NoCamera => "problem-no-camera",
        Problem::CameraNotConnected { .. } => "problem-camera-not-connected",
        Problem::CameraInUse { .. } => "problem-camera-in-use",
        Problem::CameraNotAllowed { .. } => "problem-camera-not-allowed",
        Problem::CameraFormat { .. } => "problem-camera-format",
        Problem::CameraBroken { .. } => "problem-camera-broken",
        Problem::Recording { path: Some(_) } => "problem-recording-file",
        Problem::Recording { path: None } => "problem-recording",
        Problem::Engine(fault) => fault_key(fault),
        Problem::SelfTestPlan => "problem-selftest-plan",
        Problem::SelfTestClaim => "problem-selftest-claim",
        Problem::SelfTestEnded => "problem-selftest-ended",
        Problem::NoSuchSelfTest => "problem-no-selftest",
        Problem::NoSuchSession => "problem-no-session",
        Problem::NoMesh => "problem-no-mesh",
        Problem::ExportFolder { .. } => "problem-export-folder",
        Problem::FileThere { .. } => "problem-file-there",
        Problem::File { .. } => "problem-file",
        Problem::Centre(CentreFault::Away) => "problem-centre-away",
        Problem::Centre(CentreFault::Untrusted) => "problem-centre-untrusted",
        Problem::Centre(CentreFault::Refuses) => "problem-centre-refuses",
        Problem::Centre(CentreFault::Newer) => "problem-centre-newer",
        Problem::Centre(CentreFault::Older) => "problem-centre-older",
        Problem::Centre(CentreFault::Waits) => "problem-centre-waits",
        Problem::Centre(CentreFault::Failed) => "problem-centre-failed",
        Problem::StartFiles { .. } => "problem-start-files",
        Problem::StartListRemoved => "problem-start-list-removed",
        Problem::ProgramFiles => "problem-program-files",
        Problem::CheckUnfinished => "problem-check-unfinished",
        Problem::Start => "problem-start",
    }
}

fn fault_key(fault: &EngineFault) -> &'static str {
    match fault {
        EngineFault::Program => "problem-engine-program",
        EngineFault::Version => "problem-engine-version",
        EngineFault::Model { .. } => "problem-engine-model",
        EngineFault::KnownFaces => "problem-engine-known-faces",
        EngineFault::Environment => "problem-engine-environment",
        EngineFault::Thread => "problem-threads",
        EngineFault::Ends => "problem-engine-ends",
    }
}

/// The facts that are put into the text.
fn values(problem: &Problem) -> Vec<(&'static str, FluentValue<'static>)> {
    let path = |path: &Path| ("path", path.display().to_string().into());
    match problem {
        Problem::Folder { path: found }
        | Problem::ForeignFolder { path: found }
        | Problem::ExportFolder { path: found }
        | Problem::FileThere { path: found }
        | Problem::BackupFile { path: found }
        | Problem::ErasedList { path: found }
        | Problem::File { path: found } => vec![path(found)],
        Problem::Key { path: found } | Problem::Recording { path: found } => {
            found.iter().map(|found| path(found)).collect()
        }
        Problem::PasswordTooShort { least } => vec![("least", (*least).into())],
        Problem::PasswordTooLong { most } => vec![("most", (*most).into())],
        Problem::CameraNotConnected { camera }
        | Problem::CameraInUse { camera }
        | Problem::CameraNotAllowed { camera }
        | Problem::CameraFormat { camera }
        | Problem::CameraBroken { camera } => vec![("camera", camera.clone().into())],
        Problem::StartFiles { name } | Problem::Engine(EngineFault::Model { name }) => {
            vec![("name", name.clone().into())]
        }
        _ => Vec::new(),
    }
}

/// The name of what the doctor looked at; its `.advice` says what to do when
/// it isn't well.
#[must_use]
pub fn examined(examined: Examined) -> &'static str {
    match examined {
        Examined::ProgramFiles => "examined-program-files",
        Examined::Models => "examined-models",
        Examined::Portraits => "examined-portraits",
        Examined::PythonEnvironment => "examined-python-environment",
        Examined::PythonLock => "examined-python-lock",
        Examined::Engine => "examined-engine",
        Examined::Confinement => "examined-confinement",
        Examined::Settings => "examined-settings",
        Examined::DataFolder => "examined-data-folder",
        Examined::SiteKey => "examined-site-key",
        Examined::StartFiles => "examined-start-files",
        Examined::Database => "examined-database",
        Examined::Space => "examined-space",
        Examined::Clock => "examined-clock",
        Examined::ClockSync => "examined-clock-sync",
        Examined::Display => "examined-display",
        Examined::Gl => "examined-gl",
        Examined::Cameras => "examined-cameras",
        Examined::Camera => "examined-camera",
        Examined::Other => "examined-other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::texts::LANGUAGES;

    #[test]
    fn what_happened_ends_before_the_advice_begins() {
        let camera = Problem::CameraNotConnected {
            camera: "Brio 500".to_owned(),
        };
        for language in &LANGUAGES {
            let texts = Texts::new(language.code);
            let line = Told::of(&camera, &texts).line();
            assert!(line.contains("Brio 500. "), "{line}");
            let line = Told::of(&Problem::DiskFull, &texts).line();
            assert!(line.contains(". ") && !line.contains(".."), "{line}");
        }
    }

    #[test]
    fn facts_stand_in_the_words_of_each_language() {
        let camera = Problem::CameraInUse {
            camera: "Brio 500".to_owned(),
        };
        let folder = Problem::ForeignFolder {
            path: "/srv/kiosk".into(),
        };
        let least = Problem::PasswordTooShort { least: 10 };
        let mut told = Vec::new();
        for language in &LANGUAGES {
            let texts = Texts::new(language.code);
            for (problem, fact) in [
                (&camera, "Brio 500"),
                (&folder, "/srv/kiosk"),
                (&least, "10"),
            ] {
                let words = Told::of(problem, &texts).line();
                assert!(words.contains(fact) && !words.contains('{'), "{words}");
                told.push(words);
            }
        }
        told.sort();
        told.dedup();
        assert_eq!(told.len(), 9, "each language has words of its own");
    }
}
