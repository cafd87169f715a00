//! About: versions, licences, the models and what they are good for.

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;
use crate::store::schema_version;

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
        super::heading(ui, scene, "about-versions");
        versions(ui, scene, version);
        ui.add_space(2.0 * GRID);
        super::heading(ui, scene, "about-models");
        for card in MODEL_CARDS {
            document(ui, scene, card);
        }
        ui.add_space(2.0 * GRID);
        super::heading(ui, scene, "about-licences");
        document(ui, scene, LICENCES);
    });
}

/// What runs here: whoever asks for help is asked for it.
fn versions(ui: &mut Ui, scene: &Scene<'_>, version: &str) {
    let texts = scene.texts;
    let schema = texts.with("about-schema", &[("number", schema_version().into())]);
    row(ui, scene, &texts.get("about-program"), version);
    row(ui, scene, &texts.get("about-database"), &schema);
    let Some(greeting) = &scene.snapshot.greeting else {
        let words = texts.get("about-no-engine");
        row(ui, scene, &texts.get("about-engine"), &words);
        return;
    };
    let protocol = greeting.protocol.into();
    let protocol = texts.with("about-protocol", &[("number", protocol)]);
    row(ui, scene, &texts.get("about-engine"), &protocol);
    let packages = greeting.versions.iter();
    let packages = packages.map(|(name, version)| format!("{name} {version}"));
    let packages: Vec<String> = packages.collect();
    let name = texts.get("about-packages");
    row(ui, scene, &name, &packages.join(", "));
    for (file, digest) in &greeting.models {
        let begin: String = digest.chars().take(DIGEST).collect();
        let begin = texts.with("about-digest", &[("begin", begin.into())]);
        row(ui, scene, file, &begin);
    }
}

/// So many characters of a model's digest tell it from others.
const DIGEST: usize = 12;
/// The share of a line that says what it is about.
const NAMES: f32 = 0.42;

/// A line of what, and which.
fn row(ui: &mut Ui, scene: &Scene<'_>, name: &str, says: &str) {
    let palette = scene.palette;
    let width = ui.available_width();
    let font = theme::regular(theme::BODY);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut part = |width: f32, words: &str, ink| {
            let layout = Layout::top_down(Align::Min);
            ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
                ui.set_width(width);
                widgets::wrapping(ui, words, font.clone(), ink);
            });
        };
        part(NAMES * width - GRID, name, palette.muted);
        part(GRID, "", palette.muted);
        part((1.0 - NAMES) * width, says, palette.text);
    });
    ui.add_space(0.5 * GRID);
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
