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
        let response = ui.interact(rect, ui.scope_id().with("mesh"), Sense::drag());
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
        let swayed = if self.still {
            SWAY * STILL_SHARE
        } else {
            SWAY * sway(ui.input(|input| input.time))
        };
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
        if !self.still || turning_back {
            ui.ctx().request_repaint_after(FRAME_TIME);
        }
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
