//! The quality passport: how good each pose was, in words. The figures stay
//! with the reviewers.

use eframe::egui::{Align2, Color32, Rect, Ui, pos2};

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
            Self::Unknown => (icons::HOURGLASS, "passport-unknown", palette.muted),
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

/// Draws the passport into `rect`.
pub fn passport(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &EnrolmentView) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_in(ui, palette, rect, |ui| {
        let title = texts.get("passport-title");
        widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        let advice = texts.advice("passport-title");
        widgets::label(
            ui,
            &advice,
            theme::regular(theme::SMALL + 2.0),
            palette.muted,
        );
        ui.add_space(GRID);
        let table = ui.available_rect_before_wrap();
        let row_height = (table.height() / 8.0).min(7.5 * GRID);
        let row = |index: u8| {
            let top = table.top() + f32::from(index) * row_height;
            Rect::from_x_y_ranges(table.x_range(), top..=top + row_height)
        };
        head(ui, scene, row(0));
        for (index, component) in (1_u8..).zip(ROWS) {
            let line = row(index);
            let stroke = eframe::egui::Stroke::new(1.0, palette.border);
            ui.painter().hline(line.x_range(), line.top(), stroke);
            let (name, cells) = line.split_left_right_at_fraction(0.24);
            let words = texts.get(words::component(component));
            let font = theme::regular(theme::SMALL + 2.0);
            let ink = palette.text;
            widgets::elided(ui, name, Align2::LEFT_CENTER, &words, font, ink);
            for pose in &view.poses {
                let place = cell(cells, pose.pose);
                graded(ui, scene, place, grade(view, pose, component));
            }
        }
    });
}

fn head(ui: &Ui, scene: &Scene<'_>, row: Rect) {
    let (_, cells) = row.split_left_right_at_fraction(0.24);
    for pose in PoseName::ALL {
        let words = scene.texts.get(words::pose(pose).key);
        let font = theme::semibold(theme::SMALL + 2.0);
        let at = Align2::LEFT_CENTER;
        widgets::elided(ui, cell(cells, pose), at, &words, font, scene.palette.muted);
    }
}

/// A pose's part of a row.
fn cell(cells: Rect, pose: PoseName) -> Rect {
    let column = PoseName::ALL.iter().position(|other| *other == pose);
    let column = column.and_then(|column| u8::try_from(column).ok());
    let width = cells.width() / 5.0;
    let left = cells.left() + width * f32::from(column.unwrap_or_default());
    Rect::from_x_y_ranges(left..=left + width - GRID, cells.y_range())
}

fn graded(ui: &Ui, scene: &Scene<'_>, rect: Rect, grade: Grade) {
    let (icon, key, ink) = grade.said(scene.palette);
    let at = pos2(rect.left(), rect.center().y);
    let font = theme::icon(theme::SMALL + 2.0);
    ui.painter().text(at, Align2::LEFT_CENTER, icon, font, ink);
    let words = scene.texts.get(key);
    let place = rect.with_min_x(rect.left() + 2.75 * GRID);
    let font = theme::regular(theme::SMALL + 1.0);
    widgets::elided(ui, place, Align2::LEFT_CENTER, &words, font, ink);
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
