//! Production keys in the place of trial ones, and signing for what the kiosk
//! starts with.

use eframe::egui::{Id, Ui};
use zeroize::Zeroizing;

use crate::auth::password::{self, LEAST_CHARACTERS};
use crate::domain::{KeyHome, Secret};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Tone};
use crate::pipeline::{KeysIntent, KeysView};

use super::super::confirm::{Heavy, confirmed};
use super::super::{Scene, date};
use super::keys::section;

/// Names of what isn't as it was signed that are told.
const NAMED: usize = 5;

/// What was typed. Passphrases wipe themselves.
#[derive(Default)]
pub struct MakingForm {
    passphrase: Zeroizing<String>,
    again: Zeroizing<String>,
}

const MAKE: Heavy = Heavy {
    icon: icons::SHIELD_CHECK,
    act: "keys-make-now",
    question: "keys-make-sure",
    danger: false,
};
const SIGN: Heavy = Heavy {
    icon: icons::SHIELD_CHECK,
    act: "sign-files",
    question: "sign-files-sure",
    danger: false,
};

/// The way to production keys, where there are trial ones.
pub fn production(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &KeysView,
    form: &mut MakingForm,
) -> Option<KeysIntent> {
    if view.home != KeyHome::File {
        return None;
    }
    let palette = scene.palette;
    let texts = scene.texts;
    section(ui, scene, "keys-make");
    let typed = Secret::new(form.passphrase.to_string());
    let good = password::check_policy(&typed).is_ok();
    let policy = texts.with("operators-policy", &[("least", LEAST_CHARACTERS.into())]);
    let wrong = (!form.passphrase.is_empty() && !good).then_some(policy.as_str());
    let name = texts.get("keys-make-passphrase");
    let id = Id::unique("passphrase of production keys");
    widgets::secret_field(ui, palette, id, &name, &mut form.passphrase, wrong);
    let differ = texts.get("operators-differ");
    let same = *form.passphrase == *form.again;
    let wrong = (!form.again.is_empty() && !same).then_some(differ.as_str());
    let name = texts.get("keys-make-again");
    let id = Id::unique("passphrase of production keys again");
    widgets::secret_field(ui, palette, id, &name, &mut form.again, wrong);
    let pressed = confirmed(ui, scene, MAKE, good && same);
    ui.add_space(3.0 * GRID);
    if !pressed {
        return None;
    }
    form.passphrase = Zeroizing::default();
    form.again = Zeroizing::default();
    Some(KeysIntent::MakeProduction(typed))
}

/// What the kiosk starts with, and signing for it.
pub fn start_files(ui: &mut Ui, scene: &Scene<'_>, view: &KeysView) -> Option<KeysIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    section(ui, scene, "keys-files");
    let files = &view.files;
    let count = ("count", files.count.into());
    if files.removed || !files.changed.is_empty() {
        let key = if files.removed {
            "keys-files-removed"
        } else {
            "keys-files-changed"
        };
        widgets::banner(ui, palette, Tone::Care, None, &texts.get(key), None);
        ui.add_space(GRID);
        for name in files.changed.iter().take(NAMED) {
            widgets::paragraph(ui, name, theme::regular(theme::BODY), palette.text);
        }
        let more = files.changed.len().saturating_sub(NAMED);
        if more > 0 {
            let words = texts.with("keys-files-more", &[("count", more.into())]);
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
    } else {
        let words = match files.signed_at {
            Some(at) => {
                let when = ("when", date(scene, at).into());
                texts.with("keys-files-signed-at", &[count, when])
            }
            None => texts.with("keys-files-unsigned", &[count]),
        };
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
    }
    ui.add_space(GRID);
    let pressed = confirmed(ui, scene, SIGN, true);
    ui.add_space(3.0 * GRID);
    pressed.then_some(KeysIntent::SignFiles)
}
