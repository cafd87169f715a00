//! About: version, licences, the models and what they are good for.

use eframe::egui::Ui;

use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;

use super::super::Scene;

const LICENCES: &str = include_str!("../../../../assets/LICENSES.md");
const MODEL_CARDS: [&str; 2] = [
    include_str!("../../../../assets/model-cards/mobilefacenet.md"),
    include_str!("../../../../assets/model-cards/mediapipe-face-mesh.md"),
];

/// Draws the page.
pub fn about_page(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = scene.palette;
    let texts = scene.texts;
    let version = env!("CARGO_PKG_VERSION");
    let title = texts.with("about-version", &[("version", version.into())]);
    widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
    ui.add_space(GRID);
    let what = texts.get("about-what");
    widgets::paragraph(ui, &what, theme::regular(theme::BODY), palette.muted);
    ui.add_space(GRID);
    super::scrolling(ui, |ui| {
        super::heading(ui, scene, "about-models");
        for card in MODEL_CARDS {
            document(ui, scene, card);
        }
        ui.add_space(2.0 * GRID);
        super::heading(ui, scene, "about-licences");
        document(ui, scene, LICENCES);
    });
}

/// A Markdown text as plain paragraphs: headings stand out, a table's row is a
/// line.
fn document(ui: &mut Ui, scene: &Scene<'_>, text: &str) {
    let palette = scene.palette;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(title) = line.strip_prefix('#') {
            ui.add_space(GRID);
            let title = title.trim_start_matches('#').trim();
            widgets::paragraph(ui, title, theme::semibold(theme::BODY), palette.text);
        } else if !line.starts_with("| ---") && !line.starts_with("|---") {
            let words = plain(line);
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
    }
}

/// A line without the signs of Markdown.
fn plain(line: &str) -> String {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let line = match cells.as_slice() {
        ["", inner @ .., ""] => inner.join(" · "),
        _ => line.trim().to_owned(),
    };
    line.replace(['`', '*'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_lines() {
        assert_eq!(plain("| `a.ttf` | Inter | OFL |"), "a.ttf · Inter · OFL");
        assert_eq!(plain("- a **bold** word"), "- a bold word");
    }
}
