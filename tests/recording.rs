//! Recordings as the contract describes them: kinds, order, time, and a corpus
//! of broken ones, each refused with a sentence that says what to do.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected should stop there"
)]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat, RgbImage};
use secure_biometric::camera::{CameraError, CameraEvent, CameraId, LiveCamera, Prompt, Recording};
use secure_biometric::domain::Frame;
use tempfile::TempDir;

/// A JPEG picture all of one grey, by which a test knows the frame again.
fn jpeg(width: u32, height: u32, grey: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = vec![grey; (width * height * 3) as usize];
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode(&pixels, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn png(width: u32, height: u32, grey: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, image::Rgb([grey; 3]))
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Writes files into a new folder; sub-folders are made as needed.
fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// The grey of a frame, to the nearest ten: JPEG may be off by one.
fn grey(frame: &Frame) -> u8 {
    (frame.pixels()[0] + 5) / 10 * 10
}

/// Plays the prompts and gives the greys of the frames until the end.
fn play(recording: &mut Recording, prompts: &[Prompt]) -> Vec<u8> {
    prompts
        .iter()
        .map_while(|prompt| recording.next(*prompt).unwrap())
        .map(|frame| grey(&frame))
        .collect()
}

#[test]
fn a_plain_folder_plays_once_in_the_order_of_its_names() {
    let folder = folder(&[
        ("000010.jpg", jpeg(64, 64, 30)),
        ("000002.png", png(64, 64, 20)),
        ("000001.JPG", jpeg(64, 64, 10)),
        ("notes.txt", b"not a frame".to_vec()),
    ]);
    let mut recording = Recording::open(folder.path()).unwrap();
    assert!(!recording.is_responsive());
    assert_eq!(recording.size(), (64, 64));
    let asked = [Prompt::Left; 5];
    assert_eq!(play(&mut recording, &asked), [10, 20, 30]);
    assert!(recording.next(Prompt::Neutral).unwrap().is_none());
}

#[test]
fn time_advances_by_one_frame_without_drift() {
    for (fps, expected) in [
        ("", [0, 33, 66, 100]),
        ("fps = 7", [0, 142, 285, 428]),
        ("fps = 120\nkind = \"flat\"", [0, 8, 16, 25]),
    ] {
        let folder = folder(&[
            ("neutral/1.png", png(64, 64, 10)),
            ("recording.toml", fps.into()),
        ]);
        let mut recording = Recording::open(folder.path()).unwrap();
        let frames: Vec<_> = (0..4)
            .map(|_| recording.next(Prompt::Neutral).unwrap().unwrap())
            .collect();
        let at: Vec<_> = frames.iter().map(|frame| frame.at().0).collect();
        let sequence: Vec<_> = frames.iter().map(Frame::sequence).collect();
        assert_eq!(at, expected, "{fps}");
        assert_eq!(sequence, [1, 2, 3, 4], "{fps}");
    }
}

#[test]
fn a_responsive_recording_plays_what_is_asked_and_returns_to_neutral() {
    use Prompt::{Blink, Left, Neutral, Right};
    let folder = folder(&[
        ("neutral/1.jpg", jpeg(64, 64, 10)),
        ("neutral/2.jpg", jpeg(64, 64, 20)),
        ("left/1.jpg", jpeg(64, 64, 110)),
        ("left/2.jpg", jpeg(64, 64, 120)),
        ("right/1.jpg", jpeg(64, 64, 210)),
        ("right/2.jpg", jpeg(64, 64, 220)),
        ("right/3.jpg", jpeg(64, 64, 230)),
    ]);
    let mut recording = Recording::open(folder.path()).unwrap();
    assert!(recording.is_responsive());
    let story = [
        (Neutral, 10),
        (Neutral, 20),
        (Neutral, 10),
        // The clip plays once; still asking for it doesn't play it again.
        (Left, 110),
        (Left, 120),
        (Left, 10),
        (Left, 20),
        // A new instruction cuts in; a missing clip and neutral don't.
        (Right, 210),
        (Left, 110),
        (Right, 210),
        (Blink, 220),
        (Neutral, 230),
        (Neutral, 10),
        (Right, 210),
    ];
    let prompts: Vec<_> = story.iter().map(|(prompt, _)| *prompt).collect();
    let greys: Vec<_> = story.iter().map(|(_, grey)| *grey).collect();
    assert_eq!(play(&mut recording, &prompts), greys);
}

#[test]
fn an_mjpeg_file_is_split_into_its_frames() {
    let mut bytes = Vec::new();
    for grey in [10, 20, 30] {
        bytes.extend(jpeg(96, 64, grey));
    }
    // A comment that holds a whole other picture, and padding between frames.
    let inner = jpeg(64, 64, 200);
    bytes.extend([0, 0, b'\r', b'\n', 0xFF, 0xD8, 0xFF, 0xFE]);
    bytes.extend(u16::try_from(inner.len() + 2).unwrap().to_be_bytes());
    bytes.extend(inner);
    bytes.extend(&jpeg(96, 64, 40)[2..]);
    let folder = folder(&[
        ("clip.mjpeg", bytes),
        ("recording.toml", b"fps = 10".to_vec()),
    ]);
    let mut recording = Recording::open(&folder.path().join("clip.mjpeg")).unwrap();
    assert_eq!(recording.period(), Duration::from_millis(100));
    assert_eq!(recording.size(), (96, 64));
    assert_eq!(
        play(&mut recording, &[Prompt::Neutral; 9]),
        [10, 20, 30, 40]
    );
}

#[test]
fn rates_may_be_fractions_as_recorders_write_them() {
    for (text, rate, tenth) in [
        ("fps = 30", 30.0, 300),
        ("fps = 30.0", 30.0, 300),
        ("fps = 29.97", 29.97, 300),
        ("fps = 12.5", 12.5, 720),
    ] {
        let mut files: Vec<(String, Vec<u8>)> = (0..10)
            .map(|number| (format!("{number}.jpg"), jpeg(64, 64, 10)))
            .collect();
        files.push(("recording.toml".to_owned(), text.into()));
        let files: Vec<_> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.clone()))
            .collect();
        let folder = folder(&files);
        let mut recording = Recording::open(folder.path()).unwrap();
        let period = recording.period().as_secs_f64();
        assert!((period * rate - 1.0).abs() < 1e-6, "{text}");
        let last = (0..10).map(|_| recording.next(Prompt::Neutral).unwrap().unwrap().at());
        assert_eq!(last.last().unwrap().0, tenth, "{text}");
    }
    for text in [
        "fps = 0.9",
        "fps = 121",
        "fps = nan",
        "fps = -1",
        "fps = inf",
    ] {
        let files = [("1.jpg", jpeg(64, 64, 10)), ("recording.toml", text.into())];
        let folder = folder(&files);
        let refused = Recording::open(folder.path()).map(|_| ());
        assert!(
            matches!(refused, Err(CameraError::Settings { .. })),
            "{text}"
        );
    }
}

