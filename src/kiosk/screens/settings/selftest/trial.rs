//! A self-test that goes on: the live picture, what to hold up, and the counts
//! so far. Dark, as a verification is: the screen must not light what is held
//! up differently.

use eframe::egui::{Align, Align2, Color32, CornerRadius, FontId, Layout, Rect, Sense, Ui, vec2};

use crate::domain::{Classified, Trial};
use crate::flow::CaptureView;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::kiosk::{icons, words};
use crate::pipeline::{SelfTestIntent, SelfTestReport, WorkStatus};
use crate::report::attacks::{SpeciesResult, percent_above};

use super::super::super::capture::{live_picture, step_card};
use super::super::super::{Act, Scene, entered, escaped, language_button};
use super::{ask, said};

/// Height of the counts with their names, in points.
const FIGURES: f32 = 9.0 * GRID;

/// Draws the screen. Enter begins a trial, Escape breaks it off.
pub fn trial_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    report: &SelfTestReport,
    view: Option<&CaptureView>,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = entered(ui.ctx(), &[]);
    let escape = escaped(ui.ctx());
    let title = texts.get("selftest-title");
    let (stopped, spoken) = widgets::top_bar(ui, palette, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = language_button(ui, scene);
        let words = texts.get("selftest-stop");
        let button = Button::secondary(palette, icons::CROSS, &words);
        (ui.add(button).clicked(), spoken)
    });
    let room = Room::of(ui);
    let body = widgets::body(ui);
    let (left, right) = room.split(body, 0.56, 0.5, 3.0 * GRID);
    let on_picture = match view {
        Some(view) => live_picture(ui, scene, left, view),
        None => {
            still_picture(ui, scene, left);
            None
        }
    };
    let gap = if room.low { GRID } else { 2.0 * GRID };
    let (rest, foot) = right.split_top_bottom_at_y(right.bottom() - 17.0 * GRID - gap);
    let (step, counts) = rest.split_top_bottom_at_fraction(0.52);
    match view {
        Some(view) => step_card(ui, scene, step, view),
        None => species_card(ui, scene, step, report),
    }
    let counts = counts.with_min_y(counts.top() + gap);
    counts_card(ui, scene, counts, report);
    let foot = foot.with_min_y(foot.top() + gap);
    let asked = widgets::region(ui, foot, Layout::top_down(Align::Min), |ui| match view {
        Some(_) => breaking_off(ui, scene),
        None => ways_on(ui, scene, report, enter),
    });
    let intent = match (stopped, view) {
        (true, _) => Some(SelfTestIntent::Stop),
        (false, Some(_)) if escape => Some(SelfTestIntent::BreakOff),
        (false, _) => asked,
    };
    intent.map(ask).or(on_picture).or(spoken)
}

/// The picture between two trials, so that things can be held where they
/// should be.
fn still_picture(ui: &Ui, scene: &Scene<'_>, rect: Rect) {
    let palette = scene.palette;
    match scene.picture.shape(rect) {
        Some(shape) => {
            ui.painter().add(shape);
        }
        None => {
            let corner = CornerRadius::same(theme::RADIUS);
            ui.painter().rect_filled(rect, corner, palette.surface);
        }
    }
}

/// What to hold up next, and how.
fn species_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, report: &SelfTestReport) {
    let palette = scene.palette;
    let Some(next) = report.test.next() else {
        return;
    };
    widgets::card_in(ui, palette, rect, |ui| {
        let words = scene.texts.with(
            "selftest-trial",
            &[("number", next.number.into()), ("of", next.of.into())],
        );
        widgets::label(ui, &words, theme::regular(theme::BODY), palette.muted);
        let (name, advice) = said(scene, &next.species);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let icon = words::species(next.species.as_str()).icon;
            widgets::icon(ui, icon, theme::LEAD + 4.0, palette.accent);
            widgets::label(ui, &name, theme::semibold(theme::LEAD), palette.text);
        });
        widgets::scroll(ui, "advice", |ui| {
            widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.text);
            ui.add_space(GRID);
            last_trial(ui, scene, report.test.trials.last());
        });
    });
}

/// How the last trial ended, and why.
fn last_trial(ui: &mut Ui, scene: &Scene<'_>, last: Option<&Trial>) {
    let palette = scene.palette;
    let texts = scene.texts;
    let Some(trial) = last else {
        let words = texts.get("selftest-ready");
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
        return;
    };
    let words = texts.get("selftest-last");
    widgets::label(
        ui,
        &words,
        theme::regular(theme::SMALL + 1.0),
        palette.muted,
    );
    let attack = trial.species.is_attack();
    let (icon, colour, key) = match trial.classified {
        _ if trial.withdrawn => (icons::ARROW_BACK, palette.muted, "selftest-last-withdrawn"),
        Classified::Live if attack => (icons::WARNING, palette.danger, "selftest-last-accepted"),
        Classified::Live => (icons::CHECK, palette.success, "selftest-last-accepted"),
        Classified::Attack if attack => (icons::CHECK, palette.success, "selftest-last-refused"),
        Classified::Attack => (icons::WARNING, palette.danger, "selftest-last-refused"),
        Classified::Inconclusive => (
            icons::QUESTION,
            palette.warning,
            "selftest-last-inconclusive",
        ),
        Classified::Void => (icons::CROSS, palette.muted, "selftest-last-void"),
    };
    let why = texts.get(words::reason(trial.reason).key);
    let words = if trial.classified == Classified::Live {
        texts.get(key)
    } else {
        format!("{} · {why}", texts.get(key))
    };
    widgets::said_line(ui, palette, icon, colour, &words);
}

