//! Keys: which there are and where they are kept, another site key in the
//! place of today's, and the site key from one kiosk to another.

use std::path::PathBuf;

use eframe::egui::{Id, Ui, vec2};

use crate::domain::{KeyHome, ShortCode};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Tone};
use crate::pipeline::{DeskIntent, Intent, KeysDone, KeysIntent, KeysView, Progress, WorkStatus};

use super::super::{Act, Scene};
use super::backup::{BackupForm, backup};

/// What was typed, and whether a rotation was asked for once.
#[derive(Default)]
pub struct KeysForm {
    file: String,
    code: String,
    backup: BackupForm,
}

/// Draws the page.
pub fn keys_page(ui: &mut Ui, scene: &Scene<'_>, form: &mut KeysForm) -> Option<Act> {
    let Some(view) = scene.snapshot.desk.keys.as_ref() else {
        super::heading(ui, scene, "settings-keys");
        match scene.failure() {
            Some(why) => widgets::banner(ui, scene.palette, Tone::Bad, None, &why, None),
            None => false,
        };
        return None;
    };
    let intent = widgets::scrolled(ui, "keys", |ui| {
        how_it_goes(ui, scene, view);
        which(ui, scene, view);
        let rotate = rotation(ui, scene);
        let handed = handing_on(ui, scene, form);
        rotate
            .or(handed)
            .or(backup(ui, scene, view, &mut form.backup))
    });
    intent.map(|intent| Act::Send(Intent::Desk(DeskIntent::Keys(intent))))
}

/// What was done last, or why it wasn't, or how far it is.
fn how_it_goes(ui: &mut Ui, scene: &Scene<'_>, view: &KeysView) {
    let palette = scene.palette;
    let texts = scene.texts;
    if let Some(why) = scene.failure() {
        widgets::banner(ui, palette, Tone::Bad, None, &why, None);
    } else if scene.snapshot.desk.work == WorkStatus::Working {
        let words = match scene.snapshot.desk.progress {
            Some(Progress { done, all: None }) => {
                texts.with("keys-wrapped", &[("done", done.into())])
            }
            _ => texts.get("settings-working"),
        };
        widgets::banner(
            ui,
            palette,
            Tone::Care,
            Some(icons::HOURGLASS),
            &words,
            None,
        );
    } else if let Some(done) = &view.done {
        let (key, file, code) = match done {
            KeysDone::Rotated => ("keys-rotated", None, None),
            KeysDone::Asked { file, code } => ("keys-asked", Some(file), Some(code)),
            KeysDone::Granted { file, code, .. } => ("keys-granted", Some(file), Some(code)),
            KeysDone::Accepted => ("keys-accepted", None, None),
            KeysDone::BackedUp { file } => ("keys-backed-up", Some(file), None),
        };
        let name = match done {
            KeysDone::Granted { name, .. } => name.as_str(),
            _ => "",
        };
        let file = file.map_or_else(String::new, |file| file.display().to_string());
        let words = texts.with(
            key,
            &[("file", file.into()), ("name", name.to_owned().into())],
        );
        widgets::banner(ui, palette, Tone::Well, None, &words, None);
        if let Some(code) = code {
            ui.add_space(GRID);
            let font = theme::semibold(theme::TITLE);
            widgets::label(ui, &code.to_string(), font, palette.text);
            let advice = texts.advice("keys-code");
            widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
        }
    } else {
        return;
    }
    ui.add_space(3.0 * GRID);
}

/// The keys in plain words, and what tells them from others.
fn which(ui: &mut Ui, scene: &Scene<'_>, view: &KeysView) {
    let palette = scene.palette;
    let texts = scene.texts;
    let plain = theme::regular(theme::BODY);
    let key = match view.home {
        KeyHome::Credential => "keys-home-credential",
        KeyHome::Passphrase => "keys-home-passphrase",
        KeyHome::File => "keys-home-file",
    };
    super::heading(ui, scene, key);
    widgets::paragraph(ui, &texts.advice(key), plain.clone(), palette.muted);
    ui.add_space(GRID);
    let site = [
        ("site", view.site.clone().into()),
        ("generation", view.generation.into()),
    ];
    let lines = [
        texts.with("keys-site", &site),
        texts.with("keys-signing", &[("key", view.signing.clone().into())]),
        texts.with("keys-exchange", &[("key", view.exchange.clone().into())]),
    ];
    for line in lines {
        widgets::paragraph(ui, &line, plain.clone(), palette.text);
    }
    ui.add_space(3.0 * GRID);
}

fn rotation(ui: &mut Ui, scene: &Scene<'_>) -> Option<KeysIntent> {
    section(ui, scene, "keys-rotate");
    let pressed = button(ui, scene, icons::REFRESH, "keys-rotate-now", true);
    ui.add_space(3.0 * GRID);
    pressed.then_some(KeysIntent::Rotate)
}

/// Asking for a site key, and taking what another kiosk wrote.
fn handing_on(ui: &mut Ui, scene: &Scene<'_>, form: &mut KeysForm) -> Option<KeysIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    section(ui, scene, "keys-hand-on");
    let ask = button(ui, scene, icons::DOCUMENT, "keys-ask", true);
    ui.add_space(2.0 * GRID);
    let id = Id::unique("key file");
    let name = texts.get("keys-file");
    widgets::field(ui, palette, id, &name, &mut form.file, false, None);
    let code: Option<ShortCode> = form.code.parse().ok();
    let wrong = texts.get("keys-code-wrong");
    let shown = (!form.code.is_empty() && code.is_none()).then_some(wrong.as_str());
    let id = Id::unique("key code");
    let name = texts.get("keys-code");
    widgets::field(ui, palette, id, &name, &mut form.code, false, shown);
    let ready = code.is_some() && !form.file.trim().is_empty();
    let take = button(ui, scene, icons::CHECK, "keys-take", ready);
    ui.add_space(3.0 * GRID);
    if ask {
        return Some(KeysIntent::Ask);
    }
    let (true, Some(code)) = (take, code) else {
        return None;
    };
    form.code.clear();
    let file = PathBuf::from(form.file.trim());
    Some(KeysIntent::Take { file, code })
}

/// A heading and what the section is for.
pub fn section(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    super::heading(ui, scene, key);
    let advice = scene.texts.advice(key);
    widgets::paragraph(
        ui,
        &advice,
        theme::regular(theme::BODY),
        scene.palette.muted,
    );
    ui.add_space(GRID);
}

/// A button for work, which is done one at a time.
pub fn button(ui: &mut Ui, scene: &Scene<'_>, icon: &str, key: &str, ready: bool) -> bool {
    let words = scene.texts.get(key);
    let idle = scene.snapshot.desk.work != WorkStatus::Working;
    let button = Button::secondary(scene.palette, icon, &words)
        .min_size(vec2(0.0, theme::TARGET))
        .enabled(ready && idle);
    ui.add(button).clicked()
}
