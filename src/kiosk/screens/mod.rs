//! One file a screen. A screen draws what it is shown and returns what a
//! person wants, if anything.

mod badge;
mod badge_ask;
mod camera_away;
mod capture;
mod code;
mod confirm;
mod desk;
mod enrol;
mod face_card;
mod home;
mod home_bar;
mod mesh_card;
mod people;
mod result;
mod review;
mod scan;
mod settings;
mod sign_in;
mod trouble;
mod unlock;
mod verified;

use std::fmt::Debug;
use std::hash::Hash;

use eframe::egui::{
    Align, Align2, Color32, Context, Id, Key, Layout, Modifiers, Rect, ScrollArea, Sense, Ui, vec2,
};
use jiff::Zoned;

use crate::domain::Timestamp;
use crate::pipeline::{Intent, PeopleIntent, Problem, Snapshot, WorkStatus};

use super::icons;
use super::picture::LivePicture;
use super::problems::Told;
use super::texts::Texts;
use super::theme::{self, Palette};
use super::thumbnails::Thumbnails;
use super::widgets::{self, Button, Tone};

pub use badge::{BadgeForm, badge_screen};
use badge_ask::BadgeAsk;
pub use capture::capture_screen;
pub use desk::{DeskPage, DeskPages, SELFTEST};
pub use enrol::{EnrolForm, enrol_capture_screen, enrol_done_screen, enrol_form_screen};
pub use face_card::FaceCard;
pub use home::{HomeForms, home_screen};
pub use mesh_card::MeshCard;
pub use people::{PeopleForm, people_screen};
pub use result::{ResultView, result_screen};
pub use scan::Scan;
pub use settings::SettingsPage;
pub use sign_in::{SignInForm, sign_in_screen};
pub use trouble::trouble_screen;
pub use unlock::{UnlockForm, is_unlocked_here, unlock_screen};
pub use verified::verified_screen;

/// Where one is while no capture is going on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The home screen.
    #[default]
    Home,
    /// Typing or scanning a badge.
    Badge,
    /// An operator signs in.
    SignIn,
    /// Who is enrolled, and whether they agree.
    EnrolForm,
    /// People who are enrolled.
    People,
    /// Other ways in, and what staff do.
    Desk(DeskPage),
}

impl Page {
    /// Whether it is for staff alone.
    #[must_use]
    pub fn is_for_staff(self) -> bool {
        match self {
            Self::Home | Self::Badge | Self::SignIn => false,
            Self::EnrolForm | Self::People => true,
            Self::Desk(page) => page.is_for_staff(),
        }
    }
}

/// What a person did on a screen.
#[derive(Debug)]
pub enum Act {
    /// Ask the pipeline.
    Send(Intent),
    /// Go to another page.
    Open(Page),
    /// Back to where one came from.
    Back,
    /// Leave the result for another page.
    LeaveFor(Page),
    /// Sign in first, then go to a page.
    SignInFor(DeskPage),
    /// Be heard, or not, until the program ends.
    Mute(bool),
    /// Speak the next language.
    NextLanguage,
    /// Speak the language of that code.
    Speak(&'static str),
}

/// What every screen is shown.
pub struct Scene<'a> {
    /// Colours.
    pub palette: &'static Palette,
    /// Words.
    pub texts: &'a Texts,
    /// The program's state.
    pub snapshot: &'a Snapshot,
    /// What the site calls itself.
    pub site: &'a str,
    /// Whether cues are muted here; none where settings have no sound.
    pub muted: Option<bool>,
    /// Whether a cue can be heard here, as far as is known.
    pub heard: bool,
    /// The local time.
    pub now: &'a Zoned,
    /// The live picture.
    pub picture: &'a LivePicture,
    /// Pictures of the poses kept so far.
    pub thumbnails: &'a Thumbnails,
}

impl Scene<'_> {
    /// A problem in the words of the language spoken now.
    fn told(&self, problem: &Problem) -> Told {
        Told::of(problem, self.texts)
    }

    /// Why the last work at the desk failed, in one line.
    fn failure(&self) -> Option<String> {
        self.failure_of(&self.snapshot.desk.work)
    }

    /// The same of the last way in without a face.
    fn way_failure(&self) -> Option<String> {
        self.failure_of(&self.snapshot.desk.way_in)
    }

    fn failure_of(&self, work: &WorkStatus) -> Option<String> {
        match work {
            WorkStatus::Failed { why } => Some(self.told(why).line()),
            _ => None,
        }
    }
}

/// Width of the line that says somebody is signed out soon, in points.
const SOON_WIDTH: f32 = 720.0;
/// Height that it takes off the page, in points.
pub const SOON_HEIGHT: f32 = 11.0 * theme::GRID;

/// Whether Enter was pressed and means the screen's primary action: not when
/// a button has the focus, which takes Enter itself. `fields` are the
/// screen's text fields. Ask before the fields are drawn: Enter ends their
/// focus.
fn entered(ctx: &Context, fields: &[Id]) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    focused.is_none_or(|id| fields.contains(&id))
        && ctx.input(|input| input.key_pressed(Key::Enter))
}

/// Whether Escape was pressed: cancel, or back.
fn escaped(ctx: &Context) -> bool {
    ctx.input(|input| input.key_pressed(Key::Escape))
}

/// Another step of the same page comes: what has the focus hands it to nothing
/// that happens to stand in its place.
fn let_go(ctx: &Context) {
    ctx.memory_mut(|memory| {
        if let Some(id) = memory.focused() {
            memory.surrender_focus(id);
        }
    });
}

