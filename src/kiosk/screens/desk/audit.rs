//! The audit, for reviewers: what was done, by whom, and whether that still
//! stands as it was written.

use eframe::egui::{Align, Align2, Layout, Rect, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, LineDrawn, ListLine, LongList, Room};
use crate::pipeline::{
    ActGroup, AuditIntent, AuditLine, AuditList, AuditQuery, DeskIntent, Intent, WorkStatus,
};

use super::audit_entry::entry_pane;
use super::audit_words;
use super::{Act, DeskPage, Page, Scene};
use crate::kiosk::screens::{date, escaped, language_button};

/// How many days back are looked at; none is all of them.
const SPANS: [(Option<u32>, &str); 3] = [
    (None, "audit-all-days"),
    (Some(7), "audit-week"),
    (Some(1), "audit-day"),
];
const GAP: f32 = 4.0;

/// What was chosen. It is forgotten when the page is left.
#[derive(Default)]
pub struct AuditForm {
    pub(super) query: AuditQuery,
    /// What was listed last; nothing when the list is to be renewed.
    asked: Option<AuditQuery>,
    /// The number of the last entry that more was asked for behind.
    asked_behind: Option<u64>,
    pub(super) selected: Option<u64>,
    list: LongList,
}

/// Draws the page.
pub fn audit_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut AuditForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let working = scene.snapshot.desk.work == WorkStatus::Working;
    let mut act = widgets::top_bar(ui, palette, &texts.get("audit-title"), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let mut act = language_button(ui, scene);
        let words = texts.get(if working {
            "audit-checking"
        } else {
            "audit-check"
        });
        let button = Button::secondary(palette, icons::SHIELD_CHECK, &words);
        if ui.add(button.enabled(!working)).clicked() {
            act = Some(ask(AuditIntent::Verify));
        }
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        if ui.add(button).clicked() {
            act = Some(staff());
        }
        act
    });
    let body = widgets::body(ui);
    let (left, right) = Room::of(ui).split(body, 0.5, 0.55, 3.0 * GRID);
    act = act.or(list_pane(ui, scene, left, form));
    act = act.or(entry_pane(ui, scene, right, form));
    if act.is_none() && escaped(ui.ctx()) {
        act = Some(staff());
    }
    act.or_else(|| renew(form))
}

fn staff() -> Act {
    Act::Open(Page::Desk(DeskPage::Staff))
}

fn ask(intent: AuditIntent) -> Act {
    Act::Send(Intent::Desk(DeskIntent::Audit(intent)))
}

/// Asks for the list whenever something else is looked for.
fn renew(form: &mut AuditForm) -> Option<Act> {
    if form.asked == Some(form.query) {
        return None;
    }
    form.asked = Some(form.query);
    form.asked_behind = None;
    form.selected = None;
    Some(ask(AuditIntent::List {
        query: form.query,
        before: None,
    }))
}

fn list_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut AuditForm) -> Option<Act> {
    let list = scene.snapshot.desk.audit.list.as_deref();
    let list = list.filter(|list| list.query == form.query);
    let mut act = None;
    widgets::card_in(ui, scene.palette, rect, |ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        let way = filters(ui, scene, form);
        ui.add_space(GRID);
        let more = match list {
            None => say(ui, scene, "instruction-one-moment"),
            Some(list) if list.lines.is_empty() => say(ui, scene, "audit-none"),
            Some(list) => lines(ui, scene, form, list),
        };
        act = way.or(more);
    });
    act
}

fn say(ui: &mut Ui, scene: &Scene<'_>, key: &str) -> Option<Act> {
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get(key);
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), scene.palette.muted);
    None
}

