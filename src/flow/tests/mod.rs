//! Stories of captures, told in frames.

mod attended;
mod bad_input;
mod enrolment;
mod lent_depth;
mod moving;
mod prints;
mod second_chances;
mod verification;

use std::collections::BTreeMap;

use crate::domain::{
    Allowance, Analysis, AxisRelief, Component, EMBEDDING_LENGTH, Embedding, FaceBox, Landmarks,
    MainFace, Millis, Openness, PersonId, Pose, Quality, QualityBounds, Relief, Tolerance,
};

use super::{
    Comparison, Draw, Effect, Enrolment, Event, Hint, Instruction, Observation, Verdict,
    Verification, profiles,
};

fn tolerance() -> Tolerance {
    let bounds: BTreeMap<Component, f32> = [
        (Component::SingleFacePresent, 100.0),
        (Component::InterEyeDistance, 40.0),
        (Component::Sharpness, 30.0),
        (Component::EyesOpen, 40.0),
        (Component::UnderExposurePrevention, 40.0),
        (Component::IlluminationUniformity, 15.0),
    ]
    .into();
    Tolerance {
        verify_quality: QualityBounds(bounds.clone()),
        enrol_quality: QualityBounds(bounds),
        ..profiles::built_in(profiles::DEFAULT).unwrap()
    }
}

/// Somebody who is like person 0 by a cosine of 0.57.
const ALIKE: usize = 100;

/// Who stands before the camera: an embedding along an axis of its own.
fn face_of(who: usize) -> Embedding {
    let mut values = vec![0.0; EMBEDDING_LENGTH];
    values[who] = 1.0;
    if who == ALIKE {
        (values[0], values[who]) = (0.57, (1.0 - 0.57_f32 * 0.57).sqrt());
    }
    Embedding::try_from(values).unwrap()
}

/// Depth as a turning head shows it, as a picture does, and as neither yet.
const DEEP: Relief = relief(0.8, 0.7, 0.8);
const FLAT: Relief = relief(0.05, 0.05, 0.8);
const UNTURNED: Relief = relief(0.02, 0.1, 0.99);

const fn relief(p: f64, g: f64, k_min: f64) -> Relief {
    let turns = AxisRelief {
        p,
        g,
        k_min,
        frames: 40,
    };
    let nods = AxisRelief {
        p: 0.0,
        g: 0.0,
        k_min: 1.0,
        frames: 0,
    };
    Relief {
        turns,
        nods,
        frames_used: 40,
        frames_dropped: 0,
        noise: 0.01,
        stable: None,
    }
}

const DRAW: Draw = Draw {
    nonce: [7; 16],
    avoid: Vec::new(),
    allowance: None,
};

#[derive(Clone, Copy, PartialEq)]
struct Shot {
    yaw: f32,
    pitch: f32,
    openness: Openness,
    faces: usize,
    low: Option<Component>,
    brightness: f32,
    frozen: bool,
    /// Whether the landmarks leap there.
    leaps: bool,
    relief: Relief,
}

const GOOD: Shot = Shot {
    yaw: 0.0,
    pitch: 0.0,
    openness: Openness {
        left_eye: 0.7,
        right_eye: 0.7,
        mouth: 0.05,
    },
    faces: 1,
    low: None,
    brightness: 120.0,
    frozen: false,
    leaps: false,
    relief: DEEP,
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
            openness: self.openness,
            quality,
        });
        Analysis::new(vec![face; self.faces], main).unwrap()
    }
}

/// Plays frames into a machine, 20 a second unless a machine is slower, until it
/// finishes.
struct Stage<M> {
    machine: M,
    sequence: u64,
    period_millis: u64,
    gallery: Comparison,
    asked: Vec<Instruction>,
    /// Where the head is: it turns, from frame to frame.
    head: (f32, f32),
    /// How often what was measured of the depth was to be forgotten.
    measured_anew: u32,
    /// Frames whose depth was measured, and who was before the camera in them.
    measured: Vec<usize>,
}

/// Frames before anybody answers what is asked: 0.4 s.
const REACTION: usize = 8;

