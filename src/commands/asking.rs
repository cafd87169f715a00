//! What is typed on a terminal, or read from a file in its place.

use std::io::IsTerminal;
use std::path::Path;

use crate::domain::Secret;
use crate::resources::read_text;

use super::error::CommandError;

/// No password file is longer, in bytes.
const MAX_PASSWORD_FILE_BYTES: u64 = 4096;

/// A password from a file (one final newline is trimmed), or asked for on a
/// terminal.
///
/// # Errors
/// When the file can't be read, or there is neither file nor terminal.
pub fn read_password(file: Option<&Path>, question: &str) -> Result<Secret<String>, CommandError> {
    let Some(path) = file else {
        if !std::io::stdin().is_terminal() {
            return Err(
                CommandError::new("password_needed", "this needs a password")
                    .fix("add --password-file FILE"),
            );
        }
        return rpassword::prompt_password(question)
            .map(Secret::new)
            .map_err(|error| CommandError::new("password_needed", error));
    };
    let unreadable = |why: String| {
        CommandError::new(
            "password_file",
            format!("the password file {} can't be read ({why})", path.display()),
        )
        .fix("name a file that holds the password on one line")
    };
    let mut text =
        read_text(path, MAX_PASSWORD_FILE_BYTES).map_err(|error| unreadable(error.to_string()))?;
    let trimmed = text.strip_suffix('\n').unwrap_or(&text);
    let length = trimmed.strip_suffix('\r').unwrap_or(trimmed).len();
    text.truncate(length);
    Ok(Secret::new(text))
}

/// A line that is typed on a terminal.
///
/// # Errors
/// When it can't be read.
pub fn ask(question: &str) -> Result<String, CommandError> {
    eprint!("{question}");
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(|error| CommandError::new("operator", error))?;
    Ok(line)
}
