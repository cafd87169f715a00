//! What the program answered.

use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// No command that tests give takes longer, the making of recordings apart.
const LONGEST: Duration = Duration::from_secs(120);

/// What the program answered, and its exit code.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Answer {
    /// Runs a command whose user is not there: nobody answers a prompt.
    pub fn of(command: &mut Command) -> Self {
        Self::within(command, LONGEST)
    }

    /// The same with another patience.
    pub fn within(command: &mut Command, patience: Duration) -> Self {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        let process = rustix::process::Pid::from_child(&child);
        let (tell, told) = mpsc::channel();
        thread::spawn(move || tell.send(child.wait_with_output()));
        let Ok(output) = told.recv_timeout(patience) else {
            // Not reaped yet, so this is still the same process.
            rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
            panic!("no answer within {patience:?}: {command:?}");
        };
        Self::from(output.unwrap())
    }

    /// The whole of stdout as one JSON value: nothing else is there.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    /// Each line of stdout as a JSON value.
    pub fn json_lines(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// Checks the exit code and gives the JSON of the answer.
    #[track_caller]
    pub fn expect(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{self:?}");
        self.json()
    }

    /// Checks that it failed with this code word, in the form that scripts
    /// rely on, and that the line on stderr says the same. Gives the message
    /// and the fix, joined as on stderr.
    #[track_caller]
    pub fn expect_error(&self, word: &str) -> String {
        let answer = self.expect(1);
        assert_eq!(keys(&answer), ["error"], "{answer}");
        let error = &answer["error"];
        assert_eq!(keys(error), ["code", "fix", "message"], "{answer}");
        assert_eq!(error["code"], word, "{answer}");
        let (message, fix) = (text(error, "message"), text(error, "fix"));
        assert!(!message.is_empty(), "{answer}");
        let line = if fix.is_empty() {
            message.to_owned()
        } else {
            format!("{message}; {fix}")
        };
        let last = self.stderr.lines().last();
        assert_eq!(last, Some(format!("secure-biometric: {line}").as_str()));
        line
    }

    /// Checks that it is a decision, with the exit code that belongs to it.
    #[track_caller]
    pub fn expect_decision(&self, decision: &str, reason: &str) -> Value {
        let code = match decision {
            "verified" => 0,
            "not_verified" => 10,
            _ => 11,
        };
        let answer = self.expect(code);
        assert_eq!(
            (&answer["decision"], &answer["reason"]),
            (&decision.into(), &reason.into()),
            "{answer}"
        );
        answer
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The keys of a JSON object, sorted.
pub fn keys(value: &Value) -> Vec<&str> {
    let fields = value.as_object().unwrap_or_else(|| panic!("{value}"));
    let mut keys: Vec<&str> = fields.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{value}"))
}
