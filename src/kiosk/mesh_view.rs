//! Draws a face's mesh inside the window, with three-d on egui's own context.
//!
//! A `MeshView` is one place on the screen where a mesh stands. It keeps how
//! the mesh is turned and shown; the buffers it draws from live with the GL
//! context in `mesh_gpu` and are filled again only when the shape changes.

use std::f32::consts::FRAC_PI_2;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use eframe::egui::{self, Rect, Role, Sense, Ui, WidgetInfo, vec2};
use eframe::egui_glow;

use crate::domain::Frame;

use super::mesh::MeshGeometry;
use super::mesh_gpu;

/// How a mesh is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeshStyle {
    /// With the skin of the picture it was measured in.
    #[default]
    Textured,
    /// Edges on dark faces.
    Wireframe,
    /// Coloured from near to far.
    Depth,
}

/// Which mesh: each has buffers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeshSlot {
    /// The canonical face at home.
    Canonical,
    /// The face in front of the camera.
    Live,
    /// The face that was measured.
    Measured,
}

/// What is drawn: shared with the painter, so cheap to clone.
#[derive(Clone)]
pub(super) struct Drawing {
    pub slot: MeshSlot,
    /// Of this geometry and picture alone.
    pub revision: u64,
    pub geometry: Arc<MeshGeometry>,
    /// The picture that the texture coordinates are of.
    pub picture: Option<Frame>,
    pub style: MeshStyle,
    pub yaw: f32,
    pub pitch: f32,
}

/// One mesh on the screen.
pub struct MeshView {
    slot: MeshSlot,
    revision: u64,
    geometry: Option<Arc<MeshGeometry>>,
    picture: Option<Frame>,
    /// Whether it stands still until somebody drags it.
    pub still: bool,
    /// How it is shown; a person may switch it.
    pub style: MeshStyle,
    /// Whether somebody turns it now.
    held: bool,
    /// Turned by hand, in radians.
    yaw: f32,
    pitch: f32,
    rest: Rest,
}

/// Numbers shapes and their pictures, whoever shows them: a camera's frames
/// are numbered anew when it is opened again, and one person's skin must never
/// be drawn on another's face.
static REVISIONS: AtomicU64 = AtomicU64::new(1);

/// Turning by itself: this far to either side, in radians (ours: the face
/// shows its depth and never its hollow back) ...
const SWAY: f32 = 0.5;
/// ... this many radians of the sine a second.
const SWAY_SPEED: f64 = 0.6;
/// Between frames while nothing but the turning changes (ours: smooth enough
/// for a slow turn, and longer than a camera's frame, which wakes the window
/// itself).
const FRAME_TIME: Duration = Duration::from_millis(40);
/// Where a mesh that stands still stands: half turned, which shows its depth.
const STILL_SHARE: f32 = 0.6;
/// Less turn by hand than this is none, in radians.
const SETTLED: f32 = 0.005;
/// Radians a point of dragging.
const DRAG_SPEED: f32 = 0.01;
/// How much of a turn by hand is left after a second alone.
const HAND_LEFT_AFTER_SECOND: f32 = 0.35;

impl MeshView {
    /// A place without a mesh.
    #[must_use]
    pub fn new(slot: MeshSlot, style: MeshStyle) -> Self {
        Self {
            slot,
            revision: 0,
            geometry: None,
            picture: None,
            still: false,
            style,
            held: false,
            yaw: 0.0,
            pitch: 0.0,
            rest: Rest::default(),
        }
    }

    /// Takes another shape, with the picture it is textured from.
    pub fn set(&mut self, geometry: MeshGeometry, picture: Option<Frame>) {
        self.revision = REVISIONS.fetch_add(1, Ordering::Relaxed);
        self.geometry = Some(Arc::new(geometry));
        self.picture = picture;
    }

    /// Forgets the shape: nobody is seen.
    pub fn clear(&mut self) {
        self.geometry = None;
        self.picture = None;
        self.rest = Rest::default();
    }

    /// Number of the frame whose face is shown.
    #[must_use]
    pub fn frame_sequence(&self) -> Option<u64> {
        self.picture.as_ref().map(Frame::sequence)
    }

