//! The kiosk's window on a display and a camera of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::display::{Display, Part, asked};
use crate::fake_v4l2::FakeCamera;
use crate::support::{REVIEWER, Site};

/// How long anything at the kiosk may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A clip of 1.4 s has turned furthest in its middle; a moment after it the
/// head rests again.
const TURNED_AFTER: Duration = Duration::from_millis(700);
const TURNED_BACK_AFTER: Duration = Duration::from_millis(900);

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
        // What turns by itself would never come to rest.
        let settings = "site_name = 'Northgate'\nappearance = 'light'\nreduced_motion = true\n";
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

    /// All sessions that were kept, newest first.
    pub fn sessions(&self) -> Vec<Value> {
        let sessions = self.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
        sessions.as_array().unwrap().clone()
    }

    /// The person of a recording does what the window asks until so many
    /// sessions are kept; the newest.
    #[track_caller]
    pub fn follow(&self, person: &Path, sessions: usize) -> Value {
        self.camera.play(&person.join("neutral"));
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "no decision came");
            match asked(&self.display.picture()) {
                Some("neutral") => sleep(Duration::from_millis(50)),
                Some(turn) => {
                    self.camera.play_once(&person.join(turn));
                    sleep(TURNED_AFTER);
                    self.take_picture(&format!("turned-{turn}"));
                    sleep(TURNED_BACK_AFTER);
                }
                None => {
                    let mut kept = self.sessions();
                    if kept.len() >= sessions {
                        return kept.remove(0);
                    }
                }
            }
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

/// Sends a process a signal.
pub fn signal(process: Pid, signal: Signal) {
    kill_process(process, signal).unwrap();
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
