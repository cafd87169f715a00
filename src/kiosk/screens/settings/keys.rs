//! Keys: which there are and where they are kept, another site key in the
//! place of today's, and the site key from one kiosk to another.

use std::path::PathBuf;

use eframe::egui::{Align, Id, Ui, vec2};

use crate::domain::{KeyHome, ShortCode};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Tone};
use crate::pipeline::{DeskIntent, Intent, KeysDone, KeysIntent, KeysView, Progress, WorkStatus};

use super::super::confirm::{Heavy, confirmed};
use super::super::{Act, Scene};
use super::backup::{BackupForm, backup};
use super::keys_making::{MakingForm, production, start_files};

/// What was typed.
#[derive(Default)]
pub struct KeysForm {
    file: String,
    code: String,
    backup: BackupForm,
    making: MakingForm,
    /// What was done last, as far as it was brought into view.
    told: Option<KeysDone>,
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
    let news = form.told != view.done;
    if news {
        form.told.clone_from(&view.done);
        form.backup.propose_anew();
    }
    let intent = widgets::scrolled(ui, "keys", |ui| {
        if news {
            // What came of it stands above, where nobody looks who has just
            // pressed a button below; a recovery key is shown this once.
            ui.scroll_to_cursor(Some(Align::Min));
        }
        how_it_goes(ui, scene, view);
        which(ui, scene, view);
        let made = production(ui, scene, view, &mut form.making);
        // What keeps the next start from succeeding comes first.
        let exchanged = view.files.removed || !view.files.changed.is_empty();
        let mut signed = None;
        if exchanged {
            signed = start_files(ui, scene, view);
        }
        let backed_up = backup(ui, scene, view, &mut form.backup);
        if !exchanged {
            signed = start_files(ui, scene, view);
        }
        let rotate = rotation(ui, scene);
        let handed = handing_on(ui, scene, form);
        made.or(backed_up).or(signed).or(rotate).or(handed)
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
            KeysDone::ProductionMade => ("keys-made", None, None),
            KeysDone::FilesSigned => ("keys-files-signed", None, None),
            KeysDone::Rotated => ("keys-rotated", None, None),
            KeysDone::SigningRotated => ("keys-signing-rotated", None, None),
            KeysDone::Asked { file, code } => ("keys-asked", Some(file), Some(code)),
            KeysDone::Granted { file, code, .. } => ("keys-granted", Some(file), Some(code)),
            KeysDone::Accepted => ("keys-accepted", None, None),
            KeysDone::BackedUp { file, .. } => ("keys-backed-up", Some(file), None),
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
            large(ui, scene, &code.to_string(), "keys-code");
        }
        if let KeysDone::BackedUp {
            recovery_key: Some(key),
            ..
        } = done
        {
            large(ui, scene, key.written().expose(), "keys-recovery-key");
        }
    } else {
        return;
    }
    ui.add_space(3.0 * GRID);
}

/// So many characters of a title's size stand in one line.
const ONE_LINE: usize = 24;

/// Something to be read from the screen, and what to do with it.
fn large(ui: &mut Ui, scene: &Scene<'_>, read: &str, key: &str) {
    let palette = scene.palette;
    ui.add_space(GRID);
    // A recovery key is long, and best read in one line.
    let size = match read.len() {
        0..=ONE_LINE => theme::TITLE,
        _ => theme::LEAD + 4.0,
    };
    let font = theme::semibold(size);
    widgets::paragraph(ui, read, font, palette.text);
    let advice = scene.texts.advice(key);
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
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

const ROTATE: Heavy = Heavy {
    icon: icons::REFRESH,
    act: "keys-rotate-now",
    question: "keys-rotate-sure",
    danger: false,
};
const ROTATE_SIGNING: Heavy = Heavy {
    icon: icons::REFRESH,
    act: "keys-rotate-signing-now",
    question: "keys-rotate-signing-sure",
    danger: false,
};

fn rotation(ui: &mut Ui, scene: &Scene<'_>) -> Option<KeysIntent> {
    section(ui, scene, "keys-rotate");
    let site = confirmed(ui, scene, ROTATE, true);
    ui.add_space(3.0 * GRID);
    section(ui, scene, "keys-rotate-signing");
    let signing = confirmed(ui, scene, ROTATE_SIGNING, true);
    ui.add_space(3.0 * GRID);
    match (site, signing) {
        (true, _) => Some(KeysIntent::Rotate),
        (_, true) => Some(KeysIntent::RotateSigning),
        _ => None,
    }
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
    worded(ui, scene, icon, &scene.texts.get(key), ready)
}

/// The same with words of its own.
pub fn worded(ui: &mut Ui, scene: &Scene<'_>, icon: &str, words: &str, ready: bool) -> bool {
    let idle = scene.snapshot.desk.work != WorkStatus::Working;
    let button = Button::secondary(scene.palette, icon, words)
        .min_size(vec2(0.0, theme::TARGET))
        .enabled(ready && idle);
    ui.add(button).clicked()
}
