//! Pictures of what the gallery shows, one after the other.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::{ColorImage, Context};

/// Saves one picture of each state.
pub struct Pictures {
    folder: PathBuf,
    asked: bool,
    /// Where the picture that was asked for arrives.
    arriving: Arc<Mutex<Option<Arc<ColorImage>>>>,
}

impl Pictures {
    /// Saves into `folder`, which is made with the first picture.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            asked: false,
            arriving: Arc::default(),
        }
    }

    /// Goes on towards the picture of `name`; true once it is saved.
    pub fn take(&mut self, ctx: &Context, name: &str) -> bool {
        ctx.request_repaint();
        if !self.asked {
            self.asked = true;
            let arriving = Arc::clone(&self.arriving);
            ctx.request_screenshot(move |image| {
                *arriving.lock().unwrap_or_else(PoisonError::into_inner) = Some(image);
            });
        }
        let arrived = self
            .arriving
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(image) = arrived else {
            return false;
        };
        if let Err(error) = self.save(&image, name) {
            tracing::error!("the picture {name} wasn't saved: {error}");
        }
        self.asked = false;
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
