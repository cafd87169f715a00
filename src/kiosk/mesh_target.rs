//! A picture beside the screen that the mesh is drawn into with smooth edges,
//! and laid over the window from there.
//!
//! Multisampling the whole window costs software GL about three times as
//! long a frame; multisampling the mesh's place alone is cheap.

use three_d::{
    Blend, BlendEquationType, BlendMultiplierType, ClearState, Context, CoreError, DepthTest,
    Interpolation, Program, RenderStates, RenderTarget, RenderTargetMultisample, ScissorBox,
    Texture2D, VertexBuffer, Viewport, Wrapping, WriteMask,
};

/// Samples a pixel.
const SAMPLES: u32 = 4;

/// The place that the mesh is drawn into.
pub(super) struct SmoothTarget {
    context: Context,
    program: Program,
    triangle: VertexBuffer<[f32; 2]>,
    target: Option<Surface>,
}

/// What is as large as the mesh's place on the screen.
struct Surface {
    samples: RenderTargetMultisample<[u8; 4], f32>,
    resolved: Texture2D,
}

impl SmoothTarget {
    /// Makes the shader that lays the picture over the window.
    pub fn new(context: &Context) -> Result<Self, CoreError> {
        Ok(Self {
            context: context.clone(),
            program: Program::from_source(
                context,
                include_str!("mesh_overlay.vert"),
                include_str!("mesh_overlay.frag"),
            )?,
            // One triangle that covers clip space.
            triangle: VertexBuffer::new_with_data(
                context,
                &[[-1.0, -1.0], [3.0, -1.0], [-1.0, 3.0]],
            ),
            target: None,
        })
    }

    /// Draws with `render` into a clear picture as large as `place`, then lays
    /// it over `place` on a screen of `screen` pixels, within `visible`.
    pub fn draw(
        &mut self,
        place: Viewport,
        visible: ScissorBox,
        [screen_width, screen_height]: [u32; 2],
        render: impl FnOnce(Viewport),
    ) -> Result<(), CoreError> {
        let (width, height) = (place.width, place.height);
        let fits =
            |target: &Surface| (target.samples.width(), target.samples.height()) == (width, height);
        let context = &self.context;
        let target = match self.target.take() {
            Some(target) if fits(&target) => self.target.insert(target),
            _ => self.target.insert(Surface::new(context, width, height)),
        };
        target
            .samples
            .clear(ClearState::color_and_depth(0.0, 0.0, 0.0, 0.0, 1.0))
            .write(|| {
                render(Viewport::new_at_origo(width, height));
                Ok::<(), CoreError>(())
            })?;
        target
            .samples
            .resolve_color_to(&target.resolved.as_color_target(None));
        RenderTarget::screen(context, screen_width, screen_height).write_partially(
            visible,
            || {
                self.program.use_texture("mesh", &target.resolved);
                self.program
                    .use_vertex_attribute("position", &self.triangle);
                self.program.draw_arrays(overlay_states(), place, 3);
                Ok::<(), CoreError>(())
            },
        )?;
        Ok(())
    }
}

impl Surface {
    fn new(context: &Context, width: u32, height: u32) -> Self {
        Self {
            samples: RenderTargetMultisample::new(context, width, height, SAMPLES),
            resolved: Texture2D::new_empty::<[u8; 4]>(
                context,
                width,
                height,
                Interpolation::Nearest,
                Interpolation::Nearest,
                None,
                Wrapping::ClampToEdge,
                Wrapping::ClampToEdge,
            ),
        }
    }
}

/// Resolving has multiplied the colours by their coverage already.
fn overlay_states() -> RenderStates {
    RenderStates {
        write_mask: WriteMask::COLOR,
        depth_test: DepthTest::Always,
        blend: Blend::Enabled {
            source_rgb_multiplier: BlendMultiplierType::One,
            source_alpha_multiplier: BlendMultiplierType::One,
            destination_rgb_multiplier: BlendMultiplierType::OneMinusSrcAlpha,
            destination_alpha_multiplier: BlendMultiplierType::OneMinusSrcAlpha,
            rgb_equation: BlendEquationType::Add,
            alpha_equation: BlendEquationType::Add,
        },
        ..RenderStates::default()
    }
}
