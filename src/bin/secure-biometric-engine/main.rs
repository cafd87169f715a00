//! The engine: a child process that sees frames and answers with numbers.
//!
//! It hosts `python/facelab` in an embedded CPython, confines itself before it
//! looks at the first frame, and speaks the protocol of
//! `secure_biometric::engine::protocol` on the pipes it was started with.

#[cfg(target_os = "linux")]
mod calls;
mod confine;
mod escape;
#[cfg(target_os = "linux")]
mod files;
mod host;
mod serve;
mod shapes;
mod stdio;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use secure_biometric::engine::protocol::{FirstWord, Greeting, PROTOCOL_VERSION, send};

use crate::confine::Confiner;
use crate::escape::Accomplice;
use crate::host::Host;
use crate::stdio::Pipes;

/// Analyses faces for secure-biometric, which starts it; not for use by hand.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// The Python environment.
    #[arg(long)]
    venv: PathBuf,
    /// The folder that holds the Python package `facelab`.
    #[arg(long)]
    python: PathBuf,
    /// The folder of fetched models.
    #[arg(long)]
    models: PathBuf,
    /// The descriptor of the memory that frames lie in.
    #[arg(long)]
    frames: i32,
    /// How far it steps back behind other programs.
    #[arg(long, default_value_t = 0)]
    niceness: u8,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Before there are other threads: they take it over.
    if let Err(error) = rustix::process::nice(arguments.niceness.into()) {
        eprintln!("it can't step back behind other programs: {error}");
    }
    let mut pipes = match Pipes::take() {
        Ok(pipes) => pipes,
        Err(error) => {
            eprintln!("the pipes can't be taken: {error}");
            return ExitCode::FAILURE;
        }
    };
    let started = start(&arguments);
    let (parts, first_word) = match started {
        Ok((host, accomplice, greeting)) => (Some((host, accomplice)), FirstWord::Ok(greeting)),
        Err(why) => (None, FirstWord::Err(why)),
    };
    if let Err(error) = send(&mut pipes.answers, &first_word) {
        eprintln!("the first message can't be sent: {error}");
        return ExitCode::FAILURE;
    }
    match parts.map(|(host, accomplice)| serve::serve(&host, &accomplice, &mut pipes)) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        None => ExitCode::FAILURE,
    }
}

/// Confines files, starts Python, then confines system calls: in this order
/// because landlock binds only threads that start later, and imports need
/// calls that are refused afterwards.
fn start(arguments: &Arguments) -> Result<(Host, Accomplice, Greeting), String> {
    let mut confiner = Confiner::default();
    confiner.confine_process();
    confiner.confine_files(arguments);
    let accomplice =
        Accomplice::start().map_err(|error| format!("it can't start a thread: {error}"))?;
    let host = Host::start(arguments)?;
    let hello = host.hello()?;
    confiner.confine_calls();
    let greeting = Greeting {
        protocol: PROTOCOL_VERSION,
        versions: hello.versions,
        models: hello.models,
        known_pair: hello.known_pair,
        known_strangers: hello.known_strangers,
        known_pairs_ok: hello.known_pairs_ok,
        confinement: confiner.finish(),
    };
    Ok((host, accomplice, greeting))
}
