//! Health: what the doctor finds, and what to do about it.

use eframe::egui::{Color32, Ui, vec2};

use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets::{self, Button};
use crate::kiosk::{icons, problems};
use crate::pipeline::{DeskIntent, Health, HealthCheck, Intent};

use super::super::{Act, Scene};
use super::clock::{ClockForm, clock_behind};

/// Draws the page.
pub fn health_page(ui: &mut Ui, scene: &Scene<'_>, clock: &mut ClockForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let health = &scene.snapshot.desk.health;
    let (icon, colour, key) = overall(health, palette);
    ui.horizontal(|ui| {
        widgets::icon(ui, icon, theme::LEAD, colour);
        ui.add_space(GRID);
        let words = texts.get(key);
        widgets::label(ui, &words, theme::semibold(theme::LEAD), palette.text);
    });
    ui.add_space(GRID);
    let advice = texts.get("health-advice");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
    ui.add_space(GRID);
    let words = texts.get("health-check");
    let button = Button::secondary(palette, icons::REFRESH, &words)
        .min_size(vec2(0.0, theme::TARGET))
        .enabled(*health != Health::Checking);
    let pressed = ui.add(button).clicked();
    ui.add_space(2.0 * GRID);
    let mut reset = None;
    widgets::scrolled(ui, "health", |ui| {
        super::handover::trouble(ui, scene);
        reset = clock_behind(ui, scene, clock);
        match health {
            Health::Found(checks) => {
                // What needs somebody comes first.
                let mut checks: Vec<&HealthCheck> = checks.iter().collect();
                checks.sort_by_key(|check| (check.ok, !check.needed));
                for check in checks {
                    one_check(ui, scene, check);
                }
                let details = texts.get("examined-details");
                widgets::paragraph(ui, &details, theme::regular(theme::BODY), palette.muted);
            }
            Health::Trouble { why } => {
                let words = scene.told(why).line();
                widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.danger);
            }
            Health::Unknown | Health::Checking => {}
        }
    });
    let check = Act::Send(Intent::Desk(DeskIntent::CheckHealth));
    pressed.then_some(check).or(reset)
}

fn overall(health: &Health, palette: &Palette) -> (&'static str, Color32, &'static str) {
    match health {
        Health::Unknown => (icons::HEARTBEAT, palette.accent, "settings-health"),
        Health::Checking => (icons::HOURGLASS, palette.muted, "health-checking"),
        Health::Trouble { .. } => (icons::WARNING, palette.danger, "health-bad"),
        Health::Found(checks) if checks.iter().any(|check| check.needed && !check.ok) => {
            (icons::WARNING, palette.danger, "health-bad")
        }
        Health::Found(checks) if checks.iter().any(|check| !check.ok) => {
            (icons::INFO, palette.warning, "health-advised")
        }
        Health::Found(_) => (icons::CHECK, palette.success, "health-good"),
    }
}

/// One finding: its standing, what to do, and small what was found.
fn one_check(ui: &mut Ui, scene: &Scene<'_>, check: &HealthCheck) {
    let palette = scene.palette;
    let texts = scene.texts;
    let (icon, colour) = match (check.ok, check.needed) {
        (true, _) => (icons::CHECK, palette.success),
        (false, false) => (icons::INFO, palette.warning),
        (false, true) => (icons::WARNING, palette.danger),
    };
    ui.horizontal_top(|ui| {
        widgets::icon(ui, icon, theme::BODY, colour);
        ui.add_space(GRID);
        ui.vertical(|ui| {
            let key = problems::examined(check.examined);
            let name = texts.get(key);
            widgets::label(ui, &name, theme::semibold(theme::BODY), palette.text);
            let (words, ink) = if check.ok {
                (texts.get("examined-well"), palette.muted)
            } else {
                (texts.advice(key), palette.text)
            };
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), ink);
            if !check.ok && !check.detail.is_empty() {
                let values = [("detail", check.detail.clone().into())];
                let found = texts.with("examined-found", &values);
                let font = theme::regular(theme::SMALL);
                widgets::wrapping(ui, &found, font, palette.muted);
            }
        });
    });
    ui.add_space(GRID);
}
