//! `doctor` as it is run: what it answers on a sound machine, and that it
//! names what is wrong on one that isn't. Needs `make setup`; without it each test
//! is skipped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected should stop there and say so"
)]

mod support;

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use support::is_set_up;
use tempfile::TempDir;

/// Every check, in the order in which it is told.
const NAMES: [&str; 19] = [
    "program_files",
    "models",
    "portraits",
    "python_environment",
    "python_lock",
    "engine",
    "confinement",
    "settings",
    "data_folder",
    "site_key",
    "start_files",
    "database",
    "space",
    "clock",
    "clock_sync",
    "display",
    "gl",
    "cameras",
    "camera",
];

/// A machine with data and keys of its own and, at first, no display.
struct Machine {
    place: TempDir,
    home: PathBuf,
    display: Option<String>,
}

impl Machine {
    fn new() -> Self {
        Self {
            place: tempfile::tempdir().unwrap(),
            home: env!("CARGO_MANIFEST_DIR").into(),
            display: None,
        }
    }

    fn data(&self) -> PathBuf {
        self.place.path().join("data")
    }

    fn keys(&self) -> PathBuf {
        self.place.path().join("keys")
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_secure-biometric"));
        for name in ["CAMERA", "DATA", "TOLERANCE"] {
            command.env_remove(format!("SECURE_BIOMETRIC_{name}"));
        }
        command
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DISPLAY")
            .env_remove("RUST_LOG")
            .env("SECURE_BIOMETRIC_HOME", &self.home)
            .env("SECURE_BIOMETRIC_KEYS", self.keys())
            .current_dir(self.place.path())
            .arg("--data")
            .arg(self.data())
            .args(args)
            .stdin(Stdio::null());
        if let Some(display) = &self.display {
            command.env("DISPLAY", display);
        }
        command.output().unwrap()
    }

    /// Runs `doctor --json`: its checks and its exit code.
    fn doctor(&self, args: &[&str]) -> (Checks, i32) {
        let output = self.run(&[args, &["doctor", "--json"]].concat());
        let complaint = String::from_utf8_lossy(&output.stderr);
        let answer: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {complaint}"));
        assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
        let checks = Checks(answer["checks"].as_array().unwrap().clone());
        checks.have_the_promised_shape();
        (checks, output.status.code().unwrap())
    }

    /// Makes a data folder with a key and an operator in it.
    fn start_up(&self) {
        let password = self.place.path().join("password");
        fs::write(&password, "correct horse battery staple\n").unwrap();
        let password = password.to_str().unwrap();
        let made = self.run(&[
            "operators",
            "init",
            "--name",
            "grace-hopper",
            "--password-file",
            password,
        ]);
        assert!(made.status.success(), "{made:?}");
    }
}

struct Checks(Vec<Value>);

impl Checks {
    fn have_the_promised_shape(&self) {
        let names: Vec<&str> = self
            .0
            .iter()
            .map(|check| check["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, NAMES);
        for check in &self.0 {
            let keys: Vec<&String> = check.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["detail", "fix", "name", "needed", "ok"]);
            assert!(check["needed"].is_boolean(), "{check}");
            assert!(!check["detail"].as_str().unwrap().is_empty(), "{check}");
            let has_a_fix = !check["fix"].as_str().unwrap().is_empty();
            assert_eq!(check["ok"].as_bool().unwrap(), !has_a_fix, "{check}");
        }
    }

    fn named(&self, name: &str) -> &Value {
        self.0.iter().find(|check| check["name"] == name).unwrap()
    }

    fn is_ok(&self, name: &str) -> bool {
        self.named(name)["ok"].as_bool().unwrap()
    }

    fn says(&self, name: &str, field: &str, text: &str) {
        let said = self.named(name)[field].as_str().unwrap();
        assert!(said.contains(text), "{}", self.named(name));
    }

    /// The names of those that are needed and not ok.
    fn troubles(&self) -> Vec<&str> {
        let troubles = self
            .0
            .iter()
            .filter(|check| check["needed"] == true && check["ok"] == false);
        troubles
            .map(|check| check["name"].as_str().unwrap())
            .collect()
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The file of the only key in a folder.
fn only_key(keys: &Path) -> PathBuf {
    let mut entries = fs::read_dir(keys).unwrap();
    entries.next().unwrap().unwrap().path()
}

#[test]
fn a_sound_machine_without_display_and_camera_is_well_and_nothing_is_made() {
    if !is_set_up() {
        return;
    }
    let machine = Machine::new();
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec![], 0));
    for name in ["display", "gl", "cameras", "camera", "clock"] {
        assert_eq!(checks.named(name)["needed"], false, "{name}");
    }
    assert!(!checks.is_ok("display") && !checks.is_ok("gl"));
    checks.says("engine", "detail", "known pair");
    checks.says("engine", "detail", "known strangers");
    checks.says("confinement", "detail", "refused");
    checks.says("data_folder", "detail", "made at first use");
    assert!(!machine.data().exists() && !machine.keys().exists());
}

#[test]
fn a_data_folder_in_use_is_well_and_shows_nobodys_data() {
    if !is_set_up() {
        return;
    }
    let machine = Machine::new();
    machine.start_up();
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec![], 0));
    checks.says("database", "detail", "opens with its key and is sound");
    let told = machine.run(&["doctor"]);
    assert_eq!(told.status.code(), Some(0));
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("ok               database"), "{told}");
    assert!(
        told.ends_with("Everything that is needed here works.\n"),
        "{told}"
    );
    let json = format!("{:?}", checks.0);
    for text in [told, json] {
        assert!(!text.contains("grace"), "{text}");
    }
}

