//! A camera for tests: a program that is started with [`FakeCamera::prepare`]
//! finds one at `/dev/video0`, through its real camera code. The test decides
//! meanwhile what it sees and when it is unplugged.
//!
//! The camera can't know what the person is asked to do; a test that wants it
//! to respond watches the program and calls [`FakeCamera::play_once`].

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "each test uses a part of this; one that meets something unexpected should stop"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, Rgb, RgbImage};

/// Bus path and name of a camera, until [`FakeCamera::identify`] changes them.
pub const DEVICE_ID: &str = "usb-0000:00:14.0-1/Fake Camera";

const CONTROL: &str = "FAKE_V4L2_CONTROL";
const MODES: &str = "FAKE_V4L2_MODES";

/// A camera and what it does now.
pub struct FakeCamera {
    folder: PathBuf,
    /// Removes the folder; the process that made it has it.
    _owner: Option<tempfile::TempDir>,
    modes: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    identity: Option<(String, String)>,
    play: Option<PathBuf>,
    once: Option<(u64, PathBuf)>,
    black: u32,
    freezes: u64,
    stall: bool,
    unplugged: bool,
    busy: bool,
    padding: u32,
    clock: i64,
}

impl FakeCamera {
    /// A camera that is plugged in and sends nothing yet. `modes` lists what it
    /// offers, such as `MJPG 640 480 30;YUYV 1280 720 10`.
    pub fn new(modes: &str) -> Self {
        let owner = tempfile::TempDir::new().unwrap();
        let fake = Self {
            folder: owner.path().into(),
            _owner: Some(owner),
            modes: modes.to_owned(),
            state: Mutex::default(),
        };
        fake.change(|_| {});
        fake
    }

    /// The camera that this process was prepared to see, if it was; its maker
    /// leaves the changing to it.
    pub fn of_this_process() -> Option<Self> {
        let control = PathBuf::from(std::env::var_os(CONTROL)?);
        Some(Self {
            folder: control.parent().unwrap().into(),
            _owner: None,
            modes: std::env::var(MODES).unwrap(),
            state: Mutex::default(),
        })
    }

    /// Makes a program that is about to start see this camera.
    pub fn prepare(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", library())
            .env(CONTROL, self.control())
            .env(MODES, &self.modes);
    }

    /// Sends the frames of a folder (`.jpg` for MJPG, `.yuyv` for YUYV) by name,
    /// again and again.
    pub fn play(&self, folder: &Path) {
        self.change(|state| state.play = Some(folder.into()));
    }

    /// Sends the frames of a folder once, then goes on as before.
    pub fn play_once(&self, folder: &Path) {
        self.change(|state| {
            let serial = state.once.as_ref().map_or(0, |(serial, _)| *serial);
            state.once = Some((serial + 1, folder.into()));
        });
    }

    /// Sends this many black frames after each start.
    pub fn begin_black(&self, frames: u32) {
        let (width, height) = self.size();
        write_jpeg(
            &self.folder.join("black.jpg"),
            &RgbImage::new(width, height),
        );
        self.change(|state| state.black = frames);
    }

    /// Stops sending, or goes on.
    pub fn stall(&self, stall: bool) {
        self.change(|state| state.stall = stall);
    }

    /// Stops sending until it is opened again.
    pub fn freeze(&self) {
        self.change(|state| state.freezes += 1);
    }

    /// Pulls the plug, or puts it in again.
    pub fn unplug(&self, unplugged: bool) {
        self.change(|state| state.unplugged = unplugged);
    }

    /// Lets another program have it.
    pub fn busy(&self, busy: bool) {
        self.change(|state| state.busy = busy);
    }

    /// Has the wall clock of whoever sees it read this many seconds too much.
    pub fn set_clock(&self, seconds: i64) {
        self.change(|state| state.clock = seconds);
    }

    /// Has this many bytes behind each picture's lines, once it is opened next.
    pub fn pad(&self, bytes: u32) {
        self.change(|state| state.padding = bytes);
    }

