//! What follows a decision once the person has been told: the shape of their
//! face is measured, compared with that of their enrolment, and kept. Only of
//! people who were identified: nobody else has agreed to it.

use crate::domain::{
    Cue, Frame, Landmarks, MainFace, PersonId, Reconstruction, Session, SessionKind,
};
use crate::engine::EngineError;
use crate::engine::protocol::StreamId;
use crate::store::Measured;

use super::headless::SessionError;
use super::office::{Office, Outcome};

/// Name of the cue that says how alike the shape is to that of the enrolment.
pub const SHAPE_CUE: &str = "shape";
/// Shape scores from which two shapes are called alike. Nothing is decided on
/// them: `python/facelab/shapes.py` says how far they tell people apart.
const ALIKE: f64 = 0.8;

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
    /// Has the engine build the surface of who was identified, keeps it with
    /// the session, and forgets the session's frames. None where nobody was,
    /// or it can't be measured: nothing depends on it, so why is only logged.
    ///
    /// It takes a good half second: call it when the person has been told.
    pub fn reconstruct(&self, outcome: &Outcome) -> Option<Reconstruction> {
        let stream = outcome.stream?;
        let found = match outcome.session.person {
            Some(person) => self.measure(&outcome.session, person, stream),
            None => Ok(None),
        };
        if let Err(error) = self.engine().reset(stream) {
            // A child that is away has forgotten them, too.
            tracing::debug!(%error, "the session's frames are gone already");
        }
        found
            .inspect_err(|error| tracing::warn!(%error, "the shape of a face isn't kept"))
            .ok()
            .flatten()
    }

    fn measure(
        &self,
        session: &Session,
        person: PersonId,
        stream: StreamId,
    ) -> Result<Option<Reconstruction>, SessionError> {
        let Some(reconstruction) = self.engine().reconstruct(stream)? else {
            return Ok(None);
        };
        let shape_cue = match session.kind {
            SessionKind::Verification => self.compare_shapes(session, person, &reconstruction)?,
            SessionKind::Enrolment => None,
        };
        let kept = self.wait(self.store.add_reconstruction(&Measured {
            session: session.id,
            reconstruction: &reconstruction,
            shape_cue,
        }))?;
        Ok(kept.then_some(reconstruction))
    }

    /// How alike the shape is to that of the enrolment, where one is kept.
    fn compare_shapes(
        &self,
        session: &Session,
        person: PersonId,
        reconstruction: &Reconstruction,
    ) -> Result<Option<Cue>, SessionError> {
        let Some(enrolled) = self.wait(self.store.shape(person))? else {
            return Ok(None);
        };
        match self.engine().shape_score(&enrolled, reconstruction.shape()) {
            Ok(score) => Ok(Some(Cue {
                name: SHAPE_CUE.to_owned(),
                value: f64::from(score),
                threshold: ALIKE,
                passed: f64::from(score) >= ALIKE,
                advisory: true,
                at_millis: session.timings.total_millis,
            })),
            // Too little is known of one of them.
            Err(EngineError::Refused(_)) => Ok(None),
            Err(away) => Err(away.into()),
        }
    }
}
