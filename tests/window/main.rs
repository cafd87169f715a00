//! The real window on a display in memory, with a person's hands on the
//! keyboard and the real camera code on a fake Video4Linux device: people are
//! enrolled and verified at it, and it goes on when its parts are taken away.
//! Needs `make setup`; without it each test is skipped.
//!
//! Pictures of what was on the screen are left in `target/tmp/window`.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "../fake_v4l2/mod.rs"]
mod fake_v4l2;
#[path = "../support/mod.rs"]
mod support;

mod display;
mod kiosk;
mod mesh;
mod rehearsing;

use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use image::RgbImage;
use rustix::process::Signal;
use serde_json::Value;

use display::Part;
use fake_v4l2::{FakeCamera, plain};
use kiosk::{Kiosk, signal};
use support::{BADGE, FRONT_DESK, Head, NAME, Site, is_set_up};

/// One window at a time: two would slow each other down.
static ALONE: Mutex<()> = Mutex::new(());

/// The colour of an empty room.
const WALL: [u8; 3] = [190, 40, 190];

/// Where buttons are in a window of 1280 by 800: two of the home screen, and
/// one of a capture.
const VERIFY_ME: [u32; 2] = [178, 494];
const USE_MY_BADGE: [u32; 2] = [412, 494];
const CANCEL: [u32; 2] = [1180, 40];

