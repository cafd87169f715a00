//! The live picture: mirrored, cut to fill its place.

use eframe::egui::{
    Color32, ColorImage, Context, Mesh, Pos2, Rect, Shape, TextureHandle, TextureOptions, Vec2,
    epaint::Vertex, pos2, vec2,
};

use crate::domain::Frame;

use super::theme;

/// The newest camera frame as a texture.
#[derive(Default)]
pub struct LivePicture {
    texture: Option<TextureHandle>,
    sequence: Option<u64>,
}

impl LivePicture {
    /// Sends `frame` to the texture, unless it is there already.
    pub fn update(&mut self, ctx: &Context, frame: &Frame) {
        if self.sequence == Some(frame.sequence()) {
            return;
        }
        let [Ok(width), Ok(height)] = [frame.width(), frame.height()].map(usize::try_from) else {
            return;
        };
        let image = ColorImage::from_rgb([width, height], frame.pixels());
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => {
                self.texture =
                    Some(ctx.load_texture("live picture", image, TextureOptions::LINEAR));
            }
        }
        self.sequence = Some(frame.sequence());
    }

    /// Whether there is a picture to draw.
    pub fn is_there(&self) -> bool {
        self.texture.is_some()
    }

    /// Forgets the picture: the camera isn't looking at anybody who asked.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The picture as a shape that fills `rect`, dimmed outside the oval, or
    /// nothing before the first frame.
    ///
    /// It is one mesh of a dimmed part around a bright one: laying a veil over
    /// the picture would make software GL draw most of it twice.
    #[must_use]
    pub fn shape(&self, rect: Rect) -> Option<Shape> {
        let texture = self.texture.as_ref()?;
        let uv = mirrored_cover(texture.size_vec2(), rect.size());
        let (centre, half) = oval(rect);
        let mut mesh = Mesh::with_texture(texture.id());
        let mut corner = |pos: Pos2, color: Color32| {
            let share = (pos - rect.min) / rect.size();
            mesh.vertices.push(Vertex {
                pos,
                uv: uv.min + share * (uv.max - uv.min),
                color,
            });
        };
        // Three corners a step: a dimmed strip from the outline to the oval,
        // and the oval's edge again, bright.
        let outline = rounded_outline(rect);
        for outer in &outline {
            let ray = *outer - centre;
            let inner = centre + ray / (ray / half).length().max(f32::EPSILON);
            corner(*outer, theme::DIMMED);
            corner(inner, theme::DIMMED);
            corner(inner, theme::UNTINTED);
        }
        let steps = u32::try_from(outline.len()).ok()?;
        for here in (0..steps.saturating_sub(1)).map(|step| 3 * step) {
            let next = here + 3;
            mesh.add_triangle(here, here + 1, next);
            mesh.add_triangle(here + 1, next, next + 1);
        }
        fill_oval(&mut mesh, 0, steps.saturating_sub(1));
        Some(Shape::mesh(mesh))
    }
}

/// Fills the oval's edge from step `first` to `last` with triangles that halve
/// it again and again: software GL draws slivers that meet in the middle far
/// more slowly.
fn fill_oval(mesh: &mut Mesh, first: u32, last: u32) {
    if last < first + 2 {
        return;
    }
    let middle = u32::midpoint(first, last);
    let corner = |step: u32| 3 * step + 2;
    mesh.add_triangle(corner(first), corner(middle), corner(last));
    fill_oval(mesh, first, middle);
    fill_oval(mesh, middle, last);
}

/// The part of a picture of size `picture` that covers a place of size
/// `place` without stretching, as texture coordinates, left and right
/// exchanged.
fn mirrored_cover(picture: Vec2, place: Vec2) -> Rect {
    let scale = (place.x / picture.x).max(place.y / picture.y);
    let shown = place / (picture * scale);
    let half = shown / 2.0;
    let middle = Pos2::new(0.5, 0.5);
    let low = middle - half;
    let high = middle + half;
    Rect {
        min: pos2(high.x, low.y),
        max: pos2(low.x, high.y),
    }
}

/// What the instruction takes of the picture's height, with the room around it,
/// in points: nothing is drawn around a face there.
pub const FOR_INSTRUCTION: f32 = 12.0 * theme::GRID;

/// The oval that a face belongs in, in the middle of the picture's `rect` above
/// the instruction: its centre and half axes (ours: a head is about 1.3 times as
/// high as wide).
#[must_use]
pub fn oval(rect: Rect) -> (Pos2, Vec2) {
    let height = rect.height();
    let lowest = (height * 0.82).min(height - FOR_INSTRUCTION);
    let highest = height * 0.05;
    let half_height = (height * 0.38)
        .min((lowest - highest) / 2.0)
        .min(rect.width() * 0.42)
        .max(0.0);
    let middle = (height * 0.44).min(lowest - half_height);
    let centre = pos2(rect.center().x, rect.top() + middle);
    (centre, vec2(half_height * 0.77, half_height))
}

/// Points around a rectangle with rounded corners, first and last alike, near
/// enough to each other for the oval's side of the strip.
fn rounded_outline(rect: Rect) -> Vec<Pos2> {
    const STEPS: u8 = 12;
    let radius = f32::from(theme::RADIUS);
    let inner = rect.shrink(radius);
    // Clockwise from the upper left corner; each corner's arc, then its edge.
    let corners = [
        (inner.left_top(), 180.0_f32),
        (inner.right_top(), 270.0),
        (inner.right_bottom(), 0.0),
        (inner.left_bottom(), 90.0),
    ];
    let mut points: Vec<Pos2> = Vec::new();
    let arc = |middle: Pos2, degrees: f32| middle + Vec2::angled(degrees.to_radians()) * radius;
    for ((middle, start), (next, next_start)) in corners.iter().zip(corners.iter().cycle().skip(1))
    {
        for step in 0..=4_u8 {
            points.push(arc(*middle, start + 22.5 * f32::from(step)));
        }
        let edge_from = arc(*middle, start + 90.0);
        let edge_to = arc(*next, *next_start);
        for step in 1..STEPS {
            points.push(edge_from.lerp(edge_to, f32::from(step) / f32::from(STEPS)));
        }
    }
    points.extend(points.first().copied());
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instruction_covers_nothing_of_the_oval() {
        for height in [200.0_f32, 300.0, 463.0, 489.0, 700.0, 1500.0] {
            let rect = Rect::from_min_size(pos2(30.0, 40.0), vec2(height * 1.3, height));
            let (centre, half) = oval(rect);
            let bottom = centre.y + half.y;
            assert!(bottom <= rect.bottom() - FOR_INSTRUCTION + 0.01, "{height}");
            assert!(centre.y - half.y >= rect.top(), "{height}");
            assert!(half.y >= 0.2 * height, "{height}: {half}");
        }
    }

    #[test]
    fn a_picture_covers_its_place_mirrored_and_unstretched() {
        // A square place shows the middle three quarters of a 4:3 picture.
        let uv = mirrored_cover(vec2(640.0, 480.0), vec2(300.0, 300.0));
        assert_eq!((uv.min, uv.max), (pos2(0.875, 0.0), pos2(0.125, 1.0)));
        // A place twice as wide as high shows all its width.
        let uv = mirrored_cover(vec2(640.0, 480.0), vec2(400.0, 200.0));
        assert_eq!((uv.min.x, uv.max.x), (1.0, 0.0));
        assert!((uv.max.y - uv.min.y - 2.0 / 3.0).abs() < 1e-6);
    }
}
