//! Each widget once, to try: a page is three columns of small demos.

use eframe::egui::{Align, Layout, Rect, ScrollArea, Ui, pos2, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets;

use super::demos::{self, Demo, Tried};

/// How many pages there are.
pub const PAGES: usize = SHOWN.len();

/// Every widget by its file's name, page by page and column by column.
const SHOWN: [[&[(&str, Demo)]; 3]; 3] = [
    [
        &[
            ("button", demos::button),
            ("tile", demos::tile),
            ("focus", demos::focus),
        ],
        &[
            ("field", demos::field),
            ("noted_field", demos::noted_field),
            ("tick_box", demos::tick_box),
        ],
        &[
            ("stepper", demos::stepper),
            ("keypad", demos::keypad),
            ("switch", demos::switch),
            ("pill", demos::pill),
        ],
    ],
    [
        &[
            ("confirm", demos::confirm),
            ("banner", demos::banner),
            ("said_line", demos::said_line),
        ],
        &[
            ("text", demos::text),
            ("elided", demos::elided),
            ("soft_link", demos::soft_link),
            ("step_dots", demos::step_dots),
            ("steps", demos::steps),
            ("foot", demos::foot),
        ],
        &[
            ("frame", demos::frame),
            ("room", demos::room),
            ("scroll", demos::scroll),
        ],
    ],
    [
        &[
            ("quality_bar", demos::quality_bar),
            ("measure_row", demos::measure_row),
            ("count_row", demos::count_row),
            ("list_row", demos::list_row),
        ],
        &[
            ("pose_dial", demos::pose_dial),
            ("turn_arc", demos::turn_arc),
            ("ring", demos::ring),
            ("filled_line", demos::filled_line),
        ],
        &[
            ("signature_pad", demos::signature_pad),
            ("scrubber", demos::scrubber),
            ("thick_line", demos::thick_line),
        ],
    ],
];

/// What the widgets were set to.
#[derive(Default)]
pub struct WidgetsPage {
    tried: Tried,
}

impl WidgetsPage {
    /// Draws a page.
    pub fn show(&mut self, ui: &mut Ui, palette: &Palette, page: usize) {
        theme::use_palette(ui, palette);
        widgets::top_bar(ui, palette, "Widgets", |ui| {
            let words = format!("{} / {PAGES}", page + 1);
            widgets::pill(ui, palette, icons::PALETTE, palette.muted, &words);
        });
        let body = widgets::body(ui);
        let third = (body.width() - 4.0 * GRID) / 3.0;
        let mut left = body.left();
        for column in SHOWN.get(page).into_iter().flatten() {
            let place = Rect::from_min_size(pos2(left, body.top()), vec2(third, body.height()));
            left += third + 2.0 * GRID;
            ui.push_id(left.to_bits(), |ui| {
                widgets::region(ui, place, Layout::top_down(Align::Min), |ui| {
                    ScrollArea::vertical().show(ui, |ui| {
                        ui.spacing_mut().item_spacing.y = GRID;
                        for (name, demo) in *column {
                            self.one(ui, palette, name, *demo);
                        }
                    });
                });
            });
        }
    }

    /// One widget under its file's name.
    fn one(&mut self, ui: &mut Ui, palette: &Palette, name: &str, demo: Demo) {
        let font = theme::semibold(theme::SMALL);
        widgets::label(ui, name, font, palette.muted);
        ui.push_id(name, |ui| demo(&mut self.tried, ui, palette));
        ui.add_space(GRID);
    }
}
