//! Whether a person is really to be erased: what goes, what stays, why, a
//! second operator who agrees, and the badge typed once more.

use std::sync::Arc;

use eframe::egui::{Align, Id, Layout, Rect, Ui, vec2};
use zeroize::Zeroizing;

use crate::domain::{Badge, ErasureReason, Secret};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Note};
use crate::pipeline::{PeopleIntent, PersonDetails, SecondOperator};

use super::{Act, Asking, PeopleForm, Scene, ask};

/// No badge is longer.
const MOST_CHARACTERS: usize = 64;

/// What was typed and chosen. The password wipes itself.
#[derive(Default)]
pub struct RemovalForm {
    badge: String,
    reason: Option<ErasureReason>,
    second: String,
    password: Zeroizing<String>,
}

impl RemovalForm {
    /// What is asked for, once all of it is there.
    fn intent(&self, details: &PersonDetails) -> Option<PeopleIntent> {
        let badge: Badge = self.badge.parse().ok()?;
        if badge != details.person.badge || self.second.trim().is_empty() {
            return None;
        }
        if self.password.is_empty() {
            return None;
        }
        Some(PeopleIntent::Remove {
            person: details.person.id,
            badge,
            reason: self.reason?,
            second: SecondOperator {
                name: self.second.trim().to_owned(),
                password: Arc::new(Secret::new(self.password.to_string())),
            },
        })
    }
}

/// The key of why somebody is erased.
fn reason_said(reason: ErasureReason) -> &'static str {
    match reason {
        ErasureReason::Asked => "erasure-asked",
        ErasureReason::Left => "erasure-left",
        ErasureReason::Mistake => "erasure-mistake",
        ErasureReason::Ordered => "erasure-ordered",
        ErasureReason::Unused => "audit-word-unused",
        ErasureReason::Elsewhere => "audit-word-elsewhere",
    }
}

/// Draws the pane.
pub fn remove_pane(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut PeopleForm,
) -> Option<Act> {
    let details = scene.snapshot.people.details.as_deref();
    let details = details.filter(|details| form.selected == Some(details.person.id));
    let Some(details) = details else {
        form.asking = Asking::Nothing;
        return None;
    };
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = crate::kiosk::screens::entered(ui.ctx(), &[field_id(), second_id(), password_id()]);
    let mut act = None;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let (body, buttons) = inner.split_top_bottom_at_y(inner.bottom() - 9.0 * GRID);
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            widgets::scrolled(ui, "removal", |ui| {
                let value = details.person.name.as_str().to_owned().into();
                let title = texts.with("remove-title", &[("name", value)]);
                widgets::paragraph(ui, &title, theme::bold(theme::LEAD), palette.text);
                ui.add_space(GRID);
                what(ui, scene, icons::TRASH, palette.danger, "remove-goes");
                what(ui, scene, icons::DOCUMENT, palette.muted, "remove-stays");
                ui.add_space(GRID);
                reasons(ui, scene, &mut form.removal);
                second(ui, scene, &mut form.removal);
                confirmation(ui, scene, form, details);
            });
        });
        let wanted = form.removal.intent(details);
        let wanted = wanted.filter(|_| !scene.snapshot.people.busy);
        widgets::region(ui, buttons, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let size = vec2(0.0, 9.0 * GRID);
            let words = texts.get("remove-action");
            let ready = wanted.is_some();
            let button = Button::primary(palette, icons::TRASH, &words).enabled(ready);
            if (ui.add(button.min_size(size)).clicked() || enter && ready)
                && let Some(intent) = wanted
            {
                form.asking = Asking::Nothing;
                form.forget_typed();
                act = Some(ask(intent));
            }
            let cancel = texts.get("action-cancel");
            let button = Button::secondary(palette, icons::CROSS, &cancel);
            if ui.add(button.min_size(size)).clicked() {
                form.asking = Asking::Nothing;
                form.forget_typed();
            }
        });
    });
    act
}

fn field_id() -> Id {
    Id::unique("badge to remove")
}

fn what(ui: &mut Ui, scene: &Scene<'_>, icon: &str, ink: eframe::egui::Color32, key: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        widgets::icon(ui, icon, theme::LEAD, ink);
        let words = scene.texts.get(key);
        let font = theme::regular(theme::BODY);
        widgets::paragraph(ui, &words, font, scene.palette.text);
    });
    ui.add_space(GRID);
}

fn second_id() -> Id {
    Id::unique("second operator")
}

fn password_id() -> Id {
    Id::unique("second operator's password")
}

fn reasons(ui: &mut Ui, scene: &Scene<'_>, form: &mut RemovalForm) {
    let palette = scene.palette;
    let words = scene.texts.get("remove-why");
    widgets::label(ui, &words, theme::semibold(theme::BODY), palette.text);
    ui.add_space(0.5 * GRID);
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.5 * GRID, 0.5 * GRID);
        for reason in ErasureReason::CHOICES {
            let words = scene.texts.get(reason_said(reason));
            let chosen = form.reason == Some(reason);
            if ui
                .add(Button::choice(palette, "", &words, chosen))
                .clicked()
            {
                form.reason = Some(reason);
            }
        }
    });
    ui.add_space(2.0 * GRID);
}

fn second(ui: &mut Ui, scene: &Scene<'_>, form: &mut RemovalForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    let words = texts.get("remove-second");
    widgets::label(ui, &words, theme::bold(theme::BODY), palette.text);
    ui.add_space(GRID);
    let name = texts.get("remove-second-name");
    let typed = &mut form.second;
    widgets::field(ui, palette, second_id(), &name, typed, false, None);
    let name = texts.get("remove-second-password");
    let typed = &mut form.password;
    widgets::secret_field(ui, palette, password_id(), &name, typed, None);
}

fn confirmation(ui: &mut Ui, scene: &Scene<'_>, form: &mut PeopleForm, details: &PersonDetails) {
    let texts = scene.texts;
    let id = field_id();
    if form.removal.badge.is_empty() && ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let badge = details.person.badge.as_str().to_owned();
    let name = texts.with("remove-type-badge", &[("badge", badge.into())]);
    let wrong = texts.get("people-wrong-badge");
    let typed = form.removal.badge.trim();
    let is_start = details.person.badge.as_str().starts_with(typed);
    let note = if is_start {
        Note::Nothing
    } else {
        Note::Wrong(&wrong)
    };
    let typed = &mut form.removal.badge;
    widgets::noted_field(ui, scene.palette, id, &name, typed, MOST_CHARACTERS, note);
}
