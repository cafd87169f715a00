//! Stories of captures, told in frames.

use std::collections::BTreeMap;

use crate::domain::{
    Analysis, Component, Decision, EMBEDDING_LENGTH, Embedding, FaceBox, Landmarks, MainFace,
    Millis, Openness, PersonId, Pose, PoseName, Quality, QualityBounds, Reason, Tolerance,
};

use super::{
    Comparison, Effect, Enrolment, Event, Instruction, Observation, Verdict, Verification, profiles,
};

fn tolerance() -> Tolerance {
    let bounds: BTreeMap<Component, f32> = [
        (Component::SingleFacePresent, 100.0),
        (Component::InterEyeDistance, 40.0),
        (Component::Sharpness, 30.0),
        (Component::EyesOpen, 40.0),
        (Component::UnderExposurePrevention, 40.0),
    ]
    .into();
    Tolerance {
        verify_quality: QualityBounds(bounds.clone()),
        enrol_quality: QualityBounds(bounds),
        ..profiles::built_in(profiles::DEFAULT).unwrap()
    }
}

/// Who stands before the camera: an embedding along an axis of its own.
fn face_of(who: usize) -> Embedding {
    let mut values = vec![0.0; EMBEDDING_LENGTH];
    values[who] = 1.0;
    Embedding::try_from(values).unwrap()
}

#[derive(Clone, Copy)]
struct Shot {
    yaw: f32,
    pitch: f32,
    faces: usize,
    low: Option<Component>,
    brightness: f32,
    frozen: bool,
}

const GOOD: Shot = Shot {
    yaw: 0.0,
    pitch: 0.0,
    faces: 1,
    low: None,
    brightness: 120.0,
    frozen: false,
};

impl Shot {
    fn analysis(self) -> Analysis {
        let face = FaceBox {
            x: 200.0,
            y: 100.0,
            width: 160.0,
            height: 200.0,
        };
        let quality: Quality = Component::ALL
            .iter()
            .map(|c| (*c, if Some(*c) == self.low { 5.0 } else { 90.0 }))
            .chain([(
                Component::SingleFacePresent,
                if self.faces == 1 { 100.0 } else { 0.0 },
            )])
            .collect();
        let main = (self.faces > 0).then(|| MainFace {
            landmarks: Landmarks::try_from(vec![[300.0, 200.0, 0.0]; 478]).unwrap(),
            pose: Pose {
                yaw_degrees: self.yaw,
                pitch_degrees: self.pitch,
                ..Pose::default()
            },
            openness: Openness::default(),
            quality,
        });
        Analysis::new(vec![face; self.faces], main).unwrap()
    }
}

/// Plays frames into a machine at 20 a second until it finishes.
struct Stage<M> {
    machine: M,
    sequence: u64,
    gallery: Comparison,
}

trait Machine {
    fn take(&mut self, event: Event<'_>) -> Vec<Effect>;
    fn asked(&self) -> Instruction;
    fn shown(&self) -> Instruction;
}

impl Machine for Verification {
    fn take(&mut self, event: Event<'_>) -> Vec<Effect> {
        self.step(event)
    }
    fn asked(&self) -> Instruction {
        self.asked()
    }
    fn shown(&self) -> Instruction {
        self.view().instruction
    }
}

impl Machine for Enrolment {
    fn take(&mut self, event: Event<'_>) -> Vec<Effect> {
        self.step(event)
    }
    fn asked(&self) -> Instruction {
        self.asked()
    }
    fn shown(&self) -> Instruction {
        self.view().instruction
    }
}

impl<M: Machine> Stage<M> {
    fn new(machine: M, gallery: Comparison) -> Self {
        Self {
            machine,
            sequence: 0,
            gallery,
        }
    }

    fn frame(&mut self, shot: Shot, who: usize) -> Option<Verdict> {
        self.sequence += 1;
        let analysis = shot.analysis();
        let mut effects = self.machine.take(Event::Seen(Observation {
            sequence: self.sequence,
            at: Millis(self.sequence * 50),
            analysis: &analysis,
            frame_height: 480,
            brightness: shot.brightness,
            digest: if shot.frozen { 1 } else { self.sequence },
        }));
        while let Some(effect) = effects.pop() {
            effects = match effect {
                Effect::Embed { sequence } => self.machine.take(Event::Embedded {
                    sequence,
                    embedding: face_of(who),
                }),
                Effect::Compare { .. } => self.machine.take(Event::Compared(self.gallery)),
                Effect::Finish(verdict) => return Some(*verdict),
            };
        }
        None
    }

    fn play(&mut self, seconds: u64, shot: impl Fn(Instruction) -> Shot, who: usize) -> Verdict {
        for _ in 0..seconds * 20 {
            let shot = shot(self.machine.asked());
            if let Some(verdict) = self.frame(shot, who) {
                return verdict;
            }
        }
        panic!("nothing was decided in {seconds} s");
    }
}

fn matching(score: f32) -> Comparison {
    Comparison {
        best: Some((PersonId(uuid::Uuid::from_u128(7)), score)),
        compared: 1,
    }
}

fn verification(gallery: Comparison) -> Stage<Verification> {
    let tolerance = tolerance();
    let threshold = tolerance.match_threshold;
    Stage::new(Verification::new(tolerance, threshold), gallery)
}

fn enrolment(gallery: Comparison) -> Stage<Enrolment> {
    Stage::new(Enrolment::new(tolerance()), gallery)
}

/// Somebody who does what is asked.
fn obedient(asked: Instruction) -> Shot {
    let (yaw, pitch) = match asked {
        Instruction::TurnLeft => (22.0, 0.0),
        Instruction::TurnRight => (-22.0, 0.0),
        Instruction::LookUp => (0.0, 13.0),
        Instruction::LookDown => (0.0, -13.0),
        _ => (0.0, 0.0),
    };
    Shot { yaw, pitch, ..GOOD }
}

#[test]
fn a_ready_person_is_verified_within_two_seconds_by_several_frames() {
    let verdict = verification(matching(0.8)).play(2, |_| GOOD, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Matched)
    );
    assert!(verdict.person.is_some());
    assert!(verdict.scores.frames_fused >= 3, "never one lucky frame");
}

