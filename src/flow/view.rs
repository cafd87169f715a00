//! What the screens draw of a capture. They decide nothing.

use crate::domain::{Component, PoseName, Quality, QualityBounds};

use super::guidance::{self, Observation};
use super::{Hint, Instruction};

/// Which way the head is asked to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnAxis {
    /// Left and right.
    Yaw,
    /// Up and down.
    Pitch,
}

/// The arc of a turn: how far, and how far it is now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TurnView {
    /// Which way.
    pub axis: TurnAxis,
    /// Degrees asked for; positive is the person's own left, or up.
    pub wanted_degrees: f32,
    /// Degrees reached now, with the same sign.
    pub reached_degrees: f32,
}

/// One of the short checks beside the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Exactly one face.
    OneFace,
    /// Near enough.
    CloseEnough,
    /// In focus.
    Sharp,
    /// Enough light, not too much.
    WellLit,
}

/// A component that is shown with its bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityBar {
    /// Which.
    pub component: Component,
    /// Measured now, 0 to 100.
    pub value: f32,
    /// Least accepted.
    pub bound: f32,
}

impl QualityBar {
    /// A bar for each bounded component that was measured.
    #[must_use]
    pub fn all(bounds: &QualityBounds, quality: &Quality) -> Vec<Self> {
        let bars = bounds.0.iter().filter_map(|(component, bound)| {
            quality.get(*component).map(|value| Self {
                component: *component,
                value,
                bound: *bound,
            })
        });
        bars.collect()
    }

    /// The one that is furthest below its bound; none where all are good.
    #[must_use]
    pub fn worst(bars: &[Self]) -> Option<&Self> {
        let poor = bars.iter().filter(|bar| bar.value < bar.bound);
        let share = |bar: &Self| bar.value / bar.bound.max(1.0);
        poor.min_by(|one, other| share(one).total_cmp(&share(other)))
    }
}

/// A capture as it is now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaptureView {
    /// The one thing to do.
    pub instruction: Instruction,
    /// What went wrong a moment ago, if something did.
    pub hint: Option<Hint>,
    /// Steps done, of how many.
    pub steps_done: u32,
    /// How many steps there are.
    pub steps: u32,
    /// The whole capture's progress, 0 to 1, for the ring.
    pub progress: f32,
    /// The turn asked for, if one is.
    pub turn: Option<TurnView>,
    /// How much of a face's depth was measured by now, 0 to 1; none where nothing
    /// of it was.
    pub depth: Option<f32>,
    /// Each check and whether it holds; empty while no face is seen.
    pub checks: Vec<(Check, bool)>,
    /// The pose asked for, in an enrolment.
    pub pose: Option<PoseName>,
    /// The poses that are taken, in an enrolment.
    pub poses: Vec<PoseName>,
    /// Poses kept so far, in an enrolment.
    pub poses_done: Vec<PoseName>,
    /// Whether the person now verifies once with what was just taken.
    pub verifying_back: bool,
    /// All components of the newest frame.
    pub quality: Quality,
    /// The bounded components of the newest frame, for operators.
    pub bars: Vec<QualityBar>,
}

impl CaptureView {
    /// Draws how good the newest frame is.
    pub(super) fn draw_quality(&mut self, seen: &Observation<'_>, bounds: &QualityBounds) {
        self.checks = guidance::checks(seen, bounds);
        let quality = seen.analysis.main().map(|face| face.quality.clone());
        self.quality = quality.unwrap_or_default();
        self.bars = QualityBar::all(bounds, &self.quality);
    }

    /// Progress over all steps, `within` the present one, 0 to 1.
    pub(super) fn share(&self, within: f32) -> f32 {
        let count = |n: u32| u16::try_from(n).map_or(1.0, f32::from);
        let (done, steps) = (count(self.steps_done), count(self.steps));
        ((done + within) / steps.max(1.0)).clamp(0.0, 1.0)
    }
}
