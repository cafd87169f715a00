//! Tolerance profiles in plain words, and their numbers; which one is in
//! force. Numbers are changed on a copy, which is kept as a new version.

use eframe::egui::{Align, Layout, Ui};

use crate::access::Settings;
use crate::domain::{Tolerance, ToleranceName};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room, Tile};
use crate::pipeline::DeskView;

use super::super::{Act, Scene};
use super::figures::figures;
use super::tolerance_edit::{ToleranceEdit, edit_page};

/// What is being changed.
#[derive(Default)]
pub struct ToleranceForm {
    edit: Option<ToleranceEdit>,
}

impl ToleranceForm {
    /// Whether numbers are being changed: then there is another way to keep
    /// them than that of the settings.
    #[must_use]
    pub fn is_editing(&self) -> bool {
        self.edit.is_some()
    }

    /// Goes back to the profiles when the change is kept.
    pub fn follow(&mut self, desk: &DeskView) {
        if self.edit.as_mut().is_some_and(|edit| edit.is_kept(desk)) {
            self.edit = None;
        }
    }
}

/// Draws the page.
pub fn tolerance_page(
    ui: &mut Ui,
    scene: &Scene<'_>,
    draft: &mut Settings,
    form: &mut ToleranceForm,
) -> Option<Act> {
    if let Some(edit) = &mut form.edit {
        let done = edit_page(ui, scene, edit);
        if done.leaves {
            form.edit = None;
        }
        return done.act;
    }
    super::heading(ui, scene, "settings-tolerance");
    // Where there is room it stands above both, so that no profile is cut off.
    if !Room::of(ui).low {
        advice(ui, scene);
    }
    let whole = ui.available_rect_before_wrap();
    let (left, right) = Room::of(ui).split(whole, 0.46, 0.46, 3.0 * GRID);
    widgets::region(ui, left, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "profiles", |ui| profiles(ui, scene, draft));
    });
    let chosen = scene.snapshot.desk.profiles.iter();
    let chosen = chosen
        .clone()
        .find(|profile| draft.tolerance == profile.name.as_str());
    if let Some(profile) = chosen {
        let changes = widgets::region(ui, right, Layout::top_down(Align::Min), |ui| {
            numbers(ui, scene, profile)
        });
        if changes {
            form.edit = Some(ToleranceEdit::of(profile));
        }
    }
    None
}

fn advice(ui: &mut Ui, scene: &Scene<'_>) {
    let advice = scene.texts.get("tolerance-advice");
    let font = theme::regular(theme::BODY);
    widgets::paragraph(ui, &advice, font, scene.palette.muted);
    ui.add_space(GRID);
}

fn profiles(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    let palette = scene.palette;
    if Room::of(ui).low {
        advice(ui, scene);
    }
    ui.spacing_mut().item_spacing.y = 1.5 * GRID;
    for profile in &scene.snapshot.desk.profiles {
        let (title, text) = said(scene, profile);
        let chosen = draft.tolerance == profile.name.as_str();
        let tile = Tile::choice(palette, icons::SLIDERS, &title, &text, chosen);
        if tile.show(ui).clicked() {
            draft.tolerance = profile.name.as_str().to_owned();
        }
    }
}

/// The chosen profile's numbers; whether they are to be changed.
fn numbers(ui: &mut Ui, scene: &Scene<'_>, profile: &Tolerance) -> bool {
    let palette = scene.palette;
    let texts = scene.texts;
    let values = [
        ("name", title_of(scene, &profile.name).into()),
        ("version", profile.version.into()),
    ];
    let title = texts.with("tolerance-numbers", &values);
    widgets::paragraph(ui, &title, theme::semibold(theme::BODY), palette.text);
    if let Some(words) = came_about(scene, profile) {
        let font = theme::regular(theme::SMALL + 2.0);
        widgets::wrapping(ui, &words, font, palette.muted);
    }
    ui.add_space(GRID);
    let room = ui.available_rect_before_wrap();
    let (table, foot) = room.split_top_bottom_at_y(room.bottom() - theme::TARGET);
    let table = table.with_max_y(table.bottom() - GRID);
    widgets::region(ui, table, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "numbers", |ui| {
            for figure in figures(scene, profile) {
                figure.show(ui, scene);
            }
        });
    });
    widgets::region(ui, foot, Layout::left_to_right(Align::Center), |ui| {
        let words = texts.get("tolerance-change");
        let button = Button::secondary(palette, icons::SLIDERS, &words);
        ui.add(button).clicked()
    })
}

/// Who made this version, when and why.
fn came_about(scene: &Scene<'_>, profile: &Tolerance) -> Option<String> {
    let mut changes = scene.snapshot.desk.profile_changes.iter();
    let (_, change) = changes.find(|(name, _)| *name == profile.name)?;
    let values = [
        ("why", change.why.as_str().to_owned().into()),
        ("by", change.by.as_str().to_owned().into()),
        ("date", super::super::date(scene, change.at).into()),
    ];
    Some(scene.texts.with("tolerance-came-about", &values))
}

/// What a profile is called: the built-in ones have words.
fn title_of(scene: &Scene<'_>, name: &ToleranceName) -> String {
    match known(name) {
        Some(key) => scene.texts.get(key),
        None => name.as_str().to_owned(),
    }
}

fn known(name: &ToleranceName) -> Option<&'static str> {
    match name.as_str() {
        "strict" => Some("tolerance-strict"),
        "balanced" => Some("tolerance-balanced"),
        "lenient" => Some("tolerance-lenient"),
        _ => None,
    }
}

/// A profile's name, and what it means.
fn said(scene: &Scene<'_>, profile: &Tolerance) -> (String, String) {
    let texts = scene.texts;
    let meaning = match known(&profile.name) {
        Some(key) if profile.version == 1 => texts.advice(key),
        _ => {
            let version = profile.version.into();
            texts.with("tolerance-own", &[("version", version)])
        }
    };
    (title_of(scene, &profile.name), meaning)
}
