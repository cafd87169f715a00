//! Where things stand: the bar at the top, cards, and free regions.

use eframe::egui::{
    Align, Align2, CornerRadius, Frame, Id, Layout, Margin, Rect, Shape, Stroke, StrokeKind, Ui,
    UiBuilder, UiKind, UiStackInfo, epaint::RectShape, vec2,
};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::{Room, elided, text};

/// The name of the row at the end of the bar at the top.
const TOP_BAR: &str = "the bar's";

/// Lays something out in a part of the window.
pub fn region<R>(ui: &mut Ui, rect: Rect, layout: Layout, add: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect).layout(layout);
    ui.scope_builder(builder, add).inner
}

/// Lays `add` out in a row from left to right, as it is read and as the focus
/// goes, that ends where `rect` ends. Its width is known from the frame before;
/// the first frame is drawn twice. `name` tells it from others of its screen.
pub fn at_end<R>(ui: &mut Ui, rect: Rect, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = end_id(ui, name);
    let known = end_width(ui, id);
    // What fills the room it gets must not be kept from it by what is known.
    let row = rect.translate(vec2(rect.width() - known, 0.0));
    region(ui, row, Layout::left_to_right(Align::Center), |ui| {
        let value = add(ui);
        let width = ui.min_rect().width();
        if (known - width).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, width));
            ui.ctx().request_discard("the row's width is known now");
        }
        value
    })
}

/// What [`at_end`] leaves of `rect`.
#[must_use]
pub fn before_end(ui: &Ui, rect: Rect, name: &str) -> Rect {
    let known = end_width(ui, end_id(ui, name));
    rect.with_max_x((rect.right() - known - 2.0 * GRID).max(rect.left()))
}

fn end_id(ui: &Ui, name: &str) -> Id {
    ui.scope_id().with(("row at the end", name))
}

fn end_width(ui: &Ui, id: Id) -> f32 {
    ui.data(|data| data.get_temp(id)).unwrap_or_default()
}

/// The bar at the top: the mark and a title to the left, `add` at its end, from
/// left to right. The title ends where `add` begins.
pub fn top_bar<R>(
    ui: &mut Ui,
    palette: &Palette,
    title: &str,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let room = Room::of(ui);
    let whole = ui.max_rect();
    let bar = whole.with_max_y(whole.top() + room.bar());
    let line = Stroke::new(1.0, palette.border);
    ui.painter().hline(whole.x_range(), bar.bottom(), line);
    let inner = bar.shrink2(vec2(room.margin().x, 0.0));
    let left = before_end(ui, inner, TOP_BAR);
    region(ui, left, Layout::left_to_right(Align::Center), |ui| {
        text::icon(ui, icons::SHIELD_CHECK, theme::LEAD, palette.accent);
        ui.add_space(GRID);
        let room = ui.available_rect_before_wrap();
        let font = theme::semibold(theme::BODY);
        elided(ui, room, Align2::LEFT_CENTER, title, font, palette.text);
    });
    at_end(ui, inner, TOP_BAR, add)
}

/// What is below the bar, within the margins.
#[must_use]
pub fn body(ui: &Ui) -> Rect {
    let room = Room::of(ui);
    let whole = ui.max_rect();
    whole
        .with_min_y(whole.top() + room.bar())
        .shrink2(room.margin())
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

/// Beside what is scrolled: rings around what has the focus, and the bar.
const RINGS: f32 = 0.5 * GRID;
const SCROLL_BAR: f32 = 1.5 * GRID;

/// What may be higher than there is room; `name` tells it from others of its
/// screen. It stands in line with what is above and below it: rings and the bar
/// reach into the margins.
pub fn scrolled<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let wide = room
        .with_min_x(room.left() - RINGS)
        .with_max_x(room.right() + SCROLL_BAR);
    let builder = UiBuilder::new()
        .id_salt(name)
        .max_rect(wide)
        .layout(Layout::top_down(Align::Min));
    let mut child = ui.new_child(builder);
    let value = scrolled_in(&mut child, name, room.width(), add);
    ui.advance_cursor_after_rect(room);
    value
}

fn scrolled_in<R>(ui: &mut Ui, name: &str, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    super::scroll(ui, name, |ui| {
        let left = RINGS;
        ui.add_space(left);
        let spacing = ui.spacing().item_spacing;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(left);
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing = spacing;
                ui.set_width(width);
                add(ui)
            })
            .inner
        })
        .inner
    })
}

/// A card that fills `rect`, and is scrolled where it holds more.
pub fn card_scrolled<R>(
    ui: &mut Ui,
    palette: &Palette,
    rect: Rect,
    name: &str,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    card_in(ui, palette, rect, |ui| scrolled(ui, name, add))
}

/// Rows of buttons at the end of `rect`, as many as it takes; gives the room
/// above them, too. Their height is known from the frame before.
pub fn anchored<R>(
    ui: &mut Ui,
    rect: Rect,
    layout: Layout,
    add: impl FnOnce(&mut Ui) -> R,
) -> (Rect, R) {
    let id = ui.scope_id().with("height of the rows");
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(theme::TARGET);
    let (above, rows) = rect.split_top_bottom_at_y(rect.bottom() - known);
    let value = region(ui, rows, layout.with_main_wrap(true), |ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, GRID);
        let value = add(ui);
        let height = ui.min_rect().height();
        if (known - height).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, height));
            ui.ctx().request_discard("the rows' height is known now");
        }
        value
    });
    (above.with_max_y(above.bottom() - GRID), value)
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
    // What is scrolled fades into the card.
    let frame = Frame::new().fill(palette.surface);
    let builder = UiBuilder::new()
        .max_rect(rect.shrink2(vec2(3.0 * GRID, 2.0 * GRID)))
        .layout(Layout::top_down(Align::Min))
        .ui_stack_info(UiStackInfo::new(UiKind::Frame).with_frame(frame));
    ui.scope_builder(builder, add).inner
}
