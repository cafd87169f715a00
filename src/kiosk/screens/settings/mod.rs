//! Settings, for administrators: a list of pages to the left, the page to the
//! right, and one way to keep what was changed.

mod about;
mod account;
mod camera;
mod data;
mod health;
mod look;
mod operators;
mod selftest;
mod site;
mod tolerance;

use std::sync::Arc;

use eframe::egui::{Align, Layout, Rect, ScrollArea, Ui, Vec2, vec2};

use crate::access::Settings;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};
use crate::pipeline::{DeskIntent, Intent, Snapshot, WorkStatus};

use super::{Act, DeskPage, Page, Scene};

pub use account::AccountForm;
pub use camera::{camera_choice, camera_picture};
use operators::OperatorsForm;
use selftest::SelfTestChoice;
pub use selftest::trial_screen;
pub use site::{field_id as site_field_id, name_field};

/// A page of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsPage {
    /// Camera, with a test picture.
    Camera,
    /// Tolerance profiles.
    Tolerance,
    /// Operators.
    Operators,
    /// The site's name and language.
    Site,
    /// Appearance and sound.
    Look,
    /// Data folder and retention.
    Data,
    /// What the doctor finds.
    Health,
    /// Attacks tried on this camera.
    SelfTest,
    /// Version and licences.
    About,
}

/// The pages in their order, each with icon and name.
const PAGES: [(SettingsPage, &str, &str); 9] = [
    (SettingsPage::Camera, icons::CAMERA, "settings-camera"),
    (
        SettingsPage::Tolerance,
        icons::SLIDERS,
        "settings-tolerance",
    ),
    (
        SettingsPage::Operators,
        icons::USER_GEAR,
        "settings-operators",
    ),
    (SettingsPage::Site, icons::BUILDING, "settings-site"),
    (SettingsPage::Look, icons::PALETTE, "settings-look"),
    (SettingsPage::Data, icons::FOLDER, "settings-data"),
    (SettingsPage::Health, icons::HEARTBEAT, "settings-health"),
    (
        SettingsPage::SelfTest,
        icons::SHIELD_CHECK,
        "settings-selftest",
    ),
    (SettingsPage::About, icons::INFO, "settings-about"),
];

impl SettingsPage {
    /// Every page.
    pub const ALL: [Self; 9] = [
        Self::Camera,
        Self::Tolerance,
        Self::Operators,
        Self::Site,
        Self::Look,
        Self::Data,
        Self::Health,
        Self::SelfTest,
        Self::About,
    ];

    /// Whether what is chosen on it waits to be saved.
    fn is_saved(self) -> bool {
        !matches!(
            self,
            Self::Operators | Self::Health | Self::SelfTest | Self::About
        )
    }
}

/// What was changed and not kept yet.
#[derive(Default)]
pub struct SettingsForm {
    /// What was in force when `draft` began.
    base: Option<Arc<Settings>>,
    draft: Settings,
    operators: OperatorsForm,
    selftest: SelfTestChoice,
}

impl SettingsForm {
    /// Begins anew whenever other settings are in force.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        let Some(settings) = &snapshot.desk.settings else {
            return;
        };
        if self.base.as_ref() != Some(settings) {
            self.draft = Settings::clone(settings);
            self.base = Some(Arc::clone(settings));
        }
        self.operators.follow(&snapshot.desk);
    }

    fn is_changed(&self) -> bool {
        self.base.as_deref().is_some_and(|base| *base != self.draft)
    }
}

/// Draws the settings with one page.
pub fn settings_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    page: SettingsPage,
    form: &mut SettingsForm,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = super::entered(ui.ctx(), &[site::field_id()]);
    let title = texts.get("settings-title");
    let (back, spoken) = widgets::top_bar(ui, palette, &title, |ui| {
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        let back = ui.add(button).clicked();
        (back, super::language_button(ui, scene))
    });
    let body = widgets::body(ui);
    let (list, right) = body.split_left_right_at_x(body.left() + 31.0 * GRID);
    let right = right.with_min_x(right.left() + 2.0 * GRID);
    let mut act = spoken.or(pages(ui, scene, list, page));
    let (card, foot) = if page.is_saved() {
        right.split_top_bottom_at_y(right.bottom() - 10.0 * GRID)
    } else {
        right.split_top_bottom_at_y(right.bottom())
    };
    let asked = widgets::card_in(ui, palette, card, |ui| one_page(ui, scene, page, form));
    act = act.or(asked);
    if page.is_saved() {
        let foot = foot.with_min_y(foot.top() + 2.0 * GRID);
        act = act.or(footer(ui, scene, foot, form, enter));
    }
    if act.is_none() && (back || super::escaped(ui.ctx())) {
        act = Some(Act::Open(Page::Desk(DeskPage::Staff)));
    }
    act
}

