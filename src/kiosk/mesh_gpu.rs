//! The GL side of the mesh: shader, buffers and texture, made once in the
//! thread that draws.

use std::cell::RefCell;
use std::sync::Arc;

use eframe::egui::{Color32, PaintCallbackInfo};
use eframe::glow;
use three_d::{
    Camera, Context, CoreError, Cull, DepthTest, Interpolation, Mat3, Program, RenderStates,
    ScissorBox, Texture2D, Vec3, VertexBuffer, Viewport, Wrapping, degrees, vec3,
};

use crate::domain::Frame;

use super::mesh_target::SmoothTarget;
use super::mesh_view::{Drawing, MeshSlot, MeshStyle};
use super::theme;

/// Vertical field of view in degrees, and how far the viewer stands away in
/// the mesh's units (ours: 1.15 units fit above the middle, the face has 1).
const FIELD_OF_VIEW: f32 = 24.0;
const DISTANCE: f32 = 5.4;

thread_local! {
    // GL objects belong to the thread of their context. The outer `None` is
    // before the first drawing, the inner after an error: the card stays
    // empty then.
    static GPU: RefCell<Option<Option<Gpu>>> = const { RefCell::new(None) };
}

/// Draws into the current framebuffer. egui sets its own GL state again
/// after each callback.
pub(super) fn draw(drawing: &Drawing, info: &PaintCallbackInfo, gl: &Arc<glow::Context>) {
    GPU.with_borrow_mut(|gpu| {
        let gpu = gpu.get_or_insert_with(|| Gpu::new(gl).inspect_err(warn).ok());
        let drawn = gpu.as_mut().map(|gpu| gpu.draw(drawing, info));
        if let Some(Err(error)) = drawn {
            warn(&error);
            *gpu = None;
        }
    });
}

fn warn(error: &CoreError) {
    tracing::warn!("the mesh can't be drawn here ({error}); update the graphics driver");
}

/// Frees what was made; called while the context is still there.
pub(super) fn release() {
    GPU.with_borrow_mut(|gpu| *gpu = None);
}

struct Gpu {
    mesh: MeshRenderer,
    target: SmoothTarget,
}

struct Buffers {
    revision: Option<u64>,
    positions: VertexBuffer<[f32; 3]>,
    normals: VertexBuffer<[f32; 3]>,
    details: VertexBuffer<[f32; 4]>,
}

impl Buffers {
    fn new(context: &Context) -> Self {
        Self {
            revision: None,
            positions: VertexBuffer::new(context),
            normals: VertexBuffer::new(context),
            details: VertexBuffer::new(context),
        }
    }

    fn update(&mut self, drawing: &Drawing) {
        if self.revision != Some(drawing.revision) {
            self.positions.fill(&drawing.geometry.positions);
            self.normals.fill(&drawing.geometry.normals);
            self.details.fill(&drawing.geometry.details);
            self.revision = Some(drawing.revision);
        }
    }
}

impl Gpu {
    fn new(gl: &Arc<glow::Context>) -> Result<Self, CoreError> {
        let context = Context::from_gl_context(Arc::clone(gl))?;
        Ok(Self {
            mesh: MeshRenderer::new(&context)?,
            target: SmoothTarget::new(&context)?,
        })
    }

    fn draw(&mut self, drawing: &Drawing, info: &PaintCallbackInfo) -> Result<(), CoreError> {
        let area = info.viewport_in_pixels();
        let clip = info.clip_rect_in_pixels();
        let sides = [area.width_px, area.height_px, clip.width_px, clip.height_px];
        let [
            Some(width),
            Some(height),
            Some(clip_width),
            Some(clip_height),
        ] = sides.map(positive)
        else {
            return Ok(());
        };
        let place = Viewport {
            x: area.left_px,
            y: area.from_bottom_px,
            width,
            height,
        };
        let visible = ScissorBox {
            x: clip.left_px,
            y: clip.from_bottom_px,
            width: clip_width,
            height: clip_height,
        };
        if let (MeshStyle::Textured, Some(frame)) = (drawing.style, &drawing.picture) {
            self.mesh.take_picture(frame, drawing.revision);
        }
        let mesh = &mut self.mesh;
        self.target
            .draw(place, visible, info.screen_size_px, |viewport| {
                mesh.draw(drawing, viewport);
            })
    }
}

/// The mesh's own shader, buffers and texture.
struct MeshRenderer {
    context: Context,
    program: Program,
    canonical: Buffers,
    live: Buffers,
    measured: Buffers,
    reviewed: Buffers,
    enrolled: Buffers,
    picture: Texture2D,
    /// The revision whose picture that is.
    picture_of: Option<u64>,
}

