//! A quiet question with the way on underlined: nobody is pushed to press it.

use eframe::egui::{
    CornerRadius, FontId, Response, Role, Sense, Stroke, TextFormat, Ui, WidgetInfo, pos2,
    text::LayoutJob, vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

use super::focus_ring;

/// A line (or two, where it is narrow) that is pressed as a whole. `link` is
/// its name.
pub fn soft_link(ui: &mut Ui, palette: &Palette, icon: &str, words: &str, link: &str) -> Response {
    let font: FontId = theme::regular(theme::BODY);
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width() - 5.0 * GRID;
    let plain = TextFormat::simple(font.clone(), palette.muted);
    let underlined = TextFormat {
        underline: Stroke::new(1.0, palette.text),
        ..TextFormat::simple(font, palette.text)
    };
    job.append(words, 0.0, plain);
    // The way on stays together.
    let together = link.replace(' ', "\u{a0}");
    job.append(&together, 0.75 * GRID, underlined);
    let words = ui.painter().layout_job(job);
    let size = vec2(
        words.size().x + 5.0 * GRID,
        words.size().y.max(theme::TARGET),
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, link));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let corner = CornerRadius::same(theme::RADIUS);
        if response.hovered() {
            painter.rect_filled(rect.expand2(vec2(GRID, 0.0)), corner, palette.surface_hover);
        }
        let around = rect.expand2(vec2(GRID, 0.0)).shrink(GRID / 2.0);
        focus_ring(ui, palette, &response, around);
        let at = pos2(rect.left(), rect.center().y - words.size().y / 2.0);
        let font = theme::icon(theme::LEAD);
        let middle = pos2(rect.left(), rect.center().y);
        painter.text(
            middle,
            eframe::egui::Align2::LEFT_CENTER,
            icon,
            font,
            palette.muted,
        );
        painter.galley(at + vec2(4.0 * GRID, 0.0), words, palette.muted);
    }
    response
}
