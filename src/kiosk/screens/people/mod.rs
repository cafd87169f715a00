//! People who are enrolled: found, looked at, changed, removed.

mod consent;
mod details;
mod list;
mod look;
mod pin;
mod remove;

use eframe::egui::{Align, Layout, Rect, Ui};

use crate::domain::{LookKind, PersonId, PersonState, Role};
use crate::kiosk::icons;
use crate::kiosk::theme::GRID;
use crate::kiosk::widgets::{self, Button, LongList, Room, Tone};
use crate::pipeline::{Intent, PeopleIntent, PeopleNotice, PeopleQuery};

use super::{Act, Page, Scene, escaped, language_button};

pub use remove::erasure_reason;

/// What is asked about the person who is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asking {
    /// Nothing: their page.
    #[default]
    Nothing,
    /// Which look is to be added.
    Look(LookKind),
    /// Which PIN they choose.
    Pin,
    /// Whether their signature goes into the file with their consent.
    Consent(bool),
    /// Whether they are really to verify, or not any more; and whether what
    /// that means was shown.
    State(PersonState, bool),
    /// Whether they are really to be removed.
    Removal,
}

/// What was typed and chosen. It is forgotten when the page is left.
#[derive(Default)]
pub struct PeopleForm {
    typed: String,
    only: Option<PersonState>,
    /// What was listed last; nothing when the list is to be renewed.
    asked: Option<PeopleQuery>,
    /// What stands in the search field, and since when.
    standing: (String, f64),
    selected: Option<PersonId>,
    /// Who was shown last; nothing when the page is to be renewed.
    shown: Option<PersonId>,
    list: LongList,
    asking: Asking,
    removal: remove::RemovalForm,
    pin: pin::PinForm,
    /// Whether the last thing done was that a PIN was kept.
    pin_kept: bool,
}

impl PeopleForm {
    /// Something else was on the screen: what is listed may have changed.
    pub fn renew(&mut self) {
        self.asked = None;
        self.shown = None;
        self.asking = Asking::Nothing;
        self.forget_typed();
    }

    /// Nothing that was typed into a question stays when it is left.
    fn forget_typed(&mut self) {
        self.removal = remove::RemovalForm::default();
        self.pin = pin::PinForm::default();
        self.pin_kept = false;
    }

    fn select(&mut self, person: PersonId) {
        if self.selected != Some(person) {
            self.selected = Some(person);
            self.leave_question();
        }
    }

    /// Back to the person's page.
    fn leave_question(&mut self) {
        self.asking = Asking::Nothing;
        self.forget_typed();
    }

    /// Who is looked at, and what is asked about them.
    fn what(&self) -> (Option<PersonId>, std::mem::Discriminant<Asking>) {
        (self.selected, std::mem::discriminant(&self.asking))
    }
}

/// Draws the page.
pub fn people_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut PeopleForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let people = &scene.snapshot.people;
    if people.notice == Some(PeopleNotice::ChangedMeanwhile) && people.details.is_none() {
        // They were removed meanwhile.
        form.selected = None;
        form.shown = None;
    }
    let before = form.what();
    let mut act = widgets::top_bar(ui, palette, &texts.get("people-title"), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let mut act = language_button(ui, scene);
        if let Some(operator) = &scene.snapshot.operator
            && !Room::of(ui).narrow
        {
            let name = operator.name.as_str();
            widgets::pill(ui, palette, icons::USER, palette.muted, name);
        }
        let enrol = texts.get("home-enrol");
        let button = Button::secondary(palette, icons::USER_PLUS, &enrol);
        if ui.add(button).clicked() {
            act = Some(Act::Open(Page::EnrolForm));
        }
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        if ui.add(button).clicked() {
            act = Some(Act::Back);
        }
        act
    });
    let body = widgets::body(ui);
    let (left, right) = Room::of(ui).split(body, 0.42, 0.42, 3.0 * GRID);
    act = act.or(list::list_pane(ui, scene, left, form));
    let (right, told) = notice(ui, scene, right, form);
    act = act.or(told);
    let pane = match form.asking {
        Asking::Nothing | Asking::State(..) => details::details_pane(ui, scene, right, form),
        Asking::Look(kind) => look::look_pane(ui, scene, right, form, kind),
        Asking::Consent(with) => consent::consent_pane(ui, scene, right, form, with),
        Asking::Pin => pin::pin_pane(ui, scene, right, form),
        Asking::Removal => remove::remove_pane(ui, scene, right, form),
    };
    act = act.or(pane);
    if act.is_none() && escaped(ui.ctx()) {
        if form.asking == Asking::Nothing {
            act = Some(Act::Back);
        } else {
            form.leave_question();
            ui.ctx().request_repaint();
        }
    }
    if form.what() != before {
        form.pin_kept &= form.asking == Asking::Nothing;
        // Who goes on in the list by keys stays there.
        if form.asking != Asking::Nothing || !form.list.is_focused() {
            super::let_go(ui.ctx());
        }
        // What was said of an earlier act isn't about what is done now.
        // Who is gone took nobody's doing: what is said is of that.
        let said = people.notice.is_some() && form.selected.is_some();
        act = act.or(said.then(|| ask(PeopleIntent::DismissNotice)));
    }
    act.or_else(|| ask_to_show(form))
}

