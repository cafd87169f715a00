//! The engine as the rest of the program sees it.

use std::path::PathBuf;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tracing::error;

use super::child::{self, Broken};
use super::config::{EngineConfig, EngineError, EngineFault, EngineState};
use super::keeper;
use super::protocol::{Answer, Ask, EscapeAttempt, FrameHeader, Greeting, StreamId};
use super::record::Shared;
use crate::domain::{Analysis, Embedding, Frame, Landmarks, Reconstruction, Relief, Shape};

/// A supervised engine. Clones share it, from any thread; the last one
/// dropped ends the child.
#[derive(Clone)]
pub struct Engine(Arc<Handle>);

struct Handle {
    shared: Arc<Shared>,
    streams: AtomicU32,
    threads: Vec<JoinHandle<()>>,
}

/// What a thread of the engine does until the engine closes.
type Job = fn(&Shared);

impl Engine {
    /// Starts the engine and returns at once; [`Engine::state`] and
    /// [`Engine::wait_ready`] tell how it goes.
    #[must_use]
    pub fn start(config: EngineConfig) -> Self {
        let shared = Arc::new(Shared::new(config));
        let jobs: [(&str, Job); 2] = [
            ("engine-keeper", keeper::keep),
            ("engine-watch", keeper::watch),
        ];
        let mut threads = Vec::new();
        for (name, job) in jobs {
            let theirs = Arc::clone(&shared);
            let thread = thread::Builder::new().name(name.to_owned());
            match thread.spawn(move || job(&theirs)) {
                Ok(thread) => threads.push(thread),
                Err(why) => {
                    error!(%why, name, "a thread can't be started");
                    let mut record = shared.record();
                    record.closing = true;
                    record.state = EngineState::Failed {
                        fault: EngineFault::Thread,
                        why: format!("the thread {name} can't be started: {why}"),
                        fix: "close other programs and start again".to_owned(),
                    };
                }
            }
        }
        Self(Arc::new(Handle {
            shared,
            streams: AtomicU32::new(0),
            threads,
        }))
    }

    /// What it is doing now.
    #[must_use]
    pub fn state(&self) -> EngineState {
        self.0.shared.record().state.clone()
    }

    /// How often a child has been replaced.
    #[must_use]
    pub fn restarts(&self) -> u32 {
        self.0.shared.record().restarts
    }