#[test]
fn one_changed_byte_of_a_model_is_named_and_hides_nothing_else() {
    if !is_set_up() {
        return;
    }
    let mut machine = Machine::new();
    let real = machine.home.clone();
    machine.home = machine.place.path().join("home");
    let models = machine.home.join(".models");
    fs::create_dir_all(&models).unwrap();
    for name in ["assets", "python", ".venv", ".models/subjects"] {
        symlink(real.join(name), machine.home.join(name)).unwrap();
    }
    // The engine may read what lies below its folder, not what links lead to.
    for name in [
        "mobilefacenet.tflite",
        "face_anti_spoofing.tflite",
        "canonical_face.binarypb",
    ] {
        fs::copy(real.join(".models").join(name), models.join(name)).unwrap();
    }
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec![], 0), "before the change");

    let model = models.join("mobilefacenet.tflite");
    let mut bytes = fs::read(&model).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&model, bytes).unwrap();
    let (checks, code) = machine.doctor(&[]);
    // The engine is no longer trusted either, and so nothing is tried with it.
    assert_eq!(checks.troubles(), ["models", "engine", "confinement"]);
    assert_eq!(code, 1);
    checks.says("models", "detail", "mobilefacenet.tflite: its SHA-256 is");
    checks.says("models", "fix", "make setup");
    checks.says("engine", "detail", "mobilefacenet.tflite");
    let told = String::from_utf8(machine.run(&["doctor"]).stdout).unwrap();
    assert!(told.contains("needs attention  models"), "{told}");
    assert!(told.contains("fix: run: make setup"), "{told}");
    assert!(told.ends_with("3 checks need attention.\n"), "{told}");
}

#[test]
fn what_others_could_read_is_reported() {
    if !is_set_up() {
        return;
    }
    let machine = Machine::new();
    machine.start_up();
    set_mode(&machine.data(), 0o755);
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec!["data_folder"], 1));
    checks.says("data_folder", "detail", "mode 755");
    checks.says("data_folder", "fix", "chmod 700");

    set_mode(&machine.data(), 0o700);
    set_mode(&only_key(&machine.keys()), 0o640);
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec!["site_key", "database"], 1));
    checks.says("site_key", "detail", "mode 640");
    checks.says("site_key", "fix", "chmod 600");
}

#[test]
fn a_lost_key_and_a_broken_database_are_told_apart() {
    if !is_set_up() {
        return;
    }
    let machine = Machine::new();
    machine.start_up();
    let key = only_key(&machine.keys());
    let kept = machine.place.path().join("kept.key");
    fs::rename(&key, &kept).unwrap();
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec!["site_key", "database"], 1));
    checks.says("site_key", "detail", "is missing");
    assert!(!key.exists(), "a new key was made");

    fs::rename(&kept, &key).unwrap();
    for name in ["secure-biometric.db-wal", "secure-biometric.db-shm"] {
        // They are there only after a crash.
        let _ = fs::remove_file(machine.data().join(name));
    }
    fs::write(machine.data().join("secure-biometric.db"), [7; 8192]).unwrap();
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec!["site_key", "database"], 1));
    checks.says("database", "detail", "damaged");
    checks.says("database", "fix", "backup");
}

#[test]
fn the_camera_that_is_named_must_send() {
    if !is_set_up() {
        return;
    }
    let machine = Machine::new();
    let recording = machine.place.path().join("recording");
    fs::create_dir(&recording).unwrap();
    let frame = image::RgbImage::from_pixel(640, 480, image::Rgb([90, 120, 150]));
    frame.save(recording.join("000001.png")).unwrap();
    let camera = format!("recording:{}", recording.display());
    let (checks, code) = machine.doctor(&["--camera", &camera]);
    assert_eq!((checks.troubles(), code), (vec![], 0));
    checks.says("camera", "detail", "sends 640x480 pixels");

    for gone in ["recording:nowhere", "device:usb-9/Nobody's Camera"] {
        let (checks, code) = machine.doctor(&["--camera", gone]);
        assert_eq!((checks.troubles(), code), (vec!["camera"], 1), "{gone}");
    }
    fs::create_dir(machine.data()).unwrap();
    set_mode(&machine.data(), 0o700);
    fs::write(
        machine.data().join("settings.toml"),
        "camera = 'the left one'\ntolerance = 'own'\n",
    )
    .unwrap();
    // Both have something to fall back to, so neither is needed.
    let (checks, code) = machine.doctor(&["--camera", &camera]);
    assert_eq!((checks.troubles(), code), (vec![], 0));
    checks.says("settings", "detail", "'camera' can't be used");
    checks.says("settings", "detail", "no tolerance profile 'own'");
}

/// A display in memory, for as long as this is kept.
struct MemoryDisplay(Child, String);

impl MemoryDisplay {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "640x480x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("make setup installs xvfb");
        let mut number = String::new();
        let mut said = BufReader::new(server.stdout.take().unwrap());
        said.read_line(&mut number).unwrap();
        Self(server, format!(":{}", number.trim()))
    }
}

impl Drop for MemoryDisplay {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn a_display_is_needed_once_it_is_named_and_is_drawn_on() {
    if !is_set_up() {
        return;
    }
    let mut machine = Machine::new();
    let display = MemoryDisplay::start();
    machine.display = Some(display.1.clone());
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec![], 0));
    assert_eq!(checks.named("gl")["needed"], true);
    checks.says("gl", "detail", "OpenGL");

    drop(display);
    let (checks, code) = machine.doctor(&[]);
    assert_eq!((checks.troubles(), code), (vec!["display", "gl"], 1));
}
