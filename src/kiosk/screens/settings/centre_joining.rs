//! Joining a centre, and approving another kiosk: who wants the site's key and
//! who has it compare two codes.

use eframe::egui::{Id, Ui};

use crate::central::JoinCode;
use crate::domain::ShortCode;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;
use crate::pipeline::{CentreIntent, CentreView};

use super::super::Scene;
use super::keys::{button, section};

/// What was typed.
#[derive(Default)]
pub struct JoiningForm {
    url: String,
    join_code: String,
    code: String,
}

/// The way to join a centre.
pub fn join(ui: &mut Ui, scene: &Scene<'_>, form: &mut JoiningForm) -> Option<CentreIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    let name = texts.get("centre-url");
    let id = Id::unique("centre url");
    widgets::field(ui, palette, id, &name, &mut form.url, false, None);
    let code: Option<JoinCode> = form.join_code.parse().ok();
    let wrong = texts.get("centre-join-code-wrong");
    let shown = (!form.join_code.is_empty() && code.is_none()).then_some(wrong.as_str());
    let name = texts.get("centre-join-code");
    let id = Id::unique("centre join code");
    widgets::field(ui, palette, id, &name, &mut form.join_code, false, shown);
    let ready = code.is_some() && !form.url.trim().is_empty();
    let pressed = button(ui, scene, icons::CHECK, "centre-join", ready);
    let (true, Some(code)) = (pressed, code) else {
        return None;
    };
    form.join_code.clear();
    Some(CentreIntent::Join {
        url: form.url.trim().to_owned(),
        code,
    })
}

/// The code of a kiosk that waits, and the way to take the site's key.
pub fn wait(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &CentreView,
    form: &mut JoiningForm,
) -> Option<CentreIntent> {
    let code = view.code?;
    section(ui, scene, "centre-code");
    let font = theme::semibold(theme::TITLE);
    widgets::label(ui, &code.to_string(), font, scene.palette.text);
    ui.add_space(2.0 * GRID);
    let typed = code_field(ui, scene, form, "centre-their-code");
    let pressed = button(ui, scene, icons::CHECK, "centre-accept", typed.is_some());
    ui.add_space(3.0 * GRID);
    let code = typed.filter(|_| pressed)?;
    form.code.clear();
    Some(CentreIntent::Accept { code })
}

/// Who waits to be approved here.
pub fn approve(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &CentreView,
    form: &mut JoiningForm,
) -> Option<CentreIntent> {
    let texts = scene.texts;
    section(ui, scene, "centre-approve");
    let looked = button(ui, scene, icons::USERS, "centre-who-waits", true);
    ui.add_space(GRID);
    let mut asked = looked.then_some(CentreIntent::WhoWaits);
    match view.waiting.as_deref() {
        None => {}
        Some([]) => {
            let words = texts.get("centre-nobody-waits");
            let font = theme::regular(theme::BODY);
            widgets::paragraph(ui, &words, font, scene.palette.text);
        }
        Some(waiting) => {
            let typed = code_field(ui, scene, form, "centre-its-code");
            for (kiosk, name) in waiting {
                ui.push_id(kiosk, |ui| {
                    let words = texts.with("centre-approve-now", &[("name", name.clone().into())]);
                    let pressed =
                        super::keys::worded(ui, scene, icons::CHECK, &words, typed.is_some());
                    if let (true, Some(code)) = (pressed, typed) {
                        form.code.clear();
                        asked = Some(CentreIntent::Approve {
                            kiosk: *kiosk,
                            code,
                        });
                    }
                });
                ui.add_space(GRID);
            }
        }
    }
    asked
}

/// A field for the code of another kiosk.
fn code_field(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut JoiningForm,
    key: &str,
) -> Option<ShortCode> {
    let texts = scene.texts;
    let code: Option<ShortCode> = form.code.parse().ok();
    let wrong = texts.get("keys-code-wrong");
    let shown = (!form.code.is_empty() && code.is_none()).then_some(wrong.as_str());
    let name = texts.get(key);
    let id = Id::unique("centre code");
    widgets::field(ui, scene.palette, id, &name, &mut form.code, false, shown);
    code
}