#[test]
fn a_broken_frame_in_the_middle_is_an_error_and_the_next_one_plays() {
    // Its header is whole, so it is found only when it is decoded.
    let mut short = jpeg(64, 64, 20);
    short.truncate(short.len() - 10);
    let folder = folder(&[
        ("1.jpg", jpeg(64, 64, 10)),
        ("2.jpg", short),
        ("3.jpg", jpeg(64, 64, 30)),
    ]);
    let mut recording = Recording::open(folder.path()).unwrap();
    assert_eq!(grey(&recording.next(Prompt::Neutral).unwrap().unwrap()), 10);
    let error = recording.next(Prompt::Neutral).unwrap_err();
    assert!(matches!(&error, CameraError::Frame { path, .. } if path.ends_with("2.jpg")));
    let third = recording.next(Prompt::Neutral).unwrap().unwrap();
    assert_eq!((grey(&third), third.sequence(), third.at().0), (30, 3, 66));
}

/// A PNG whose header claims these sides; nothing of such a size follows.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(64, 64, 0);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes
}

/// A JPEG whose frame header claims these sides.
fn jpeg_header(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg(64, 64, 0);
    let header = bytes
        .windows(2)
        .position(|marker| marker == [0xFF, 0xC0])
        .unwrap();
    bytes[header + 5..header + 7].copy_from_slice(&height.to_be_bytes());
    bytes[header + 7..header + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// Names and contents of a folder's files.
type Files = Vec<(&'static str, Vec<u8>)>;

#[test]
fn broken_recordings_are_refused_with_what_to_do() {
    let good = || jpeg(64, 64, 10);
    let corpus: Vec<(&str, Files, &str)> = vec![
        ("empty", vec![], "holds no frames"),
        ("no pictures", vec![("a.txt", good())], "holds no frames"),
        (
            "no neutral",
            vec![("left/1.jpg", good())],
            "include `neutral`",
        ),
        (
            "both kinds",
            vec![("1.jpg", good()), ("neutral/1.jpg", good())],
            "keep one of the two kinds",
        ),
        (
            "mixed sizes",
            vec![("1.jpg", good()), ("2.jpg", jpeg(96, 64, 10))],
            "has one size",
        ),
        (
            "mixed sizes in clips",
            vec![("neutral/1.jpg", good()), ("left/1.png", png(64, 96, 10))],
            "has one size",
        ),
        (
            "empty picture",
            vec![("1.jpg", vec![])],
            "replace or remove",
        ),
        (
            "text as jpg",
            vec![("1.jpg", b"hello".to_vec())],
            "replace or remove",
        ),
        (
            "cut in the header",
            vec![("1.jpg", good()[..30].to_vec())],
            "replace or remove",
        ),
        (
            "cut png",
            vec![("1.png", png(64, 64, 9)[..20].to_vec())],
            "replace or remove",
        ),
        (
            "no pixels",
            vec![("1.png", png_header(0, 64))],
            "each side must be 64 to 4096",
        ),
        (
            "20,000 pixels, png",
            vec![("1.png", png_header(20_000, 20_000))],
            "each side must be 64 to 4096",
        ),
        (
            "20,000 pixels, jpg",
            vec![("1.jpg", jpeg_header(20_000, 20_000))],
            "each side must be 64 to 4096",
        ),
        (
            "fps of zero",
            vec![("1.jpg", good()), ("recording.toml", b"fps = 0".to_vec())],
            "write for example `fps = 30`",
        ),
        (
            "fps too high",
            vec![("1.jpg", good()), ("recording.toml", b"fps = 121".to_vec())],
            "write for example `fps = 30`",
        ),
        (
            "fps isn't a number",
            vec![("1.jpg", good()), ("recording.toml", b"fps = x".to_vec())],
            "write for example `fps = 30`",
        ),
    ];
    for (name, files, expected) in corpus {
        let folder = folder(&files);
        let error = Recording::open(folder.path()).err().unwrap().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn files_that_are_no_recordings_are_refused() {
    let mut cut = jpeg(64, 64, 10);
    cut.truncate(cut.len() - 1);
    let folder = folder(&[
        ("film.mp4", b"hello".to_vec()),
        ("empty.mjpeg", vec![]),
        ("text.mjpeg", b"hello".to_vec()),
        ("cut.mjpeg", cut),
        ("wide.mjpeg", jpeg_header(20_000, 64)),
    ]);
    for (name, expected) in [
        ("missing", "check that it exists"),
        ("film.mp4", "isn't a recording"),
        ("empty.mjpeg", "holds no frames"),
        ("text.mjpeg", "replace or remove"),
        ("cut.mjpeg", "ends before the picture is complete"),
        ("wide.mjpeg", "each side must be 64 to 4096"),
    ] {
        let path: PathBuf = folder.path().join(name);
        let error = Recording::open(&path).err().unwrap().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn too_long_files_and_too_many_frames_are_refused() {
    let long = folder(&[("1.jpg", jpeg(64, 64, 10))]);
    // Sparse: 17 MB that cost nothing.
    fs::File::options()
        .write(true)
        .open(long.path().join("1.jpg"))
        .unwrap()
        .set_len(17 << 20)
        .unwrap();
    let many = folder(&[("1.jpg", jpeg(64, 64, 10))]);
    link_many(many.path(), 10_000);
    for (folder, expected) in [(&long, "smaller"), (&many, "more than 10000 frames")] {
        let error = Recording::open(folder.path()).err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

/// Puts more names of `1.jpg` into its folder.
fn link_many(folder: &Path, count: usize) {
    for number in 0..count {
        fs::hard_link(
            folder.join("1.jpg"),
            folder.join(format!("more{number:06}.jpg")),
        )
        .unwrap();
    }
}

/// A good file cut or with a byte flipped at any third place gives frames or an error, never
/// a panic or an endless loop.
#[test]
fn damaged_mjpeg_files_never_panic() {
    let mut good = jpeg(64, 64, 90);
    good.extend(jpeg(64, 64, 120));
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("clip.mjpeg");
    let try_it = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        if let Ok(mut recording) = Recording::open(&path) {
            for _ in 0..10 {
                if matches!(recording.next(Prompt::Neutral), Ok(None)) {
                    return;
                }
            }
            panic!("a recording of at most a few frames goes on");
        }
    };
    for at in (0..good.len()).step_by(3) {
        try_it(&good[..at]);
        let mut flipped = good.clone();
        flipped[at] ^= 0xFF;
        try_it(&flipped);
    }
}

/// The next frame of a live recording; it has five seconds for it.
fn live_frame(camera: &LiveCamera) -> Frame {
    camera.take_newest(Duration::from_secs(5)).unwrap()
}

fn live_event(camera: &LiveCamera) -> CameraEvent {
    camera
        .events()
        .recv_timeout(Duration::from_secs(5))
        .unwrap()
}

#[test]
fn a_live_recording_plays_at_its_own_pace_and_ends() {
    let files: Vec<_> = (0..15)
        .map(|number| (format!("{number:02}.jpg"), jpeg(64, 64, 90)))
        .collect();
    let folder = TempDir::new().unwrap();
    for (name, bytes) in &files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let camera = LiveCamera::open(CameraId::Recording(folder.path().into()));
    let first = live_frame(&camera);
    assert!(matches!(live_event(&camera), CameraEvent::Ready(None)));
    assert!(matches!(live_event(&camera), CameraEvent::Ended));
    let last = camera.newest().unwrap();
    assert_eq!(last.sequence(), 15);
    // Periods of 33 ms; a busy machine may be later, never earlier.
    let least = (15 - first.sequence()) * 32;
    let took = last.at().since(first.at()).0;
    assert!((least..least + 1000).contains(&took), "{took} ms");
    // All but one that was taken, and the last that nobody took.
    assert_eq!(camera.dropped(), 13);
}

#[test]
fn a_live_recording_answers_what_is_asked() {
    let folder = folder(&[
        ("neutral/1.jpg", jpeg(64, 64, 10)),
        ("neutral/2.jpg", jpeg(64, 64, 20)),
        ("left/1.jpg", jpeg(64, 64, 110)),
        ("left/2.jpg", jpeg(64, 64, 120)),
    ]);
    let camera = LiveCamera::open(CameraId::Recording(folder.path().into()));
    assert!(grey(&live_frame(&camera)) <= 20);
    camera.ask(Prompt::Left);
    let greys: Vec<_> = (0..8).map(|_| grey(&live_frame(&camera))).collect();
    let turned = greys.iter().filter(|grey| **grey >= 110).count();
    // A busy machine may pass one of them over.
    assert!((1..=2).contains(&turned), "{greys:?}");
    assert!(*greys.last().unwrap() <= 20, "{greys:?}");
}

#[test]
fn a_live_recording_that_can_not_be_played_says_why() {
    let camera = LiveCamera::open(CameraId::Recording("/nowhere".into()));
    let CameraEvent::Lost { why } = live_event(&camera) else {
        panic!("it must be lost");
    };
    let why = why.to_string();
    assert!(why.contains("check that it exists"), "{why}");
}

#[test]
fn opening_and_dropping_live_cameras_never_waits() {
    let folder = folder(&[("neutral/1.jpg", jpeg(64, 64, 10))]);
    let start = std::time::Instant::now();
    for _ in 0..50 {
        drop(LiveCamera::open(CameraId::Recording(folder.path().into())));
    }
    assert!(start.elapsed() < Duration::from_secs(1));
}
