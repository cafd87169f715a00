//! Where the program's own files are: assets, models, the Python environment,
//! the engine's program.

mod bounded;
mod models;
mod start_files;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use bounded::read_text;
pub use models::{ModelCheck, ModelFile, Purpose};

/// The variable that names the folder, where it isn't above the program.
pub const HOME_VARIABLE: &str = "SECURE_BIOMETRIC_HOME";
/// The list of models; the folder that has it is the one.
const MODELS_LIST: &str = "assets/models.toml";
/// The engine's program.
const ENGINE_PROGRAM: &str = "secure-biometric-engine";

/// The folder with the program's files.
#[derive(Clone, Debug)]
pub struct Resources {
    home: PathBuf,
    engine_program: PathBuf,
}

/// Why the program's files can't be used.
#[derive(Debug, Error)]
pub enum ResourcesError {
    /// The folder isn't found.
    #[error(
        "no folder with {MODELS_LIST} was found above {}; start the program from its folder's target/release, or set {HOME_VARIABLE}",
        .0.display()
    )]
    NotFound(PathBuf),
    /// The variable names a wrong folder.
    #[error("{HOME_VARIABLE} names {}, which has no {MODELS_LIST}", .0.display())]
    WrongHome(PathBuf),
    /// The program doesn't know where it is.
    #[error("the program's own place can't be found: {0}")]
    NoProgram(io::Error),
    /// The list of models can't be read.
    #[error("{MODELS_LIST} can't be read: {0}; run `make setup`")]
    Unreadable(io::Error),
    /// A file of the program can't be read.
    #[error("{}: {source}; check that this user may read it", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The list of models isn't one.
    #[error("{MODELS_LIST} can't be understood: {0}")]
    Broken(#[from] toml::de::Error),
}

impl Resources {
    /// Finds the folder: the one that the variable names, else the nearest
    /// above the running program.
    ///
    /// # Errors
    /// When there is none; the text says what to do.
    pub fn find() -> Result<Self, ResourcesError> {
        let program = std::env::current_exe().map_err(ResourcesError::NoProgram)?;
        let engine_program = engine_beside(&program);
        if let Some(home) = std::env::var_os(HOME_VARIABLE) {
            // The engine works in another folder, where a relative path would
            // lead elsewhere.
            let home = std::path::absolute(home).map_err(ResourcesError::NoProgram)?;
            if !home.join(MODELS_LIST).is_file() {
                return Err(ResourcesError::WrongHome(home));
            }
            return Ok(Self {
                home,
                engine_program,
            });
        }
        let home = program
            .ancestors()
            .skip(1)
            .find(|folder| folder.join(MODELS_LIST).is_file());
        match home {
            Some(home) => Ok(Self {
                home: home.to_owned(),
                engine_program,
            }),
            None => Err(ResourcesError::NotFound(program)),
        }
    }

    /// The same program with its files in another folder.
    #[must_use]
    pub fn with_home(self, home: PathBuf) -> Self {
        Self { home, ..self }
    }

    /// The folder itself.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Fonts, icons, texts and the list of models.
    #[must_use]
    pub fn assets(&self) -> PathBuf {
        self.home.join("assets")
    }

    /// The fetched models.
    #[must_use]
    pub fn models(&self) -> PathBuf {
        self.home.join(".models")
    }

    /// The portraits for rehearsals and tests.
    #[must_use]
    pub fn subjects(&self) -> PathBuf {
        self.models().join("subjects")
    }

    /// The Python environment.
    #[must_use]
    pub fn venv(&self) -> PathBuf {
        self.home.join(".venv")
    }

    /// The folder that holds the Python packages.
    #[must_use]
    pub fn python(&self) -> PathBuf {
        self.home.join("python")
    }

    /// The engine's program: beside the running one, or, for tests and
    /// benches, a folder up.
    #[must_use]
    pub fn engine_program(&self) -> PathBuf {
        self.engine_program.clone()
    }
}

/// Beside a program in `release/`, or above one in `release/deps/`.
fn engine_beside(program: &Path) -> PathBuf {
    let name = format!("{ENGINE_PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let mut folders = program.ancestors().skip(1).take(2);
    let beside = folders.next().map(|folder| folder.join(&name));
    let above = folders.next().map(|folder| folder.join(&name));
    match (beside, above) {
        (Some(beside), Some(above)) if !beside.is_file() && above.is_file() => above,
        (Some(beside), _) => beside,
        (None, _) => PathBuf::from(name),
    }
}