#[test]
fn a_stranger_is_not_verified_and_not_named() {
    let verdict = verification(matching(0.2)).play(2, |_| GOOD, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::NoMatch)
    );
    assert_eq!(verdict.person, None);
}

#[test]
fn whatever_stands_in_the_way_is_said_and_kept_as_the_reason() {
    let low = |component| Shot {
        low: Some(component),
        ..GOOD
    };
    for (shot, instruction, reason) in [
        (
            low(Component::Sharpness),
            Instruction::HoldStill,
            Reason::TooBlurred,
        ),
        (
            low(Component::InterEyeDistance),
            Instruction::ComeCloser,
            Reason::TooFar,
        ),
        (
            low(Component::EyesOpen),
            Instruction::OpenEyes,
            Reason::EyesClosed,
        ),
        (
            low(Component::UnderExposurePrevention),
            Instruction::MoreLight,
            Reason::TooDark,
        ),
        (
            Shot { yaw: 40.0, ..GOOD },
            Instruction::LookHere,
            Reason::NotFacing,
        ),
        (
            Shot { faces: 0, ..GOOD },
            Instruction::LookHere,
            Reason::NoFace,
        ),
        (
            Shot { faces: 2, ..GOOD },
            Instruction::OnePersonOnly,
            Reason::MoreThanOneFace,
        ),
        (
            Shot {
                faces: 0,
                brightness: 8.0,
                ..GOOD
            },
            Instruction::MoreLight,
            Reason::TooDark,
        ),
    ] {
        let mut stage = verification(matching(0.9));
        let verdict = stage.play(60, |_| shot, 0);
        assert_eq!(
            (verdict.decision, verdict.reason),
            (Decision::Inconclusive, reason)
        );
        assert_eq!(stage.machine.shown(), instruction, "{reason:?}");
    }
}

#[test]
fn another_face_in_mid_capture_is_not_fused_away() {
    let mut stage = verification(matching(0.9));
    assert_eq!(stage.frame(GOOD, 0), None);
    for _ in 0..3 {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let verdict = stage.play(2, |_| GOOD, 1);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::PersonChanged)
    );
}

#[test]
fn a_frozen_picture_of_a_face_ends_the_capture() {
    let frozen = Shot {
        frozen: true,
        low: Some(Component::Sharpness),
        ..GOOD
    };
    let verdict = verification(matching(0.9)).play(5, |_| frozen, 0);
    assert_eq!(verdict.reason, Reason::FramesRepeated);
}

#[test]
fn leaving_in_mid_capture_is_a_lost_face() {
    let mut stage = verification(matching(0.9));
    assert_eq!(stage.frame(GOOD, 0), None);
    let verdict = stage.play(20, |_| Shot { faces: 0, ..GOOD }, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::FaceLost)
    );
}

#[test]
fn an_older_frame_is_passed_over() {
    let mut stage = verification(matching(0.9));
    assert_eq!(stage.frame(GOOD, 0), None);
    stage.sequence -= 1;
    let before = stage.machine.view().clone();
    assert_eq!(stage.frame(Shot { faces: 2, ..GOOD }, 0), None);
    assert_eq!(*stage.machine.view(), before);
}

#[test]
fn who_follows_is_enrolled_with_five_poses() {
    let mut stage = enrolment(matching(0.1));
    let verdict = stage.play(30, obedient, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Enrolled)
    );
    let poses: Vec<PoseName> = stage
        .machine
        .into_templates()
        .into_iter()
        .map(|(pose, _)| pose)
        .collect();
    assert_eq!(poses, PoseName::ALL);
}

#[test]
fn who_looks_like_somebody_enrolled_is_held() {
    let mut stage = enrolment(matching(0.9));
    let verdict = stage.play(30, obedient, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::DuplicateSuspected)
    );
    assert!(verdict.person.is_some(), "the administrator sees who");
    assert_eq!(stage.machine.into_templates().len(), 5);
}

#[test]
fn who_does_not_turn_is_asked_again_and_keeps_nothing() {
    let mut stage = enrolment(matching(0.1));
    let mut asked = Vec::new();
    let verdict = loop {
        let now = stage.machine.asked();
        if asked.last() != Some(&now) {
            asked.push(now);
        }
        if let Some(verdict) = stage.frame(GOOD, 0) {
            break verdict;
        }
    };
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::TurnedTooLittle)
    );
    let turns = asked.iter().filter(|i| **i == Instruction::TurnLeft);
    assert!(turns.count() > 1, "{asked:?}");
    assert!(stage.machine.into_templates().is_empty());
}

#[test]
fn another_person_turning_for_the_poses_ends_the_enrolment() {
    let mut stage = enrolment(matching(0.1));
    for _ in 0..10 {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let verdict = stage.play(30, obedient, 1);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::PersonChanged)
    );
    assert!(stage.machine.into_templates().is_empty());
}

#[test]
fn cancelling_keeps_nothing() {
    let mut stage = enrolment(matching(0.1));
    for _ in 0..10 {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let effects = stage.machine.step(Event::Stop(Reason::Cancelled));
    assert!(matches!(
        effects.as_slice(),
        [Effect::Finish(verdict)] if verdict.reason == Reason::Cancelled
    ));
    assert!(stage.machine.into_templates().is_empty());
}
