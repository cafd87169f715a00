//! The line to the centre: how it is, what waits, what was set aside and why,
//! and joining.

use eframe::egui::Ui;

use crate::domain::{Backlog, Quarantined, Shared};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Tone};
use crate::pipeline::{CentreDone, CentreIntent, CentreView, DeskIntent, Intent, WorkStatus};
use crate::sync::{SyncState, SyncStatus};

use super::super::{Act, Scene, date};
use super::centre_joining::{JoiningForm, approve, join, wait};
use super::keys::{button, section};

/// Clocks that are less apart are said to agree, in milliseconds (ours).
const AGREE_MILLIS: i64 = 1_000;

/// Draws the page.
pub fn centre_page(ui: &mut Ui, scene: &Scene<'_>, form: &mut JoiningForm) -> Option<Act> {
    let line = &scene.snapshot.desk.line;
    let (Some(status), Some(view)) = (&line.status, &scene.snapshot.desk.centre) else {
        super::heading(ui, scene, "settings-centre");
        if let Some(why) = scene.failure() {
            widgets::banner(ui, scene.palette, Tone::Bad, None, &why, None);
        }
        return None;
    };
    let intent = widgets::scrolled(ui, "centre", |ui| {
        how_it_went(ui, scene, view);
        if status.state == SyncState::Alone {
            section(ui, scene, "centre-alone");
            return join(ui, scene, form);
        }
        let now = how_it_is(ui, scene, status);
        let accepted = wait(ui, scene, view, form);
        backlog(ui, scene, &status.backlog);
        let retry = held(ui, scene, &status.quarantine);
        let approved = match status.state {
            SyncState::Waiting => None,
            _ => approve(ui, scene, view, form),
        };
        now.or(accepted).or(retry).or(approved)
    });
    intent.map(|intent| Act::Send(Intent::Desk(DeskIntent::Centre(intent))))
}

/// What was done last, or why it wasn't.
fn how_it_went(ui: &mut Ui, scene: &Scene<'_>, view: &CentreView) {
    let texts = scene.texts;
    let palette = scene.palette;
    if let Some(why) = scene.failure() {
        widgets::banner(ui, palette, Tone::Bad, None, &why, None);
    } else if scene.snapshot.desk.work == WorkStatus::Working {
        let words = texts.get("settings-working");
        let icon = Some(icons::HOURGLASS);
        widgets::banner(ui, palette, Tone::Care, icon, &words, None);
    } else if let Some(done) = &view.done {
        let words = match done {
            CentreDone::Joined => texts.get("centre-joined"),
            CentreDone::Accepted => texts.get("centre-accepted"),
            CentreDone::Approved { name, .. } => {
                texts.with("centre-approved", &[("name", name.clone().into())])
            }
            CentreDone::Retried(count) => {
                texts.with("centre-retried", &[("count", (*count).into())])
            }
        };
        widgets::banner(ui, palette, Tone::Well, None, &words, None);
        if let CentreDone::Approved { code, .. } = done {
            ui.add_space(GRID);
            let font = theme::semibold(theme::TITLE);
            widgets::label(ui, &code.to_string(), font, palette.text);
        }
    } else {
        return;
    }
    ui.add_space(3.0 * GRID);
}

/// The state in a word, when the last contact was, and how the clocks go.
fn how_it_is(ui: &mut Ui, scene: &Scene<'_>, status: &SyncStatus) -> Option<CentreIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    let plain = theme::regular(theme::BODY);
    let (icon, colour, key) = match status.state {
        SyncState::Equal => (icons::CHECK, palette.success, "centre-equal"),
        SyncState::Waiting => (icons::HOURGLASS, palette.warning, "centre-waiting"),
        SyncState::Alone | SyncState::Behind => (icons::CLOCK, palette.warning, "centre-behind"),
    };
    ui.horizontal(|ui| {
        widgets::icon(ui, icon, theme::LEAD, colour);
        ui.add_space(GRID);
        let words = texts.get(key);
        widgets::label(ui, &words, theme::semibold(theme::LEAD), palette.text);
    });
    ui.add_space(GRID);
    if let Some(why) = &scene.snapshot.desk.line.trouble {
        let words = scene.told(why).line();
        widgets::banner(ui, palette, Tone::Care, None, &words, None);
        ui.add_space(GRID);
    }
    if let Some(at) = status.audit_parted {
        let when = [("when", date(scene, at).into())];
        let words = texts.with("centre-audit-parted", &when);
        let words = format!("{words} {}", texts.advice("centre-audit-parted"));
        widgets::banner(ui, palette, Tone::Bad, None, &words, None);
        ui.add_space(GRID);
    }
    if let Some(centre) = &status.centre {
        let words = texts.with("centre-at", &[("url", centre.clone().into())]);
        widgets::paragraph(ui, &words, plain.clone(), palette.muted);
    }
    let contact = match status.last_contact {
        Some(at) => texts.with("centre-contact", &[("when", date(scene, at).into())]),
        None => texts.get("centre-no-contact"),
    };
    widgets::paragraph(ui, &contact, plain.clone(), palette.text);
    if status.last_contact.is_some() {
        let words = clocks(scene, status.clock_difference_millis);
        widgets::paragraph(ui, &words, plain, palette.text);
    }
    ui.add_space(GRID);
    let pressed = button(ui, scene, icons::REFRESH, "centre-exchange", true);
    ui.add_space(3.0 * GRID);
    pressed.then_some(CentreIntent::Exchange)
}

