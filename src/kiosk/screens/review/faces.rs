//! The measured face of a session beside that of the enrolment, turned
//! together; coloured by depth, or by where the two differ.

use std::sync::Arc;

use eframe::egui::{Align, Align2, CornerRadius, Layout, Rect, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::mesh::MeshGeometry;
use crate::kiosk::mesh_view::{MeshSlot, MeshStyle, MeshView};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::{Enrolled, SessionDetails};

use super::super::mesh_card::show_mesh;
use super::Scene;

/// How the face of a session is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// As it moved.
    Replay,
    /// Its measured surface, by how it differs from the enrolment's.
    Difference,
    /// By depth.
    Depth,
    /// As a net.
    Net,
}

/// The ways, each with icon and text.
const WAYS: [(Way, &str, &str); 4] = [
    (Way::Replay, icons::PLAY, "review-replay"),
    (Way::Difference, icons::SCALES, "review-difference"),
    (Way::Depth, icons::GRADIENT, "mesh-depth"),
    (Way::Net, icons::POLYGON, "mesh-wireframe"),
];
/// A difference that has the colour's full strength, in millimetres (ours:
/// twice what two measurements of one face usually differ by).
const FULL_COLOUR: f32 = 6.0;

/// The two faces; kept while the window is open.
pub struct FacesCard {
    seen: MeshView,
    enrolled: MeshView,
    /// What they were made of, in which way, and at which time of the replay.
    made_of: Option<(Arc<SessionDetails>, Way, u32)>,
    way: Way,
}

impl Default for FacesCard {
    fn default() -> Self {
        Self {
            seen: MeshView::new(MeshSlot::Reviewed, MeshStyle::Depth),
            enrolled: MeshView::new(MeshSlot::Enrolled, MeshStyle::Depth),
            made_of: None,
            way: Way::Replay,
        }
    }
}

impl FacesCard {
    /// Takes the faces of a session, and where its replay is; forgets them when
    /// it is left.
    pub fn update(&mut self, details: Option<&Arc<SessionDetails>>, at_millis: u32) {
        let Some(details) = details else {
            if self.made_of.take().is_some() {
                self.seen.clear();
                self.enrolled.clear();
            }
            return;
        };
        let way = self.way_of(details);
        let at = if way == Way::Replay { at_millis } else { 0 };
        let before = self.made_of.as_ref();
        let same = before.filter(|(made, before, _)| Arc::ptr_eq(made, details) && *before == way);
        match same {
            Some((_, _, made_at)) if *made_at == at => return,
            // Only the time is another one.
            Some(_) => self.move_to(details, at),
            None => self.make(details, way, at),
        }
        self.made_of = Some((Arc::clone(details), way, at));
    }

    /// The chosen way, or the next one that there is something for.
    fn way_of(&self, details: &SessionDetails) -> Way {
        let moves = details.replay.as_ref();
        let moves = moves.is_some_and(|replay| !replay.meshes().is_empty());
        match self.way {
            Way::Replay if !moves || triangles(details).is_none() => Way::Difference,
            way => way,
        }
    }

    /// Puts the face where the replay has it.
    fn move_to(&mut self, details: &SessionDetails, at_millis: u32) {
        let replay = details.replay.as_ref();
        let points = replay.and_then(|replay| replay.mesh_at(at_millis));
        if let (Some(points), Some(triangles)) = (points, triangles(details)) {
            let shape = MeshGeometry::of_points(&points, triangles);
            self.seen.set(shape, None);
        }
    }

    fn make(&mut self, details: &SessionDetails, way: Way, at_millis: u32) {
        // A net of the fine triangles would be no net but a skin.
        let fine = way != Way::Net;
        self.seen.clear();
        self.enrolled.clear();
        self.seen.style = match (way, &details.difference) {
            (Way::Replay | Way::Net, _) => MeshStyle::Wireframe,
            (Way::Difference, Some(_)) => MeshStyle::Difference,
            (Way::Difference, None) | (Way::Depth, _) => MeshStyle::Depth,
        };
        match &details.face {
            _ if way == Way::Replay => self.move_to(details, at_millis),
            Some(face) => {
                let tint = details.difference.as_ref().map(|difference| {
                    let shares = difference.millimetres().iter();
                    let shares = shares.map(|value| [0.5 + 0.5 * value / FULL_COLOUR]);
                    face.spread(&shares.collect::<Vec<_>>())
                });
                let tint = tint.filter(|_| way == Way::Difference);
                let shape = MeshGeometry::of_surface(face, fine, tint.as_deref());
                self.seen.set(shape, None);
            }
            None => {}
        }
        let shape = match &details.enrolled {
            Some(Enrolled::Surface(face)) => Some(MeshGeometry::of_surface(face, fine, None)),
            Some(Enrolled::Shape(shape)) => triangles(details)
                .map(|triangles| MeshGeometry::of_points(shape.points(), triangles)),
            None => None,
        };
        self.enrolled.style = match way {
            Way::Net => MeshStyle::Wireframe,
            _ => MeshStyle::Depth,
        };
        if let Some(shape) = shape {
            self.enrolled.set(shape, None);
        }
    }

    /// Whether there is a face to show.
    #[must_use]
    pub fn has_some(&self) -> bool {
        self.seen.is_set()
    }

    /// Whether faces stand still until somebody drags them.
    pub fn stand_still(&mut self, still: bool) {
        self.seen.still = still;
        self.enrolled.still = still;
    }

