//! Small pictures of the poses that were kept, on the GPU while an enrolment
//! is captured and no longer.

use eframe::egui::{
    ColorImage, Context, CornerRadius, Rect, Shape, TextureHandle, TextureOptions,
    epaint::RectShape, pos2,
};

use crate::domain::{Frame, PoseName};
use crate::pipeline::EnrolmentView;

use super::theme;

/// The pictures, by pose.
#[derive(Default)]
pub struct Thumbnails(Vec<(PoseName, u64, TextureHandle)>);

impl Thumbnails {
    /// Takes the pictures of an enrolment, or forgets all where there is none.
    pub fn update(&mut self, ctx: &Context, enrolment: Option<&EnrolmentView>) {
        let poses = enrolment.map_or(&[][..], |enrolment| &enrolment.poses);
        let pictures: Vec<(PoseName, &Frame)> = poses
            .iter()
            .filter_map(|pose| Some((pose.pose, pose.picture.as_ref()?)))
            .collect();
        self.0.retain(|(pose, sequence, _)| {
            let mut shown = pictures.iter();
            shown.any(|(shown, frame)| shown == pose && frame.sequence() == *sequence)
        });
        for (pose, frame) in pictures {
            if self.of(pose).is_none()
                && let Some(image) = image_of(frame)
            {
                let texture = ctx.load_texture("pose", image, TextureOptions::LINEAR);
                self.0.push((pose, frame.sequence(), texture));
            }
        }
    }

    fn of(&self, pose: PoseName) -> Option<&TextureHandle> {
        let mut pictures = self.0.iter();
        pictures
            .find(|(of, ..)| *of == pose)
            .map(|(.., texture)| texture)
    }

    /// A pose's picture as a shape that fills `rect`, mirrored like the live
    /// picture, or nothing where there is none.
    #[must_use]
    pub fn shape(&self, pose: PoseName, rect: Rect) -> Option<Shape> {
        let texture = self.of(pose)?;
        let corner = CornerRadius::same(theme::RADIUS);
        let mirrored = Rect::from_min_max(pos2(1.0, 0.0), pos2(0.0, 1.0));
        let shape = RectShape::filled(rect, corner, theme::UNTINTED);
        Some(Shape::Rect(shape.with_texture(texture.id(), mirrored)))
    }
}

fn image_of(frame: &Frame) -> Option<ColorImage> {
    let [Ok(width), Ok(height)] = [frame.width(), frame.height()].map(usize::try_from) else {
        return None;
    };
    Some(ColorImage::from_rgb([width, height], frame.pixels()))
}
