//! What sessions can be looked for by, to the right: each with how many there
//! are. Pressed, only these are listed; pressed again, all are.

use std::collections::BTreeMap;

use eframe::egui::{Align, Color32, Id, Layout, Rect, Ui, vec2};

use crate::domain::{CueKind, Decision, Reason, SessionKind, Source};
use crate::kiosk::icons;
use crate::kiosk::review_words;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, CountRow, Note};
use crate::kiosk::words::{self, Said};
use crate::pipeline::{
    FILTER_CHARACTERS, MOST_FILTERS, MarkState, ReviewIntent, SavedFilter, SessionFigures,
    SessionQuery,
};

use super::line::decision_ink;
use super::{Act, ReviewForm, Scene, ask, grouped};

/// How many days back are looked at; none is all of them.
const SPANS: [(Option<u32>, &str); 4] = [
    (None, "audit-all-days"),
    (Some(30), "review-month"),
    (Some(7), "audit-week"),
    (Some(1), "audit-day"),
];

/// Draws the pane.
pub fn facets_pane(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut ReviewForm,
) -> Option<Act> {
    let figures = scene.snapshot.review.figures.as_deref();
    widgets::card_scrolled(ui, scene.palette, rect, "facets", |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        heading(ui, scene, "review-when", form);
        spans(ui, scene, &mut form.query);
        let figures = figures?;
        kept_choices(ui, scene, form, figures);
        decisions(ui, scene, &mut form.query, figures);
        reasons(ui, scene, &mut form.query, figures);
        marks(ui, scene, &mut form.query, figures);
        cues(ui, scene, &mut form.query);
        kinds(ui, scene, &mut form.query, figures);
        sources(ui, scene, &mut form.query, figures);
        operators(ui, scene, &mut form.query, figures);
        keep_choice(ui, scene, form, figures)
    })
}

/// What is chosen, without what was typed.
fn chosen(form: &ReviewForm) -> SessionQuery {
    SessionQuery {
        text: String::new(),
        ..form.query.clone()
    }
}

/// The choices that are kept under a name: pressed, that is what is looked for.
fn kept_choices(ui: &mut Ui, scene: &Scene<'_>, form: &mut ReviewForm, figures: &SessionFigures) {
    if figures.filters.is_empty() {
        return;
    }
    group(ui, scene, "review-kept");
    let chosen = chosen(form);
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
        for kept in &figures.filters {
            let is_chosen = kept.query == chosen;
            let icon = icons::LIST_SEARCH;
            let button = Button::choice(scene.palette, icon, &kept.name, is_chosen);
            if ui.add(button).clicked() {
                form.query = match is_chosen {
                    true => SessionQuery::default(),
                    false => kept.query.clone(),
                };
            }
        }
    });
}

/// Below all else, so that nothing above moves: what is chosen can be kept
/// under a name, or forgotten if it is.
fn keep_choice(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut ReviewForm,
    figures: &SessionFigures,
) -> Option<Act> {
    let chosen = chosen(form);
    if chosen == SessionQuery::default() {
        return None;
    }
    let palette = scene.palette;
    ui.add_space(2.0 * GRID);
    if let Some(kept) = figures.filters.iter().find(|kept| kept.query == chosen) {
        let words = scene.texts.get("review-kept-forget");
        let button = Button::secondary(palette, icons::TRASH, &words);
        let forgotten = ui.add(button).clicked();
        return forgotten.then(|| ask(ReviewIntent::ForgetFilter(kept.name.clone())));
    }
    if figures.filters.len() >= MOST_FILTERS {
        return None;
    }
    let name = scene.texts.get("review-kept-name");
    let id = Id::unique("name of a choice");
    let typed = &mut form.filter;
    let note = Note::Nothing;
    widgets::noted_field(ui, palette, id, &name, typed, FILTER_CHARACTERS, note);
    let words = scene.texts.get("review-kept-keep");
    let ready = !form.filter.trim().is_empty();
    let button = Button::secondary(palette, icons::CHECK, &words).enabled(ready);
    (ui.add(button).clicked() && ready).then(|| {
        ask(ReviewIntent::KeepFilter(SavedFilter {
            name: std::mem::take(&mut form.filter).trim().to_owned(),
            query: chosen,
        }))
    })
}

/// How far reviewers are.
fn marks(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery, figures: &SessionFigures) {
    group(ui, scene, "review-marks");
    let (marked, disputed) = figures.marked;
    for state in MarkState::ALL {
        let counted = match state {
            MarkState::Unmarked => None,
            MarkState::Settled => Some((marked - disputed, marked)),
            MarkState::Disputed => Some((disputed, marked)),
        };
        let look = (review_words::mark_state(state), scene.palette.accent);
        row(ui, scene, &mut query.mark, state, look, counted);
    }
}

