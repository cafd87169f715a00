//! The live picture goes on while depth is measured: the camera's thread hands
//! every picture to the window, however long the analysis takes over its own.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there"
)]

use std::cell::Cell;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::thread;
use std::time::{Duration, Instant};

use image::{Rgb, RgbImage};
use secure_biometric::camera::{CameraEvent, CameraId, LiveCamera};
use secure_biometric::domain::{
    Analysis, Component, EMBEDDING_LENGTH, Embedding, FaceBox, Frame, Landmarks, MainFace,
    ModelHash, Openness, PersonId, Pose, Relief,
};
use secure_biometric::engine::EngineError;
use secure_biometric::engine::protocol::StreamId;
use secure_biometric::flow::{Draw, profiles};
use secure_biometric::gallery::Gallery;
use secure_biometric::pipeline::{Against, Capture, Sight};
use uuid::Uuid;

/// Pictures of the recording, 30 a second.
const PICTURES: u64 = 60;
/// How long the stand-in measures each frame's depth: half as long again as four
/// pictures take to come.
const MEASURING: Duration = Duration::from_millis(200);

/// Sees a face in everything, and takes its time over the depth.
#[derive(Default)]
struct SlowDepth {
    measured: Cell<u64>,
}

impl Sight for SlowDepth {
    fn analyse(&self, _stream: StreamId, _frame: &Frame) -> Result<Analysis, EngineError> {
        let face = FaceBox {
            x: 10.0,
            y: 10.0,
            width: 40.0,
            height: 40.0,
        };
        let main = MainFace {
            landmarks: Landmarks::try_from(vec![[30.0, 30.0, 0.0]; 478]).unwrap(),
            pose: Pose::default(),
            openness: Openness::default(),
            quality: Component::ALL.iter().map(|one| (*one, 100.0)).collect(),
        };
        Ok(Analysis::new(vec![face], Some(main)).unwrap())
    }

    fn relief(&self, _stream: StreamId, _settle: bool) -> Result<Relief, EngineError> {
        thread::sleep(MEASURING);
        self.measured.set(self.measured.get() + 1);
        Ok(Relief::default())
    }

    fn forget(&self, _stream: StreamId) -> Result<(), EngineError> {
        Ok(())
    }

    fn embed(&self, _frame: &Frame, _landmarks: &Landmarks) -> Result<Embedding, EngineError> {
        let mut values = vec![0.0; EMBEDDING_LENGTH];
        *values.first_mut().unwrap() = 1.0;
        Ok(Embedding::try_from(values).unwrap())
    }
}

/// A folder of pictures that all differ.
fn recording() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..u8::try_from(PICTURES).unwrap() {
        let picture = RgbImage::from_pixel(64, 64, Rgb([number * 4; 3]));
        let path = folder.path().join(format!("{number:03}.png"));
        picture.save(path).unwrap();
    }
    folder
}

fn capture() -> Capture {
    let tolerance = profiles::built_in(profiles::DEFAULT).unwrap();
    let threshold = tolerance.match_threshold;
    let claimed = Against::Claim(PersonId(Uuid::from_u128(1)));
    Capture::verification(tolerance, threshold, claimed, Draw::default(), StreamId(1))
}

#[test]
fn no_picture_is_dropped_for_the_depth_that_is_measured_beside() {
    let folder = recording();
    // The window draws the newest picture whenever it is woken.
    let drawn = Arc::new(Mutex::new(Vec::<u64>::new()));
    let camera: Arc<OnceLock<Weak<LiveCamera>>> = Arc::default();
    let opened = Arc::new(LiveCamera::open(CameraId::Recording(folder.path().into())));
    camera.set(Arc::downgrade(&opened)).unwrap();
    opened.set_waker(Box::new({
        let drawn = Arc::clone(&drawn);
        move || {
            let newest = camera.get().and_then(Weak::upgrade);
            if let Some(frame) = newest.and_then(|camera| camera.newest()) {
                drawn.lock().unwrap().push(frame.sequence());
            }
        }
    }));

    let (sight, gallery) = (SlowDepth::default(), Gallery::new(Vec::new(), MODEL));
    let mut capture = capture();
    let began = Instant::now();
    while !opened
        .events()
        .try_iter()
        .any(|event| matches!(event, CameraEvent::Ended))
    {
        assert!(began.elapsed() < Duration::from_secs(30), "it never ended");
        if let Some(frame) = opened.take_newest(Duration::from_millis(50)) {
            let at = frame.at();
            capture.frame(&sight, &gallery, &frame, at).unwrap();
        }
    }
    let measured = sight.measured.get();
    assert!(
        (2..=PICTURES / 3).contains(&measured),
        "{measured} measured"
    );
    assert!(opened.dropped() > 0, "the analysis passes pictures over");
    let mut drawn = drawn.lock().unwrap().clone();
    drawn.dedup();
    let first = *drawn.first().unwrap();
    assert!(first <= 5, "the window was there from picture {first} on");
    let all: Vec<u64> = (first..=PICTURES).collect();
    assert_eq!(drawn, all, "each picture was there to be drawn");
}

const MODEL: ModelHash = ModelHash([1; 32]);
