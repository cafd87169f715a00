//! What a check of the audit found, and one entry with all that is known of
//! it.

use eframe::egui::{Align, Align2, Layout, Rect, Ui, vec2};

use crate::domain::AuditCheck;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Tone};
use crate::pipeline::AuditLine;

use super::audit::AuditForm;
use super::audit_words;
use super::{Act, Scene};
use crate::kiosk::screens::date;

/// The share of a line that says what it is about, and its least width.
const NAMES: f32 = 0.3;
const LEAST_NAMES: f32 = 17.0 * GRID;
/// Flaws that are told one by one here; a command tells all.
const FLAWS_TOLD: usize = 6;

/// Draws the pane.
pub fn entry_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut AuditForm) -> Option<Act> {
    let palette = scene.palette;
    let audit = &scene.snapshot.desk.audit;
    let list = audit.list.as_deref();
    let found = list.and_then(|list| {
        let mut lines = list.lines.iter();
        lines.find(|line| form.selected == Some(line.entry.sequence))
    });
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let layout = Layout::left_to_right(Align::Min);
        let body = match found {
            Some(line) => widgets::anchored(ui, inner, layout, |ui| ways(ui, scene, line, form)).0,
            None => inner,
        };
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            if let Some(why) = scene.failure() {
                widgets::banner(ui, palette, Tone::Bad, None, &why, None);
                ui.add_space(GRID);
            }
            if let Some(check) = &audit.check {
                checked(ui, scene, check);
            }
            let unreadable = list.map_or(0, |list| list.unreadable);
            if unreadable > 0 && audit.check.is_none() {
                let words = scene
                    .texts
                    .with("audit-unreadable", &[("entries", unreadable.into())]);
                widgets::banner(ui, palette, Tone::Care, None, &words, None);
                ui.add_space(GRID);
            }
            match found {
                Some(line) => widgets::scrolled(ui, "entry", |ui| facts(ui, scene, line)),
                None => {
                    let words = scene.texts.get("audit-choose");
                    let room = ui.available_rect_before_wrap();
                    let font = theme::regular(theme::BODY);
                    widgets::say(ui, room, Align2::CENTER_CENTER, &words, font, palette.muted);
                }
            }
        });
    });
    None
}

/// What the last check found.
fn checked(ui: &mut Ui, scene: &Scene<'_>, check: &AuditCheck) {
    let texts = scene.texts;
    let palette = scene.palette;
    let (tone, key) = if check.all_flaws() == 0 {
        (Tone::Well, "audit-sound")
    } else {
        (Tone::Bad, "audit-flawed")
    };
    let values = [
        ("entries", check.entries.into()),
        ("flaws", check.all_flaws().into()),
    ];
    let words = texts.with(key, &values);
    widgets::banner(ui, palette, tone, None, &words, None);
    ui.add_space(GRID);
    for flaw in check.flaws.iter().take(FLAWS_TOLD) {
        let words = audit_words::flaw(texts, *flaw);
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.danger);
    }
    if check.all_flaws() > 0 {
        let words = texts.advice(key);
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
        ui.add_space(GRID);
    }
}

fn facts(ui: &mut Ui, scene: &Scene<'_>, line: &AuditLine) {
    let texts = scene.texts;
    let entry = &line.entry;
    let what = texts.get(audit_words::act(entry.act));
    let font = theme::bold(theme::LEAD + 2.0);
    widgets::paragraph(ui, &what, font, scene.palette.text);
    ui.add_space(GRID);
    fact(
        ui,
        scene,
        &texts.get("audit-number"),
        &entry.sequence.to_string(),
    );
    fact(ui, scene, &texts.get("audit-when"), &date(scene, entry.at));
    let nobody = texts.get("audit-nobody");
    let who = line.operator.as_ref();
    let who = who.map_or(nobody.as_str(), |name| name.as_str());
    fact(ui, scene, &texts.get("audit-who"), who);
    if let Some(subject) = entry.subject {
        let name = texts.get(audit_words::subject(subject));
        fact(ui, scene, &name, &subject.id().to_string());
    }
    for (name, value) in &entry.facts {
        let said = audit_words::fact(name).map_or_else(|| name.clone(), |key| texts.get(key));
        let value = audit_words::value(texts, name, value.as_str());
        fact(ui, scene, &said, &value);
    }
    let hash: String = entry.hash.to_string().chars().take(16).collect();
    fact(ui, scene, &texts.get("audit-hash"), &format!("{hash}…"));
}

/// A line: what, and how it is. Both wrap where they are long.
fn fact(ui: &mut Ui, scene: &Scene<'_>, name: &str, value: &str) {
    let palette = scene.palette;
    let width = ui.available_width();
    let names = (NAMES * width).max(LEAST_NAMES);
    let font = theme::regular(theme::BODY - 1.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut part = |width: f32, words: &str, ink| {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                widgets::wrapping(ui, words, font.clone(), ink);
            });
        };
        part(names - GRID, name, palette.muted);
        part(GRID, "", palette.muted);
        part(width - names, value, palette.text);
    });
    ui.add_space(0.75 * GRID);
}

/// Looks for other entries like this one.
fn ways(ui: &mut Ui, scene: &Scene<'_>, line: &AuditLine, form: &mut AuditForm) {
    let palette = scene.palette;
    if let Some(actor) = line.entry.actor {
        let words = scene.texts.get("audit-only-theirs");
        let button = Button::secondary(palette, icons::USER, &words);
        if ui.add(button).clicked() {
            form.query.actor = Some(actor);
        }
    }
    if let Some(subject) = line.entry.subject {
        let words = scene.texts.get("audit-only-this");
        let button = Button::secondary(palette, icons::SEARCH, &words);
        if ui.add(button).clicked() {
            form.query.subject = Some(subject.id());
        }
    }
}