    /// The running child.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.0.shared.record().child.as_ref().map(Child::id)
    }

    /// Has this called, from the engine's own threads, whenever the state has
    /// changed. It must be quick and not own an `Engine`.
    pub fn set_waker(&self, waker: impl Fn() + Send + Sync + 'static) {
        self.0.shared.set_waker(Arc::new(waker));
    }

    /// A stream of its own for a camera in a session.
    #[must_use]
    pub fn new_stream(&self) -> StreamId {
        StreamId(self.0.streams.fetch_add(1, Ordering::Relaxed))
    }

    /// Waits until the engine can be asked.
    ///
    /// # Errors
    /// When it isn't ready in time, or doesn't work.
    pub fn wait_ready(&self, timeout: Duration) -> Result<Arc<Greeting>, EngineError> {
        let until = Instant::now() + timeout;
        let shared = &self.0.shared;
        let mut record = shared.record();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match &record.state {
                EngineState::Ready(greeting) => return Ok(Arc::clone(greeting)),
                state @ EngineState::Failed { .. } => return Err(state.as_error()),
                state if left.is_zero() => return Err(state.as_error()),
                _ => record = shared.wait(record, left),
            }
        }
    }

    /// Resident memory of the running child in bytes, where the system tells.
    #[must_use]
    pub fn resident_bytes(&self) -> Option<u64> {
        self.process_id().and_then(child::resident_bytes)
    }

    /// Looks at the next frame of a stream.
    ///
    /// # Errors
    /// [`EngineError::Restarting`] when the child isn't ready or ended over
    /// it; it can be asked again after [`Engine::wait_ready`].
    pub fn analyse(&self, stream: StreamId, frame: &Frame) -> Result<Analysis, EngineError> {
        self.analyse_timed(stream, frame)
            .map(|(analysis, _)| analysis)
    }

    /// As [`Engine::analyse`], with the time that facelab worked on it. What
    /// else passes until the answer is there is the way through the pipe.
    ///
    /// # Errors
    /// As [`Engine::analyse`].
    pub fn analyse_timed(
        &self,
        stream: StreamId,
        frame: &Frame,
    ) -> Result<(Analysis, Duration), EngineError> {
        let ask = Ask::Analyse {
            stream,
            frame: FrameHeader::of(frame),
        };
        self.ask_timed(ask, Some(frame), |answer| match answer {
            Answer::Analysis(analysis) => Some(analysis),
            _ => None,
        })
    }

    /// Counts the frame analysed last, and says what is measured so far of the
    /// depth of a stream's face; to `settle` it, measures instead what was left
    /// of earlier frames.
    ///
    /// # Errors
    /// As [`Engine::analyse`]. A child that was restarted has measured nothing.
    pub fn relief(&self, stream: StreamId, settle: bool) -> Result<Relief, EngineError> {
        self.relief_timed(stream, settle).map(|(relief, _)| relief)
    }

    /// The same, with the time that facelab worked.
    ///
    /// # Errors
    /// As [`Engine::relief`].
    pub fn relief_timed(
        &self,
        stream: StreamId,
        settle: bool,
    ) -> Result<(Relief, Duration), EngineError> {
        self.ask_timed(
            Ask::Relief { stream, settle },
            None,
            |answer| match answer {
                Answer::Relief(relief) if relief.is_finite() => Some(relief),
                _ => None,
            },
        )
    }

    /// Embeds the face that has these landmarks in this frame.
    ///
    /// # Errors
    /// As [`Engine::analyse`].
    pub fn embed(&self, frame: &Frame, landmarks: &Landmarks) -> Result<Embedding, EngineError> {
        let ask = Ask::Embed {
            frame: FrameHeader::of(frame),
            landmarks: landmarks.clone(),
        };
        self.ask(ask, Some(frame), |answer| match answer {
            Answer::Embedding(embedding) => Some(embedding),
            _ => None,
        })
    }

    /// Builds the surface of the face that a stream's frames have measured;
    /// none where they tell of no depth. About 0.3 s, in which others wait for
    /// their turn: ask when nobody does.
    ///
    /// # Errors
    /// As [`Engine::analyse`]. A child that was restarted has measured nothing.
    pub fn reconstruct(&self, stream: StreamId) -> Result<Option<Reconstruction>, EngineError> {
        self.ask(Ask::Reconstruct { stream }, None, |answer| match answer {
            Answer::Reconstruction(found) => Some(found.map(|found| *found)),
            _ => None,
        })
    }

    /// How alike two measured shapes are, from 0 to 1. About 0.3 s, as
    /// [`Engine::reconstruct`]. It is advisory: nothing is decided on it.
    ///
    /// # Errors
    /// As [`Engine::analyse`]; refused where too little is known of either.
    pub fn shape_score(&self, one: &Shape, other: &Shape) -> Result<f32, EngineError> {
        let (one, other) = (Box::new(one.clone()), Box::new(other.clone()));
        self.ask(
            Ask::ShapeScore { one, other },
            None,
            |answer| match answer {
                Answer::ShapeScore(score) if (0.0..=1.0).contains(&score) => Some(score),
                _ => None,
            },
        )
    }

    /// How suspicious the texture of the face with these landmarks is in this
    /// frame: a hint for reviewers, which takes several times an embedding.
    ///
    /// # Errors
    /// As [`Engine::analyse`].
    pub fn texture(&self, frame: &Frame, landmarks: &Landmarks) -> Result<f32, EngineError> {
        let ask = Ask::Texture {
            frame: FrameHeader::of(frame),
            landmarks: landmarks.clone(),
        };
        self.ask(ask, Some(frame), |answer| match answer {
            Answer::Texture(score) if score.is_finite() => Some(score),
            _ => None,
        })
    }

    /// Forgets what a stream has shown, between sessions and people.
    ///
    /// # Errors
    /// As [`Engine::analyse`]. A child that ended has forgotten it, too.
    pub fn reset(&self, stream: StreamId) -> Result<(), EngineError> {
        self.ask(Ask::Reset { stream }, None, |answer| match answer {
            Answer::Done => Some(()),
            _ => None,
        })
    }

    /// Has the child try to break out: network, programs, its parent, and
    /// these folders. Anything that isn't refused is a hole.
    ///
    /// # Errors
    /// As [`Engine::analyse`].
    pub fn try_to_escape(&self, folders: &[PathBuf]) -> Result<Vec<EscapeAttempt>, EngineError> {
        let folders = folders.to_vec();
        self.ask(Ask::TryToEscape { folders }, None, |answer| match answer {
            Answer::Escapes(attempts) => Some(attempts),
            _ => None,
        })
    }

    /// Asks in turn, under the deadline. An answer of another kind than
    /// `expected` takes ends the child.
    fn ask<T>(
        &self,
        ask: Ask,
        frame: Option<&Frame>,
        expected: impl FnOnce(Answer) -> Option<T>,
    ) -> Result<T, EngineError> {
        self.ask_timed(ask, frame, expected)
            .map(|(answer, _)| answer)
    }

    /// The same, with the time that facelab worked.
    fn ask_timed<T>(
        &self,
        ask: Ask,
        frame: Option<&Frame>,
        expected: impl FnOnce(Answer) -> Option<T>,
    ) -> Result<(T, Duration), EngineError> {
        let shared = &self.0.shared;
        let allowed = shared.config.deadline_of(&ask);
        // Whoever comes later hurries this one; this one, those before it, and
        // itself for those who came while it waited.
        let _turn = shared.turns.take(|| shared.hurry());
        let (mut link, generation) = shared.borrow(allowed)?;
        if shared.turns.is_awaited() {
            shared.hurry();
        }
        let outcome = link.ask(ask, frame).and_then(|answer| match answer {
            Ok((answer, in_facelab)) => match expected(answer) {
                Some(answer) => Ok(Ok((answer, in_facelab))),
                None => Err(Broken::Nonsense("an answer of another kind".to_owned())),
            },
            Err(refusal) => Ok(Err(refusal)),
        });
        shared.give_back(link, generation, outcome)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.record().closing = true;
        self.shared.announce();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                error!("a thread of the engine panicked");
            }
        }
    }
}
