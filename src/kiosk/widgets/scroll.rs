//! What may be longer than there is room: scrolled by wheel, by finger, and by
//! the keys that page through a text.

use eframe::egui::{Key, ScrollArea, Ui, vec2};

/// The part of a page that one key goes on by: a line or two stay in view.
const PAGE: f32 = 0.85;

/// Lays something out that scrolls up and down, as large as the room.
pub fn scroll<R>(ui: &mut Ui, salt: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink(false)
        .min_scrolled_height(0.0)
        .show(ui, |ui| {
            let page = ui.clip_rect().height() * PAGE;
            let by = ui.input(|input| {
                let pressed = |key| input.key_pressed(key);
                match (pressed(Key::PageDown), pressed(Key::PageUp)) {
                    (true, false) => -page,
                    (false, true) => page,
                    _ => 0.0,
                }
            });
            if by != 0.0 {
                ui.scroll_with_delta(vec2(0.0, by));
            }
            add(ui)
        })
        .inner
}
