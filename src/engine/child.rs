//! One child process: how it is started, spoken with and measured.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use tracing::debug;

use super::config::{EngineConfig, EngineFault};
use super::frames::SharedFrames;
use super::protocol::{
    Answer, Ask, FirstWord, Greeting, PROTOCOL_VERSION, Request, Response, WireError, receive, send,
};
use super::record::Useless;
use crate::domain::Frame;

/// Longest line of the child's log that is kept.
const LOG_LINE_BYTES: u64 = 400;
/// All that the child gets of the parent's environment: how many threads
/// linear algebra may use.
const PASSED_ON: [&str; 3] = [
    "OPENBLAS_NUM_THREADS",
    "OPENBLAS_CORETYPE",
    "OMP_NUM_THREADS",
];

/// The parent's ends of a running child's pipes.
pub(super) struct Link {
    requests: ChildStdin,
    answers: ChildStdout,
    frames: SharedFrames,
    last_id: u64,
}

/// Why a conversation can't go on.
#[derive(Debug)]
pub(super) enum Broken {
    /// The pipe ended: the child did.
    Ended,
    /// It answered something that is no answer to the question.
    Nonsense(String),
    /// There is no memory to show it a frame.
    NoMemory(io::Error),
}

impl From<WireError> for Broken {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Pipe(_) => Self::Ended,
            other => Self::Nonsense(other.to_string()),
        }
    }
}

/// Starts the program with its three pipes, the memory for frames and next to
/// no environment.
///
/// # Errors
/// When it can't be started.
pub(super) fn spawn(config: &EngineConfig) -> io::Result<(Child, Link)> {
    let frames = SharedFrames::new()?;
    let mut command = Command::new(&config.program);
    command
        .arg("--venv")
        .arg(&config.venv)
        .arg("--python")
        .arg(&config.python)
        .arg("--models")
        .arg(&config.models)
        .arg("--niceness")
        .arg(config.niceness.to_string())
        .current_dir("/")
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONNOUSERSITE", "1")
        // Warnings only: what MediaPipe says of its own accord is of no use.
        .env("GLOG_minloglevel", "1")
        .env("TF_CPP_MIN_LOG_LEVEL", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in PASSED_ON {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    // What a terminal interrupts is this program, not its engine.
    command.process_group(0);
    frames.lend_to(&mut command)?;
    let mut child = command.spawn()?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(requests), Some(answers), Some(log)) = pipes else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    thread::Builder::new()
        .name("engine-log".to_owned())
        .spawn(move || pass_on_log(log))?;
    let link = Link {
        requests,
        answers,
        frames,
        last_id: 0,
    };
    Ok((child, link))
}

impl Link {
    /// Reads the child's first message. It may take seconds; who watches the
    /// deadline ends the child, which ends this.
    ///
    /// # Errors
    /// When the child ended or said something else.
    pub(super) fn greeted(&mut self) -> Result<FirstWord, Broken> {
        Ok(receive(&mut self.answers)?)
    }

    /// Asks, of a frame where the question is about one, and waits for the
    /// answer and the time that facelab worked on it.
    ///
    /// # Errors
    /// When the child ended or answered nonsense, or there is no memory to
    /// show it the frame. That it refused is an answer, too.
    pub(super) fn ask(
        &mut self,
        mut ask: Ask,
        frame: Option<&Frame>,
    ) -> Result<Result<(Answer, Duration), String>, Broken> {
        if let (Some(header), Some(frame)) = (ask.frame_mut(), frame) {
            header.slot = self.frames.lay(frame).map_err(Broken::NoMemory)?;
        }
        self.last_id += 1;
        let id = self.last_id;
        send(&mut self.requests, &Request { id, ask })?;
        let response: Response = receive(&mut self.answers)?;
        if response.id != id {
            return Err(Broken::Nonsense(format!(
                "request {id} was answered as {}",
                response.id
            )));
        }
        let in_facelab = Duration::from_micros(response.facelab_micros);
        Ok(response.answer.map(|answer| (answer, in_facelab)))
    }
}

/// Whether a child may be trusted with frames.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn check(greeting: &Greeting, config: &EngineConfig) -> Result<(), Useless> {
    let rebuild = |why| Useless {
        fault: EngineFault::Version,
        why,
        fix: "run `make build`: program and engine must be of one version".to_owned(),
    };
    let fetch = |fault, why| Useless {
        fault,
        why,
        fix: "run `make setup`: it fetches the models and checks them".to_owned(),
    };
    if greeting.protocol != PROTOCOL_VERSION {
        return Err(rebuild(format!(
            "the engine speaks version {} of the protocol, not {PROTOCOL_VERSION}",
            greeting.protocol
        )));
    }
    if greeting.models.is_empty() {
        return Err(rebuild("the engine names no models".to_owned()));
    }
    for (name, hash) in &greeting.models {
        if config.expected_models.get(name) != Some(hash) {
            let fault = EngineFault::Model { name: name.clone() };
            let why = format!("the model {name} is not the one that assets/models.toml lists");
            return Err(fetch(fault, why));
        }
    }
    if !greeting.known_pairs_ok {
        let why = format!(
            "known faces compare as {:.3}, and known strangers as {:.3}, which is not what they are",
            greeting.known_pair, greeting.known_strangers
        );
        return Err(fetch(EngineFault::KnownFaces, why));
    }
    Ok(())
}