    /// Whether somebody turns it now.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// Whether there is a mesh to show.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.geometry.is_some()
    }

    /// Draws the mesh into `rect`, turning slowly or as dragged; `label` is
    /// what a screen reader says of it.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, label: &str) {
        let response = ui.interact(rect, ui.scope_id().with("mesh"), Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
        self.held = response.dragged();
        if self.held {
            let drag = response.drag_delta() * DRAG_SPEED;
            self.yaw = (self.yaw + drag.x).clamp(-FRAC_PI_2, FRAC_PI_2);
            self.pitch = (self.pitch + drag.y).clamp(-FRAC_PI_2, FRAC_PI_2);
        } else {
            let left = HAND_LEFT_AFTER_SECOND.powf(ui.input(|input| input.stable_dt));
            self.yaw *= left;
            self.pitch *= left;
        }
        let Some(geometry) = &self.geometry else {
            return;
        };
        let liveliness = if self.still {
            0.0
        } else {
            self.rest.follow(ui)
        };
        let sway = sway(ui.input(|input| input.time));
        let swayed = SWAY * (STILL_SHARE + (sway - STILL_SHARE) * liveliness);
        let drawing = Drawing {
            slot: self.slot,
            revision: self.revision,
            geometry: Arc::clone(geometry),
            picture: self.picture.clone(),
            style: self.style,
            yaw: self.yaw + swayed,
            pitch: self.pitch,
        };
        // However it is turned, a face is no wider than high.
        let side = rect.width().min(rect.height());
        ui.painter().add(egui::PaintCallback {
            rect: Rect::from_center_size(rect.center(), vec2(side, rect.height())),
            callback: Arc::new(egui_glow::CallbackFn::new(move |info, painter| {
                mesh_gpu::draw(&drawing, &info, painter.gl());
            })),
        });
        let turning_back = self.yaw.hypot(self.pitch) > SETTLED;
        if liveliness > 0.0 || turning_back {
            ui.ctx().request_repaint_after(FRAME_TIME);
        }
    }
}

/// When a mesh that turns by itself comes to rest: nobody has touched the
/// window for a while, and a window that nobody looks at should cost nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Rest {
    /// When somebody did something last, and when the mesh was drawn last, by
    /// the window's clock in seconds.
    woken: f64,
    drawn: Option<f64>,
    /// 1 turns as far as it does, 0 rests.
    liveliness: f32,
}

/// A window that nobody has touched for so long is at rest, in seconds (ours).
const RESTS_AFTER: f64 = 30.0;
/// Coming to rest and waking takes so long, in seconds.
const EASES_FOR: f32 = 2.0;
/// A mesh that wasn't drawn for so long is looked at anew, in seconds.
const LOOKED_AWAY: f64 = 1.0;

impl Rest {
    /// How lively the mesh is now, 0 to 1.
    fn follow(&mut self, ui: &Ui) -> f32 {
        let (now, passed, touched) = ui.input(|input| {
            let touched = !input.events.is_empty() || input.pointer.is_moving();
            (input.time, input.stable_dt, touched)
        });
        self.at(now, passed, touched)
    }

    fn at(&mut self, now: f64, passed: f32, touched: bool) -> f32 {
        let anew = self.drawn.is_none_or(|drawn| now - drawn > LOOKED_AWAY);
        // At rest it isn't drawn between touches: that isn't looking anew.
        let resting = self.drawn.is_some() && self.liveliness <= 0.0;
        if touched || anew && !resting {
            self.woken = now;
        }
        self.drawn = Some(now);
        let target = if now - self.woken < RESTS_AFTER {
            1.0
        } else {
            0.0
        };
        let step = passed.clamp(0.0, 0.1) / EASES_FOR;
        self.liveliness += (target - self.liveliness).clamp(-step, step);
        self.liveliness
    }
}

/// -1 to 1, slowly to and fro.
fn sway(seconds: f64) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a sine is -1 to 1; its last digits are not seen"
    )]
    let sway = (seconds * SWAY_SPEED).sin() as f32;
    sway
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mesh_rests_when_nobody_is_there_and_wakes_when_touched() {
        let mut rest = Rest::default();
        let mut run = |from: f64, seconds: u32, touched: bool| {
            let frames = (0..seconds * 10).map(|frame| from + f64::from(frame) / 10.0);
            frames.fold(0.0, |_, now| rest.at(now, 0.1, touched))
        };
        assert!(run(100.0, 10, false) > 0.99, "it turns at first");
        assert_eq!(run(110.0, 30, false), 0.0, "nobody came");
        // Something else wakes the window after an hour: it stays at rest.
        assert_eq!(run(3_700.0, 1, false), 0.0);
        assert!(run(3_701.0, 4, true) > 0.99, "somebody came");
    }
}
