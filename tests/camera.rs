//! The live camera on a fake Video4Linux device, through nokhwa's own code.
//! Each test starts itself once more in a process that sees the device.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected should stop there"
)]

mod fake_v4l2;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use fake_v4l2::{DEVICE_ID, FakeCamera, plain};
use secure_biometric::camera::{
    CameraError, CameraEvent, CameraId, Encoding, LiveCamera, list_devices,
};
use secure_biometric::domain::Frame;

const GREY: [u8; 3] = [120; 3];

/// Runs `body` in a process that sees a camera with these modes.
fn with_camera(modes: &str, body: impl FnOnce(&FakeCamera)) {
    if let Some(fake) = FakeCamera::of_this_process() {
        return body(&fake);
    }
    let fake = FakeCamera::new(modes);
    let this_test = std::thread::current().name().unwrap().to_owned();
    let mut child = Command::new(std::env::current_exe().unwrap());
    fake.prepare(&mut child);
    let output = child
        .args(["--exact", &this_test, "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    println!("{said}{errors}");
    assert!(output.status.success() && said.contains("1 passed"));
}

fn open() -> LiveCamera {
    LiveCamera::open(CameraId::Device(DEVICE_ID.parse().unwrap()))
}

/// The next frame; the camera has five seconds for it.
fn frame(camera: &LiveCamera) -> Frame {
    camera
        .take_newest(Duration::from_secs(5))
        .unwrap_or_else(|| panic!("no frame; {:?}", camera.events().try_recv()))
}

/// Waits for the next event and how long it took.
fn event(camera: &LiveCamera) -> (CameraEvent, Duration) {
    let start = Instant::now();
    let event = camera
        .events()
        .recv_timeout(Duration::from_secs(10))
        .unwrap();
    (event, start.elapsed())
}

fn lost(event: CameraEvent) -> String {
    match event {
        CameraEvent::Lost { why } => why.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Four quarters, red, green, blue and grey.
fn quarters(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => [200, 40, 40],
            (false, true) => [40, 180, 40],
            (true, false) => [40, 40, 200],
            (false, false) => GREY,
        })
    })
}

/// The camera's frames have its size and the colours of what it sees.
fn check_colours(encoding: &str, width: u32, height: u32) {
    with_camera(&format!("{encoding} {width} {height} 30"), |fake| {
        fake.play(&fake.frames("quarters", &[quarters(width, height)]));
        let camera = open();
        let frame = frame(&camera);
        assert_eq!((frame.width(), frame.height()), (width, height));
        let expected = quarters(width, height);
        for (x, y) in [(1, 1), (3, 1), (1, 3), (3, 3)] {
            let (x, y) = (width / 4 * x, height / 4 * y);
            let at = ((y * width + x) * 3) as usize;
            let seen = &frame.pixels()[at..at + 3];
            let close = seen
                .iter()
                .zip(expected.get_pixel(x, y).0)
                .all(|(seen, expected)| seen.abs_diff(expected) <= 8);
            assert!(close, "{seen:?} at {x},{y}");
        }
        let (event, _) = event(&camera);
        let CameraEvent::Ready(Some(info)) = event else {
            panic!("{event:?}");
        };
        assert_eq!(
            (info.id.as_str(), info.name.as_str()),
            (DEVICE_ID, "Fake Camera")
        );
    });
}

#[test]
fn yuyv_at_640x480() {
    check_colours("YUYV", 640, 480);
}

#[test]
fn yuyv_at_1280x720() {
    check_colours("YUYV", 1280, 720);
}

#[test]
fn yuyv_at_1920x1080() {
    check_colours("YUYV", 1920, 1080);
}

#[test]
fn mjpeg_at_640x480() {
    check_colours("MJPG", 640, 480);
}

#[test]
fn mjpeg_at_1280x720() {
    check_colours("MJPG", 1280, 720);
}

#[test]
fn mjpeg_at_1920x1080() {
    check_colours("MJPG", 1920, 1080);
}

#[test]
fn cameras_are_listed_by_bus_and_name_with_their_best_format_first() {
    let modes = "MJPG 1920 1080 30;YUYV 1280 720 10;YUYV 640 480 15;MJPG 640 480 30;\
                 YUYV 320 240 30";
    with_camera(modes, |fake| {
        let check = |cameras: Vec<secure_biometric::camera::CameraInfo>| {
            assert_eq!(cameras.len(), 1);
            assert_eq!(cameras[0].id.as_str(), DEVICE_ID);
            assert_eq!(cameras[0].formats.len(), 4);
            let best = cameras[0].formats[0];
            assert_eq!((best.width, best.encoding), (640, Encoding::Mjpeg));
        };
        check(list_devices().unwrap());
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        let camera = open();
        assert_eq!(frame(&camera).width(), 640);
        // While it sends it is listed just the same.
        check(list_devices().unwrap());
        drop(camera);
        sleep(Duration::from_millis(500));
        fake.unplug(true);
        assert!(matches!(list_devices(), Err(CameraError::NoneConnected)));
    });
}

