//! Runs the presenter, the Python package that makes recordings from photos.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::resources::Resources;

use super::CommandError;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Recipe<'a> {
    /// A photo, or a folder of them.
    pub photo: &'a Path,
    /// The kind of recording.
    pub kind: &'a str,
    /// The second person's photo, for the kinds that need one.
    pub other: Option<&'a Path>,
    /// Another number, another performance.
    pub seed: u32,
}

/// Makes a recording in `out`: all of it, or nothing.
///
/// # Errors
/// What the presenter says, in one line.
pub fn make(resources: &Resources, recipe: Recipe<'_>, out: &Path) -> Result<(), CommandError> {
    let python = resources.venv().join("bin/python");
    let mut command = Command::new(&python);
    command
        .env("PYTHONPATH", resources.python())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["-m", "presenter"])
        .arg(recipe.photo)
        .args(["--as", recipe.kind, "--seed", &recipe.seed.to_string()])
        .arg("--models")
        .arg(resources.models())
        .arg("--out")
        .arg(out)
        .stdin(Stdio::null());
    if let Some(other) = recipe.other {
        command.arg("--with").arg(other);
    }
    let output = command.output().map_err(|error| {
        CommandError::new(
            "presenter",
            format!("{} can't be started ({error})", python.display()),
        )
        .fix("run: make setup")
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    let last = last.unwrap_or("the presenter ended without a word");
    let message = last.strip_prefix("presenter: ").unwrap_or(last);
    Err(CommandError::new("presenter", message))
}
