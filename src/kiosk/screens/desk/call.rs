//! The front desk is called: a card that is seen from afar, until somebody
//! has come.

use eframe::egui::{Align, Align2, Sense, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};

use super::{Act, Page, Scene};

/// Diameter of the sign, in points: seen across a room.
const SIGN: f32 = 24.0 * GRID;

/// Draws the card.
pub fn call_screen(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let leave = super::super::entered(ui.ctx(), &[]) || super::super::escaped(ui.ctx());
    let room = Room::of(ui);
    let whole = ui.max_rect().shrink2(room.margin());
    let sign = if room.low { SIGN / 2.0 } else { SIGN };
    let pressed = super::super::in_the_middle(ui, whole, 960.0, Align::Center, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(sign, sign), Sense::hover());
        let painter = ui.painter();
        painter.circle_filled(rect.center(), sign / 2.0, palette.accent);
        painter.text(
            rect.center(),
            Align2::CENTER_CENTER,
            icons::CALL,
            theme::icon(sign / 2.0),
            palette.on_accent,
        );
        ui.add_space(if room.low { 2.0 } else { 4.0 } * GRID);
        // Who waits for a bell that nobody hears would wait in vain.
        let key = if scene.heard {
            "call-title"
        } else {
            "call-silent"
        };
        let title = texts.get(key);
        widgets::centred_paragraph(ui, &title, theme::bold(room.display()), palette.text, 1.1);
        ui.add_space(GRID);
        let advice = texts.advice(key);
        let font = theme::regular(theme::LEAD);
        widgets::centred_paragraph(ui, &advice, font, palette.muted, 1.45);
        ui.add_space(if room.low { 2.0 } else { 4.0 } * GRID);
        let words = texts.get("call-action");
        let button = Button::primary(palette, icons::CHECK, &words);
        ui.add(button).clicked()
    });
    let spoken = super::super::language_corner(ui, scene);
    (pressed || leave)
        .then_some(Act::Open(Page::Home))
        .or(spoken)
}
