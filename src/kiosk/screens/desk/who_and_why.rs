//! A badge and a reason: what every way needs that an operator stands in for.

use eframe::egui::{Id, Rect, Ui, vec2};

use crate::domain::{Badge, VouchReason};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};

use super::Scene;

/// What was typed so far.
#[derive(Default)]
pub struct WhoAndWhy {
    badge: String,
    why: String,
}

/// The words around the two fields.
pub struct Asks<'a> {
    /// Its advice stands above them.
    pub about: &'a str,
    /// The name of the reason's field.
    pub why: &'a str,
    /// Reasons that are often true; one press writes them.
    pub reasons: &'a [&'a str],
}

impl WhoAndWhy {
    /// The badge, once it is one.
    pub fn badge(&self) -> Option<Badge> {
        self.badge.parse().ok()
    }

    /// The reason, once it is one.
    pub fn why(&self) -> Option<VouchReason> {
        self.why.parse().ok()
    }

    /// Gives the badge's field the focus at first.
    pub fn take_focus(&self, ui: &Ui, badge_id: Id) {
        if ui.memory(|memory| memory.focused()).is_none() && self.badge.is_empty() {
            ui.memory_mut(|memory| memory.request_focus(badge_id));
        }
    }

    /// Draws the card.
    pub fn card(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        rect: Rect,
        asks: &Asks<'_>,
        [badge_id, why_id]: [Id; 2],
    ) {
        let palette = scene.palette;
        let texts = scene.texts;
        widgets::card_scrolled(ui, palette, rect, "who and why", |ui| {
            let advice = texts.advice(asks.about);
            widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
            ui.add_space(GRID);
            let wrong = texts.get("badge-wrong");
            let shown =
                (!self.badge.is_empty() && self.badge().is_none()).then_some(wrong.as_str());
            let name = texts.get("badge-field");
            widgets::field(ui, palette, badge_id, &name, &mut self.badge, false, shown);
            let wrong = texts.get("vouch-reason-wrong");
            let shown = (!self.why.is_empty() && self.why().is_none()).then_some(wrong.as_str());
            let name = texts.get(asks.why);
            widgets::field(ui, palette, why_id, &name, &mut self.why, false, shown);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(GRID, GRID);
                for key in asks.reasons {
                    let words = texts.get(key);
                    if ui.add(Button::secondary(palette, "", &words)).clicked() {
                        self.why = words;
                    }
                }
            });
        });
    }
}

/// Sentences with a check before each.
pub fn checks(ui: &mut Ui, scene: &Scene<'_>, keys: &[&str]) {
    let palette = scene.palette;
    for key in keys {
        ui.add_space(GRID);
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icons::CHECK, theme::LEAD, palette.success);
            ui.add_space(GRID);
            let words = scene.texts.get(key);
            ui.vertical(|ui| {
                widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
            });
        });
    }
}
