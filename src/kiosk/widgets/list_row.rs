//! A line of a list, to be chosen: lit under the pointer, framed where it is
//! chosen or has the focus. What stands in it its screen draws.

use eframe::egui::{
    CornerRadius, EventFilter, Key, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

/// Height of a line, in points.
const ROW: f32 = theme::TARGET;
/// Page up and down go so many lines on.
const PAGE: usize = 8;

/// A list that may be too long to go through by Tab: one line of it has the
/// focus, and the arrows go from line to line.
#[derive(Default)]
pub struct LongList {
    offset: f32,
    height: f32,
    /// Between lines.
    gap: f32,
    /// Where it is to be scrolled to.
    wanted: Option<f32>,
    /// Whether a line has the focus, and whether the keys have just moved on.
    focused: bool,
    moved: bool,
}

/// How the keys stand to a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListLine {
    /// It is the one that was chosen.
    pub chosen: bool,
    stood_on: bool,
    takes_focus: bool,
}

/// What came of a line.
#[derive(Clone, Copy, Debug)]
pub struct LineDrawn {
    /// Where its words have room.
    pub inner: Rect,
    pressed: bool,
    focused: bool,
}

impl LineDrawn {
    /// Something else in a line's place, which is no line.
    pub const NOTHING: Self = Self {
        inner: Rect::NOTHING,
        pressed: false,
        focused: false,
    };
}

impl LongList {
    /// Whether one of its lines has the focus.
    #[must_use]
    pub fn is_focused(&self) -> bool {
        self.focused
    }

    /// The line that the keys go to from the `chosen` one of `count`, while a
    /// line has the focus.
    pub fn by_keys(&mut self, ui: &Ui, count: usize, chosen: Option<usize>) -> Option<usize> {
        let last = count.checked_sub(1).filter(|_| self.focused)?;
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let at = chosen.unwrap_or_default();
        let next = if pressed(Key::ArrowDown) {
            chosen.map_or(0, |at| at + 1)
        } else if pressed(Key::ArrowUp) {
            at.saturating_sub(1)
        } else if pressed(Key::PageDown) {
            at + PAGE
        } else if pressed(Key::PageUp) {
            at.saturating_sub(PAGE)
        } else if pressed(Key::End) {
            last
        } else if pressed(Key::Home) {
            0
        } else {
            return None;
        };
        let next = next.min(last);
        self.stand_on(next);
        Some(next)
    }

    /// Stands on a line, and scrolls as far as is needed for it to be in view.
    pub fn stand_on(&mut self, at: usize) {
        let top = f32::from(u16::try_from(at).unwrap_or(u16::MAX)) * (ROW + self.gap);
        if top < self.offset {
            self.wanted = Some(top);
        } else if top + ROW > self.offset + self.height {
            self.wanted = Some(top + ROW - self.height);
        }
        self.moved = self.focused;
    }

    /// Draws the lines in view; the one that was pressed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        count: usize,
        chosen: Option<usize>,
        mut add: impl FnMut(&mut Ui, usize, ListLine) -> LineDrawn,
    ) -> Option<usize> {
        self.gap = ui.spacing().item_spacing.y;
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if let Some(wanted) = self.wanted.take() {
            area = area.vertical_scroll_offset(wanted);
        }
        let mut pressed = None;
        let mut focused = false;
        let shown = area.show_rows(ui, ROW, count, |ui, range| {
            let stood_on = chosen.filter(|at| range.contains(at));
            let stood_on = stood_on.unwrap_or(range.start);
            for at in range {
                let is_chosen = chosen == Some(at);
                let line = ListLine {
                    chosen: is_chosen,
                    stood_on: at == stood_on,
                    takes_focus: is_chosen && std::mem::take(&mut self.moved),
                };
                let drawn = add(ui, at, line);
                focused |= drawn.focused;
                if drawn.pressed {
                    pressed = Some(at);
                }
            }
        });
        // The line that had it may have been scrolled away.
        self.focused = focused || self.moved;
        self.offset = shown.state.clamped_offset().y;
        self.height = shown.inner_rect.height();
        pressed
    }
}

impl ListLine {
    /// Draws a line; `spoken` is what a screen reader says of it.
    pub fn draw(self, ui: &mut Ui, palette: &Palette, spoken: &str) -> LineDrawn {
        let (inner, response, pressed) =
            long_list_row(ui, palette, self.chosen, self.stood_on, spoken);
        if self.takes_focus {
            response.request_focus();
        }
        LineDrawn {
            inner,
            pressed,
            focused: response.has_focus() || self.takes_focus,
        }
    }
}

/// A line of a list too long to go through by Tab: only the line that the keys
/// stand on has the focus, and the arrows are its own. Returns whether it was
/// pressed, too.
pub fn long_list_row(
    ui: &mut Ui,
    palette: &Palette,
    chosen: bool,
    stood_on: bool,
    spoken: &str,
) -> (Rect, Response, bool) {
    let size = vec2(ui.available_width(), theme::TARGET);
    let sense = if stood_on {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, spoken));
    if response.has_focus() {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    let pressed = response.clicked();
    let lit = response.hovered();
    draw(ui, palette, rect, chosen, lit, response.has_focus());
    (
        rect.shrink2(vec2(1.5 * GRID, 0.75 * GRID)),
        response,
        pressed,
    )
}

fn draw(ui: &Ui, palette: &Palette, rect: Rect, chosen: bool, lit: bool, focused: bool) {
    let fill = if chosen {
        palette.surface_hover
    } else if lit {
        palette.background
    } else {
        palette.surface
    };
    let edge = if focused {
        Stroke::new(3.0, palette.text)
    } else if chosen {
        Stroke::new(2.0, palette.accent)
    } else {
        Stroke::NONE
    };
    let corner = CornerRadius::same(theme::RADIUS);
    ui.painter()
        .rect(rect, corner, fill, edge, StrokeKind::Inside);
}
