//! Pages beside verifying and enrolling: other ways in, what staff do, the
//! first start. What is typed on them is kept here and forgotten with them.

mod attend;
mod audit;
mod audit_entry;
mod audit_words;
mod call;
mod erasures;
mod first_start;
mod other_ways;
mod pin;
mod restore;
mod staff;
mod token_pane;
mod tokens;
mod vouch;
mod who_and_why;

use eframe::egui::Ui;

use crate::domain::{Badge, Role};
use crate::flow::CaptureView;
use crate::pipeline::{
    CentreIntent, DeskIntent, Intent, KeysIntent, RetentionIntent, ReviewIntent, SelfTestIntent,
    Snapshot, WorkStatus,
};

use super::review::{ReviewForm, review_screen};
use super::settings::{SettingsForm, SettingsPage, settings_screen, trial_screen};
use super::{Act, Page, Scene};

use attend::AttendForm;
use audit::AuditForm;
use erasures::ErasuresForm;
use first_start::StartForm;
use pin::PinForm;
use tokens::TokensForm;
use who_and_why::WhoAndWhy;

/// One of these pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskPage {
    /// Ways in without a face.
    OtherWays,
    /// Badge and PIN.
    Pin,
    /// An operator stays beside somebody.
    Attend,
    /// An operator vouches.
    Vouch,
    /// The front desk is called.
    Call,
    /// What was done here, and by whom.
    Audit,
    /// Who was erased.
    Erasures,
    /// Tokens that were issued.
    Tokens,
    /// Sessions, and one of them.
    Review,
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
            Self::Attend | Self::Vouch => Some(Role::FrontDesk),
            Self::Audit | Self::Review | Self::Erasures => Some(Role::Reviewer),
            Self::Settings(_) => Some(Role::Administrator),
            // What each role sees there is looked at where it is drawn.
            Self::Staff | Self::Tokens => None,
        }
    }

    /// Whether it is for staff alone.
    #[must_use]
    pub fn is_for_staff(self) -> bool {
        match self {
            Self::OtherWays | Self::Pin | Self::Call => false,
            Self::Attend
            | Self::Vouch
            | Self::Audit
            | Self::Review
            | Self::Erasures
            | Self::Tokens
            | Self::Staff
            | Self::Settings(_) => true,
        }
    }

    /// Whether whoever is signed in (or nobody) may stay here.
    #[must_use]
    pub fn is_open_to(self, snapshot: &Snapshot) -> bool {
        match (self, self.role(), &snapshot.operator) {
            (Self::Staff | Self::Tokens, _, operator) => operator.is_some(),
            (_, None, _) => true,
            (_, Some(role), Some(operator)) => operator.role.holds(role),
            (_, Some(_), None) => false,
        }
    }
}

/// The page of the self-test.
pub const SELFTEST: DeskPage = DeskPage::Settings(SettingsPage::SelfTest);

/// What was typed and chosen on these pages.
#[derive(Default)]
pub struct DeskPages {
    pin: PinForm,
    attend: AttendForm,
    vouch: WhoAndWhy,
    audit: AuditForm,
    erasures: ErasuresForm,
    tokens: TokensForm,
    review: ReviewForm,
    settings: SettingsForm,
    start: StartForm,
    /// Whether the pipeline was asked to look through the camera.
    looking: bool,
    /// Whether the lists were asked for since settings were opened.
    listed: bool,
    /// Whether what is due was asked for since its page was opened.
    due_listed: bool,
    keys_listed: bool,
    centre_listed: bool,
    /// Whether the self-tests were asked for since their page was opened.
    tests_listed: bool,
}

impl DeskPages {
    /// Forgets what was typed.
    pub fn clear(&mut self) {
        self.pin = PinForm::default();
        self.attend = AttendForm::default();
        self.vouch = WhoAndWhy::default();
        self.audit = AuditForm::default();
        self.erasures = ErasuresForm::default();
        self.tokens = TokensForm::default();
        self.review.clear();
        self.settings = SettingsForm::default();
    }

    /// Whether what turns by itself stands still.
    pub fn stand_still(&mut self, still: bool) {
        self.review.stand_still(still);
    }

    /// Somebody whose badge is known tries another way: they needn't type it
    /// again.
    pub fn suppose(&mut self, badge: &Badge) {
        self.pin.suppose(badge);
        self.attend.suppose(badge);
        self.vouch.suppose(badge);
    }

    /// Whether the kiosk is being set up: nobody runs it yet, or who does has
    /// not read yet that it is ready.
    #[must_use]
    pub fn is_starting(&self, snapshot: &Snapshot) -> bool {
        let starts = !snapshot.has_operators || self.start.is_done() || self.start.tells(snapshot);
        snapshot.desk.settings.is_some() && starts
    }

