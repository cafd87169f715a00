//! The list to the left: search, filters, and a line a person. Only the lines
//! in view are laid out, however many there are.

use std::time::Duration;

use eframe::egui::{Align2, Id, Key, Rect, Ui};

use crate::domain::PersonState;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, LineDrawn, ListLine, Note, Tone};
use crate::pipeline::{PeopleIntent, PeopleList, PeopleQuery, PersonSummary};

use super::{Act, PeopleForm, Scene, ask, state_said};
use crate::kiosk::screens::entered;

/// How long a search must stand before it is asked for, in seconds (ours).
const SEARCH_STANDS: f64 = 0.15;
const LOOK_AGAIN: Duration = Duration::from_millis(60);
/// No search takes more characters.
const MOST_CHARACTERS: usize = 200;
const GAP: f32 = 4.0;

/// Draws the pane.
pub fn list_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut PeopleForm) -> Option<Act> {
    let list = scene.snapshot.people.list.as_deref();
    let enter = entered(ui.ctx(), &[field_id()]);
    let mut act = None;
    widgets::card_in(ui, scene.palette, rect, |ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        search_field(ui, scene, form, list);
        filters(ui, scene, form, list);
        ui.add_space(GRID);
        if let Some(id) = list.and_then(|list| list.damaged.first()) {
            let id = [("id", id.to_string().into())];
            let words = scene.texts.with("people-damaged", &id);
            widgets::banner(ui, scene.palette, Tone::Bad, None, &words, None);
            ui.add_space(GRID);
        }
        match list {
            None => say(ui, scene, "instruction-one-moment"),
            Some(list) if list.total == 0 => say(ui, scene, "people-nobody"),
            Some(list) if list.rows.is_empty() => say(ui, scene, "people-none-found"),
            Some(list) => {
                // Enter opens the first that was found.
                let is_there = |row: &PersonSummary| form.selected == Some(row.id);
                if enter
                    && form.asking == super::Asking::Nothing
                    && !list.rows.iter().any(is_there)
                    && let Some(first) = list.rows.first()
                {
                    form.select(first.id);
                }
                move_by_keys(ui, form, list);
                rows(ui, scene, form, list);
            }
        }
        act = search(ui, form);
    });
    act
}

fn field_id() -> Id {
    Id::unique("search people")
}

fn search_field(ui: &mut Ui, scene: &Scene<'_>, form: &mut PeopleForm, list: Option<&PeopleList>) {
    let texts = scene.texts;
    let id = field_id();
    if form.asked.is_none() && ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let count = list.map_or(" ".to_owned(), |list| {
        let values = [
            ("found", list.rows.len().into()),
            ("total", list.total.into()),
        ];
        texts.with("people-count", &values)
    });
    let name = texts.get("people-search");
    let note = Note::Plain(&count);
    let typed = &mut form.typed;
    widgets::noted_field(ui, scene.palette, id, &name, typed, MOST_CHARACTERS, note);
}

fn filters(ui: &mut Ui, scene: &Scene<'_>, form: &mut PeopleForm, list: Option<&PeopleList>) {
    let texts = scene.texts;
    let held = list.map_or(0, |list| list.held);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (only, words) in [
            (None, texts.get("people-all")),
            (
                Some(PersonState::Held),
                texts.with("people-held", &[("held", held.into())]),
            ),
            (
                Some(PersonState::Disabled),
                texts.get("people-state-disabled"),
            ),
        ] {
            let button = Button::choice(scene.palette, "", &words, form.only == only);
            if ui.add(button).clicked() {
                form.only = only;
            }
        }
    });
}

/// Asks for the list once the search stands; a filter at once.
fn search(ui: &Ui, form: &mut PeopleForm) -> Option<Act> {
    let time = ui.input(|input| input.time);
    if form.standing.0 != form.typed {
        form.standing = (form.typed.clone(), time);
    }
    let query = PeopleQuery {
        text: form.typed.trim().to_owned(),
        only: form.only,
    };
    if form.asked.as_ref() == Some(&query) {
        return None;
    }
    let same_words = form
        .asked
        .as_ref()
        .is_none_or(|asked| asked.text == query.text);
    if !same_words && time - form.standing.1 < SEARCH_STANDS {
        ui.ctx().request_repaint_after(LOOK_AGAIN);
        return None;
    }
    form.asked = Some(query.clone());
    Some(ask(PeopleIntent::List(query)))
}

fn say(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get(key);
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), scene.palette.muted);
}

/// Up and down go from line to line.
fn move_by_keys(ui: &Ui, form: &mut PeopleForm, list: &PeopleList) {
    let (up, down) = ui.input(|input| {
        (
            input.key_pressed(Key::ArrowUp),
            input.key_pressed(Key::ArrowDown),
        )
    });
    if up == down || form.asking != super::Asking::Nothing {
        return;
    }
    let now = form.selected.and_then(|selected| {
        let mut rows = list.rows.iter();
        rows.position(|row| row.id == selected)
    });
    let last = list.rows.len().saturating_sub(1);
    let next = match now {
        None => 0,
        Some(now) if down => (now + 1).min(last),
        Some(now) => now.saturating_sub(1),
    };
    let Some(row) = list.rows.get(next) else {
        return;
    };
    form.select(row.id);
    form.list.stand_on(next);
}

fn rows(ui: &mut Ui, scene: &Scene<'_>, form: &mut PeopleForm, list: &PeopleList) {
    let mut rows = list.rows.iter();
    let chosen = rows.position(|row| form.selected == Some(row.id));
    let pressed = form
        .list
        .show(ui, list.rows.len(), chosen, |ui, at, stand| {
            match list.rows.get(at) {
                Some(row) => line(ui, scene, row, stand),
                None => LineDrawn::NOTHING,
            }
        });
    if let Some(row) = pressed.and_then(|at| list.rows.get(at)) {
        form.select(row.id);
    }
}

fn line(ui: &mut Ui, scene: &Scene<'_>, row: &PersonSummary, stand: ListLine) -> LineDrawn {
    let palette = scene.palette;
    let badge = [("badge", row.badge.as_str().to_owned().into())];
    let badge = scene.texts.with("capture-badge", &badge);
    let spoken = format!("{}, {badge}", row.name.as_str());
    let drawn = stand.draw(ui, palette, &spoken);
    let inner = drawn.inner;
    let (icon, word, ink) = state_said(scene, row.state);
    let (text, state) = inner.split_left_right_at_x(inner.right() - 15.0 * GRID);
    let (upper, lower) = text.split_top_bottom_at_y(text.center().y + 2.0);
    let at = Align2::LEFT_CENTER;
    let font = theme::semibold(theme::BODY);
    widgets::elided(ui, upper, at, row.name.as_str(), font, palette.text);
    let department = row.department.as_ref().map(|text| text.as_str().to_owned());
    let said: Vec<String> = std::iter::once(badge).chain(department).collect();
    let font = theme::regular(theme::SMALL + 1.0);
    widgets::elided(
        ui,
        lower,
        at,
        &said.join(" · "),
        font.clone(),
        palette.muted,
    );
    let (state, sign) = state.split_left_right_at_x(state.right() - 3.0 * GRID);
    let signs = theme::icon(theme::BODY);
    let place = sign.right_center();
    ui.painter()
        .text(place, Align2::RIGHT_CENTER, icon, signs, ink);
    if row.state != PersonState::Active {
        let words = scene.texts.get(word);
        widgets::elided(ui, state, Align2::RIGHT_CENTER, &words, font, ink);
    }
    drawn
}