/// Which acts, of how many days, whose, and on whom; and the way to erasures,
/// which have receipts.
fn filters(ui: &mut Ui, scene: &Scene<'_>, form: &mut AuditForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let query = &mut form.query;
    // A low window shows more lines instead of the groups' names.
    let low = Room::of(ui).low;
    let row = |ui: &mut Ui, add: &mut dyn FnMut(&mut Ui)| {
        let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
        ui.with_layout(layout, |ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, GAP);
            add(ui);
        });
    };
    row(ui, &mut |ui| {
        let all = std::iter::once(None).chain(ActGroup::ALL.into_iter().map(Some));
        for group in all {
            let (key, icon) = group.map_or(("audit-all", ""), audit_words::group);
            let words = texts.get(key);
            let button = Button::choice(palette, icon, &words, query.group == group);
            if ui.add(button.only_sign(low && group.is_some())).clicked() {
                query.group = group;
            }
        }
    });
    let mut way = None;
    row(ui, &mut |ui| {
        for (days, key) in SPANS {
            let words = texts.get(key);
            let button = Button::choice(palette, "", &words, query.days == days);
            if ui.add(button).clicked() {
                query.days = days;
            }
        }
        if query.actor.is_some() || query.subject.is_some() {
            let words = texts.get("audit-everybody");
            if ui
                .add(Button::quiet(palette, icons::CROSS, &words))
                .clicked()
            {
                query.actor = None;
                query.subject = None;
            }
        }
        let words = texts.get("erasures-title");
        let button = Button::quiet(palette, icons::TRASH, &words);
        if ui.add(button).clicked() {
            way = Some(Act::Open(Page::Desk(DeskPage::Erasures)));
        }
    });
    way
}

fn lines(ui: &mut Ui, scene: &Scene<'_>, form: &mut AuditForm, list: &AuditList) -> Option<Act> {
    let count = list.lines.len();
    let rows = count + usize::from(list.older);
    let mut act = None;
    let mut keys = std::mem::take(&mut form.list);
    let mut lines = list.lines.iter();
    let chosen = lines.position(|line| form.selected == Some(line.entry.sequence));
    let moved = keys.by_keys(ui, count, chosen);
    let chosen = moved.or(chosen);
    let pressed = keys.show(ui, rows, chosen, |ui, at, stand| {
        if let Some(shown) = list.lines.get(at) {
            return line(ui, scene, shown, stand);
        }
        act = act.take().or(older(ui, scene, form, list));
        LineDrawn::NOTHING
    });
    form.list = keys;
    if let Some(line) = pressed.or(moved).and_then(|at| list.lines.get(at)) {
        form.selected = Some(line.entry.sequence);
    }
    act
}

/// The way to older entries, behind the last line.
fn older(ui: &mut Ui, scene: &Scene<'_>, form: &mut AuditForm, list: &AuditList) -> Option<Act> {
    let last = list.lines.last()?.entry.sequence;
    let words = scene.texts.get("audit-older");
    let button = Button::secondary(scene.palette, icons::ARROW_DOWN, &words);
    let ready = form.asked_behind != Some(last);
    let pressed = ui.add(button.enabled(ready)).clicked() && ready;
    pressed.then(|| {
        form.asked_behind = Some(last);
        ask(AuditIntent::List {
            query: form.query,
            before: Some(last),
        })
    })
}

fn line(ui: &mut Ui, scene: &Scene<'_>, shown: &AuditLine, stand: ListLine) -> LineDrawn {
    let palette = scene.palette;
    let entry = &shown.entry;
    let what = scene.texts.get(audit_words::act(entry.act));
    let who = shown.operator.as_ref().map(|name| name.as_str().to_owned());
    let when = date(scene, entry.at);
    let below: Vec<String> = std::iter::once(when).chain(who).collect();
    let below = below.join(" · ");
    let spoken = format!("{what}, {below}, {}", entry.sequence);
    let drawn = stand.draw(ui, palette, &spoken);
    let inner = drawn.inner;
    let (sign, text) = inner.split_left_right_at_x(inner.left() + 4.0 * GRID);
    let (_, icon) = audit_words::group(ActGroup::of(entry.act));
    let signs = theme::icon(theme::BODY + 2.0);
    let place = sign.left_center();
    ui.painter()
        .text(place, Align2::LEFT_CENTER, icon, signs, palette.muted);
    let (upper, lower) = text.split_top_bottom_at_y(text.center().y + 2.0);
    let (lower, number) = lower.split_left_right_at_x(lower.right() - 8.0 * GRID);
    let at = Align2::LEFT_CENTER;
    let font = theme::semibold(theme::BODY);
    widgets::elided(ui, upper, at, &what, font, palette.text);
    let font = theme::regular(theme::SMALL + 1.0);
    widgets::elided(ui, lower, at, &below, font.clone(), palette.muted);
    let words = entry.sequence.to_string();
    widgets::elided(
        ui,
        number,
        Align2::RIGHT_CENTER,
        &words,
        font,
        palette.muted,
    );
    drawn
}
