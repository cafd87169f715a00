//! A hint for reviewers, looked for once the person has been told: whether skin
//! looked like skin. Nothing is decided on it.

use crate::domain::{Cue, Frame, Landmarks, Millis, Session};
use crate::engine::EngineError;

use super::headless::SessionError;
use super::office::{Office, Outcome};

/// Name of the cue.
const TEXTURE_CUE: &str = "texture";
/// Scores above this are called suspicious by who made the model.
const SUSPICIOUS: f64 = 0.2;

/// A frame of somebody who looks ahead. In memory only, and gone with the hint.
#[derive(Clone, Debug)]
pub struct Look {
    pub(super) frame: Frame,
    pub(super) landmarks: Landmarks,
    pub(super) at: Millis,
}

impl Office {
    /// Adds to a session's cues the median of how suspicious its frames'
    /// texture is, where there were any.
    ///
    /// It takes some tenths of a second: call it last.
    pub fn look_at_texture(&self, outcome: &Outcome) {
        if let Err(error) = self.texture(&outcome.session, &outcome.looks) {
            tracing::warn!(%error, "the texture of a face isn't looked at");
        }
    }

    fn texture(&self, session: &Session, looks: &[Look]) -> Result<(), SessionError> {
        let mut scores = Vec::new();
        for look in looks {
            match self.engine().texture(&look.frame, &look.landmarks) {
                Ok(score) => scores.push(f64::from(score)),
                Err(EngineError::Refused(_)) => {}
                Err(away) => return Err(away.into()),
            }
        }
        let (Some(value), Some(last)) = (median(scores), looks.last()) else {
            return Ok(());
        };
        let cue = Cue {
            name: TEXTURE_CUE.to_owned(),
            value: Some(value),
            threshold: SUSPICIOUS,
            passed: value <= SUSPICIOUS,
            advisory: true,
            at_millis: last.at.0,
        };
        Ok(self.wait(self.store.add_cue(session.id, &cue))?)
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_frame_does_not_make_a_median() {
        assert_eq!(median(vec![0.9, 0.1, 0.12]), Some(0.12));
        assert_eq!(median(Vec::new()), None);
    }
}
