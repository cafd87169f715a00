//! The quality passport: how good each pose was, in words. The figures stay
//! with the reviewers.

use eframe::egui::{Align, Align2, Color32, Rect, Sense, Ui, vec2};

use crate::domain::{Component, PoseName};
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets;
use crate::kiosk::{icons, words};
use crate::pipeline::{EnrolmentView, PoseReport};

use super::Scene;

/// What the passport tells of, in the order of its rows.
const ROWS: [Component; 7] = [
    Component::Sharpness,
    Component::EyesOpen,
    Component::InterEyeDistance,
    Component::IlluminationUniformity,
    Component::UnderExposurePrevention,
    Component::OverExposurePrevention,
    Component::ExpressionNeutrality,
];

/// The share of a row that names the component.
const NAMES: f32 = 0.26;
/// From this width on a sign and its word stand beside each other, in points.
const BESIDE: f32 = 12.0 * GRID;

/// A word for how good something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Unknown,
    Poor,
    Enough,
    Good,
    VeryGood,
}

impl Grade {
    /// Where a value lies between its bound and 100 (ours: a fifth of the way
    /// is good, three fifths are very good).
    fn of(value: Option<f32>, bound: f32) -> Self {
        let Some(value) = value else {
            return Self::Unknown;
        };
        let above = (value - bound) / (100.0 - bound).max(1.0);
        match above {
            above if above < 0.0 => Self::Poor,
            above if above < 0.2 => Self::Enough,
            above if above < 0.6 => Self::Good,
            _ => Self::VeryGood,
        }
    }

    fn said(self, palette: &Palette) -> (&'static str, &'static str, Color32) {
        match self {
            Self::Unknown => ("", "passport-unknown", palette.muted),
            Self::Poor => (icons::WARNING, "passport-poor", palette.warning),
            Self::Enough => (icons::CHECK, "passport-enough", palette.text),
            Self::Good => (icons::CHECK, "passport-good", palette.success),
            Self::VeryGood => (icons::SEAL, "passport-very-good", palette.success),
        }
    }
}

/// How good a pose was in one component. What isn't bounded is only told.
fn grade(view: &EnrolmentView, pose: &PoseReport, component: Component) -> Grade {
    let bound = view.bounds.0.get(&component).copied().unwrap_or_default();
    Grade::of(pose.quality.get(component), bound)
}

/// Least height of a row, in points: a sign above its word.
const LEAST_ROW: f32 = 6.0 * GRID;
/// Height of a row where there is room.
const ROW: f32 = 7.5 * GRID;

/// Draws the passport into `rect`; what has no room there is scrolled.
pub fn passport(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &EnrolmentView) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_scrolled(ui, palette, rect, "passport", |ui| {
        let title = texts.get("passport-title");
        widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        let advice = texts.advice("passport-title");
        let font = theme::regular(theme::SMALL + 2.0);
        widgets::wrapping(ui, &advice, font, palette.muted);
        ui.add_space(GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        let height = (ui.available_height() / 8.0).clamp(LEAST_ROW, ROW);
        let row = |ui: &mut Ui| {
            let size = vec2(ui.available_width(), height);
            let (row, _) = ui.allocate_exact_size(size, Sense::hover());
            row.split_left_right_at_fraction(NAMES)
        };
        let (_, cells) = row(ui);
        let poses = in_order(&view.poses);
        head(ui, scene, cells, &poses);
        // What no pose was measured by isn't told of.
        let told = |component: &Component| {
            let mut poses = poses.iter();
            poses.any(|pose| pose.quality.get(*component).is_some())
        };
        for component in ROWS.into_iter().filter(told) {
            let (name, cells) = row(ui);
            let line = eframe::egui::Stroke::new(1.0, palette.border);
            ui.painter()
                .hline(name.left()..=cells.right(), name.top(), line);
            let words = texts.get(words::component(component));
            let font = theme::regular(theme::SMALL + 2.0);
            let place = name.with_max_x(name.right() - GRID);
            widgets::said_in(ui, place, Align::Min, &words, font, palette.text);
            for (column, pose) in (0..).zip(&poses) {
                let place = cell(cells, column, poses.len());
                graded(ui, scene, place, grade(view, pose, component));
            }
        }
    });
}

/// Poses in the order of their names; one that was taken several times, of who
/// can't turn the head, has a column for each.
fn in_order(poses: &[PoseReport]) -> Vec<&PoseReport> {
    let place = |pose: &&PoseReport| PoseName::ALL.iter().position(|name| *name == pose.pose);
    let mut poses: Vec<&PoseReport> = poses.iter().collect();
    poses.sort_by_key(place);
    poses
}

fn head(ui: &Ui, scene: &Scene<'_>, cells: Rect, poses: &[&PoseReport]) {
    for (column, pose) in (0..).zip(poses) {
        let words = scene.texts.get(words::pose(pose.pose).key);
        let font = theme::semibold(theme::SMALL + 1.0);
        let at = Align2::LEFT_CENTER;
        let place = cell(cells, column, poses.len());
        widgets::say(ui, place, at, &words, font, scene.palette.muted);
    }
}

/// A column's part of a row.
fn cell(cells: Rect, column: u8, columns: usize) -> Rect {
    let columns = u8::try_from(columns.max(PoseName::ALL.len())).unwrap_or(u8::MAX);
    let width = cells.width() / f32::from(columns);
    let left = cells.left() + width * f32::from(column);
    Rect::from_x_y_ranges(left..=left + width, cells.y_range())
}

/// A sign and its word: beside it, or below where that would be too wide.
fn graded(ui: &Ui, scene: &Scene<'_>, rect: Rect, grade: Grade) {
    let (icon, key, ink) = grade.said(scene.palette);
    let sign = theme::icon(theme::SMALL + 2.0);
    let words = scene.texts.get(key);
    let font = theme::regular(theme::SMALL + 1.0);
    let beside = rect.width() >= BESIDE;
    let (at, place) = if beside {
        (
            rect.left_center(),
            rect.with_min_x(rect.left() + 2.75 * GRID),
        )
    } else {
        let (upper, lower) = rect.split_top_bottom_at_y(rect.center().y);
        (
            upper.left_center() + vec2(0.0, 2.0),
            lower.translate(vec2(0.0, -2.0)),
        )
    };
    ui.painter().text(at, Align2::LEFT_CENTER, icon, sign, ink);
    widgets::say(ui, place, Align2::LEFT_CENTER, &words, font, ink);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_where_a_value_lies_above_its_bound() {
        for (value, bound, grade) in [
            (39.0, 40.0, Grade::Poor),
            (40.0, 40.0, Grade::Enough),
            (51.9, 40.0, Grade::Enough),
            (52.5, 40.0, Grade::Good),
            (77.0, 40.0, Grade::VeryGood),
            (100.0, 100.0, Grade::Enough),
        ] {
            assert_eq!(Grade::of(Some(value), bound), grade, "{value} of {bound}");
        }
        assert_eq!(Grade::of(None, 40.0), Grade::Unknown);
    }
}
