//! Does what a capture's state machine asks: analyses frames, embeds faces,
//! compares with the gallery.

use std::time::{Duration, Instant};

use crate::camera::Prompt;
use crate::domain::{
    Analysis, Embedding, Frame, Millis, PersonId, PoseName, Reason, Replay, Tolerance,
};
use crate::engine::EngineError;
use crate::engine::protocol::StreamId;
use crate::flow::{
    CaptureView, Comparison, Draw, Effect, Enrolment, Event, Instruction, Observation, Verdict,
    Verification,
};
use crate::gallery::Gallery;

use super::pixels::{brightness, digest};
use super::recorder::Recorder;
use super::sight::Sight;
use super::texture::Look;

/// So many frames of somebody who looks ahead are kept for the texture, so far
/// apart.
const LOOKS: usize = 3;
const LOOK_SPACING: Millis = Millis(150);

/// Whom a probe is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// One claimed person.
    Claim(PersonId),
    /// Everybody who can verify.
    Everybody,
}

#[derive(Debug)]
enum Machine {
    Verification(Box<Verification>, Against),
    Enrolment(Box<Enrolment>),
}

impl Machine {
    fn view(&self) -> &CaptureView {
        match self {
            Self::Verification(machine, _) => machine.view(),
            Self::Enrolment(machine) => machine.view(),
        }
    }
}

/// A capture that is going on.
#[derive(Debug)]
pub struct Capture {
    machine: Machine,
    stream: StreamId,
    frames_analysed: u64,
    looks: Vec<Look>,
    recorder: Recorder,
    deciding: Duration,
}

/// What one frame led to.
#[derive(Debug, Default)]
pub struct Seen {
    /// What the engine saw.
    pub analysis: Analysis,
    /// Whether it was good enough to be compared.
    pub compared: bool,
    /// The end of the capture, if it is one.
    pub verdict: Option<Verdict>,
}

impl Capture {
    /// A verification on a stream of its own.
    #[must_use]
    pub fn verification(
        tolerance: Tolerance,
        threshold: f32,
        against: Against,
        draw: Draw,
        stream: StreamId,
    ) -> Self {
        let machine = Verification::new(tolerance, threshold, draw);
        Self::new(Machine::Verification(Box::new(machine), against), stream)
    }

    /// An enrolment on a stream of its own.
    #[must_use]
    pub fn enrolment(tolerance: Tolerance, draw: Draw, stream: StreamId) -> Self {
        Self::new(
            Machine::Enrolment(Box::new(Enrolment::new(tolerance, draw))),
            stream,
        )
    }

    fn new(machine: Machine, stream: StreamId) -> Self {
        Self {
            machine,
            stream,
            frames_analysed: 0,
            looks: Vec::new(),
            recorder: Recorder::default(),
            deciding: Duration::ZERO,
        }
    }

    /// What to draw.
    #[must_use]
    pub fn view(&self) -> &CaptureView {
        self.machine.view()
    }

    /// What the camera's subject is asked for now.
    #[must_use]
    pub fn prompt(&self) -> Prompt {
        let (asked, shown) = match &self.machine {
            Machine::Verification(machine, _) => (machine.asked(), machine.view().instruction),
            Machine::Enrolment(machine) => (machine.asked(), machine.view().instruction),
        };
        if shown == Instruction::ComeCloser {
            return Prompt::Closer;
        }
        match asked {
            Instruction::TurnLeft => Prompt::Left,
            Instruction::TurnRight => Prompt::Right,
            Instruction::LookUp => Prompt::Up,
            Instruction::LookDown => Prompt::Down,
            Instruction::Blink => Prompt::Blink,
            Instruction::OpenMouth => Prompt::Mouth,
            _ => Prompt::Neutral,
        }
    }

    /// The tolerance profile that it is judged by, whatever is in force
    /// meanwhile.
    #[must_use]
    pub fn tolerance(&self) -> &Tolerance {
        match &self.machine {
            Machine::Verification(machine, _) => machine.tolerance(),
            Machine::Enrolment(machine) => machine.tolerance(),
        }
    }

    /// The engine's stream of its frames.
    #[must_use]
    pub fn stream(&self) -> StreamId {
        self.stream
    }

    /// Frames analysed so far.
    #[must_use]
    pub fn frames_analysed(&self) -> u64 {
        self.frames_analysed
    }

    /// Computing between having the last frame and deciding.
    #[must_use]
    pub fn deciding(&self) -> Duration {
        self.deciding
    }

    /// The templates of an enrolment that ended well.
    #[must_use]
    pub fn into_templates(self) -> Vec<(PoseName, Embedding)> {
        match self.machine {
            Machine::Verification(..) => Vec::new(),
            Machine::Enrolment(machine) => machine.into_templates(),
        }
    }

    /// Analyses a frame captured at `at` and does all that follows from it.
    ///
    /// # Errors
    /// When the engine is away. What it had measured is gone: the capture
    /// begins again, with new turns, when frames are given again.
    pub fn frame(
        &mut self,
        sight: &impl Sight,
        gallery: &Gallery,
        frame: &Frame,
        at: Millis,
    ) -> Result<Seen, EngineError> {
        let followed = self.follow(sight, gallery, frame, at);
        if followed.is_err() {
            self.step(Event::Restarted);
        }
        followed
    }

