//! The real engine, supervised: what it sees, how it recovers, what it can't
//! do. Needs `make setup`; without it each test says so and passes.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use image::imageops::FilterType;
use secure_biometric::domain::{
    Analysis, Component, Embedding, Frame, LANDMARK_COUNT, Landmarks, Millis,
};
use secure_biometric::engine::{Engine, EngineConfig, EngineError, EngineState};
use secure_biometric::resources::Resources;

/// From the trouble to the next good analysis.
const RECOVERY: Duration = Duration::from_secs(5);
const START: Duration = Duration::from_secs(30);

/// The usual set-up, or nothing where `make setup` hasn't run.
fn config() -> Option<EngineConfig> {
    let resources = Resources::find().expect("the repository has assets/models.toml");
    for needed in [resources.venv(), resources.models()] {
        if !needed.exists() {
            eprintln!("skipped: {} is missing; run `make setup`", needed.display());
            return None;
        }
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

fn signal(process_id: u32, name: &str) {
    let status = Command::new("kill")
        .args([format!("-{name}"), process_id.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn the_greeting_tells_what_works_there_and_how_it_is_confined() {
    let Some(engine) = engine() else { return };
    let greeting = engine.wait_ready(START).unwrap();
    for library in ["python", "mediapipe", "opencv", "numpy", "litert"] {
        assert!(greeting.versions.contains_key(library), "{library}");
    }
    assert!(greeting.known_pair_ok);
    assert!(greeting.models.contains_key("mobilefacenet.tflite"));
    assert_eq!(greeting.confinement.missing, None);
    assert!(greeting.confinement.landlock && greeting.confinement.seccomp);
}

#[test]
fn a_face_is_found_measured_and_embedded() {
    let Some(engine) = engine() else { return };
    let stream = engine.new_stream();
    let frame = portrait("obama.jpg");
    let analysis = engine.analyse(stream, &frame).unwrap();
    assert_eq!(analysis.faces().len(), 1);
    let face = analysis.main().unwrap();
    assert_eq!(face.landmarks.points().len(), LANDMARK_COUNT);
    assert!(face.pose.yaw_degrees.abs() < 20.0, "{:?}", face.pose);
    for component in Component::ALL {
        assert!(face.quality.get(*component).is_some(), "{component:?}");
    }
    let embed = |frame: &Frame, landmarks: &Landmarks| engine.embed(frame, landmarks).unwrap();
    let first: Embedding = embed(&frame, &face.landmarks);
    assert!(first == embed(&frame, &face.landmarks));
    // The same person on another day, and somebody else (models.toml).
    let other = |name| {
        let frame = portrait(name);
        let stream = engine.new_stream();
        let analysis = engine.analyse(stream, &frame).unwrap();
        embed(&frame, landmarks(&analysis)).cosine(&first)
    };
    assert!(other("obama2.jpg") > 0.6);
    assert!(other("biden.jpg") < 0.4);
}

#[test]
fn an_empty_picture_has_no_face_and_extreme_ones_are_answered() {
    let Some(engine) = engine() else { return };
    for (width, height) in [(640, 480), (64, 64), (64, 4096), (4096, 64), (1920, 1080)] {
        let pixels: Arc<[u8]> = vec![90; Frame::byte_length(width, height).unwrap()].into();
        let frame = Frame::new(width, height, pixels, 1, Millis(0)).unwrap();
        let analysis = engine.analyse(engine.new_stream(), &frame).unwrap();
        assert!(analysis.main().is_none(), "{width}x{height}");
    }
    assert_eq!(engine.restarts(), 0);
}

#[test]
fn streams_do_not_mix() {
    let Some(engine) = engine() else { return };
    let (one, other) = (portrait("obama.jpg"), portrait("biden.jpg"));
    let look = |stream, frame| landmarks(&engine.analyse(stream, frame).unwrap()).clone();
    let alone = engine.new_stream();
    let expected: Vec<_> = (0..4).map(|_| look(alone, &one)).collect();
    let (mixed, beside) = (engine.new_stream(), engine.new_stream());
    for landmarks in &expected {
        look(beside, &other);
        assert_eq!(&look(mixed, &one), landmarks);
    }
    // A reset stream begins as a new one does.
    engine.reset(mixed).unwrap();
    assert_eq!(look(mixed, &one), expected[0]);
}

#[test]
fn many_threads_are_served_in_turn() {
    let Some(engine) = engine() else { return };
    let frame = portrait("obama.jpg");
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let stream = engine.new_stream();
                for _ in 0..10 {
                    assert!(engine.analyse(stream, &frame).unwrap().main().is_some());
                }
            });
        }
    });
    assert_eq!(engine.restarts(), 0);
}

#[test]
fn killed_stopped_and_aborted_it_analyses_again_in_time() {
    let Some(engine) = engine() else { return };
    let frame = portrait("obama.jpg");
    let stream = engine.new_stream();
    for name in ["KILL", "STOP", "ABRT"] {
        assert!(engine.analyse(stream, &frame).unwrap().main().is_some());
        let process_id = engine.process_id().unwrap();
        signal(process_id, name);
        let begun = Instant::now();
        let analysis = loop {
            match engine.analyse(stream, &frame) {
                Ok(analysis) => break analysis,
                Err(EngineError::Restarting(_)) => engine.wait_ready(RECOVERY).unwrap(),
                Err(other) => panic!("SIG{name}: {other}"),
            };
        };
        let took = begun.elapsed();
        println!("SIG{name}: analysing again after {took:?}");
        assert!(took < RECOVERY, "SIG{name}: {took:?}");
        assert!(analysis.main().is_some());
        assert_ne!(engine.process_id(), Some(process_id));
    }
    assert_eq!(engine.restarts(), 3);
}

