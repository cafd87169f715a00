//! The page of one person: what is kept of them, and what can be done.

use eframe::egui::{Align, Align2, Layout, Rect, Ui, vec2};

use crate::domain::{Consent, LookKind, MAX_LOOKS, PersonState, Signature};
use crate::kiosk::icons;
use crate::kiosk::texts::LANGUAGES;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Answer, Button};
use crate::pipeline::{PeopleIntent, PersonDetails};

use super::super::confirm::{Heavy, confirm_card};
use super::super::date;
use super::{Act, Asking, PeopleForm, Scene, ask, is_administrator, state_said};

/// Height of a signature's picture, in points.
const SIGNATURE: f32 = 14.0 * GRID;
/// Width over height of the pad it was drawn on, about.
const PAD_SHAPE: f32 = 1.6;
/// The share of a line that says what it is about, and its least width.
const NAMES: f32 = 0.3;
const LEAST_NAMES: f32 = 17.0 * GRID;
/// Height of what is said to those who may not do all, in points.
const HINT: f32 = 5.5 * GRID;

/// Draws the pane.
pub fn details_pane(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut PeopleForm,
) -> Option<Act> {
    let palette = scene.palette;
    let details = scene.snapshot.people.details.as_deref();
    let details = details.filter(|details| form.selected == Some(details.person.id));
    let Some(details) = details else {
        // Where the list is empty there is nobody to choose.
        let list = scene.snapshot.people.list.as_ref();
        let is_empty = list.is_some_and(|list| list.rows.is_empty());
        widgets::card_in(ui, palette, rect, |ui| {
            if is_empty && form.selected.is_none() {
                return;
            }
            let key = if form.selected.is_some() && scene.snapshot.people.notice.is_none() {
                "instruction-one-moment"
            } else {
                "people-choose"
            };
            let room = ui.max_rect();
            let above = room.center() - vec2(0.0, 6.0 * GRID);
            let (at, font) = (Align2::CENTER_CENTER, theme::icon(theme::DISPLAY));
            ui.painter()
                .text(above, at, icons::SEARCH, font, palette.border);
            let words = scene.texts.get(key);
            let font = theme::regular(theme::BODY);
            widgets::say(ui, room, Align2::CENTER_CENTER, &words, font, palette.muted);
        });
        return None;
    };
    let mut act = None;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let (body, ways) = match form.asking {
            Asking::State(state, shown) => {
                let layout = Layout::top_down(Align::Min);
                widgets::anchored(ui, inner, layout, |ui| {
                    form.asking = Asking::State(state, true);
                    sure(ui, scene, details, form, (state, !shown))
                })
            }
            _ => {
                let layout = Layout::left_to_right(Align::Min);
                widgets::anchored(ui, inner, layout, |ui| ways(ui, scene, details, form))
            }
        };
        act = ways;
        let body = if is_administrator(scene) {
            body
        } else {
            let (body, hint) = body.split_top_bottom_at_y(body.bottom() - HINT);
            let words = scene.texts.get("people-administrator");
            let font = theme::regular(theme::SMALL + 2.0);
            widgets::said_in(ui, hint, Align::Min, &words, font, palette.muted);
            body
        };
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            heading(ui, scene, details);
            held_card(ui, scene, details);
            shut_card(ui, scene, details);
            ui.push_id(details.person.id, |ui| {
                widgets::scrolled(ui, "facts", |ui| facts(ui, scene, details));
            });
        });
    });
    act
}

fn heading(ui: &mut Ui, scene: &Scene<'_>, details: &PersonDetails) {
    let palette = scene.palette;
    let person = &details.person;
    let row = ui.available_rect_before_wrap();
    let row = row.with_max_y(row.top() + 5.0 * GRID);
    ui.allocate_rect(row, eframe::egui::Sense::hover());
    let (icon, word, ink) = state_said(scene, person.state);
    let words = scene.texts.get(word);
    let font = theme::bold(theme::LEAD + 4.0);
    let name = row.with_max_x(row.right() - 20.0 * GRID);
    let at = Align2::LEFT_CENTER;
    widgets::elided(ui, name, at, person.name.as_str(), font, palette.text);
    widgets::region(ui, row, Layout::right_to_left(Align::Center), |ui| {
        widgets::pill(ui, palette, icon, ink, &words);
    });
    ui.add_space(GRID);
}