/// A heading; the first has the way back to all sessions beside it.
fn heading(ui: &mut Ui, scene: &Scene<'_>, key: &str, form: &mut ReviewForm) {
    let words = scene.texts.get(key);
    ui.horizontal(|ui| {
        widgets::label(ui, &words, theme::semibold(theme::BODY), scene.palette.text);
        if form.query != SessionQuery::default() || !form.typed.is_empty() {
            let all = scene.texts.get("review-all");
            let button = Button::quiet(scene.palette, icons::CROSS, &all);
            if ui.add(button).clicked() {
                form.query = SessionQuery::default();
                form.typed.clear();
            }
        }
    });
}

fn group(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get(key);
    let font = theme::semibold(theme::BODY);
    widgets::label(ui, &words, font, scene.palette.text);
    ui.add_space(0.5 * GRID);
}

fn spans(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery) {
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
        for (days, key) in SPANS {
            let words = scene.texts.get(key);
            let button = Button::choice(scene.palette, "", &words, query.days == days);
            if ui.add(button).clicked() {
                query.days = days;
            }
        }
    });
}

/// A line with its count and share; chosen, it is let go when it is pressed.
fn row<T: PartialEq + Copy>(
    ui: &mut Ui,
    scene: &Scene<'_>,
    chosen: &mut Option<T>,
    value: T,
    (said, ink): (Said, Color32),
    counted: Option<(u64, u64)>,
) {
    let words = scene.texts.get(said.key);
    let is_chosen = *chosen == Some(value);
    let (count, all) = counted.unwrap_or_default();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a bar is drawn to a hundredth of its length"
    )]
    let share = count as f32 / all.max(1) as f32;
    let counted = counted.map_or(String::new(), |_| grouped(count));
    let row = CountRow {
        icon: (said.icon, ink),
        words: &words,
        count: &counted,
        share,
        chosen: is_chosen,
    };
    if row.show(ui, scene.palette).clicked() {
        *chosen = (!is_chosen).then_some(value);
    }
}

/// How many of a word there are, and of all.
fn counted(counts: &BTreeMap<&'static str, u64>, word: &str, all: u64) -> (u64, u64) {
    (counts.get(word).copied().unwrap_or_default(), all)
}

fn decisions(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery, figures: &SessionFigures) {
    group(ui, scene, "review-decision");
    let counts = &figures.counts;
    for decision in Decision::ALL {
        let look = (
            review_words::decision(*decision),
            decision_ink(scene.palette, *decision),
        );
        let number = counted(&counts.decisions, decision.as_str(), counts.all);
        row(
            ui,
            scene,
            &mut query.decision,
            *decision,
            look,
            Some(number),
        );
    }
}

/// Those that there are, the most frequent first; and the one that is chosen.
fn reasons(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery, figures: &SessionFigures) {
    group(ui, scene, "review-why");
    let counts = &figures.counts;
    let number = |reason: &Reason| counted(&counts.reasons, reason.as_str(), counts.all);
    let mut shown: Vec<Reason> = Reason::ALL
        .iter()
        .copied()
        .filter(|reason| number(reason).0 > 0 || query.reason == Some(*reason))
        .collect();
    shown.sort_by_key(|reason| std::cmp::Reverse(number(reason).0));
    for reason in shown {
        let said = Said {
            key: review_words::reason(reason),
            icon: words::reason(reason).icon,
        };
        let look = (said, scene.palette.accent);
        row(
            ui,
            scene,
            &mut query.reason,
            reason,
            look,
            Some(number(&reason)),
        );
    }
}

fn cues(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery) {
    group(ui, scene, "review-cue-against");
    for kind in CueKind::ALL {
        let look = (review_words::cue_kind(*kind), scene.palette.accent);
        row(ui, scene, &mut query.cue, *kind, look, None);
    }
}

fn kinds(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery, figures: &SessionFigures) {
    group(ui, scene, "review-kind");
    let counts = &figures.counts;
    for kind in [
        SessionKind::Verification,
        SessionKind::Enrolment,
        SessionKind::SelfTest,
    ] {
        let number = counted(&counts.kinds, kind.as_str(), counts.all);
        let look = (review_words::kind(kind), scene.palette.accent);
        row(ui, scene, &mut query.kind, kind, look, Some(number));
    }
}

fn sources(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery, figures: &SessionFigures) {
    group(ui, scene, "review-source");
    let counts = &figures.counts;
    for source in Source::ALL {
        let number = counted(&counts.sources, source.as_str(), counts.all);
        let look = (review_words::source(*source), scene.palette.accent);
        row(ui, scene, &mut query.source, *source, look, Some(number));
    }
}

fn operators(ui: &mut Ui, scene: &Scene<'_>, query: &mut SessionQuery, figures: &SessionFigures) {
    if figures.operators.is_empty() {
        return;
    }
    group(ui, scene, "review-operator");
    for name in &figures.operators {
        let is_chosen = query.operator.as_ref() == Some(name);
        let row = CountRow {
            icon: (icons::USER_GEAR, scene.palette.accent),
            words: name.as_str(),
            count: "",
            share: 0.0,
            chosen: is_chosen,
        };
        if row.show(ui, scene.palette).clicked() {
            query.operator = (!is_chosen).then(|| name.clone());
        }
    }
}
