//! An operator looks at somebody and vouches for them.

use eframe::egui::{Id, Rect, Ui};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Room};
use crate::pipeline::{DeskIntent, Intent, WorkStatus};

use super::who_and_why::{Asks, WhoAndWhy, points};
use super::{Act, Scene};

const ASKS: Asks<'_> = Asks {
    about: "vouch-title",
    why: "vouch-reason",
    reasons: &[
        "vouch-turn",
        "vouch-covered",
        "vouch-camera",
        "vouch-prefers",
    ],
};

/// Draws the page.
pub fn vouch_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut WhoAndWhy) -> Option<Act> {
    let ids @ [badge_id, _] = ["vouched badge", "vouched why"].map(Id::unique);
    form.take_focus(ui, badge_id);
    let enter = super::super::entered(ui.ctx(), &ids);
    let title = scene.texts.get("vouch-title");
    let back = super::back_bar(ui, scene, &title, Act::Back);
    let body = widgets::body(ui);
    let (cards, foot) = widgets::foot(ui, body);
    let (left, right) = Room::of(ui).split(cards, 0.58, 0.62, 3.0 * GRID);
    form.card(ui, scene, left, &ASKS, ids);
    checklist(ui, scene, right);
    let pressed = footer(ui, scene, foot, form);
    if back.is_some() {
        return back;
    }
    let working = scene.snapshot.desk.way_in == WorkStatus::Working;
    if working || !(pressed || enter) || form.missing(scene).is_some() {
        return form.ask(ui, scene);
    }
    let (claim, why) = (form.badge()?, form.why()?);
    Some(Act::Send(Intent::Desk(DeskIntent::Vouch { claim, why })))
}

/// What to look at first.
fn checklist(ui: &mut Ui, scene: &Scene<'_>, rect: Rect) {
    let palette = scene.palette;
    widgets::card_scrolled(ui, palette, rect, "checks", |ui| {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::EYE, theme::LEAD, palette.accent);
            let title = scene.texts.get("vouch-check-title");
            widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        });
        ui.add_space(GRID);
        let keys = ["vouch-check-face", "vouch-check-badge", "vouch-check-free"];
        points(ui, scene, &keys);
    });
}

/// What came of it, if it wasn't a session, and the way on.
fn footer(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &WhoAndWhy) -> bool {
    let palette = scene.palette;
    let work = &scene.snapshot.desk.way_in;
    let missing = form.missing(scene).map(|key| scene.texts.get(key));
    let ready = missing.is_none() && *work != WorkStatus::Working;
    let words = scene.texts.get("vouch-action");
    let trouble = scene.way_failure();
    let foot = Foot {
        back: None,
        said: match (&trouble, &missing) {
            (Some(words), _) => Some((icons::WARNING, palette.danger, words.as_str())),
            (None, Some(words)) => Some(("", palette.muted, words.as_str())),
            (None, None) => None,
        },
        primary: Button::primary(palette, icons::HANDSHAKE, &words).enabled(ready),
    };
    foot.show(ui, rect).primary && ready
}