    /// What the shown page needs of the pipeline from now on. `page` is none
    /// while something else is shown.
    pub fn follow(&mut self, page: Option<DeskPage>, snapshot: &Snapshot) -> Vec<Intent> {
        self.start.follow(snapshot);
        let starting = self.is_starting(snapshot);
        let mut asked = Vec::new();
        let testing = snapshot.desk.selftest.running.is_some();
        let looks = page == Some(DeskPage::Settings(SettingsPage::Camera))
            || page == Some(SELFTEST) && testing
            || starting && self.start.looks_through_camera();
        if looks != self.looking {
            self.looking = looks;
            asked.push(Intent::Desk(DeskIntent::Look(looks)));
        }
        let lists = starting || matches!(page, Some(DeskPage::Settings(_))) && !testing;
        if lists && !self.listed {
            asked.push(Intent::Desk(DeskIntent::Refresh));
        }
        self.listed = lists;
        let lists_tests = page == Some(SELFTEST) && !testing;
        if lists_tests && !self.tests_listed {
            asked.push(Intent::Desk(DeskIntent::SelfTest(SelfTestIntent::List)));
        }
        self.tests_listed = lists_tests;
        let data = page == Some(DeskPage::Settings(SettingsPage::Data));
        // What is due follows what was saved.
        let lists_due = data && snapshot.desk.work != WorkStatus::Working;
        if lists_due && !self.due_listed {
            let look = DeskIntent::Retention(RetentionIntent::Look);
            asked.push(Intent::Desk(look));
        }
        self.due_listed = lists_due;
        let shows_keys = page == Some(DeskPage::Settings(SettingsPage::Keys));
        if shows_keys && !self.keys_listed {
            asked.push(Intent::Desk(DeskIntent::Keys(KeysIntent::Look)));
        }
        self.keys_listed = shows_keys;
        let shows_centre = page == Some(DeskPage::Settings(SettingsPage::Centre));
        if shows_centre && !self.centre_listed {
            asked.push(Intent::Desk(DeskIntent::Centre(CentreIntent::Look)));
        }
        self.centre_listed = shows_centre;
        self.settings.follow(snapshot);
        self.review.follow(snapshot);
        let review = &snapshot.review;
        let looks_at_session = review.opening.is_some() || review.details.is_some();
        if page != Some(DeskPage::Review) && looks_at_session {
            asked.push(Intent::Review(ReviewIntent::Close));
        }
        asked
    }

    /// Draws a page.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, page: DeskPage) -> Option<Act> {
        if page == SELFTEST && scene.snapshot.desk.selftest.running.is_some() {
            return trial_screen(ui, scene, None);
        }
        match page {
            DeskPage::OtherWays => other_ways::other_ways_screen(ui, scene),
            DeskPage::Pin => pin::pin_screen(ui, scene, &mut self.pin),
            DeskPage::Attend => attend::attend_screen(ui, scene, &mut self.attend),
            DeskPage::Vouch => vouch::vouch_screen(ui, scene, &mut self.vouch),
            DeskPage::Audit => audit::audit_screen(ui, scene, &mut self.audit),
            DeskPage::Erasures => erasures::erasures_screen(ui, scene, &mut self.erasures),
            DeskPage::Tokens => tokens::tokens_screen(ui, scene, &mut self.tokens),
            DeskPage::Review => review_screen(ui, scene, &mut self.review),
            DeskPage::Call => call::call_screen(ui, scene),
            DeskPage::Staff => staff::staff_screen(ui, scene),
            DeskPage::Settings(page) => settings_screen(ui, scene, page, &mut self.settings),
        }
    }

    /// Draws a trial of a self-test.
    pub fn show_trial(ui: &mut Ui, scene: &Scene<'_>, view: &CaptureView) -> Option<Act> {
        trial_screen(ui, scene, Some(view))
    }

    /// Draws the first start.
    pub fn show_start(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
        first_start::first_start_screen(ui, scene, &mut self.start)
    }
}

/// Back by button or by Escape.
fn back_bar(ui: &mut Ui, scene: &Scene<'_>, title: &str, back: Act) -> Option<Act> {
    use crate::kiosk::icons;
    use crate::kiosk::theme::GRID;
    use crate::kiosk::widgets::{self, Button};
    let (pressed, spoken) = widgets::top_bar(ui, scene.palette, title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = super::language_button(ui, scene);
        let words = scene.texts.get("action-back");
        let button = Button::secondary(scene.palette, icons::ARROW_LEFT, &words);
        (ui.add(button).clicked(), spoken)
    });
    let left = pressed || super::escaped(ui.ctx());
    spoken.or(left.then_some(back))
}
