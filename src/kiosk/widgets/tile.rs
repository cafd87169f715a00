//! Tiles: a whole line or card to press, with an icon, a title and what it
//! means.

use eframe::egui::{
    Align2, Color32, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::focus_ring;

/// What a tile does when it is pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Leads to another page.
    Way,
    /// One of several, of which one is chosen.
    Choice { chosen: bool },
}

/// A tile as wide as there is room.
pub struct Tile<'a> {
    palette: &'a Palette,
    icon: &'a str,
    title: &'a str,
    text: &'a str,
    kind: Kind,
}

/// Between the edge and what is on the tile, in points.
const MARGIN: f32 = 2.5 * GRID;
/// Room for the icon and its distance to the words, in points.
const ICON_ROOM: f32 = 6.0 * GRID;

impl<'a> Tile<'a> {
    /// A tile that leads somewhere.
    #[must_use]
    pub fn way(palette: &'a Palette, icon: &'a str, title: &'a str, text: &'a str) -> Self {
        Self {
            palette,
            icon,
            title,
            text,
            kind: Kind::Way,
        }
    }

    /// One of several; `text` may be empty.
    #[must_use]
    pub fn choice(
        palette: &'a Palette,
        icon: &'a str,
        title: &'a str,
        text: &'a str,
        chosen: bool,
    ) -> Self {
        Self {
            kind: Kind::Choice { chosen },
            ..Self::way(palette, icon, title, text)
        }
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let p = self.palette;
        let width = ui.available_width();
        let words_width = (width - 2.0 * MARGIN - 2.0 * ICON_ROOM).max(0.0);
        let lay = |text: &str, font, colour| {
            ui.painter()
                .layout(text.to_owned(), font, colour, words_width)
        };
        let title = lay(self.title, theme::semibold(theme::LEAD - 4.0), p.text);
        let text = lay(self.text, theme::regular(theme::BODY), p.muted);
        let gap = if self.text.is_empty() {
            0.0
        } else {
            GRID / 2.0
        };
        let text_height = if self.text.is_empty() {
            0.0
        } else {
            text.size().y
        };
        let height = title.size().y + gap + text_height;
        let size = vec2(width, (height + 2.0 * MARGIN - GRID).max(theme::TARGET));
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| match self.kind {
            Kind::Way => WidgetInfo::labeled(Role::Button, true, self.title),
            Kind::Choice { chosen } => {
                WidgetInfo::selected(Role::RadioButton, true, chosen, self.title)
            }
        });
        super::text::describe(ui, &response, self.text);
        focus_ring(ui, p, &response, rect);
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let chosen = self.kind == Kind::Choice { chosen: true };
        let painter = ui.painter();
        let corner = CornerRadius::same(theme::RADIUS);
        let fill = if response.hovered() {
            p.surface_hover
        } else {
            p.surface
        };
        let line = if chosen {
            Stroke::new(3.0, p.accent)
        } else {
            Stroke::new(1.0, p.border)
        };
        painter.rect(rect, corner, fill, line, StrokeKind::Inside);
        let middle = rect.center().y;
        let sign = |x: f32, align: Align2, icon: &str, colour: Color32| {
            let font = theme::icon(theme::LEAD + 4.0);
            painter.text(pos2(x, middle), align, icon, font, colour);
        };
        sign(
            rect.left() + MARGIN,
            Align2::LEFT_CENTER,
            self.icon,
            p.accent,
        );
        let at_end = match self.kind {
            Kind::Way => Some((icons::ARROW_RIGHT, p.muted)),
            Kind::Choice { chosen: true } => Some((icons::CHECK, p.accent)),
            Kind::Choice { chosen: false } => None,
        };
        if let Some((icon, colour)) = at_end {
            sign(rect.right() - MARGIN, Align2::RIGHT_CENTER, icon, colour);
        }
        let at = pos2(rect.left() + MARGIN + ICON_ROOM, middle - height / 2.0);
        let text_at = at + vec2(0.0, title.size().y + gap);
        painter.galley(at, title, p.text);
        painter.galley(text_at, text, p.muted);
        response
    }
}
