//! A line that counts something: an icon, what it is, how many, and a bar that
//! says how many that is of all. Pressed, only these are looked at.

use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

use super::elided;
use super::focus::into_view;

/// Height of a line, in points.
const HEIGHT: f32 = 6.0 * GRID;
/// Height of its bar, in points.
const BAR: f32 = 3.0;

/// What stands in a line.
pub struct CountRow<'a> {
    /// Its icon and that icon's colour.
    pub icon: (&'a str, Color32),
    /// What is counted.
    pub words: &'a str,
    /// How many; nothing where it isn't known.
    pub count: &'a str,
    /// The share of all, 0 to 1.
    pub share: f32,
    /// Whether only these are looked at now.
    pub chosen: bool,
}

impl CountRow<'_> {
    /// Draws the line.
    pub fn show(self, ui: &mut Ui, palette: &Palette) -> Response {
        let size = vec2(ui.available_width(), HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let spoken = match self.count.is_empty() {
            true => self.words.to_owned(),
            false => format!("{}, {}", self.words, self.count),
        };
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.chosen, &spoken));
        into_view(&response);
        let corner = CornerRadius::same(theme::RADIUS);
        let fill = match (self.chosen, response.hovered()) {
            (true, _) => palette.surface_hover,
            (false, true) => palette.background,
            (false, false) => palette.surface,
        };
        let edge = match (response.has_focus(), self.chosen) {
            (true, _) => Stroke::new(3.0, palette.text),
            (false, true) => Stroke::new(2.0, palette.accent),
            (false, false) => Stroke::NONE,
        };
        let painter = ui.painter();
        painter.rect(rect, corner, fill, edge, StrokeKind::Inside);
        let inner = rect.shrink2(vec2(1.5 * GRID, 0.75 * GRID));
        let (icon, ink) = self.icon;
        let font = theme::icon(theme::BODY);
        painter.text(inner.left_center(), Align2::LEFT_CENTER, icon, font, ink);
        let line = inner.with_min_x(inner.left() + 4.0 * GRID);
        let font = theme::regular(theme::BODY - 1.0);
        let count = painter.layout_no_wrap(self.count.to_owned(), font.clone(), palette.text);
        let words = line.with_max_x(line.right() - count.size().x - GRID);
        elided(
            ui,
            words,
            Align2::LEFT_CENTER,
            self.words,
            font.clone(),
            palette.text,
        );
        let at = Align2::RIGHT_CENTER;
        elided(ui, line, at, self.count, font, palette.muted);
        if self.share > 0.0 {
            let below = Rect::from_min_max(
                line.left_bottom() - vec2(0.0, BAR - 2.0),
                line.right_bottom() + vec2(0.0, 2.0),
            );
            let width = below.width() * self.share.clamp(0.0, 1.0);
            let round = CornerRadius::same(2);
            painter.rect_filled(below, round, palette.track);
            let filled = below.with_max_x(below.left() + width.max(2.0));
            painter.rect_filled(filled, round, ink);
        }
        response
    }
}
