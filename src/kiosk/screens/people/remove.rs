//! Whether a person is really to be removed: what goes, what stays, and their
//! badge typed once more.

use eframe::egui::{Align, Id, Layout, Rect, Ui, vec2};

use crate::domain::Badge;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Note};
use crate::pipeline::{PeopleIntent, PersonDetails};

use super::{Act, Asking, PeopleForm, Scene, ask};

/// No badge is longer.
const MOST_CHARACTERS: usize = 64;

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
    let enter = crate::kiosk::screens::entered(ui.ctx(), &[field_id()]);
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
                confirmation(ui, scene, form, details);
            });
        });
        let badge: Option<Badge> = form.removal_badge.parse().ok();
        let confirmed = badge.filter(|badge| *badge == details.person.badge);
        widgets::region(ui, buttons, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let size = vec2(0.0, 9.0 * GRID);
            let words = texts.get("remove-action");
            let ready = confirmed.is_some() && !scene.snapshot.people.busy;
            let button = Button::primary(palette, icons::TRASH, &words).enabled(ready);
            if (ui.add(button.min_size(size)).clicked() || enter && ready)
                && let Some(badge) = confirmed
            {
                form.asking = Asking::Nothing;
                form.removal_badge.clear();
                let person = details.person.id;
                act = Some(ask(PeopleIntent::Remove { person, badge }));
            }
            let cancel = texts.get("action-cancel");
            let button = Button::secondary(palette, icons::CROSS, &cancel);
            if ui.add(button.min_size(size)).clicked() {
                form.asking = Asking::Nothing;
                form.removal_badge.clear();
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

fn confirmation(ui: &mut Ui, scene: &Scene<'_>, form: &mut PeopleForm, details: &PersonDetails) {
    let texts = scene.texts;
    let id = field_id();
    if form.removal_badge.is_empty() && ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let badge = details.person.badge.as_str().to_owned();
    let name = texts.with("remove-type-badge", &[("badge", badge.into())]);
    let wrong = texts.get("people-wrong-badge");
    let typed = form.removal_badge.trim();
    let is_start = details.person.badge.as_str().starts_with(typed);
    let note = if is_start {
        Note::Nothing
    } else {
        Note::Wrong(&wrong)
    };
    let typed = &mut form.removal_badge;
    widgets::noted_field(ui, scene.palette, id, &name, typed, MOST_CHARACTERS, note);
}