fn clocks(scene: &Scene<'_>, difference_millis: i64) -> String {
    let key = match difference_millis {
        ahead if ahead >= AGREE_MILLIS => "centre-clock-ahead",
        behind if behind <= -AGREE_MILLIS => "centre-clock-behind",
        _ => return scene.texts.get("centre-clock-agrees"),
    };
    let seconds = difference_millis.unsigned_abs() / 1_000;
    scene.texts.with(key, &[("seconds", seconds.into())])
}

/// What waits to be sent, by kind.
fn backlog(ui: &mut Ui, scene: &Scene<'_>, backlog: &[Backlog]) {
    let texts = scene.texts;
    super::heading(ui, scene, "centre-backlog");
    let mut waits = false;
    for of in backlog.iter().filter(|of| of.waiting > 0) {
        waits = true;
        let when = of.oldest.map_or_else(String::new, |at| date(scene, at));
        let values = [
            ("kind", kind(scene, of.kind).into()),
            ("count", of.waiting.into()),
            ("when", when.into()),
        ];
        let words = texts.with("centre-backlog-line", &values);
        line(ui, scene, &words);
    }
    if !waits {
        line(ui, scene, &texts.get("centre-backlog-none"));
    }
    ui.add_space(3.0 * GRID);
}

/// What was set aside and why, and the way to have it tried again.
fn held(ui: &mut Ui, scene: &Scene<'_>, held: &[Quarantined]) -> Option<CentreIntent> {
    if held.is_empty() {
        return None;
    }
    let texts = scene.texts;
    section(ui, scene, "centre-held");
    for one in held {
        let key = match one.incoming {
            true => "centre-held-there",
            false => "centre-held-here",
        };
        let values = [
            ("kind", kind(scene, one.kind).into()),
            ("count", one.count.into()),
            ("reason", reason(scene, &one.reason).into()),
        ];
        line(ui, scene, &texts.with(key, &values));
    }
    ui.add_space(GRID);
    let pressed = button(ui, scene, icons::REFRESH, "centre-retry", true);
    ui.add_space(3.0 * GRID);
    pressed.then_some(CentreIntent::Retry)
}

fn line(ui: &mut Ui, scene: &Scene<'_>, words: &str) {
    let font = theme::regular(theme::BODY);
    widgets::paragraph(ui, words, font, scene.palette.text);
}

fn kind(scene: &Scene<'_>, kind: Shared) -> String {
    scene.texts.get(match kind {
        Shared::Tombstone => "shared-tombstone",
        Shared::Revocation => "shared-revocation",
        Shared::TokenUse => "shared-token-use",
        Shared::KeySet => "shared-key-set",
        Shared::Tolerance => "shared-tolerance",
        Shared::Operator => "shared-operator",
        Shared::Person => "shared-person",
        Shared::Consent => "shared-consent",
        Shared::Template => "shared-template",
        Shared::Token => "shared-token",
        Shared::Session => "shared-session",
    })
}

/// Why something was set aside. A rule of the centre has a name, and no words.
fn reason(scene: &Scene<'_>, reason: &str) -> String {
    let texts = scene.texts;
    match reason {
        "seal_broken" => texts.get("held-seal-broken"),
        "unreadable" => texts.get("held-unreadable"),
        "missing" => texts.get("held-missing"),
        "person_missing" => texts.get("held-person-missing"),
        "badge_taken" => texts.get("held-badge-taken"),
        "name_taken" => texts.get("held-name-taken"),
        "wrong_key" => texts.get("held-wrong-key"),
        "damaged_here" => texts.get("held-damaged-here"),
        rule => texts.with("held-rule", &[("rule", rule.to_owned().into())]),
    }
}

/// Tells staff that the centre wasn't reached for long.
pub fn long_away(ui: &mut Ui, scene: &Scene<'_>) {
    let Some(since) = scene.snapshot.desk.line.long_away else {
        return;
    };
    let words = match since {
        Some(at) => {
            let when = date(scene, at).into();
            scene.texts.with("centre-long-away", &[("when", when)])
        }
        None => scene.texts.get("centre-never-reached"),
    };
    widgets::banner(ui, scene.palette, Tone::Care, None, &words, None);
}
