//! The real engine, supervised: what it sees, how it recovers, what it can't
//! do. Needs `make setup`; without it each test is skipped.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[cfg(target_os = "linux")]
mod confined;
mod poisoned;
mod reconstructs;
mod recovers;
mod sees;
mod sessions;
#[path = "../support/mod.rs"]
mod support;
mod wire;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use image::imageops::FilterType;
use secure_biometric::domain::{Analysis, Frame, Landmarks, Millis};
use secure_biometric::engine::{Engine, EngineConfig};
use secure_biometric::resources::Resources;
use support::is_set_up;

const START: Duration = Duration::from_secs(30);

/// The usual set-up, or nothing where `make setup` hasn't run.
fn config() -> Option<EngineConfig> {
    let resources = Resources::find().expect("the repository has assets/models.toml");
    if !is_set_up() {
        return None;
    }
    let program = env!("CARGO_BIN_EXE_secure-biometric-engine").into();
    let usual = EngineConfig::from_resources(&resources).expect("the list of models is whole");
    Some(EngineConfig { program, ..usual })
}

fn engine() -> Option<Engine> {
    let engine = Engine::start(config()?);
    engine.wait_ready(START).expect("the engine gets ready");
    Some(engine)
}

/// A subject's portrait, fitted into 640x480.
fn portrait(name: &str) -> Frame {
    let folder = Resources::find().unwrap().subjects();
    let picture = image::open(folder.join(name)).expect("a subject's portrait");
    let picture = picture.resize(640, 480, FilterType::Triangle).to_rgb8();
    let mut canvas = image::RgbImage::from_pixel(640, 480, image::Rgb([128, 128, 128]));
    let left = i64::from((640 - picture.width()) / 2);
    image::imageops::overlay(&mut canvas, &picture, left, 0);
    Frame::new(640, 480, canvas.into_raw().into(), 1, Millis(0)).unwrap()
}

fn landmarks(analysis: &Analysis) -> &Landmarks {
    &analysis.main().expect("a face").landmarks
}

/// A shell script in place of the engine's program.
fn config_with_script(folder: &Path, script: &str) -> Option<EngineConfig> {
    let program = folder.join("engine");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    Some(EngineConfig {
        program,
        ..config()?
    })
}

/// Waits until `condition` holds.
fn eventually(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < START, "{what} within {START:?}");
        thread::sleep(Duration::from_millis(20));
    }
}
