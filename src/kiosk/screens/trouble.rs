//! Something went wrong that isn't the person's doing.

use eframe::egui::{Align, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{Intent, Problem};

use super::{Act, DeskPage, Page, Scene};

/// Draws the trouble, and what to do about it; `time_left` (0 to 1) is how
/// much of the time before home is left.
pub fn trouble_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    why: &Problem,
    time_left: f32,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = super::entered(ui.ctx(), &[]);
    let room = Room::of(ui);
    let whole = ui.max_rect().shrink2(room.margin());
    let pressed = super::in_the_middle(ui, whole, 880.0, Align::Center, |ui| {
        let (fill, ink) = (palette.warning_soft, palette.warning);
        super::round_sign(ui, icons::WARNING, fill, ink);
        ui.add_space(3.0 * GRID);
        let title = texts.get("trouble-title");
        let font = theme::bold(room.display());
        widgets::centred_paragraph(ui, &title, font, palette.text, 1.1);
        ui.add_space(GRID);
        let font = theme::regular(theme::LEAD);
        if is_public(scene) {
            let advice = texts.advice("trouble-title");
            widgets::centred_paragraph(ui, &advice, font, palette.muted, 1.45);
            ui.add_space(4.0 * GRID);
            return for_everybody(ui, scene, enter);
        }
        let told = scene.told(why);
        widgets::centred_paragraph(ui, &told.what, font.clone(), palette.text, 1.45);
        widgets::centred_paragraph(ui, &told.advice, font, palette.muted, 1.45);
        ui.add_space(4.0 * GRID);
        let done = texts.get("action-done");
        let button = Button::primary(palette, icons::CHECK, &done);
        let done = ui.add(button).clicked() || enter;
        done.then_some(Act::Send(Intent::Home))
    });
    super::time_bar(ui, scene, time_left);
    let spoken = super::language_corner(ui, scene);
    let left = super::escaped(ui.ctx()).then_some(Act::Send(Intent::Home));
    pressed.or(left).or(spoken)
}

/// Whether whoever stands there came to verify, and can mend nothing. Before
/// there is an operator it is who sets the kiosk up.
fn is_public(scene: &Scene<'_>) -> bool {
    scene.snapshot.operator.is_none() && scene.snapshot.has_operators
}

/// Help, another way in, and back.
fn for_everybody(ui: &mut Ui, scene: &Scene<'_>, enter: bool) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let mut act = None;
    let desk = |page| Act::LeaveFor(Page::Desk(page));
    super::choices_in_the_middle(ui, texts.language().code, |ui| {
        let words = texts.get("other-call");
        let button = Button::primary(palette, icons::CALL, &words);
        if ui.add(button).clicked() || enter {
            act = Some(desk(DeskPage::Call));
        }
        for (icon, key, other) in [
            (icons::QUESTION, "other-link", desk(DeskPage::OtherWays)),
            (icons::CROSS, "action-stop", Act::Send(Intent::Home)),
        ] {
            let words = texts.get(key);
            let button = Button::secondary(palette, icon, &words);
            if ui.add(button.min_size(vec2(0.0, 11.0 * GRID))).clicked() {
                act = Some(other);
            }
        }
    });
    act
}
