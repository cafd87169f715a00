//! A display in memory: what is on it, and hands on its keyboard.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use image::RgbImage;
use tempfile::TempDir;

/// Width and height, in pixels.
const SIZE: (u32, u32) = (1280, 800);
/// How long the window has to draw something.
const PATIENCE: Duration = Duration::from_secs(15);
/// Nothing changes for this long when the window waits for its user.
const STILL: Duration = Duration::from_millis(1500);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(100);
/// Between two keys, in milliseconds: a quick typist, or a slow scanner.
const KEY_MILLIS: &str = "40";
/// The time a person takes to see where the focus is.
const FOCUS: Duration = Duration::from_millis(400);
/// Pixels that differ when another screen is shown; a blinking cursor or a
/// clock are fewer.
const ANOTHER_SCREEN: usize = 4000;

/// A part of the screen.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The left half, without the home screen's turning face.
    Left,
    /// The bar at the bottom.
    Bottom,
}

impl Part {
    /// Left, top, width, height, in pixels.
    fn place(self) -> [u32; 4] {
        match self {
            Self::Left => [0, 0, 600, 700],
            Self::Bottom => [0, 720, 1280, 80],
        }
    }
}

/// A display of its own, which ends with this value.
pub struct Display {
    server: Child,
    name: String,
    memory: TempDir,
}

impl Display {
    /// Starts it.
    pub fn start() -> Self {
        let memory = TempDir::new().unwrap();
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{}x{}x24", SIZE.0, SIZE.1))
            .arg("-fbdir")
            .arg(memory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("`make setup` installs Xvfb");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        Self {
            server,
            name: format!(":{}", number.trim()),
            memory,
        }
    }

    /// What `DISPLAY` is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Waits for the window and gives it the keyboard, as a desktop would.
    pub fn focus_window(&self) {
        let title = ["--sync", "--onlyvisible", "--name", "^Secure Biometric"];
        self.hands(&[&["search"], &title[..], &["windowfocus", "--sync"]].concat());
    }

    /// Presses keys one after another, by their X names.
    pub fn key(&self, keys: &str) {
        let keys: Vec<&str> = keys.split(' ').collect();
        self.hands(&[&["key", "--delay", KEY_MILLIS], &keys[..]].concat());
        // A focus moves when the window is drawn, as one sees before typing on.
        sleep(FOCUS);
    }

    /// Types a text.
    pub fn write(&self, text: &str) {
        self.hands(&["type", "--delay", KEY_MILLIS, text]);
    }

    fn hands(&self, arguments: &[&str]) {
        let moved = Command::new("timeout")
            .args(["30", "xdotool"])
            .args(arguments)
            .env("DISPLAY", &self.name)
            .stdout(Stdio::null())
            .status()
            .expect("`make setup` installs xdotool");
        assert!(moved.success(), "xdotool {arguments:?}: {moved}");
    }

    /// What is on the screen. The server keeps it in an XWD file: a header of
    /// big-endian words, colours of 12 bytes each, rows of BGRX pixels.
    pub fn picture(&self) -> RgbImage {
        let bytes = fs::read(self.memory.path().join("Xvfb_screen0")).unwrap();
        let word = |index: usize| {
            let bytes: [u8; 4] = bytes[index * 4..][..4].try_into().unwrap();
            usize::try_from(u32::from_be_bytes(bytes)).unwrap()
        };
        let (header, row, colours) = (word(0), word(12), word(19));
        let pixels = &bytes[header + colours * 12..];
        RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
            let [x, y] = [x, y].map(|side| usize::try_from(side).unwrap());
            let pixel = &pixels[y * row + x * 4..];
            image::Rgb([pixel[2], pixel[1], pixel[0]])
        })
    }

    /// Keeps what is on the screen as a PNG.
    pub fn save(&self, path: &Path) {
        self.picture().save(path).unwrap();
    }

    /// Waits until this is to be seen.
    #[track_caller]
    pub fn shows(&self, what: &str, seen: impl Fn(&RgbImage) -> bool) {
        let began = Instant::now();
        while !seen(&self.picture()) {
            assert!(began.elapsed() < PATIENCE, "{what} is not to be seen");
            sleep(LOOK);
        }
    }

    /// Does something and waits until it shows on that part of the screen.
    #[track_caller]
    pub fn changes(&self, part: Part, act: impl FnOnce()) {
        self.settled(part);
        let before = self.part(part);
        act();
        let began = Instant::now();
        while different(&before, &self.part(part)) < ANOTHER_SCREEN {
            assert!(began.elapsed() < PATIENCE, "nothing changed on the screen");
            sleep(LOOK);
        }
    }

    /// Waits until nothing much moves on that part of the screen.
    pub fn settled(&self, part: Part) {
        let began = Instant::now();
        let mut last = self.part(part);
        let mut since = Instant::now();
        while since.elapsed() < STILL {
            assert!(began.elapsed() < PATIENCE, "the screen never rests");
            sleep(LOOK);
            let now = self.part(part);
            if different(&last, &now) >= ANOTHER_SCREEN {
                (last, since) = (now, Instant::now());
            }
        }
    }

    fn part(&self, part: Part) -> RgbImage {
        let [left, top, width, height] = part.place();
        image::imageops::crop_imm(&self.picture(), left, top, width, height).to_image()
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

/// How many pixels differ.
fn different(one: &RgbImage, other: &RgbImage) -> usize {
    one.pixels()
        .zip(other.pixels())
        .filter(|(one, other)| one != other)
        .count()
}
