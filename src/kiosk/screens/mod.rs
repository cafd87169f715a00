//! One file a screen. A screen draws what it is shown and returns what a
//! person wants, if anything.

mod badge;
mod capture;
mod desk;
mod enrol;
mod face_card;
mod home;
mod mesh_card;
mod people;
mod result;
mod scan;
mod settings;
mod sign_in;
mod trouble;
mod verified;

use eframe::egui::{Align, Align2, Context, Id, Key, Layout, Modifiers, Rect, Ui, vec2};
use jiff::Zoned;

use crate::pipeline::{Intent, PeopleIntent, Problem, Snapshot};

use super::icons;
use super::picture::LivePicture;
use super::problems::Told;
use super::texts::Texts;
use super::theme::{self, Palette};
use super::thumbnails::Thumbnails;
use super::widgets::{self, Button, Tone};

pub use badge::{BadgeForm, badge_screen};
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

/// What a person did on a screen.
#[derive(Debug)]
pub enum Act {
    /// Ask the pipeline.
    Send(Intent),
    /// Go to another page.
    Open(Page),
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
}

/// Width of the line that says somebody is signed out soon, in points.
const SOON_WIDTH: f32 = 720.0;

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

/// The language that is spoken; pressed, the next one is.
fn language_button(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let language = scene.texts.language().name;
    let button = Button::quiet(scene.palette, icons::GLOBE, language);
    ui.add(button).clicked().then_some(Act::NextLanguage)
}

/// The same in the corner of a screen without a bar. Draw it last: it comes
/// after what the screen is for.
fn language_corner(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let whole = ui.max_rect();
    let bar = whole.with_max_y(whole.top() + theme::TOP_BAR);
    let inner = bar.shrink2(vec2(theme::MARGIN, 0.0));
    widgets::region(ui, inner, Layout::right_to_left(Align::Center), |ui| {
        language_button(ui, scene)
    })
}

/// Takes Escape for something on the page, which then isn't left.
fn take_escape(ctx: &Context) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
}

/// Says, until it is read, that an enrolment was interrupted.
fn interrupted_banner(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let words = scene.texts.get("enrol-interrupted");
    let read = scene.texts.get("action-read");
    let dismissed = widgets::banner(ui, scene.palette, Tone::Care, None, &words, Some(&read));
    let intent = Intent::People(PeopleIntent::DismissInterrupted);
    dismissed.then_some(Act::Send(intent))
}

/// Lays `add` out from the top, `width` wide, in the middle of `rect`. Its
/// height is known from the frame before; the first frame is drawn twice.
fn in_the_middle<R>(
    ui: &mut Ui,
    rect: Rect,
    width: f32,
    align: eframe::egui::Align,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let id = ui.scope_id().with("height in the middle");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let size = vec2(width.min(rect.width()), known.unwrap_or(rect.height()));
    let place = Align2::CENTER_CENTER.align_size_within_rect(size, rect);
    let place = place.with_min_y(place.min.y.max(rect.min.y));
    widgets::region(ui, place, Layout::top_down(align), |ui| {
        let value = add(ui);
        let height = ui.min_rect().height();
        if known != Some(height) {
            ui.data_mut(|data| data.insert_temp(id, height));
            ui.ctx().request_discard("the height is known now");
        }
        value
    })
}

/// A row in the middle of the width, sized from the frame before.
fn row_in_the_middle<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.scope_id().with("width of the row");
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal(|ui| {
        ui.add_space(((ui.available_width() - known) / 2.0).max(0.0));
        let start = ui.cursor().min.x;
        let value = add(ui);
        let width = ui.min_rect().right() - start;
        if (known - width).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, width));
            ui.ctx().request_discard("the row's width is known now");
        }
        value
    })
    .inner
}

/// Says that the operator is signed out soon, and how to stay.
pub fn sign_out_soon(ui: &mut Ui, scene: &Scene<'_>, seconds: u32, left: f32) {
    let whole = ui.max_rect();
    let width = whole.width().min(SOON_WIDTH);
    let size = vec2(width, 9.0 * theme::GRID);
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

/// The time that is left before home (0 to 1), along the window's bottom.
pub fn time_bar(ui: &Ui, scene: &Scene<'_>, left: f32) {
    let whole = ui.max_rect();
    let bar = whole.with_min_y(whole.bottom() - theme::GRID);
    let painter = ui.painter();
    painter.rect_filled(bar, 0.0, scene.palette.track);
    let until = bar.left() + bar.width() * left.clamp(0.0, 1.0);
    painter.rect_filled(bar.with_max_x(until), 0.0, scene.palette.accent);
}
