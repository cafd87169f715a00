//! A quality component beside its bound.

use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::flow::QualityBar;
use crate::kiosk::theme::{self, GRID, Palette};

use super::text;

/// How much of the width is the name's.
const NAME_SHARE: f32 = 0.46;

/// Height of a line, in points.
const LINE: f32 = 4.0 * GRID;

/// Whether a long name in a narrow column has a line of its own, above the bar.
fn is_above(ui: &Ui, name: &str) -> bool {
    let font = theme::regular(theme::SMALL + 1.0);
    let galley = ui
        .painter()
        .layout_no_wrap(name.to_owned(), font, Color32::PLACEHOLDER);
    galley.size().x + GRID > ui.available_width() * NAME_SHARE
}

/// How high the bar with this name is here.
#[must_use]
pub fn quality_bar_height(ui: &Ui, name: &str) -> f32 {
    if is_above(ui, name) {
        2.0 * LINE - GRID
    } else {
        LINE
    }
}

/// A line of the quality card: name, bar with its bound, value.
pub fn quality_bar(ui: &mut Ui, palette: &Palette, bar: &QualityBar, name: &str) {
    let font = theme::regular(theme::SMALL + 1.0);
    let beside = ui.available_width() * NAME_SHARE;
    let above = is_above(ui, name);
    let line = LINE;
    let size = vec2(ui.available_width(), quality_bar_height(ui, name));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(bar.value)),
        ..WidgetInfo::labeled(Role::Meter, true, name)
    });
    let good = bar.value >= bar.bound;
    let colour = if good {
        palette.success
    } else {
        palette.warning
    };
    let painter = ui.painter();
    let middle = rect.bottom() - line / 2.0;
    let value_width = 5.0 * GRID;
    let left = rect.left() + if above { 0.0 } else { beside };
    let right = rect.right() - value_width;
    painter.text(
        pos2(rect.left(), rect.top() + line / 2.0),
        Align2::LEFT_CENTER,
        name,
        font.clone(),
        palette.text,
    );
    let share = |value: f32| left + (right - left) * (value / 100.0).clamp(0.0, 1.0);
    let strip = |to: f32| Rect::from_min_max(pos2(left, middle - 4.0), pos2(to, middle + 4.0));
    painter.rect_filled(strip(right), CornerRadius::same(4), palette.track);
    painter.rect_filled(strip(share(bar.value)), CornerRadius::same(4), colour);
    painter.vline(
        share(bar.bound),
        middle - GRID..=middle + GRID,
        Stroke::new(2.0, palette.text),
    );
    let value = format!("{:.0}", bar.value);
    let place = Rect::from_min_max(pos2(right, rect.bottom() - line), rect.max);
    text::say(ui, place, Align2::RIGHT_CENTER, &value, font, palette.text);
}
