//! The files that faces are analysed with, by their hashes: the models, what
//! the environment is made of, and the analysis itself.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::models::sha256_of;
use super::{Purpose, Resources, ResourcesError};

/// What the Python environment is made of.
const LOCK: &str = "requirements.lock";
/// Folders beside the analysis that it doesn't import.
const LEFT_OUT: [&str; 3] = ["__pycache__", "presenter", "tests"];
/// Folders aren't nested deeper.
const MOST_DEPTH: u32 = 8;

impl Resources {
    /// Path below the program's folder to SHA-256, of all that is there: some
    /// 10 MB are read.
    ///
    /// # Errors
    /// When the list of models or a file can't be read.
    pub fn start_files(&self) -> Result<BTreeMap<String, String>, ResourcesError> {
        let models = self.model_files()?.into_iter();
        let models = models.filter(|file| file.purpose == Purpose::Model);
        let mut paths: Vec<PathBuf> = models.map(|file| self.path_of(&file)).collect();
        paths.push(self.python().join(LOCK));
        sources(&self.python(), MOST_DEPTH, &mut paths).map_err(unreadable(&self.python()))?;
        let mut hashes = BTreeMap::new();
        for path in paths {
            match sha256_of(&path) {
                Ok(hash) => drop(hashes.insert(self.shown(&path), hash)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(unreadable(&path)(error)),
            }
        }
        Ok(hashes)
    }

    fn shown(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.home).unwrap_or(path);
        below.display().to_string()
    }
}

/// All Python files of a folder that could be imported.
fn sources(folder: &Path, depth: u32, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        if entry.file_type()?.is_dir() {
            if depth > 0 && !LEFT_OUT.iter().any(|left_out| name == *left_out) {
                sources(&path, depth - 1, found)?;
            }
        } else if path.extension() == Some(OsStr::new("py")) {
            found.push(path);
        }
    }
    Ok(())
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> ResourcesError {
    let path = path.to_owned();
    move |source| ResourcesError::File { path, source }
}
