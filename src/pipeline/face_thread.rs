//! The face's part of the pipeline's thread: its shape is measured beside it,
//! while the person already reads the result.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::domain::{Reconstruction, SessionId};

use super::face::{MeasuredFace, Portrait};
use super::live_thread::LiveThread;
use super::office::Outcome;
use super::{Activity, FaceView};

/// Answers that may wait; sessions are longer than measuring takes.
const ANSWERS_KEPT: usize = 4;

type Answer = (SessionId, Option<Reconstruction>);

/// What is being measured.
pub(super) struct FaceWork {
    answers: (Sender<Answer>, Receiver<Answer>),
    /// Whose result is on the screen, and their skin.
    awaited: Option<(SessionId, Option<Portrait>)>,
}

impl Default for FaceWork {
    fn default() -> Self {
        Self {
            answers: bounded(ANSWERS_KEPT),
            awaited: None,
        }
    }
}

impl LiveThread<'_> {
    /// Has the face measured whose session was just concluded. The engine
    /// takes its time, and people their turn: it has a thread of its own.
    pub(super) fn measure_face(&mut self, outcome: Outcome, portrait: Option<Portrait>) {
        let session = outcome.session.id;
        let identified = outcome.session.person.is_some();
        let office = Arc::clone(&self.office);
        let answer = self.face_work.answers.0.clone();
        let spawned = std::thread::Builder::new()
            .name("face".to_owned())
            .spawn(move || {
                let found = office.reconstruct(&outcome);
                // One that nobody took is of a session long over.
                let _ = answer.try_send((session, found.clone()));
                office.keep_replay(&outcome);
                if let Some(face) = found {
                    office.compare_shape(&outcome.session, &face);
                }
                office.look_at_texture(&outcome);
            });
        if let Err(error) = spawned {
            tracing::warn!(%error, "the shape of a face isn't measured");
        } else if identified {
            self.face_work.awaited = Some((session, portrait));
            self.drawn.face = Some(FaceView::Coming);
        }
    }

    /// Takes what was measured.
    pub(super) fn listen_to_face(&mut self) {
        while let Ok((session, found)) = self.face_work.answers.1.try_recv() {
            let awaited = self.face_work.awaited.take_if(|(id, _)| *id == session);
            let Some((_, portrait)) = awaited else {
                continue;
            };
            self.drawn.face = found.map(|reconstruction| {
                FaceView::Measured(Arc::new(MeasuredFace {
                    reconstruction,
                    portrait,
                }))
            });
        }
        if !matches!(self.drawn.activity, Activity::Finished(_)) {
            self.forget_face();
        }
    }

    /// A face goes with its result.
    pub(super) fn forget_face(&mut self) {
        self.face_work.awaited = None;
        self.drawn.face = None;
    }
}
