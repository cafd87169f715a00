//! Health: what the `doctor` command finds, run as a program of its own.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Deserializer};

use crate::domain::is_unseen;

use super::{CameraStatus, Problem};

/// The doctor bounds each of its checks; this bounds the doctor.
const PATIENCE: Duration = Duration::from_secs(180);
/// How often it is looked whether it is done.
const LOOK: Duration = Duration::from_millis(100);
/// Most bytes of its answer.
const MOST_BYTES: u64 = 1024 * 1024;

/// What the doctor looks at, by its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Examined {
    /// The program's own files.
    ProgramFiles,
    /// The models.
    Models,
    /// Portraits for rehearsals.
    Portraits,
    /// The Python environment.
    PythonEnvironment,
    /// Whether it was made from the product's locks.
    PythonLock,
    /// The face analysis.
    Engine,
    /// What the analysis can't reach.
    Confinement,
    /// The settings file.
    Settings,
    /// The data folder.
    DataFolder,
    /// Its key.
    SiteKey,
    /// Whether what the kiosk starts with is as it was signed.
    StartFiles,
    /// The database in it.
    Database,
    /// Free space.
    Space,
    /// The clock.
    Clock,
    /// Whether something keeps it right.
    ClockSync,
    /// The display.
    Display,
    /// What draws on it.
    Gl,
    /// The cameras of this machine.
    Cameras,
    /// The one that is to be used.
    Camera,
    /// Something of a newer doctor.
    #[serde(other)]
    Other,
}

/// One finding. What to do about it the window says in words of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct HealthCheck {
    /// What was looked at.
    #[serde(rename = "name")]
    pub examined: Examined,
    /// Whether it is as it should be.
    pub ok: bool,
    /// Whether the kiosk can't work while it isn't.
    pub needed: bool,
    /// What was found, as the doctor says it: one line, in English.
    #[serde(default, deserialize_with = "one_line")]
    pub detail: String,
}

/// Most characters of a detail.
const MOST_DETAIL: usize = 240;

/// A text as one line without what can't be seen, and not endless.
fn one_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ").replace(is_unseen, "");
    Ok(line.chars().take(MOST_DETAIL).collect())
}

/// Health as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// Not looked at yet.
    #[default]
    Unknown,
    /// Being looked at.
    Checking,
    /// What was found.
    Found(Vec<HealthCheck>),
    /// It couldn't be looked at.
    Trouble {
        /// What happened.
        why: Problem,
    },
}

impl Health {
    /// The same with what the kiosk itself knows of its camera: it may be another
    /// than the doctor took, which can't look through one that is in use.
    #[must_use]
    pub fn with_own_camera(self, camera: &CameraStatus) -> Self {
        let Self::Found(mut checks) = self else {
            return self;
        };
        let of_camera = |check: &&mut HealthCheck| check.examined == Examined::Camera;
        for check in checks.iter_mut().filter(of_camera) {
            match camera {
                CameraStatus::Running => check.ok = true,
                CameraStatus::Lost { .. } => {
                    (check.ok, check.needed) = (false, true);
                    check.detail.clear();
                }
                CameraStatus::Opening => {}
            }
        }
        Self::Found(checks)
    }
}

/// The doctor of this program for one data folder.
#[derive(Clone, Debug)]
pub struct Doctor {
    /// The program.
    pub program: PathBuf,
}

#[derive(Deserialize)]
struct Answer {
    checks: Vec<HealthCheck>,
}

impl Doctor {
    /// Runs it and waits for what it finds; ends it if that takes too long.
    #[must_use]
    pub fn examine(&self, data_folder: &Path) -> Health {
        match self.ask(data_folder) {
            Ok(checks) => Health::Found(checks),
            Err(error) => {
                tracing::warn!(%error, "the doctor didn't finish");
                Health::Trouble {
                    why: Problem::CheckUnfinished,
                }
            }
        }
    }

    fn ask(&self, data_folder: &Path) -> Result<Vec<HealthCheck>, String> {
        let mut child = Command::new(&self.program)
            .arg("--data")
            .arg(data_folder)
            .args(["--json", "doctor"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let answer = child.stdout.take().ok_or("it has no output")?;
        // Read beside waiting: an answer longer than the pipe would block it.
        let reader = std::thread::Builder::new()
            .name("health".to_owned())
            .spawn(move || {
                let mut text = String::new();
                let read = answer.take(MOST_BYTES).read_to_string(&mut text);
                read.map(|_| text)
            })
            .map_err(|error| error.to_string())?;
        wait(&mut child)?;
        let text = reader
            .join()
            .map_err(|_| "its answer was lost")?
            .map_err(|error| error.to_string())?;
        let answer: Answer = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(answer.checks)
    }
}

/// Waits for the end, whatever its exit code: with findings it isn't 0.
fn wait(child: &mut Child) -> Result<(), String> {
    let since = Instant::now();
    loop {
        if child
            .try_wait()
            .map_err(|error| error.to_string())?
            .is_some()
        {
            return Ok(());
        }
        if since.elapsed() > PATIENCE {
            // One that is gone already can't be ended; waiting reaps it.
            let _ = child.kill();
            let _ = child.wait();
            return Err("it took too long".to_owned());
        }
        std::thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn examined(script: &str) -> Health {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("doctor");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        Doctor { program }.examine(folder.path())
    }

    #[test]
    fn findings_are_taken_whatever_the_exit_code() {
        let found = examined(
            r#"echo '{"checks":[{"name":"camera","ok":false,"needed":true,"detail":"none","fix":"plug one in"}]}'; exit 1"#,
        );
        let Health::Found(checks) = found else {
            panic!("{found:?}");
        };
        let camera = HealthCheck {
            examined: Examined::Camera,
            ok: false,
            needed: true,
            detail: "none".to_owned(),
        };
        assert_eq!(checks, [camera]);
        let long = format!(
            r#"{{"name":"gl","ok":false,"needed":true,"detail":"two\nlines{}"}}"#,
            " and more".repeat(99)
        );
        let long: HealthCheck = serde_json::from_str(&long).unwrap();
        assert!(long.detail.starts_with("two lines and more"));
        assert_eq!(long.detail.chars().count(), MOST_DETAIL);
        let newer = r#"{"name":"moon_phase","ok":true,"needed":false,"detail":"","fix":""}"#;
        let newer: HealthCheck = serde_json::from_str(newer).unwrap();
        assert_eq!(newer.examined, Examined::Other);
    }

    #[test]
    fn the_kiosk_knows_its_own_camera_best() {
        let check = |examined, ok, needed| HealthCheck {
            examined,
            ok,
            needed,
            detail: String::new(),
        };
        let (models, none) = (
            check(Examined::Models, false, true),
            check(Examined::Camera, false, false),
        );
        let lost = CameraStatus::Lost {
            why: Problem::CheckUnfinished,
        };
        for (camera, known) in [
            (CameraStatus::Running, check(Examined::Camera, true, false)),
            (lost, check(Examined::Camera, false, true)),
            (CameraStatus::Opening, none.clone()),
        ] {
            let found = Health::Found(vec![models.clone(), none.clone()]);
            let found = found.with_own_camera(&camera);
            let expected = Health::Found(vec![models.clone(), known]);
            assert_eq!(found, expected, "{camera:?}");
        }
    }

    #[test]
    fn nonsense_is_trouble() {
        assert!(matches!(examined("echo no"), Health::Trouble { .. }));
        let missing = Doctor {
            program: "/nonexistent/doctor".into(),
        };
        let health = missing.examine(Path::new("/nonexistent"));
        assert!(matches!(health, Health::Trouble { .. }));
    }
}