#[test]
fn a_person_is_enrolled_and_then_verified() {
    if !is_set_up() {
        return;
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (person, later) = (Head::First.folder(), Head::FirstLater.folder());
    let sees = |camera: &FakeCamera| camera.play(&person.join("neutral"));
    let kiosk = Kiosk::open("enrolment", Site::with_operators(), sees);

    // Where nobody is enrolled, home has one thing to do: to sign in, which has
    // the focus in its first field. Behind it comes the face alone.
    kiosk.display.changes(Part::Left, || {
        kiosk.display.key("shift+Tab shift+Tab Return")
    });
    kiosk.take_picture("1-sign-in");
    kiosk.display.write(FRONT_DESK.name);
    kiosk.display.key("Tab");
    kiosk.display.write(FRONT_DESK.password);
    // Once the password is checked, which takes a while, the bar at the top
    // has other buttons; behind them comes the enrolment.
    kiosk
        .display
        .changes(Part::Top, || kiosk.display.key("Return"));
    kiosk.take_picture("2-staff");
    kiosk
        .display
        .changes(Part::Left, || kiosk.display.key("Tab Tab Tab Tab Return"));

    // The form has the focus in its first field: the badge, and then the name.
    kiosk.display.write(BADGE);
    kiosk.display.key("Tab");
    kiosk.display.write(NAME);
    kiosk.take_picture("3-identity");
    kiosk
        .display
        .changes(Part::Left, || kiosk.display.key("Return"));
    // They read to the end. Behind cancel and three languages: that the person
    // agrees. They sign; behind two buttons beside the pad and the way back
    // comes the start.
    kiosk
        .display
        .key("Page_Down Page_Down Page_Down Page_Down Page_Down");
    kiosk.display.settled(Part::Left);
    kiosk.display.key("Tab Tab Tab Tab Tab space");
    kiosk.display.sign();
    kiosk.take_picture("4-consent");
    kiosk
        .display
        .changes(Part::Left, || kiosk.display.key("Tab Tab Tab Tab Return"));
    let enrolment = kiosk.follow(&person, 1);
    kiosk.display.settled(Part::Left);
    kiosk.take_picture("5-enrolled");
    assert_eq!(enrolment["reason"], "enrolled", "{enrolment}");
    assert_eq!(enrolment["source"], "kiosk");
    assert_eq!(enrolment["operator"], FRONT_DESK.name);

    // Done; then, on another occasion, the badge is scanned at home.
    kiosk
        .display
        .changes(Part::Left, || kiosk.display.key("Return"));
    kiosk.take_picture("6-home");
    kiosk.scan(BADGE);
    let verification = kiosk.follow(&later, 2);
    check_verified(&verification);
    let camera = verification["camera"].as_str().unwrap();
    assert!(camera.ends_with(fake_v4l2::DEVICE_ID), "{camera}");
    kiosk.display.settled(Part::Left);
    kiosk.take_picture("7-verified");
    kiosk.end();
}

#[test]
fn double_clicks_held_keys_and_a_window_that_is_minimised_lose_and_repeat_nothing() {
    if !is_set_up() {
        return;
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Made before the capture begins: it takes longer than somebody may.
    let person = Head::FirstLater.folder();
    let kiosk = Kiosk::open("by-mouse", Site::with_person(), see_wall);
    let display = &kiosk.display;
    let home = display.part(Part::Top);
    // Two clicks to begin are one; two to cancel don't mute the sound, whose
    // button is at the same place at home.
    display.double_click(VERIFY_ME);
    display.shows("the camera's picture", shows_wall);
    kiosk.take_picture("1-without-badge");
    display.double_click(CANCEL);
    display.settled(Part::Left);
    kiosk.take_picture("2-home");
    assert!(display.part(Part::Top) == home, "not home as it was before");
    display.changes(Part::Left, || display.double_click(USE_MY_BADGE));
    display.write(BADGE);
    kiosk.take_picture("3-badge");
    let before = kiosk.sessions().len();
    // Enter repeats for longer than the capture takes to begin, and asks once.
    display.hold("Return");
    display.shows("the camera's picture", shows_wall);
    display.resize(1000, 640);
    sleep(Duration::from_millis(700));
    kiosk.take_picture("4-smaller");
    display.minimise(Duration::from_secs(1));
    display.resize(1280, 800);
    display.shows("the camera's picture", shows_wall);
    kiosk.take_picture("5-back");
    // It is the same capture, and goes on to its end.
    check_verified(&kiosk.follow(&person, before + 1));
    assert_eq!(kiosk.sessions().len(), before + 1);
    display.changes(Part::Left, || display.key("Return"));
    display.settled(Part::Left);
    assert!(display.part(Part::Top) == home, "not home as it was before");
    kiosk.end();
}

#[test]
fn an_unplugged_camera_is_told_and_the_capture_goes_on_when_it_is_back() {
    if !is_set_up() {
        return;
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Made before the capture begins: it takes longer than somebody may.
    let person = Head::FirstLater.folder();
    let kiosk = Kiosk::open("unplugged", Site::with_person(), see_wall);
    begin_capture(&kiosk);
    kiosk.take_picture("1-capture");
    kiosk.camera.unplug(true);
    // The last picture doesn't stay as if it were live.
    kiosk
        .display
        .shows("the trouble", |screen| !shows_wall(screen));
    kiosk.take_picture("2-unplugged");
    kiosk.camera.unplug(false);
    kiosk.display.shows("the camera's picture", shows_wall);
    kiosk.take_picture("3-plugged-in");
    check_verified(&kiosk.follow(&person, 2));
    kiosk.end();
}

#[test]
fn a_clock_that_is_set_in_mid_capture_costs_nobody_the_decision() {
    if !is_set_up() {
        return;
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Made before the capture begins: it takes longer than somebody may.
    let person = Head::FirstLater.folder();
    for (name, seconds) in [("clock-back", -2 * 3600), ("clock-forward", 2 * 3600)] {
        let kiosk = Kiosk::open(name, Site::with_person(), see_wall);
        let before = kiosk.sessions().len();
        begin_capture(&kiosk);
        kiosk.camera.set_clock(seconds);
        let verification = kiosk.follow(&person, 2);
        check_verified(&verification);
        // How long it took is told by a clock that nobody can set.
        let took = verification["seconds"].as_f64().unwrap();
        assert!((0.1..120.0).contains(&took), "{name}: {took}");
        assert_eq!(kiosk.sessions().len(), before + 1, "{name}");
        kiosk.display.settled(Part::Left);
        kiosk.take_picture("1-verified");
        kiosk.end();
    }
}

#[test]
fn an_engine_that_dies_or_hangs_in_mid_capture_is_replaced_and_the_capture_goes_on() {
    if !is_set_up() {
        return;
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Made before the capture begins: it takes longer than somebody may.
    let person = Head::FirstLater.folder();
    for (name, trouble) in [
        ("killed", Signal::KILL),
        ("stopped", Signal::STOP),
        ("aborted", Signal::ABORT),
    ] {
        let kiosk = Kiosk::open(&format!("engine-{name}"), Site::with_person(), see_wall);
        begin_capture(&kiosk);
        let engine = kiosk.engine();
        signal(engine, trouble);
        sleep(Duration::from_millis(500));
        kiosk.take_picture("1-in-trouble");
        // The picture stays live meanwhile.
        kiosk.display.shows("the camera's picture", shows_wall);
        check_verified(&kiosk.follow(&person, 2));
        assert_ne!(kiosk.engine(), engine, "{name}");
        kiosk.end();
    }
}

/// Nobody is in front of the camera.
fn see_wall(camera: &FakeCamera) {
    let wall = plain(camera.size(), WALL);
    camera.play(&camera.frames("wall", &[wall]));
}

/// Somebody scans the badge and isn't in front of the camera yet.
fn begin_capture(kiosk: &Kiosk) {
    kiosk.scan(BADGE);
    kiosk.display.shows("the camera's picture", shows_wall);
}

/// Whether the live picture shows the wall; nothing of the window has its
/// colour.
fn shows_wall(screen: &RgbImage) -> bool {
    let violet = screen.pixels().filter(|pixel| {
        let [red, green, blue] = pixel.0.map(i32::from);
        red > green + 60 && blue > green + 60
    });
    violet.count() > 20_000
}

#[track_caller]
fn check_verified(session: &Value) {
    assert_eq!(session["kind"], "verification", "{session}");
    assert_eq!(session["decision"], "verified", "{session}");
    assert_eq!(session["source"], "kiosk");
    assert_eq!(session["badge"], BADGE);
}
