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
    /// Only what a challenge asks for, and few frames a second.
    pub brief: bool,
}

/// What a brief recording consists of.
const BRIEF: [&str; 4] = ["--clips", "neutral,left,right,up,down", "--fps", "12"];

/// Makes a recording in `out`: all of it, or nothing.
///
/// # Errors
/// What the presenter says, in one line.
pub fn make(resources: &Resources, recipe: Recipe<'_>, out: &Path) -> Result<(), CommandError> {
    let mut command = presenter(resources);
    command
        .arg(recipe.photo)
        .args(["--as", recipe.kind, "--seed", &recipe.seed.to_string()])
        .arg("--models")
        .arg(resources.models())
        .arg("--out")
        .arg(out);
    if recipe.brief {
        command.args(BRIEF);
    }
    if let Some(other) = recipe.other {
        command.arg("--with").arg(other);
    }
    run(command).map(|_| ())
}

/// The kinds it can make, each with what it shows, one a line.
///
/// # Errors
/// What the presenter says, in one line.
pub fn kinds(resources: &Resources) -> Result<String, CommandError> {
    let mut command = presenter(resources);
    command.arg("--list");
    run(command)
}

fn presenter(resources: &Resources) -> Command {
    let mut command = Command::new(resources.venv().join("bin/python"));
    command
        .env("PYTHONPATH", resources.python())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["-m", "presenter"])
        .stdin(Stdio::null());
    command
}

/// What it says on stdout.
fn run(mut command: Command) -> Result<String, CommandError> {
    let output = command.output().map_err(|error| {
        let python = command.get_program().to_string_lossy().into_owned();
        CommandError::new("presenter", format!("{python} can't be started ({error})"))
            .fix("run: make setup")
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    let last = last.unwrap_or("the presenter ended without a word");
    let message = last.strip_prefix("presenter: ").unwrap_or(last);
    Err(CommandError::new("presenter", message))
}
