//! Who was verified is welcomed; beside the words stands the face that was
//! measured, or where the site hands tokens over, the token as a code. Every
//! other result is said by the result screen alone.

use eframe::egui::{Align, Ui, vec2};

use crate::domain::Reason;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::Intent;

use super::code::code_in;
use super::result::{badge_of_decision, said};
use super::{Act, FaceCard, ResultView, Scene, result_screen};

/// Draws how a verification ended.
pub fn verified_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &ResultView<'_>,
    face: &mut FaceCard,
) -> Option<Act> {
    let receipt = scene.snapshot.receipt.as_deref();
    if scene.snapshot.face.is_none() && receipt.is_none() {
        return result_screen(ui, scene, view);
    }
    let palette = scene.palette;
    let left_by_key = super::entered(ui.ctx(), &[]) || super::escaped(ui.ctx());
    let room = Room::of(ui);
    let around = if room.low || room.narrow {
        room.margin()
    } else {
        vec2(8.0, 10.0) * GRID
    };
    // A code is as large as it can be: it is read from a hand's distance.
    let (across, down, gap) = match receipt {
        Some(_) => (0.44, 0.38, 3.0 * GRID),
        None => (0.5, 0.5, 4.0 * GRID),
    };
    let whole = ui.max_rect();
    let below_corner = whole.top() + room.bar();
    let place = whole.shrink2(around);
    let place = place.with_min_y(place.top().max(below_corner));
    let (words, card) = room.split(place, across, down, gap);
    let done = super::in_the_middle(ui, words, words.width(), Align::Min, |ui| {
        badge_of_decision(ui, scene, view);
        ui.add_space(if room.low { 1.5 } else { 4.0 } * GRID);
        let (title, advice) = said(scene, view);
        widgets::title(ui, &title, room.display(), palette.text);
        ui.add_space(GRID);
        widgets::paragraph(ui, &advice, theme::regular(theme::LEAD), palette.muted);
        found(ui, scene, view);
        if receipt.is_some() {
            ui.add_space(GRID);
            let words = scene.texts.get("code-scan");
            widgets::paragraph(ui, &words, theme::regular(theme::LEAD), palette.text);
        }
        ui.add_space(if room.low { 2.0 } else { 5.0 } * GRID);
        let done = scene.texts.get("action-done");
        ui.add(Button::primary(palette, icons::CHECK, &done))
            .clicked()
    });
    match receipt {
        Some(receipt) => code_in(ui, scene, card, receipt),
        None => face.show(ui, scene, card),
    }
    super::time_bar(ui, scene, view.time_left);
    let spoken = super::language_corner(ui, scene);
    let left = (done || left_by_key).then_some(Act::Send(Intent::Home));
    left.or(spoken)
}

/// What was found, in words and without numbers. Whom an operator attended may
/// have been allowed not to turn.
fn found(ui: &mut Ui, scene: &Scene<'_>, view: &ResultView<'_>) {
    let room = Room::of(ui);
    let finished = view.finished;
    if finished.reason != Reason::Matched || finished.attended || room.low {
        return;
    }
    let palette = scene.palette;
    ui.add_space(2.0 * GRID);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, GRID);
        for key in [
            "result-found-face",
            "result-found-depth",
            "result-found-moves",
        ] {
            let words = scene.texts.get(key);
            widgets::pill(ui, palette, icons::CHECK, palette.success, &words);
        }
    });
}
