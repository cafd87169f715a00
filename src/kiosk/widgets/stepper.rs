//! A number that is made more or less by touching.

use std::ops::RangeInclusive;

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::{Button, text};

/// What its two buttons are called.
pub struct StepperNames<'a> {
    /// Makes it less.
    pub less: &'a str,
    /// Makes it more.
    pub more: &'a str,
}

/// Draws `words` (the number as a sentence) between the two buttons; a press
/// changes the number by `step`, within `range`.
pub fn stepper(
    ui: &mut Ui,
    palette: &Palette,
    value: &mut u32,
    (range, step): (RangeInclusive<u32>, u32),
    words: &str,
    names: &StepperNames<'_>,
) {
    let size = vec2(ui.available_width(), theme::TARGET);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let less = Button::secondary(palette, icons::MINUS, names.less);
        if ui.add(less.enabled(*value > *range.start())).clicked() {
            // The first step down from an odd number lands on a whole step.
            let down = value.saturating_sub(1) / step * step;
            *value = down.max(*range.start());
        }
        let font = theme::semibold(theme::LEAD);
        text::label(ui, words, font, palette.text);
        let more = Button::secondary(palette, icons::PLUS, names.more);
        if ui.add(more.enabled(*value < *range.end())).clicked() {
            let up = (*value / step).saturating_add(1).saturating_mul(step);
            *value = up.min(*range.end());
        }
    });
}
