//! What it sees in portraits and in nothing.

use std::sync::Arc;
use std::thread;

use secure_biometric::domain::{Component, Embedding, Frame, LANDMARK_COUNT, Landmarks, Millis};

use crate::{START, engine, landmarks, portrait};

#[test]
fn the_greeting_tells_what_works_there_and_how_it_is_confined() {
    let Some(engine) = engine() else { return };
    let greeting = engine.wait_ready(START).unwrap();
    for library in ["python", "mediapipe", "opencv", "numpy", "litert"] {
        assert!(greeting.versions.contains_key(library), "{library}");
    }
    assert!(greeting.known_pairs_ok);
    assert!(greeting.known_strangers < 0.3 && 0.6 < greeting.known_pair);
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
fn a_texture_is_that_of_the_frame_it_is_asked_of() {
    let Some(engine) = engine() else { return };
    let (frame, other) = (portrait("obama.jpg"), portrait("astronaut.png"));
    let analysis = engine.analyse(engine.new_stream(), &frame).unwrap();
    let face = landmarks(&analysis);
    let score = engine.texture(&frame, face).unwrap();
    // Whatever was looked at meanwhile, and on an engine that has seen nothing.
    for _ in 0..3 {
        engine.analyse(engine.new_stream(), &other).unwrap();
    }
    assert_eq!(engine.texture(&frame, face).unwrap(), score);
    assert_ne!(engine.texture(&other, face).unwrap(), score);
    let Some(fresh) = crate::engine() else { return };
    assert_eq!(fresh.texture(&frame, face).unwrap(), score);
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
