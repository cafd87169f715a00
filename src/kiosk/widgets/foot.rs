//! The row at a page's end: the way back, what is still missing, and the one
//! thing to do next.

use eframe::egui::{Align, Color32, Layout, Rect, Ui, vec2};

use crate::kiosk::theme::{self, GRID};

use super::{Button, Room, region, text};

/// Height of the row's buttons, in points.
const BUTTONS: f32 = 9.0 * GRID;
/// Height of what is said above them in a tall window, and in a narrow part of
/// one, in points.
const SAID: f32 = 7.0 * GRID;
const SAID_NARROW: f32 = 3.5 * GRID;
/// A row narrower than this has no room for words between its buttons.
const NARROW: f32 = 84.0 * GRID;

/// What the row holds.
pub struct Foot<'a> {
    /// The way back.
    pub back: Option<Button<'a>>,
    /// What is missing yet, or how it went: an icon (or none), its colour, and
    /// words.
    pub said: Option<(&'a str, Color32, &'a str)>,
    /// The thing to do next.
    pub primary: Button<'a>,
}

/// What was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FootPressed {
    /// The way back.
    pub back: bool,
    /// The way on.
    pub primary: bool,
}

/// The part of `rect` that stays for the page, and the part for the row.
#[must_use]
pub fn foot(ui: &Ui, rect: Rect) -> (Rect, Rect) {
    let room = Room::of(ui);
    let said = said_height(room, rect);
    let gap = if room.low { GRID } else { 2.0 * GRID };
    let (page, row) = rect.split_top_bottom_at_y(rect.bottom() - BUTTONS - said);
    (page.with_max_y(page.bottom() - gap), row)
}

/// Height of what is said above the buttons; none where it is said between them.
fn said_height(room: Room, rect: Rect) -> f32 {
    match (room.tall, rect.width() < NARROW) {
        (true, _) => SAID,
        (false, true) => SAID_NARROW,
        (false, false) => 0.0,
    }
}

impl Foot<'_> {
    /// Draws the row into `rect`.
    pub fn show(self, ui: &mut Ui, rect: Rect) -> FootPressed {
        let above = said_height(Room::of(ui), rect) > 0.0;
        let buttons = rect.with_min_y(rect.bottom() - BUTTONS);
        let size = vec2(0.0, BUTTONS);
        let mut pressed = FootPressed::default();
        let mut left = buttons.left();
        if let Some(back) = self.back {
            let both = back.width(ui) + 2.0 * GRID + self.primary.width(ui);
            let back = back.only_sign(both > rect.width());
            region(ui, buttons, Layout::left_to_right(Align::Center), |ui| {
                pressed.back = ui.add(back.min_size(size)).clicked();
                left = ui.min_rect().right() + 3.0 * GRID;
            });
        }
        let mut right = buttons.right();
        region(ui, buttons, Layout::right_to_left(Align::Center), |ui| {
            pressed.primary = ui.add(self.primary.min_size(size)).clicked();
            right = ui.min_rect().left() - 3.0 * GRID;
        });
        if let Some((icon, ink, words)) = self.said {
            let place = if above {
                rect.with_max_y(buttons.top() - GRID / 2.0)
            } else {
                buttons.with_min_x(left).with_max_x(right)
            };
            let layout = Layout::right_to_left(Align::Center);
            region(ui, place, layout, |ui| said(ui, (icon, ink, words)));
        }
        pressed
    }
}

/// Words to the right, as many lines as there is room for.
fn said(ui: &mut Ui, (icon, ink, words): (&str, Color32, &str)) {
    let font = theme::regular(theme::BODY);
    let width = ui.available_width() - 5.0 * GRID;
    let galley = ui
        .painter()
        .layout(words.to_owned(), font.clone(), ink, width);
    let size = vec2(galley.size().x, galley.size().y);
    ui.spacing_mut().item_spacing.x = GRID;
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        text::wrapping(ui, words, font, ink);
    });
    if !icon.is_empty() {
        text::icon(ui, icon, theme::LEAD, ink);
    }
}
