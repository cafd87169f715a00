//! Settings, for administrators: a list of pages to the left, the page to the
//! right, and one way to keep what was changed.

mod about;
mod account;
mod backup;
mod camera;
mod centre;
mod centre_joining;
mod clock;
mod data;
mod figures;
mod handover;
mod health;
mod keys;
mod keys_making;
mod look;
mod operators;
mod selftest;
mod site;
mod tolerance;
mod tolerance_edit;

use std::sync::Arc;

use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::{Align, Layout, Rect, ScrollArea, Ui, Vec2, vec2};

use crate::access::Settings;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Answer, Button, Foot, Room};
use crate::pipeline::{DeskIntent, Intent, Snapshot, WorkStatus};

use super::confirm::{Heavy, confirm_card};
use super::{Act, DeskPage, Page, Scene};

pub use account::AccountForm;
pub use camera::{camera_choice, camera_picture};
pub use centre::long_away as centre_long_away;
pub use handover::trouble as hand_over_trouble;
use operators::OperatorsForm;
use selftest::SelfTestChoice;
pub use selftest::trial_screen;
pub use site::{field_id as site_field_id, name_field};
use tolerance::ToleranceForm;

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
    /// Keys, and backups.
    Keys,
    /// The line to the centre.
    Centre,
    /// What the doctor finds.
    Health,
    /// Attacks tried on this camera.
    SelfTest,
    /// Version and licences.
    About,
}

/// Width of the list of pages, in points.
const PAGES_WIDTH: f32 = 31.0 * GRID;

/// The pages in their order, each with icon and name.
const PAGES: [(SettingsPage, &str, &str); 11] = [
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
    (SettingsPage::Keys, icons::KEY, "settings-keys"),
    (SettingsPage::Centre, icons::REFRESH, "settings-centre"),
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
    pub const ALL: [Self; 11] = [
        Self::Camera,
        Self::Tolerance,
        Self::Operators,
        Self::Site,
        Self::Look,
        Self::Data,
        Self::Keys,
        Self::Centre,
        Self::Health,
        Self::SelfTest,
        Self::About,
    ];

    /// Whether what is chosen on it waits to be saved.
    fn is_saved(self) -> bool {
        !matches!(
            self,
            Self::Operators
                | Self::Keys
                | Self::Centre
                | Self::Health
                | Self::SelfTest
                | Self::About
        )
    }
}

/// What was changed and not kept yet.
#[derive(Default)]
pub struct SettingsForm {
    /// What was in force when `draft` began.
    base: Option<Arc<Settings>>,
    draft: Settings,
    clock: clock::ClockForm,
    keys: keys::KeysForm,
    joining: centre_joining::JoiningForm,
    operators: OperatorsForm,
    selftest: SelfTestChoice,
    tolerance: ToleranceForm,
    /// Whether it is asked if changes are left behind, and that was shown.
    leaving: Option<bool>,
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
        self.tolerance.follow(&snapshot.desk);
    }

    /// Whether the page has the settings' own way to keep what was changed.
    fn is_saved_here(&self, page: SettingsPage) -> bool {
        let editing = page == SettingsPage::Tolerance && self.tolerance.is_editing();
        page.is_saved() && !editing
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
    let enter = super::entered(
        ui.ctx(),
        &[site::field_id(), handover::file_id(), handover::url_id()],
    );
    let title = texts.get("settings-title");
    let (back, spoken) = widgets::top_bar(ui, palette, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = super::language_button(ui, scene);
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        (ui.add(button).clicked(), spoken)
    });
    let body = widgets::body(ui);
    let (mut act, right) = pages(ui, scene, body, page);
    act = spoken.or(act);
    if let Some(shown) = form.leaving {
        form.leaving = Some(true);
        let answer = widgets::card_in(ui, palette, right, |ui| {
            confirm_card(ui, scene, LEAVE, "", !shown)
        });
        if answer.is_some() || act.is_some() {
            form.leaving = None;
        }
        let left = answer == Some(Answer::Yes);
        return act.or(left.then_some(Act::Open(Page::Desk(DeskPage::Staff))));
    }
    let is_saved_here = form.is_saved_here(page);
    let (card, foot) = if is_saved_here {
        widgets::foot(ui, right)
    } else {
        (right, Rect::NOTHING)
    };
    let asked = widgets::card_in(ui, palette, card, |ui| one_page(ui, scene, page, form));
    act = act.or(asked);
    if is_saved_here {
        act = act.or(footer(ui, scene, foot, form, enter));
    }
    if act.is_none() && (back || super::escaped(ui.ctx())) {
        if form.is_changed() {
            form.leaving = Some(false);
            ui.ctx().request_repaint();
        } else {
            act = Some(Act::Open(Page::Desk(DeskPage::Staff)));
        }
    }
    act
}

