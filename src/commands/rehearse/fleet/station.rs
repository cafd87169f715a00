//! A kiosk of a fleet: a window, or without a display the same without one,
//! in a process of its own on a data folder of its own. What its staff does
//! by commands is done by commands.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::domain::{OperatorName, Role};

use super::super::super::CommandError;
use super::super::super::context::Common;
use super::super::directed::{Answer, Order};
use super::super::folder::{OPERATOR, PASSWORD_FILE, RehearsalFolder};

/// The operator who agrees to what takes two.
pub const SECOND_OPERATOR: &str = "rehearsal-second";

/// How long the kiosk may take to close by itself, and how often it is looked.
const CLOSING: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(50);

/// The kiosk.
pub struct Station {
    /// What it is called.
    pub name: &'static str,
    /// Its data folder.
    pub folder: PathBuf,
    program: PathBuf,
    running: Option<Running>,
}

struct Running {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Station {
    /// A data folder with an administrator and another operator.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn make(
        name: &'static str,
        folder: PathBuf,
        program: &Path,
        common: &Common,
    ) -> Result<Self, CommandError> {
        let common = Common {
            data: Some(folder.clone()),
            ..common.clone()
        };
        let rehearsal = RehearsalFolder::choose(&common)?;
        let desk = common.open()?;
        let administrator = rehearsal.administrator(&desk)?;
        let second: OperatorName = SECOND_OPERATOR
            .parse()
            .map_err(|error| CommandError::new("operator", error))?;
        let password = rehearsal.password()?;
        let added = desk
            .operators
            .add(&administrator, &second, Role::Administrator, &password);
        desk.runtime.block_on(added)?;
        Ok(Self {
            name,
            folder,
            program: program.to_owned(),
            running: None,
        })
    }

    /// Opens the kiosk; what it has to say is in a file beside its folder.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn open(&mut self, headless: bool) -> Result<(), CommandError> {
        let system = |error| CommandError::new("system", error);
        let log = File::create(self.folder.with_extension("log")).map_err(system)?;
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(&self.folder);
        command.args(["rehearse", "--directed"]);
        if headless {
            command.arg("--headless");
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(system)?;
        let (Some(orders), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(CommandError::new("system", "a kiosk has no pipes"));
        };
        let answers = BufReader::new(answers);
        self.running = Some(Running {
            child,
            orders,
            answers,
        });
        Ok(())
    }

    /// Has somebody at the kiosk do something, and waits for what comes of it:
    /// the decision and why.
    ///
    /// # Errors
    /// When nothing does.
    pub fn order(&mut self, order: &Order) -> Result<String, CommandError> {
        let failed =
            |why: String| CommandError::new("rehearsal", format!("at {}: {why}", self.name));
        let Some(running) = &mut self.running else {
            return Err(failed("it isn't open".to_owned()));
        };
        let line = serde_json::json!(order).to_string();
        let mut said = String::new();
        let asked = writeln!(running.orders, "{line}").and_then(|()| running.orders.flush());
        asked
            .and_then(|()| running.answers.read_line(&mut said))
            .map_err(|error| failed(error.to_string()))?;
        if said.is_empty() {
            let log = std::fs::read_to_string(self.folder.with_extension("log"));
            let log = log.unwrap_or_default();
            let last = log.lines().last().unwrap_or("it said nothing");
            return Err(failed(format!("the kiosk has ended ({last})")));
        }
        match serde_json::from_str(&said) {
            Ok(Answer::Decided(decision, reason)) => {
                Ok(format!("{} {}", decision.as_str(), reason.as_str()))
            }
            Ok(Answer::Failed(why)) => Err(failed(why)),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// What a command on this folder answers; what it refuses is the words
    /// that it says it with.
    ///
    /// # Errors
    /// When it can't be run, or answers no JSON.
    pub fn command<I, S>(&self, words: I) -> Result<Result<Value, String>, CommandError>
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let output = Command::new(&self.program)
            .args(["--json", "--data"])
            .arg(&self.folder)
            .args(words)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| CommandError::new("system", error))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Ok(Err(said.lines().last().unwrap_or_default().to_owned()));
        }
        serde_json::from_slice(&output.stdout)
            .map(Ok)
            .map_err(|error| CommandError::new("rehearsal", error))
    }

    /// What a command by this kiosk's administrator answers.
    ///
    /// # Errors
    /// When it is refused, or can't be run.
    pub fn administer(&self, words: &[&str]) -> Result<Value, CommandError> {
        let words = words.iter().map(|word| (*word).to_owned());
        let answer = self.command(words.chain(self.authority()));
        answer?.map_err(|why| CommandError::new("rehearsal", format!("at {}: {why}", self.name)))
    }

    /// What a command that anybody may give answers.
    ///
    /// # Errors
    /// When it is refused, or can't be run.
    pub fn ask(&self, words: &[&str]) -> Result<Value, CommandError> {
        self.command(words)?
            .map_err(|why| CommandError::new("rehearsal", format!("at {}: {why}", self.name)))
    }

    /// The flags that say who acts.
    pub fn authority(&self) -> [String; 4] {
        [
            "--operator",
            OPERATOR,
            "--password-file",
            &self.password_file(),
        ]
        .map(str::to_owned)
    }

    /// Where both operators' password is.
    pub fn password_file(&self) -> String {
        self.folder.join(PASSWORD_FILE).display().to_string()
    }

    /// Closes the kiosk and waits until it is.
    pub fn close(&mut self) {
        if let Some(Running {
            mut child,
            orders,
            answers,
        }) = self.running.take()
        {
            // Without orders it ends by itself, unless its window lies behind
            // another one: what nobody sees isn't drawn, and doesn't close.
            drop((orders, answers));
            let until = Instant::now() + CLOSING;
            while matches!(child.try_wait(), Ok(None)) && Instant::now() < until {
                std::thread::sleep(LOOK);
            }
            // Both fail only for a child that has ended.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        self.close();
    }
}