    fn follow(
        &mut self,
        sight: &impl Sight,
        gallery: &Gallery,
        frame: &Frame,
        at: Millis,
    ) -> Result<Seen, EngineError> {
        let began = Instant::now();
        let analysis = unless_away(sight.analyse(self.stream, frame))?.unwrap_or_default();
        self.frames_analysed += 1;
        let mut seen = Observation {
            sequence: frame.sequence(),
            at,
            analysis: &analysis,
            frame_height: frame.height(),
            brightness: brightness(frame.pixels()),
            digest: digest(frame.pixels()),
            relief: None,
        };
        if self.takes_depth(&seen) {
            seen.relief = unless_away(sight.relief(self.stream, false))?;
        }
        let relief = seen.relief;
        let mut effects = self.step(Event::Seen(seen));
        self.recorder
            .note(at, &analysis, relief, self.machine.view());
        if self.wants_settled_depth()
            && let Some(settled) = unless_away(sight.relief(self.stream, true))?
        {
            effects.extend(self.step(Event::Settled(settled)));
        }
        let (mut verdict, mut compared) = (None, false);
        while let Some(effect) = pop_front(&mut effects) {
            let follows = match effect {
                Effect::Embed { sequence } => {
                    let embedding = match analysis.main() {
                        Some(face) => unless_away(sight.embed(frame, &face.landmarks))?,
                        None => None,
                    };
                    compared |= embedding.is_some();
                    if let Some(embedding) = &embedding {
                        self.recorder.note_embedding(embedding);
                    }
                    self.keep_look(frame, &analysis, at);
                    self.step(match embedding {
                        Some(embedding) => Event::Embedded {
                            sequence,
                            embedding,
                        },
                        None => Event::NotEmbedded { sequence },
                    })
                }
                Effect::Compare { probe } => {
                    let comparison = self.compare(gallery, &probe);
                    self.step(Event::Compared(comparison))
                }
                Effect::MeasureAnew => {
                    unless_away(sight.forget(self.stream))?;
                    Vec::new()
                }
                Effect::Finish(found) => {
                    verdict = Some(*found);
                    self.deciding = began.elapsed();
                    Vec::new()
                }
            };
            effects.extend(follows);
        }
        Ok(Seen {
            analysis,
            compared,
            verdict,
        })
    }

    /// Keeps a frame of a face that looks ahead, now and then.
    fn keep_look(&mut self, frame: &Frame, analysis: &Analysis, at: Millis) {
        let due = self
            .looks
            .last()
            .is_none_or(|last| at.since(last.at) >= LOOK_SPACING);
        if let Some(face) = analysis.main()
            && self.looks.len() < LOOKS
            && due
            && self.looks_ahead()
        {
            self.looks.push(Look {
                frame: frame.clone(),
                landmarks: face.landmarks.clone(),
                at,
            });
        }
    }

    /// Hands out the frames that were kept for the texture.
    pub(super) fn take_looks(&mut self) -> Vec<Look> {
        std::mem::take(&mut self.looks)
    }

    /// Hands out what was recorded.
    pub(super) fn take_replay(&mut self) -> Option<Replay> {
        self.recorder.take()
    }

    fn looks_ahead(&self) -> bool {
        match &self.machine {
            Machine::Verification(machine, _) => machine.asked() == Instruction::LookHere,
            Machine::Enrolment(machine) => machine.asked() == Instruction::LookHere,
        }
    }

    /// Time passed without a frame.
    pub fn tick(&mut self, now: Millis) -> Option<Verdict> {
        finished(self.step(Event::Tick(now)))
    }

    /// Ends it for a reason of its own; [`Reason::TimedOut`] stands for the end
    /// of a recording.
    pub fn stop(&mut self, reason: Reason) -> Option<Verdict> {
        finished(self.step(Event::Stop(reason)))
    }

    fn wants_settled_depth(&self) -> bool {
        match &self.machine {
            Machine::Verification(machine, _) => machine.wants_settled_depth(),
            Machine::Enrolment(machine) => machine.wants_settled_depth(),
        }
    }

    fn takes_depth(&self, seen: &Observation<'_>) -> bool {
        match &self.machine {
            Machine::Verification(machine, _) => machine.takes_depth(seen),
            Machine::Enrolment(machine) => machine.takes_depth(seen),
        }
    }

    fn step(&mut self, event: Event<'_>) -> Vec<Effect> {
        match &mut self.machine {
            Machine::Verification(machine, _) => machine.step(event),
            Machine::Enrolment(machine) => machine.step(event),
        }
    }

    fn compare(&self, gallery: &Gallery, probe: &Embedding) -> Comparison {
        match &self.machine {
            Machine::Verification(_, Against::Claim(person)) => {
                gallery.compare_with(*person, probe)
            }
            Machine::Verification(_, Against::Everybody) => gallery.search(probe),
            Machine::Enrolment(_) => gallery.search_duplicates(probe),
        }
    }
}

/// An answer, or none where the engine refused: that concerns one frame alone.
fn unless_away<T>(answer: Result<T, EngineError>) -> Result<Option<T>, EngineError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(EngineError::Refused(why)) => {
            tracing::warn!(%why, "the engine refused a frame");
            Ok(None)
        }
        Err(away) => Err(away),
    }
}

fn pop_front(effects: &mut Vec<Effect>) -> Option<Effect> {
    (!effects.is_empty()).then(|| effects.remove(0))
}

fn finished(effects: Vec<Effect>) -> Option<Verdict> {
    effects.into_iter().find_map(|effect| match effect {
        Effect::Finish(verdict) => Some(*verdict),
        _ => None,
    })
}
