//! Recordings for the scenarios, made at first use and kept in a cache.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::resources::Resources;

use super::super::CommandError;
use super::super::presenter::{Recipe, make};
use super::scenarios::Show;

/// How many recordings are made at once.
const MAKERS: usize = 2;

/// Where recordings are kept, and what they are made from.
pub struct Recordings {
    resources: Resources,
    folder: PathBuf,
    presenter: String,
}

impl Recordings {
    /// The cache of this user.
    ///
    /// # Errors
    /// When there is no folder to keep it in, or the presenter can't be read.
    pub fn open(resources: &Resources) -> Result<Self, CommandError> {
        let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let base = from("SECURE_BIOMETRIC_CACHE")
            .map(PathBuf::from)
            .or_else(|| {
                from("XDG_CACHE_HOME").map(|base| Path::new(&base).join("secure-biometric"))
            })
            .or_else(|| from("HOME").map(|home| Path::new(&home).join(".cache/secure-biometric")))
            .ok_or_else(|| {
                CommandError::new("cache", "there is no home folder to keep recordings in")
                    .fix("name one in SECURE_BIOMETRIC_CACHE")
            })?;
        Ok(Self {
            presenter: digest_of_folder(&resources.python().join("presenter"))?,
            resources: resources.clone(),
            folder: base.join("rehearsals"),
        })
    }

    /// The folder of a show's recording. A changed photo or presenter makes a
    /// new one.
    ///
    /// # Errors
    /// When the subject's photo isn't there.
    pub fn folder(&self, show: &Show) -> Result<PathBuf, CommandError> {
        let mut hash = Sha256::new();
        hash.update(&self.presenter);
        for subject in [Some(show.subject), show.other].into_iter().flatten() {
            let path = self.resources.subjects().join(subject);
            let photo = std::fs::read(&path).map_err(|error| {
                CommandError::new(
                    "subjects",
                    format!("the portrait {} can't be read ({error})", path.display()),
                )
                .fix("run: make setup")
            })?;
            hash.update(&photo);
        }
        let stem = Path::new(show.subject)
            .file_stem()
            .map_or(show.subject.into(), |stem| stem.to_string_lossy());
        let name = format!(
            "{stem}-{}-{}-{}{}",
            show.kind,
            show.seed,
            if show.brief { "brief-" } else { "" },
            hex(&hash.finalize(), 8)
        );
        Ok(self.folder.join(name))
    }

    /// Makes those that aren't there, two at a time; `say` is told of each.
    ///
    /// # Errors
    /// The first that can't be made.
    pub fn make_missing(
        &self,
        shows: &[Show],
        say: impl Fn(&str) + Sync,
    ) -> Result<(), CommandError> {
        let mut missing = Vec::new();
        for show in shows {
            let folder = self.folder(show)?;
            if !folder.is_dir() {
                missing.push((*show, folder));
            }
        }
        missing.sort();
        missing.dedup();
        std::fs::create_dir_all(&self.folder).map_err(|error| {
            CommandError::new(
                "cache",
                format!("{} can't be made ({error})", self.folder.display()),
            )
            .fix("name another folder in SECURE_BIOMETRIC_CACHE")
        })?;
        let queue = Mutex::new(missing);
        let failed = Mutex::new(None);
        let take = || {
            let mut queue = queue
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            queue.pop()
        };
        std::thread::scope(|scope| {
            for _ in 0..MAKERS {
                scope.spawn(|| {
                    while let Some((show, folder)) = take() {
                        say(&format!(
                            "making the recording {} of {}",
                            show.kind, show.subject
                        ));
                        if let Err(error) = self.make(&show, &folder) {
                            *failed
                                .lock()
                                .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(error);
                            return;
                        }
                    }
                });
            }
        });
        failed
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .map_or(Ok(()), Err)
    }

    fn make(&self, show: &Show, folder: &Path) -> Result<(), CommandError> {
        let subjects = self.resources.subjects();
        let other = show.other.map(|other| subjects.join(other));
        let recipe = Recipe {
            photo: &subjects.join(show.subject),
            kind: show.kind,
            other: other.as_deref(),
            seed: show.seed,
            brief: show.brief,
        };
        match make(&self.resources, recipe, folder) {
            // Another rehearsal made it meanwhile.
            Err(_) if folder.is_dir() => Ok(()),
            made => made,
        }
    }
}

fn digest_of_folder(folder: &Path) -> Result<String, CommandError> {
    let unreadable = |error: std::io::Error| {
        CommandError::new(
            "presenter",
            format!("{} can't be read ({error})", folder.display()),
        )
        .fix("install the program again")
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "py"))
        .collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).map_err(unreadable)?);
    }
    Ok(hex(&hash.finalize(), 32))
}

fn hex(bytes: &[u8], count: usize) -> String {
    bytes
        .iter()
        .take(count)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
