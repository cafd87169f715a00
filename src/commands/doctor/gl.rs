//! OpenGL: whether the window and the mesh can be drawn.
//!
//! The probe opens a hidden window exactly as the kiosk's is opened, in a
//! process of its own: a driver that crashes or hangs takes nothing with it.

use std::sync::Arc;
use std::time::Duration;

use eframe::glow::{self, HasContext};
use eframe::{NativeOptions, Renderer, egui};
use serde::{Deserialize, Serialize};
use three_d::{ClearState, Interpolation, Texture2D, Wrapping};

use crate::commands::{CommandError, probe};

use super::{Check, Report, Subject, display};

/// A first start that loads a driver from a slow disk stays below.
const TIMEOUT: Duration = Duration::from_secs(15);
const FIX: &str = "install the graphics driver of this machine (on Debian: libgl1-mesa-dri); \
    LIBGL_ALWAYS_SOFTWARE=1 draws without one, slowly";
/// What the renderers that draw on the processor call themselves.
const SOFTWARE: [&str; 4] = ["llvmpipe", "softpipe", "swrast", "SwiftShader"];
/// Side of the picture that is drawn, in pixels.
const SIDE: u32 = 8;
/// What is drawn: components that 8 bits hold exactly.
const COLOUR: [u8; 4] = [255, 0, 255, 255];

/// What draws.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Drawing {
    version: String,
    renderer: String,
}

pub(super) fn check(_: &Subject, report: &Report) {
    let answers = display::answers();
    if answers != Some(true) {
        let why = "not tried, as there is no display that answers";
        let check = Check::failed("gl", why, "see the check of the display");
        return report.tell(check.needed(answers.is_some()));
    }
    report.tell(match probe_apart() {
        Ok(drawing) => {
            let software = SOFTWARE.iter().any(|name| drawing.renderer.contains(name));
            let note = if software { ", in software" } else { "" };
            let Drawing { version, renderer } = drawing;
            Check::ok("gl", format!("OpenGL {version} by {renderer}{note}"))
        }
        Err(why) => Check::failed("gl", why, FIX),
    });
}

/// Has another process of this program look.
///
/// # Errors
/// A sentence that says why nothing is drawn.
fn probe_apart() -> Result<Drawing, String> {
    probe::ask(&["doctor", "--probe-gl"], &[], TIMEOUT)
}

/// Opens a hidden window as the kiosk does and draws out of sight.
///
/// # Errors
/// Why there is no window, or why nothing is drawn.
pub(super) fn probe() -> Result<Drawing, CommandError> {
    let options = NativeOptions {
        renderer: Renderer::Glow,
        depth_buffer: 24,
        viewport: egui::ViewportBuilder::default()
            .with_visible(false)
            .with_inner_size([64.0, 64.0]),
        ..NativeOptions::default()
    };
    let mut seen = None;
    let outcome = eframe::run_native(
        "secure-biometric doctor",
        options,
        Box::new(|creation| {
            seen = creation.gl.as_ref().map(look);
            // All has been seen: no window is wanted any more.
            Err("looked".into())
        }),
    );
    match (seen, outcome) {
        (Some(Ok(drawing)), _) => Ok(drawing),
        (Some(Err(why)), _) => Err(CommandError::new("gl", why)),
        (None, Err(error)) => Err(CommandError::new("gl", error)),
        (None, Ok(())) => Err(CommandError::new("gl", "the window was never made")),
    }
}

/// Fills a small texture as the mesh is drawn, and reads it back.
fn look(gl: &Arc<glow::Context>) -> Result<Drawing, String> {
    #[expect(
        unsafe_code,
        reason = "glow's calls are all unsafe; these two only read text"
    )]
    // SAFETY: the window's context is current while the application is made.
    let (version, renderer) = unsafe {
        (
            gl.get_parameter_string(glow::VERSION),
            gl.get_parameter_string(glow::RENDERER),
        )
    };
    let context = three_d::Context::from_gl_context(Arc::clone(gl))
        .map_err(|error| format!("{renderer} can't draw the mesh: {error}"))?;
    let picture = Texture2D::new_empty::<[u8; 4]>(
        &context,
        SIDE,
        SIDE,
        Interpolation::Nearest,
        Interpolation::Nearest,
        None,
        Wrapping::ClampToEdge,
        Wrapping::ClampToEdge,
    );
    let [red, green, blue, alpha] = COLOUR.map(|component| f32::from(component) / 255.0);
    let colour = ClearState::color(red, green, blue, alpha);
    let drawn = picture
        .as_color_target(None)
        .clear(colour)
        .read::<[u8; 4]>();
    if drawn.is_empty() || drawn.iter().any(|pixel| *pixel != COLOUR) {
        return Err(format!(
            "{renderer} draws another picture than was asked for"
        ));
    }
    Ok(Drawing { version, renderer })
}
