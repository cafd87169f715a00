//! An operator signs in.

use eframe::egui::{Align, Id, Ui};
use zeroize::Zeroizing;

use crate::domain::Secret;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{Intent, SignInStatus};

use super::{Act, Page, Scene};

/// What was typed so far. The password wipes itself.
#[derive(Default)]
pub struct SignInForm {
    name: String,
    password: Zeroizing<String>,
}

/// Draws the page.
pub fn sign_in_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut SignInForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let [name_id, password_id] = ["operator's name", "operator's password"].map(Id::unique);
    let status = &scene.snapshot.sign_in;
    let checking = *status == SignInStatus::Checking;
    if ui.memory(|memory| memory.focused()).is_none() && !checking {
        let first_empty = if form.name.is_empty() {
            name_id
        } else {
            password_id
        };
        ui.memory_mut(|memory| memory.request_focus(first_empty));
    }
    let enter = super::entered(ui.ctx(), &[name_id, password_id]);
    let mut act = widgets::top_bar(ui, palette, scene.site, |ui| {
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        ui.add(button).clicked().then_some(Act::Open(Page::Home))
    });
    let body = widgets::body(ui);
    let send = super::in_the_middle(ui, body, 560.0, Align::Min, |ui| {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::LOCK, theme::TITLE, palette.accent);
            ui.add_space(GRID);
            let title = texts.get("sign-in-title");
            widgets::label(ui, &title, theme::bold(Room::of(ui).title()), palette.text);
        });
        ui.add_space(3.0 * GRID);
        let name = texts.get("sign-in-name");
        widgets::field(ui, palette, name_id, &name, &mut form.name, false, None);
        let password = texts.get("sign-in-password");
        let typed = &mut form.password;
        widgets::secret_field(ui, palette, password_id, &password, typed, None);
        message(ui, scene, status);
        ui.add_space(2.0 * GRID);
        let ready = !form.name.trim().is_empty() && !form.password.is_empty() && !checking;
        let words = texts.get(if checking {
            "sign-in-checking"
        } else {
            "sign-in-action"
        });
        let button = Button::primary(palette, icons::LOCK, &words).enabled(ready);
        (ui.add(button).clicked() || enter) && ready
    });
    if send {
        let password = std::mem::take(&mut *form.password);
        act = Some(Act::Send(Intent::SignIn {
            name: form.name.trim().to_owned(),
            password: Secret::new(password),
        }));
    }
    if act.is_none() && super::escaped(ui.ctx()) {
        act = Some(Act::Open(Page::Home));
    }
    act
}

/// How it went, in a line that is always as high.
fn message(ui: &mut Ui, scene: &Scene<'_>, status: &SignInStatus) {
    let texts = scene.texts;
    let words = match status {
        SignInStatus::Idle | SignInStatus::Checking => " ".to_owned(),
        SignInStatus::Refused => texts.get("sign-in-refused"),
        SignInStatus::Wait { seconds } => {
            texts.with("sign-in-wait", &[("seconds", (*seconds).into())])
        }
        SignInStatus::Trouble { message } => message.clone(),
    };
    ui.horizontal_wrapped(|ui| {
        if words != " " {
            widgets::icon(ui, icons::WARNING, theme::LEAD, scene.palette.danger);
        }
        let font = theme::regular(theme::BODY);
        widgets::paragraph(ui, &words, font, scene.palette.danger);
    });
}
