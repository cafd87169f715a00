//! Something that was measured, beside what was asked for: its name, both
//! numbers, and a bar with a mark where the bound is.

use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

use super::text;

/// Height of the bar and its mark, in points.
const BAR: f32 = 6.0;
const MARK: f32 = 12.0;

/// What stands in a row.
pub struct MeasureRow<'a> {
    /// Its icon, which says how it went.
    pub icon: &'a str,
    /// The icon's and the bar's colour.
    pub ink: Color32,
    /// What was measured.
    pub name: &'a str,
    /// Value and bound in words.
    pub says: &'a str,
    /// Where the value is on the bar, 0 to 1; no bar where there is none.
    pub value: Option<f32>,
    /// Where the bound is, if there is one.
    pub bound: Option<f32>,
}

impl MeasureRow<'_> {
    /// Draws the row; the words stand below the name where both don't fit in
    /// a line.
    pub fn show(self, ui: &mut Ui, palette: &Palette) {
        let spoken = format!("{}: {}", self.name, self.says);
        let width = ui.available_width();
        let names = theme::regular(theme::BODY - 1.0);
        let numbers = theme::regular(theme::SMALL + 1.0);
        let words_left = 3.25 * GRID;
        let lay = |words: &str, font, ink| {
            let painter = ui.painter();
            painter.layout(words.to_owned(), font, ink, width - words_left)
        };
        let name = lay(self.name, names, palette.text);
        let says = lay(self.says, numbers, palette.muted);
        let beside = name.size().x + says.size().x + 2.0 * GRID <= width - words_left
            && name.rows.len() == 1;
        let (name_height, says_height) = (name.size().y, says.size().y);
        let words = match beside {
            true => name_height.max(says_height),
            false => name_height + says_height,
        };
        let bar = if self.value.is_some() {
            MARK + 2.0
        } else {
            0.0
        };
        let size = vec2(width, words + bar + GRID);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo {
            value: self.value.map(f64::from),
            ..WidgetInfo::labeled(Role::Meter, true, &spoken)
        });
        if !ui.is_rect_visible(rect) {
            return;
        }
        let painter = ui.painter();
        let icon = theme::icon(theme::BODY - 1.0);
        let at = pos2(rect.left(), rect.top() + name_height / 2.0);
        painter.text(at, Align2::LEFT_CENTER, self.icon, icon, self.ink);
        let left = rect.left() + words_left;
        painter.galley(pos2(left, rect.top()), name, palette.text);
        let says_at = match beside {
            true => pos2(
                rect.right() - says.size().x,
                rect.top() + (name_height - says_height) / 2.0,
            ),
            false => pos2(left, rect.top() + name_height),
        };
        painter.galley(says_at, says, palette.muted);
        let Some(value) = self.value else {
            return;
        };
        let middle = rect.top() + words + 1.0 + MARK / 2.0;
        let strip = Rect::from_min_max(
            pos2(left, middle - BAR / 2.0),
            pos2(rect.right(), middle + BAR / 2.0),
        );
        let place = |share: f32| strip.left() + strip.width() * share.clamp(0.0, 1.0);
        let round = CornerRadius::same(3);
        painter.rect_filled(strip, round, palette.track);
        painter.rect_filled(strip.with_max_x(place(value)), round, self.ink);
        if let Some(bound) = self.bound {
            let mark = middle - MARK / 2.0..=middle + MARK / 2.0;
            painter.vline(place(bound), mark, Stroke::new(2.0, palette.text));
        }
    }
}

/// A line of what is known: an icon in its colour, a name, and what is so,
/// which wraps.
pub fn fact_row(
    ui: &mut Ui,
    palette: &Palette,
    (icon, ink): (&str, Color32),
    name: &str,
    says: &str,
) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (place, _) = ui.allocate_exact_size(vec2(3.25 * GRID, 3.0 * GRID), Sense::hover());
        let font = theme::icon(theme::BODY - 1.0);
        let painter = ui.painter();
        painter.text(place.left_center(), Align2::LEFT_CENTER, icon, font, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let font = theme::regular(theme::SMALL + 1.0);
            text::wrapping(ui, name, font, palette.muted);
            text::wrapping(ui, says, theme::regular(theme::BODY - 1.0), palette.text);
        });
    });
    ui.add_space(0.75 * GRID);
}
