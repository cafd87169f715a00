//! Who is to be enrolled.

use eframe::egui::{Align, Id, Layout, Rect, Ui};

use crate::domain::{Department, EmailAddress};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Note, Room, Tone};
use crate::pipeline::{Intent, PeopleIntent};

use super::form::{BadgeState, EnrolForm, Step};
use super::{Act, Scene, Stage};
use crate::kiosk::screens::{entered, escaped};

/// No field takes more characters: what is too long can be seen to be so, and
/// nothing grows without end.
const MOST_CHARACTERS: usize = 300;
/// A card narrower than this shows an address in a line of its own, in points:
/// half of it holds none.
const TWO_COLUMNS: f32 = 76.0 * GRID;

/// Draws the page.
pub fn identity_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm) -> Option<Act> {
    let ids @ [badge_id, _, _, _, why_id] = [
        "new badge",
        "new name",
        "new address",
        "new department",
        "new why not",
    ]
    .map(Id::unique);
    let untouched = form.badge.is_empty() && form.name.is_empty();
    if untouched && ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(badge_id));
    }
    let enter = entered(ui.ctx(), &ids);
    let mut act = super::form_bar(ui, scene, true);
    let body = widgets::body(ui);
    let rest = super::steps(ui, scene, body, Stage::Identity, false);
    let (main, foot) = widgets::foot(ui, rest);
    let (card, side) = Room::of(ui).split(main, 0.64, 0.6, 3.0 * GRID);
    fields(ui, scene, card, form, ids);
    act = act.or(beside(ui, scene, side, form, why_id));
    let next = footer(ui, scene, foot, form);
    let check = scene.snapshot.people.badge.as_ref();
    if act.is_none() && (next || enter) && form.knows_who(check) {
        form.step = Step::Consent;
        super::super::let_go(ui.ctx());
        ui.ctx().request_repaint();
    }
    if act.is_none() {
        act = form
            .ask
            .ask(ui, &form.badge, scene.snapshot.people.badge.as_ref());
    }
    if act.is_none() && escaped(ui.ctx()) {
        act = Some(Act::Back);
    }
    act
}

fn fields(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut EnrolForm, ids: [Id; 5]) {
    let palette = scene.palette;
    let texts = scene.texts;
    let [badge_id, name_id, email_id, department_id, _] = ids;
    widgets::card_scrolled(ui, palette, rect, "identity", |ui| {
        ui.spacing_mut().item_spacing.y = 0.5 * GRID;
        let title = texts.get("enrol-identity-title");
        widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        ui.add_space(GRID);
        let put = |ui: &mut Ui, id, key: &str, typed: &mut String, note: Note<'_>| {
            let name = texts.get(key);
            widgets::noted_field(ui, palette, id, &name, typed, MOST_CHARACTERS, note);
        };
        let (state, words) = badge_note(scene, form);
        let badge = match state {
            BadgeState::Empty => Note::Nothing,
            BadgeState::Wrong | BadgeState::Taken => Note::Wrong(&words),
            BadgeState::Awaited => Note::Awaited(&words),
            BadgeState::Free => Note::Well(&words),
        };
        let typed = form.department.trim();
        let bad = !typed.is_empty() && typed.parse::<Department>().is_err();
        let wrong = texts.get("enrol-department-wrong");
        let optional = texts.get("enrol-optional");
        let department = if bad {
            Note::Wrong(&wrong)
        } else {
            Note::Plain(&optional)
        };
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        ui.columns_const(|[left, right]| {
            put(left, badge_id, "badge-field", &mut form.badge, badge);
            let wrong = texts.get("enrol-name-wrong");
            let note = wrong_if(!form.name.is_empty() && form.name().is_none(), &wrong);
            put(right, name_id, "enrol-name", &mut form.name, note);
        });
        // A note belongs to the field above it.
        if !Room::of(ui).low {
            ui.add_space(GRID);
        }
        let wrong = texts.get("enrol-email-wrong");
        let bad = !form.email.trim().is_empty() && form.email.parse::<EmailAddress>().is_err();
        let email = if bad {
            Note::Wrong(&wrong)
        } else {
            Note::Plain(&optional)
        };
        if ui.available_width() < TWO_COLUMNS {
            let typed = &mut form.department;
            put(ui, department_id, "enrol-department", typed, department);
            put(ui, email_id, "enrol-email", &mut form.email, email);
        } else {
            ui.columns_const(|[left, right]| {
                let typed = &mut form.department;
                put(left, department_id, "enrol-department", typed, department);
                put(right, email_id, "enrol-email", &mut form.email, email);
            });
        }
    });
}

fn wrong_if(wrong: bool, words: &str) -> Note<'_> {
    if wrong {
        Note::Wrong(words)
    } else {
        Note::Nothing
    }
}

