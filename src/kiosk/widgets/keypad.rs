//! Ten digits to touch, where there is no keyboard.

use eframe::egui::{
    Align2, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::focus_ring;

/// What was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeypadKey {
    /// A digit.
    Digit(char),
    /// Take back the last one.
    Back,
}

/// As on a telephone; a place may stay free.
const KEYS: [Option<KeypadKey>; 12] = {
    use KeypadKey::{Back, Digit};
    [
        Some(Digit('1')),
        Some(Digit('2')),
        Some(Digit('3')),
        Some(Digit('4')),
        Some(Digit('5')),
        Some(Digit('6')),
        Some(Digit('7')),
        Some(Digit('8')),
        Some(Digit('9')),
        None,
        Some(Digit('0')),
        Some(Back),
    ]
};
const COLUMNS: usize = 3;
const GAP: f32 = 1.5 * GRID;
/// Largest size of a key, in points.
const LARGEST: f32 = 12.0 * GRID;

/// Draws the keys into `rect`; `back` is the name of taking back.
pub fn keypad(ui: &mut Ui, palette: &Palette, rect: Rect, back: &str) -> Option<KeypadKey> {
    let room = (rect.size() - vec2(2.0 * GAP, 3.0 * GAP)) / vec2(3.0, 4.0);
    let size = room.min(vec2(1.4 * LARGEST, LARGEST));
    let size = size.max(eframe::egui::Vec2::splat(theme::TARGET));
    let whole = vec2(3.0, 4.0) * size + vec2(2.0 * GAP, 3.0 * GAP);
    let place = Align2::CENTER_CENTER.align_size_within_rect(whole, rect);
    let mut touched = None;
    let mut corner = place.min;
    for row in KEYS.chunks(COLUMNS) {
        for key in row {
            if let Some(key) = key
                && one_key(ui, palette, Rect::from_min_size(corner, size), *key, back)
            {
                touched = Some(*key);
            }
            corner.x += size.x + GAP;
        }
        corner.x = place.min.x;
        corner.y += size.y + GAP;
    }
    touched
}

fn one_key(ui: &mut Ui, palette: &Palette, rect: Rect, key: KeypadKey, back: &str) -> bool {
    let (name, font, shown) = match key {
        KeypadKey::Digit(digit) => {
            let digit = digit.to_string();
            (digit.clone(), theme::semibold(theme::TITLE - 4.0), digit)
        }
        KeypadKey::Back => (
            back.to_owned(),
            theme::icon(theme::TITLE - 4.0),
            icons::BACKSPACE.to_owned(),
        ),
    };
    let response = ui.interact(rect, ui.scope_id().with(("key", &name)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    let corner = CornerRadius::same(theme::RADIUS);
    let fill = if response.is_pointer_button_down_on() || response.hovered() {
        palette.surface_hover
    } else {
        palette.surface
    };
    let line = Stroke::new(1.0, palette.field_border);
    painter.rect(rect, corner, fill, line, StrokeKind::Inside);
    focus_ring(ui, palette, &response, rect);
    let align = Align2::CENTER_CENTER;
    painter.text(rect.center(), align, shown, font, palette.text);
    response.clicked()
}
