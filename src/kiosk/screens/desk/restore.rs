//! A new kiosk that takes the place of an earlier one: its backup is put here.

use std::path::PathBuf;

use eframe::egui::{Align, Align2, Id, Layout, Ui, vec2};
use zeroize::Zeroizing;

use crate::auth::password;
use crate::domain::{RecoveryKey, Secret};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Room};
use crate::pipeline::{Intent, RestoreWish, StartIntent};

use super::super::{Act, Page, Scene};

/// Width of what is read or typed, in points.
const COLUMN: f32 = 720.0;

/// What was typed. Secrets wipe themselves.
#[derive(Default)]
pub struct RestoreForm {
    file: String,
    opens: Zeroizing<String>,
    keys: Zeroizing<String>,
    erased: String,
    /// Whether it was asked for, so that what went wrong is about this.
    asked: bool,
}

/// What came of the page.
pub enum Restore {
    /// Back to setting the kiosk up.
    Back,
    /// Something else that a person wants.
    Act(Box<Act>),
}

/// Asks for the backup and what opens it.
pub fn restore_page(ui: &mut Ui, scene: &Scene<'_>, form: &mut RestoreForm) -> Option<Restore> {
    let palette = scene.palette;
    let texts = scene.texts;
    let spoken = widgets::top_bar(ui, palette, scene.site, |ui| {
        super::super::language_button(ui, scene)
    });
    let (content, row) = widgets::foot(ui, widgets::body(ui));
    let width = content.width().min(COLUMN);
    let place = Align2::CENTER_TOP.align_size_within_rect(vec2(width, content.height()), content);
    widgets::region(ui, place, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "restore", |ui| {
            let title = texts.get("restore-title");
            widgets::title(ui, &title, Room::of(ui).title(), palette.text);
            let advice = texts.advice("restore-title");
            widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
            ui.add_space(2.0 * GRID);
            fields(ui, scene, form);
        });
    });
    let key: Option<RecoveryKey> = form.opens.parse().ok();
    let file = PathBuf::from(form.file.trim());
    let good_keys = password::check_policy(&Secret::new(form.keys.to_string())).is_ok();
    let missing = if !file.is_absolute() {
        Some("restore-missing-file")
    } else if form.opens.is_empty() {
        Some("restore-missing-opens")
    } else if key.is_some() && !form.keys.is_empty() && !good_keys {
        Some("restore-missing-keys")
    } else {
        None
    };
    let trouble = scene.snapshot.start.failure.as_ref().filter(|_| form.asked);
    let trouble = trouble.map(|why| scene.told(why).line());
    let said = missing.map(|key| texts.get(key));
    let (back, words) = (texts.get("action-back"), texts.get("restore-action"));
    let foot = Foot {
        back: Some(Button::secondary(palette, icons::ARROW_LEFT, &back)),
        said: match (&trouble, &said) {
            (Some(words), _) => Some((icons::WARNING, palette.danger, words.as_str())),
            (None, Some(words)) => Some(("", palette.muted, words.as_str())),
            (None, None) => None,
        },
        primary: Button::primary(palette, icons::CHECK, &words).enabled(missing.is_none()),
    };
    let pressed = foot.show(ui, row);
    if pressed.back || super::super::escaped(ui.ctx()) {
        return Some(Restore::Back);
    }
    if !pressed.primary || missing.is_some() {
        return spoken.map(|act| Restore::Act(Box::new(act)));
    }
    form.asked = true;
    let typed = std::mem::take(&mut *form.opens);
    // A recovery key opens the backup; its keys have a passphrase of their own.
    let (opens, keys) = match key {
        Some(key) => {
            let keys = std::mem::take(&mut *form.keys);
            (key.secret(), Some(keys).filter(|keys| !keys.is_empty()))
        }
        None => (Secret::new(typed.clone()), Some(typed)),
    };
    let erased = form.erased.trim();
    let wish = RestoreWish {
        file,
        opens,
        keys: keys.map(Secret::new),
        erased: (!erased.is_empty()).then(|| PathBuf::from(erased)),
    };
    let restore = StartIntent::Restore(wish);
    let act = Act::Send(Intent::Start(restore));
    Some(Restore::Act(Box::new(act)))
}

fn fields(ui: &mut Ui, scene: &Scene<'_>, form: &mut RestoreForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    let id = Id::unique("backup to restore");
    let name = texts.get("restore-file");
    let file = widgets::field(ui, palette, id, &name, &mut form.file, false, None);
    let id = Id::unique("what opens the backup");
    let name = texts.get("restore-opens");
    let opens = widgets::secret_field(ui, palette, id, &name, &mut form.opens, None);
    if file.changed() || opens.changed() {
        form.asked = false;
    }
    let by_key = form.opens.parse::<RecoveryKey>().is_ok();
    if by_key || !form.keys.is_empty() {
        let id = Id::unique("passphrase of the keys from now on");
        let name = texts.get("restore-keys");
        widgets::secret_field(ui, palette, id, &name, &mut form.keys, None);
        let advice = texts.advice("restore-keys");
        widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
        ui.add_space(GRID);
    }
    let id = Id::unique("list of who was erased");
    let name = texts.get("restore-erased");
    widgets::field(ui, palette, id, &name, &mut form.erased, false, None);
    let advice = texts.advice("restore-erased");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
}

/// Says that the backup is in place, until that was read.
pub fn restored_screen(ui: &mut Ui, scene: &Scene<'_>, erased: u64) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = super::super::entered(ui.ctx(), &[]);
    let room = Room::of(ui);
    let whole = ui.max_rect().shrink2(room.margin());
    let read = super::super::in_the_middle(ui, whole, 880.0, Align::Center, |ui| {
        let (fill, ink) = (palette.success_soft, palette.success);
        super::super::round_sign(ui, icons::SHIELD_CHECK, fill, ink);
        ui.add_space(3.0 * GRID);
        let title = texts.get("restore-done");
        let font = theme::bold(room.display());
        widgets::centred_paragraph(ui, &title, font, palette.text, 1.1);
        ui.add_space(GRID);
        let again = texts.with("restore-again", &[("people", erased.into())]);
        let font = theme::regular(theme::LEAD);
        widgets::centred_paragraph(ui, &again, font.clone(), palette.text, 1.45);
        let advice = texts.advice("restore-done");
        widgets::centred_paragraph(ui, &advice, font, palette.muted, 1.45);
        ui.add_space(4.0 * GRID);
        let words = texts.get("action-done");
        let button = Button::primary(palette, icons::CHECK, &words);
        (ui.add(button).clicked() || enter).then_some(Act::Open(Page::Home))
    });
    read.or(super::super::language_corner(ui, scene))
}
