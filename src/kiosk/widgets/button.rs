//! Buttons large enough for a finger.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, FontId, Galley, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    Widget, WidgetInfo, pos2, vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

use super::focus_ring;

/// What a button is to its screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The one thing to do next.
    Primary,
    /// The same, where something is taken away by it.
    Danger,
    /// Another way.
    Secondary,
    /// Without a frame.
    Quiet,
    /// One of several, chosen.
    Chosen,
}

/// A button with an icon and a word.
pub struct Button<'a> {
    palette: &'a Palette,
    icon: &'a str,
    text: &'a str,
    rank: Rank,
    font: FontId,
    min_size: Vec2,
    enabled: bool,
    left_aligned: bool,
    framed: bool,
    /// Whether its word is shown, or only said.
    shows_word: bool,
}

/// A button's word and icon, laid out.
struct Laid {
    words: Arc<Galley>,
    picture: Arc<Galley>,
    /// Between them.
    gap: f32,
    /// To each side of them.
    margin: f32,
    /// How wide they are together.
    content: f32,
}

impl<'a> Button<'a> {
    fn new(palette: &'a Palette, icon: &'a str, text: &'a str, rank: Rank) -> Self {
        Self {
            palette,
            icon,
            text,
            rank,
            font: theme::semibold(theme::BODY),
            min_size: Vec2::splat(theme::TARGET),
            enabled: true,
            left_aligned: false,
            framed: false,
            shows_word: true,
        }
    }

    /// The screen's one thing to do next.
    #[must_use]
    pub fn primary(palette: &'a Palette, icon: &'a str, text: &'a str) -> Self {
        let mut button = Self::new(palette, icon, text, Rank::Primary);
        button.font = theme::semibold(theme::LEAD);
        button.min_size.y = 11.0 * GRID;
        button
    }

    /// Another way on.
    #[must_use]
    pub fn secondary(palette: &'a Palette, icon: &'a str, text: &'a str) -> Self {
        Self::new(palette, icon, text, Rank::Secondary)
    }

    /// The one thing to do next, where something is taken away by it.
    #[must_use]
    pub fn danger(palette: &'a Palette, icon: &'a str, text: &'a str) -> Self {
        Self {
            rank: Rank::Danger,
            ..Self::primary(palette, icon, text)
        }
    }

    /// A button without a frame.
    #[must_use]
    pub fn quiet(palette: &'a Palette, icon: &'a str, text: &'a str) -> Self {
        Self::new(palette, icon, text, Rank::Quiet)
    }

    /// One of several, of which one is chosen.
    #[must_use]
    pub fn choice(palette: &'a Palette, icon: &'a str, text: &'a str, chosen: bool) -> Self {
        let rank = if chosen { Rank::Chosen } else { Rank::Quiet };
        let mut button = Self::new(palette, icon, text, rank);
        button.font = theme::regular(theme::BODY);
        button.left_aligned = true;
        button
    }

    /// One of several by its icon alone; its word is for screen readers, and
    /// shown under the pointer.
    #[must_use]
    pub fn sign(palette: &'a Palette, icon: &'a str, text: &'a str, chosen: bool) -> Self {
        let mut button = Self::choice(palette, icon, text, chosen);
        button.font = theme::regular(theme::LEAD);
        button.left_aligned = false;
        button.shows_word = false;
        button
    }

    /// With a frame, too, where it isn't chosen: it stands among words.
    #[must_use]
    pub fn framed(mut self) -> Self {
        self.framed = true;
        self
    }

    /// With its word in another type.
    #[must_use]
    pub fn font(mut self, font: FontId) -> Self {
        self.font = font;
        self
    }

    /// Whether it can be used now.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Its icon alone, where there is no room for the word, which is said to
    /// screen readers and under the pointer.
    #[must_use]
    pub fn only_sign(mut self, only: bool) -> Self {
        self.shows_word = !only;
        self
    }

    /// At least this large, in points.
    #[must_use]
    pub fn min_size(mut self, size: Vec2) -> Self {
        self.min_size = size;
        self
    }

    /// How wide it is, in points.
    #[must_use]
    pub fn width(&self, ui: &Ui) -> f32 {
        let laid = self.laid(ui);
        self.min_size.x.max(laid.content + 2.0 * laid.margin)
    }

    fn laid(&self, ui: &Ui) -> Laid {
        let plain = Color32::PLACEHOLDER;
        let shown = if self.shows_word { self.text } else { "" };
        let lay =
            |text: &str, font: FontId| ui.painter().layout_no_wrap(text.to_owned(), font, plain);
        let words = lay(shown, self.font.clone());
        let picture = lay(self.icon, theme::icon(self.font.size * 1.15));
        let gap = if self.icon.is_empty() || shown.is_empty() {
            0.0
        } else {
            1.5 * GRID
        };
        let margin = match self.rank {
            Rank::Primary | Rank::Danger => 5.0 * GRID,
            _ if self.left_aligned || shown.is_empty() => 2.0 * GRID,
            _ => 3.0 * GRID,
        };
        let content = picture.size().x + gap + words.size().x;
        Laid {
            words,
            picture,
            gap,
            margin,
            content,
        }
    }

    fn colours(&self, hovered: bool) -> (Color32, Color32, Color32) {
        let p = self.palette;
        if !self.enabled {
            return (p.track, p.muted, p.track);
        }
        match (self.rank, hovered) {
            (Rank::Primary, false) => (p.action, p.on_accent, p.action),
            (Rank::Primary, true) => (p.action_hover, p.on_accent, p.action_hover),
            (Rank::Danger, false) => (p.danger, p.on_accent, p.danger),
            (Rank::Danger, true) => (p.danger_soft, p.danger, p.danger),
            (Rank::Secondary, false) => (p.surface, p.text, p.border),
            (Rank::Secondary, true) => (p.surface_hover, p.text, p.border),
            (Rank::Quiet, false) if self.framed => (Color32::TRANSPARENT, p.text, p.field_border),
            (Rank::Quiet, false) => (Color32::TRANSPARENT, p.muted, Color32::TRANSPARENT),
            (Rank::Quiet, true) => (p.surface_hover, p.text, p.surface_hover),
            (Rank::Chosen, _) => (p.surface_hover, p.accent_text, p.border),
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let Laid {
            words,
            picture,
            gap,
            margin,
            content,
        } = self.laid(ui);
        let size = self.min_size.max(vec2(content + 2.0 * margin, 0.0));
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let role = Role::Button;
        let chosen = (self.rank == Rank::Chosen).then_some(true);
        response.widget_info(|| WidgetInfo {
            selected: chosen,
            ..WidgetInfo::labeled(role, self.enabled, self.text)
        });
        let response = if words.is_empty() {
            response.on_hover_text(self.text)
        } else {
            response
        };
        focus_ring(ui, self.palette, &response, rect);
        if ui.is_rect_visible(rect) {
            let (fill, ink, line) = self.colours(response.hovered());
            let corner = CornerRadius::same(theme::RADIUS);
            let painter = ui.painter();
            painter.rect(
                rect,
                corner,
                fill,
                Stroke::new(1.0, line),
                StrokeKind::Inside,
            );
            let left = if self.left_aligned {
                rect.left() + margin
            } else {
                rect.center().x - content / 2.0
            };
            let at = |galley_height: f32, x: f32| pos2(x, rect.center().y - galley_height / 2.0);
            let words_left = left + picture.size().x + gap;
            painter.galley(at(picture.size().y, left), picture, ink);
            painter.galley(at(words.size().y, words_left), words, ink);
        }
        response
    }
}