/// Height of a page's button: a little more than a target's, so that rounding
/// to the screen's pixels leaves no less.
const PAGE_HEIGHT: f32 = theme::TARGET + 0.5;

fn pages(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, shown: SettingsPage) -> Option<Act> {
    let count = PAGES.iter().fold(0.0, |count, _| count + 1.0);
    let free = rect.height() - count * PAGE_HEIGHT;
    let size = vec2(rect.width(), PAGE_HEIGHT);
    widgets::region(ui, rect, Layout::top_down(Align::Min), |ui| {
        // The least window hardly has room for all of them.
        ui.spacing_mut().item_spacing.y = (free / (count - 1.0)).clamp(0.0, GRID / 2.0);
        if free >= 0.0 {
            return page_buttons(ui, scene, size, shown);
        }
        let scroll = ScrollArea::vertical();
        scroll
            .show(ui, |ui| page_buttons(ui, scene, size, shown))
            .inner
    })
}

fn page_buttons(ui: &mut Ui, scene: &Scene<'_>, size: Vec2, shown: SettingsPage) -> Option<Act> {
    let mut act = None;
    for (page, icon, key) in PAGES {
        let words = scene.texts.get(key);
        let button = Button::choice(scene.palette, icon, &words, page == shown);
        if ui.add(button.min_size(size)).clicked() {
            act = Some(Act::Open(Page::Desk(DeskPage::Settings(page))));
        }
    }
    act
}

fn one_page(
    ui: &mut Ui,
    scene: &Scene<'_>,
    page: SettingsPage,
    form: &mut SettingsForm,
) -> Option<Act> {
    match page {
        SettingsPage::Camera => camera::camera_page(ui, scene, &mut form.draft),
        SettingsPage::Tolerance => {
            tolerance::tolerance_page(ui, scene, &mut form.draft);
            None
        }
        SettingsPage::Operators => operators::operators_page(ui, scene, &mut form.operators),
        SettingsPage::Site => {
            site::site_page(ui, scene, &mut form.draft);
            None
        }
        SettingsPage::Look => {
            look::look_page(ui, scene, &mut form.draft);
            None
        }
        SettingsPage::Data => {
            data::data_page(ui, scene, &mut form.draft);
            None
        }
        SettingsPage::Health => health::health_page(ui, scene),
        SettingsPage::SelfTest => selftest::selftest_page(ui, scene, &mut form.selftest),
        SettingsPage::About => {
            about::about_page(ui, scene);
            None
        }
    }
}

/// Whether there is something to keep, how keeping went, and the way to.
fn footer(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &SettingsForm,
    enter: bool,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let work = &scene.snapshot.desk.work;
    let can_be_kept = form.draft.clone().validated().is_ok();
    let ready = form.is_changed() && can_be_kept && *work != WorkStatus::Working;
    let pressed = widgets::region(ui, rect, Layout::right_to_left(Align::Center), |ui| {
        let words = texts.get("settings-save");
        let button = Button::primary(palette, icons::CHECK, &words)
            .min_size(vec2(0.0, theme::TARGET))
            .enabled(ready);
        let pressed = ui.add(button).clicked() || enter;
        ui.add_space(2.0 * GRID);
        if let Some((icon, colour, words)) = how_it_went(scene, form.is_changed()) {
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.text);
            widgets::icon(ui, icon, theme::LEAD, colour);
        }
        pressed && ready
    });
    pressed.then(|| Act::Send(Intent::Desk(DeskIntent::Save(Box::new(form.draft.clone())))))
}

/// An icon, its colour and a sentence about the work of the desk.
fn how_it_went(
    scene: &Scene<'_>,
    changed: bool,
) -> Option<(&'static str, eframe::egui::Color32, String)> {
    let palette = scene.palette;
    let texts = scene.texts;
    Some(match &scene.snapshot.desk.work {
        WorkStatus::Failed { why } => (icons::WARNING, palette.danger, scene.told(why).line()),
        WorkStatus::Working => (
            icons::HOURGLASS,
            palette.muted,
            texts.get("settings-working"),
        ),
        _ if changed => (icons::INFO, palette.warning, texts.get("settings-unsaved")),
        WorkStatus::Done => (icons::CHECK, palette.success, texts.get("settings-saved")),
        WorkStatus::Idle => return None,
    })
}

/// A page's heading.
fn heading(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    let title = scene.texts.get(key);
    let font = theme::semibold(theme::LEAD);
    widgets::label(ui, &title, font, scene.palette.text);
    ui.add_space(GRID);
}

/// What may be longer than there is room.
fn scrolling<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    widgets::scroll(ui, "page", |ui| {
        // The bar has room of its own; rings around what has the focus too.
        ui.set_width(ui.available_width() - 2.0 * GRID);
        ui.add_space(GRID / 2.0);
        add(ui)
    })
}
