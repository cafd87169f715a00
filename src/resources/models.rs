//! What `assets/models.toml` lists, and whether it is there.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{MODELS_LIST, Resources, ResourcesError};

/// Where a Python environment keeps its packages.
const SITE_PACKAGES: &str = "lib/python3.11/site-packages";

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

/// A file's SHA-256 in hexadecimal.
pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    let digest = Sha256::digest(fs::read(path)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn problem_with(path: &Path, sha256: &str) -> Option<String> {
    match sha256_of(path) {
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
