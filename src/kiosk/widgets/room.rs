//! How much room a window gives, and what follows from it: parts beside or
//! below each other, and how large the type of titles is.

use eframe::egui::{Rect, Ui, Vec2};

use crate::kiosk::theme::{self, GRID};

/// Below this height a window is low: bars and titles are smaller, in points.
const LOW: f32 = 660.0;
/// Below this width a window is narrow, in points.
const NARROW: f32 = 960.0;

/// What kind of window it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Higher than wide: parts stand below each other.
    pub tall: bool,
    /// There is little height.
    pub low: bool,
    /// There is little width.
    pub narrow: bool,
}

impl Room {
    /// The room of a window of that size, in points.
    #[must_use]
    pub fn of_size(size: Vec2) -> Self {
        Self {
            tall: size.y > size.x,
            low: size.y < LOW,
            narrow: size.x < NARROW,
        }
    }

    /// The room of the window that `ui` is in.
    #[must_use]
    pub fn of(ui: &Ui) -> Self {
        Self::of_size(ui.ctx().content_rect().size())
    }

    /// The size of the one large thing a screen says.
    #[must_use]
    pub fn display(self) -> f32 {
        if self.low || self.narrow {
            theme::TITLE
        } else {
            theme::DISPLAY
        }
    }

    /// The size of titles.
    #[must_use]
    pub fn title(self) -> f32 {
        if self.low {
            theme::LEAD + 4.0
        } else {
            theme::TITLE
        }
    }

    /// Height of the bars at the top and at the bottom.
    #[must_use]
    pub fn bar(self) -> f32 {
        if self.low {
            theme::TARGET + GRID
        } else {
            theme::BAR
        }
    }

    /// Margins to the left and right, and above and below.
    #[must_use]
    pub fn margin(self) -> Vec2 {
        let across = if self.narrow {
            3.0 * GRID
        } else {
            theme::MARGIN
        };
        let down = if self.low { 1.5 * GRID } else { 3.0 * GRID };
        Vec2::new(across, down)
    }

    /// Two parts of `rect`: beside each other, the first with that share of
    /// the width; in a tall window below each other, the first with that share
    /// of the height.
    #[must_use]
    pub fn split(self, rect: Rect, across: f32, down: f32, gap: f32) -> (Rect, Rect) {
        if self.tall {
            let (first, second) = rect.split_top_bottom_at_fraction(down);
            (first, second.with_min_y(second.top() + gap))
        } else {
            let (first, second) = rect.split_left_right_at_fraction(across);
            (first, second.with_min_x(second.left() + gap))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{pos2, vec2};

    #[test]
    fn parts_stand_beside_each_other_or_below() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(200.0, 100.0));
        let (left, right) = Room::of_size(vec2(1280.0, 800.0)).split(rect, 0.5, 0.5, 8.0);
        assert_eq!((left.right(), right.left()), (110.0, 118.0));
        assert_eq!(left.height(), right.height());
        let (above, below) = Room::of_size(vec2(800.0, 1280.0)).split(rect, 0.5, 0.5, 8.0);
        assert_eq!((above.bottom(), below.top()), (70.0, 78.0));
        assert_eq!(above.width(), below.width());
    }
}
