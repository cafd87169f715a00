//! Something went wrong that isn't the person's doing.

use eframe::egui::{Align, Ui};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{Intent, Problem};

use super::{Act, Scene};

/// Draws the trouble, and what to do about it; `time_left` (0 to 1) is how
/// much of the time before home is left.
pub fn trouble_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    why: &Problem,
    time_left: f32,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let leave = super::entered(ui.ctx(), &[]) || super::escaped(ui.ctx());
    let room = Room::of(ui);
    let whole = ui.max_rect().shrink2(room.margin());
    let told = scene.told(why);
    let pressed = super::in_the_middle(ui, whole, 880.0, Align::Center, |ui| {
        let (fill, ink) = (palette.warning_soft, palette.warning);
        super::round_sign(ui, icons::WARNING, fill, ink);
        ui.add_space(3.0 * GRID);
        let title = texts.get("trouble-title");
        let font = theme::bold(room.display());
        widgets::centred_paragraph(ui, &title, font, palette.text, 1.1);
        ui.add_space(GRID);
        let font = theme::regular(theme::LEAD);
        widgets::centred_paragraph(ui, &told.what, font.clone(), palette.text, 1.45);
        widgets::centred_paragraph(ui, &told.advice, font, palette.muted, 1.45);
        ui.add_space(4.0 * GRID);
        let done = texts.get("action-done");
        ui.add(Button::primary(palette, icons::CHECK, &done))
            .clicked()
    });
    super::time_bar(ui, scene, time_left);
    let spoken = super::language_corner(ui, scene);
    (pressed || leave)
        .then_some(Act::Send(Intent::Home))
        .or(spoken)
}
