//! The surface that it builds of a face whose motion it saw.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use secure_biometric::camera::{CameraId, LiveCamera};
use secure_biometric::domain::{Frame, Millis, Reconstruction, SHAPE_POINTS, Shape};
use secure_biometric::engine::protocol::StreamId;
use secure_biometric::engine::{Engine, EngineError};

use crate::support::Head;
use crate::{engine, portrait};

/// What is asked of the time between a capture and its surface.
const SOON: Duration = Duration::from_millis(1_500);

/// Shows an engine the frames of a clip; their depth counts.
fn play(engine: &Engine, stream: StreamId, clip: &Path) {
    let mut frames: Vec<_> = std::fs::read_dir(clip)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    frames.sort();
    for (number, path) in (1..).zip(frames) {
        let picture = image::open(path).unwrap().to_rgb8();
        let (width, height) = picture.dimensions();
        let frame =
            Frame::new(width, height, picture.into_raw().into(), number, Millis(0)).unwrap();
        engine.analyse(stream, &frame).unwrap();
        engine.relief(stream, false).unwrap();
    }
}

/// What somebody's turns tell, and how long the answer took.
fn reconstruct(engine: &Engine, head: Head) -> (Reconstruction, Duration) {
    let stream = engine.new_stream();
    for clip in ["left", "right", "left"] {
        play(engine, stream, &head.folder().join(clip));
    }
    let (_, in_facelab) = engine.relief_timed(stream, true).unwrap();
    assert!(!in_facelab.is_zero(), "what depth costs isn't counted");
    let begun = Instant::now();
    let face = engine.reconstruct(stream).unwrap().expect("a depth");
    let took = begun.elapsed();
    engine.reset(stream).unwrap();
    assert_eq!(
        engine.reconstruct(stream).unwrap(),
        None,
        "it was forgotten"
    );
    (face, took)
}

#[test]
fn a_face_that_turned_has_a_surface_soon_and_is_more_like_itself() {
    let Some(engine) = engine() else { return };
    let (face, took) = reconstruct(&engine, Head::First);
    assert!(took < SOON, "{took:?}");
    // 898 triangles, divided twice.
    assert_eq!(face.landmark_triangles().len(), 898);
    assert_eq!(
        (face.vertices().len(), face.triangles().len()),
        (7_257, 14_368)
    );
    assert!(face.frames() >= 20 && face.seconds() > 0.0);
    // The nose's tip is nearest, and the surface looks at the camera.
    let deepest = |points: &[[f32; 3]]| points.iter().map(|[_, _, z]| *z).fold(0.0_f32, f32::min);
    let nose = face.vertices()[4][2].min(face.vertices()[1][2]);
    assert!(nose - deepest(face.vertices()) < 0.05, "{nose}");
    let facing: f32 = face.normals().iter().map(|[_, _, z]| z).sum();
    assert!(facing < 0.0);
    let depths: Vec<i16> = face.depth_map().steps().flatten().collect();
    assert!(depths.len() > 20_000, "{}", depths.len());

    let score = |one: &Reconstruction, other: &Reconstruction| {
        engine.shape_score(one.shape(), other.shape()).unwrap()
    };
    assert!(score(&face, &face) > 0.97);
    let (stranger, _) = reconstruct(&engine, Head::Second);
    let (stranger, again) = (score(&face, &stranger), score(&stranger, &face));
    assert!(stranger < 0.9 && again < 0.9, "{stranger} {again}");
    assert_eq!(engine.restarts(), 0);
}

#[test]
fn a_face_that_stood_still_has_none_and_little_known_shapes_are_not_compared() {
    let Some(engine) = engine() else { return };
    let stream = engine.new_stream();
    assert_eq!(engine.reconstruct(stream).unwrap(), None);
    let frame = portrait("obama.jpg");
    for _ in 0..12 {
        engine.analyse(stream, &frame).unwrap();
        engine.relief(stream, false).unwrap();
    }
    assert_eq!(engine.reconstruct(stream).unwrap(), None);
    let unknown = Shape::new(vec![[0.0; 3]; SHAPE_POINTS], vec![0.0; SHAPE_POINTS]).unwrap();
    let refused = engine.shape_score(&unknown, &unknown).unwrap_err();
    assert!(matches!(refused, EngineError::Refused(why) if why.contains("too little")));
    assert_eq!(engine.restarts(), 0);
}

#[test]
fn the_live_picture_goes_on_while_surfaces_are_built_and_compared() {
    let Some(engine) = engine() else { return };
    let stream = engine.new_stream();
    for clip in ["left", "right"] {
        play(&engine, stream, &Head::First.folder().join(clip));
    }
    let camera = LiveCamera::open(CameraId::Recording(Head::First.folder()));
    let begun = Instant::now();
    while camera.newest().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(30), "no picture");
        thread::sleep(Duration::from_millis(5));
    }
    let (mut pictures, mut longest) = (0_u128, Duration::ZERO);
    let working = thread::scope(|scope| {
        let work = scope.spawn(|| {
            let begun = Instant::now();
            for _ in 0..4 {
                let face = engine.reconstruct(stream).unwrap().unwrap();
                engine.shape_score(face.shape(), face.shape()).unwrap();
            }
            begun.elapsed()
        });
        let (mut last, mut since) = (camera.newest().unwrap().sequence(), Instant::now());
        while !work.is_finished() {
            let newest = camera.newest().unwrap().sequence();
            if newest != last {
                longest = longest.max(since.elapsed());
                (last, since, pictures) = (newest, Instant::now(), pictures + 1);
            }
            thread::sleep(Duration::from_millis(1));
        }
        work.join().unwrap()
    });
    println!("{pictures} pictures in {working:?} of work, the longest wait {longest:?}");
    // The recording has 20 a second; a busy machine may show half of them, but
    // none waits until the engine is done.
    assert!(
        pictures >= working.as_millis() / 100,
        "{pictures} in {working:?}"
    );
    assert!(longest < working / 4, "{longest:?} of {working:?}");
}