#[test]
fn a_camera_in_use_says_so_and_is_used_once_it_is_free() {
    with_camera("YUYV 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        fake.busy(true);
        let expected = "camera /dev/video0 is in use by another program; \
                        close it or choose another camera in Settings";
        assert_eq!(list_devices().unwrap_err().to_string(), expected);
        let camera = open();
        assert_eq!(lost(event(&camera).0), expected);
        fake.busy(false);
        assert_eq!(frame(&camera).sequence(), 1);
    });
}

#[test]
fn all_frames_come_at_the_cameras_rate_and_numbered() {
    with_camera("MJPG 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        let camera = open();
        let wakes = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&wakes);
        camera.set_waker(Box::new(move || {
            counter.fetch_add(1, Ordering::Relaxed);
        }));
        let first = frame(&camera);
        let mut last = first.clone();
        while last.at().since(first.at()).0 < 3000 {
            let next = frame(&camera);
            assert!(next.sequence() > last.sequence() && next.at() >= last.at());
            last = next;
        }
        let seconds = last.at().since(first.at()).seconds();
        let rate = f64::from(u32::try_from(last.sequence() - first.sequence()).unwrap()) / seconds;
        println!("{rate:.1} frames a second");
        assert!((25.0..=32.0).contains(&rate), "{rate} frames a second");
        assert!(wakes.load(Ordering::Relaxed) >= last.sequence() - first.sequence());
    });
}

#[test]
fn a_slow_reader_gets_the_newest_frame_and_the_others_are_counted() {
    with_camera("YUYV 640 480 30", |fake| {
        let greys: Vec<_> = (2..22)
            .map(|step| plain((640, 480), [step * 10; 3]))
            .collect();
        fake.play(&fake.frames("greys", &greys));
        let camera = open();
        let mut taken = 0;
        let mut last = 0;
        for _ in 0..5 {
            let frame = frame(&camera);
            assert!(frame.sequence() > last);
            // Who read all frames in turn would be a second behind in the end.
            assert!(
                camera.now().since(frame.at()).0 < 250,
                "an old frame: {frame:?}, now {:?}",
                camera.now()
            );
            (last, taken) = (frame.sequence(), taken + 1);
            sleep(Duration::from_millis(300));
        }
        let dropped = camera.dropped();
        assert!(dropped + taken >= last, "{dropped} dropped of {last}");
        assert!(dropped > 20, "{dropped}");
        // Drawing takes nothing away.
        let newest = camera.newest().unwrap();
        assert!(newest.sequence() > last && camera.newest().is_some());
    });
}

#[test]
fn black_first_pictures_are_ignored_and_a_dark_room_is_not() {
    with_camera("MJPG 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        fake.begin_black(20);
        let camera = open();
        let first = frame(&camera);
        assert!(first.pixels()[0] > 100, "{}", first.pixels()[0]);
        drop(camera);
        sleep(Duration::from_millis(300));
        fake.begin_black(100_000);
        let camera = open();
        assert!(frame(&camera).pixels()[0] < 10);
        assert!(camera.now().0 < 3000, "{:?}", camera.now());
    });
}

#[test]
fn unplugged_it_is_lost_and_back_when_it_is_plugged_in() {
    with_camera("MJPG 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        let camera = open();
        let before = frame(&camera);
        assert!(matches!(event(&camera).0, CameraEvent::Ready(_)));
        for _ in 0..2 {
            fake.unplug(true);
            let (gone, after) = event(&camera);
            lost(gone);
            assert!(after < Duration::from_secs(1), "{after:?}");
            sleep(Duration::from_secs(1));
            fake.unplug(false);
            let (back, after) = event(&camera);
            assert!(matches!(back, CameraEvent::Back));
            println!("back after {after:?}");
            assert!(after < Duration::from_secs(3), "{after:?}");
        }
        assert!(frame(&camera).sequence() > before.sequence());
    });
}

#[test]
fn a_stall_is_told_after_two_seconds_and_ends_by_itself() {
    with_camera("YUYV 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        let camera = open();
        frame(&camera);
        assert!(matches!(event(&camera).0, CameraEvent::Ready(_)));
        fake.stall(true);
        let (stalled, after) = event(&camera);
        assert!(lost(stalled).contains("sends no"));
        assert!((1500..3500).contains(&after.as_millis()), "{after:?}");
        // Long enough for it to have been opened again, and to stall again.
        sleep(Duration::from_secs(3));
        fake.stall(false);
        assert!(matches!(event(&camera).0, CameraEvent::Back));
        while camera.take_newest(Duration::ZERO).is_some() {}
        frame(&camera);
    });
}

