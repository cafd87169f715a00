//! Reading small files that somebody else wrote.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// The text of a file of at most `most_bytes`. Devices, pipes and folders are
/// refused: they may never end.
///
/// # Errors
/// When it is no file, too long, unreadable, or no text.
pub fn read_text(path: &Path, most_bytes: u64) -> std::io::Result<String> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is no file"));
    }
    let mut text = String::new();
    let read = File::open(path)?
        .take(most_bytes + 1)
        .read_to_string(&mut text)?;
    if u64::try_from(read).unwrap_or(u64::MAX) > most_bytes {
        return Err(Error::new(ErrorKind::InvalidInput, "it is too long"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "1234").unwrap();
        assert_eq!(read_text(&path, 4).unwrap(), "1234");
        assert!(read_text(&path, 3).is_err());
        assert!(read_text(folder.path(), 10).is_err());
        assert!(read_text(Path::new("/dev/zero"), 10).is_err());
    }
}
