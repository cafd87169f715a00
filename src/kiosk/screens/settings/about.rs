//! About: version, licences, the models and what they are good for.

use eframe::egui::Ui;

use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;

use super::super::Scene;

const LICENCES: &str = include_str!("../../../../assets/LICENSES.md");
const MODEL_CARDS: [&str; 3] = [
    include_str!("../../../../assets/model-cards/mobilefacenet.md"),
    include_str!("../../../../assets/model-cards/mediapipe-face-mesh.md"),
    include_str!("../../../../assets/model-cards/face-anti-spoofing.md"),
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
    widgets::scrolled(ui, "about", |ui| {
        super::heading(ui, scene, "about-models");
        for card in MODEL_CARDS {
            document(ui, scene, card);
        }
        ui.add_space(2.0 * GRID);
        super::heading(ui, scene, "about-licences");
        document(ui, scene, LICENCES);
    });
}

/// A Markdown text as plain paragraphs.
fn document(ui: &mut Ui, scene: &Scene<'_>, text: &str) {
    let palette = scene.palette;
    for (is_title, words) in paragraphs(text) {
        if is_title {
            ui.add_space(GRID);
            widgets::paragraph(ui, &words, theme::semibold(theme::BODY), palette.text);
        } else {
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
    }
}

/// Titles (true) and paragraphs (false) of a Markdown text, without its signs.
/// A row of a table and an item of a list is a paragraph each.
fn paragraphs(text: &str) -> Vec<(bool, String)> {
    let mut found: Vec<(bool, String)> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let line = line.trim();
        let in_table = line.starts_with('|');
        // Rules, and heads without words.
        let rule = in_table && line.chars().all(|c| "|-: ".contains(c));
        if line.is_empty() || rule {
            goes_on = false;
        } else if let Some(title) = line.strip_prefix('#') {
            found.push((true, title.trim_start_matches('#').trim().to_owned()));
            goes_on = false;
        } else if in_table || line.starts_with("- ") || !goes_on {
            found.push((false, plain(line)));
            goes_on = !in_table;
        } else if let Some((_, words)) = found.last_mut() {
            words.push(' ');
            words.push_str(&plain(line));
        }
    }
    found
}

/// A line without the signs of Markdown.
fn plain(line: &str) -> String {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let line = match cells.as_slice() {
        ["", inner @ .., ""] => inner.join(" · "),
        _ => line.to_owned(),
    };
    line.replace(['`', '*'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_titles_and_paragraphs() {
        let text = "# A `title`\n\nOne line\nand **another**.\n- an item\n\n| | |\n| --- | --- |\n| `a.ttf` | OFL |\n";
        let expected = [
            (true, "A `title`"),
            (false, "One line and another."),
            (false, "- an item"),
            (false, "a.ttf · OFL"),
        ];
        let expected = expected.map(|(title, words)| (title, words.to_owned()));
        assert_eq!(paragraphs(text), expected);
    }
}
