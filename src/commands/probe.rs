//! What is tried in a process of its own: a driver that crashes or hangs takes
//! nothing with it, and memory counts from nothing.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

const TICK: Duration = Duration::from_millis(20);

/// Runs this program with other arguments and variables, and reads the JSON
/// line that it prints. One that takes longer than `patience` is ended.
///
/// # Errors
/// A sentence that says why there is no answer.
pub fn ask<T: DeserializeOwned>(
    arguments: &[&str],
    variables: &[(&str, &str)],
    patience: Duration,
) -> Result<T, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut child = Command::new(program)
        .args(arguments)
        // A chatty log would fill the pipe, which is read at the end.
        .env("RUST_LOG", "error")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("the probe can't be started: {error}"))?;
    let ended =
        wait(&mut child, patience).map_err(|error| format!("the probe was lost: {error}"))?;
    let Some(status) = ended else {
        return Err(format!("no window after {} s", patience.as_secs()));
    };
    let (said, complaint) = (read(child.stdout.take()), read(child.stderr.take()));
    if status.success() {
        return serde_json::from_str(&said)
            .map_err(|error| format!("the probe's answer can't be understood: {error}"));
    }
    let last = complaint.lines().rfind(|line| !line.trim().is_empty());
    let last = last.map(|line| line.strip_prefix("secure-biometric: ").unwrap_or(line));
    let said = last.map_or(String::new(), |line| format!(": {line}"));
    Err(format!("the probe ended with {status}{said}"))
}

/// How it ended; nothing when it had to be ended.
fn wait(child: &mut Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let until = Instant::now() + patience;
    while Instant::now() < until {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(TICK);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn read(pipe: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // What could be read so far is of use, too.
        let _ = pipe.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