fn badge_note(scene: &Scene<'_>, form: &EnrolForm) -> (BadgeState, String) {
    let state = form.badge_state(scene.snapshot.people.badge.as_ref());
    let words = match state {
        BadgeState::Empty => String::new(),
        BadgeState::Wrong => scene.texts.get("badge-wrong"),
        BadgeState::Awaited => scene.texts.get("enrol-badge-awaited"),
        BadgeState::Taken => scene.texts.get("enrol-badge-taken"),
        BadgeState::Free => scene.texts.get("enrol-badge-free"),
    };
    (state, words)
}

/// What the person can be told while the operator types, or why they can't turn
/// the head; before it, that an enrolment was interrupted.
fn beside(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut EnrolForm,
    why_id: Id,
) -> Option<Act> {
    let mut act = None;
    widgets::card_in(ui, scene.palette, rect, |ui| {
        let inner = ui.max_rect();
        let layout = Layout::left_to_right(Align::Center);
        let (upper, ()) = widgets::anchored(ui, inner, layout, |ui| {
            let words = scene.texts.get("enrol-cant-turn");
            widgets::tick_box(ui, scene.palette, &mut form.cant_turn, &words);
        });
        widgets::region(ui, upper, Layout::top_down(Align::Min), |ui| {
            widgets::scrolled(ui, "beside", |ui| {
                if scene.snapshot.people.interrupted_enrolment {
                    act = interrupted(ui, scene);
                    ui.add_space(2.0 * GRID);
                }
                if form.cant_turn {
                    why_not(ui, scene, form, why_id);
                } else {
                    what_follows(ui, scene);
                }
            });
        });
    });
    act
}

fn why_not(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm, id: Id) {
    let palette = scene.palette;
    let texts = scene.texts;
    let about = texts.get("enrol-cant-turn-about");
    widgets::paragraph(ui, &about, theme::regular(theme::BODY), palette.text);
    ui.add_space(2.0 * GRID);
    let name = texts.get("enrol-cant-turn-why");
    let wrong = texts.get("vouch-reason-wrong");
    let note = wrong_if(!form.why_not.is_empty() && form.allowed().is_err(), &wrong);
    let typed = &mut form.why_not;
    widgets::noted_field(ui, palette, id, &name, typed, MOST_CHARACTERS, note);
}

fn what_follows(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = scene.palette;
    let texts = scene.texts;
    let title = texts.get("enrol-follows");
    widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
    for (icon, key) in [
        (icons::DOCUMENT, "enrol-follows-consent"),
        (icons::CAMERA, "enrol-follows-capture"),
        (icons::USERS, "enrol-follows-check"),
        (icons::USER_FOCUS, "enrol-follows-verify"),
    ] {
        ui.add_space(GRID);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 1.5 * GRID;
            widgets::icon(ui, icon, theme::LEAD, palette.accent);
            let words = texts.get(key);
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
        });
    }
}

/// That the last enrolment was cut short, until somebody has read it; the button
/// below, for the card is narrow.
fn interrupted(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let words = scene.texts.get("enrol-interrupted");
    widgets::banner(ui, scene.palette, Tone::Care, None, &words, None);
    ui.add_space(GRID);
    let words = scene.texts.get("action-read");
    let button = Button::secondary(scene.palette, icons::CHECK, &words);
    let read = ui.add(button).clicked();
    let intent = Intent::People(PeopleIntent::DismissInterrupted);
    read.then_some(Act::Send(intent))
}

/// What is missing yet, and the way on.
fn footer(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &EnrolForm) -> bool {
    let palette = scene.palette;
    let texts = scene.texts;
    let state = form.badge_state(scene.snapshot.people.badge.as_ref());
    let missing = match state {
        BadgeState::Wrong => Some("badge-wrong"),
        _ if !form.name.trim().is_empty() && form.name().is_none() => Some("enrol-name-wrong"),
        BadgeState::Empty => Some("enrol-missing-identity"),
        _ if form.name().is_none() => Some("enrol-missing-identity"),
        BadgeState::Taken => Some("enrol-missing-badge"),
        BadgeState::Awaited => Some("enrol-badge-awaited"),
        BadgeState::Free if form.contact().is_err() => Some("enrol-missing-contact"),
        BadgeState::Free if form.allowed().is_err() => Some("enrol-missing-why"),
        BadgeState::Free => None,
    };
    let words = texts.get("enrol-next-consent");
    let said = missing.map(|key| texts.get(key));
    let foot = Foot {
        back: None,
        said: said
            .as_ref()
            .map(|words| ("", palette.muted, words.as_str())),
        primary: Button::primary(palette, icons::ARROW_RIGHT, &words).enabled(missing.is_none()),
    };
    foot.show(ui, rect).primary
}
