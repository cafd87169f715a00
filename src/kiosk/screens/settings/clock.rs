//! A clock that is behind: what doesn't work then, and how an administrator
//! takes it for right.

use eframe::egui::{Id, Ui};

use crate::domain::VouchReason;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Note, Tone};
use crate::pipeline::{DeskIntent, Intent};

use super::super::confirm::{Heavy, confirmed};
use super::super::{Act, Scene, date};

/// No reason is longer.
const REASON_CHARACTERS: usize = 300;

const RESET: Heavy = Heavy {
    icon: icons::CLOCK,
    act: "clock-reset",
    question: "clock-reset-sure",
    danger: false,
};

/// What was typed.
#[derive(Default)]
pub struct ClockForm {
    why: String,
}

/// Says that the clock is behind, if it is, and asks why it is to be taken for
/// right.
pub fn clock_behind(ui: &mut Ui, scene: &Scene<'_>, form: &mut ClockForm) -> Option<Act> {
    let latest = scene.snapshot.desk.clock_behind?;
    let palette = scene.palette;
    let texts = scene.texts;
    let seen = date(scene, latest).into();
    let words = texts.with("clock-behind", &[("seen", seen)]);
    widgets::banner(ui, palette, Tone::Care, None, &words, None);
    ui.add_space(GRID);
    let advice = texts.advice("clock-behind");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.text);
    ui.add_space(GRID);
    let name = texts.get("clock-why");
    let id = Id::unique("why the clock is right");
    let typed = &mut form.why;
    widgets::noted_field(
        ui,
        palette,
        id,
        &name,
        typed,
        REASON_CHARACTERS,
        Note::Nothing,
    );
    let why: Option<VouchReason> = form.why.parse().ok();
    let pressed = confirmed(ui, scene, RESET, why.is_some());
    if let Some(why) = scene.failure() {
        widgets::banner(ui, palette, Tone::Bad, None, &why, None);
    }
    ui.add_space(3.0 * GRID);
    if !pressed {
        return None;
    }
    form.why.clear();
    let why = why?;
    Some(Act::Send(Intent::Desk(DeskIntent::ResetClock { why })))
}
