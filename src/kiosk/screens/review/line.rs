//! A line of the list: how a session ended and why, when, whose, and what each
//! group of cues said.

use eframe::egui::{Align2, Color32, CornerRadius, Rect, Sense, Ui, vec2};

use crate::domain::{CueKind, CueState, Decision};
use crate::kiosk::icons;
use crate::kiosk::review_words;
use crate::kiosk::screens::date;
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets::{self, Room};
use crate::pipeline::SessionLine;

use super::Scene;

/// Room for a cue's two signs, in points.
const CUE: f32 = 5.0 * GRID;
/// What is shown in narrow windows, too: what was decided on.
const DECIDING: usize = 3;

/// The colour of a decision.
pub fn decision_ink(palette: &Palette, decision: Decision) -> Color32 {
    match decision {
        Decision::Verified => palette.success,
        Decision::NotVerified => palette.danger,
        Decision::Inconclusive => palette.warning,
    }
}

/// The colour of what cues said.
pub fn cue_ink(palette: &Palette, state: CueState) -> Color32 {
    match state {
        CueState::Passed => palette.success,
        CueState::Failed => palette.danger,
        CueState::Doubtful => palette.warning,
        CueState::NotMeasured => palette.muted,
    }
}

/// How the keys stand to a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stand {
    /// They chose it.
    pub chosen: bool,
    /// It is the one line that has the focus, if the list has it.
    pub stood_on: bool,
    /// It takes the focus from the line that they stood on before.
    pub takes_focus: bool,
}

/// What came of a line.
pub struct Drawn {
    /// Whether it was pressed.
    pub pressed: bool,
    /// Whether it has the focus.
    pub focused: bool,
}

/// Draws a line.
pub fn line(ui: &mut Ui, scene: &Scene<'_>, shown: &SessionLine, stand: Stand) -> Drawn {
    let palette = scene.palette;
    let texts = scene.texts;
    let ended = review_words::decision(shown.decision);
    let decision = texts.get(ended.key);
    let why = texts.get(review_words::reason(shown.reason));
    let when = date(scene, shown.at);
    let kind = review_words::kind(shown.kind);
    let mut below = vec![when];
    below.extend(shown.badge.as_ref().map(|badge| badge.as_str().to_owned()));
    below.push(texts.get(review_words::source(shown.source).key));
    let below = below.join(" · ");
    let cues: Vec<String> = shown
        .cues
        .iter()
        .map(|cue| spoken_cue(scene, *cue))
        .collect();
    let spoken = format!(
        "{decision}, {why}, {}, {below}. {}",
        texts.get(kind.key),
        cues.join(", ")
    );
    let (inner, response, pressed) =
        widgets::long_list_row(ui, palette, stand.chosen, stand.stood_on, &spoken);
    if stand.takes_focus {
        response.request_focus();
    }
    let ink = decision_ink(palette, shown.decision);
    let (sign, text) = inner.split_left_right_at_x(inner.left() + 4.5 * GRID);
    let font = theme::icon(theme::LEAD);
    let painter = ui.painter();
    painter.text(
        sign.left_center(),
        Align2::LEFT_CENTER,
        ended.icon,
        font,
        ink,
    );
    let shown_cues = if Room::of(ui).narrow {
        shown.cues.get(..DECIDING).unwrap_or(&shown.cues)
    } else {
        &shown.cues
    };
    let width = shown_cues.iter().map(|_| CUE).sum::<f32>();
    let (text, signs) = text.split_left_right_at_x(text.right() - width);
    cue_signs(ui, palette, signs, shown_cues);
    let (upper, lower) = text.split_top_bottom_at_y(text.center().y + 2.0);
    let upper = kind_sign(ui, palette, upper, kind.icon);
    let at = Align2::LEFT_CENTER;
    let font = theme::semibold(theme::BODY - 1.0);
    widgets::elided(ui, upper, at, &why, font, palette.text);
    let font = theme::regular(theme::SMALL + 1.0);
    widgets::elided(ui, lower, at, &below, font, palette.muted);
    Drawn {
        pressed,
        focused: response.has_focus(),
    }
}

/// What the session was for, before why it ended so.
fn kind_sign(ui: &Ui, palette: &Palette, rect: Rect, icon: &str) -> Rect {
    let font = theme::icon(theme::BODY - 1.0);
    let at = rect.left_center();
    ui.painter()
        .text(at, Align2::LEFT_CENTER, icon, font, palette.muted);
    rect.with_min_x(rect.left() + 3.25 * GRID)
}

/// A group of cues in words.
pub fn spoken_cue(scene: &Scene<'_>, (kind, state): (CueKind, CueState)) -> String {
    let name = scene.texts.get(review_words::cue_kind(kind).key);
    let said = scene.texts.get(review_words::cue_state(state).key);
    format!("{name}: {said}")
}

/// Each group's icon, and beside it what it said.
fn cue_signs(ui: &Ui, palette: &Palette, rect: Rect, cues: &[(CueKind, CueState)]) {
    let painter = ui.painter();
    let mut place = rect.with_max_x(rect.left() + CUE);
    for (kind, state) in cues {
        let ink = cue_ink(palette, *state);
        let icon = review_words::cue_kind(*kind).icon;
        let left = place.left_center() + vec2(0.5 * GRID, 0.0);
        let font = theme::icon(theme::BODY);
        painter.text(left, Align2::LEFT_CENTER, icon, font, palette.muted);
        let said = review_words::cue_state(*state).icon;
        let beside = left + vec2(2.5 * GRID, 0.0);
        let font = theme::icon(theme::SMALL - 1.0);
        painter.text(beside, Align2::LEFT_CENTER, said, font, ink);
        place = place.translate(vec2(CUE, 0.0));
    }
}

/// A line that is being opened.
pub fn coming(ui: &mut Ui, scene: &Scene<'_>) {
    let size = vec2(ui.available_width(), theme::TARGET);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let inner = rect.shrink2(vec2(1.5 * GRID, 1.75 * GRID));
    let corner = CornerRadius::same(4);
    for (top, share) in [(0.0, 0.42), (2.75 * GRID, 0.6)] {
        let at = inner.min + vec2(4.5 * GRID, top);
        let size = vec2(inner.width() * share, 1.25 * GRID);
        let bar = Rect::from_min_size(at, size);
        ui.painter().rect_filled(bar, corner, scene.palette.track);
    }
}

/// A line of a session that can't be opened.
pub fn damaged(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = scene.palette;
    let size = vec2(ui.available_width(), theme::TARGET);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let inner = rect.shrink2(vec2(1.5 * GRID, 0.75 * GRID));
    let (sign, text) = inner.split_left_right_at_x(inner.left() + 4.5 * GRID);
    let font = theme::icon(theme::LEAD);
    let at = Align2::LEFT_CENTER;
    ui.painter()
        .text(sign.left_center(), at, icons::WARNING, font, palette.danger);
    let words = scene.texts.get("review-damaged");
    let font = theme::regular(theme::BODY - 1.0);
    widgets::elided(ui, text, at, &words, font, palette.muted);
}
