//! A folder of files that are this user's alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::KeyError;

/// A folder of mode 0700 with files of mode 0600, outside the data folder.
#[derive(Clone, Debug)]
pub(super) struct KeyFolder(PathBuf);

impl KeyFolder {
    /// `folder`, which is made when it is first needed, for the keys of the
    /// data folder `data`.
    pub(super) fn new(folder: PathBuf, data: &Path) -> Result<Self, KeyError> {
        let real = |path: &Path| real_path(path).map_err(failed(path));
        if real(&folder)?.starts_with(real(data)?) {
            return Err(KeyError::InsideData(folder));
        }
        Ok(Self(folder))
    }

    /// The path of a file in it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What a file holds, if it is there and nobody else can reach it.
    pub(super) fn read(
        &self,
        name: &str,
        limit: u64,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        let path = self.path(name);
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(failed(&path))?,
        };
        self.require_private()?;
        let metadata = file.metadata().map_err(failed(&path))?;
        require_mode(&path, &metadata, 0o600)?;
        if metadata.uid() != rustix::process::geteuid().as_raw() {
            return Err(KeyError::NotOwned(path));
        }
        // Room for all of it, so that growing leaves no copies behind.
        let mut content = Zeroizing::new(Vec::with_capacity(usize::try_from(limit).unwrap_or(0)));
        file.take(limit)
            .read_to_end(&mut content)
            .map_err(failed(&path))?;
        Ok(Some(content))
    }

    /// Writes a file that isn't there yet; it is durable when this returns.
    pub(super) fn create(&self, name: &str, content: &[u8]) -> Result<(), KeyError> {
        let path = self.path(name);
        // Linked to its name only when it is whole, which fails if there is
        // one already.
        self.write(&path, content, |unfinished, path| {
            fs::hard_link(unfinished, path)?;
            fs::remove_file(unfinished)
        })
        .map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => KeyError::Exists(path.clone()),
            _ => failed(&path)(source),
        })
    }

    /// Writes a file in the place of the one that is there, wholly or not at
    /// all; it is durable when this returns.
    pub(super) fn replace(&self, name: &str, content: &[u8]) -> Result<(), KeyError> {
        let path = self.path(name);
        self.write(&path, content, |unfinished, path| {
            fs::rename(unfinished, path)
        })
        .map_err(failed(&path))
    }

    /// Overwrites and removes a file, if it is there.
    pub(super) fn remove(&self, name: &str) -> Result<(), KeyError> {
        let path = self.path(name);
        let removed = (|| {
            let mut file = OpenOptions::new().write(true).open(&path)?;
            let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
            file.write_all(&vec![0; length])?;
            file.sync_all()?;
            fs::remove_file(&path)?;
            File::open(&self.0)?.sync_all()
        })();
        match removed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(failed(&path)),
        }
    }

    fn write(
        &self,
        path: &Path,
        content: &[u8],
        finish: impl FnOnce(&Path, &Path) -> io::Result<()>,
    ) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0)?;
        self.require_private().map_err(io::Error::other)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = self.path(&format!("{name}.{}", uuid::Uuid::now_v7()));
        let written = write_private(&unfinished, content).and_then(|()| finish(&unfinished, path));
        if written.is_err() {
            // It may never have been made.
            let _ = fs::remove_file(&unfinished);
        }
        written?;
        File::open(&self.0)?.sync_all()
    }

    fn require_private(&self) -> Result<(), KeyError> {
        let metadata = fs::metadata(&self.0).map_err(failed(&self.0))?;
        require_mode(&self.0, &metadata, 0o700)
    }
}

/// Writes a file of mode 0600 that isn't there yet, to the disk.
pub(super) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

pub(super) fn failed(path: &Path) -> impl Fn(io::Error) -> KeyError {
    let path = path.to_owned();
    move |source| {
        // A refusal of ours that passed through the system's type.
        let inner = source.get_ref().and_then(|inner| inner.downcast_ref());
        if let Some(KeyError::TooOpen { path, mode, wanted }) = inner {
            return KeyError::TooOpen {
                path: path.clone(),
                mode: *mode,
                wanted: *wanted,
            };
        }
        KeyError::File {
            path: path.clone(),
            source,
        }
    }
}

/// The path without links, of which the last parts may not exist yet.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    for ancestor in absolute.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return Ok(real.join(rest));
        }
    }
    Ok(absolute)
}

fn require_mode(path: &Path, metadata: &fs::Metadata, wanted: u32) -> Result<(), KeyError> {
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(KeyError::TooOpen {
        path: path.to_owned(),
        mode,
        wanted,
    })
}
