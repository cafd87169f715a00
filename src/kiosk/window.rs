//! Opens the window.

use std::path::PathBuf;

use eframe::egui;
use jiff::Zoned;
use thiserror::Error;

use super::app::KioskApp;
use super::backend::Backend;
use super::sound::Sound;

/// Size that it opens with, in points.
const FIRST_SIZE: [f32; 2] = [1280.0, 800.0];
/// Least size of the window, in points: smaller, nobody could read it.
const LEAST_SIZE: [f32; 2] = [640.0, 480.0];

/// Which theme the window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the desktop says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How the window is opened.
#[derive(Clone, Debug)]
pub struct KioskOptions {
    /// What the site calls itself.
    pub site_name: String,
    /// Language to start with (BCP 47); English if it isn't shipped.
    pub language: String,
    /// Whether it covers the screen.
    pub fullscreen: bool,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// The canonical face's file; without it the window shows no mesh.
    pub canonical_face: Option<PathBuf>,
}

/// Why there is no window.
#[derive(Debug, Error)]
pub enum KioskError {
    /// The desktop gave none.
    #[error(
        "the window can't be opened; check that a display is there and can draw OpenGL, with `secure-biometric doctor`"
    )]
    Window,
}

impl KioskError {
    /// What the libraries say speaks of their own sources: it is for the log.
    pub(super) fn no_window(cause: &eframe::Error) -> Self {
        tracing::debug!(%cause, "there is no window");
        Self::Window
    }
}

/// Opens the window and shows it until it is closed.
///
/// # Errors
/// When there is no display, or it can't draw.
pub fn run(backend: Box<dyn Backend>, options: KioskOptions) -> Result<(), KioskError> {
    open(&options.clone(), |ctx| {
        let sound = sound(ctx);
        Box::new(KioskApp::new(ctx, backend, options, Zoned::now).with_cues(sound))
    })
}

/// The loudspeaker of a window, which is drawn anew when it is found out
/// whether there is one.
pub(super) fn sound(ctx: &egui::Context) -> Box<Sound> {
    let ctx = ctx.clone();
    Box::new(Sound::new(move || ctx.request_repaint()))
}

/// Opens the kiosk's window for an application, and shows it until it is
/// closed.
///
/// # Errors
/// As for [`run`].
pub(super) fn open<'app>(
    options: &KioskOptions,
    make: impl FnOnce(&egui::Context) -> Box<dyn eframe::App + 'app> + 'app,
) -> Result<(), KioskError> {
    let viewport = egui::ViewportBuilder::default()
        .with_title(format!("Secure Biometric - {}", options.site_name))
        .with_app_id("secure-biometric")
        .with_inner_size(FIRST_SIZE)
        .with_min_inner_size(LEAST_SIZE)
        .with_fullscreen(options.fullscreen);
    let native = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        // Noise against banding, on every pixel: too dear for software GL.
        dithering: false,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "secure-biometric",
        native,
        Box::new(|creation| Ok(make(&creation.egui_ctx))),
    )
    .map_err(|error| KioskError::no_window(&error))
}
