//! A display in memory: what is on it, and hands on its keyboard.

use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::Range;
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
/// Between two clicks, in milliseconds.
const CLICKS_MILLIS: &str = "80";
/// A desktop repeats a key after two thirds of a second, 25 times a second.
const HELD_SECONDS: &str = "1.5";
/// What the window's title begins with.
const TITLE: &str = "^Secure Biometric";
/// The time a person takes to see where the focus is.
const FOCUS: Duration = Duration::from_millis(400);
/// Pixels that differ when another screen is shown; a blinking cursor or a
/// clock are fewer.
const ANOTHER_SCREEN: usize = 4000;

/// The theme's accent on the live picture. In the light theme nothing else has
/// it; the instruction's icon is lower than all else that does.
const ACCENT: [u8; 3] = [45, 212, 191];
const ICON_HEIGHT: u32 = 27;
/// Where the live picture is, on every screen that has one.
const PICTURE_COLUMNS: Range<u32> = 40..700;
/// Arrows lean by a tenth and more, other icons by a fiftieth.
const LEAN: f64 = 0.07;

/// A part of the screen.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The left half, without the home screen's turning face.
    Left,
    /// The bar at the top.
    Top,
    /// The bar at the bottom.
    Bottom,
}

impl Part {
    /// Left, top, width, height, in pixels.
    fn place(self) -> [u32; 4] {
        match self {
            Self::Left => [0, 0, 600, 700],
            Self::Top => [0, 0, 1280, 80],
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
        let title = ["--sync", "--onlyvisible", "--name", TITLE];
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

    /// Signs with the mouse on the pad at the right.
    pub fn sign(&self) {
        let mut strokes: Vec<String> = vec![];
        let mut to = |x: u32, y: u32| {
            strokes.extend(["mousemove".to_owned(), x.to_string(), y.to_string()]);
            strokes.extend(["sleep".to_owned(), "0.03".to_owned()]);
        };
        for step in 0..12 {
            to(800 + 25 * step, if step % 2 == 0 { 430 } else { 370 });
        }
        let (first, rest) = strokes.split_at(5);
        let first = first.iter().map(String::as_str);
        let rest = rest.iter().map(String::as_str);
        let whole = first.chain(["mousedown", "1"]).chain(rest);
        let whole: Vec<&str> = whole.chain(["mouseup", "1"]).collect();
        self.hands(&whole);
        sleep(FOCUS);
    }

    /// Holds a key down for as long as it takes the desktop to repeat it often.
    pub fn hold(&self, key: &str) {
        self.hands(&["keydown", key, "sleep", HELD_SECONDS, "keyup", key]);
        sleep(FOCUS);
    }

    /// Clicks at a place.
    pub fn click(&self, [x, y]: [u32; 2]) {
        self.hands(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]);
        sleep(FOCUS);
    }

    /// Drags something from one place to another, as a hand does.
    pub fn drag(&self, [x, y]: [u32; 2], [to_x, to_y]: [u32; 2]) {
        let half = [x.midpoint(to_x), y.midpoint(to_y)];
        let mut moves = vec!["mousemove".to_owned(), x.to_string(), y.to_string()];
        moves.extend(["sleep", "0.1", "mousedown", "1"].map(str::to_owned));
        for [x, y] in [half, [to_x, to_y]] {
            let to = ["sleep", "0.1", "mousemove"].map(str::to_owned);
            moves.extend(to.into_iter().chain([x.to_string(), y.to_string()]));
        }
        moves.extend(["sleep", "0.1", "mouseup", "1"].map(str::to_owned));
        let moves: Vec<&str> = moves.iter().map(String::as_str).collect();
        self.hands(&moves);
        sleep(FOCUS);
    }

    /// Clicks twice at a place, as fast as a hand can, and takes the pointer
    /// away, so that nothing is lit up by it.
    pub fn double_click(&self, [x, y]: [u32; 2]) {
        let (x, y) = (x.to_string(), y.to_string());
        let twice = ["click", "--repeat", "2", "--delay", CLICKS_MILLIS, "1"];
        let away = ["mousemove", "640", "700"];
        self.hands(&[&["mousemove", &x, &y], &twice[..], &away].concat());
        sleep(FOCUS);
    }

    /// Gives the window another size, as its owner may who drags its edge.
    pub fn resize(&self, width: u32, height: u32) {
        let (width, height) = (width.to_string(), height.to_string());
        let window = ["search", "--onlyvisible", "--name", TITLE];
        self.hands(&[&window[..], &["windowsize", "--sync", &width, &height]].concat());
    }

    /// Takes the window off the screen and puts it back after `meanwhile`:
    /// what a window manager does with one that is minimised.
    pub fn minimise(&self, meanwhile: Duration) {
        let window = ["search", "--onlyvisible", "--name", TITLE];
        self.hands(&[&window[..], &["windowunmap", "--sync"]].concat());
        sleep(meanwhile);
        self.hands(&["search", "--name", TITLE, "windowmap", "--sync"]);
        self.focus_window();
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

    /// That part of what is on the screen.
    pub fn part(&self, part: Part) -> RgbImage {
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

/// The clip of a recording that answers what the window asks in the live
/// picture; none where it asks nothing.
///
/// Of all icons that are shown there an arrow alone lies heavier to one side,
/// that of its head. With the others the person looks ahead.
pub fn asked(screen: &RgbImage) -> Option<&'static str> {
    let mut icon = accented(screen);
    let bottom = icon.iter().map(|[_, y]| *y).max()?;
    icon.retain(|[_, y]| y + ICON_HEIGHT > bottom);
    let [across, down] = [0, 1].map(|axis| lean(icon.iter().map(|point| point[axis])));
    Some(match (across, down) {
        (across, _) if across < -LEAN => "left",
        (across, _) if across > LEAN => "right",
        (_, down) if down < -LEAN => "up",
        (_, down) if down > LEAN => "down",
        _ => "neutral",
    })
}

/// Columns and rows of the pixels in the live picture that have the accent's
/// full colour.
fn accented(screen: &RgbImage) -> Vec<[u32; 2]> {
    let is_accent = |[x, y]: &[u32; 2]| {
        let pixel = screen.get_pixel(*x, *y).0;
        let mut apart = pixel.iter().zip(ACCENT);
        apart.all(|(one, other)| one.abs_diff(other) < 12)
    };
    (0..SIZE.1)
        .flat_map(|y| PICTURE_COLUMNS.map(move |x| [x, y]))
        .filter(is_accent)
        .collect()
}

/// How far the mean of coordinates is from their middle, as a share of their
/// extent.
fn lean(coordinates: impl Iterator<Item = u32> + Clone) -> f64 {
    let count = u32::try_from(coordinates.clone().count()).unwrap();
    let least = coordinates.clone().min().unwrap();
    let most = coordinates.clone().max().unwrap();
    let mean = f64::from(coordinates.sum::<u32>()) / f64::from(count);
    (mean - f64::from(least + most) / 2.0) / f64::from(most - least).max(1.0)
}
