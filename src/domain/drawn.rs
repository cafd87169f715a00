//! How a session's movements were drawn: with the session's number enough to
//! draw them once more, so that a reviewer can see that nobody chose them.

use serde::{Deserialize, Serialize};

/// What an order was drawn out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawnFrom {
    /// All orders of turns.
    Turns,
    /// Those that begin with a turn to a side, as earlier versions drew them of
    /// who had been slow.
    SidewaysFirst,
    /// The orders of an enrolment's turned poses.
    Poses,
    /// Orders and moments of gestures.
    Gestures,
}

impl DrawnFrom {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Turns => "turns",
            Self::SidewaysFirst => "sideways_first",
            Self::Poses => "poses",
            Self::Gestures => "gestures",
        }
    }
}

/// One draw of a session. What was asked for may differ: turns that were asked
/// for besides stand behind it, and poses that didn't come were put off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnOrder {
    /// What it was drawn out of.
    pub from: DrawnFrom,
    /// Which draw of the session it was, counted from 0.
    pub attempt: u32,
    /// Movements that the profile asked for; of gestures one more may be.
    pub movements: u32,
    /// The claim's last order, which wasn't drawn again.
    pub avoided: Vec<String>,
    /// What was drawn.
    pub order: Vec<String>,
}
