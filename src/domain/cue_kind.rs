//! The cues of liveness at a glance: what each group of them said.

use serde::{Deserialize, Serialize};

use super::decision::names;
use super::{Cue, LivenessSummary, SHAPE_CUE};

/// Cues that answer one question together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// Whether the face has depth.
    Depth,
    /// Whether what was asked was done, in order and in time.
    Movements,
    /// Whether it was one person throughout.
    SamePerson,
    /// Whether the skin looks like a picture's. Nothing is decided on it.
    Texture,
    /// Whether the shape is that of the enrolment. Nothing is decided on it.
    Shape,
}

names!(CueKind {
    Depth = "depth",
    Movements = "movements",
    SamePerson = "same_person",
    Texture = "texture",
    Shape = "shape",
});

/// What a group of cues said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueState {
    /// Each spoke for a living face.
    Passed,
    /// One spoke against it, and was decided on.
    Failed,
    /// One spoke against it, and nothing was decided on it.
    Doubtful,
    /// Nothing was measured.
    NotMeasured,
}

impl CueKind {
    /// The group that a cue of that name belongs to.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "p" | "g" | "k" | "relief" | "structure" => Self::Depth,
            "left" | "right" | "up" | "down" | "blink" | "mouth" | "order" => Self::Movements,
            "same_person" => Self::SamePerson,
            "texture" => Self::Texture,
            SHAPE_CUE => Self::Shape,
            _ => return None,
        })
    }
}

impl LivenessSummary {
    /// What the cues of a group said.
    #[must_use]
    pub fn state(&self, kind: CueKind) -> CueState {
        let of_kind = |cue: &&Cue| CueKind::of(&cue.name) == Some(kind) && cue.value.is_some();
        let mut cues = self.cues.iter().filter(of_kind).peekable();
        if cues.peek().is_none() {
            return CueState::NotMeasured;
        }
        let against = cues.find(|cue| !cue.passed);
        against.map_or(CueState::Passed, |cue| match cue.advisory {
            true => CueState::Doubtful,
            false => CueState::Failed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_fails_with_one_of_its_cues() {
        let cue = |name: &str, value, passed, advisory| Cue {
            name: name.to_owned(),
            value,
            threshold: 0.3,
            passed,
            advisory,
            at_millis: 0,
        };
        let summary = LivenessSummary {
            cues: vec![
                cue("p", Some(0.4), true, false),
                cue("g", Some(0.1), false, false),
                cue("left", Some(21.0), true, false),
                cue("order", Some(1.0), true, false),
                cue("texture", Some(0.4), false, true),
                cue("relief", None, false, false),
            ],
            ..LivenessSummary::default()
        };
        for (kind, state) in [
            (CueKind::Depth, CueState::Failed),
            (CueKind::Movements, CueState::Passed),
            (CueKind::SamePerson, CueState::NotMeasured),
            (CueKind::Texture, CueState::Doubtful),
            (CueKind::Shape, CueState::NotMeasured),
        ] {
            assert_eq!(summary.state(kind), state, "{kind:?}");
        }
    }
}
