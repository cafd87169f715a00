//! Erasures, for reviewers: who was erased (ids that lead to nobody any more),
//! why, and who agreed; the receipt of one to a file; and whether a receipt
//! that somebody shows is genuine.

use eframe::egui::{Align2, Id, Rect, Ui, vec2};

use crate::domain::{PersonId, ReceiptClaims, Role, Timestamp};
use crate::kiosk::icons;
use crate::kiosk::screens::people::erasure_reason;
use crate::kiosk::screens::{date, escaped, language_button};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, LineDrawn, ListLine, LongList, Note, Room, Tone};
use crate::pipeline::{DeskIntent, ErasureLine, ErasuresIntent, Intent};

use super::token_pane::LONGEST;
use super::tokens::{ending, fact, is_idle};
use super::{Act, DeskPage, Page, Scene};

const GAP: f32 = 4.0;

/// What was chosen and typed. It is forgotten when the page is left.
#[derive(Default)]
pub struct ErasuresForm {
    /// Whether the list was asked for since the page was opened.
    asked: bool,
    shown: String,
    selected: Option<PersonId>,
    list: LongList,
}

/// Draws the page.
pub fn erasures_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut ErasuresForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let title = texts.get("erasures-title");
    let mut act = widgets::top_bar(ui, palette, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = language_button(ui, scene);
        let words = texts.get("action-back");
        let back = ui.add(Button::secondary(palette, icons::ARROW_LEFT, &words));
        match back.clicked() {
            true => Some(leave(form)),
            false => spoken,
        }
    });
    let body = widgets::body(ui);
    let (left, right) = Room::of(ui).split(body, 0.45, 0.45, 3.0 * GRID);
    list_pane(ui, scene, left, form);
    act = act.or(pane(ui, scene, right, form));
    if act.is_none() && escaped(ui.ctx()) {
        act = Some(leave(form));
    }
    if act.is_none() && !form.asked {
        form.asked = true;
        act = Some(ask(ErasuresIntent::Look));
    }
    act
}

/// Back to the audit; whoever comes again sees the list as it is then.
fn leave(form: &mut ErasuresForm) -> Act {
    *form = ErasuresForm::default();
    Act::Open(Page::Desk(DeskPage::Audit))
}

fn ask(intent: ErasuresIntent) -> Act {
    Act::Send(Intent::Desk(DeskIntent::Erasures(intent)))
}

fn list_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut ErasuresForm) {
    let list = scene.snapshot.desk.erasures.list.as_deref();
    widgets::card_in(ui, scene.palette, rect, |ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        match list {
            None => say(ui, scene, "instruction-one-moment"),
            Some(list) if list.is_empty() => say(ui, scene, "erasures-none"),
            Some(list) => lines(ui, scene, form, list),
        }
    });
}

fn say(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get(key);
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), scene.palette.muted);
}

fn lines(ui: &mut Ui, scene: &Scene<'_>, form: &mut ErasuresForm, list: &[ErasureLine]) {
    let mut lines = list.iter();
    let chosen = lines.position(|line| form.selected == Some(line.tombstone.person));
    let moved = form.list.by_keys(ui, list.len(), chosen);
    let chosen = moved.or(chosen);
    let pressed = form
        .list
        .show(ui, list.len(), chosen, |ui, at, stand| match list.get(at) {
            Some(shown) => line(ui, scene, shown, stand),
            None => LineDrawn::NOTHING,
        });
    if let Some(line) = pressed.or(moved).and_then(|at| list.get(at)) {
        form.selected = Some(line.tombstone.person);
    }
}

fn line(ui: &mut Ui, scene: &Scene<'_>, shown: &ErasureLine, stand: ListLine) -> LineDrawn {
    let palette = scene.palette;
    let why = scene.texts.get(erasure_reason(shown.tombstone.reason));
    let when = date(scene, shown.tombstone.at);
    let whose = ending(&shown.tombstone.person.to_string());
    let spoken = format!("{why}, {when}, {whose}");
    let drawn = stand.draw(ui, palette, &spoken);
    let inner = drawn.inner;
    let (sign, text) = inner.split_left_right_at_x(inner.left() + 4.0 * GRID);
    let signs = theme::icon(theme::BODY + 2.0);
    let at = Align2::LEFT_CENTER;
    ui.painter()
        .text(sign.left_center(), at, icons::TRASH, signs, palette.muted);
    let (upper, lower) = text.split_top_bottom_at_y(text.center().y + 2.0);
    let font = theme::semibold(theme::BODY);
    widgets::elided(ui, upper, at, &why, font, palette.text);
    let below = format!("{when} · {whose}");
    let font = theme::regular(theme::SMALL + 1.0);
    widgets::elided(ui, lower, at, &below, font, palette.muted);
    drawn
}

