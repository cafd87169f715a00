//! Pictures of what the gallery shows, one after the other.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{ColorImage, Context, Event, UserData, ViewportCommand};

/// Frames until sizes have settled and pictures are on the GPU.
const SETTLING_FRAMES: u32 = 6;

/// Saves one picture of each state.
pub struct Pictures {
    folder: PathBuf,
    frames: u32,
}

impl Pictures {
    /// Saves into `folder`, which is made with the first picture.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, frames: 0 }
    }

    /// Goes on towards the picture of `name`; true once it is saved.
    pub fn take(&mut self, ctx: &Context, name: &str) -> bool {
        ctx.request_repaint();
        self.frames += 1;
        if self.frames == SETTLING_FRAMES {
            let command = ViewportCommand::Screenshot(UserData::default());
            ctx.send_viewport_cmd(command);
        }
        let Some(image) = taken(ctx) else {
            return false;
        };
        if let Err(error) = self.save(&image, name) {
            tracing::error!("the picture {name} wasn't saved: {error}");
        }
        self.frames = 0;
        true
    }

    fn save(&self, image: &ColorImage, name: &str) -> Result<(), String> {
        std::fs::create_dir_all(&self.folder).map_err(|error| error.to_string())?;
        let path = self.folder.join(format!("{name}.png"));
        let [width, height] = image.size.map(u32::try_from);
        let [Ok(width), Ok(height)] = [width, height] else {
            return Err("it is too large".to_owned());
        };
        let bytes: Vec<u8> = image
            .pixels
            .iter()
            .flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()])
            .collect();
        image::save_buffer(path, &bytes, width, height, image::ColorType::Rgb8)
            .map_err(|error| error.to_string())
    }
}

/// The picture that came with this frame, if one did.
fn taken(ctx: &Context) -> Option<Arc<ColorImage>> {
    ctx.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Screenshot { image, .. } => Some(Arc::clone(image)),
            _ => None,
        })
    })
}