/// Asks for the page of whoever was selected.
fn ask_to_show(form: &mut PeopleForm) -> Option<Act> {
    let person = form.selected.filter(|_| form.selected != form.shown)?;
    form.shown = Some(person);
    Some(ask(PeopleIntent::Show(person)))
}

fn ask(intent: PeopleIntent) -> Act {
    Act::Send(Intent::People(intent))
}

/// Whether an administrator has signed in.
fn is_administrator(scene: &Scene<'_>) -> bool {
    let operator = scene.snapshot.operator.as_ref();
    operator.is_some_and(|operator| operator.role.holds(Role::Administrator))
}

/// Says how the last act ended, above what is left of `rect`. How high that is
/// is known from the frame before.
fn notice(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut PeopleForm,
) -> (Rect, Option<Act>) {
    let (tone, words) = match &scene.snapshot.people.notice {
        Some(notice) => noticed(scene, notice),
        None if form.pin_kept => (Tone::Well, scene.texts.get("people-pin-kept")),
        None => return (rect, None),
    };
    let id = ui.scope_id().with("height of the notice");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let height = known.unwrap_or(8.0 * GRID);
    let (top, rest) = rect.split_top_bottom_at_y(rect.top() + height);
    let read = scene.texts.get("action-read");
    let dismissed = widgets::region(ui, top, Layout::top_down(Align::Min), |ui| {
        let read = widgets::banner(ui, scene.palette, tone, None, &words, Some(&read));
        let needed = ui.min_rect().height();
        if (height - needed).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, needed));
            ui.ctx().request_discard("the notice's height is known now");
        }
        read
    });
    let rest = rest.with_min_y((rest.top() + 2.0 * GRID).min(rest.bottom()));
    if !dismissed {
        return (rest, None);
    }
    form.pin_kept = false;
    (rest, Some(ask(PeopleIntent::DismissNotice)))
}

/// How an act ended, in words.
fn noticed(scene: &Scene<'_>, notice: &PeopleNotice) -> (Tone, String) {
    let texts = scene.texts;
    match notice {
        PeopleNotice::Approved => (Tone::Well, texts.get("people-approved")),
        PeopleNotice::Enabled => (Tone::Well, texts.get("people-enabled")),
        PeopleNotice::Disabled => (Tone::Well, texts.get("people-disabled")),
        PeopleNotice::Removed {
            sessions,
            receipt,
            log_emptied,
        } => {
            let value = (*sessions).into();
            let removed = texts.with("people-removed", &[("sessions", value)]);
            let receipt = match receipt {
                Some(path) => {
                    let path = path.display().to_string().into();
                    texts.with("people-receipt", &[("path", path)])
                }
                None => texts.get("people-no-receipt"),
            };
            if *log_emptied {
                (Tone::Well, format!("{removed} {receipt}"))
            } else {
                let log = texts.get("people-log-read");
                (Tone::Care, format!("{removed} {log} {receipt}"))
            }
        }
        PeopleNotice::ConsentWritten { file } => {
            let value = file.display().to_string().into();
            let words = texts.with("people-consent-written", &[("file", value)]);
            (Tone::Well, words)
        }
        PeopleNotice::SecondRefused => (Tone::Care, texts.get("remove-second-refused")),
        PeopleNotice::SecondSame => (Tone::Care, texts.get("remove-second-same")),
        PeopleNotice::SecondWaits { seconds } => {
            let value = (*seconds).into();
            let words = texts.with("remove-second-waits", &[("seconds", value)]);
            (Tone::Care, words)
        }
        PeopleNotice::NotAllowed => (Tone::Bad, texts.get("people-not-allowed")),
        PeopleNotice::ChangedMeanwhile => (Tone::Care, texts.get("people-changed")),
        PeopleNotice::WrongBadge => (Tone::Care, texts.get("people-wrong-badge")),
        PeopleNotice::TooManyLooks => (Tone::Care, texts.get("look-too-many")),
        PeopleNotice::Failed { why } => (Tone::Bad, scene.told(why).line()),
    }
}

/// The word, icon and colour of a state.
fn state_said(
    scene: &Scene<'_>,
    state: PersonState,
) -> (&'static str, &'static str, eframe::egui::Color32) {
    let palette = scene.palette;
    match state {
        PersonState::Active => (icons::CHECK, "people-state-active", palette.success),
        PersonState::Held => (icons::PAUSE, "people-state-held", palette.warning),
        PersonState::Disabled => (icons::PROHIBIT, "people-state-disabled", palette.danger),
    }
}