    /// Draws both into `rect`, or says why there are none.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, rect: Rect, details: &SessionDetails) {
        let palette = scene.palette;
        let texts = scene.texts;
        widgets::card_in(ui, palette, rect, |ui| {
            let inner = ui.max_rect();
            if !self.seen.is_set() {
                let key = match details.session.person {
                    Some(_) => "review-no-face-kept",
                    None => "review-no-face-of-strangers",
                };
                let words = texts.get(key);
                let font = theme::regular(theme::BODY);
                widgets::said_in(ui, inner, Align::Center, &words, font, palette.muted);
                return;
            }
            let (stage, below) = inner.split_top_bottom_at_y(inner.bottom() - theme::TARGET);
            let stage = stage.with_max_y(stage.bottom() - 4.0 * GRID);
            let (left, right) = match self.enrolled.is_set() {
                true => stage.split_left_right_at_fraction(0.5),
                false => (stage, Rect::NOTHING),
            };
            let before = self.seen.turned();
            one(ui, scene, left, &mut self.seen, "review-face-seen");
            if self.enrolled.is_set() {
                one(ui, scene, right, &mut self.enrolled, "review-face-enrolled");
                // Both are turned by dragging either.
                match before == self.seen.turned() {
                    true => self.seen.turn_like(&self.enrolled),
                    false => self.enrolled.turn_like(&self.seen),
                }
            }
            let legend = Rect::from_min_max(stage.left_bottom(), below.right_top());
            self.legend(ui, scene, legend, details);
            self.choices(ui, scene, below, details);
        });
    }

    /// What the colours say.
    fn legend(&self, ui: &Ui, scene: &Scene<'_>, rect: Rect, details: &SessionDetails) {
        let texts = scene.texts;
        let words = match (self.way_of(details), &details.difference) {
            (Way::Difference, Some(difference)) => {
                let values = [
                    ("typical", texts.decimal(difference.typical(), 1).into()),
                    ("largest", texts.decimal(difference.largest(), 1).into()),
                ];
                texts.with("review-difference-said", &values)
            }
            (Way::Difference, None) => texts.get("review-no-difference"),
            _ => return,
        };
        let font = theme::regular(theme::SMALL);
        let mut place = rect.with_min_x(rect.left() + 9.0 * GRID);
        if details.difference.is_some() {
            colours(ui, rect.with_max_x(rect.left() + 8.0 * GRID));
        } else {
            place = rect;
        }
        let at = Align2::LEFT_CENTER;
        widgets::elided(ui, place, at, &words, font, scene.palette.muted);
    }

    fn choices(&mut self, ui: &mut Ui, scene: &Scene<'_>, rect: Rect, details: &SessionDetails) {
        let shown = self.way_of(details);
        let moves = details.replay.as_ref();
        let moves = moves.is_some_and(|replay| !replay.meshes().is_empty());
        let ways = WAYS.iter().filter(|(way, ..)| moves || *way != Way::Replay);
        let ways: Vec<_> = ways.copied().collect();
        let layout = Layout::left_to_right(Align::Center);
        widgets::region(ui, rect, layout, |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let mut width = rect.width();
            for _ in 1..ways.len() {
                width -= GRID;
            }
            let share = u8::try_from(ways.len()).map_or(1.0, f32::from);
            let width = width / share.max(1.0);
            for (way, icon, key) in ways {
                let words = scene.texts.get(key);
                let chosen = shown == way;
                let button = Button::choice(scene.palette, icon, &words, chosen);
                let button = match button.width(ui) > width {
                    true => Button::sign(scene.palette, icon, &words, chosen),
                    false => button,
                };
                let size = vec2(width, theme::TARGET);
                if ui.add(button.min_size(size)).clicked() {
                    self.way = way;
                }
            }
        });
    }
}

/// What joins the landmarks: the canonical face's triangles, as any surface of
/// this session has them.
fn triangles(details: &SessionDetails) -> Option<&[[u16; 3]]> {
    let enrolled = match &details.enrolled {
        Some(Enrolled::Surface(surface)) => Some(surface),
        _ => None,
    };
    let surface = details.face.as_ref().or(enrolled)?;
    Some(surface.landmark_triangles())
}

/// One face under its name.
fn one(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &mut MeshView, key: &str) {
    let words = scene.texts.get(key);
    let font = theme::semibold(theme::SMALL + 1.0);
    let (name, stage) = rect.split_top_bottom_at_y(rect.top() + 3.0 * GRID);
    let at = Align2::LEFT_CENTER;
    widgets::elided(ui, name, at, &words, font, scene.palette.muted);
    ui.push_id(key, |ui| show_mesh(ui, scene, stage, view, &words));
}

/// From inside to outside, as the face is coloured.
fn colours(ui: &Ui, rect: Rect) {
    let height = GRID;
    let strip = Align2::LEFT_CENTER.align_size_within_rect(vec2(rect.width(), height), rect);
    let tones = [theme::mesh::INSIDE, theme::mesh::SAME, theme::mesh::OUTSIDE];
    let width = strip.width() / 3.0;
    let mut part = strip.with_max_x(strip.left() + width);
    for tone in tones {
        ui.painter().rect_filled(part, CornerRadius::same(2), tone);
        part = part.translate(vec2(width, 0.0));
    }
}
