//! Before the data folder is open: the passphrase that its keys are sealed
//! with, and an administrator who signs for what the kiosk starts with.

use eframe::egui::{Align, Id, Ui};
use zeroize::Zeroizing;

use crate::domain::Secret;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{Intent, Problem, SignInStatus, StartIntent};

use super::{Act, Scene};

/// What was typed. Secrets wipe themselves.
#[derive(Default)]
pub struct UnlockForm {
    passphrase: Zeroizing<String>,
    name: String,
    password: Zeroizing<String>,
    /// Whether signing was pressed once.
    sure: bool,
}

/// Whether a trouble is one that is mended here.
#[must_use]
pub fn is_unlocked_here(why: &Problem) -> bool {
    signs_for(why) || *why == Problem::KeyPassphrase
}

fn signs_for(why: &Problem) -> bool {
    matches!(why, Problem::StartFiles { .. } | Problem::StartListRemoved)
}

/// Draws what keeps the data folder shut, and what opens it.
pub fn unlock_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    why: &Problem,
    form: &mut UnlockForm,
) -> Option<Act> {
    let room = Room::of(ui);
    let whole = ui.max_rect().shrink2(room.margin());
    let whole = whole.with_min_y(whole.top() + room.bar() / 2.0);
    let wish = super::in_the_middle(ui, whole, 640.0, Align::Min, |ui| {
        if signs_for(why) {
            sign(ui, scene, why, form)
        } else {
            passphrase(ui, scene, form)
        }
    });
    let spoken = super::language_corner(ui, scene);
    let wish = wish.map(|wish| Act::Send(Intent::Start(wish)));
    wish.or(spoken)
}

fn heading(ui: &mut Ui, scene: &Scene<'_>, title: &str, advice: &str) {
    let palette = scene.palette;
    ui.horizontal(|ui| {
        widgets::icon(ui, icons::LOCK, theme::TITLE, palette.accent);
        ui.add_space(GRID);
        let font = theme::bold(Room::of(ui).title());
        widgets::wrapping(ui, title, font, palette.text);
    });
    ui.add_space(GRID);
    let font = theme::regular(theme::LEAD);
    widgets::paragraph(ui, advice, font, palette.muted);
    ui.add_space(3.0 * GRID);
}

fn passphrase(ui: &mut Ui, scene: &Scene<'_>, form: &mut UnlockForm) -> Option<StartIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    let id = Id::unique("passphrase of the keys");
    if ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let enter = super::entered(ui.ctx(), &[id]);
    heading(
        ui,
        scene,
        &texts.get("unlock-title"),
        &texts.advice("unlock-title"),
    );
    let wrong = texts.get("unlock-wrong");
    let failed = scene.snapshot.start.failure.is_some() && form.passphrase.is_empty();
    let wrong = failed.then_some(wrong.as_str());
    let name = texts.get("unlock-passphrase");
    let typed = &mut form.passphrase;
    widgets::secret_field(ui, palette, id, &name, typed, wrong);
    ui.add_space(2.0 * GRID);
    let ready = !form.passphrase.is_empty();
    let words = texts.get("unlock-action");
    let button = Button::primary(palette, icons::KEY, &words).enabled(ready);
    let pressed = ui.add(button).clicked() || enter;
    (pressed && ready).then(|| StartIntent::Unlock {
        passphrase: Secret::new(std::mem::take(&mut *form.passphrase)),
    })
}

fn sign(
    ui: &mut Ui,
    scene: &Scene<'_>,
    why: &Problem,
    form: &mut UnlockForm,
) -> Option<StartIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    let told = scene.told(why);
    heading(ui, scene, &told.what, &told.advice);
    widgets::paragraph(
        ui,
        &texts.advice("sign-files"),
        theme::regular(theme::BODY),
        palette.text,
    );
    ui.add_space(2.0 * GRID);
    let ids = ["who signs for files", "password of who signs for files"].map(Id::unique);
    let [name_id, password_id] = ids;
    let name = texts.get("sign-in-name");
    let named = widgets::field(ui, palette, name_id, &name, &mut form.name, false, None);
    let wrong = match &scene.snapshot.sign_in {
        SignInStatus::Idle | SignInStatus::Checking => None,
        SignInStatus::Refused => Some(texts.get("sign-in-refused")),
        SignInStatus::Wait { seconds } => {
            Some(texts.with("sign-in-wait", &[("seconds", (*seconds).into())]))
        }
        SignInStatus::Trouble { why } => Some(scene.told(why).line()),
    };
    // What was said about the last try isn't about what is typed now.
    let wrong = wrong.filter(|_| form.password.is_empty());
    let password = texts.get("sign-in-password");
    let typed = &mut form.password;
    let written = widgets::secret_field(ui, palette, password_id, &password, typed, None);
    if let Some(wrong) = &wrong {
        widgets::paragraph(ui, wrong, theme::regular(theme::BODY), palette.danger);
    }
    if named.changed() || written.changed() {
        form.sure = false;
    }
    ui.add_space(2.0 * GRID);
    let ready = !form.name.trim().is_empty() && !form.password.is_empty();
    let words = texts.get(if form.sure {
        "sign-files-really"
    } else {
        "sign-files"
    });
    let button = Button::primary(palette, icons::SHIELD_CHECK, &words).enabled(ready);
    let pressed = ui.add(button);
    // The second half of a double click is no second thought.
    if !pressed.clicked() || pressed.double_clicked() || !ready {
        return None;
    }
    if !std::mem::replace(&mut form.sure, true) {
        return None;
    }
    form.sure = false;
    Some(StartIntent::SignFiles {
        name: form.name.trim().to_owned(),
        password: Secret::new(std::mem::take(&mut *form.password)),
    })
}
