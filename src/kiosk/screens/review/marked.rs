//! What reviewers marked, in rates: people who were refused, strangers and
//! attacks that came through, each with its bounds.

use eframe::egui::Ui;

use crate::domain::Truth;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;
use crate::pipeline::SiteView;
use crate::report::site::Share;

use super::marking::told;
use super::what_if::{bounds, percent};
use super::{Scene, grouped};

/// Draws the rates at a threshold, or says how there come to be some.
pub fn marked(ui: &mut Ui, scene: &Scene<'_>, site: &SiteView, threshold: f32) {
    let texts = scene.texts;
    let palette = scene.palette;
    let figures = &site.figures.marked;
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.75 * GRID;
        let title = texts.get("site-marked");
        widgets::label(ui, &title, theme::semibold(theme::BODY), palette.text);
        let font = theme::regular(theme::SMALL + 1.0);
        if figures.all() == 0 {
            let words = texts.get("site-marked-none");
            widgets::wrapping(ui, &words, font, palette.muted);
            return;
        }
        let values = [
            ("all", grouped(figures.all()).into()),
            ("unclear", grouped(figures.unclear).into()),
            ("disputed", grouped(figures.disputed).into()),
        ];
        let words = texts.with("site-marked-said", &values);
        widgets::wrapping(ui, &words, font, palette.muted);
        let rates = [
            ("site-marked-fnmr", figures.fnmr(threshold)),
            ("site-marked-fmr", figures.fmr(threshold)),
            ("site-marked-bpcer", figures.bpcer()),
        ];
        for (key, share) in rates {
            rate(ui, scene, &texts.get(key), share);
        }
        for (species, share) in figures.apcer() {
            let called = told(scene, &Truth::Attack(species.clone()));
            let name = texts.with("site-marked-apcer", &[("species", called.into())]);
            rate(ui, scene, &name, share);
        }
    });
}

/// A rate and its bounds; one of nothing isn't told.
fn rate(ui: &mut Ui, scene: &Scene<'_>, name: &str, share: Share) {
    if share.all == 0 {
        return;
    }
    let palette = scene.palette;
    widgets::wrapping(ui, name, theme::regular(theme::BODY - 1.0), palette.muted);
    let figure = percent(scene, share.rate);
    let says = format!("{figure} · {}", bounds(scene, share));
    let font = theme::semibold(theme::BODY - 1.0);
    widgets::wrapping(ui, &says, font, palette.text);
}