fn pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut ErasuresForm) -> Option<Act> {
    let list = scene.snapshot.desk.erasures.list.as_deref();
    let found = list.and_then(|list| {
        let mut lines = list.iter();
        lines.find(|line| form.selected == Some(line.tombstone.person))
    });
    widgets::card_in(ui, scene.palette, rect, |ui| {
        widgets::scrolled(ui, "erasure", |ui| {
            what_came(ui, scene);
            let checked = check(ui, scene, form);
            let written = match found {
                Some(line) => one(ui, scene, line),
                None => {
                    let words = scene.texts.get("erasures-choose");
                    let font = theme::regular(theme::BODY);
                    widgets::paragraph(ui, &words, font, scene.palette.muted);
                    None
                }
            };
            checked.or(written)
        })
    })
}

/// What came of checking or writing a receipt.
fn what_came(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = scene.palette;
    let texts = scene.texts;
    let erasures = &scene.snapshot.desk.erasures;
    let said = |key: &str| format!("{} {}", texts.get(key), texts.advice(key));
    let (tone, words) = match (scene.failure(), &erasures.written, &erasures.check) {
        (Some(why), ..) => (Tone::Bad, why),
        (None, Some(path), _) => {
            let path = path.display().to_string().into();
            (Tone::Well, texts.with("people-receipt", &[("path", path)]))
        }
        (None, None, Some(Ok(_))) => (Tone::Well, said("erasures-genuine")),
        (None, None, Some(Err(()))) => (Tone::Bad, said("erasures-foreign")),
        (None, None, None) => return,
    };
    widgets::banner(ui, palette, tone, None, &words, None);
    ui.add_space(GRID);
    if let (None, Some(Ok(claims))) = (&erasures.written, &erasures.check) {
        receipt(ui, scene, claims);
    }
    ui.add_space(GRID);
}

/// What a receipt says that was checked.
fn receipt(ui: &mut Ui, scene: &Scene<'_>, claims: &ReceiptClaims) {
    let texts = scene.texts;
    fact(ui, scene, "tokens-person", &claims.sub.to_string());
    let at = Timestamp(claims.iat.saturating_mul(1000));
    fact(ui, scene, "audit-when", &date(scene, at));
    let why = texts.get(erasure_reason(claims.reason));
    fact(ui, scene, "audit-fact-reason", &why);
    fact(ui, scene, "tokens-kiosk", &claims.iss);
    fact(ui, scene, "audit-number", &claims.audit);
}

/// Where a receipt is pasted or scanned.
fn check(ui: &mut Ui, scene: &Scene<'_>, form: &mut ErasuresForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let name = texts.get("erasures-check-field");
    let id = Id::unique("receipt to check");
    let typed = &mut form.shown;
    widgets::noted_field(ui, palette, id, &name, typed, LONGEST, Note::Nothing);
    let words = texts.get("erasures-check");
    let ready = !form.shown.trim().is_empty() && is_idle(scene);
    let button = Button::secondary(palette, icons::SHIELD_CHECK, &words)
        .min_size(vec2(0.0, theme::TARGET))
        .enabled(ready);
    let pressed = ui.add(button).clicked() && ready;
    ui.add_space(2.0 * GRID);
    pressed.then(|| {
        let text = std::mem::take(&mut form.shown);
        ask(ErasuresIntent::Check { text })
    })
}

/// One erasure with all that is kept of it.
fn one(ui: &mut Ui, scene: &Scene<'_>, line: &ErasureLine) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let kept = &line.tombstone;
    let why = texts.get(erasure_reason(kept.reason));
    widgets::paragraph(ui, &why, theme::bold(theme::LEAD), palette.text);
    ui.add_space(GRID);
    fact(ui, scene, "tokens-person", &kept.person.to_string());
    fact(ui, scene, "audit-when", &date(scene, kept.at));
    let nobody = texts.get("audit-nobody");
    for (key, name) in [
        ("audit-who", &line.first),
        ("audit-fact-second-operator", &line.second),
    ] {
        let name = name.as_ref().map_or(nobody.as_str(), |name| name.as_str());
        fact(ui, scene, key, name);
    }
    let sessions = kept.sessions_anonymised.to_string();
    fact(ui, scene, "audit-fact-sessions-anonymised", &sessions);
    fact(ui, scene, "audit-number", &kept.audit.sequence.to_string());
    let operator = scene.snapshot.operator.as_ref();
    if !operator.is_some_and(|operator| operator.role.holds(Role::Administrator)) {
        return None;
    }
    ui.add_space(GRID);
    let words = texts.get("erasures-write");
    let button = Button::secondary(palette, icons::DOCUMENT, &words)
        .min_size(vec2(0.0, theme::TARGET))
        .enabled(is_idle(scene));
    let pressed = ui.add(button).clicked() && is_idle(scene);
    pressed.then(|| ask(ErasuresIntent::Write(kept.person)))
}
