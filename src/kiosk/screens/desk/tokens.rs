//! Tokens: whether one that somebody shows is genuine, using it up, making one
//! worthless; for reviewers also which were issued and how each stands.

use eframe::egui::{Align, Align2, Color32, Layout, Rect, Ui, vec2};

use crate::domain::{Role, TokenId, TokenState};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets::{self, Button, LineDrawn, ListLine, LongList, Room};
use crate::pipeline::{DeskIntent, Intent, TokenLine, TokensIntent, WorkStatus};

use super::token_pane::token_pane;
use super::{Act, DeskPage, Page, Scene};
use crate::kiosk::screens::{date, escaped, language_button};

const GAP: f32 = 4.0;

/// What was chosen and typed. It is forgotten when the page is left.
#[derive(Default)]
pub struct TokensForm {
    /// Whether the list was asked for since the page was opened.
    asked: bool,
    pub(super) shown: String,
    pub(super) selected: Option<TokenId>,
    list: LongList,
    /// The token for which the reasons for revoking are offered.
    pub(super) revoking: Option<TokenId>,
}

/// Draws the page.
pub fn tokens_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut TokensForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let title = texts.get("tokens-title");
    let mut act = widgets::top_bar(ui, palette, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = language_button(ui, scene);
        let words = texts.get("tokens-renew");
        let again = Button::secondary(palette, icons::REFRESH, &words);
        let again = may_list(scene) && ui.add(again).clicked();
        let words = texts.get("action-back");
        let back = ui.add(Button::secondary(palette, icons::ARROW_LEFT, &words));
        match (back.clicked(), again) {
            (true, _) => Some(staff()),
            (_, true) => Some(ask(TokensIntent::Look)),
            _ => spoken,
        }
    });
    let body = widgets::body(ui);
    let right = if may_list(scene) {
        let (left, right) = Room::of(ui).split(body, 0.45, 0.5, 3.0 * GRID);
        list_pane(ui, scene, left, form);
        right
    } else {
        body
    };
    act = act.or(token_pane(ui, scene, right, form));
    if act.is_none() && escaped(ui.ctx()) {
        act = Some(staff());
    }
    if act.is_none() && !form.asked && may_list(scene) {
        form.asked = true;
        act = Some(ask(TokensIntent::Look));
    }
    act
}

fn staff() -> Act {
    Act::Open(Page::Desk(DeskPage::Staff))
}

pub(super) fn ask(intent: TokensIntent) -> Act {
    Act::Send(Intent::Desk(DeskIntent::Tokens(intent)))
}

/// Whether whoever is signed in sees which tokens were issued.
pub(super) fn may_list(scene: &Scene<'_>) -> bool {
    let operator = scene.snapshot.operator.as_ref();
    operator.is_some_and(|operator| operator.role.holds(Role::Reviewer))
}

/// Whether whoever is signed in may make tokens worthless, now.
pub(super) fn may_revoke(scene: &Scene<'_>) -> bool {
    let operator = scene.snapshot.operator.as_ref();
    operator.is_some_and(|operator| operator.role.holds(Role::FrontDesk))
}

pub(super) fn is_idle(scene: &Scene<'_>) -> bool {
    scene.snapshot.desk.work != WorkStatus::Working
}

fn list_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut TokensForm) {
    let list = scene.snapshot.desk.tokens.list.as_deref();
    widgets::card_in(ui, scene.palette, rect, |ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        match list {
            None => say(ui, scene, "instruction-one-moment"),
            Some(list) if list.is_empty() => say(ui, scene, "tokens-none"),
            Some(list) => lines(ui, scene, form, list),
        }
    });
}

fn say(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get(key);
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), scene.palette.muted);
}

fn lines(ui: &mut Ui, scene: &Scene<'_>, form: &mut TokensForm, list: &[TokenLine]) {
    let mut lines = list.iter();
    let chosen = lines.position(|line| form.selected == Some(line.token.id));
    let moved = form.list.by_keys(ui, list.len(), chosen);
    let chosen = moved.or(chosen);
    let pressed = form
        .list
        .show(ui, list.len(), chosen, |ui, at, stand| match list.get(at) {
            Some(shown) => line(ui, scene, shown, stand),
            None => LineDrawn::NOTHING,
        });
    if let Some(line) = pressed.or(moved).and_then(|at| list.get(at)) {
        form.selected = Some(line.token.id);
        form.revoking = None;
    }
}

fn line(ui: &mut Ui, scene: &Scene<'_>, shown: &TokenLine, stand: ListLine) -> LineDrawn {
    let palette = scene.palette;
    let (key, icon, ink) = state(shown.state, palette);
    let how = scene.texts.get(key);
    let when = date(scene, shown.token.issued_at);
    let whose = ending(&shown.token.person.to_string());
    let spoken = format!("{how}, {when}, {whose}");
    let drawn = stand.draw(ui, palette, &spoken);
    let inner = drawn.inner;
    let (sign, text) = inner.split_left_right_at_x(inner.left() + 4.0 * GRID);
    let place = sign.left_center();
    let signs = theme::icon(theme::BODY + 2.0);
    ui.painter()
        .text(place, Align2::LEFT_CENTER, icon, signs, ink);
    let (upper, lower) = text.split_top_bottom_at_y(text.center().y + 2.0);
    let at = Align2::LEFT_CENTER;
    let words = format!("{when} · {how}");
    let font = theme::semibold(theme::BODY);
    widgets::elided(ui, upper, at, &words, font, palette.text);
    let font = theme::regular(theme::SMALL + 1.0);
    widgets::elided(ui, lower, at, &whose, font, palette.muted);
    drawn
}

/// The end of an id, which tells one from another in a list.
pub(super) fn ending(id: &str) -> String {
    let end = id.rsplit('-').next().unwrap_or(id);
    format!("-{end}")
}

/// How a token stands: the key of the word, its icon and colour.
pub(super) fn state(state: TokenState, palette: &Palette) -> (&'static str, &'static str, Color32) {
    match state {
        TokenState::Valid => ("tokens-valid", icons::CHECK, palette.success),
        TokenState::Redeemed => ("tokens-redeemed", icons::SEAL, palette.muted),
        TokenState::Revoked => ("tokens-revoked", icons::PROHIBIT, palette.danger),
        TokenState::Expired => ("tokens-expired", icons::CLOCK, palette.muted),
    }
}

/// A line: what, and how it is. Both wrap where they are long.
pub(super) fn fact(ui: &mut Ui, scene: &Scene<'_>, key: &str, value: &str) {
    /// The share of a line that says what it is about, and its least width.
    const NAMES: f32 = 0.3;
    const LEAST_NAMES: f32 = 15.0 * GRID;
    let palette = scene.palette;
    let name = scene.texts.get(key);
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
        part(names - GRID, &name, palette.muted);
        part(GRID, "", palette.muted);
        part(width - names, value, palette.text);
    });
    ui.add_space(0.75 * GRID);
}
