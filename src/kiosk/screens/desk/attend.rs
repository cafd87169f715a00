//! An operator stays beside somebody who can't follow the usual challenge.

use eframe::egui::{Align, Id, Layout, Rect, Ui, vec2};

use crate::domain::Allowance;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Tile};
use crate::pipeline::Intent;

use super::who_and_why::{Asks, WhoAndWhy, checks};
use super::{Act, Page, Scene};

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

/// Draws the page.
pub fn attend_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut AttendForm) -> Option<Act> {
    let ids @ [badge_id, _] = ["attended badge", "attended why"].map(Id::unique);
    form.who.take_focus(ui, badge_id);
    let enter = super::super::entered(ui.ctx(), &ids);
    let title = scene.texts.get("attend-title");
    let back = super::back_bar(ui, scene, &title, Page::Home);
    let body = widgets::body(ui);
    let (cards, foot) = body.split_top_bottom_at_y(body.bottom() - 11.0 * GRID);
    let (left, right) = cards.split_left_right_at_fraction(0.54);
    form.who.card(ui, scene, left, &ASKS, ids);
    let right = right.with_min_x(right.left() + 3.0 * GRID);
    choice(ui, scene, right, &mut form.allowance);
    let foot = foot.with_min_y(foot.top() + 2.0 * GRID);
    let pressed = footer(ui, scene, foot, form);
    if back.is_some() {
        return back;
    }
    if !(pressed || enter) {
        return None;
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
    widgets::card_in(ui, palette, rect, |ui| {
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
        checks(ui, scene, &["attend-beside"]);
    });
}

fn footer(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &AttendForm) -> bool {
    let ready = form.who.badge().is_some() && form.who.why().is_some() && form.allowance.is_some();
    widgets::region(ui, rect, Layout::right_to_left(Align::Center), |ui| {
        let words = scene.texts.get("attend-action");
        let button = Button::primary(scene.palette, icons::USER_FOCUS, &words)
            .min_size(vec2(0.0, 9.0 * GRID))
            .enabled(ready);
        ui.add(button).clicked() && ready
    })
}
