//! Who was verified is welcomed; beside the words stands the face that was
//! measured. Every other result is said by the result screen alone.

use eframe::egui::{Align, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::Intent;

use super::result::{badge_of_decision, said};
use super::{Act, FaceCard, ResultView, Scene, result_screen};

/// Draws how a verification ended.
pub fn verified_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &ResultView<'_>,
    face: &mut FaceCard,
) -> Option<Act> {
    if scene.snapshot.face.is_none() {
        return result_screen(ui, scene, view);
    }
    let palette = scene.palette;
    let left_by_key = super::entered(ui.ctx(), &[]) || super::escaped(ui.ctx());
    let body = ui.max_rect().shrink2(vec2(8.0 * GRID, 10.0 * GRID));
    let (words, card) = body.split_left_right_at_fraction(0.5);
    let words = words.with_max_x(words.right() - 4.0 * GRID);
    let done = super::in_the_middle(ui, words, words.width(), Align::Min, |ui| {
        badge_of_decision(ui, scene, view);
        ui.add_space(4.0 * GRID);
        let (title, advice) = said(scene, view);
        widgets::paragraph(ui, &title, theme::bold(theme::DISPLAY), palette.text);
        ui.add_space(GRID);
        widgets::paragraph(ui, &advice, theme::regular(theme::LEAD), palette.muted);
        ui.add_space(5.0 * GRID);
        let done = scene.texts.get("action-done");
        ui.add(Button::primary(palette, icons::CHECK, &done))
            .clicked()
    });
    face.show(ui, scene, card);
    super::time_bar(ui, scene, view.time_left);
    (done || left_by_key).then_some(Act::Send(Intent::Home))
}
