//! The site's name and the language a visit begins with.

use eframe::egui::{Id, Ui};

use crate::access::{Settings, SettingsError};
use crate::kiosk::icons;
use crate::kiosk::texts::LANGUAGES;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Tile};

use super::super::Scene;

/// Draws the page.
pub fn site_page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    super::heading(ui, scene, "settings-site");
    widgets::scrolled(ui, "site", |ui| asked(ui, scene, draft));
}

fn asked(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    name_field(ui, scene, draft);
    ui.add_space(GRID);
    let title = scene.texts.get("site-language");
    let font = theme::semibold(theme::BODY);
    widgets::label(ui, &title, font, scene.palette.text);
    ui.spacing_mut().item_spacing.y = GRID;
    for language in &LANGUAGES {
        let chosen = draft.language == language.code;
        let tile = Tile::choice(scene.palette, icons::GLOBE, language.name, "", chosen);
        if tile.show(ui).clicked() {
            draft.language = language.code.to_owned();
        }
    }
}

/// Names the field for the site's name.
pub fn field_id() -> Id {
    Id::unique("site name")
}

/// The field for the site's name.
pub fn name_field(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    let texts = scene.texts;
    let wrong = texts.get("site-name-wrong");
    let checked = draft.clone().validated();
    let shown = matches!(checked, Err(SettingsError::SiteName)).then_some(wrong.as_str());
    let name = texts.get("site-name");
    let id = field_id();
    let typed = &mut draft.site_name;
    widgets::field(ui, scene.palette, id, &name, typed, false, shown);
}
