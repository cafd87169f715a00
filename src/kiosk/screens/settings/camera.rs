//! The camera: which one, what it sees, and whether light and place are good.

use eframe::egui::{Align, Align2, CornerRadius, Layout, Rect, Ui, pos2, vec2};

use crate::access::Settings;
use crate::camera::{CameraId, CameraInfo};
use crate::flow::QualityBar;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room, Tile};
use crate::kiosk::{icons, words};
use crate::pipeline::{CameraStatus, DeskIntent, EngineStatus, Intent};

use super::super::{Act, Scene};

/// Width to height of the widest test picture (ours: between 4:3 and 16:9).
const WIDEST: f32 = 1.6;

/// Draws the page.
pub fn camera_page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) -> Option<Act> {
    let whole = ui.available_rect_before_wrap();
    let (left, right) = Room::of(ui).split(whole, 0.42, 0.35, 3.0 * GRID);
    let act = widgets::region(ui, left, Layout::top_down(Align::Min), |ui| {
        super::heading(ui, scene, "camera-choose");
        widgets::scrolled(ui, "camera", |ui| camera_choice(ui, scene, draft))
    });
    camera_picture(ui, scene, right);
    act
}

/// The cameras to choose from; choosing one also looks through it.
pub fn camera_choice(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let desk = &scene.snapshot.desk;
    let mut act = None;
    ui.spacing_mut().item_spacing.y = GRID;
    if let Some(CameraId::Recording(path)) = &desk.camera {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let title = texts.get("camera-recording");
        Tile::choice(palette, icons::CAMERA, &title, &name, true).show(ui);
    }
    for info in &desk.cameras {
        let id = CameraId::Device(info.id.clone());
        let chosen = desk.camera.as_ref() == Some(&id);
        let text = about(scene, info);
        let tile = Tile::choice(palette, icons::CAMERA, &info.name, &text, chosen);
        if tile.show(ui).clicked() {
            draft.camera = Some(id.to_string());
            act = Some(Act::Send(Intent::Desk(DeskIntent::TryCamera(id))));
        }
    }
    if desk.cameras.is_empty() {
        let trouble = desk.cameras_trouble.as_ref();
        let why = match trouble {
            Some(why) => scene.told(why).line(),
            None => texts.get("camera-none"),
        };
        widgets::paragraph(ui, &why, theme::regular(theme::BODY), palette.muted);
    }
    let words = texts.get("camera-search");
    let button = Button::secondary(palette, icons::REFRESH, &words);
    if ui.add(button).clicked() {
        act = Some(Act::Send(Intent::Desk(DeskIntent::Refresh)));
    }
    act
}

fn about(scene: &Scene<'_>, info: &CameraInfo) -> String {
    let Some(best) = info.formats.first() else {
        return String::new();
    };
    scene.texts.with(
        "camera-resolution",
        &[
            ("width", best.width.into()),
            ("height", best.height.into()),
            ("rate", best.frames_per_second.into()),
        ],
    )
}

/// The test picture with light check and pose check below.
pub fn camera_picture(ui: &mut Ui, scene: &Scene<'_>, rect: Rect) {
    let (picture, below, dial) = places(ui, rect);
    let room = picture.with_max_x(rect.right());
    let palette = scene.palette;
    let corner = CornerRadius::same(theme::RADIUS);
    match scene.picture.shape(picture) {
        Some(shape) => {
            ui.painter().add(shape);
        }
        None => {
            // Words need the width more than the shape of a picture.
            let room = match dial {
                Some(_) => picture,
                None => room,
            };
            ui.painter().rect_filled(room, corner, palette.track);
            let words = no_picture(scene);
            if words.is_empty() {
                let font = theme::icon(theme::DISPLAY);
                let (middle, icon) = (Align2::CENTER_CENTER, icons::CAMERA_SLASH);
                ui.painter()
                    .text(room.center(), middle, icon, font, palette.muted);
            }
            let place = room.shrink(2.0 * GRID);
            widgets::region(ui, place, Layout::top_down(Align::Min), |ui| {
                widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
            });
        }
    }
    let below = below.with_min_y(below.top() + 2.0 * GRID);
    judgement(ui, scene, below, dial);
}

