//! The window under observation: how long its frames take and when its first
//! picture is there, and an empty window to compare its memory with.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use eframe::egui::{self, LayerId, Ui};
use eframe::egui_glow;
use eframe::glow::{self, HasContext};
use jiff::Zoned;

use super::app::KioskApp;
use super::backend::Backend;
use super::window::{KioskError, KioskOptions, open, sound};

/// The empty window is drawn this often, as one with a picture is.
const EMPTY_FRAME: Duration = Duration::from_millis(33);

/// What was seen of a window.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// From the program's start until the first camera picture was drawn.
    pub first_picture: Option<Duration>,
    /// Time of each frame drawn during analysis: laying it out, tessellating
    /// it, and OpenGL's work until it has finished; without handing it to the
    /// display.
    pub frames: Vec<Duration>,
}

/// Opens the kiosk's window as [`super::run`] does, and watches it until it is
/// closed. `started` is when the program was.
///
/// # Errors
/// When there is no display, or it can't draw.
pub fn run_watched(
    backend: Box<dyn Backend>,
    options: KioskOptions,
    started: Instant,
) -> Result<Seen, KioskError> {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let theirs = Arc::clone(&seen);
    open(&options.clone(), move |ctx| {
        Box::new(Watched {
            app: KioskApp::new(ctx, backend, options, Zoned::now).with_cues(sound(ctx)),
            started,
            seen: theirs,
            last: None,
        })
    })?;
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(seen.clone())
}

/// Opens a window of the kiosk's size with nothing in it, for that long.
///
/// # Errors
/// When there is no display, or it can't draw.
pub fn run_empty(options: &KioskOptions, time: Duration) -> Result<(), KioskError> {
    open(options, move |_| {
        Box::new(Empty {
            until: Instant::now() + time,
        })
    })
}

/// A frame whose time isn't known yet: eframe tells it with the next one.
struct Begun {
    at: Instant,
    picture: bool,
    analysis: bool,
}

struct Watched {
    app: KioskApp,
    started: Instant,
    seen: Arc<Mutex<Seen>>,
    last: Option<Begun>,
}

impl eframe::App for Watched {
    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let at = Instant::now();
        if let (Some(last), Some(seconds)) = (self.last.take(), frame.info().cpu_usage) {
            self.keep(&last, seconds);
        }
        self.app.ui(ui, frame);
        finish_drawing(ui.ctx());
        self.last = Some(Begun {
            at,
            picture: self.app.shows_picture(),
            analysis: self.app.shows_analysis(),
        });
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }

    fn on_exit(&mut self, gl: Option<&glow::Context>) {
        self.app.on_exit(gl);
    }
}

impl Watched {
    fn keep(&self, frame: &Begun, seconds: f32) {
        let took = Duration::try_from_secs_f32(seconds).unwrap_or_default();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if frame.picture && seen.first_picture.is_none() {
            seen.first_picture = Some(frame.at.duration_since(self.started) + took);
        }
        if frame.analysis {
            seen.frames.push(took);
        }
    }
}

/// Waits, above all layers and so after all else of the frame, until OpenGL has
/// drawn it. Software GL draws when it is waited for, which would else be when
/// the frame is handed to the display, outside its time.
fn finish_drawing(ctx: &egui::Context) {
    let painter = ctx.layer_painter(LayerId::debug());
    painter.add(egui::PaintCallback {
        rect: ctx.content_rect(),
        callback: Arc::new(egui_glow::CallbackFn::new(|_, painter| {
            #[expect(
                unsafe_code,
                reason = "glow's calls are all unsafe; this one only waits"
            )]
            // SAFETY: callbacks run while the window's context is current.
            unsafe {
                painter.gl().finish();
            }
        })),
    });
}

struct Empty {
    until: Instant,
}

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if Instant::now() >= self.until {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ui.ctx().request_repaint_after(EMPTY_FRAME);
    }
}
