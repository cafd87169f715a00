//! A band with something to know: an icon, words, and their colour.

use eframe::egui::{
    Align, Color32, CornerRadius, Frame, Layout, Margin, Role, Ui, WidgetInfo, vec2,
};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::{Button, text};

/// What a band says is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Well,
    /// It needs care.
    Care,
    /// It was refused or is broken.
    Bad,
}

impl Tone {
    /// Colour behind the words, and of the words.
    #[must_use]
    pub fn colours(self, palette: &Palette) -> (Color32, Color32) {
        match self {
            Self::Well => (palette.success_soft, palette.success),
            Self::Care => (palette.warning_soft, palette.warning),
            Self::Bad => (palette.danger_soft, palette.danger),
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Well => icons::CHECK,
            Self::Care | Self::Bad => icons::WARNING,
        }
    }
}

/// A band across the width. With `dismiss`, a button of that name closes it;
/// true once it is pressed.
pub fn banner(
    ui: &mut Ui,
    palette: &Palette,
    tone: Tone,
    icon: Option<&str>,
    words: &str,
    dismiss: Option<&str>,
) -> bool {
    let (fill, ink) = tone.colours(palette);
    let icon = icon.unwrap_or_else(|| tone.icon());
    Frame::new()
        .fill(fill)
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(16, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let layout = Layout::right_to_left(Align::Center);
            let size = vec2(ui.available_width(), 5.0 * GRID);
            ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.spacing_mut().item_spacing.x = GRID;
                let pressed = dismiss.is_some_and(|name| {
                    let button = Button::quiet(palette, icons::CROSS, name);
                    ui.add(button).clicked()
                });
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    text::icon(ui, icon, theme::BODY + 2.0, ink);
                    let said = text::paragraph(ui, words, theme::regular(theme::BODY), ink);
                    said.widget_info(|| WidgetInfo::labeled(Role::Alert, true, words));
                });
                pressed
            })
            .inner
        })
        .inner
}
