//! A session goes on, and comes to its decision, when the engine's process is
//! taken away in its middle.

use std::time::{Duration, Instant};

use secure_biometric::camera::Recording;
use secure_biometric::domain::{
    Contact, Decision, FaceTemplate, ModelHash, Person, PersonId, PersonState, TemplateId,
    Timestamp, Tolerance,
};
use secure_biometric::engine::{Engine, EngineError};
use secure_biometric::flow::{Draw, Verdict, profiles};
use secure_biometric::gallery::Gallery;
use secure_biometric::pipeline::{Against, Capture};
use uuid::Uuid;

use crate::engine;
use crate::recovers::{in_time, signal};
use crate::support::Head;

const MODEL: ModelHash = ModelHash([0; 32]);
/// The frame before which the process is taken away: in the middle of a
/// session, when the person is turning.
const STRUCK_BEFORE: u64 = 25;

/// How a capture ended.
struct Ended {
    verdict: Verdict,
    capture: Capture,
    /// From the signal to the next frame that was analysed, if there was one.
    away: Option<Duration>,
}

/// Plays a person's recording to a capture, as a session does, and sends the
/// engine's process a signal in the middle.
fn play(engine: &Engine, gallery: &Gallery, mut capture: Capture, strike: Option<&str>) -> Ended {
    let mut recording = Recording::open(&Head::First.folder()).unwrap();
    let (mut struck, mut away) = (None, None);
    while let Some(frame) = recording.next(capture.prompt()).unwrap() {
        if let Some(name) = strike
            && struck.is_none()
            && frame.sequence() >= STRUCK_BEFORE
        {
            struck = Some(Instant::now());
            signal(engine.process_id().unwrap(), name);
        }
        let seen = loop {
            match capture.frame(engine, gallery, &frame, frame.at()) {
                Ok(seen) => break seen,
                Err(EngineError::Restarting(_)) => engine.wait_ready(crate::START).unwrap(),
                Err(other) => panic!("{other}"),
            };
        };
        away = away.or(struck.map(|struck| struck.elapsed()));
        if let Some(verdict) = seen.verdict {
            return Ended {
                verdict,
                capture,
                away,
            };
        }
    }
    panic!("the recording ended before the session");
}

fn balanced() -> Tolerance {
    profiles::built_in("balanced").unwrap()
}

fn draw() -> Draw {
    Draw {
        nonce: [0; 16],
        ..Draw::default()
    }
}

/// A gallery of the one whom a capture enrolled.
fn gallery_of(enrolment: Capture) -> (Gallery, PersonId) {
    let id = PersonId(Uuid::now_v7());
    let person = Person {
        id,
        badge: "1".parse().unwrap(),
        name: "Ada Lovelace".parse().unwrap(),
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
    (Gallery::new(people, MODEL), id)
}

#[test]
fn a_session_comes_to_its_decision_though_the_engine_is_taken_away() {
    let started = Instant::now();
    let Some(engine) = engine() else { return };
    let first = started.elapsed();
    let enrol = || Capture::enrolment(balanced(), draw(), engine.new_stream());
    let nobody = Gallery::default();
    let whole = play(&engine, &nobody, enrol(), None);
    assert_eq!(whole.verdict.decision, Decision::Verified);
    let (gallery, id) = gallery_of(whole.capture);
    let mut restarts = 0;
    for name in ["STOP", "ABRT", "KILL"] {
        let tolerance = balanced();
        let threshold = tolerance.match_threshold;
        let against = Against::Claim(id);
        let stream = engine.new_stream();
        let verify = Capture::verification(tolerance, threshold, against, draw(), stream);
        let verified = play(&engine, &gallery, verify, Some(name));
        let enrolled = play(&engine, &nobody, enrol(), Some(name));
        for (what, ended) in [("verification", verified), ("enrolment", enrolled)] {
            let Ended { verdict, away, .. } = ended;
            assert_eq!(
                verdict.decision,
                Decision::Verified,
                "SIG{name}, {what}: {:?}",
                verdict.reason
            );
            let away = away.expect("the engine was taken away before the end");
            in_time(&format!("SIG{name}, {what}"), away, first);
        }
        restarts += 2;
        assert_eq!(engine.restarts(), restarts);
    }
}