trait Machine {
    fn take(&mut self, event: Event<'_>) -> Vec<Effect>;
    fn takes_depth(&self, seen: &Observation<'_>) -> bool;
    fn asked(&self) -> Instruction;
    fn shown(&self) -> Instruction;
}

impl Machine for Verification {
    fn take(&mut self, event: Event<'_>) -> Vec<Effect> {
        self.step(event)
    }
    fn takes_depth(&self, seen: &Observation<'_>) -> bool {
        self.takes_depth(seen)
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
    fn takes_depth(&self, seen: &Observation<'_>) -> bool {
        self.takes_depth(seen)
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
            period_millis: 50,
            gallery,
            asked: Vec::new(),
            head: (0.0, 0.0),
            measured_anew: 0,
            measured: Vec::new(),
        }
    }

    fn frame(&mut self, shot: Shot, who: usize) -> Option<Verdict> {
        self.sequence += 1;
        // From frame to frame a head turns by 120 degrees a second, quickly.
        let step = f32::from(u16::try_from(self.period_millis).unwrap()) * 0.12;
        let towards = |from: f32, to: f32| from + (to - from).clamp(-step, step);
        let shot = if shot.leaps {
            shot
        } else {
            self.head = (
                towards(self.head.0, shot.yaw),
                towards(self.head.1, shot.pitch),
            );
            let (yaw, pitch) = self.head;
            Shot { yaw, pitch, ..shot }
        };
        let analysis = shot.analysis();
        let mut seen = Observation {
            sequence: self.sequence,
            at: Millis(self.sequence * self.period_millis),
            analysis: &analysis,
            frame_height: 480,
            brightness: shot.brightness,
            digest: if shot.frozen { 1 } else { self.sequence },
            relief: None,
        };
        if self.machine.takes_depth(&seen) {
            self.measured.push(who);
            seen.relief = Some(shot.relief);
        }
        let mut effects = self.machine.take(Event::Seen(seen));
        while let Some(effect) = effects.pop() {
            effects = match effect {
                Effect::Embed { sequence } => self.machine.take(Event::Embedded {
                    sequence,
                    embedding: face_of(who),
                }),
                Effect::MeasureAnew => {
                    self.measured_anew += 1;
                    self.measured.clear();
                    Vec::new()
                }
                Effect::Compare { .. } => self.machine.take(Event::Compared(self.gallery)),
                Effect::Finish(verdict) => return Some(*verdict),
            };
        }
        None
    }

    /// What was asked a moment ago, of whoever sees the next frame.
    fn heard(&mut self) -> Instruction {
        self.asked.push(self.machine.asked());
        let heard = self.asked.len().saturating_sub(REACTION);
        self.asked.get(heard).copied().unwrap_or_default()
    }

    /// A frame of somebody who does what was asked a moment ago.
    fn answer(&mut self, shot: impl Fn(Instruction) -> Shot, who: usize) -> Option<Verdict> {
        let heard = self.heard();
        self.frame(shot(heard), who)
    }

    fn play(&mut self, seconds: u64, shot: impl Fn(Instruction) -> Shot, who: usize) -> Verdict {
        for _ in 0..seconds * 20 {
            if let Some(verdict) = self.answer(&shot, who) {
                return verdict;
            }
        }
        panic!("nothing was decided in {seconds} s");
    }
}

fn matching(score: f32) -> Comparison {
    Comparison {
        best: Some((PersonId(uuid::Uuid::from_u128(7)), score)),
        barred: None,
        compared: 1,
    }
}

fn verification(gallery: Comparison) -> Stage<Verification> {
    verification_drawn(DRAW, gallery)
}

fn verification_drawn(draw: Draw, gallery: Comparison) -> Stage<Verification> {
    let tolerance = tolerance();
    let threshold = tolerance.match_threshold;
    Stage::new(Verification::new(tolerance, threshold, draw), gallery)
}

/// A draw from another number.
fn drawn_from(number: u8) -> Draw {
    Draw {
        nonce: [number; 16],
        ..DRAW
    }
}

fn enrolment(gallery: Comparison) -> Stage<Enrolment> {
    Stage::new(Enrolment::new(tolerance(), DRAW), gallery)
}

/// The same for who is allowed something.
fn allowing(allowance: Allowance) -> Draw {
    Draw {
        allowance: Some(allowance),
        ..DRAW
    }
}

fn attended(allowance: Allowance, gallery: Comparison) -> Stage<Verification> {
    let tolerance = tolerance();
    let threshold = tolerance.match_threshold;
    let machine = Verification::new(tolerance, threshold, allowing(allowance));
    Stage::new(machine, gallery)
}

fn attended_enrolment(gallery: Comparison) -> Stage<Enrolment> {
    let machine = Enrolment::new(tolerance(), allowing(Allowance::NoTurn));
    Stage::new(machine, gallery)
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
    let mut openness = GOOD.openness;
    match asked {
        Instruction::Blink => (openness.left_eye, openness.right_eye) = (0.1, 0.1),
        Instruction::OpenMouth => openness.mouth = 0.5,
        _ => {}
    }
    Shot {
        yaw,
        pitch,
        openness,
        ..GOOD
    }
}

/// The same of somebody who can't turn: no depth to be measured.
fn unturned(asked: Instruction) -> Shot {
    Shot {
        relief: UNTURNED,
        ..obedient(asked)
    }
}
