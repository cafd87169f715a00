//! The GL side of the mesh: shader, buffers and texture, made once in the
//! thread that draws.

use std::cell::RefCell;
use std::sync::Arc;

use eframe::egui::{Color32, PaintCallbackInfo};
use eframe::glow;
use three_d::{
    Camera, ClearState, Context, CoreError, Cull, DepthTest, Interpolation, Mat3, Program,
    RenderStates, RenderTarget, ScissorBox, Texture2D, Vec3, VertexBuffer, Viewport, Wrapping,
    degrees, vec3,
};

use crate::domain::Frame;

use super::mesh_view::{Drawing, MeshSlot, MeshStyle};
use super::theme;

/// Vertical field of view in degrees, and how far the viewer stands away in
/// the mesh's units (ours: 1.15 units fit above the middle, the face has 1).
const FIELD_OF_VIEW: f32 = 24.0;
const DISTANCE: f32 = 5.4;

thread_local! {
    // GL objects belong to the thread of their context. `None` until the
    // first drawing; an error stays, and the card stays empty.
    static GPU: RefCell<Option<Result<Gpu, CoreError>>> = const { RefCell::new(None) };
}

/// Draws into the current framebuffer. egui sets its own GL state again
/// after each callback.
pub(super) fn draw(drawing: &Drawing, info: &PaintCallbackInfo, gl: &Arc<glow::Context>) {
    GPU.with_borrow_mut(|gpu| {
        let gpu = gpu.get_or_insert_with(|| {
            Gpu::new(gl).inspect_err(|error| {
                tracing::warn!(
                    "the mesh can't be drawn here ({error}); update the graphics driver"
                );
            })
        });
        if let Ok(gpu) = gpu {
            gpu.draw(drawing, info);
        }
    });
}

/// Frees what was made; called while the context is still there.
pub(super) fn release() {
    GPU.with_borrow_mut(|gpu| *gpu = None);
}

struct Gpu {
    context: Context,
    program: Program,
    canonical: Buffers,
    live: Buffers,
    picture: Texture2D,
    picture_sequence: Option<u64>,
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
        let program = Program::from_source(
            &context,
            include_str!("mesh.vert"),
            include_str!("mesh.frag"),
        )?;
        Ok(Self {
            canonical: Buffers::new(&context),
            live: Buffers::new(&context),
            picture: empty_picture(&context, 1, 1),
            picture_sequence: None,
            program,
            context,
        })
    }

    fn draw(&mut self, drawing: &Drawing, info: &PaintCallbackInfo) {
        if let (MeshStyle::Textured, Some(frame)) = (drawing.style, &drawing.picture) {
            self.take_picture(frame);
        }
        let buffers = match drawing.slot {
            MeshSlot::Canonical => &mut self.canonical,
            MeshSlot::Live => &mut self.live,
        };
        buffers.update(drawing);
        let count = buffers.positions.vertex_count();
        let area = info.viewport_in_pixels();
        let clip = info.clip_rect_in_pixels();
        let [Some(width), Some(height)] = [area.width_px, area.height_px].map(positive) else {
            return;
        };
        let [Some(clip_width), Some(clip_height)] = [clip.width_px, clip.height_px].map(positive)
        else {
            return;
        };
        if count == 0 {
            return;
        }
        let viewport = Viewport {
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
        let [screen_width, screen_height] = info.screen_size_px;
        RenderTarget::screen(&self.context, screen_width, screen_height)
            .clear_partially(visible, ClearState::depth(1.0));
        self.context.set_scissor(visible);
        self.set_uniforms(drawing, viewport);
        let buffers = match drawing.slot {
            MeshSlot::Canonical => &self.canonical,
            MeshSlot::Live => &self.live,
        };
        self.program
            .use_vertex_attribute("position", &buffers.positions);
        self.program
            .use_vertex_attribute("normal", &buffers.normals);
        self.program
            .use_vertex_attribute("details", &buffers.details);
        let states = RenderStates {
            depth_test: DepthTest::LessOrEqual,
            cull: Cull::None,
            ..RenderStates::default()
        };
        self.program.draw_arrays(states, viewport, count);
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
        };
        let program = &self.program;
        program.use_uniform("clip_from_model", clip_from_model);
        program.use_uniform("view_from_model", turned);
        program.use_uniform("style", style);
        program.use_uniform("line_colour", colour(theme::mesh::LINE));
        program.use_uniform("face_colour", colour(theme::mesh::FACE));
        program.use_uniform("near_colour", colour(theme::mesh::NEAR));
        program.use_uniform("far_colour", colour(theme::mesh::FAR));
        program.use_texture("picture", &self.picture);
    }

    /// Sends a frame to the texture, unless it is there already.
    fn take_picture(&mut self, frame: &Frame) {
        if self.picture_sequence == Some(frame.sequence()) {
            return;
        }
        if (self.picture.width(), self.picture.height()) != (frame.width(), frame.height()) {
            self.picture = empty_picture(&self.context, frame.width(), frame.height());
        }
        self.picture.fill(frame.pixels().as_chunks::<3>().0);
        self.picture_sequence = Some(frame.sequence());
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
