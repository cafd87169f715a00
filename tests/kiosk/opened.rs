//! A window over a made-up backend, and the hands that use it.

use eframe::egui::{Key, Rect, Vec2, accesskit::Role, pos2};
use egui_kittest::{Harness, kittest::Queryable};
use secure_biometric::kiosk::{KioskApp, KioskOptions, Page, ThemeChoice};
use secure_biometric::pipeline::Snapshot;

use crate::scenes::{Loudspeaker, Stage};

/// A window without a desktop.
pub type Opened = Harness<'static, KioskApp>;

/// The window of most tests.
pub const WINDOW: Rect = Rect {
    min: pos2(0.0, 0.0),
    max: pos2(1280.0, 800.0),
};

/// What a window begins with.
#[derive(Clone)]
pub struct Look<'a> {
    pub page: Page,
    pub theme: ThemeChoice,
    pub language: &'a str,
    pub size: Vec2,
    /// Pixels a point.
    pub scale: f32,
    /// Seconds of its clock that a step takes; none for egui's own.
    pub step: Option<f32>,
    pub clock: fn() -> jiff::Zoned,
    pub cues: Loudspeaker,
}

impl Default for Look<'_> {
    fn default() -> Self {
        Self {
            page: Page::Home,
            theme: ThemeChoice::Light,
            language: "en",
            size: WINDOW.size(),
            scale: 1.0,
            step: None,
            clock: jiff::Zoned::now,
            cues: Loudspeaker::default(),
        }
    }
}

/// Opens a window over a stage.
pub fn open(stage: &Stage, look: Look<'_>) -> Opened {
    let stage = stage.clone();
    let options = KioskOptions {
        site_name: "Northgate Reception".to_owned(),
        language: look.language.to_owned(),
        fullscreen: false,
        theme: look.theme,
        canonical_face: None,
    };
    let mut window = Harness::builder()
        .with_size(look.size)
        .with_pixels_per_point(look.scale);
    if let Some(step) = look.step {
        window = window.with_step_dt(step);
    }
    let Look {
        page, clock, cues, ..
    } = look;
    let mut window = window.build_eframe(move |creation| {
        let mut app = KioskApp::new(&creation.egui_ctx, Box::new(stage), options, clock)
            .with_cues(Box::new(cues));
        app.open(page);
        app
    });
    window.run_steps(4);
    window
}

/// A stage that shows this, and an English window over it.
pub fn showing(snapshot: Snapshot) -> (Stage, Opened) {
    showing_in(snapshot, Look::default())
}

/// The same with another look.
pub fn showing_in(snapshot: Snapshot, look: Look<'_>) -> (Stage, Opened) {
    let stage = Stage::default();
    stage.show(snapshot);
    let window = open(&stage, look);
    (stage, window)
}

/// Presses a button.
#[track_caller]
pub fn press(window: &mut Opened, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run_steps(3);
}

/// Chooses a tile.
#[track_caller]
pub fn choose(window: &mut Opened, tile: &str) {
    let role = Role::RadioButton;
    window.get_by_role_and_label(role, tile).click();
    window.run_steps(3);
}

/// Types into a field.
#[track_caller]
pub fn write(window: &mut Opened, field: &str, text: &str) {
    write_as(window, Role::TextInput, field, text);
}

/// Types into a field that shows dots.
#[track_caller]
pub fn write_secret(window: &mut Opened, field: &str, text: &str) {
    write_as(window, Role::PasswordInput, field, text);
}

fn write_as(window: &mut Opened, role: Role, field: &str, text: &str) {
    window.get_by_role_and_label(role, field).focus();
    window.run_steps(2);
    window.get_by_role_and_label(role, field).type_text(text);
    window.run_steps(3);
}

/// Presses a key.
pub fn strike(window: &mut Opened, key: Key) {
    window.key_press(key);
    window.run_steps(3);
}