/// Resident memory of a process in bytes, where the system tells.
#[must_use]
pub fn resident_bytes(process_id: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process_id}/statm")).ok()?;
    let pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
    #[cfg(unix)]
    let page = u64::try_from(rustix::param::page_size()).ok()?;
    #[cfg(not(unix))]
    let page = 4096;
    pages.checked_mul(page)
}

/// How a child ended, in words.
pub(super) fn ending(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("it was ended by signal {signal}");
    }
    match status.code() {
        Some(code) => format!("it ended by itself with code {code}"),
        None => "it ended by itself".to_owned(),
    }
}

/// Writes the child's log to ours, in lines of a bounded length.
fn pass_on_log(log: ChildStderr) {
    let mut log = BufReader::new(log);
    let mut line = Vec::new();
    loop {
        line.clear();
        match log
            .by_ref()
            .take(LOG_LINE_BYTES)
            .read_until(b'\n', &mut line)
        {
            Ok(0) | Err(_) => return,
            Ok(_) => debug!(target: "engine", "{}", String::from_utf8_lossy(&line).trim_end()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::protocol::Confinement;
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use std::time::Duration;

    type Change = fn(&mut Greeting);

    fn config() -> EngineConfig {
        EngineConfig {
            program: PathBuf::new(),
            venv: PathBuf::new(),
            python: PathBuf::new(),
            models: PathBuf::new(),
            request_deadline: Duration::from_secs(1),
            start_deadline: Duration::from_secs(1),
            memory_limit_bytes: 1,
            niceness: 0,
            expected_models: models("aa"),
        }
    }

    fn models(hash: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("faces.tflite".to_owned(), hash.to_owned())])
    }

    fn greeting() -> Greeting {
        Greeting {
            protocol: PROTOCOL_VERSION,
            versions: BTreeMap::new(),
            models: models("aa"),
            known_pair: 0.5,
            known_strangers: 0.1,
            known_pairs_ok: true,
            confinement: Confinement::default(),
        }
    }

    #[test]
    fn only_a_child_of_this_version_with_the_listed_models_is_trusted() {
        assert!(check(&greeting(), &config()).is_ok());
        let changes: [(Change, &str); 5] = [
            (|g| g.protocol += 1, "protocol"),
            (|g| g.models = models("ab"), "faces.tflite"),
            (|g| g.models.clear(), "no models"),
            (
                |g| {
                    g.models.insert("more.tflite".to_owned(), "aa".to_owned());
                },
                "more.tflite",
            ),
            (|g| g.known_pairs_ok = false, "known faces"),
        ];
        for (change, said) in changes {
            let mut changed = greeting();
            change(&mut changed);
            let Useless { why, fix, .. } = check(&changed, &config()).unwrap_err();
            assert!(why.contains(said), "{why}");
            assert!(fix.contains("make"), "{fix}");
        }
    }

    #[test]
    fn memory_is_told_of_processes_that_are_there() {
        assert!(resident_bytes(std::process::id()).unwrap() > 1 << 20);
        assert_eq!(resident_bytes(u32::MAX), None);
    }
}
