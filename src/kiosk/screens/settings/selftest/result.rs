//! What a self-test showed: a row a species, and in plain words what that
//! supports.

use eframe::egui::{Align, Align2, Color32, FontId, Layout, Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::{SelfTestFormat, SelfTestIntent, SelfTestReport, WorkStatus};
use crate::report::attacks::{SpeciesResult, percent_above};
use crate::report::det::percent;

use super::super::super::{Act, Scene};
use super::setup::when;
use super::{ask, said, unseen};

/// The columns' names: what was held up, then figures.
const COLUMNS: [&str; 7] = [
    "selftest-column-species",
    "selftest-column-trials",
    "selftest-accepted",
    "selftest-refused",
    "selftest-inconclusive",
    "selftest-column-rate",
    "selftest-column-bound",
];
/// Between two columns.
const GAP: f32 = 1.5 * GRID;
/// Height of a row.
const ROW: f32 = 5.0 * GRID;

/// Draws the page.
pub fn result_page(ui: &mut Ui, scene: &Scene<'_>, report: &SelfTestReport) -> Option<Act> {
    let whole = ui.available_rect_before_wrap();
    let layout = Layout::left_to_right(Align::Min);
    let (top, act) = widgets::anchored(ui, whole, layout, |ui| buttons(ui, scene, report));
    let outcome = outcome(scene);
    let (top, told) = match outcome {
        Some(_) => top.split_top_bottom_at_y(top.bottom() - 7.0 * GRID),
        None => (top, Rect::NOTHING),
    };
    widgets::region(ui, top, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "figures", |ui| figures(ui, scene, report));
    });
    if let Some((icon, colour, words)) = outcome {
        widgets::region(ui, told, Layout::top_down(Align::Min), |ui| {
            widgets::said_line(ui, scene.palette, icon, colour, &words);
        });
    }
    act
}

/// What came of writing a file.
fn outcome(scene: &Scene<'_>) -> Option<(&'static str, Color32, String)> {
    let palette = scene.palette;
    let desk = &scene.snapshot.desk;
    match (&desk.work, &desk.selftest.saved_as) {
        (WorkStatus::Failed { why }, _) => {
            Some((icons::WARNING, palette.danger, scene.told(why).line()))
        }
        (WorkStatus::Done, Some(path)) => {
            let file = path.display().to_string();
            let words = scene.texts.with("selftest-saved", &[("file", file.into())]);
            Some((icons::CHECK, palette.success, words))
        }
        _ => None,
    }
}

fn figures(ui: &mut Ui, scene: &Scene<'_>, report: &SelfTestReport) {
    let palette = scene.palette;
    let texts = scene.texts;
    let test = &report.test;
    let title = texts.with("selftest-result", &[("when", when(scene, report).into())]);
    let font = theme::semibold(theme::LEAD);
    widgets::label(ui, &title, font, palette.text);
    let about = texts.with(
        "selftest-about",
        &[
            ("camera", test.camera.as_str().into()),
            ("profile", test.tolerance.as_str().into()),
            ("version", test.tolerance_version.into()),
            ("operator", test.operator.as_str().into()),
        ],
    );
    let small = theme::regular(theme::SMALL + 1.0);
    widgets::paragraph(ui, &about, small.clone(), palette.muted);
    ui.add_space(GRID);
    table(ui, scene, &report.results);
    ui.add_space(2.0 * GRID);
    for result in &report.results {
        sentence(ui, scene, result);
    }
    let sum = |part: fn(&SpeciesResult) -> u64| report.results.iter().map(part).sum::<u64>();
    let (void, withdrawn) = (sum(|one| one.void), sum(|one| one.withdrawn));
    if void + withdrawn > 0 {
        let counts = [("void", void.into()), ("withdrawn", withdrawn.into())];
        let words = texts.with("selftest-uncounted", &counts);
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
    }
    ui.add_space(GRID);
    let words = texts.get("selftest-definitions");
    widgets::paragraph(ui, &words, small, palette.muted);
    ui.add_space(2.0 * GRID);
    unseen(ui, scene);
}

