//! The card with the live mesh and its ways of showing.

use eframe::egui::{Align, Align2, Layout, Mesh, Rect, Shape, Ui, vec2};

use crate::kiosk::canonical::CanonicalFace;
use crate::kiosk::icons;
use crate::kiosk::mesh::MeshGeometry;
use crate::kiosk::mesh_view::{MeshSaid, MeshSlot, MeshStyle, MeshView};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::Snapshot;

use super::Scene;

/// The ways of showing a mesh.
pub(super) const STYLES: [(MeshStyle, &str, &str); 3] = [
    (MeshStyle::Depth, icons::GRADIENT, "mesh-depth"),
    (MeshStyle::Textured, icons::FACE, "mesh-textured"),
    (MeshStyle::Wireframe, icons::POLYGON, "mesh-wireframe"),
];

/// Height of the title with its distance to what is below, in points.
const TITLE: f32 = 3.5 * GRID;
/// How thick the line is that shows how much of the depth is measured, in points.
const DEPTH_LINE: f32 = GRID / 2.0;
/// Between the ways to show it, in points.
const CHOICES_GAP: f32 = GRID / 2.0;
/// Height of all three, in points.
const CHOICES_HEIGHT: f32 = 3.0 * theme::TARGET + 2.0 * CHOICES_GAP;

/// The live mesh; kept while the window is open.
pub struct MeshCard {
    view: MeshView,
    /// Which landmarks make triangles; nothing if the canonical face is
    /// missing.
    topology: Option<Vec<[u16; 3]>>,
}

impl MeshCard {
    /// A card that joins landmarks like the canonical face.
    #[must_use]
    pub fn new(canonical: Option<&CanonicalFace>) -> Self {
        Self {
            view: MeshView::new(MeshSlot::Live, MeshStyle::Depth),
            topology: canonical.map(|face| face.triangles.clone()),
        }
    }

    /// Takes the newest analysis; does nothing if it is the one shown.
    pub fn update(&mut self, snapshot: &Snapshot) {
        let seen = snapshot.analysed.as_deref();
        let Some((frame, face)) = seen.and_then(|(frame, seen)| Some((frame, seen.main()?))) else {
            self.view.clear();
            return;
        };
        if let Some(topology) = &self.topology
            && self.view.frame_sequence() != Some(frame.sequence())
        {
            let geometry = MeshGeometry::of_landmarks(&face.landmarks, frame, topology);
            self.view.set(geometry, Some(frame.clone()));
        }
    }

    /// Whether the face stands still until somebody drags it.
    pub fn stand_still(&mut self, still: bool) {
        self.view.still = still;
    }

    /// Forgets the face.
    pub fn clear(&mut self) {
        self.view.clear();
    }

    /// Draws the card into `rect`, and how much of the depth is measured.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, rect: Rect, depth: Option<f32>) {
        let palette = scene.palette;
        let texts = scene.texts;
        widgets::card_in(ui, palette, rect, |ui| {
            let inner = ui.max_rect();
            let legend = inner.with_min_y(inner.bottom() - 3.0 * GRID);
            // Ways to show it are for who has room; a face is for everybody.
            let chooses = inner.height() >= CHOICES_HEIGHT;
            let for_choices = if chooses { theme::TARGET + GRID } else { 0.0 };
            let (stage, buttons) = inner.split_left_right_at_x(inner.right() - for_choices);
            let title = match depth {
                Some(share) => texts.with("mesh-measured", &[("percent", percent(share).into())]),
                None => texts.get("mesh-title"),
            };
            let font = theme::regular(theme::BODY);
            widgets::say(ui, inner, Align2::LEFT_TOP, &title, font, palette.muted);
            if let Some(share) = depth {
                let line = stage.with_min_y(stage.top() + TITLE);
                let line = line.with_max_y(line.top() + DEPTH_LINE);
                widgets::filled_line(ui, palette, line, share, &title);
            }
            let stage = stage
                .with_min_y(stage.top() + TITLE + DEPTH_LINE)
                .with_max_y(legend.top() - GRID);
            if self.topology.is_none() {
                widgets::region(
                    ui,
                    stage.with_min_y(stage.top() + GRID),
                    Layout::top_down(Align::Min),
                    |ui| {
                        let font = theme::regular(theme::BODY);
                        widgets::paragraph(ui, &texts.get("mesh-missing"), font, palette.text);
                    },
                );
                return;
            }
            show_mesh(ui, scene, stage, &mut self.view, &texts.get("mesh-live"));
            if chooses {
                let place = buttons.with_min_x(buttons.left() + GRID);
                choices(ui, scene, place, &mut self.view);
            }
            if self.view.style == MeshStyle::Depth {
                depth_legend(ui, scene, legend.with_max_x(stage.right()));
            }
        });
    }
}

/// Whole percent of a share from 0 to 1; all of them only of the whole.
fn percent(share: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is between 0 and 1, and a float cast saturates"
    )]
    let whole = (share * 100.0).floor() as u32;
    whole
}

/// A mesh on a card of the theme, turned by hand or by keys.
pub(super) fn show_mesh(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &mut MeshView,
    label: &str,
) {
    let keys = scene.texts.get("mesh-keys");
    let said = MeshSaid {
        label,
        keys: &keys,
        ring: scene.palette.text,
    };
    view.show(ui, rect, said);
}

/// The ways of showing a mesh, one below the other.
fn choices(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &mut MeshView) {
    widgets::region(ui, rect, Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = CHOICES_GAP;
        for (style, icon, key) in STYLES {
            let words = scene.texts.get(key);
            let button = Button::sign(scene.palette, icon, &words, view.style == style);
            if ui.add(button).clicked() {
                view.style = style;
            }
        }
    });
}

/// From near to far in the mesh's own colours.
pub(super) fn depth_legend(ui: &mut Ui, scene: &Scene<'_>, rect: Rect) {
    let palette = scene.palette;
    let font = theme::regular(theme::BODY);
    let near = scene.texts.get("mesh-near");
    let far = scene.texts.get("mesh-far");
    let muted = palette.muted;
    widgets::say(ui, rect, Align2::LEFT_CENTER, &near, font.clone(), muted);
    widgets::say(ui, rect, Align2::RIGHT_CENTER, &far, font, muted);
    let bar = Rect::from_center_size(rect.center(), vec2(rect.width() - 15.0 * GRID, GRID));
    let mut mesh = Mesh::default();
    for (x, colour) in [
        (bar.left(), theme::mesh::NEAR),
        (bar.right(), theme::mesh::FAR),
    ] {
        mesh.colored_vertex(eframe::egui::pos2(x, bar.top()), colour);
        mesh.colored_vertex(eframe::egui::pos2(x, bar.bottom()), colour);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(1, 2, 3);
    ui.painter().add(Shape::mesh(mesh));
}
