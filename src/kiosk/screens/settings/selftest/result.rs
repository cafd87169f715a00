//! What a self-test showed: a row a species, and in plain words what that
//! supports.

use eframe::egui::{Align, Align2, FontId, Layout, Rect, Stroke, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::{SelfTestFormat, SelfTestIntent, SelfTestReport, WorkStatus};
use crate::report::attacks::{SpeciesResult, percent_above};
use crate::report::det::percent;

use super::super::super::{Act, Scene};
use super::setup::when;
use super::{ask, said};

/// The columns: key of the name, and share of the width.
const COLUMNS: [(&str, f32); 7] = [
    ("selftest-column-species", 0.25),
    ("selftest-column-trials", 0.11),
    ("selftest-accepted", 0.15),
    ("selftest-refused", 0.13),
    ("selftest-inconclusive", 0.13),
    ("selftest-column-rate", 0.12),
    ("selftest-column-bound", 0.11),
];
/// Height of a row.
const ROW: f32 = 5.0 * GRID;

/// Draws the page.
pub fn result_page(ui: &mut Ui, scene: &Scene<'_>, report: &SelfTestReport) -> Option<Act> {
    let whole = ui.available_rect_before_wrap();
    let (top, foot) = whole.split_top_bottom_at_y(whole.bottom() - 9.0 * GRID);
    widgets::region(ui, top, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "figures", |ui| figures(ui, scene, report));
    });
    let foot = foot.with_min_y(foot.top() + GRID);
    widgets::region(ui, foot, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        buttons(ui, scene, report)
    })
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
}

fn table(ui: &mut Ui, scene: &Scene<'_>, results: &[SpeciesResult]) {
    let palette = scene.palette;
    let small = theme::semibold(theme::SMALL);
    let names = COLUMNS.map(|(key, _)| scene.texts.get(key));
    row(ui, scene, &names, &small, palette.muted);
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
        row(
            ui,
            scene,
            &cells,
            &theme::regular(theme::BODY),
            palette.text,
        );
    }
}

/// A row of the table: words to the left, figures to the right of their
/// columns, a line below.
fn row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    cells: &[String; COLUMNS.len()],
    font: &FontId,
    ink: eframe::egui::Color32,
) {
    let size = vec2(ui.available_width(), ROW);
    let (rect, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
    let mut left = rect.left();
    for (index, ((_, share), cell)) in COLUMNS.iter().zip(cells).enumerate() {
        let place = Rect::from_min_size(
            eframe::egui::pos2(left, rect.top()),
            vec2(share * rect.width(), ROW),
        );
        left = place.right();
        let align = if index == 0 {
            Align2::LEFT_CENTER
        } else {
            Align2::RIGHT_CENTER
        };
        let place = place.shrink2(vec2(GRID / 2.0, 0.0));
        widgets::elided(ui, place, align, cell, font.clone(), ink);
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

/// From the right: another test, and files.
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
    let said = match (&desk.work, &desk.selftest.saved_as) {
        (WorkStatus::Failed { why }, _) => {
            Some((icons::WARNING, palette.danger, scene.told(why).line()))
        }
        (WorkStatus::Done, Some(path)) => {
            let file = path.display().to_string();
            let words = texts.with("selftest-saved", &[("file", file.into())]);
            Some((icons::CHECK, palette.success, words))
        }
        _ => None,
    };
    if let Some((icon, colour, words)) = said {
        let rect = ui.available_rect_before_wrap();
        widgets::region(ui, rect, Layout::left_to_right(Align::Center), |ui| {
            widgets::said_line(ui, palette, icon, colour, &words);
        });
    }
    act
}
