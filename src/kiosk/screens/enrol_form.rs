//! Who is enrolled, the notice, and whether they agree.

use eframe::egui::{Align, Id, Layout, Rect, ScrollArea, Ui, vec2};

use crate::domain::{Badge, Consent, PersonName, Timestamp};
use crate::kiosk::icons;
use crate::kiosk::texts::NOTICE_VERSION;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::Intent;

use super::{Act, Page, Scene};

/// What was typed and ticked so far.
#[derive(Default)]
pub struct EnrolForm {
    badge: String,
    name: String,
    agreed: bool,
}

impl EnrolForm {
    /// Keeps who it is for another try, but not that they agreed.
    pub fn ask_again(&mut self) {
        self.agreed = false;
    }

    fn badge(&self) -> Option<Badge> {
        self.badge.parse().ok()
    }

    fn name(&self) -> Option<PersonName> {
        self.name.parse().ok()
    }
}

/// Draws the page.
pub fn enrol_form_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let ids @ [badge_id, _] = ["new badge", "new name"].map(Id::unique);
    let untouched = form.badge.is_empty() && form.name.is_empty() && !form.agreed;
    if untouched && ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(badge_id));
    }
    let enter = super::entered(ui.ctx(), &ids);
    let mut act = widgets::top_bar(ui, palette, &texts.get("enrol-title"), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let cancel = texts.get("action-cancel");
        let button = Button::secondary(palette, icons::CROSS, &cancel);
        let left = ui.add(button).clicked().then_some(Act::Open(Page::Home));
        if let Some(operator) = &scene.snapshot.operator {
            let name = operator.name.as_str();
            widgets::pill(ui, palette, icons::USER, palette.muted, name);
        }
        left
    });
    let body = widgets::body(ui);
    let (cards, foot) = body.split_top_bottom_at_y(body.bottom() - 11.0 * GRID);
    let (identity, notice) = cards.split_left_right_at_fraction(0.4);
    identity_card(ui, scene, identity, form, ids);
    let notice = notice.with_min_x(notice.left() + 3.0 * GRID);
    notice_card(ui, scene, notice, form);
    let start = footer(ui, scene, foot.with_min_y(foot.top() + 2.0 * GRID), form);
    if act.is_none() && (start || enter) {
        act = agreed(scene, form);
    }
    if act.is_none() && super::escaped(ui.ctx()) {
        act = Some(Act::Open(Page::Home));
    }
    act
}

fn identity_card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut EnrolForm,
    [badge_id, name_id]: [Id; 2],
) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_in(ui, palette, rect, |ui| {
        let title = texts.get("enrol-step-identity");
        widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        ui.add_space(2.0 * GRID);
        let wrong_badge = texts.get("badge-wrong");
        let shown = (!form.badge.is_empty() && form.badge().is_none()).then_some(&*wrong_badge);
        let badge = texts.get("badge-field");
        widgets::field(ui, palette, badge_id, &badge, &mut form.badge, false, shown);
        ui.add_space(GRID);
        let wrong_name = texts.get("enrol-name-wrong");
        let shown = (!form.name.is_empty() && form.name().is_none()).then_some(&*wrong_name);
        let name = texts.get("enrol-name");
        widgets::field(ui, palette, name_id, &name, &mut form.name, false, shown);
    });
}

fn notice_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut EnrolForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_in(ui, palette, rect, |ui| {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::DOCUMENT, theme::LEAD, palette.accent);
            let title = texts.get("notice-title");
            widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        });
        let version = texts.with("notice-version", &[("version", NOTICE_VERSION.into())]);
        widgets::label(ui, &version, theme::regular(theme::SMALL), palette.muted);
        ui.add_space(GRID);
        let tick = texts.get("enrol-agrees");
        let room = ui.available_height() - theme::TARGET - 2.0 * GRID;
        ScrollArea::vertical()
            .max_height(room)
            .auto_shrink(false)
            .show(ui, |ui| {
                let text = texts.get("notice-text");
                widgets::paragraph(ui, &text, theme::regular(theme::BODY), palette.text);
            });
        ui.add_space(GRID);
        widgets::tick_box(ui, palette, &mut form.agreed, &tick);
    });
}

/// What is missing yet, and the way on.
fn footer(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &EnrolForm) -> bool {
    let palette = scene.palette;
    let texts = scene.texts;
    let missing = if form.badge().is_none() || form.name().is_none() {
        Some("enrol-missing-identity")
    } else if form.agreed {
        None
    } else {
        Some("enrol-missing-consent")
    };
    widgets::region(ui, rect, Layout::right_to_left(Align::Center), |ui| {
        let words = texts.get("enrol-start");
        let button = Button::primary(palette, icons::CAMERA, &words)
            .min_size(vec2(0.0, 9.0 * GRID))
            .enabled(missing.is_none());
        let pressed = ui.add(button).clicked();
        ui.add_space(3.0 * GRID);
        if let Some(key) = missing {
            let words = texts.get(key);
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
        pressed
    })
}

fn agreed(scene: &Scene<'_>, form: &EnrolForm) -> Option<Act> {
    let (badge, name) = (form.badge()?, form.name()?);
    form.agreed.then(|| {
        Act::Send(Intent::Enrol {
            badge,
            name,
            consent: Consent {
                notice_version: NOTICE_VERSION.to_owned(),
                language: scene.texts.language().code.to_owned(),
                given_at: Timestamp(scene.now.timestamp().as_millisecond()),
            },
        })
    })
}
