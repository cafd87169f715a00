//! Whether a person is really to be erased: what goes, what stays, why, a
//! second operator who agrees, and the badge typed once more.

use std::sync::Arc;

use eframe::egui::{Align, Id, Layout, Rect, Ui, vec2};
use zeroize::Zeroizing;

use crate::domain::{Badge, ErasureReason, Secret};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Note};
use crate::pipeline::{PeopleIntent, PersonDetails, SecondOperator};

use super::{Act, PeopleForm, Scene, ask};

/// From this width on the second operator's fields stand beside each other, in
/// points.
const BESIDE: f32 = 60.0 * GRID;
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
    /// Whether the badge is that of who is to be removed.
    fn names(&self, details: &PersonDetails) -> bool {
        let typed: Option<Badge> = self.badge.parse().ok();
        typed.as_ref() == Some(&details.person.badge)
    }

    /// The first thing that is still missing, in the order it is asked for.
    fn missing(&self, details: &PersonDetails) -> Option<&'static str> {
        if self.reason.is_none() {
            Some("remove-missing-why")
        } else if !self.names(details) {
            Some("remove-missing-badge")
        } else if self.second.trim().is_empty() || self.password.is_empty() {
            Some("remove-missing-second")
        } else {
            None
        }
    }

    /// Puts the cursor where something is to be typed.
    fn go_on(&self, ui: &Ui, details: &PersonDetails) {
        let next = if !self.names(details) {
            field_id()
        } else if self.second.trim().is_empty() {
            second_id()
        } else {
            password_id()
        };
        ui.memory_mut(|memory| memory.request_focus(next));
    }

    /// What is asked for, once all of it is there.
    fn intent(&self, details: &PersonDetails) -> Option<PeopleIntent> {
        if self.missing(details).is_some() {
            return None;
        }
        Some(PeopleIntent::Remove {
            person: details.person.id,
            badge: details.person.badge.clone(),
            reason: self.reason?,
            second: SecondOperator {
                name: self.second.trim().to_owned(),
                password: Arc::new(Secret::new(self.password.to_string())),
            },
        })
    }
}

/// The key of why somebody is erased.
pub fn erasure_reason(reason: ErasureReason) -> &'static str {
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
        // They are gone.
        form.leave_question();
        form.selected = None;
        form.shown = None;
        return None;
    };
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = crate::kiosk::screens::entered(ui.ctx(), &[field_id(), second_id(), password_id()]);
    let mut act = None;
    widgets::card_in(ui, palette, rect, |ui| {
        let (body, row) = widgets::foot(ui, ui.max_rect());
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            widgets::scrolled(ui, "removal", |ui| {
                let value = details.person.name.as_str().to_owned().into();
                let title = texts.with("remove-title", &[("name", value)]);
                widgets::title(ui, &title, theme::LEAD, palette.text);
                ui.add_space(0.5 * GRID);
                what(ui, scene, icons::TRASH, palette.danger, "remove-goes");
                what(ui, scene, icons::DOCUMENT, palette.muted, "remove-stays");
                reasons(ui, scene, &mut form.removal);
                confirmation(ui, scene, &mut form.removal, details);
                second(ui, scene, &mut form.removal);
            });
        });
        let busy = scene.snapshot.people.busy;
        let missing = form.removal.missing(details).filter(|_| !busy);
        let wanted = form.removal.intent(details).filter(|_| !busy);
        let said = missing.map(|key| texts.get(key));
        let (cancel, words) = (texts.get("action-cancel"), texts.get("remove-action"));
        let foot = Foot {
            back: Some(Button::secondary(palette, icons::CROSS, &cancel)),
            said: said.as_deref().map(|words| ("", palette.muted, words)),
            primary: Button::danger(palette, icons::TRASH, &words).enabled(wanted.is_some()),
        };
        let pressed = foot.show(ui, row);
        let refused = scene.snapshot.people.notice.is_some() && !busy;
        if refused && ui.memory(|memory| memory.focused()).is_none() {
            form.removal.go_on(ui, details);
        }
        if pressed.back {
            form.leave_question();
        } else if (pressed.primary || enter)
            && let Some(intent) = wanted
        {
            // Whatever comes of it: a password counts once. What else was typed
            // stays until they are gone.
            form.removal.password = Zeroizing::default();
            act = Some(ask(intent));
        } else if enter {
            form.removal.go_on(ui, details);
        }
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
        widgets::wrapping(ui, &words, font, scene.palette.text);
    });
    ui.add_space(0.5 * GRID);
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
            let words = scene.texts.get(erasure_reason(reason));
            let chosen = form.reason == Some(reason);
            if ui
                .add(Button::choice(palette, "", &words, chosen).framed())
                .clicked()
            {
                form.reason = Some(reason);
            }
        }
    });
    ui.add_space(GRID);
}

fn confirmation(ui: &mut Ui, scene: &Scene<'_>, form: &mut RemovalForm, details: &PersonDetails) {
    let texts = scene.texts;
    let badge = details.person.badge.as_str().to_owned();
    let name = texts.with("remove-type-badge", &[("badge", badge.into())]);
    let wrong = texts.get("people-wrong-badge");
    let is_start = details.person.badge.as_str().starts_with(form.badge.trim());
    let note = if is_start {
        Note::Nothing
    } else {
        Note::Wrong(&wrong)
    };
    let typed = &mut form.badge;
    widgets::noted_field(
        ui,
        scene.palette,
        field_id(),
        &name,
        typed,
        MOST_CHARACTERS,
        note,
    );
}

/// The second operator's name and password, beside each other where there is
/// room.
fn second(ui: &mut Ui, scene: &Scene<'_>, form: &mut RemovalForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    let width = ui.available_width();
    let (name, password) = (
        texts.get("remove-second-name"),
        texts.get("remove-second-password"),
    );
    let mut name_field = |ui: &mut Ui| {
        let typed = &mut form.second;
        widgets::field(ui, palette, second_id(), &name, typed, false, None);
    };
    let mut password_field = |ui: &mut Ui| {
        let typed = &mut form.password;
        widgets::secret_field(ui, palette, password_id(), &password, typed, None);
    };
    if width < BESIDE {
        name_field(ui);
        password_field(ui);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let size = vec2((width - 2.0 * GRID) / 2.0, 0.0);
        let layout = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(size, layout, |ui| name_field(ui));
        ui.allocate_ui_with_layout(size, layout, |ui| password_field(ui));
    });
}
