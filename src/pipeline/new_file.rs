//! Files that something is written out to: new ones, for their owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a file wasn't written.
#[derive(Debug, Error)]
pub enum NewFileError {
    /// Something is there already.
    #[error("the file {} is there already; name another file, or remove that one", .0.display())]
    There(PathBuf),
    /// The system wouldn't.
    #[error("the file {} can't be written ({source}); name a file in a folder where you may write", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A file that wasn't there before, for its owner's eyes alone. It goes again
/// unless it is written whole.
pub struct NewFile<'a> {
    path: &'a Path,
    file: File,
    content: Vec<u8>,
    written: bool,
}

impl<'a> NewFile<'a> {
    /// Makes it, empty yet: who gets it can be written down before.
    ///
    /// # Errors
    /// When there is a file of that name, or it can't be made.
    pub fn make(path: &'a Path, content: Vec<u8>) -> Result<Self, NewFileError> {
        let mut options = OpenOptions::new();
        let options = options.write(true).create_new(true).mode(0o600);
        let file = options.open(path).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => NewFileError::There(path.to_owned()),
            _ => unwritable(path, source),
        })?;
        Ok(Self {
            path,
            file,
            content,
            written: false,
        })
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// When it can't be written; then it is gone again.
    pub fn write(mut self) -> Result<(), NewFileError> {
        let written = self.file.write_all(&self.content);
        written
            .and_then(|()| self.file.sync_all())
            .map_err(|source| unwritable(self.path, source))?;
        self.written = true;
        Ok(())
    }
}

impl Drop for NewFile<'_> {
    fn drop(&mut self) {
        if !self.written {
            // It may be gone already.
            let _ = fs::remove_file(self.path);
        }
    }
}

fn unwritable(path: &Path, source: io::Error) -> NewFileError {
    NewFileError::Write {
        path: path.to_owned(),
        source,
    }
}

/// Makes the folder for exports, for this user alone.
///
/// # Errors
/// When the system wouldn't.
pub(super) fn make_folder(folder: &Path) -> Result<(), super::Problem> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| {
        tracing::warn!(%error, "the folder for exports can't be made");
        super::Problem::ExportFolder {
            path: folder.to_owned(),
        }
    })
}
