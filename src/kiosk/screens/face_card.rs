//! The card with the measured face of who was identified: turning slowly, or
//! as it is dragged, with its skin, as a net or coloured by depth.

use std::sync::Arc;

use eframe::egui::{Align, Align2, Layout, Rect, Ui, vec2};

use crate::kiosk::mesh::MeshGeometry;
use crate::kiosk::mesh_view::{MeshSlot, MeshStyle, MeshView};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::{FaceView, MeasuredFace, Snapshot};

use super::Scene;
use super::mesh_card::{STYLES, depth_legend, show_mesh};

/// From this width on a way of showing the face has its word beside its sign,
/// in points.
const WITH_WORDS: f32 = 19.0 * GRID;

/// The measured face; kept while the window is open.
pub struct FaceCard {
    view: MeshView,
    /// What the view was made of: the face, and whether finely.
    made_of: Option<(Arc<MeasuredFace>, bool)>,
    /// Whether somebody has just turned it or chosen another way.
    touched: bool,
}

impl Default for FaceCard {
    fn default() -> Self {
        Self {
            view: MeshView::new(MeshSlot::Measured, MeshStyle::Textured),
            made_of: None,
            touched: false,
        }
    }
}

impl FaceCard {
    /// Takes the face that was measured; forgets it when it is gone.
    pub fn update(&mut self, snapshot: &Snapshot) {
        let Some(FaceView::Measured(face)) = &snapshot.face else {
            if self.made_of.take().is_some() {
                self.view.clear();
            }
            if snapshot.face.is_none() {
                self.view.style = MeshStyle::Textured;
            }
            return;
        };
        // A net of the fine triangles would be no net but a skin.
        let fine = self.view.style != MeshStyle::Wireframe;
        let is_made =
            |(made, finely): &(Arc<MeasuredFace>, bool)| Arc::ptr_eq(made, face) && *finely == fine;
        if !self.made_of.as_ref().is_some_and(is_made) {
            let picture = face
                .portrait
                .as_ref()
                .map(|portrait| portrait.frame.clone());
            self.view
                .set(MeshGeometry::of_measured(face, fine), picture);
            self.made_of = Some((Arc::clone(face), fine));
        }
    }

    /// Whether the face stands still until somebody drags it.
    pub fn stand_still(&mut self, still: bool) {
        self.view.still = still;
    }

    /// Whether somebody has just turned it or chosen another way.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.touched
    }

    /// Draws the card into `rect`.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, rect: Rect) {
        self.touched = false;
        let palette = scene.palette;
        let texts = scene.texts;
        widgets::card_in(ui, palette, rect, |ui| {
            let inner = ui.max_rect();
            let (stage, below) = inner.split_top_bottom_at_y(inner.bottom() - theme::TARGET);
            let title = texts.get("face-title");
            let font = theme::semibold(theme::BODY);
            widgets::say(ui, inner, Align2::LEFT_TOP, &title, font, palette.text);
            let stage = stage
                .with_min_y(stage.top() + 4.0 * GRID)
                .with_max_y(stage.bottom() - 6.5 * GRID);
            let legend = Rect::from_min_max(stage.left_bottom(), below.right_top());
            if self.made_of.is_none() {
                let words = texts.get("face-coming");
                let font = theme::regular(theme::BODY);
                let ink = palette.muted;
                widgets::said_in(ui, stage, Align::Center, &words, font, ink);
                return;
            }
            show_mesh(ui, scene, stage, &mut self.view, &texts.get("face-label"));
            self.touched = self.view.is_held();
            if self.view.style == MeshStyle::Depth {
                depth_legend(ui, scene, legend);
            } else {
                let words = texts.get("face-kept");
                let font = theme::regular(theme::BODY);
                widgets::said_in(ui, legend, Align::Center, &words, font, palette.muted);
            }
            self.choices(ui, scene, below);
        });
    }

    /// The ways of showing it, side by side.
    fn choices(&mut self, ui: &mut Ui, scene: &Scene<'_>, rect: Rect) {
        let layout = Layout::left_to_right(Align::Center);
        widgets::region(ui, rect, layout, |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let width = (rect.width() - 2.0 * GRID) / 3.0;
            for (style, icon, key) in STYLES {
                let words = scene.texts.get(key);
                let chosen = self.view.style == style;
                let button = if width < WITH_WORDS {
                    Button::sign(scene.palette, icon, &words, chosen)
                } else {
                    Button::choice(scene.palette, icon, &words, chosen)
                };
                if ui
                    .add(button.min_size(vec2(width, theme::TARGET)))
                    .clicked()
                {
                    self.view.style = style;
                    self.touched = true;
                }
            }
        });
    }
}