/// The counts of what is tried now.
fn counts_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, report: &SelfTestReport) {
    let palette = scene.palette;
    let texts = scene.texts;
    let Some(next) = report.test.next() else {
        return;
    };
    let mut results = report.results.iter();
    let Some(result) = results.find(|one| one.species == next.species) else {
        return;
    };
    widgets::card_in(ui, palette, rect, |ui| {
        let (name, _) = said(scene, &result.species);
        let words = format!("{} · {name}", texts.get("selftest-so-far"));
        widgets::label(ui, &words, theme::semibold(theme::BODY), palette.text);
        ui.add_space(GRID);
        widgets::scroll(ui, "counts", |ui| counts(ui, scene, result));
    });
}

fn counts(ui: &mut Ui, scene: &Scene<'_>, result: &SpeciesResult) {
    let palette = scene.palette;
    let texts = scene.texts;
    let size = vec2(ui.available_width(), FIGURES);
    let (figures, _) = ui.allocate_exact_size(size, Sense::hover());
    let (good, bad) = if result.attack {
        (palette.success, palette.danger)
    } else {
        (palette.danger, palette.success)
    };
    let mut left = figures.left();
    for (key, count, colour) in [
        ("selftest-accepted", result.accepted, bad),
        ("selftest-refused", result.refused, good),
        (
            "selftest-inconclusive",
            result.inconclusive,
            palette.warning,
        ),
    ] {
        let ink = if count == 0 { palette.muted } else { colour };
        let place = figures.with_min_x(left);
        left += figure(ui, place, count, &texts.get(key), (ink, palette.muted)) + 2.0 * GRID;
    }
    let words = supports_now(scene, result);
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
}

/// A count above what it counts; gives the width of the wider one.
fn figure(ui: &Ui, rect: Rect, count: u64, words: &str, (ink, muted): (Color32, Color32)) -> f32 {
    let (upper, lower) = rect.split_top_bottom_at_y(rect.top() + 5.5 * GRID);
    let (large, small) = (
        theme::bold(theme::TITLE),
        theme::regular(theme::SMALL + 1.0),
    );
    let count = count.to_string();
    let width = |words: &str, font: &FontId| {
        let words = words.to_owned();
        let galley = ui.painter().layout_no_wrap(words, font.clone(), ink);
        galley.size().x
    };
    let wider = width(&count, &large).max(width(words, &small));
    widgets::say(ui, upper, Align2::LEFT_CENTER, &count, large, ink);
    widgets::say(ui, lower, Align2::LEFT_TOP, words, small, muted);
    wider
}

/// What the trials so far support; nothing before the first.
fn supports_now(scene: &Scene<'_>, result: &SpeciesResult) -> String {
    if result.trials == 0 {
        return String::new();
    }
    let key = if result.attack {
        "selftest-supports-attack"
    } else {
        "selftest-supports-person"
    };
    let (name, _) = said(scene, &result.species);
    scene.texts.with(
        key,
        &[
            ("species", name.into()),
            ("errors", result.errors.into()),
            ("trials", result.trials.into()),
            ("bound", percent_above(result.at_most).into()),
        ],
    )
}

fn breaking_off(ui: &mut Ui, scene: &Scene<'_>) -> Option<SelfTestIntent> {
    let words = scene.texts.get("selftest-break-off");
    let button = Button::secondary(scene.palette, icons::CROSS, &words);
    let size = vec2(ui.available_width(), theme::TARGET);
    let pressed = ui.add(button.min_size(size)).clicked();
    pressed.then_some(SelfTestIntent::BreakOff)
}

/// Begin, repeat the last, next kind; what went wrong, if something did.
fn ways_on(
    ui: &mut Ui,
    scene: &Scene<'_>,
    report: &SelfTestReport,
    enter: bool,
) -> Option<SelfTestIntent> {
    let palette = scene.palette;
    let texts = scene.texts;
    ui.spacing_mut().item_spacing = vec2(GRID, GRID);
    let words = texts.get("selftest-begin");
    let button = Button::primary(palette, icons::ARROW_RIGHT, &words);
    let width = ui.available_width();
    let size = vec2(width, theme::TARGET);
    let mut asked =
        (ui.add(button.min_size(size)).clicked() || enter).then_some(SelfTestIntent::Try);
    ui.horizontal(|ui| {
        let half = vec2((width - GRID) / 2.0, theme::TARGET);
        let can_repeat = report.test.last_to_repeat().is_some();
        for (icon, key, intent, enabled) in [
            (
                icons::ARROW_BACK,
                "selftest-repeat",
                SelfTestIntent::Repeat,
                can_repeat,
            ),
            (
                icons::ARROW_RIGHT,
                "selftest-skip",
                SelfTestIntent::Skip,
                true,
            ),
        ] {
            let words = texts.get(key);
            let button = Button::secondary(palette, icon, &words).enabled(enabled);
            if ui.add(button.min_size(half)).clicked() && enabled {
                asked = Some(intent);
            }
        }
    });
    if let WorkStatus::Failed { why } = &scene.snapshot.desk.work {
        let words = scene.told(why).line();
        widgets::said_line(ui, palette, icons::WARNING, palette.danger, &words);
    }
    asked
}
