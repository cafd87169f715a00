//! Where the program's own files are: assets, models, the Python environment,
//! the engine's program.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The variable that names the folder, where it isn't above the program.
pub const HOME_VARIABLE: &str = "SECURE_BIOMETRIC_HOME";
/// The list of models; the folder that has it is the one.
const MODELS_LIST: &str = "assets/models.toml";
/// The engine's program.
const ENGINE_PROGRAM: &str = "secure-biometric-engine";
/// Where a Python environment keeps its packages.
const SITE_PACKAGES: &str = "lib/python3.11/site-packages";

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
    /// The list of models isn't one.
    #[error("{MODELS_LIST} can't be understood: {0}")]
    Broken(#[from] toml::de::Error),
}

/// The file `assets/models.toml`.
#[derive(Deserialize)]
struct ModelsList {
    file: Vec<ModelFile>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// The engine works with it.
    Model,
    /// Somebody's portrait, for rehearsals and tests.
    Subject,
}

/// One fetched file that `assets/models.toml` lists.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ModelFile {
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// How it is had; `venv` means with the Python environment.
    pub manager: String,
    /// The package that carries it.
    pub package: String,
    /// The package's version.
    pub version: String,
    /// Its path inside of the package.
    pub file: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// Its path below the folder of models; without one it is used where its
    /// package has it.
    pub destination: Option<String>,
    /// Under which terms it may be used.
    pub licence: String,
}

impl ModelFile {
    /// The last part of the path under which it is used.
    #[must_use]
    pub fn file_name(&self) -> &str {
        let path = self.destination.as_ref().unwrap_or(&self.file);
        path.rsplit('/').next().unwrap_or(path)
    }
}

/// What became of checking one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelCheck {
    /// The file.
    pub file: ModelFile,
    /// Where it should be.
    pub path: PathBuf,
    /// Nothing when it is right, else what is wrong.
    pub problem: Option<String>,
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
        if let Some(home) = std::env::var_os(HOME_VARIABLE).map(PathBuf::from) {
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

    /// All files that `assets/models.toml` lists.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn model_files(&self) -> Result<Vec<ModelFile>, ResourcesError> {
        let text =
            fs::read_to_string(self.home.join(MODELS_LIST)).map_err(ResourcesError::Unreadable)?;
        Ok(toml::from_str::<ModelsList>(&text)?.file)
    }

    /// File name to SHA-256 of the models that the engine may work with.
    ///
    /// # Errors
    /// When the list can't be read.
    pub fn expected_models(&self) -> Result<BTreeMap<String, String>, ResourcesError> {
        let files = self.model_files()?;
        let models = files
            .iter()
            .filter(|file| file.purpose == Purpose::Model)
            .map(|file| (file.file_name().to_owned(), file.sha256.clone()));
        Ok(models.collect())
    }

    /// Hashes every listed file: some 10 MB.
    ///
    /// # Errors
    /// When the list can't be read. What is wrong with a file is in its check.
    pub fn check_models(&self) -> Result<Vec<ModelCheck>, ResourcesError> {
        let files = self.model_files()?;
        let checks = files.into_iter().map(|file| {
            let path = self.path_of(&file);
            let problem = problem_with(&path, &file.sha256);
            ModelCheck {
                file,
                path,
                problem,
            }
        });
        Ok(checks.collect())
    }

    /// Where a file is used.
    #[must_use]
    pub fn path_of(&self, file: &ModelFile) -> PathBuf {
        match &file.destination {
            Some(destination) => self.models().join(destination),
            None => self.venv().join(SITE_PACKAGES).join(&file.file),
        }
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

fn problem_with(path: &Path, sha256: &str) -> Option<String> {
    let hash = || -> io::Result<String> {
        let digest = Sha256::digest(fs::read(path)?);
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    };
    match hash() {
        Ok(hash) if hash == sha256 => None,
        Ok(hash) => Some(format!("its SHA-256 is {hash}, not the listed one")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some("it is missing".to_owned()),
        Err(error) => Some(format!("it can't be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
        [[file]]
        name = "One"
        purpose = "model"
        manager = "npm"
        package = "faces"
        version = "1.0"
        file = "package/One.bin"
        bytes = [4, 7]
        size = 3
        sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        destination = "one.bin"
        licence = "MIT"

        [[file]]
        name = "Two"
        purpose = "subject"
        manager = "venv"
        package = "pictures"
        version = "2.0"
        file = "pictures/two.png"
        size = 3
        sha256 = "00"
        licence = "MIT"
    "#;

    fn home() -> (tempfile::TempDir, Resources) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("assets")).unwrap();
        fs::create_dir_all(folder.path().join(".models")).unwrap();
        fs::write(folder.path().join(MODELS_LIST), LIST).unwrap();
        let resources = Resources {
            home: folder.path().to_owned(),
            engine_program: PathBuf::new(),
        };
        (folder, resources)
    }

    #[test]
    fn the_engine_expects_the_models_and_not_the_portraits() {
        let (_folder, resources) = home();
        let expected = resources.expected_models().unwrap();
        assert_eq!(expected.keys().collect::<Vec<_>>(), ["one.bin"]);
    }

    #[test]
    fn a_missing_and_a_changed_file_are_named() {
        let (_folder, resources) = home();
        let problems = || -> Vec<Option<String>> {
            let checks = resources.check_models().unwrap();
            checks.into_iter().map(|check| check.problem).collect()
        };
        assert_eq!(problems()[0].as_deref(), Some("it is missing"));
        let path = resources.models().join("one.bin");
        fs::write(&path, "abc").unwrap();
        assert_eq!(problems()[0], None);
        fs::write(&path, "abd").unwrap();
        assert!(problems()[0].as_ref().unwrap().contains("SHA-256"));
    }

    #[test]
    fn files_of_the_environment_are_looked_for_there() {
        let (_folder, resources) = home();
        let files = resources.model_files().unwrap();
        let path = resources.path_of(&files[1]);
        assert!(path.starts_with(resources.venv()));
        assert!(path.ends_with("site-packages/pictures/two.png"));
    }
}