    /// Becomes another camera, as seen when it is opened next.
    pub fn identify(&self, bus: &str, name: &str) {
        self.change(|state| state.identity = Some((bus.into(), name.into())));
    }

    /// Width and height of its first mode, in pixels.
    pub fn size(&self) -> (u32, u32) {
        let mut words = self.modes.split([' ', ';']).skip(1);
        let mut side = || words.next().unwrap().parse().unwrap();
        (side(), side())
    }

    /// Writes pictures as the frames of its first mode into a new folder.
    pub fn frames(&self, name: &str, pictures: &[RgbImage]) -> PathBuf {
        let folder = self.folder.join(name);
        fs::create_dir(&folder).unwrap();
        for (number, picture) in pictures.iter().enumerate() {
            if self.modes.starts_with("MJPG") {
                write_jpeg(&folder.join(format!("{number:06}.jpg")), picture);
            } else {
                fs::write(folder.join(format!("{number:06}.yuyv")), yuyv(picture)).unwrap();
            }
        }
        folder
    }

    fn control(&self) -> PathBuf {
        self.folder.join("control")
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap();
        change(&mut state);
        let mut text = String::new();
        if let Some((bus, name)) = &state.identity {
            writeln!(text, "identity {bus}|{name}").unwrap();
        }
        if let Some(folder) = &state.play {
            writeln!(text, "play {}", folder.display()).unwrap();
        }
        if let Some((serial, folder)) = &state.once {
            writeln!(text, "once {serial} {}", folder.display()).unwrap();
        }
        writeln!(text, "black {}\nfreeze {}", state.black, state.freezes).unwrap();
        writeln!(text, "pad {}\nclock {}", state.padding, state.clock).unwrap();
        for (word, is_so) in [
            ("stall", state.stall),
            ("unplugged", state.unplugged),
            ("busy", state.busy),
        ] {
            if is_so {
                writeln!(text, "{word}").unwrap();
            }
        }
        // Renamed into place: the camera never reads half of it.
        let new = self.folder.join("control.new");
        fs::write(&new, text).unwrap();
        fs::rename(new, self.control()).unwrap();
    }
}

/// A picture of one colour.
pub fn plain((width, height): (u32, u32), colour: [u8; 3]) -> RgbImage {
    RgbImage::from_pixel(width, height, Rgb(colour))
}

/// YUYV 4:2:2 in the video range of ITU-R BT.601, as webcams send it.
pub fn yuyv(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(picture.as_raw().len() / 3 * 2);
    for pair in picture.as_raw().chunks_exact(6) {
        let [r, g, b] = [0, 1, 2].map(|at| (f32::from(pair[at]) + f32::from(pair[at + 3])) / 2.0);
        let luma = |at: usize| {
            let [r, g, b] = [0, 1, 2].map(|channel| f32::from(pair[at + channel]));
            16.0 + 0.257 * r + 0.504 * g + 0.098 * b
        };
        let u = 128.0 - 0.148 * r - 0.291 * g + 0.439 * b;
        let v = 128.0 + 0.439 * r - 0.368 * g - 0.071 * b;
        // All within 16 and 240.
        bytes.extend([luma(0), u, luma(3), v].map(|value| value.round() as u8));
    }
    bytes
}

fn write_jpeg(path: &Path, picture: &RgbImage) {
    let file = fs::File::create(path).unwrap();
    JpegEncoder::new_with_quality(file, 90)
        .encode(
            picture,
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .unwrap();
}

/// The library, compiled when it is first needed.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let library = folder.join("fake_v4l2.so");
        // Other test programs may be compiling it, too.
        let own = folder.join(format!("fake_v4l2.{}.so", std::process::id()));
        let compiled = Command::new("cc")
            .args(["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"])
            .arg("-o")
            .arg(&own)
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/fake_v4l2/fake_v4l2.c"
            ))
            .args(["-ldl", "-lpthread"])
            .status()
            .expect("the fake camera needs a C compiler, `cc`");
        assert!(compiled.success());
        fs::rename(own, &library).unwrap();
        library
    })
}
