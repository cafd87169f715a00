//! Enrolling a person: identity, consent, capture, and what came of it.

mod capture;
mod consent;
mod done;
mod form;
mod identity;
mod passport;

use eframe::egui::{Rect, Ui};

use crate::kiosk::icons;
use crate::kiosk::theme::GRID;
use crate::kiosk::widgets::{self, Button, Room};

use super::{Act, Page, Scene, language_button};

pub use capture::enrol_capture_screen;
pub use done::enrol_done_screen;
pub use form::EnrolForm;

use form::Step;

/// The way of an enrolment; a look has no identity and no consent to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Identity,
    Consent,
    Capture,
    Check,
    VerifyOnce,
    Done,
}

/// Draws the form: its first page, or its second.
pub fn enrol_form_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm) -> Option<Act> {
    form.go_back_if_taken(scene.snapshot.people.badge.as_ref());
    match form.step {
        Step::Identity => identity::identity_screen(ui, scene, form),
        Step::Consent => consent::consent_screen(ui, scene, form),
    }
}

/// The bar of the form's pages: a way out that keeps nothing. `speaks` is
/// whether the language is chosen there.
fn form_bar(ui: &mut Ui, scene: &Scene<'_>, speaks: bool) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::top_bar(ui, palette, &texts.get("enrol-title"), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = speaks.then(|| language_button(ui, scene)).flatten();
        operator_pill(ui, scene);
        let cancel = texts.get("action-cancel");
        let button = Button::secondary(palette, icons::CROSS, &cancel);
        let left = ui.add(button).clicked().then_some(Act::Back);
        left.or(spoken)
    })
}

/// Who has signed in.
fn operator_pill(ui: &mut Ui, scene: &Scene<'_>) {
    if let Some(operator) = &scene.snapshot.operator
        && !Room::of(ui).narrow
    {
        let name = operator.name.as_str();
        widgets::pill(ui, scene.palette, icons::USER, scene.palette.muted, name);
    }
}

/// Draws the steps at the top of the body; gives the rest of it.
fn steps(ui: &mut Ui, scene: &Scene<'_>, body: Rect, stage: Stage, is_look: bool) -> Rect {
    let all = [
        (Stage::Identity, "enrol-step-identity"),
        (Stage::Consent, "enrol-step-consent"),
        (Stage::Capture, "enrol-step-capture"),
        (Stage::Check, "enrol-step-check"),
        (Stage::VerifyOnce, "enrol-step-verify"),
        (Stage::Done, "enrol-step-done"),
    ];
    let shown: Vec<(Stage, &str)> = all
        .into_iter()
        .filter(|(stage, _)| !is_look || !matches!(stage, Stage::Identity | Stage::Consent))
        .collect();
    let names: Vec<String> = shown.iter().map(|(_, key)| scene.texts.get(key)).collect();
    let now = shown.iter().position(|(shown, _)| *shown == stage);
    // When it is done, the last step is done too.
    let now = match stage {
        Stage::Done => shown.len(),
        _ => now.unwrap_or_default(),
    };
    let (row, rest) = body.split_top_bottom_at_y(body.top() + 4.0 * GRID);
    widgets::steps(ui, scene.palette, row, &names, now);
    rest.with_min_y(rest.top() + GRID)
}
