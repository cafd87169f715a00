//! An operator looks at somebody and vouches for them.

use eframe::egui::{Id, Rect, Ui, vec2};

use crate::domain::{Badge, VouchReason};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Room};
use crate::pipeline::{DeskIntent, Intent, WorkStatus};

use super::{Act, Page, Scene};

/// Reasons that are often true; one press writes them.
const REASONS: [&str; 4] = [
    "vouch-turn",
    "vouch-covered",
    "vouch-camera",
    "vouch-prefers",
];

/// What was typed so far.
#[derive(Default)]
pub struct VouchForm {
    badge: String,
    why: String,
}

impl VouchForm {
    fn badge(&self) -> Option<Badge> {
        self.badge.parse().ok()
    }

    fn why(&self) -> Option<VouchReason> {
        self.why.parse().ok()
    }
}

/// Draws the page.
pub fn vouch_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut VouchForm) -> Option<Act> {
    let ids @ [badge_id, _] = ["vouched badge", "vouched why"].map(Id::unique);
    if ui.memory(|memory| memory.focused()).is_none() && form.badge.is_empty() {
        ui.memory_mut(|memory| memory.request_focus(badge_id));
    }
    let enter = super::super::entered(ui.ctx(), &ids);
    let title = scene.texts.get("vouch-title");
    let back = super::back_bar(ui, scene, &title, Page::Home);
    let body = widgets::body(ui);
    let (cards, foot) = widgets::foot(ui, body);
    let (left, right) = Room::of(ui).split(cards, 0.58, 0.62, 3.0 * GRID);
    form_card(ui, scene, left, form, ids);
    checklist(ui, scene, right);
    let pressed = footer(ui, scene, foot, form);
    if back.is_some() {
        return back;
    }
    let working = scene.snapshot.desk.work == WorkStatus::Working;
    if working || !(pressed || enter) {
        return None;
    }
    let (claim, why) = (form.badge()?, form.why()?);
    Some(Act::Send(Intent::Desk(DeskIntent::Vouch { claim, why })))
}

fn form_card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut VouchForm,
    [badge_id, why_id]: [Id; 2],
) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_scrolled(ui, palette, rect, "vouching", |ui| {
        let advice = texts.advice("vouch-title");
        widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
        ui.add_space(GRID);
        let wrong = texts.get("badge-wrong");
        let shown = (!form.badge.is_empty() && form.badge().is_none()).then_some(wrong.as_str());
        let name = texts.get("badge-field");
        widgets::field(ui, palette, badge_id, &name, &mut form.badge, false, shown);
        let wrong = texts.get("vouch-reason-wrong");
        let shown = (!form.why.is_empty() && form.why().is_none()).then_some(wrong.as_str());
        let name = texts.get("vouch-reason");
        widgets::field(ui, palette, why_id, &name, &mut form.why, false, shown);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(GRID, GRID);
            for key in REASONS {
                let words = texts.get(key);
                if ui.add(Button::secondary(palette, "", &words)).clicked() {
                    form.why = words;
                }
            }
        });
    });
}

/// What to look at first.
fn checklist(ui: &mut Ui, scene: &Scene<'_>, rect: Rect) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_scrolled(ui, palette, rect, "checks", |ui| {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::EYE, theme::LEAD, palette.accent);
            let title = texts.get("vouch-check-title");
            widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        });
        ui.add_space(GRID);
        for key in ["vouch-check-face", "vouch-check-badge", "vouch-check-free"] {
            ui.add_space(GRID);
            ui.horizontal_top(|ui| {
                widgets::icon(ui, icons::CHECK, theme::LEAD, palette.success);
                ui.add_space(GRID);
                let words = texts.get(key);
                ui.vertical(|ui| {
                    widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
                });
            });
        }
    });
}

/// What came of it, if it wasn't a session, and the way on.
fn footer(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &VouchForm) -> bool {
    let palette = scene.palette;
    let work = &scene.snapshot.desk.work;
    let ready = form.badge().is_some() && form.why().is_some() && *work != WorkStatus::Working;
    let words = scene.texts.get("vouch-action");
    let trouble = scene.failure();
    let foot = Foot {
        back: None,
        said: trouble
            .as_deref()
            .map(|words| (icons::WARNING, palette.danger, words)),
        primary: Button::primary(palette, icons::HANDSHAKE, &words).enabled(ready),
    };
    foot.show(ui, rect).primary && ready
}
