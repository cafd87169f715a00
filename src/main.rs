//! The program: reads the arguments, runs the command, says how it ended.

use std::io::Write;
use std::process::ExitCode;

use secure_biometric::commands::Cli;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    // A `.env` that isn't there is no trouble; one that is broken is said.
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        eprintln!("warning: the file .env can't be read: {error}");
    }
    let cli = Cli::of_this_process();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let json = cli.json();
    match cli.run() {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("secure-biometric: {}", error.line());
            if json {
                let body = serde_json::json!({ "error": error });
                // Nobody reads stdout any more: there is nobody to tell.
                let _ = writeln!(std::io::stdout(), "{body}");
            }
            ExitCode::FAILURE
        }
    }
}
