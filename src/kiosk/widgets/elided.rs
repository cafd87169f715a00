//! A line of text that ends in "…" where its place ends.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Color32, FontId, Rect, Role, Sense, TextFormat, Ui, WidgetInfo};

/// Paints a line into `rect`, cut off where it is too long; screen readers
/// read the whole.
pub fn elided(ui: &Ui, rect: Rect, align: Align2, text: &str, font: FontId, colour: Color32) {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let place = align.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, colour);
    let id = ui
        .scope_id()
        .with((text, rect.min.x.to_bits(), rect.min.y.to_bits()));
    ui.interact(place, id, Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
}