#[test]
fn a_camera_that_froze_is_opened_again() {
    with_camera("MJPG 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        let camera = open();
        frame(&camera);
        assert!(matches!(event(&camera).0, CameraEvent::Ready(_)));
        fake.freeze();
        let (frozen, after) = event(&camera);
        lost(frozen);
        assert!((1500..3500).contains(&after.as_millis()), "{after:?}");
        let (back, after) = event(&camera);
        assert!(matches!(back, CameraEvent::Back));
        assert!(after < Duration::from_secs(2), "{after:?}");
    });
}

#[test]
fn a_stall_before_the_first_picture_is_told_and_the_camera_opened_again() {
    with_camera("MJPG 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        fake.stall(true);
        let camera = open();
        // It sends by now, and will have nothing to send until it is opened anew.
        sleep(Duration::from_secs(1));
        fake.freeze();
        fake.stall(false);
        let (stalled, after) = event(&camera);
        assert!(lost(stalled).contains("sends no"));
        assert!((500..2500).contains(&after.as_millis()), "{after:?}");
        let (ready, after) = event(&camera);
        assert!(matches!(ready, CameraEvent::Ready(_)), "{ready:?}");
        assert!(after < Duration::from_secs(3), "{after:?}");
    });
}

#[test]
fn a_camera_that_never_sent_is_free_once_it_is_left() {
    with_camera("YUYV 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        fake.stall(true);
        let camera = open();
        sleep(Duration::from_secs(1));
        // Whoever waits for it now waits for ever.
        fake.freeze();
        fake.stall(false);
        drop(camera);
        sleep(Duration::from_secs(1));
        assert_eq!(frame(&open()).sequence(), 1);
    });
}

#[test]
fn pictures_that_fill_no_whole_pages_are_taken() {
    // Their memory is half a page longer than they are.
    with_camera("YUYV 1920 1080 30", |fake| {
        assert_ne!(1920 * 1080 * 2 % 4096, 0);
        fake.play(&fake.frames("grey", &[plain(fake.size(), GREY)]));
        assert_eq!(frame(&open()).width(), 1920);
    });
}

#[test]
fn pictures_with_padded_lines_are_refused() {
    with_camera("YUYV 640 480 30", |fake| {
        fake.pad(16 * 480);
        fake.play(&fake.frames("grey", &[plain(fake.size(), GREY)]));
        let camera = open();
        assert_eq!(
            lost(event(&camera).0),
            "camera /dev/video0 sends pictures of 622592 bytes where 640x480 in YUYV has \
             614400, which can't be read without guessing; choose another camera in Settings"
        );
        sleep(Duration::from_millis(500));
        assert!(camera.newest().is_none());
    });
}

#[test]
fn pictures_of_another_size_than_agreed_are_not_used() {
    with_camera("MJPG 640 480 30", |fake| {
        // As many pixels as agreed, but lying on their side.
        fake.play(&fake.frames("turned", &[plain((480, 640), GREY)]));
        let camera = open();
        let (refused, _) = event(&camera);
        assert!(lost(refused).contains("640x480"));
        assert!(camera.newest().is_none());
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        assert_eq!(frame(&camera).width(), 640);
    });
}

#[test]
fn another_camera_in_its_place_is_not_used() {
    with_camera("MJPG 640 480 30", |fake| {
        fake.play(&fake.frames("grey", &[plain((640, 480), GREY)]));
        let camera = open();
        frame(&camera);
        assert!(matches!(event(&camera).0, CameraEvent::Ready(_)));
        fake.unplug(true);
        lost(event(&camera).0);
        fake.identify("usb-0000:00:14.0-2", "Other Camera");
        fake.unplug(false);
        assert!(matches!(event(&camera).0, CameraEvent::IdentityChanged));
        let newest = camera.newest().unwrap().sequence();
        sleep(Duration::from_secs(1));
        assert_eq!(camera.newest().unwrap().sequence(), newest);
        fake.identify("usb-0000:00:14.0-1", "Fake Camera");
        assert!(matches!(event(&camera).0, CameraEvent::Back));
    });
}

#[test]
fn a_camera_that_is_not_there_is_named() {
    with_camera("MJPG 640 480 30", |_| {
        let other = "device:usb-9/Nobody's Camera".parse().unwrap();
        let camera = LiveCamera::open(other);
        assert_eq!(
            lost(event(&camera).0),
            "camera usb-9/Nobody's Camera isn't connected; plug it in again or \
             choose another camera in Settings"
        );
    });
}
