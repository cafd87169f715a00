//! Every widget and every state of every screen, to look at or as pictures.
//!
//! Page Down and Page Up go through the states, F2 changes the theme, F3 the
//! language.

mod demos;
mod hands;
mod mannequin;
mod pictures;
mod show;
mod stage;
mod widgets_page;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use eframe::egui;
use jiff::Zoned;

use crate::pipeline::Snapshot;

use super::Page;
use super::window::KioskError;

pub use mannequin::Mannequin;
use show::Gallery;

/// One state of one screen.
#[derive(Clone)]
pub struct GalleryScene {
    /// Its name, which a picture's file is called after.
    pub name: String,
    /// What the pipeline shows at first.
    pub snapshot: Snapshot,
    /// Which page is open.
    pub page: Page,
    /// What is done until it is this state.
    pub deeds: Vec<GalleryDeed>,
}

/// What is done until a state is there. Texts are keys of the texts, or the
/// words themselves.
#[derive(Clone, Debug)]
pub enum GalleryDeed {
    /// Presses what bears this text.
    Press(&'static str),
    /// Types words into the field of that text.
    Write(&'static str, &'static str),
    /// Signs on the pad of that text.
    Sign(&'static str),
    /// Moves what slides so many steps on.
    Slide(u32),
    /// Touches nothing for so many seconds.
    Wait(u32),
    /// Pages through what is longer than its room, to its end.
    ReadOn,
    /// The program shows this from now on.
    Show(Box<Snapshot>),
}

/// How the gallery is opened.
pub struct GalleryOptions {
    /// Where pictures of all states are saved; the gallery ends then.
    pub pictures: Option<PathBuf>,
    /// The window's size in pixels.
    pub size: [f32; 2],
    /// The canonical face's file.
    pub canonical_face: Option<PathBuf>,
    /// What the clock on the screen says.
    pub clock: fn() -> Zoned,
    /// Whether the large-text setting is on.
    pub large_text: bool,
    /// How long frames of the first state are counted; the gallery ends then.
    pub timed: Option<Timed>,
}

/// Frames of a state that goes on by itself, as fast as they are drawn.
#[derive(Clone, Debug)]
pub struct Timed {
    /// How long they are counted.
    pub during: Duration,
    /// How many there were.
    pub frames: Arc<AtomicU32>,
}

/// Opens the gallery and shows it until it is closed or has saved its pictures.
///
/// # Errors
/// When there is no display, or it can't draw.
pub fn run(scenes: Vec<GalleryScene>, options: GalleryOptions) -> Result<(), KioskError> {
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Secure Biometric - gallery")
            .with_inner_size(options.size),
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "secure-biometric-gallery",
        native,
        Box::new(|creation| Ok(Box::new(Gallery::new(&creation.egui_ctx, scenes, options)))),
    )
    .map_err(|error| KioskError::no_window(&error))
}
