//! The bar at the bottom of home: how camera and analysis stand, and the way
//! for staff.

use eframe::egui::{Align, Color32, Layout, Ui, vec2};

use crate::domain::Role;
use crate::kiosk::icons;
use crate::kiosk::theme::GRID;
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{CameraStatus, EngineStatus, Intent};
use crate::sync::SyncState;

use super::home::is_nobody_enrolled;
use super::{Act, DeskPage, Page, Scene};

/// Between two pills.
const GAP: f32 = 2.0 * GRID;
/// The name of staff's part of the bar.
const STAFF: &str = "staff's";

/// Draws the bar.
pub fn bottom_bar(ui: &mut Ui, scene: &Scene<'_>, room: Room) -> Option<Act> {
    let palette = scene.palette;
    let whole = ui.max_rect();
    let bar = whole.with_min_y(whole.bottom() - room.bar());
    let line = eframe::egui::Stroke::new(1.0, palette.border);
    ui.painter().hline(whole.x_range(), bar.top(), line);
    let inner = bar.shrink2(vec2(room.margin().x, 0.0));
    let left = widgets::before_end(ui, inner, STAFF);
    widgets::region(ui, left, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        status_pills(ui, scene);
    });
    widgets::at_end(ui, inner, STAFF, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        staff(ui, scene)
    })
}

/// How camera, analysis and the line to the centre stand; where there is no
/// room for all, what isn't well, the worst first.
fn status_pills(ui: &mut Ui, scene: &Scene<'_>) {
    let p = scene.palette;
    let (camera, colour) = match scene.snapshot.camera {
        CameraStatus::Running => ("status-camera-running", p.success),
        CameraStatus::Opening => ("status-camera-opening", p.warning),
        CameraStatus::Lost { .. } => ("status-camera-lost", p.danger),
    };
    let camera = (icons::CAMERA, colour, scene.texts.get(camera));
    let (engine, colour) = match scene.snapshot.engine {
        EngineStatus::Ready => ("status-engine-ready", p.success),
        EngineStatus::Starting => ("status-engine-starting", p.warning),
        EngineStatus::Restarting => ("status-engine-restarting", p.warning),
        EngineStatus::Failed { .. } => ("status-engine-failed", p.danger),
    };
    let mut pills = vec![camera, (icons::CPU, colour, scene.texts.get(engine))];
    let sync = match scene.snapshot.sync {
        SyncState::Alone => None,
        SyncState::Equal => Some((p.success, "status-sync-equal")),
        SyncState::Waiting => Some((p.warning, "status-sync-waiting")),
        SyncState::Behind => Some((p.warning, "status-sync-behind")),
    };
    pills.extend(sync.map(|(colour, key)| (icons::REFRESH, colour, scene.texts.get(key))));
    let width = |pills: &[(&str, Color32, String)]| -> f32 {
        let widths = pills
            .iter()
            .map(|(.., words)| widgets::pill_width(ui, words));
        let gaps = widths.len().saturating_sub(1);
        widths.sum::<f32>() + GAP * f32::from(u8::try_from(gaps).unwrap_or(u8::MAX))
    };
    let room = ui.available_width();
    while width(&pills) > room
        && let Some(well) = pills
            .iter()
            .rposition(|(_, colour, _)| *colour == p.success)
    {
        pills.remove(well);
    }
    if width(&pills) > room {
        pills.truncate(1);
    }
    for (icon, colour, words) in pills {
        widgets::pill(ui, p, icon, colour, &words);
    }
}

fn staff(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let Some(operator) = &scene.snapshot.operator else {
        // Where nobody is enrolled it is the one thing to do, and stands above.
        if !scene.snapshot.has_operators || is_nobody_enrolled(scene) {
            return None;
        }
        let words = texts.get("home-staff");
        let button = Button::quiet(palette, icons::LOCK, &words);
        return ui.add(button).clicked().then_some(Act::Open(Page::SignIn));
    };
    let mut act = None;
    if operator.role.holds(Role::FrontDesk) && !is_nobody_enrolled(scene) {
        let enrol = texts.get("home-enrol");
        let button = Button::secondary(palette, icons::USER_PLUS, &enrol);
        if ui.add(button).clicked() {
            act = Some(Act::Open(Page::EnrolForm));
        }
    }
    let words = texts.get("home-staff-page");
    let button = Button::secondary(palette, icons::USER_GEAR, &words);
    if ui.add(button).clicked() {
        act = Some(Act::Open(Page::Desk(DeskPage::Staff)));
    }
    let leave = if Room::of(ui).narrow {
        texts.get("staff-leave")
    } else {
        let name = operator.name.as_str().to_owned().into();
        texts.with("home-sign-out", &[("name", name)])
    };
    let button = if Room::of(ui).narrow {
        Button::sign(palette, icons::SIGN_OUT, &leave, false)
    } else {
        Button::quiet(palette, icons::SIGN_OUT, &leave)
    };
    if ui.add(button).clicked() {
        act = Some(Act::Send(Intent::SignOut));
    }
    act
}
