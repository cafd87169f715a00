//! What stands where the live picture would be while the camera is away.

use eframe::egui::{Align, CornerRadius, Rect, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::Problem;

use super::{Act, DeskPage, Page, Scene};

/// Draws it. Whoever came to verify can mend nothing: they are told to wait,
/// and the ways that are open. Staff are told what is wrong.
pub fn camera_away(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, why: &Problem) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let corner = CornerRadius::same(theme::RADIUS);
    ui.painter().rect_filled(rect, corner, palette.surface);
    let public = scene.snapshot.operator.is_none();
    let (title, advice) = if public {
        let title = texts.get("instruction-camera-away");
        (title, texts.get("capture-camera-away"))
    } else {
        (texts.get("home-camera-lost"), scene.told(why).line())
    };
    let low = Room::of(ui).low;
    let place = rect.shrink(if low { 1.0 } else { 3.0 } * GRID);
    super::in_the_middle(ui, place, place.width(), Align::Center, |ui| {
        let size = if low { theme::TITLE } else { theme::DISPLAY };
        widgets::icon(ui, icons::CAMERA_SLASH, size, palette.warning);
        ui.add_space(GRID);
        let font = theme::semibold(theme::LEAD);
        widgets::centred_paragraph(ui, &title, font, palette.text, 1.2);
        ui.add_space(GRID);
        let font = theme::regular(theme::BODY);
        widgets::centred_paragraph(ui, &advice, font, palette.muted, 1.45);
        if !public {
            return None;
        }
        ui.add_space(2.0 * GRID);
        ways_on(ui, scene)
    })
}

/// The ways that are open without a camera.
fn ways_on(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let mut act = None;
    super::choices_in_the_middle(ui, scene.texts.language().code, |ui| {
        for (icon, key, page) in [
            (icons::QUESTION, "other-link", DeskPage::OtherWays),
            (icons::CALL, "other-call", DeskPage::Call),
        ] {
            let words = scene.texts.get(key);
            let button = Button::secondary(scene.palette, icon, &words);
            if ui.add(button.min_size(vec2(0.0, theme::TARGET))).clicked() {
                act = Some(Act::LeaveFor(Page::Desk(page)));
            }
        }
    });
    act
}
