//! What is said of cameras and recordings that can't be used, and of a camera
//! that is exchanged while it is looked through.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::fake_v4l2::{DEVICE_ID, FakeCamera};
use crate::support::{BADGE, Head, REVIEWER, Site, is_set_up};

/// Begins like a PNG of this size; the size is all that is read of it.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes.extend([0; 4]);
    bytes
}

/// Verifies from this recording, which must be refused; what was said.
#[track_caller]
fn refused(site: &Site, recording: &Path) -> String {
    let camera = format!("recording:{}", recording.display());
    let answer = site.run(&["--camera", &camera, "verify", "--badge", BADGE]);
    let said = answer.expect_error("camera");
    assert!(said.contains("; "), "it doesn't say what to do: {said}");
    said
}

#[test]
fn a_recording_that_cannot_be_used_is_named_with_what_to_do() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let whole = Head::First.folder().join("neutral/000001.jpg");
    let whole = fs::read(whole).unwrap();
    let folder = |name: &str, frames: &[(&str, &[u8])]| {
        let folder = site.path(name);
        fs::create_dir(&folder).unwrap();
        for (name, bytes) in frames {
            fs::write(folder.join(name), bytes).unwrap();
        }
        folder
    };
    let huge = png_header(20_000, 20_000);
    for (recording, says) in [
        (site.path("missing"), "can't be read"),
        (folder("empty", &[]), "holds no frames"),
        (
            folder("texts", &[("a.txt", b"no frame")]),
            "holds no frames",
        ),
        (folder("lie", &[("1.jpg", b"no JPEG at all")]), "1.jpg"),
        (folder("nothing", &[("1.png", b"")]), "1.png"),
        (folder("huge", &[("1.png", &huge)]), "20000x20000"),
        (folder("cut", &[("1.png", &png_header(640, 480))]), "1.png"),
        (
            site.file("notes.txt", "no recording").into(),
            "isn't a recording",
        ),
        (site.file("empty.mjpeg", "").into(), "empty.mjpeg"),
        (site.file("text.mjpeg", "no film").into(), "text.mjpeg"),
    ] {
        let said = refused(&site, &recording);
        assert!(said.contains(says), "{said}");
        assert!(said.contains(recording.to_str().unwrap()), "{said}");
    }
    let broken = folder("broken", &[("1.jpg", &whole), ("2.jpg", &whole[..2000])]);
    let said = refused(&site, &broken);
    assert!(said.contains("2.jpg"), "{said}");
    let settings = folder("settings", &[("1.jpg", &whole)]);
    fs::write(settings.join("recording.toml"), "fps = 0\n").unwrap();
    let said = refused(&site, &settings);
    assert!(said.contains("recording.toml"), "{said}");
    let kept = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    assert_eq!(kept.as_array().unwrap().len(), 1, "only the enrolment");
}

#[test]
fn a_camera_that_is_not_there_is_waited_for_and_then_told() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let camera = "device:usb-9/Nobody's Camera";
    site.run(&["--camera", camera, "verify", "--badge", BADGE])
        .expect_decision("inconclusive", "camera_unavailable");
}

#[test]
fn a_plain_recording_plays_once_and_its_end_ends_the_session() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let neutral = Head::First.folder().join("neutral");
    let short = site.path("short");
    fs::create_dir(&short).unwrap();
    for number in 1..=4 {
        let name = format!("{number:06}.jpg");
        fs::copy(neutral.join(&name), short.join(&name)).unwrap();
    }
    let verify = |camera: &Path| {
        let camera = format!("recording:{}", camera.display());
        site.run(&["--camera", &camera, "verify", "--badge", BADGE])
    };
    verify(&short).expect_decision("inconclusive", "timed_out");
    verify(&neutral).expect_decision("inconclusive", "turned_too_little");
}

#[test]
fn one_picture_again_and_again_is_not_a_camera() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_operators();
    let still = site.path("still");
    fs::create_dir(&still).unwrap();
    let frame = Head::First.folder().join("neutral/000001.jpg");
    for number in 0..90 {
        fs::copy(&frame, still.join(format!("{number:06}.jpg"))).unwrap();
    }
    site.enrol_from(&still)
        .expect_decision("inconclusive", "frames_repeated");
}

/// Somebody looks into a camera, named so, to which this is done in the middle
/// of the session; the last line that `verify` printed.
#[track_caller]
fn verified_while(site: &Site, camera: &str, done: impl FnOnce(&FakeCamera)) -> Value {
    let fake = FakeCamera::new("MJPG 640 480 30");
    fake.play(&Head::First.folder().join("neutral"));
    let mut verify = site.command();
    fake.prepare(&mut verify);
    verify.args(["--json", "--camera", camera, "verify", "--badge", BADGE]);
    let log = site.path("log.txt");
    let mut verifying = verify
        .env("RUST_LOG", "debug")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    // The face is known and turns are asked for: the session is in its middle.
    let began = Instant::now();
    let asks = |text: &str| {
        ["left", "right", "up", "down"]
            .iter()
            .any(|turn| text.contains(&format!("asked=\"{turn}\"")))
    };
    while !asks(&fs::read_to_string(&log).unwrap()) {
        let ended = verifying.try_wait().unwrap();
        let said = || fs::read_to_string(&log).unwrap();
        assert_eq!(ended, None, "{}", said());
        assert!(began.elapsed() < Duration::from_secs(90), "{}", said());
        sleep(Duration::from_millis(20));
    }
    done(&fake);
    let output = verifying.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let last = said.lines().last().unwrap_or_else(|| {
        let log = fs::read_to_string(&log).unwrap();
        panic!("nothing was said: {log}")
    });
    serde_json::from_str(last).unwrap()
}

#[test]
fn a_camera_that_is_exchanged_in_mid_session_ends_it_whether_named_or_found_first() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let named = format!("device:{DEVICE_ID}");
    for camera in [named.as_str(), "device:first"] {
        let ended = verified_while(&site, camera, |fake| {
            fake.identify("usb-0000:00:14.0-2", "Other Camera");
            fake.unplug(true);
            sleep(Duration::from_millis(500));
            fake.unplug(false);
        });
        assert_eq!(
            (&ended["decision"], &ended["reason"]),
            (&"inconclusive".into(), &"camera_changed".into()),
            "{camera}: {ended}"
        );
        let id = ended["session"].as_str().unwrap();
        let kept = site.run_as(REVIEWER, &["sessions", "show", id]).expect(0);
        assert_eq!(kept["camera"], named, "what was looked through is kept");
        assert_eq!(kept["source"], "kiosk");
    }
}
