//! An operator signs in.

use std::time::Duration;

use eframe::egui::{Align, Context, Id, Ui};
use zeroize::Zeroizing;

use crate::domain::Secret;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{Intent, SignInStatus};

use super::{Act, Scene};

/// What was typed so far. The password wipes itself.
#[derive(Default)]
pub struct SignInForm {
    name: String,
    password: Zeroizing<String>,
    /// What a try from this form came to, and since when it is shown.
    told: Option<(SignInStatus, f64)>,
    /// The name that was sent from this form last.
    tried: Option<String>,
    /// Whether somebody of the staff signs in to help who stands there.
    helps: bool,
}

impl SignInForm {
    /// A form by which somebody of the staff comes to help.
    #[must_use]
    pub fn to_help() -> Self {
        Self {
            helps: true,
            ..Self::default()
        }
    }

    /// How it stands now: tries of others aren't told, and a wait gets
    /// shorter.
    fn status(&mut self, ctx: &Context, status: &SignInStatus) -> SignInStatus {
        let Some(tried) = &self.tried else {
            return SignInStatus::Idle;
        };
        let now = ctx.input(|input| input.time);
        let since = match &self.told {
            Some((told, since)) if told == status => *since,
            _ => now,
        };
        self.told = Some((status.clone(), since));
        let SignInStatus::Wait { seconds } = status else {
            return status.clone();
        };
        if tried != self.name.trim() {
            // It is that name that has to wait.
            return SignInStatus::Idle;
        }
        ctx.request_repaint_after(Duration::from_millis(250));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float cast saturates"
        )]
        let passed = (now - since) as u64;
        match seconds.saturating_sub(passed) {
            0 => SignInStatus::Idle,
            seconds => SignInStatus::Wait { seconds },
        }
    }
}

/// Draws the page.
pub fn sign_in_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut SignInForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let [name_id, password_id] = ["operator's name", "operator's password"].map(Id::unique);
    let status = form.status(ui.ctx(), &scene.snapshot.sign_in);
    let waiting = matches!(status, SignInStatus::Wait { .. });
    let checking = status == SignInStatus::Checking || waiting;
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
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = super::language_button(ui, scene);
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        let left = ui.add(button).clicked().then_some(Act::Back);
        left.or(spoken)
    });
    let body = widgets::body(ui);
    let send = super::in_the_middle(ui, body, 560.0, Align::Min, |ui| {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::LOCK, theme::TITLE, palette.accent);
            ui.add_space(GRID);
            let title = texts.get("sign-in-title");
            widgets::label(ui, &title, theme::bold(Room::of(ui).title()), palette.text);
        });
        if form.helps {
            let words = texts.get("sign-in-to-help");
            let font = theme::regular(theme::BODY + 1.0);
            widgets::paragraph(ui, &words, font, palette.muted);
        }
        ui.add_space(3.0 * GRID);
        let name = texts.get("sign-in-name");
        widgets::field(ui, palette, name_id, &name, &mut form.name, false, None);
        let password = texts.get("sign-in-password");
        let typed = &mut form.password;
        widgets::secret_field(ui, palette, password_id, &password, typed, None);
        message(ui, scene, &status);
        ui.add_space(2.0 * GRID);
        let ready = !form.name.trim().is_empty() && !form.password.is_empty() && !checking;
        let words = texts.get(if status == SignInStatus::Checking {
            "sign-in-checking"
        } else {
            "sign-in-action"
        });
        let button = Button::primary(palette, icons::LOCK, &words).enabled(ready);
        (ui.add(button).clicked() || enter) && ready
    });
    if send {
        form.tried = Some(form.name.trim().to_owned());
        form.told = None;
        let password = std::mem::take(&mut *form.password);
        act = Some(Act::Send(Intent::SignIn {
            name: form.name.trim().to_owned(),
            password: Secret::new(password),
        }));
    }
    if act.is_none() && super::escaped(ui.ctx()) {
        act = Some(Act::Back);
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
        SignInStatus::Trouble { why } => scene.told(why).line(),
    };
    ui.horizontal_wrapped(|ui| {
        if words != " " {
            widgets::icon(ui, icons::WARNING, theme::LEAD, scene.palette.danger);
        }
        let font = theme::regular(theme::BODY);
        widgets::paragraph(ui, &words, font, scene.palette.danger);
    });
}
