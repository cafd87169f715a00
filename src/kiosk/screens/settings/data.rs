//! Where the data is, how long each kind is kept, and what is due to go.

use eframe::egui::Ui;

use crate::access::{MOST_RETENTION_DAYS, Settings};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, StepperNames, Tone};
use crate::pipeline::{DeskIntent, Intent, Progress, RetentionIntent, RetentionView};
use crate::store::Retained;

use super::super::confirm::{Heavy, confirmed, confirmed_with};
use super::super::{Act, Scene, date};
use super::handover::hand_over;

/// Days a touch adds or takes.
const STEP_DAYS: u32 = 30;

/// Draws the page.
pub fn data_page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) -> Option<Act> {
    widgets::scrolled(ui, "data", |ui| page(ui, scene, draft))
}

fn page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let plain = theme::regular(theme::BODY);
    super::heading(ui, scene, "data-folder");
    let folder = scene.snapshot.desk.data_folder.display().to_string();
    widgets::paragraph(ui, &folder, theme::semibold(theme::BODY), palette.text);
    let advice = texts.advice("data-folder");
    widgets::paragraph(ui, &advice, plain, palette.muted);
    ui.add_space(3.0 * GRID);
    let most = MOST_RETENTION_DAYS;
    days(ui, scene, SESSIONS, 1..=most, &mut draft.retention_days);
    days(ui, scene, MESHES, 1..=most, &mut draft.mesh_days);
    days(ui, scene, UNUSED, 0..=most, &mut draft.unused_days);
    let view = scene.snapshot.desk.retention.as_ref();
    let act = view.and_then(|view| due(ui, scene, view));
    let renewed = renewal(ui, scene);
    ui.add_space(3.0 * GRID);
    hand_over(ui, scene, &mut draft.handover);
    act.or(renewed)
}

const RENEW: Heavy = Heavy {
    icon: icons::REFRESH,
    act: "data-renew",
    question: "data-renew-sure",
    danger: false,
};
const CLEAN: Heavy = Heavy {
    icon: icons::TRASH,
    act: "data-clean",
    question: "data-clean-sure",
    danger: true,
};

/// The way to keep all templates under another secret.
fn renewal(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    ui.add_space(3.0 * GRID);
    super::heading(ui, scene, "data-templates");
    let advice = texts.advice("data-templates");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
    ui.add_space(GRID);
    if let Some(Progress {
        done,
        all: Some(all),
    }) = scene.snapshot.desk.progress
    {
        let values = [("done", done.into()), ("all", all.into())];
        let words = texts.with("data-renewed", &values);
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
    }
    let renew = Act::Send(Intent::Desk(DeskIntent::RenewTemplates));
    confirmed(ui, scene, RENEW, true).then_some(renew)
}

/// The keys of a kind: what it is, and its two buttons.
type Kind = (&'static str, &'static str, &'static str);

const SESSIONS: Kind = ("data-retention", "data-less", "data-more");
const MESHES: Kind = ("data-meshes", "data-meshes-less", "data-meshes-more");
const UNUSED: Kind = ("data-unused", "data-unused-less", "data-unused-more");

/// How long one kind is kept.
fn days(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (key, less, more): Kind,
    range: std::ops::RangeInclusive<u32>,
    value: &mut u32,
) {
    let texts = scene.texts;
    ui.push_id(key, |ui| {
        super::heading(ui, scene, key);
        let words = if *value == 0 {
            texts.get("data-never")
        } else {
            texts.with("data-days", &[("days", (*value).into())])
        };
        let (less, more) = (texts.get(less), texts.get(more));
        let names = StepperNames {
            less: &less,
            more: &more,
        };
        let range = (range, STEP_DAYS);
        widgets::stepper(ui, scene.palette, value, range, &words, &names);
        ui.add_space(GRID);
        let advice = texts.advice(key);
        let font = theme::regular(theme::BODY);
        widgets::paragraph(ui, &advice, font, scene.palette.muted);
        ui.add_space(3.0 * GRID);
    });
}

/// What is due by the settings that are saved, and the way to remove it now.
fn due(ui: &mut Ui, scene: &Scene<'_>, view: &RetentionView) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    super::heading(ui, scene, "data-due");
    if view.waits {
        let words = texts.get("data-waits");
        widgets::banner(ui, palette, Tone::Care, None, &words, None);
        ui.add_space(GRID);
    }
    let words = counted(scene, "data-due-now", view.due);
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
    if let Some(last) = view.last {
        let when = date(scene, last.at);
        let words = counted(scene, "data-last-run", last.removed);
        let words = format!("{when}: {words}");
        widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
    }
    ui.add_space(GRID);
    let ready = view.waits || view.due != Retained::default();
    let happens = counted(scene, "data-clean-happens", view.due);
    let clean = Intent::Desk(DeskIntent::Retention(RetentionIntent::Clean));
    confirmed_with(ui, scene, CLEAN, ready, &happens).then_some(Act::Send(clean))
}

fn counted(scene: &Scene<'_>, key: &str, what: Retained) -> String {
    let values = [
        ("sessions", what.sessions.into()),
        ("meshes", what.meshes.into()),
        ("people", what.people.into()),
    ];
    scene.texts.with(key, &values)
}
