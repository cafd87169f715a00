//! A signature under a consent: drawn with a finger or a mouse, or a name
//! typed in its place.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::PersonName;

/// Width of the pad a signature is drawn on, in its own units. Heights are
/// in the same units, so that the drawing keeps its shape.
pub const PAD_WIDTH: u16 = 4_000;
/// Most strokes of a signature (ours: names of many words have about 20).
pub const MAX_STROKES: usize = 64;
/// Most points of all strokes together (ours: 20 s of drawing at 100 points a
/// second).
pub const MAX_POINTS: usize = 2_000;
/// Least length of all strokes together, in the pad's units (ours: 15 % of
/// its width, more than a tap, a tick or a slip).
pub const MIN_INK: f64 = 600.0;

/// Why strokes are not a signature.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SignatureError {
    /// Too little was drawn.
    #[error("there is too little ink for a signature; sign with the whole name")]
    TooLittleInk,
    /// Too much was drawn.
    #[error("the signature has too many strokes or points; clear it and sign again")]
    TooMuch,
    /// A point lies outside the pad.
    #[error("a point of the signature lies outside the pad; clear it and sign again")]
    OutsidePad,
}

/// One stroke: points (x, y) from where the pen was set down to where it was
/// lifted, y downwards.
pub type Stroke = Vec<[u16; 2]>;

/// Strokes that are a signature.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Stroke>", into = "Vec<Stroke>")]
pub struct Drawing(Vec<Stroke>);

impl Drawing {
    /// The strokes in the order they were drawn in.
    #[must_use]
    pub fn strokes(&self) -> &[Stroke] {
        &self.0
    }
}

impl TryFrom<Vec<Stroke>> for Drawing {
    type Error = SignatureError;

    fn try_from(strokes: Vec<Stroke>) -> Result<Self, SignatureError> {
        let points: usize = strokes.iter().map(Vec::len).sum();
        if strokes.len() > MAX_STROKES || points > MAX_POINTS {
            return Err(SignatureError::TooMuch);
        }
        let inside = |[x, y]: &[u16; 2]| *x <= PAD_WIDTH && *y <= PAD_WIDTH;
        if !strokes.iter().flatten().all(inside) {
            return Err(SignatureError::OutsidePad);
        }
        if ink(&strokes) < MIN_INK {
            return Err(SignatureError::TooLittleInk);
        }
        Ok(Self(strokes))
    }
}

impl From<Drawing> for Vec<Stroke> {
    fn from(drawing: Drawing) -> Self {
        drawing.0
    }
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing(..)")
    }
}

/// Length of all strokes together, in the pad's units.
#[must_use]
pub fn ink(strokes: &[Stroke]) -> f64 {
    let length = |from: &[u16; 2], to: &[u16; 2]| {
        let [dx, dy] =
            [(from[0], to[0]), (from[1], to[1])].map(|(from, to)| f64::from(to) - f64::from(from));
        dx.hypot(dy)
    };
    strokes
        .iter()
        .flat_map(|stroke| stroke.iter().zip(stroke.iter().skip(1)))
        .map(|(from, to)| length(from, to))
        .sum()
}

/// A signature and how it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// Drawn on the screen.
    Drawn(Drawing),
    /// The full name, typed by somebody who doesn't draw.
    Typed(PersonName),
}

impl Signature {
    /// The word for how it was made, in JSON.
    #[must_use]
    pub fn how(&self) -> &'static str {
        match self {
            Self::Drawn(_) => "drawn",
            Self::Typed(_) => "typed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stroke along the pad, `length` units in steps of one tenth.
    fn line(length: u16) -> Stroke {
        (0..=10).map(|step| [length / 10 * step, 300]).collect()
    }

    #[test]
    fn a_signature_needs_ink_and_has_limits() {
        assert!(Drawing::try_from(vec![line(600)]).is_ok());
        assert!(Drawing::try_from(vec![line(300), line(300)]).is_ok());
        for (strokes, why) in [
            (vec![], SignatureError::TooLittleInk),
            (vec![vec![[10, 10]]; 20], SignatureError::TooLittleInk),
            (vec![line(590)], SignatureError::TooLittleInk),
            (vec![line(600); MAX_STROKES + 1], SignatureError::TooMuch),
            (vec![vec![[5, 5]; MAX_POINTS + 1]], SignatureError::TooMuch),
            (
                vec![vec![[0, 0], [PAD_WIDTH + 1, 0]]],
                SignatureError::OutsidePad,
            ),
        ] {
            assert_eq!(Drawing::try_from(strokes), Err(why));
        }
    }

    #[test]
    fn what_is_read_back_is_checked_again_and_never_printed() {
        let drawn = Signature::Drawn(Drawing::try_from(vec![line(1_000)]).unwrap());
        let json = serde_json::to_string(&drawn).unwrap();
        assert_eq!(serde_json::from_str::<Signature>(&json).unwrap(), drawn);
        assert!(serde_json::from_str::<Signature>(r#"{"drawn":[[[0,0],[9,9]]]}"#).is_err());
        assert_eq!(format!("{drawn:?}"), "Drawn(Drawing(..))");
        let typed = Signature::Typed("Ada Lovelace".parse().unwrap());
        assert!(!format!("{typed:?}").contains("Ada"));
    }
}
