//! Where things stand: the bar at the top, cards, and free regions.

use eframe::egui::{
    Align, CornerRadius, Frame, Layout, Margin, Rect, Shape, Stroke, StrokeKind, Ui, UiBuilder,
    epaint::RectShape,
};

use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::{icons, widgets::text};

/// Lays something out in a part of the window.
pub fn region<R>(ui: &mut Ui, rect: Rect, layout: Layout, add: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect).layout(layout);
    ui.scope_builder(builder, add).inner
}

/// The bar at the top: the mark and a title to the left, `add` to the right,
/// from the edge inwards.
pub fn top_bar<R>(
    ui: &mut Ui,
    palette: &Palette,
    title: &str,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let whole = ui.max_rect();
    let bar = whole.with_max_y(whole.top() + theme::TOP_BAR);
    let line = Stroke::new(1.0, palette.border);
    ui.painter().hline(whole.x_range(), bar.bottom(), line);
    let inner = bar.shrink2(eframe::egui::vec2(theme::MARGIN, 0.0));
    region(ui, inner, Layout::left_to_right(Align::Center), |ui| {
        text::icon(ui, icons::SHIELD_CHECK, theme::LEAD, palette.accent);
        ui.add_space(GRID);
        text::label(ui, title, theme::semibold(theme::BODY), palette.text);
    });
    region(ui, inner, Layout::right_to_left(Align::Center), add)
}

/// What is below the bar, within the margins.
#[must_use]
pub fn body(ui: &Ui) -> Rect {
    let whole = ui.max_rect();
    whole
        .with_min_y(whole.top() + theme::TOP_BAR)
        .shrink2(eframe::egui::vec2(theme::MARGIN, 3.0 * GRID))
}

/// A card that is as large as what is in it.
pub fn card<R>(ui: &mut Ui, palette: &Palette, add: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::same(24))
        .show(ui, add)
        .inner
}

/// A card that fills `rect`.
pub fn card_in<R>(ui: &mut Ui, palette: &Palette, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.painter().add(Shape::Rect(RectShape::new(
        rect,
        CornerRadius::same(theme::RADIUS),
        palette.surface,
        Stroke::new(1.0, palette.border),
        StrokeKind::Inside,
    )));
    let inner = rect.shrink2(eframe::egui::vec2(3.0 * GRID, 2.0 * GRID));
    region(ui, inner, Layout::top_down(Align::Min), add)
}
