//! What has the focus shows it, and can be seen.

use eframe::egui::{Color32, CornerRadius, Rect, Response, Stroke, StrokeKind, Ui};

use crate::kiosk::theme::{self, Palette};

/// Width of the ring, in points.
const RING: f32 = 3.0;
/// Between what has the focus and its ring.
const GAP: f32 = 4.0;

/// Brings what has just got the focus into view where it was scrolled away.
pub fn into_view(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// Draws the ring around what has the focus, and brings it into view where it
/// was scrolled away.
pub fn focus_ring(ui: &Ui, palette: &Palette, response: &Response, rect: Rect) {
    focus_ring_in(ui, palette.text, response, rect);
}

/// The same in another colour, where the theme's text wouldn't be seen.
pub fn focus_ring_in(ui: &Ui, ink: Color32, response: &Response, rect: Rect) {
    into_view(response);
    if response.has_focus() {
        let corner = CornerRadius::same(theme::RADIUS);
        let ring = Stroke::new(RING, ink);
        ui.painter()
            .rect_stroke(rect.expand(GAP), corner, ring, StrokeKind::Inside);
    }
}