/// Why somebody is held; administrators see for whom.
fn held_card(ui: &mut Ui, scene: &Scene<'_>, details: &PersonDetails) {
    if details.person.state != PersonState::Held {
        return;
    }
    let texts = scene.texts;
    let words = match &details.looks_like {
        Some(other) => texts.with(
            "people-looks-like",
            &[
                ("name", other.name.as_str().to_owned().into()),
                ("badge", other.badge.as_str().to_owned().into()),
            ],
        ),
        None if is_administrator(scene) => texts.get("people-looks-like-nobody"),
        None => texts.get("people-held-here"),
    };
    let tone = widgets::Tone::Care;
    widgets::banner(ui, scene.palette, tone, Some(icons::USERS), &words, None);
    ui.add_space(GRID);
}

/// That nobody switched them off but too many failed tries.
fn shut_card(ui: &mut Ui, scene: &Scene<'_>, details: &PersonDetails) {
    if !details.person.locked_out || details.person.state != PersonState::Disabled {
        return;
    }
    let words = scene.texts.get("people-shut");
    let tone = widgets::Tone::Care;
    widgets::banner(ui, scene.palette, tone, Some(icons::LOCK), &words, None);
    ui.add_space(GRID);
}

fn facts(ui: &mut Ui, scene: &Scene<'_>, details: &PersonDetails) {
    let texts = scene.texts;
    let person = &details.person;
    let contact = &person.contact;
    let nothing = texts.get("people-nothing");
    let said = |text: Option<&str>| text.map_or_else(|| nothing.clone(), str::to_owned);
    fact(ui, scene, "badge-field", person.badge.as_str());
    let department = contact.department.as_ref().map(|text| text.as_str());
    fact(ui, scene, "enrol-department", &said(department));
    let email = contact.email.as_ref().map(|text| text.as_str());
    fact(ui, scene, "enrol-email", &said(email));
    fact(
        ui,
        scene,
        "people-enrolled",
        &date(scene, person.enrolled_at),
    );
    let last = details
        .last_verified
        .map_or_else(|| texts.get("people-never-verified"), |at| date(scene, at));
    fact(ui, scene, "people-last-verified", &last);
    let kept = texts.with(
        "people-templates",
        &[
            ("templates", details.templates.into()),
            ("looks", person.looks().into()),
            ("most", MAX_LOOKS.into()),
        ],
    );
    fact(ui, scene, "people-kept", &kept);
    for look in &person.added_looks {
        let kind = texts.get(super::look::kind_said(look.kind).1);
        let words = format!("{kind} · {}", date(scene, look.added_at));
        fact(ui, scene, "people-look", &words);
    }
    match &details.consent {
        Some(consent) => consent_facts(ui, scene, consent),
        None => fact(ui, scene, "people-consent", &nothing),
    }
}

