//! Buttons large enough for a finger.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    Widget, WidgetInfo, pos2, vec2,
};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::text;

/// What a button is to its screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The one thing to do next.
    Primary,
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

    /// Whether it can be used now.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// At least this large, in points.
    #[must_use]
    pub fn min_size(mut self, size: Vec2) -> Self {
        self.min_size = size;
        self
    }

    fn colours(&self, hovered: bool) -> (Color32, Color32, Color32) {
        let p = self.palette;
        if !self.enabled {
            return (p.track, p.muted, p.track);
        }
        match (self.rank, hovered) {
            (Rank::Primary, false) => (p.accent, p.on_accent, p.accent),
            (Rank::Primary, true) => (p.accent_hover, p.on_accent, p.accent_hover),
            (Rank::Secondary, false) => (p.surface, p.text, p.border),
            (Rank::Secondary, true) => (p.surface_hover, p.text, p.border),
            (Rank::Quiet, false) => (Color32::TRANSPARENT, p.muted, Color32::TRANSPARENT),
            (Rank::Quiet, true) => (p.surface_hover, p.text, p.surface_hover),
            (Rank::Chosen, _) => (p.surface_hover, p.accent_text, p.border),
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let plain = Color32::PLACEHOLDER;
        let words = ui
            .painter()
            .layout_no_wrap(self.text.to_owned(), self.font.clone(), plain);
        let icon_font = theme::icon(self.font.size * 1.15);
        let picture = ui
            .painter()
            .layout_no_wrap(self.icon.to_owned(), icon_font, plain);
        let gap = if self.icon.is_empty() {
            0.0
        } else {
            1.5 * GRID
        };
        let margin = match self.rank {
            Rank::Primary => 5.0 * GRID,
            _ if self.left_aligned => 2.0 * GRID,
            _ => 3.0 * GRID,
        };
        let content = picture.size().x + gap + words.size().x;
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
            if response.has_focus() {
                let ring = Stroke::new(3.0, self.palette.text);
                painter.rect_stroke(rect.expand(4.0), corner, ring, StrokeKind::Inside);
            }
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

/// A short word about the state of something, with its icon in its colour.
pub fn pill(ui: &mut Ui, palette: &Palette, icon: &str, colour: Color32, words: &str) {
    let font = theme::regular(theme::BODY);
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), font, palette.text);
    let size = vec2(galley.size().x + 7.25 * GRID, 5.0 * GRID);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter();
    painter.rect(
        rect,
        CornerRadius::same(20),
        palette.surface,
        Stroke::new(1.0, palette.border),
        StrokeKind::Inside,
    );
    painter.text(
        pos2(rect.left() + 2.0 * GRID, rect.center().y),
        Align2::LEFT_CENTER,
        icon,
        theme::icon(theme::BODY),
        colour,
    );
    let words_rect = rect.with_min_x(rect.left() + 5.25 * GRID);
    let font = theme::regular(theme::BODY);
    text::say(
        ui,
        words_rect,
        Align2::LEFT_CENTER,
        words,
        font,
        palette.text,
    );
}

/// A box to tick, with a sentence; the whole line is touched.
pub fn tick_box(ui: &mut Ui, palette: &Palette, ticked: &mut bool, words: &str) -> Response {
    let width = ui.available_width();
    let galley = ui.painter().layout(
        words.to_owned(),
        theme::semibold(theme::BODY),
        palette.text,
        width - 7.0 * GRID,
    );
    let size = vec2(width, galley.size().y.max(theme::TARGET));
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *ticked = !*ticked;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *ticked, words));
    let painter = ui.painter();
    let middle = pos2(rect.left() + 2.5 * GRID, rect.center().y);
    let square = eframe::egui::Rect::from_center_size(middle, Vec2::splat(4.0 * GRID));
    let fill = if *ticked {
        palette.accent
    } else {
        palette.surface
    };
    let line = if response.has_focus() || response.hovered() {
        Stroke::new(3.0, palette.text)
    } else {
        Stroke::new(2.0, palette.muted)
    };
    painter.rect(
        square,
        CornerRadius::same(6),
        fill,
        line,
        StrokeKind::Inside,
    );
    if *ticked {
        painter.text(
            middle,
            Align2::CENTER_CENTER,
            icons::CHECK,
            theme::icon(theme::LEAD),
            palette.on_accent,
        );
    }
    let text_at = pos2(
        rect.left() + 6.0 * GRID,
        rect.center().y - galley.size().y / 2.0,
    );
    painter.galley(text_at, galley, palette.text);
    response
}
