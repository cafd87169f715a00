//! The replay of a session: its curves, and what it is played by.

use std::time::Duration;

use eframe::egui::{Align, Align2, Layout, Rect, Ui, vec2};

use crate::domain::Replay;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::SessionDetails;

use super::player::{Player, millis};
use super::{Scene, curves};

/// Between frames while it plays.
const FRAME_TIME: Duration = Duration::from_millis(33);

/// Draws the card into `rect`, and goes on where it plays.
pub fn replay_card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    details: &SessionDetails,
    player: &mut Player,
) {
    let palette = scene.palette;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let Some(replay) = details.replay.as_deref() else {
            let words = scene.texts.get("review-no-replay");
            let font = theme::regular(theme::BODY);
            widgets::said_in(ui, inner, Align::Center, &words, font, palette.muted);
            return;
        };
        player.by_keys(ui, replay);
        player.go_on(replay, ui.input(|input| input.stable_dt));
        if player.playing {
            ui.ctx().request_repaint_after(FRAME_TIME);
        }
        let (above, below) = inner.split_top_bottom_at_y(inner.bottom() - theme::TARGET);
        widgets::region(ui, above, Layout::top_down(Align::Min), |ui| {
            widgets::scrolled(ui, "curves", |ui| {
                let tolerance = details.tolerance.as_ref();
                curves::show(ui, scene, replay, tolerance, player.millis());
            });
        });
        controls(ui, scene, below, replay, player);
    });
}

fn controls(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, replay: &Replay, player: &mut Player) {
    let texts = scene.texts;
    let palette = scene.palette;
    let layout = Layout::left_to_right(Align::Center);
    widgets::region(ui, rect, layout, |ui| {
        ui.spacing_mut().item_spacing.x = 0.5 * GRID;
        let (icon, key) = match player.playing {
            true => (icons::PAUSE, "review-pause"),
            false => (icons::PLAY, "review-play"),
        };
        let words = texts.get(key);
        let button = Button::secondary(palette, icon, &words).only_sign(true);
        if ui.add(button).clicked() {
            player.toggle(replay);
        }
        for (icon, key, on) in [
            (icons::STEP_BACK, "review-step-back", false),
            (icons::STEP_ON, "review-step-on", true),
        ] {
            let words = texts.get(key);
            let button = Button::quiet(palette, icon, &words).only_sign(true);
            if ui.add(button).clicked() {
                player.step(replay, on);
            }
        }
        let at = texts.decimal(player.at_millis / 1_000.0, 1);
        let all = texts.decimal(millis(replay.millis()) / 1_000.0, 1);
        let time = format!("{at} / {all}");
        let time_width = 11.0 * GRID;
        let end = time_width + theme::TARGET + GRID;
        let width = (ui.available_width() - end - GRID).max(theme::TARGET);
        let all = millis(replay.millis()).max(1.0);
        let mut at = player.at_millis / all;
        let values = [("time", time.clone().into())];
        let spoken = texts.with("review-time", &values);
        let moved = ui.allocate_ui_with_layout(vec2(width, theme::TARGET), layout, |ui| {
            widgets::scrubber(ui, palette, &mut at, 100.0 / all, &spoken)
        });
        if moved.inner.changed() {
            player.playing = false;
            player.at_millis = at * all;
        }
        let (place, _) = ui.allocate_exact_size(
            vec2(time_width, theme::TARGET),
            eframe::egui::Sense::hover(),
        );
        let font = theme::regular(theme::SMALL);
        widgets::elided(ui, place, Align2::CENTER_CENTER, &time, font, palette.muted);
        let (_, words) = player.speed();
        if ui.add(Button::quiet(palette, "", words)).clicked() {
            player.next_speed();
        }
    });
}