fn consent_facts(ui: &mut Ui, scene: &Scene<'_>, consent: &Consent) {
    let texts = scene.texts;
    let mut languages = LANGUAGES.iter();
    let language = languages.find(|language| language.code == consent.language);
    let language = language.map_or(consent.language.as_str(), |language| language.name);
    let words = texts.with(
        "people-consent-given",
        &[
            ("version", consent.notice_version.clone().into()),
            ("language", language.to_owned().into()),
            ("date", date(scene, consent.given_at).into()),
        ],
    );
    fact(ui, scene, "people-consent", &words);
    match &consent.signature {
        None => fact(ui, scene, "people-signature", &texts.get("people-on-paper")),
        Some(Signature::Typed(name)) => {
            let value = name.as_str().to_owned().into();
            let words = texts.with("people-typed", &[("name", value)]);
            fact(ui, scene, "people-signature", &words);
        }
        Some(Signature::Drawn(drawing)) => {
            fact(ui, scene, "people-signature", &texts.get("people-drawn"));
            let size = vec2(ui.available_width(), SIGNATURE);
            let (row, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
            let (_, rest) = row.split_left_right_at_fraction(NAMES);
            let rect = rest.with_max_x(rest.left() + SIGNATURE * PAD_SHAPE);
            let label = texts.get("people-drawn");
            widgets::signature_picture(ui, scene.palette, rect, drawing, &label);
        }
    }
}

/// A line: what, and how it is. Both wrap where they are long.
fn fact(ui: &mut Ui, scene: &Scene<'_>, key: &str, value: &str) {
    let palette = scene.palette;
    let width = ui.available_width();
    let names = (NAMES * width).max(LEAST_NAMES);
    let font = theme::regular(theme::BODY - 1.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut part = |width: f32, words: &str, ink| {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                widgets::wrapping(ui, words, font.clone(), ink);
            });
        };
        part(names - GRID, &scene.texts.get(key), palette.muted);
        part(GRID, "", palette.muted);
        part(width - names, value, palette.text);
    });
    ui.add_space(0.75 * GRID);
}

/// What can be done; what takes an administrator is shown to them alone.
fn ways(
    ui: &mut Ui,
    scene: &Scene<'_>,
    details: &PersonDetails,
    form: &mut PeopleForm,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let person = &details.person;
    let idle = !scene.snapshot.people.busy;
    let mut act = None;
    let button = |ui: &mut Ui, icon: &str, key: &str, enabled: bool| {
        let words = texts.get(key);
        let button = Button::secondary(palette, icon, &words);
        ui.add(button.enabled(idle && enabled)).clicked()
    };
    if person.state == PersonState::Active {
        let room = person.looks() < MAX_LOOKS;
        if button(ui, icons::GLASSES, "look-add", room) {
            form.asking = Asking::Look(LookKind::Glasses);
        }
    }
    if person.state == PersonState::Active && button(ui, icons::PIN, "people-pin", true) {
        form.asking = Asking::Pin;
    }
    if button(
        ui,
        icons::DOCUMENT,
        "consent-write",
        details.consent.is_some(),
    ) {
        form.asking = Asking::Consent(false);
    }
    if !is_administrator(scene) {
        return None;
    }
    let heavy = heavy(person.state);
    if button(ui, heavy.icon, heavy.act, true) {
        if person.state == PersonState::Disabled {
            act = Some(set(details, PersonState::Active));
        } else {
            form.asking = Asking::State(other(person.state), false);
        }
    }
    if button(ui, icons::TRASH, "people-remove", true) {
        form.asking = Asking::Removal;
    }
    act
}

/// What a person's state can be changed to.
fn other(state: PersonState) -> PersonState {
    match state {
        PersonState::Active => PersonState::Disabled,
        PersonState::Held | PersonState::Disabled => PersonState::Active,
    }
}

/// How that is said.
fn heavy(state: PersonState) -> Heavy {
    let (icon, act, question) = match state {
        PersonState::Active => (icons::PROHIBIT, "people-disable", "people-disable-sure"),
        PersonState::Held => (icons::CHECK, "people-approve", "people-approve-sure"),
        PersonState::Disabled => (icons::CHECK, "people-enable", "people-enable"),
    };
    Heavy {
        icon,
        act,
        question,
        danger: state == PersonState::Active,
    }
}

fn set(details: &PersonDetails, state: PersonState) -> Act {
    ask(PeopleIntent::SetState {
        person: details.person.id,
        version: details.person.version,
        state,
    })
}

/// What follows from another state, before it is set.
fn sure(
    ui: &mut Ui,
    scene: &Scene<'_>,
    details: &PersonDetails,
    form: &mut PeopleForm,
    (state, opens): (PersonState, bool),
) -> Option<Act> {
    if other(details.person.state) != state {
        // Somebody else did it meanwhile.
        form.leave_question();
        return None;
    }
    let name = details.person.name.as_str();
    let answer = confirm_card(ui, scene, heavy(details.person.state), name, opens)?;
    form.leave_question();
    (answer == Answer::Yes).then(|| set(details, state))
}
