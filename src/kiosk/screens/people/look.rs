//! Which look is to be added, and what that takes.

use eframe::egui::{Align, Layout, Rect, Ui, vec2};

use crate::domain::LookKind;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot};
use crate::pipeline::PeopleIntent;

use super::{Act, Asking, PeopleForm, Scene, ask};

/// Icon and text of a kind of look.
pub fn kind_said(kind: LookKind) -> (&'static str, &'static str) {
    match kind {
        LookKind::Glasses => (icons::GLASSES, "look-kind-glasses"),
        LookKind::Light => (icons::SUN, "look-kind-light"),
        LookKind::Other => (icons::USER, "look-kind-other"),
    }
}

/// Draws the pane.
pub fn look_pane(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut PeopleForm,
    chosen: LookKind,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = crate::kiosk::screens::entered(ui.ctx(), &[]);
    let mut act = None;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let (body, row) = widgets::foot(ui, inner);
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            let title = texts.get("look-add");
            widgets::label(ui, &title, theme::bold(theme::LEAD + 4.0), palette.text);
            ui.add_space(GRID);
            let words = texts.advice("look-add");
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
            ui.add_space(2.0 * GRID);
            for kind in LookKind::ALL {
                let (icon, key) = kind_said(kind);
                let words = texts.get(key);
                let button = Button::choice(palette, icon, &words, kind == chosen);
                let size = vec2(ui.available_width(), theme::TARGET);
                if ui.add(button.min_size(size)).clicked() {
                    form.asking = Asking::Look(kind);
                }
            }
        });
        let (cancel, start) = (texts.get("action-cancel"), texts.get("enrol-start"));
        let foot = Foot {
            back: Some(Button::secondary(palette, icons::CROSS, &cancel)),
            said: None,
            primary: Button::primary(palette, icons::CAMERA, &start),
        };
        let pressed = foot.show(ui, row);
        if (pressed.primary || enter)
            && let Some(person) = form.selected
        {
            act = Some(ask(PeopleIntent::AddLook {
                person,
                kind: chosen,
            }));
        }
        if pressed.back {
            form.leave_question();
        }
    });
    act
}
