//! Making a backup. It is put back by a command, into a new data folder: a
//! kiosk that runs has one already.

use std::path::PathBuf;

use eframe::egui::{Id, Ui};
use zeroize::Zeroizing;

use crate::auth::password::{self, LEAST_CHARACTERS};
use crate::domain::Secret;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;
use crate::pipeline::{KeysIntent, KeysView};

use super::super::{Scene, date};
use super::keys::{button, section};

/// What was typed. Passphrases wipe themselves.
#[derive(Default)]
pub struct BackupForm {
    file: Option<String>,
    passphrase: Zeroizing<String>,
    again: Zeroizing<String>,
}

impl BackupForm {
    /// Another file is proposed, as the last one is there now.
    pub fn propose_anew(&mut self) {
        self.file = None;
    }
}

/// When the last was made, and the way to make another.
pub fn backup(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &KeysView,
    form: &mut BackupForm,
) -> Option<KeysIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    section(ui, scene, "keys-backup");
    let last = match view.backed_up {
        Some(at) => texts.with("keys-backup-last", &[("when", date(scene, at).into())]),
        None => texts.get("keys-backup-never"),
    };
    widgets::paragraph(ui, &last, theme::regular(theme::BODY), palette.text);
    ui.add_space(GRID);
    let proposed = || view.backup_file.display().to_string();
    let file = form.file.get_or_insert_with(proposed);
    let name = texts.get("keys-backup-file");
    widgets::field(
        ui,
        palette,
        Id::unique("backup file"),
        &name,
        file,
        false,
        None,
    );
    let typed = Secret::new(form.passphrase.to_string());
    let good = password::check_policy(&typed).is_ok();
    let policy = texts.with("operators-policy", &[("least", LEAST_CHARACTERS.into())]);
    let wrong = (!form.passphrase.is_empty() && !good).then_some(policy.as_str());
    let name = texts.get("keys-backup-passphrase");
    let id = Id::unique("backup passphrase");
    widgets::secret_field(ui, palette, id, &name, &mut form.passphrase, wrong);
    let differ = texts.get("operators-differ");
    let same = *form.passphrase == *form.again;
    let wrong = (!form.again.is_empty() && !same).then_some(differ.as_str());
    let name = texts.get("operators-again");
    let id = Id::unique("backup passphrase again");
    widgets::secret_field(ui, palette, id, &name, &mut form.again, wrong);
    let path = PathBuf::from(file.trim());
    let ready = good && same && path.is_absolute();
    let by_passphrase = button(ui, scene, icons::FOLDER, "keys-backup-make", ready);
    ui.add_space(2.0 * GRID);
    let advice = texts.advice("keys-recovery-key-make");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
    ui.add_space(GRID);
    let drawn = path.is_absolute();
    let by_key = button(ui, scene, icons::KEY, "keys-recovery-key-make", drawn);
    if !by_passphrase && !by_key {
        return None;
    }
    form.file = None;
    form.passphrase = Zeroizing::default();
    form.again = Zeroizing::default();
    Some(KeysIntent::BackUp {
        file: path,
        passphrase: by_passphrase.then_some(typed),
    })
}