/// Where the picture stands, what is below it, and the dial of the pose where
/// there is room beside the picture.
fn places(ui: &Ui, rect: Rect) -> (Rect, Rect, Option<Rect>) {
    let low = Room::of(ui).low;
    let side = dial_side(low);
    let place = |checks: f32| {
        let (room, below) = rect.split_top_bottom_at_y(rect.bottom() - checks * GRID);
        // As wide as cameras see, so that little is cut off above and below.
        let size = vec2(room.width().min(room.height() * WIDEST), room.height());
        let picture = Align2::LEFT_TOP.align_size_within_rect(size, room);
        (picture, below)
    };
    let (picture, below) = place(BARS);
    let beside = Rect::from_min_max(picture.right_top(), pos2(rect.right(), picture.bottom()));
    if !low && beside.width() >= side + 4.0 * GRID {
        let size = vec2(side, side);
        let dial = Align2::CENTER_CENTER.align_size_within_rect(size, beside);
        return (picture, below, Some(dial));
    }
    let (picture, below) = place(if low { 25.0 } else { 30.0 });
    (picture, below, None)
}

/// Height of words and bars alone, in steps of the grid.
const BARS: f32 = 26.0;

fn dial_side(low: bool) -> f32 {
    if low { 11.0 * GRID } else { 16.0 * GRID }
}

/// Why there is no picture. Where there is no camera the list says so.
fn no_picture(scene: &Scene<'_>) -> String {
    match (&scene.snapshot.camera, &scene.snapshot.engine) {
        (CameraStatus::Lost { .. }, _) if has_no_camera(scene) => String::new(),
        (CameraStatus::Lost { why }, _) | (_, EngineStatus::Failed { why }) => {
            scene.told(why).line()
        }
        _ => scene.texts.get("camera-starting"),
    }
}

/// Whether there is none that could be looked through.
fn has_no_camera(scene: &Scene<'_>) -> bool {
    let desk = &scene.snapshot.desk;
    let plays = matches!(desk.camera, Some(CameraId::Recording(_)));
    desk.cameras.is_empty() && !plays
}

/// What is good and what isn't: bars of the light, a dial of the pose.
fn judgement(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, beside: Option<Rect>) {
    let palette = scene.palette;
    let texts = scene.texts;
    let look = scene.snapshot.desk.look.clone().unwrap_or_default();
    // Whoever stands there as they should isn't told to, when nobody looks.
    let analysis = match &scene.snapshot.engine {
        EngineStatus::Ready => None,
        EngineStatus::Starting => Some(texts.get("status-engine-starting")),
        EngineStatus::Restarting => Some(texts.get("status-engine-restarting")),
        EngineStatus::Failed { why } => Some(scene.told(why).line()),
    };
    if let Some(words) = analysis {
        widgets::region(ui, rect, Layout::top_down(Align::Min), |ui| {
            widgets::said_line(ui, palette, icons::HOURGLASS, palette.muted, &words);
        });
        return;
    }
    if scene.snapshot.camera != CameraStatus::Running {
        // Nobody has to stand before a camera that doesn't look.
        return;
    }
    let said = match (look.faces, look.pose) {
        (0, _) | (_, None) => Some("camera-no-face"),
        (1, _) => None,
        _ => Some("camera-faces"),
    };
    if let Some(key) = said {
        widgets::region(ui, rect, Layout::top_down(Align::Min), |ui| {
            let words = texts.get(key);
            widgets::said_line(ui, palette, icons::USER_FOCUS, palette.muted, &words);
        });
        return;
    }
    let side = dial_side(Room::of(ui).low);
    let (square, right) = match beside {
        Some(square) => (square, rect),
        None => {
            let square = Rect::from_min_size(rect.min, vec2(side, side));
            (square, rect.with_min_x(square.right() + 2.0 * GRID))
        }
    };
    let label = texts.get("camera-pose");
    widgets::pose_dial(ui, square, look.pose, look.pose_good, palette, &label);
    widgets::region(ui, right, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "judgement", |ui| light_and_pose(ui, scene));
    });
}

/// In words, and the bars of the light.
fn light_and_pose(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = scene.palette;
    let texts = scene.texts;
    if let Some(look) = &scene.snapshot.desk.look {
        let worst = QualityBar::worst(&look.bars);
        let light_good = worst.is_none();
        for (good, keys) in [
            (look.pose_good, ["camera-pose-poor", "camera-pose-good"]),
            (light_good, ["camera-light-poor", "camera-light-good"]),
        ] {
            let [poor_key, good_key] = keys;
            let (icon, colour, key) = if good {
                (icons::CHECK, palette.success, good_key)
            } else {
                (icons::WARNING, palette.warning, poor_key)
            };
            widgets::said_line(ui, palette, icon, colour, &texts.get(key));
        }
        if let Some(bar) = worst {
            let fix = texts.get(words::fix(bar.component, false));
            widgets::said_line(ui, palette, icons::LIGHTBULB, palette.text, &fix);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        for bar in &look.bars {
            let name = texts.get(words::component(bar.component));
            widgets::quality_bar(ui, palette, bar, &name);
        }
    }
}
