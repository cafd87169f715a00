//! What follows a decision once the person has been told: the shape of their
//! face is measured, compared with that of their enrolment, and kept. Only of
//! people who were identified: nobody else has agreed to it.

use std::time::Instant;

use crate::domain::{
    Cue, Frame, Landmarks, MainFace, Reconstruction, SHAPE_CUE, Session, SessionKind,
};
use crate::engine::EngineError;
use crate::engine::protocol::StreamId;

use super::headless::SessionError;
use super::office::{Office, Outcome};

/// Shape scores below which two shapes are called unlike. Nothing is decided on
/// them: what `python/facelab/shapes.py` has measured is that the same person
/// never scored less, and about half of all other people did.
const ALIKE: f64 = 0.6;

/// A frame of somebody who looks at the camera, and their landmarks in it: the
/// skin for their surface. In memory only, and gone with the result.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// The frame.
    pub frame: Frame,
    /// Where the face is in it.
    pub landmarks: Landmarks,
    /// How far it is turned away from the camera.
    off_axis_degrees: f32,
}

impl Portrait {
    /// A frame and the face in it.
    #[must_use]
    pub fn of(frame: &Frame, face: &MainFace) -> Self {
        Self {
            frame: frame.clone(),
            landmarks: face.landmarks.clone(),
            off_axis_degrees: off_axis_degrees(face),
        }
    }

    /// Whether a face looks more into the camera than this one.
    pub(super) fn is_worse_than(&self, face: &MainFace) -> bool {
        off_axis_degrees(face) < self.off_axis_degrees
    }
}

/// How far a head is turned away from the camera.
fn off_axis_degrees(face: &MainFace) -> f32 {
    face.pose.yaw_degrees.hypot(face.pose.pitch_degrees)
}

/// The face of who was identified, as a window shows it.
#[derive(Clone, Debug)]
pub struct MeasuredFace {
    /// Its surface.
    pub reconstruction: Reconstruction,
    /// Its skin.
    pub portrait: Option<Portrait>,
}

impl Office {
    /// What follows a decision without a window: [`Office::reconstruct`], then
    /// [`Office::compare_shape`] and [`Office::look_at_texture`].
    pub fn measure_face(&self, outcome: &Outcome) {
        self.keep_replay(outcome);
        if let Some(face) = self.reconstruct(outcome) {
            self.compare_shape(&outcome.session, &face);
        }
        self.look_at_texture(outcome);
    }

    /// Keeps what was measured in each moment, for reviewers: landmarks only of
    /// who was identified. Nothing depends on it, so why it isn't is only
    /// logged.
    pub fn keep_replay(&self, outcome: &Outcome) {
        let Some(replay) = &outcome.replay else {
            return;
        };
        let kept = self.wait(self.store.add_replay(outcome.session.id, replay));
        if let Err(error) = kept {
            tracing::warn!(%error, "the replay of a session isn't kept");
        }
    }

    /// Has the engine build the surface of who was identified, keeps it with
    /// the session, and forgets the session's frames. None where nobody was,
    /// or it can't be measured: nothing depends on it, so why is only logged.
    ///
    /// It takes about 0.3 s: call it when the person has been told.
    pub fn reconstruct(&self, outcome: &Outcome) -> Option<Reconstruction> {
        let stream = outcome.stream?;
        let begun = Instant::now();
        let found = match outcome.session.person {
            Some(_) => self.build(&outcome.session, stream),
            None => Ok(None),
        };
        if let Err(error) = self.engine().reset(stream) {
            // A child that is away has forgotten them, too.
            tracing::debug!(%error, "the session's frames are gone already");
        }
        let found = found
            .inspect_err(|error| tracing::warn!(%error, "the shape of a face isn't kept"))
            .ok()
            .flatten()?;
        tracing::debug!(took = ?begun.elapsed(), surface = found.seconds(), "a face is measured");
        Some(found)
    }

    /// Adds to a verification's cues how alike the shape is to that of the
    /// enrolment, where one is kept. For reviewers: nothing is decided on it.
    ///
    /// It takes about 0.3 s: call it when the surface has been shown.
    pub fn compare_shape(&self, session: &Session, face: &Reconstruction) {
        if let Err(error) = self.compare(session, face) {
            tracing::warn!(%error, "the shape of a face isn't compared");
        }
    }

    fn build(
        &self,
        session: &Session,
        stream: StreamId,
    ) -> Result<Option<Reconstruction>, SessionError> {
        let Some(face) = self.engine().reconstruct(stream)? else {
            return Ok(None);
        };
        let kept = self.wait(self.store.add_reconstruction(session.id, &face))?;
        Ok(kept.then_some(face))
    }

    fn compare(&self, session: &Session, face: &Reconstruction) -> Result<(), SessionError> {
        let Some(person) = session
            .person
            .filter(|_| session.kind == SessionKind::Verification)
        else {
            return Ok(());
        };
        let Some(enrolled) = self.wait(self.store.shape(person))? else {
            return Ok(());
        };
        let score = match self.engine().shape_score(&enrolled, face.shape()) {
            Ok(score) => f64::from(score),
            // Too little is known of one of them.
            Err(EngineError::Refused(_)) => return Ok(()),
            Err(away) => return Err(away.into()),
        };
        let cue = Cue {
            name: SHAPE_CUE.to_owned(),
            value: Some(score),
            threshold: ALIKE,
            passed: score >= ALIKE,
            advisory: true,
            at_millis: session.timings.total_millis,
        };
        Ok(self.wait(self.store.add_cue(session.id, &cue))?)
    }
}