fn table(ui: &mut Ui, scene: &Scene<'_>, results: &[SpeciesResult]) {
    let palette = scene.palette;
    let small = theme::semibold(theme::SMALL);
    let names = COLUMNS.map(|key| scene.texts.get(key));
    let least = ui.painter().layout_no_wrap(
        "100.0 %".to_owned(),
        theme::regular(theme::BODY),
        palette.text,
    );
    let widths = names.each_ref().map(|name| {
        let name = ui
            .painter()
            .layout_no_wrap(name.clone(), small.clone(), palette.muted);
        name.size().x.max(least.size().x) + GAP
    });
    row(ui, scene, &widths, &names, (&small, palette.muted));
    for result in results {
        let (name, _) = said(scene, &result.species);
        let (rate, bound) = match result.rate {
            Some(rate) => (percent(rate), percent_above(result.at_most)),
            None => ("-".to_owned(), "-".to_owned()),
        };
        let cells = [
            name,
            result.trials.to_string(),
            result.accepted.to_string(),
            result.refused.to_string(),
            result.inconclusive.to_string(),
            rate,
            bound,
        ];
        let font = theme::regular(theme::BODY);
        row(ui, scene, &widths, &cells, (&font, palette.text));
    }
}

/// A row of the table: figures to the right of their columns, which are as wide
/// as they need; words in what room is left, a line below.
fn row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    widths: &[f32; COLUMNS.len()],
    cells: &[String; COLUMNS.len()],
    (font, ink): (&FontId, Color32),
) {
    let [_, of_figures @ ..] = widths;
    let [name, figures @ ..] = cells;
    let words = ui.available_width() - of_figures.iter().sum::<f32>();
    let name = ui.painter().layout(name.clone(), font.clone(), ink, words);
    let height = (name.size().y + 2.0 * GRID).max(ROW);
    let size = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let top = rect.center().y - name.size().y / 2.0;
    ui.painter().galley(pos2(rect.left(), top), name, ink);
    let mut left = rect.left() + words;
    for (width, figure) in of_figures.iter().zip(figures) {
        let place = rect.with_min_x(left).with_max_x(left + width);
        left = place.right();
        let at = Align2::RIGHT_CENTER;
        widgets::say(ui, place, at, figure, font.clone(), ink);
    }
    let line = Stroke::new(1.0, scene.palette.border);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

/// What a row supports, and what to know before believing it.
fn sentence(ui: &mut Ui, scene: &Scene<'_>, result: &SpeciesResult) {
    let palette = scene.palette;
    let texts = scene.texts;
    let (name, _) = said(scene, &result.species);
    let key = match (result.trials, result.attack) {
        (0, _) => "selftest-untried",
        (_, true) => "selftest-supports-attack",
        (_, false) => "selftest-supports-person",
    };
    let values = [
        ("species", name.into()),
        ("errors", result.errors.into()),
        ("trials", result.trials.into()),
        ("bound", percent_above(result.at_most).into()),
        ("recordings", result.recordings.into()),
    ];
    let (icon, colour) = if result.trials == 0 {
        (icons::INFO, palette.muted)
    } else if result.attack && result.errors > 0 {
        (icons::WARNING, palette.danger)
    } else if result.errors > 0 {
        (icons::INFO, palette.warning)
    } else {
        (icons::CHECK, palette.success)
    };
    widgets::said_line(ui, palette, icon, colour, &texts.with(key, &values));
    for (holds, key) in [
        (
            result.is_mostly_inconclusive(),
            "selftest-mostly-inconclusive",
        ),
        (result.repeats_recordings(), "selftest-repeated"),
    ] {
        if holds {
            let words = texts.with(key, &values);
            widgets::said_line(ui, palette, icons::INFO, palette.warning, &words);
        }
    }
}

/// Another test, and files.
fn buttons(ui: &mut Ui, scene: &Scene<'_>, report: &SelfTestReport) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let desk = &scene.snapshot.desk;
    let idle = desk.work != WorkStatus::Working;
    let words = texts.get("selftest-another");
    let button = Button::secondary(palette, icons::ARROW_LEFT, &words);
    let back = ui.add(button).clicked();
    let mut act = back.then(|| ask(SelfTestIntent::Show(None)));
    for (format, key) in [
        (SelfTestFormat::Csv, "selftest-csv"),
        (SelfTestFormat::Json, "selftest-json"),
    ] {
        let words = texts.get(key);
        let button = Button::secondary(palette, icons::DOCUMENT, &words).enabled(idle);
        if ui.add(button).clicked() && idle {
            let id = report.test.id;
            act = Some(ask(SelfTestIntent::Export { id, format }));
        }
    }
    act
}
