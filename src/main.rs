//! The program: reads the arguments, runs the command, says how it ended.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use secure_biometric::commands::{Cli, CommandError, answer_was_lost};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    // The working folder's own, never a parent's. What a broken line holds may
    // be a secret: it isn't shown.
    let broken = dotenvy::from_path(".env").is_err_and(|error| !error.not_found());
    let cli = Cli::of_this_process();
    if broken {
        let error = CommandError::new("env_file", "the file .env can't be understood")
            .fix("write each line as NAME=value, quoted if there are spaces");
        return failed(&error, cli.json());
    }
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(cli.log_filter()));
    // Colours are for a terminal; in a file or a journal they are noise.
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal() && !no_colour)
        .with_writer(std::io::stderr)
        .init();
    let json = cli.json();
    match cli.run() {
        Ok(_) if answer_was_lost() => {
            eprintln!("secure-biometric: the answer couldn't be written to stdout");
            ExitCode::FAILURE
        }
        Ok(code) => ExitCode::from(code),
        Err(error) => failed(&error, json),
    }
}

/// Says what went wrong and what to do, on stdout too where JSON is expected.
fn failed(error: &CommandError, json: bool) -> ExitCode {
    eprintln!("secure-biometric: {}", error.line());
    if json {
        let body = serde_json::json!({ "error": error });
        // Where nobody reads stdout any more, there is nobody to tell.
        let _ = writeln!(std::io::stdout(), "{body}");
    }
    ExitCode::FAILURE
}