/// The language that is spoken; pressed, the next one is.
fn language_button(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let language = scene.texts.language().name;
    let button = Button::quiet(scene.palette, icons::GLOBE, language);
    let narrow = widgets::Room::of(ui).narrow;
    ui.add(button.only_sign(narrow))
        .clicked()
        .then_some(Act::NextLanguage)
}

/// The same in the corner of a screen without a bar. Draw it last: it comes
/// after what the screen is for.
fn language_corner(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let whole = ui.max_rect();
    let room = widgets::Room::of(ui);
    let bar = whole.with_max_y(whole.top() + room.bar());
    let inner = bar.shrink2(vec2(room.margin().x, 0.0));
    widgets::region(ui, inner, Layout::right_to_left(Align::Center), |ui| {
        language_button(ui, scene)
    })
}

/// Takes Escape for something on the page, which then isn't left.
fn take_escape(ctx: &Context) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
}

/// Day and time of the clock on the wall.
fn date(scene: &Scene<'_>, at: Timestamp) -> String {
    let zone = scene.now.time_zone().clone();
    jiff::Timestamp::from_millisecond(at.0).map_or_else(
        |_| String::new(),
        |at| at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// Says, until it is read, that an enrolment was interrupted.
fn interrupted_banner(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let words = scene.texts.get("enrol-interrupted");
    let read = scene.texts.get("action-read");
    let dismissed = widgets::banner(ui, scene.palette, Tone::Care, None, &words, Some(&read));
    let intent = Intent::People(PeopleIntent::DismissInterrupted);
    dismissed.then_some(Act::Send(intent))
}

/// Lays `add` out from the top, `width` wide, in the middle of `rect`; what is
/// higher than `rect` is scrolled. Its height is known from the frame before;
/// the first frame is drawn twice.
fn in_the_middle<R>(
    ui: &mut Ui,
    rect: Rect,
    width: f32,
    align: Align,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let id = ui.scope_id().with("height in the middle");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let size = vec2(width.min(rect.width()), known.unwrap_or(rect.height()));
    let place = Align2::CENTER_CENTER.align_size_within_rect(size, rect);
    let measured = |ui: &mut Ui| {
        let value = add(ui);
        let height = ui.min_rect().height();
        if known.is_none_or(|known| (known - height).abs() > 0.5) {
            ui.data_mut(|data| data.insert_temp(id, height));
            ui.ctx().request_discard("the height is known now");
        }
        value
    };
    if known.is_some_and(|known| known > rect.height() + 0.5) {
        let place = rect.with_min_x(place.left()).with_max_x(place.right());
        return widgets::region(ui, place, Layout::top_down(align), |ui| {
            let area = ScrollArea::vertical().id_salt(id).auto_shrink(false);
            area.show(ui, |ui| ui.with_layout(Layout::top_down(align), measured))
                .inner
                .inner
        });
    }
    widgets::region(ui, place, Layout::top_down(align), measured)
}

/// What is pressed on a screen: in a row in the middle of the width, in
/// several where one would be too wide. The width is known from the frame
/// before; `salt` names what decides on it.
fn choices_in_the_middle<R>(
    ui: &mut Ui,
    salt: impl Hash + Debug,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let id = ui.scope_id().with(("width of the row", salt));
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let room = ui.available_width();
    let left = (room - known.unwrap_or(room)) / 2.0;
    let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 1.5) * theme::GRID;
        ui.add_space((left - 2.0 * theme::GRID).max(0.0));
        ui.with_layout(layout, |ui| {
            let value = add(ui);
            let width = ui.min_rect().width();
            if known.is_none_or(|known| (known - width).abs() > 0.5) {
                ui.data_mut(|data| data.insert_temp(id, width));
                ui.ctx().request_discard("the row's width is known now");
            }
            value
        })
        .inner
    })
    .inner
}

/// Says that the operator is signed out soon, and how to stay.
pub fn sign_out_soon(ui: &mut Ui, scene: &Scene<'_>, seconds: u32, left: f32) {
    let whole = ui.max_rect();
    let width = whole.width().min(SOON_WIDTH);
    let size = vec2(width, SOON_HEIGHT - 2.0 * theme::GRID);
    let place = whole.shrink(2.0 * theme::GRID);
    let place = Align2::CENTER_BOTTOM.align_size_within_rect(size, place);
    let words = scene
        .texts
        .with("sign-out-soon", &[("seconds", seconds.into())]);
    widgets::region(ui, place, Layout::top_down(Align::Min), |ui| {
        widgets::banner(ui, scene.palette, Tone::Care, None, &words, None);
    });
    time_bar(ui, scene, left);
}

/// Diameter of the round sign above what a whole screen says, in points.
const SIGN: f32 = 16.0 * theme::GRID;

/// The round sign above what a whole screen says: an icon on its soft colour.
fn round_sign(ui: &mut Ui, icon: &str, fill: Color32, ink: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(SIGN, SIGN), Sense::hover());
    let painter = ui.painter();
    painter.circle_filled(rect.center(), SIGN / 2.0, fill);
    let font = theme::icon(theme::DISPLAY);
    painter.text(rect.center(), Align2::CENTER_CENTER, icon, font, ink);
}

/// The time that is left before home (0 to 1), along the window's bottom.
pub fn time_bar(ui: &Ui, scene: &Scene<'_>, left: f32) {
    let whole = ui.max_rect();
    let bar = whole.with_min_y(whole.bottom() - theme::GRID);
    let name = scene.texts.get("time-left");
    widgets::filled_line(ui, scene.palette, bar, left, &name);
}
