//! The attack self-test: what is to be tried, trial after trial, and what it
//! showed.

mod result;
mod setup;
mod trial;

use eframe::egui::Ui;

use crate::domain::Species;
use crate::flow::CaptureView;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::{widgets, words};
use crate::pipeline::{DeskIntent, Intent, SelfTestIntent};

use super::super::{Act, Scene};

pub use setup::Choice as SelfTestChoice;

/// Draws the page: a result, or what leads to one.
pub fn selftest_page(ui: &mut Ui, scene: &Scene<'_>, choice: &mut SelfTestChoice) -> Option<Act> {
    match &scene.snapshot.desk.selftest.shown {
        Some(report) => result::result_page(ui, scene, report),
        None => setup::setup_page(ui, scene, choice),
    }
}

/// Draws a self-test that goes on, over the whole window; `view` is the
/// capture's while a trial is made.
pub fn trial_screen(ui: &mut Ui, scene: &Scene<'_>, view: Option<&CaptureView>) -> Option<Act> {
    let report = scene.snapshot.desk.selftest.running.as_ref()?;
    trial::trial_screen(ui, scene, report, view)
}

/// What neither figures nor trials tell: they must not be taken for more.
fn unseen(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = scene.palette;
    let title = scene.texts.get("selftest-unseen");
    widgets::label(ui, &title, theme::semibold(theme::BODY), palette.text);
    ui.add_space(GRID / 2.0);
    let advice = scene.texts.advice("selftest-unseen");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
}

fn ask(intent: SelfTestIntent) -> Act {
    Act::Send(Intent::Desk(DeskIntent::SelfTest(intent)))
}

/// What a species is called, and how it is held up.
fn said(scene: &Scene<'_>, species: &Species) -> (String, String) {
    let key = words::species(species.as_str()).key;
    let name = scene.texts.with(key, &[("name", species.as_str().into())]);
    (name, scene.texts.advice(key))
}