#[test]
fn a_child_that_dies_while_nobody_asks_is_replaced() {
    let Some(engine) = engine() else { return };
    signal(engine.process_id().unwrap(), "KILL");
    eventually("a new child", || {
        engine.restarts() == 1 && matches!(engine.state(), EngineState::Ready(_))
    });
}

#[test]
fn it_cannot_break_out() {
    let Some(engine) = engine() else { return };
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join("people"), "secret").unwrap();
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let mut folders = vec![data.path().to_owned(), PathBuf::from("/tmp")];
    folders.extend(home);
    let attempts = engine.try_to_escape(&folders).unwrap();
    for attempt in &attempts {
        println!("{}: {}", attempt.what, attempt.detail);
        assert!(attempt.refused, "{}: {}", attempt.what, attempt.detail);
    }
    assert!(attempts.len() >= 10 + 2 * folders.len());
    // It may read its models, but write them no more than anything else.
    let models = Resources::find().unwrap().models();
    let attempts = engine.try_to_escape(&[models]).unwrap();
    let refused = |verb: &str| {
        let attempt = attempts.iter().find(|a| a.what.starts_with(verb)).unwrap();
        attempt.refused
    };
    assert!(refused("write"));
    assert!(!refused("list"));
    assert_eq!(engine.restarts(), 0);
}

#[test]
fn next_to_nothing_of_the_environment_is_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("environment");
    let script = format!("env > {0}.part; mv {0}.part {0}; sleep 1", list.display());
    let Some(config) = config_with_script(folder.path(), &script) else {
        return;
    };
    let _engine = Engine::start(config);
    eventually("the list", || list.exists());
    let allowed = BTreeSet::from([
        "LANG",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONNOUSERSITE",
        "GLOG_minloglevel",
        "TF_CPP_MIN_LOG_LEVEL",
        "OPENBLAS_NUM_THREADS",
        "OPENBLAS_CORETYPE",
        "OMP_NUM_THREADS",
        // The shell's own.
        "PWD",
        "_",
    ]);
    for line in fs::read_to_string(&list).unwrap().lines() {
        let name = line.split('=').next().unwrap();
        assert!(allowed.contains(name), "{name} was passed on");
    }
}

#[test]
fn a_model_that_is_not_listed_is_refused_by_name() {
    let Some(mut config) = config() else { return };
    let hash = config.expected_models.get_mut("mobilefacenet.tflite");
    hash.unwrap().replace_range(0..1, "0");
    let engine = Engine::start(config);
    let error = engine.wait_ready(START).unwrap_err();
    let EngineError::Failed { why, fix } = error else {
        panic!("{error}");
    };
    assert!(why.contains("mobilefacenet.tflite"), "{why}");
    assert!(fix.contains("make setup"), "{fix}");
    let frame = portrait("obama.jpg");
    assert!(engine.analyse(engine.new_stream(), &frame).is_err());
}

#[test]
fn missing_models_and_programs_are_said() {
    let Some(config) = config() else { return };
    let empty = tempfile::tempdir().unwrap();
    let models = EngineConfig {
        models: empty.path().to_owned(),
        ..config.clone()
    };
    let error = Engine::start(models).wait_ready(START).unwrap_err();
    assert!(error.to_string().contains("mobilefacenet"), "{error}");
    let program = EngineConfig {
        program: empty.path().join("nothing"),
        ..config
    };
    let error = Engine::start(program).wait_ready(START).unwrap_err();
    assert!(error.to_string().contains("make build"), "{error}");
}

#[test]
fn a_child_that_keeps_dying_is_given_up_for_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = config_with_script(folder.path(), "exit 3") else {
        return;
    };
    let engine = Engine::start(config);
    let error = engine.wait_ready(START).unwrap_err();
    assert!(matches!(error, EngineError::Failed { .. }), "{error}");
    assert!(error.to_string().contains("code 3"), "{error}");
    assert_eq!(engine.restarts(), 5);
}

#[test]
fn a_child_that_talks_nonsense_or_nothing_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    // A body of two bytes that is no greeting; then silence.
    for (script, why) in [
        (r"printf '\002\0\0\0\0\0\0\0\001\372'; sleep 60", "nonsense"),
        ("sleep 60", "did not answer"),
    ] {
        let Some(config) = config_with_script(folder.path(), script) else {
            return;
        };
        let engine = Engine::start(EngineConfig {
            start_deadline: Duration::from_millis(300),
            ..config
        });
        eventually(why, || match engine.state() {
            EngineState::Restarting { why: said, .. } => said.contains(why),
            _ => false,
        });
    }
}

#[test]
fn a_child_that_has_grown_is_replaced() {
    let Some(config) = config() else { return };
    let engine = Engine::start(EngineConfig {
        memory_limit_bytes: 1 << 20,
        ..config
    });
    eventually("a reason", || match engine.state() {
        EngineState::Restarting { why, .. } => why.contains("grown"),
        _ => false,
    });
}

#[test]
fn dropping_the_engine_ends_the_child_and_changes_are_announced() {
    let Some(config) = config() else { return };
    let (sender, receiver) = std::sync::mpsc::channel();
    let engine = Engine::start(config);
    engine.set_waker(move || drop(sender.send(())));
    engine.wait_ready(START).unwrap();
    receiver.recv_timeout(START).expect("a change is announced");
    let process = PathBuf::from(format!("/proc/{}", engine.process_id().unwrap()));
    assert!(process.exists());
    drop(engine);
    assert!(!process.exists());
}
