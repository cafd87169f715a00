//! The kiosk's window on a display and a camera of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::display::{Display, Part};
use crate::fake_v4l2::FakeCamera;
use crate::support::{FRONT_DESK, REVIEWER, Site};

/// How long anything at the kiosk may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The running kiosk.
pub struct Kiosk {
    pub display: Display,
    pub camera: FakeCamera,
    pub site: Site,
    program: Child,
    pictures: PathBuf,
}

impl Kiosk {
    /// Opens it on the data of `site` and waits until it waits for somebody.
    /// `name` is that of the folder of its pictures; `sees` says what is in
    /// front of the camera.
    pub fn open(name: &str, site: Site, sees: impl FnOnce(&FakeCamera)) -> Self {
        let pictures = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("window")
            .join(name);
        fs::create_dir_all(&pictures).unwrap();
        let settings = "site_name = 'Northgate'\nappearance = 'light'\n";
        fs::write(site.data().join("settings.toml"), settings).unwrap();
        let display = Display::start();
        let camera = FakeCamera::new("MJPG 640 480 30");
        sees(&camera);
        let log = fs::File::create(pictures.join("log.txt")).unwrap();
        let mut command = site.command();
        camera.prepare(&mut command);
        let program = command
            .env("DISPLAY", display.name())
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let kiosk = Self {
            display,
            camera,
            site,
            program,
            pictures,
        };
        kiosk.display.focus_window();
        kiosk.engine();
        kiosk.display.settled(Part::Bottom);
        kiosk
    }

    /// Keeps what is on the screen.
    pub fn take_picture(&self, name: &str) {
        self.display
            .save(&self.pictures.join(format!("{name}.png")));
    }

    /// Somebody holds a badge in front of a scanner.
    pub fn scan(&self, badge: &str) {
        self.display.write(badge);
        self.display.key("Return");
    }

    /// Whether a person with this badge is enrolled.
    pub fn has_person(&self, badge: &str) -> bool {
        let people = self.site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
        let people = people.as_array().unwrap();
        people.iter().any(|person| person["badge"] == badge)
    }

    /// All sessions that were kept, newest first.
    pub fn sessions(&self) -> Vec<Value> {
        let sessions = self.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
        sessions.as_array().unwrap().clone()
    }

    /// Waits until so many sessions are kept; the newest.
    #[track_caller]
    pub fn session(&self, number: usize) -> Value {
        let began = Instant::now();
        loop {
            let mut sessions = self.sessions();
            if sessions.len() >= number {
                return sessions.remove(0);
            }
            assert!(began.elapsed() < PATIENCE, "no decision came");
            sleep(Duration::from_millis(200));
        }
    }

    /// The engine's process, once it runs.
    pub fn engine(&self) -> Pid {
        let began = Instant::now();
        loop {
            if let Some(engine) = children(self.program.id()).first() {
                return *engine;
            }
            assert!(began.elapsed() < PATIENCE, "no engine was started");
            sleep(Duration::from_millis(50));
        }
    }

    /// Ends it as a shutdown of the machine would; nothing stays behind.
    pub fn end(mut self) {
        let engine = self.engine();
        kill_process(Pid::from_child(&self.program), Signal::TERM).unwrap();
        self.program.wait().unwrap();
        let began = Instant::now();
        while Path::new(&format!("/proc/{}", engine.as_raw_nonzero())).exists() {
            assert!(began.elapsed() < PATIENCE, "the engine stays behind");
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.take_picture("when-it-failed");
        }
        // It may have ended already; the engine ends with it.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Ends a process at once.
pub fn kill(process: Pid) {
    kill_process(process, Signal::KILL).unwrap();
}

/// Processes that a process has started.
fn children(process: u32) -> Vec<Pid> {
    let parent = format!("PPid:\t{process}");
    let is_child = |status: &Path| {
        // Others may end while they are looked at.
        let status = fs::read_to_string(status).unwrap_or_default();
        status.lines().any(|line| line == parent)
    };
    fs::read_dir("/proc")
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .filter(|(_, path)| is_child(&path.join("status")))
        .filter_map(|(number, _): (i32, PathBuf)| Pid::from_raw(number))
        .collect()
}
