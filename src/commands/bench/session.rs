//! How long a person who is ready takes: a recorded one is enrolled and
//! verifies, in memory, on the recording's clock.

use std::path::Path;
use std::time::Duration;

use uuid::Uuid;

use crate::camera::Recording;
use crate::commands::CommandError;
use crate::domain::{
    Contact, Decision, FaceTemplate, Millis, ModelHash, Person, PersonId, PersonState, TemplateId,
    Timestamp, Tolerance,
};
use crate::engine::Engine;
use crate::flow::{Draw, Verdict, profiles};
use crate::gallery::Gallery;
use crate::pipeline::{Against, Capture};

/// Stands for the one model there is here.
const MODEL: ModelHash = ModelHash([0; 32]);

/// Times of a verification.
pub struct Ready {
    /// From start to decision, in the recording's time.
    pub total: Millis,
    /// Computing from having the last frame to the decision.
    pub deciding: Duration,
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
    carry_through(&mut enrolment, engine, &Gallery::default(), recording)?;
    let (gallery, id) = gallery_of(enrolment)?;
    let mut verification = verification(tolerance, id, engine);
    let verdict = carry_through(&mut verification, engine, &gallery, recording)?;
    Ok(Some(Ready {
        total: verdict.at,
        deciding: verification.deciding(),
    }))
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

/// Plays the recording until the capture has ended well.
fn carry_through(
    capture: &mut Capture,
    engine: &Engine,
    gallery: &Gallery,
    recording: &Path,
) -> Result<Verdict, CommandError> {
    let mut recording = Recording::open(recording)?;
    while let Some(frame) = recording.next(capture.prompt())? {
        let seen = capture.frame(engine, gallery, &frame, frame.at())?;
        match seen.verdict {
            Some(verdict) if verdict.decision == Decision::Verified => return Ok(verdict),
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
