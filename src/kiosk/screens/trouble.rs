//! Something went wrong that isn't the person's doing.

use eframe::egui::{Align, Ui};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::Intent;

use super::{Act, Scene};

/// Draws the trouble; `message` says what happened and what to do, and
/// `time_left` (0 to 1) how much of the time before home is left.
pub fn trouble_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    message: &str,
    time_left: f32,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let leave = super::entered(ui.ctx(), &[]) || super::escaped(ui.ctx());
    let whole = ui.max_rect();
    let pressed = super::in_the_middle(ui, whole, 800.0, Align::Center, |ui| {
        widgets::icon(ui, icons::WARNING, 2.0 * theme::DISPLAY, palette.warning);
        ui.add_space(2.0 * GRID);
        let title = texts.get("trouble-title");
        widgets::label(ui, &title, theme::bold(theme::TITLE), palette.text);
        ui.add_space(GRID);
        widgets::paragraph(ui, message, theme::regular(theme::LEAD), palette.muted);
        ui.add_space(3.0 * GRID);
        let done = texts.get("action-done");
        ui.add(Button::primary(palette, icons::CHECK, &done))
            .clicked()
    });
    super::time_bar(ui, scene, time_left);
    (pressed || leave).then_some(Act::Send(Intent::Home))
}
