//! How long a person who is ready takes: a recorded one is enrolled and
//! verifies, in memory, on the recording's clock.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::time::Duration;

use uuid::Uuid;

use crate::camera::Recording;
use crate::commands::CommandError;
use crate::domain::{
    Analysis, Contact, Decision, Embedding, FaceTemplate, Frame, Landmarks, Millis, ModelHash,
    Person, PersonId, PersonState, Pose, Relief, TemplateId, Timestamp, Tolerance,
};
use crate::engine::protocol::StreamId;
use crate::engine::{Engine, EngineError};
use crate::flow::{Draw, Verdict, profiles};
use crate::gallery::Gallery;
use crate::pipeline::{Against, Capture, Sight};

use super::{Figure, Target};

/// Stands for the one model there is here.
const MODEL: ModelHash = ModelHash([0; 32]);

/// Times of a verification.
pub struct Ready {
    /// From start to decision, in the recording's time.
    pub total: Millis,
    /// Of it until the person has been looked at and turns are asked for.
    pub looked: Millis,
    /// Computing from having the last frame to the decision.
    pub deciding: Duration,
    /// Of it the head is turned away by more than [`TURNED_DEGREES`].
    pub turned: Millis,
    /// facelab's work on the depth of each frame, in ascending order.
    pub depth: Vec<Duration>,
}

/// From here on a head is on its way: it doesn't look at the camera any more.
const TURNED_DEGREES: f32 = 3.0;

impl Ready {
    /// What is asked of them.
    pub fn figures(&self) -> Vec<Figure> {
        let millis = |percent| self.depth_percentile(percent).as_secs_f64() * 1e3;
        vec![
            Figure::new(
                "verification_seconds",
                "a ready person, from start to verified with all turns, in the recording's time",
                (self.total.seconds(), "s"),
                Target::AtMost(6.0),
            ),
            Figure::new(
                "looking_seconds",
                "of it until the face is known and the turns are asked for",
                (self.looked.seconds(), "s"),
                Target::AtMost(3.0),
            ),
            Figure::new(
                "turned_seconds",
                "of it the recorded head moves: it is more than 3 degrees away",
                (self.turned.seconds(), "s"),
                Target::ForComparison,
            ),
            Figure::new(
                "deciding_seconds",
                "computing after the last frame",
                (self.deciding.as_secs_f64(), "s"),
                Target::AtMost(0.5),
            ),
            Figure::new(
                "depth_millis",
                "depth from motion (P and G), of 95 in 100 frames at most",
                (millis(95), "ms"),
                Target::AtMost(3.0),
            ),
            Figure::new(
                "depth_median_millis",
                "the same, median",
                (millis(50), "ms"),
                Target::ForComparison,
            ),
        ]
    }

    /// What the work on the depth of so many of a hundred frames doesn't exceed.
    fn depth_percentile(&self, percent: usize) -> Duration {
        let at = self.depth.len().saturating_sub(1) * percent / 100;
        self.depth.get(at).copied().unwrap_or_default()
    }
}

/// Enrols and verifies who is recorded. None for a recording that doesn't do
/// what it is asked, and so can't be enrolled from.
///
/// # Errors
/// When the recording can't be played, the engine fails, or either capture
/// doesn't end well.
pub fn ready_person(
    engine: &Engine,
    recording: &Path,
    profile: &str,
) -> Result<Option<Ready>, CommandError> {
    let Some(tolerance) = profiles::built_in(profile) else {
        return Ok(None);
    };
    if !Recording::open(recording)?.is_responsive() {
        return Ok(None);
    }
    let mut enrolment = Capture::enrolment(tolerance.clone(), draw(), engine.new_stream());
    let timed = Timed::by(engine);
    carry_through(&mut enrolment, &timed, &Gallery::default(), recording)?;
    let (gallery, id) = gallery_of(enrolment)?;
    let mut verification = verification(tolerance, id, engine);
    let timed = Timed::by(engine);
    let (verdict, looked) = carry_through(&mut verification, &timed, &gallery, recording)?;
    let mut depth = timed.depth.into_inner();
    depth.sort_unstable();
    Ok(Some(Ready {
        total: verdict.at,
        looked,
        deciding: verification.deciding(),
        turned: timed.turned.get(),
        depth,
    }))
}

/// The engine, how long it works on the depth of each frame, and how long the
/// head is turned away.
struct Timed<'a> {
    engine: &'a Engine,
    depth: RefCell<Vec<Duration>>,
    /// How the head was held first.
    rest: Cell<Option<Pose>>,
    last: Cell<Millis>,
    turned: Cell<Millis>,
}

