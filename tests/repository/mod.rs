//! The files of this repository, as tests read them.

use std::fs;
use std::path::Path;

/// Folders made by set-up, builds and tools. Links are never followed.
const MADE: [&str; 12] = [
    ".git",
    ".venv",
    ".models",
    ".cache",
    ".tools",
    "target",
    "dist",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    // One person's own settings, where there are any.
    ".env",
];

/// A file that is text.
#[derive(Debug)]
pub struct Text {
    /// Its path below the repository's root, with `/`.
    pub path: String,
    /// All of it.
    pub content: String,
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file of the repository, by path.
pub fn texts() -> Vec<Text> {
    let mut found = Vec::new();
    collect(root(), "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(folder: &Path, below: &str, found: &mut Vec<Text>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let kind = entry.file_type().unwrap();
        if MADE.contains(&name.as_str()) || kind.is_symlink() {
            continue;
        }
        let path = format!("{below}{name}");
        // A copy that fuzzing makes of the product's own.
        if path == "fuzz/Cargo.lock" {
            continue;
        }
        if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), found);
        } else if let Ok(content) = String::from_utf8(fs::read(entry.path()).unwrap()) {
            found.push(Text { path, content });
        }
    }
}
