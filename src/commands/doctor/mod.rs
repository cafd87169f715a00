//! `doctor`: looks at everything the program needs, and says what to do about
//! what is missing. It needs no operator and shows nobody's data.
//!
//! Each group of checks runs on a thread of its own under a deadline: one that
//! panics or hangs becomes a failed check and hides none of the others.

mod camera;
mod check;
mod clock;
mod data;
mod display;
mod engine;
mod files;
mod gl;
mod python;
mod space;
mod start_files;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use serde::Serialize;
use serde_json::json;

use crate::commands::output::say;
use crate::resources::Resources;

use super::context::Common;
use super::{CommandError, Done};
use crate::access::Settings;

use check::{Check, lines, listed, summary};

/// No more findings than this wait to be taken.
const QUEUE: usize = 16;

#[derive(Args, Debug)]
pub(super) struct DoctorArgs {
    /// Only open a hidden window and say what draws in it, as JSON: the part
    /// of the check that a driver could crash
    #[arg(long, hide = true)]
    probe_gl: bool,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    checks: &'a [Check],
}

/// What is looked at.
struct Subject {
    common: Common,
    folder: Result<PathBuf, CommandError>,
    resources: Result<Resources, String>,
    settings: Settings,
    settings_warnings: Vec<String>,
}

impl Subject {
    fn new(common: &Common) -> Self {
        let folder = common.data_folder();
        let loaded = folder.as_ref().map(|folder| Settings::load(folder));
        let (settings, settings_warnings) = loaded.unwrap_or_default();
        Self {
            common: common.clone(),
            folder,
            resources: Resources::find().map_err(|error| error.to_string()),
            settings,
            settings_warnings,
        }
    }

    /// The program's files; without them the check `name` has failed.
    fn resources(&self, name: &'static str) -> Result<&Resources, Check> {
        self.resources
            .as_ref()
            .map_err(|error| Check::error(name, error, "run: make setup"))
    }
}

/// Where a group tells what it found, check by check.
struct Report(Sender<Check>);

impl Report {
    fn tell(&self, check: Check) {
        // Nobody takes it any more once the deadline has passed.
        let _ = self.0.send(check);
    }
}

/// Checks that belong together, in the order in which they are told.
struct Group {
    /// Names the check that a panic or a missed deadline becomes.
    name: &'static str,
    /// Well beyond what a slow but sound machine takes.
    deadline: Duration,
    run: fn(&Subject, &Report),
}

const GROUPS: [Group; 9] = [
    Group::new("program_files", 10, files::check),
    Group::new("python_environment", 10, python::check),
    Group::new("engine", 60, engine::check),
    Group::new("data_folder", 60, data::check),
    Group::new("space", 5, space::check),
    Group::new("clock", 30, clock::check),
    Group::new("display", 5, display::check),
    Group::new("gl", 20, gl::check),
    Group::new("cameras", 20, camera::check),
];

impl Group {
    const fn new(name: &'static str, seconds: u64, run: fn(&Subject, &Report)) -> Self {
        Self {
            name,
            deadline: Duration::from_secs(seconds),
            run,
        }
    }

    /// Runs the group to its end, its panic, or its deadline.
    fn examine(&self, subject: &Arc<Subject>) -> Vec<Check> {
        let (sender, findings) = bounded(QUEUE);
        let (run, theirs) = (self.run, Arc::clone(subject));
        let thread = thread::Builder::new()
            .name(format!("doctor-{}", self.name))
            .spawn(move || run(&theirs, &Report(sender)));
        let until = Instant::now() + self.deadline;
        let mut checks = Vec::new();
        let end = loop {
            match findings.recv_deadline(until) {
                Ok(check) => checks.push(check),
                Err(end) => break end,
            }
        };
        let broken = match (thread, end) {
            (Err(error), _) => Some(format!("the machine can't start another thread ({error})")),
            (_, RecvTimeoutError::Timeout) => Some(format!(
                "the check was not done after {} seconds",
                self.deadline.as_secs()
            )),
            (Ok(thread), RecvTimeoutError::Disconnected) => thread
                .join()
                .is_err()
                .then(|| "the check itself broke".to_owned()),
        };
        if let Some(why) = broken {
            let fix = "run doctor again with RUST_LOG=debug, and report what it writes";
            checks.push(Check::failed(self.name, why, fix));
        }
        checks
    }
}

pub(super) fn run(args: &DoctorArgs, common: &Common) -> Done {
    if args.probe_gl {
        say!("{}", json!(gl::probe()?));
        return Ok(0);
    }
    let subject = Arc::new(Subject::new(common));
    let mut checks = Vec::new();
    for group in &GROUPS {
        let found = group.examine(&subject);
        if !common.json {
            // One by one: starting the engine takes seconds.
            found.iter().for_each(|check| print!("{}", lines(check)));
        }
        checks.extend(found);
    }
    if common.json {
        let answer = serde_json::to_string(&Answer { checks: &checks })
            .map_err(|error| CommandError::new("system", error))?;
        say!("{answer}");
    } else {
        say!("\n{}", summary(&checks));
    }
    Ok(u8::from(
        checks.iter().any(|check| check.needed && !check.ok),
    ))
}

/// The folder itself, or the nearest one above it that exists.
fn nearest_existing(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let found = absolute.ancestors().find(|ancestor| ancestor.exists());
    found.map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Arc<Subject> {
        Arc::new(Subject {
            common: Common {
                data: None,
                json: false,
                camera: None,
                tolerance: None,
            },
            folder: Ok(PathBuf::from("/nonexistent")),
            resources: Err("none".to_owned()),
            settings: Settings::default(),
            settings_warnings: Vec::new(),
        })
    }

    #[test]
    fn a_check_that_panics_keeps_what_was_found_and_is_named() {
        let group = Group::new("space", 5, |_, report| {
            report.tell(Check::ok("space", "plenty"));
            panic!("on purpose");
        });
        let checks = group.examine(&subject());
        assert_eq!(checks[0], Check::ok("space", "plenty"));
        assert_eq!((checks.len(), checks[1].name), (2, "space"));
        assert!(!checks[1].ok && !checks[1].fix.is_empty());
    }

    #[test]
    fn a_check_that_hangs_ends_at_its_deadline() {
        let mut group = Group::new("gl", 0, |_, _| thread::sleep(Duration::from_secs(60)));
        group.deadline = Duration::from_millis(20);
        let checks = group.examine(&subject());
        assert_eq!(
            (checks.len(), checks[0].name, checks[0].ok),
            (1, "gl", false)
        );
    }
}