impl MeshRenderer {
    fn new(context: &Context) -> Result<Self, CoreError> {
        Ok(Self {
            program: Program::from_source(
                context,
                include_str!("mesh.vert"),
                include_str!("mesh.frag"),
            )?,
            canonical: Buffers::new(context),
            live: Buffers::new(context),
            measured: Buffers::new(context),
            reviewed: Buffers::new(context),
            enrolled: Buffers::new(context),
            picture: empty_picture(context, 1, 1),
            picture_of: None,
            context: context.clone(),
        })
    }

    fn draw(&mut self, drawing: &Drawing, viewport: Viewport) {
        self.set_uniforms(drawing, viewport);
        let buffers = match drawing.slot {
            MeshSlot::Canonical => &mut self.canonical,
            MeshSlot::Live => &mut self.live,
            MeshSlot::Measured => &mut self.measured,
            MeshSlot::Reviewed => &mut self.reviewed,
            MeshSlot::Enrolled => &mut self.enrolled,
        };
        buffers.update(drawing);
        let count = buffers.positions.vertex_count();
        if count == 0 {
            return;
        }
        let program = &self.program;
        program.use_vertex_attribute("position", &buffers.positions);
        program.use_vertex_attribute("normal", &buffers.normals);
        program.use_vertex_attribute("details", &buffers.details);
        let states = RenderStates {
            depth_test: DepthTest::LessOrEqual,
            cull: Cull::None,
            ..RenderStates::default()
        };
        program.draw_arrays(states, viewport, count);
    }

    fn set_uniforms(&self, drawing: &Drawing, viewport: Viewport) {
        let turned = Mat3::from_angle_x(three_d::radians(drawing.pitch))
            * Mat3::from_angle_y(three_d::radians(drawing.yaw));
        // A narrow place shows a smaller face, not a cut one.
        let distance = DISTANCE / viewport.aspect().min(1.0);
        let camera = Camera::new_perspective(
            viewport,
            vec3(0.0, 0.0, distance),
            vec3(0.0, 0.0, 0.0),
            vec3(0.0, 1.0, 0.0),
            degrees(FIELD_OF_VIEW),
            distance - 2.0,
            distance + 2.0,
        );
        let clip_from_model = camera.projection() * camera.view() * three_d::Mat4::from(turned);
        let style = match drawing.style {
            MeshStyle::Textured => 0,
            MeshStyle::Wireframe => 1,
            MeshStyle::Depth => 2,
            MeshStyle::Difference => 3,
        };
        let program = &self.program;
        program.use_uniform("clip_from_model", clip_from_model);
        program.use_uniform("view_from_model", turned);
        program.use_uniform("style", style);
        program.use_uniform("line_colour", colour(theme::mesh::LINE));
        program.use_uniform("face_colour", colour(theme::mesh::FACE));
        program.use_uniform("near_colour", colour(theme::mesh::NEAR));
        program.use_uniform("far_colour", colour(theme::mesh::FAR));
        program.use_uniform("inside_colour", colour(theme::mesh::INSIDE));
        program.use_uniform("same_colour", colour(theme::mesh::SAME));
        program.use_uniform("outside_colour", colour(theme::mesh::OUTSIDE));
        program.use_texture("picture", &self.picture);
    }

    /// Sends a frame to the texture, unless it is there already.
    fn take_picture(&mut self, frame: &Frame, revision: u64) {
        if self.picture_of == Some(revision) {
            return;
        }
        if (self.picture.width(), self.picture.height()) != (frame.width(), frame.height()) {
            self.picture = empty_picture(&self.context, frame.width(), frame.height());
        }
        self.picture.fill(frame.pixels().as_chunks::<3>().0);
        self.picture_of = Some(revision);
    }
}

fn empty_picture(context: &Context, width: u32, height: u32) -> Texture2D {
    Texture2D::new_empty::<[u8; 3]>(
        context,
        width,
        height,
        Interpolation::Linear,
        Interpolation::Linear,
        None,
        Wrapping::ClampToEdge,
        Wrapping::ClampToEdge,
    )
}

fn positive(pixels: i32) -> Option<u32> {
    u32::try_from(pixels).ok().filter(|pixels| *pixels > 0)
}

/// A token as the shader takes it: red, green, blue, 0 to 1, gamma-encoded.
fn colour(token: Color32) -> Vec3 {
    vec3(
        f32::from(token.r()) / 255.0,
        f32::from(token.g()) / 255.0,
        f32::from(token.b()) / 255.0,
    )
}
