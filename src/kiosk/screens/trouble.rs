//! Something went wrong that isn't the person's doing.

use eframe::egui::{Align, Ui};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
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
    let whole = ui.max_rect();
    let pressed = super::in_the_middle(ui, whole, 800.0, Align::Center, |ui| {
        widgets::icon(ui, icons::WARNING, 2.0 * theme::DISPLAY, palette.warning);
        ui.add_space(2.0 * GRID);
        let title = texts.get("trouble-title");
        widgets::label(ui, &title, theme::bold(theme::TITLE), palette.text);
        ui.add_space(GRID);
        let told = scene.told(why);
        widgets::paragraph(ui, &told.what, theme::regular(theme::LEAD), palette.text);
        widgets::paragraph(ui, &told.advice, theme::regular(theme::LEAD), palette.muted);
        ui.add_space(3.0 * GRID);
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
