//! Pages beside verifying and enrolling: other ways in, what staff do, the
//! first start. What is typed on them is kept here and forgotten with them.

mod call;
mod first_start;
mod other_ways;
mod pin;
mod staff;
mod vouch;

use eframe::egui::Ui;

use crate::domain::Role;
use crate::pipeline::{DeskIntent, Intent, Snapshot};

use super::settings::{SettingsForm, SettingsPage, settings_screen};
use super::{Act, Page, Scene};

use first_start::StartForm;
use pin::PinForm;
use vouch::VouchForm;

/// One of these pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskPage {
    /// Ways in without a face.
    OtherWays,
    /// Badge and PIN.
    Pin,
    /// An operator vouches.
    Vouch,
    /// The front desk is called.
    Call,
    /// What staff can do.
    Staff,
    /// The settings.
    Settings(SettingsPage),
}

impl DeskPage {
    /// The role that the page is for; none if it is for everybody.
    fn role(self) -> Option<Role> {
        match self {
            Self::OtherWays | Self::Pin | Self::Call => None,
            Self::Vouch => Some(Role::FrontDesk),
            Self::Settings(_) => Some(Role::Administrator),
            Self::Staff => None,
        }
    }

    /// Whether it is for staff alone.
    #[must_use]
    pub fn is_for_staff(self) -> bool {
        match self {
            Self::OtherWays | Self::Pin | Self::Call => false,
            Self::Vouch | Self::Staff | Self::Settings(_) => true,
        }
    }

    /// Whether whoever is signed in (or nobody) may stay here.
    #[must_use]
    pub fn is_open_to(self, snapshot: &Snapshot) -> bool {
        match (self, self.role(), &snapshot.operator) {
            (Self::Staff, _, operator) => operator.is_some(),
            (_, None, _) => true,
            (_, Some(role), Some(operator)) => operator.role.holds(role),
            (_, Some(_), None) => false,
        }
    }
}

/// What was typed and chosen on these pages.
#[derive(Default)]
pub struct DeskPages {
    pin: PinForm,
    vouch: VouchForm,
    settings: SettingsForm,
    start: StartForm,
    /// Whether the pipeline was asked to look through the camera.
    looking: bool,
    /// Whether the lists were asked for since settings were opened.
    listed: bool,
}

impl DeskPages {
    /// Forgets what was typed.
    pub fn clear(&mut self) {
        self.pin = PinForm::default();
        self.vouch = VouchForm::default();
        self.settings = SettingsForm::default();
    }

    /// Whether the kiosk is being set up: nobody runs it yet, or who does has
    /// not read yet that it is ready.
    #[must_use]
    pub fn is_starting(&self, snapshot: &Snapshot) -> bool {
        snapshot.desk.settings.is_some() && (!snapshot.has_operators || self.start.is_done())
    }

    /// What the shown page needs of the pipeline from now on. `page` is none
    /// while something else is shown.
    pub fn follow(&mut self, page: Option<DeskPage>, snapshot: &Snapshot) -> Vec<Intent> {
        self.start.follow(snapshot);
        let starting = self.is_starting(snapshot);
        let mut asked = Vec::new();
        let looks = page == Some(DeskPage::Settings(SettingsPage::Camera))
            || starting && self.start.looks_through_camera();
        if looks != self.looking {
            self.looking = looks;
            asked.push(Intent::Desk(DeskIntent::Look(looks)));
        }
        let lists = starting || matches!(page, Some(DeskPage::Settings(_)));
        if lists && !self.listed {
            asked.push(Intent::Desk(DeskIntent::Refresh));
        }
        self.listed = lists;
        self.settings.follow(snapshot);
        asked
    }

    /// Draws a page.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, page: DeskPage) -> Option<Act> {
        match page {
            DeskPage::OtherWays => other_ways::other_ways_screen(ui, scene),
            DeskPage::Pin => pin::pin_screen(ui, scene, &mut self.pin),
            DeskPage::Vouch => vouch::vouch_screen(ui, scene, &mut self.vouch),
            DeskPage::Call => call::call_screen(ui, scene),
            DeskPage::Staff => staff::staff_screen(ui, scene),
            DeskPage::Settings(page) => settings_screen(ui, scene, page, &mut self.settings),
        }
    }

    /// Draws the first start.
    pub fn show_start(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
        first_start::first_start_screen(ui, scene, &mut self.start)
    }
}

/// Back to a page by button or by Escape.
fn back_bar(ui: &mut Ui, scene: &Scene<'_>, title: &str, to: Page) -> Option<Act> {
    use crate::kiosk::icons;
    use crate::kiosk::widgets::{self, Button};
    let pressed = widgets::top_bar(ui, scene.palette, title, |ui| {
        let back = scene.texts.get("action-back");
        let button = Button::secondary(scene.palette, icons::ARROW_LEFT, &back);
        ui.add(button).clicked()
    });
    (pressed || super::escaped(ui.ctx())).then_some(Act::Open(to))
}
