//! Fields to type in.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{Align2, Color32, Context, Id, Margin, Response, TextEdit, Ui};
use zeroize::Zeroizing;

use crate::kiosk::theme::{self, GRID, Palette};

use super::text;

/// No field takes more: what is too long can be seen to be so, and nothing
/// that is pasted grows without end.
const MOST_CHARACTERS: usize = 512;

/// A field with its name above it and what is wrong with it below.
///
/// `id` names the field to the window, so that a screen can put the cursor
/// into it; `hidden` shows dots.
pub fn field(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    name: &str,
    typed: &mut String,
    hidden: bool,
    wrong: Option<&str>,
) -> Response {
    let name_of = text::label(ui, name, theme::semibold(theme::BODY), palette.text);
    ui.add_space(0.5 * GRID);
    let width = ui.available_width();
    let edit = TextEdit::singleline(typed)
        .id(id)
        .char_limit(MOST_CHARACTERS)
        .password(hidden)
        .font(theme::regular(theme::LEAD))
        .text_color(palette.text)
        .align(Align2::LEFT_CENTER)
        .margin(Margin::symmetric(16, 8));
    let response = ui
        .add_sized([width, theme::TARGET], edit)
        .labelled_by(name_of.id);
    super::focus::into_view(&response);
    if let Some(words) = wrong {
        text::describe_wrong(ui, &response, words);
    }
    let (words, colour) = match wrong {
        Some(words) => (words, palette.danger),
        None => (" ", Color32::TRANSPARENT),
    };
    // The line is kept free, so that nothing jumps when it is needed.
    text::label(ui, words, theme::regular(theme::BODY), colour);
    response
}

/// Puts the cursor into a field, behind what stands there: what is typed by
/// other means than a keyboard goes on there.
pub fn cursor_to_end(ctx: &Context, id: Id, typed: &str) {
    let end = CCursor::new(typed.chars().count());
    let mut state = TextEdit::load_state(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    TextEdit::store_state(ctx, id, state);
    ctx.memory_mut(|memory| memory.request_focus(id));
}

/// Puts the cursor into a field with all of it selected: what is typed takes
/// the place of what stands there.
pub fn select_all(ctx: &Context, id: Id, typed: &str) {
    cursor_to_end(ctx, id, typed);
    let end = CCursor::new(typed.chars().count());
    let mut state = TextEdit::load_state(ctx, id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), end);
    state.cursor.set_char_range(Some(all));
    TextEdit::store_state(ctx, id, state);
}

/// A field for a secret: it shows dots, and its history of changes, which
/// would keep the secret, is forgotten.
pub fn secret_field(
    ui: &mut Ui,
    palette: &Palette,
    id: Id,
    name: &str,
    typed: &mut Zeroizing<String>,
    wrong: Option<&str>,
) -> Response {
    let response = field(ui, palette, id, name, typed, true, wrong);
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        state.clear_undoer();
        TextEdit::store_state(ui.ctx(), id, state);
    }
    response
}