impl<'a> Timed<'a> {
    fn by(engine: &'a Engine) -> Self {
        Self {
            engine,
            depth: RefCell::default(),
            rest: Cell::default(),
            last: Cell::default(),
            turned: Cell::default(),
        }
    }

    /// Counts the time since the frame before, if the head is turned away.
    fn note(&self, pose: Pose, at: Millis) {
        let rest = self.rest.get().unwrap_or(pose);
        self.rest.set(Some(rest));
        let yaw = (pose.yaw_degrees - rest.yaw_degrees).abs();
        let pitch = (pose.pitch_degrees - rest.pitch_degrees).abs();
        if yaw.max(pitch) > TURNED_DEGREES {
            let Millis(before) = self.turned.get();
            let Millis(passed) = at.since(self.last.get());
            self.turned.set(Millis(before + passed));
        }
        self.last.set(at);
    }
}

impl Sight for Timed<'_> {
    fn analyse(&self, stream: StreamId, frame: &Frame) -> Result<Analysis, EngineError> {
        let analysis = self.engine.analyse(stream, frame)?;
        if let Some(face) = analysis.main() {
            self.note(face.pose, frame.at());
        }
        Ok(analysis)
    }

    fn relief(&self, stream: StreamId, settle: bool) -> Result<Relief, EngineError> {
        let (relief, in_facelab) = self.engine.relief_timed(stream, settle)?;
        // What is settled is part of deciding.
        if !settle {
            self.depth.borrow_mut().push(in_facelab);
        }
        Ok(relief)
    }

    fn forget(&self, stream: StreamId) -> Result<(), EngineError> {
        self.engine.reset(stream)
    }

    fn embed(&self, frame: &Frame, landmarks: &Landmarks) -> Result<Embedding, EngineError> {
        self.engine.embed(frame, landmarks)
    }
}

fn verification(tolerance: Tolerance, id: PersonId, engine: &Engine) -> Capture {
    let threshold = tolerance.match_threshold;
    Capture::verification(
        tolerance,
        threshold,
        Against::Claim(id),
        draw(),
        engine.new_stream(),
    )
}

/// Always the same turns, so that runs compare.
fn draw() -> Draw {
    Draw {
        nonce: [0; 16],
        ..Draw::default()
    }
}

/// Plays the recording until the capture has ended well; also says when the
/// first step was done.
fn carry_through(
    capture: &mut Capture,
    sight: &impl Sight,
    gallery: &Gallery,
    recording: &Path,
) -> Result<(Verdict, Millis), CommandError> {
    let mut recording = Recording::open(recording)?;
    let mut looked = None;
    while let Some(frame) = recording.next(capture.prompt())? {
        let seen = capture.frame(sight, gallery, &frame, frame.at())?;
        if capture.view().steps_done > 0 {
            looked.get_or_insert(frame.at());
        }
        match seen.verdict {
            Some(verdict) if verdict.decision == Decision::Verified => {
                let looked = looked.unwrap_or(verdict.at);
                return Ok((verdict, looked));
            }
            Some(verdict) => return Err(not_ready(verdict.reason.as_str())),
            None => {}
        }
    }
    Err(not_ready("it ended"))
}

fn not_ready(why: &str) -> CommandError {
    CommandError::new(
        "recording",
        format!("the recorded person can't be enrolled and verified ({why})"),
    )
    .fix("name a genuine person's recording, or none")
}

/// A gallery of the one who was enrolled.
fn gallery_of(enrolment: Capture) -> Result<(Gallery, PersonId), CommandError> {
    let told = |error: &dyn std::fmt::Display| CommandError::new("system", error);
    let id = PersonId(Uuid::now_v7());
    let person = Person {
        id,
        badge: "bench".parse().map_err(|error| told(&error))?,
        name: "Bench".parse().map_err(|error| told(&error))?,
        contact: Contact::default(),
        state: PersonState::Active,
        held_for: None,
        enrolled_at: Timestamp(0),
        locked_out: false,
        added_looks: Vec::new(),
        version: 1,
    };
    let templates = enrolment.into_templates().into_iter();
    let templates = templates.map(|(pose, embedding)| FaceTemplate {
        id: TemplateId(Uuid::now_v7()),
        pose,
        model: MODEL,
        embedding,
    });
    let people = vec![(person, templates.collect())];
    Ok((Gallery::new(people, MODEL), id))
}
