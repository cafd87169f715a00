//! What may be longer than there is room: scrolled by wheel, by finger, and by
//! the keys that page through a text. What just came up is shown from its
//! beginning, whatever was shown there before.

use eframe::egui::{Id, Key, ScrollArea, Ui, vec2};

/// The part of a page that one key goes on by: a line or two stay in view.
const PAGE: f32 = 0.85;

/// How far something is scrolled, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scrolled {
    /// Height of the whole.
    pub height: f32,
    /// How much of it is still below.
    pub below: f32,
}

/// Lays something out that scrolls up and down, as large as the room.
pub fn scroll<R>(ui: &mut Ui, salt: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    scroll_on(ui, salt, false, add).0
}

/// The same; it goes on by a page where `on` is true. Says how far it is
/// scrolled.
pub fn scroll_on<R>(
    ui: &mut Ui,
    salt: &str,
    on: bool,
    add: impl FnOnce(&mut Ui) -> R,
) -> (R, Scrolled) {
    let mut area = ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink(false)
        .min_scrolled_height(0.0);
    if just_came(ui, ui.scope_id().with(("scrolled before", salt))) {
        area = area.vertical_scroll_offset(0.0);
    }
    let shown = area.show(ui, |ui| {
        let page = ui.clip_rect().height() * PAGE;
        let (down, up) = ui.input(|input| {
            let pressed = |key| input.key_pressed(key);
            (pressed(Key::PageDown) || on, pressed(Key::PageUp))
        });
        if down != up {
            let by = if down { -page } else { page };
            ui.scroll_with_delta(vec2(0.0, by));
        }
        add(ui)
    });
    let height = shown.content_size.y;
    let below = height - shown.state.clamped_offset().y - shown.inner_rect.height();
    let below = below.max(0.0);
    (shown.inner, Scrolled { height, below })
}

/// Whether this wasn't drawn in the frame before.
fn just_came(ui: &Ui, id: Id) -> bool {
    let now = ui.ctx().cumulative_frame_nr();
    let before: Option<u64> = ui.data_mut(|data| {
        let before = data.get_temp(id);
        data.insert_temp(id, now);
        before
    });
    before.is_none_or(|before| before + 1 < now)
}
