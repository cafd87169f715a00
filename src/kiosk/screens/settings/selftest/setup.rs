//! What is to be held up and how often, and what was found before.

use eframe::egui::{Ui, vec2};
use jiff::Timestamp;

use crate::domain::{SelfTestPlan, Species};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Tile};
use crate::kiosk::{icons, words};
use crate::pipeline::{SelfTestIntent, SelfTestReport};
use crate::report::attacks;

use super::super::super::{Act, Scene};
use super::{ask, said, unseen};

/// Trials to choose from: none accepted of so many supports at most 26, 14, 7,
/// 5 and 3 %.
const TRIALS: [u32; 5] = [10, 20, 43, 59, 100];
/// Those chosen at first: at most 7 %.
const FIRST_TRIALS: u32 = 43;
/// Chosen at first: what everybody has at hand.
const FIRST_SPECIES: [&str; 2] = [Species::BONA_FIDE, "flat"];
/// Kinds in a row of the choice.
const COLUMNS: usize = 3;

/// What is chosen.
pub struct Choice {
    species: Vec<&'static str>,
    trials: u32,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            species: FIRST_SPECIES.to_vec(),
            trials: FIRST_TRIALS,
        }
    }
}

impl Choice {
    /// The plan, in the order of the choice.
    fn plan(&self) -> Option<SelfTestPlan> {
        let chosen = Species::KNOWN
            .iter()
            .filter(|name| self.species.contains(name));
        let plan = SelfTestPlan {
            species: chosen.filter_map(|name| name.parse().ok()).collect(),
            trials: self.trials,
        };
        plan.validated().ok()
    }

    fn turn(&mut self, name: &'static str) {
        match self.species.iter().position(|chosen| *chosen == name) {
            Some(at) => {
                self.species.remove(at);
            }
            None => self.species.push(name),
        }
    }
}

/// Draws the page.
pub fn setup_page(ui: &mut Ui, scene: &Scene<'_>, choice: &mut Choice) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::scrolled(ui, "plan", |ui| {
        super::super::heading(ui, scene, "selftest-title");
        let advice = texts.advice("selftest-title");
        widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
        ui.add_space(2.0 * GRID);
        species_choice(ui, scene, choice);
        ui.add_space(GRID);
        trials_choice(ui, scene, choice);
        ui.add_space(GRID);
        let act = start(ui, scene, choice);
        ui.add_space(3.0 * GRID);
        let touched = earlier(ui, scene);
        ui.add_space(3.0 * GRID);
        unseen(ui, scene);
        act.or(touched)
    })
}

fn species_choice(ui: &mut Ui, scene: &Scene<'_>, choice: &mut Choice) {
    subheading(ui, scene, "selftest-species");
    ui.spacing_mut().item_spacing = vec2(GRID, GRID);
    let columns = f32::from(u8::try_from(COLUMNS).unwrap_or(1));
    let width = (ui.available_width() - (columns - 1.0) * GRID) / columns;
    for row in Species::KNOWN.chunks(COLUMNS) {
        // A long name takes the row that it needs.
        ui.horizontal_wrapped(|ui| {
            for name in row {
                let Said { icon, words } = about(scene, name);
                let chosen = choice.species.contains(name);
                let button = Button::choice(scene.palette, icon, &words, chosen);
                if ui
                    .add(button.min_size(vec2(width, theme::TARGET)))
                    .clicked()
                {
                    choice.turn(name);
                }
            }
        });
    }
}

struct Said {
    icon: &'static str,
    words: String,
}

fn about(scene: &Scene<'_>, name: &str) -> Said {
    let said = words::species(name);
    Said {
        icon: said.icon,
        words: scene.texts.get(said.key),
    }
}

fn trials_choice(ui: &mut Ui, scene: &Scene<'_>, choice: &mut Choice) {
    subheading(ui, scene, "selftest-trials");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        for trials in TRIALS {
            let words = trials.to_string();
            let button = Button::choice(scene.palette, "", &words, choice.trials == trials);
            if ui
                .add(button.min_size(vec2(9.0 * GRID, theme::TARGET)))
                .clicked()
            {
                choice.trials = trials;
            }
        }
    });
}

/// What the choice can show, and the way on.
fn start(ui: &mut Ui, scene: &Scene<'_>, choice: &Choice) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let plan = choice.plan();
    let trials = choice.trials;
    let words = if plan.is_some() {
        let bound = attacks::percent_above(attacks::at_most(0, u64::from(trials)));
        texts.with(
            "selftest-outlook",
            &[("trials", trials.into()), ("bound", bound.into())],
        )
    } else {
        texts.get("selftest-none-chosen")
    };
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
    ui.add_space(GRID);
    let words = texts.get("selftest-start");
    let button = Button::primary(palette, icons::ARROW_RIGHT, &words)
        .min_size(vec2(0.0, theme::TARGET))
        .enabled(plan.is_some());
    let pressed = ui.add(button).clicked();
    let plan = plan.filter(|_| pressed)?;
    Some(ask(SelfTestIntent::Begin(plan)))
}

/// Results of earlier tests, each to look at.
fn earlier(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let palette = scene.palette;
    subheading(ui, scene, "selftest-earlier");
    let kept = &scene.snapshot.desk.selftest.kept;
    if kept.is_empty() {
        let words = scene.texts.get("selftest-no-earlier");
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
    }
    let mut touched = None;
    ui.spacing_mut().item_spacing.y = GRID;
    for report in kept {
        let title = when(scene, report);
        let text = brief(scene, report);
        let icon = icons::SHIELD_CHECK;
        if Tile::way(palette, icon, &title, &text).show(ui).clicked() {
            touched = Some(ask(SelfTestIntent::Show(Some(report.test.id))));
        }
    }
    touched
}

/// Day and time of a test.
pub fn when(scene: &Scene<'_>, report: &SelfTestReport) -> String {
    let at = Timestamp::from_millisecond(report.test.started_at.0).unwrap_or_default();
    let local = at.to_zoned(scene.now.time_zone().clone());
    local.strftime("%Y-%m-%d %H:%M").to_string()
}

/// The errors of each species in a line.
fn brief(scene: &Scene<'_>, report: &SelfTestReport) -> String {
    let mut parts: Vec<String> = report
        .results
        .iter()
        .map(|one| {
            let (name, _) = said(scene, &one.species);
            format!("{name} {}/{}", one.errors, one.trials)
        })
        .collect();
    if !report.test.is_complete() {
        parts.push(scene.texts.get("selftest-incomplete"));
    }
    parts.join(" · ")
}

fn subheading(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    let words = scene.texts.get(key);
    let font = theme::semibold(theme::BODY);
    widgets::label(ui, &words, font, scene.palette.text);
    ui.add_space(GRID / 2.0);
}