/// Changes that weren't saved are left behind only on purpose.
const LEAVE: Heavy = Heavy {
    icon: icons::ARROW_LEFT,
    act: "settings-leave",
    question: "settings-leave-sure",
    danger: true,
};

/// Height of a page's button: a little more than a target's, so that rounding
/// to the screen's pixels leaves no less.
const PAGE_HEIGHT: f32 = theme::TARGET + 0.5;

/// The list of pages: to the left, or above in a tall window. Gives the room
/// that is left, too.
fn pages(ui: &mut Ui, scene: &Scene<'_>, body: Rect, shown: SettingsPage) -> (Option<Act>, Rect) {
    if Room::of(ui).tall {
        let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
        return widgets::region(ui, body, layout, |ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(GRID / 2.0);
            let act = page_buttons(ui, scene, vec2(0.0, PAGE_HEIGHT), shown);
            let below = ui.min_rect().bottom() + 2.0 * GRID;
            (act, body.with_min_y(below))
        });
    }
    let (left, right) = body.split_left_right_at_x(body.left() + PAGES_WIDTH);
    let count = PAGES.iter().fold(0.0, |count, _| count + 1.0);
    // Where they don't fit, they reach into the margins, and no further.
    let margin = ui.max_rect().bottom() - body.bottom();
    let most = 2.0 * margin.clamp(0.0, 2.0 * GRID);
    let short = (count * PAGE_HEIGHT + GRID - left.height()).clamp(0.0, most);
    let left = left.expand2(vec2(0.0, short / 2.0));
    let free = left.height() - count * PAGE_HEIGHT;
    let act = widgets::region(ui, left, Layout::top_down(Align::Min), |ui| {
        // The least window hardly has room for all of them.
        ui.spacing_mut().item_spacing.y = (free / (count - 1.0)).floor().clamp(0.0, GRID / 2.0);
        let mut area = ScrollArea::vertical().id_salt("pages").auto_shrink(false);
        // A few points that are missing are no reason for a bar.
        if free > -PAGE_HEIGHT {
            area = area.scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
        }
        area.show(ui, |ui| {
            let size = vec2(ui.available_width(), PAGE_HEIGHT);
            page_buttons(ui, scene, size, shown)
        })
        .inner
    });
    (act, right.with_min_x(right.left() + 2.0 * GRID))
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
            tolerance::tolerance_page(ui, scene, &mut form.draft, &mut form.tolerance)
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
        SettingsPage::Data => data::data_page(ui, scene, &mut form.draft),
        SettingsPage::Keys => keys::keys_page(ui, scene, &mut form.keys),
        SettingsPage::Centre => centre::centre_page(ui, scene, &mut form.joining),
        SettingsPage::Health => health::health_page(ui, scene, &mut form.clock),
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
    let words = texts.get("settings-save");
    let said = how_it_went(scene, form.is_changed());
    let foot = Foot {
        back: None,
        said: said
            .as_ref()
            .map(|(icon, colour, words)| (*icon, *colour, words.as_str())),
        primary: Button::primary(palette, icons::CHECK, &words).enabled(ready),
    };
    let pressed = (foot.show(ui, rect).primary || enter) && ready;
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
