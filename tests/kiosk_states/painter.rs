//! Paints a window's frame without a display: a plain rasteriser of egui's
//! triangles, for pictures that are the same on every machine.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use eframe::egui::epaint::{Mesh, Primitive, Vertex};
use eframe::egui::{self, Color32, ImageData, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use image::{Rgb, RgbImage};

/// Textures as the window has sent them: fonts and pictures.
#[derive(Clone, Default)]
pub struct Textures(Rc<RefCell<HashMap<TextureId, egui::ColorImage>>>);

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let delta = std::mem::take(delta);
        let mut textures = self.0.borrow_mut();
        for (id, changes) in delta.set {
            for change in changes {
                let ImageData::Color(patch) = change.image;
                match (change.pos, textures.get_mut(&id)) {
                    (Some([left, top]), Some(whole)) => {
                        for row in 0..patch.height() {
                            let from = row * patch.width();
                            let to = (top + row) * whole.width() + left;
                            whole.pixels[to..to + patch.width()]
                                .copy_from_slice(&patch.pixels[from..from + patch.width()]);
                        }
                    }
                    _ => {
                        textures.insert(id, (*patch).clone());
                    }
                }
            }
        }
        for id in delta.free {
            textures.remove(&id);
        }
    }
}

/// A painted frame, and the parts of it that OpenGL would have painted.
pub struct Painting {
    pub image: RgbImage,
    pub left_out: Vec<Rect>,
}

/// Paints a frame of that size on `ground`.
pub fn paint(
    ctx: &egui::Context,
    output: &egui::FullOutput,
    textures: &Textures,
    ground: Color32,
) -> Painting {
    let scale = ctx.pixels_per_point();
    let size = ctx.content_rect().size() * scale;
    let (width, height) = (size.x.round() as u32, size.y.round() as u32);
    let [red, green, blue, _] = ground.to_array();
    let mut image = RgbImage::from_pixel(width, height, Rgb([red, green, blue]));
    let mut left_out = Vec::new();
    let textures = textures.0.borrow();
    for clipped in ctx.tessellate(output.shapes.clone(), scale) {
        let clip = clipped.clip_rect * scale;
        match clipped.primitive {
            Primitive::Mesh(mesh) => {
                if let Some(texture) = textures.get(&mesh.texture_id) {
                    paint_mesh(&mut image, &mesh, texture, clip, scale);
                }
            }
            Primitive::Callback(callback) => left_out.push(callback.rect * scale),
        }
    }
    Painting { image, left_out }
}

fn paint_mesh(
    image: &mut RgbImage,
    mesh: &Mesh,
    texture: &egui::ColorImage,
    clip: Rect,
    scale: f32,
) {
    for corners in mesh.indices.chunks_exact(3) {
        let corners = [corners[0], corners[1], corners[2]].map(|at| mesh.vertices[at as usize]);
        paint_triangle(image, corners, texture, clip, scale);
    }
}

/// Twice the area of the triangle from an edge to a point; positive on one
/// side of the edge.
fn side(from: egui::Pos2, to: egui::Pos2, point: egui::Pos2) -> f32 {
    (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)
}

fn paint_triangle(
    image: &mut RgbImage,
    mut corners: [Vertex; 3],
    texture: &egui::ColorImage,
    clip: Rect,
    scale: f32,
) {
    let mut points = corners.map(|corner| (corner.pos.to_vec2() * scale).to_pos2());
    let mut area = side(points[0], points[1], points[2]);
    if area < 0.0 {
        corners.swap(1, 2);
        points.swap(1, 2);
        area = -area;
    }
    if area <= f32::EPSILON {
        return;
    }
    let around = Rect::from_points(&points).intersect(clip);
    let columns = (around.left() - 0.5).ceil().max(0.0) as u32
        ..((around.right() + 0.5).floor().max(0.0) as u32).min(image.width());
    let rows = (around.top() - 0.5).ceil().max(0.0) as u32
        ..((around.bottom() + 0.5).floor().max(0.0) as u32).min(image.height());
    // A pixel on an edge belongs to the triangle to the right or below.
    let own = |from: egui::Pos2, to: egui::Pos2| to.y < from.y || to.y == from.y && to.x > from.x;
    let edges = [(1, 2), (2, 0), (0, 1)].map(|(from, to)| (points[from], points[to]));
    for y in rows {
        for x in columns.clone() {
            let at = egui::pos2(x as f32 + 0.5, y as f32 + 0.5);
            let shares = edges.map(|(from, to)| side(from, to, at));
            let inside = edges
                .iter()
                .zip(shares)
                .all(|((from, to), share)| share > 0.0 || share == 0.0 && own(*from, *to));
            if !inside || !clip.contains(at) {
                continue;
            }
            let mut colour = [0.0_f32; 4];
            let mut uv = egui::Vec2::ZERO;
            for (corner, share) in corners.iter().zip(shares) {
                let share = share / area;
                for (sum, part) in colour.iter_mut().zip(corner.color.to_array()) {
                    *sum += share * f32::from(part);
                }
                uv += corner.uv.to_vec2() * share;
            }
            blend(image.get_pixel_mut(x, y), colour, sampled(texture, uv));
        }
    }
}

/// The texture between its four nearest texels, 0 to 1.
fn sampled(texture: &egui::ColorImage, uv: egui::Vec2) -> [f32; 4] {
    let [width, height] = texture.size;
    let place = uv * egui::vec2(width as f32, height as f32) - egui::Vec2::splat(0.5);
    let first = place.floor();
    let share = place - first;
    let texel = |dx: f32, dy: f32| {
        let x = (first.x + dx).clamp(0.0, width as f32 - 1.0) as usize;
        let y = (first.y + dy).clamp(0.0, height as f32 - 1.0) as usize;
        texture.pixels[y * width + x].to_array()
    };
    let mut sum = [0.0; 4];
    for (dx, dy, weight) in [
        (0.0, 0.0, (1.0 - share.x) * (1.0 - share.y)),
        (1.0, 0.0, share.x * (1.0 - share.y)),
        (0.0, 1.0, (1.0 - share.x) * share.y),
        (1.0, 1.0, share.x * share.y),
    ] {
        if weight > 0.0 {
            for (sum, part) in sum.iter_mut().zip(texel(dx, dy)) {
                *sum += weight * f32::from(part) / 255.0;
            }
        }
    }
    sum
}

/// Colours are multiplied by their opacity already.
fn blend(pixel: &mut Rgb<u8>, colour: [f32; 4], texel: [f32; 4]) {
    let opacity = colour[3] * texel[3] / 255.0;
    for (channel, (part, share)) in pixel.0.iter_mut().zip(colour.iter().zip(texel)) {
        let mixed = part * share + f32::from(*channel) * (1.0 - opacity);
        *channel = mixed.round().clamp(0.0, 255.0) as u8;
    }
}
