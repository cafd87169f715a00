//! What a frame drew: texts and boxes with their places.

use eframe::egui::Rect;
use eframe::egui::epaint::{ClippedShape, RectShape, Shape, TextShape};

/// A text on the screen.
#[derive(Clone, Debug)]
pub struct DrawnText {
    pub words: String,
    /// Where its letters are.
    pub place: Rect,
    /// What can be seen of the screen there.
    pub clip: Rect,
    /// Whether it ends in "…".
    pub elided: bool,
    /// Size of its smallest letters, in points.
    pub size: f32,
    /// How many shapes were drawn before it.
    pub order: usize,
}

/// A box on the screen.
#[derive(Clone, Debug)]
pub struct DrawnBox {
    pub place: Rect,
    pub clip: Rect,
    pub order: usize,
}

/// Texts and boxes in the order in which they were drawn.
#[derive(Default)]
pub struct Drawn {
    pub texts: Vec<DrawnText>,
    pub boxes: Vec<DrawnBox>,
    order: usize,
}

impl Drawn {
    pub fn of(shapes: &[ClippedShape]) -> Self {
        let mut drawn = Self::default();
        for clipped in shapes {
            drawn.add(&clipped.shape, clipped.clip_rect);
        }
        drawn
    }

    fn add(&mut self, shape: &Shape, clip: Rect) {
        self.order += 1;
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.add(shape, clip)),
            Shape::Text(text) => self.add_text(text, clip),
            Shape::Rect(rect) => self.add_box(rect, clip),
            _ => {}
        }
    }

    fn add_text(&mut self, text: &TextShape, clip: Rect) {
        let words = text.galley.text().to_owned();
        // Icons are no words.
        let is_icon = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
        if words.trim().is_empty() || words.chars().all(is_icon) {
            return;
        }
        let sections = text.galley.job.sections.iter();
        let size = sections.map(|section| section.format.font_id.size);
        self.texts.push(DrawnText {
            words,
            place: text.galley.mesh_bounds.translate(text.pos.to_vec2()),
            clip,
            elided: text.galley.elided,
            size: size.fold(f32::INFINITY, f32::min),
            order: self.order,
        });
    }

    fn add_box(&mut self, rect: &RectShape, clip: Rect) {
        self.boxes.push(DrawnBox {
            place: rect.rect,
            clip,
            order: self.order,
        });
    }
}
