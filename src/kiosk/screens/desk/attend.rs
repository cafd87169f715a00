//! An operator stays beside somebody who can't follow the usual challenge.

use eframe::egui::{Id, Rect, Ui};

use crate::domain::{Allowance, Badge};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Room, Tile};
use crate::pipeline::Intent;

use super::who_and_why::{Asks, WhoAndWhy, points};
use super::{Act, Scene};

const ASKS: Asks<'_> = Asks {
    about: "attend-title",
    why: "attend-reason",
    reasons: &["vouch-turn", "attend-time", "attend-sight"],
};

/// What was typed and chosen so far.
#[derive(Default)]
pub struct AttendForm {
    who: WhoAndWhy,
    allowance: Option<Allowance>,
}

impl AttendForm {
    /// Begins with a badge that is known.
    pub fn suppose(&mut self, badge: &Badge) {
        self.who.suppose(badge);
        self.allowance = None;
    }

    /// The first thing that is still missing.
    fn missing(&self, scene: &Scene<'_>) -> Option<&'static str> {
        let what = self.allowance.is_none().then_some("attend-missing-what");
        self.who.missing(scene).or(what)
    }
}

/// Draws the page.
pub fn attend_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut AttendForm) -> Option<Act> {
    let ids @ [badge_id, _] = ["attended badge", "attended why"].map(Id::unique);
    form.who.take_focus(ui, badge_id);
    let enter = super::super::entered(ui.ctx(), &ids);
    let title = scene.texts.get("attend-title");
    let back = super::back_bar(ui, scene, &title, Act::Back);
    let body = widgets::body(ui);
    let (cards, foot) = widgets::foot(ui, body);
    let (left, right) = Room::of(ui).split(cards, 0.54, 0.54, 3.0 * GRID);
    form.who.card(ui, scene, left, &ASKS, ids);
    choice(ui, scene, right, &mut form.allowance);
    let pressed = footer(ui, scene, foot, form);
    if back.is_some() {
        return back;
    }
    if !(pressed || enter) || form.missing(scene).is_some() {
        return form.who.ask(ui, scene);
    }
    Some(Act::Send(Intent::VerifyAttended {
        claim: form.who.badge()?,
        allowance: form.allowance?,
        why: form.who.why()?,
    }))
}

/// What helps the person, and what the operator then does.
fn choice(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, chosen: &mut Option<Allowance>) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_scrolled(ui, palette, rect, "what helps", |ui| {
        let title = texts.get("attend-what");
        widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        ui.add_space(GRID);
        for (allowance, icon, key) in [
            (Allowance::NoTurn, icons::EYE_CLOSED, "attend-no-turn"),
            (Allowance::LongerTime, icons::CLOCK, "attend-longer-time"),
        ] {
            let (title, about) = (texts.get(key), texts.advice(key));
            let is_it = *chosen == Some(allowance);
            let tile = Tile::choice(palette, icon, &title, &about, is_it);
            if tile.show(ui).clicked() {
                *chosen = Some(allowance);
            }
            ui.add_space(GRID);
        }
        points(ui, scene, &["attend-beside"]);
    });
}

fn footer(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &AttendForm) -> bool {
    let palette = scene.palette;
    let missing = form.missing(scene).map(|key| scene.texts.get(key));
    let words = scene.texts.get("attend-action");
    let foot = Foot {
        back: None,
        said: missing.as_deref().map(|words| ("", palette.muted, words)),
        primary: Button::primary(palette, icons::USER_FOCUS, &words).enabled(missing.is_none()),
    };
    foot.show(ui, rect).primary
}
