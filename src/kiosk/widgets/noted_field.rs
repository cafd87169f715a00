//! A field with a note below it: what is wrong, what is well, what is awaited.

use eframe::egui::{Align, Align2, Id, Layout, Margin, Response, TextEdit, Ui};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::text;

/// What stands below a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note<'a> {
    /// Nothing to say.
    Nothing,
    /// What may be typed.
    Plain(&'a str),
    /// Something is wrong.
    Wrong(&'a str),
    /// It is well.
    Well(&'a str),
    /// Something is being found out.
    Awaited(&'a str),
}

/// A field with its name above and a note below; it takes no more than
/// `limit` characters.
pub fn noted_field(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    name: &str,
    typed: &mut String,
    limit: usize,
    note: Note<'_>,
) -> Response {
    let name_of = text::label(ui, name, theme::semibold(theme::BODY), palette.text);
    ui.add_space(0.5 * GRID);
    let width = ui.available_width();
    let edit = TextEdit::singleline(typed)
        .id(id)
        .char_limit(limit)
        .font(theme::regular(theme::LEAD))
        .text_color(palette.text)
        .align(Align2::LEFT_CENTER)
        .margin(Margin::symmetric(16, 8));
    let response = ui
        .add_sized([width, theme::TARGET], edit)
        .labelled_by(name_of.id);
    super::focus::into_view(&response);
    match note {
        Note::Wrong(words) => text::describe_wrong(ui, &response, words),
        Note::Plain(words) | Note::Well(words) | Note::Awaited(words) => {
            text::describe(ui, &response, words);
        }
        Note::Nothing => {}
    }
    let (icon, words, ink) = match note {
        Note::Nothing => ("", " ", palette.muted),
        Note::Plain(words) => ("", words, palette.muted),
        Note::Wrong(words) => (icons::WARNING, words, palette.danger),
        Note::Well(words) => (icons::CHECK, words, palette.success),
        Note::Awaited(words) => (icons::HOURGLASS, words, palette.muted),
    };
    // The line is kept free, so that nothing jumps when it is needed.
    ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        ui.set_height(3.0 * GRID);
        if !icon.is_empty() {
            text::icon(ui, icon, theme::BODY, ink);
        }
        text::paragraph(ui, words, theme::regular(theme::SMALL + 2.0), ink);
    });
    response
}
