//! Writing a self-test to a file of its own.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::{Act, Note, SelfTest, SelfTestId, Subject};
use crate::report::attacks_export;

/// How a self-test is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTestFormat {
    /// All of it.
    Json,
    /// A line a trial.
    Csv,
}

impl SelfTestFormat {
    /// The end of its files' names.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The format of a file of that name.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let suffix = path.extension()?.to_str()?;
        [Self::Json, Self::Csv]
            .into_iter()
            .find(|format| format.suffix().eq_ignore_ascii_case(suffix))
    }
}

/// That a self-test was written to a file, for the audit.
#[must_use]
pub fn exported(test: SelfTestId, format: SelfTestFormat) -> Note {
    Note::of(Act::SelfTestExported)
        .to(Subject::SelfTest(test))
        .with("format", format.suffix())
}

/// Why it couldn't be written.
#[derive(Debug, Error)]
pub enum SelfTestFileError {
    /// Something is there already.
    #[error("{0} is there already and isn't overwritten; name another file")]
    Exists(PathBuf),
    /// The system wouldn't.
    #[error("{path} can't be written ({source}); name another file")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Writes a self-test to a new file that only this user can read; nothing is
/// ever overwritten.
///
/// # Errors
/// When there is a file of that name, or it can't be written.
pub fn save_selftest(
    test: &SelfTest,
    format: SelfTestFormat,
    path: &Path,
) -> Result<(), SelfTestFileError> {
    let text = match format {
        SelfTestFormat::Json => format!("{:#}\n", attacks_export::whole(test)),
        SelfTestFormat::Csv => attacks_export::csv(test),
    };
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => SelfTestFileError::Exists(path.to_owned()),
        _ => SelfTestFileError::Write {
            path: path.to_owned(),
            source,
        },
    };
    let mut options = OpenOptions::new();
    let new = options.write(true).create_new(true).mode(0o600);
    let mut file = new.open(path).map_err(failed)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(failed)
}
