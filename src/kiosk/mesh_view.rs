//! Draws a face's mesh inside the window, with three-d on egui's own context.
//!
//! A `MeshView` is one place on the screen where a mesh stands. It keeps how
//! the mesh is turned and shown; the buffers it draws from live with the GL
//! context in `mesh_gpu` and are filled again only when the shape changes.

use std::f32::consts::FRAC_PI_2;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use eframe::egui::{
    self, Color32, EventFilter, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2,
};
use eframe::egui_glow;

use crate::domain::Frame;

use super::mesh::MeshGeometry;
use super::mesh_gpu;
use super::widgets;

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
    /// Coloured by where it differs from another.
    Difference,
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
    /// The face of a session that is reviewed.
    Reviewed,
    /// The face that it is compared with.
    Enrolled,
}

/// What is drawn: shared with the painter, so cheap to clone.
#[derive(Clone)]
pub(super) struct Drawing {
    /// Whose buffers it is drawn from.
    pub slot: MeshSlot,
    /// Of this geometry and picture alone.
    pub revision: u64,
    /// Points and triangles; a revision belongs to one of these.
    pub geometry: Arc<MeshGeometry>,
    /// The picture that the texture coordinates are of.
    pub picture: Option<Frame>,
    /// How it is shown.
    pub style: MeshStyle,
    /// Radians about the upright axis; positive as the right arrow turns it.
    pub yaw: f32,
    /// Radians about the level axis; positive as the down arrow turns it.
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
    /// Whether it has the focus: then it stays as it was turned.
    focused: bool,
    /// Turned by hand, in radians.
    yaw: f32,
    pitch: f32,
    rest: Rest,
}

/// How a mesh is said to screen readers, and how it shows that it has the
/// focus.
#[derive(Clone, Copy, Debug)]
pub struct MeshSaid<'a> {
    /// What it is.
    pub label: &'a str,
    /// How it is turned.
    pub keys: &'a str,
    /// The ring's colour.
    pub ring: Color32,
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
/// Radians a press of an arrow key (ours: a quarter turn takes nine).
const KEY_TURN: f32 = FRAC_PI_2 / 9.0;
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
            focused: false,
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

    /// How it is turned by hand.
    #[must_use]
    pub fn turned(&self) -> (f32, f32) {
        (self.yaw, self.pitch)
    }

    /// Turns it as another one is turned by hand.
    pub fn turn_like(&mut self, other: &Self) {
        (self.yaw, self.pitch) = other.turned();
    }

    /// Draws the mesh into `rect`, turning slowly or as dragged, or by the
    /// arrow keys while it has the focus; Home turns it back.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, said: MeshSaid<'_>) {
        let sense = match self.is_set() {
            true => Sense::DRAG | Sense::FOCUSABLE,
            false => Sense::hover(),
        };
        let response = ui.interact(rect, ui.scope_id().with("mesh"), sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, said.label));
        self.held = response.dragged();
        self.focused = response.has_focus();
        if self.focused {
            self.turn_by_keys(ui, &response);
        }
        if self.held {
            let drag = if response.drag_started() {
                // How the pointer came here is no dragging.
                eframe::egui::Vec2::ZERO
            } else {
                response.drag_delta() * DRAG_SPEED
            };
            self.turn(drag.x, drag.y);
        } else if !self.focused {
            let left = HAND_LEFT_AFTER_SECOND.powf(ui.input(|input| input.stable_dt));
            self.yaw *= left;
            self.pitch *= left;
        }
        let Some(geometry) = &self.geometry else {
            return;
        };
        widgets::describe(ui, &response, said.keys);
        widgets::focus_ring_in(ui, said.ring, &response, rect);
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
        let turning_back = !self.focused && self.yaw.hypot(self.pitch) > SETTLED;
        if liveliness > 0.0 || turning_back {
            ui.ctx().request_repaint_after(FRAME_TIME);
        }
    }
}

impl MeshView {
    fn turn(&mut self, yaw: f32, pitch: f32) {
        self.yaw = (self.yaw + yaw).clamp(-FRAC_PI_2, FRAC_PI_2);
        self.pitch = (self.pitch + pitch).clamp(-FRAC_PI_2, FRAC_PI_2);
    }

    fn turn_by_keys(&mut self, ui: &Ui, response: &Response) {
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        for (key, yaw, pitch) in [
            (Key::ArrowLeft, -KEY_TURN, 0.0),
            (Key::ArrowRight, KEY_TURN, 0.0),
            (Key::ArrowUp, 0.0, -KEY_TURN),
            (Key::ArrowDown, 0.0, KEY_TURN),
        ] {
            for _ in 0..pressed(key) {
                self.turn(yaw, pitch);
                self.held = true;
            }
        }
        if pressed(Key::Home) > 0 {
            (self.yaw, self.pitch) = (0.0, 0.0);
            self.held = true;
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
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    use super::*;

    #[test]
    fn a_mesh_is_turned_by_keys_and_back() {
        let mut view = MeshView::new(MeshSlot::Canonical, MeshStyle::Depth);
        let points = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
        view.set(MeshGeometry::of_points(&points, &[[0, 1, 2]]), None);
        let show = |ui: &mut Ui, view: &mut MeshView| {
            let said = MeshSaid {
                label: "a face",
                keys: "how it is turned",
                ring: Color32::default(),
            };
            view.show(ui, ui.max_rect(), said);
        };
        let mut window = Harness::new_ui_state(show, view);
        window.get_by_role_and_label(Role::Image, "a face").focus();
        window.run_steps(2);
        let mut press = |key| {
            window.key_press(key);
            window.run_steps(8);
            window.state().turned()
        };
        let (yaw, pitch) = press(Key::ArrowRight);
        assert!(yaw > 0.1 && pitch == 0.0, "{yaw} {pitch}");
        let further = press(Key::ArrowRight).0;
        assert!(further > yaw, "it stays turned, and turns on");
        assert!(press(Key::ArrowUp).1 < -0.1);
        assert_eq!(press(Key::Home), (0.0, 0.0));
        for _ in 0..20 {
            press(Key::ArrowLeft);
        }
        assert!(
            press(Key::ArrowLeft).0 >= -FRAC_PI_2,
            "no further than its side"
        );
    }

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
