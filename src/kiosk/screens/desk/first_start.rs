//! The first start: a kiosk that nobody runs yet is set up in a few steps.
//! There is no default password; without an administrator there is no kiosk.

use eframe::egui::{Align, Align2, Layout, Rect, Ui, vec2};

use crate::access::Settings;
use crate::kiosk::icons;
use crate::kiosk::texts::LANGUAGES;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Room, Tile};
use crate::pipeline::{DeskIntent, Intent, Snapshot, WorkStatus};

use super::super::settings::{
    AccountForm, camera_choice, camera_picture, name_field, site_field_id,
};
use super::restore::{Restore, RestoreForm, restore_page, restored_screen};
use super::{Act, Page, Scene};

/// Where one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    #[default]
    Language,
    Site,
    Camera,
    Administrator,
    Done,
}

/// The steps that something is asked in.
const STEPS: [(Step, &str); 4] = [
    (Step::Language, "start-language"),
    (Step::Site, "start-site"),
    (Step::Camera, "start-camera"),
    (Step::Administrator, "start-admin"),
];

/// Width of what is read or typed, in points.
const COLUMN: f32 = 720.0;

impl Step {
    fn number(self) -> u8 {
        match self {
            Self::Language => 0,
            Self::Site => 1,
            Self::Camera => 2,
            Self::Administrator => 3,
            Self::Done => 4,
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Language => Self::Site,
            Self::Site => Self::Camera,
            Self::Camera => Self::Administrator,
            Self::Administrator | Self::Done => Self::Done,
        }
    }

    fn before(self) -> Self {
        match self {
            Self::Language | Self::Site => Self::Language,
            Self::Camera => Self::Site,
            Self::Administrator | Self::Done => Self::Camera,
        }
    }
}

/// What was chosen so far.
#[derive(Default)]
pub struct StartForm {
    step: Step,
    settings: Option<Settings>,
    account: AccountForm,
    /// Whether setting up was asked for.
    asked: bool,
    /// Open while an earlier kiosk's backup is asked for.
    restore: Option<RestoreForm>,
    /// Whether it was read that a backup is in place.
    restored_read: bool,
}

impl StartForm {
    /// Begins with the settings that are there, and ends once there is an
    /// administrator.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        if self.settings.is_none() {
            self.settings = snapshot.desk.settings.as_deref().cloned();
        }
        if self.asked && snapshot.has_operators {
            self.step = Step::Done;
        }
    }

    /// Whether the kiosk is ready and says so.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.step == Step::Done
    }

    /// Whether a backup was put in place, and nobody has read so yet.
    #[must_use]
    pub fn tells(&self, snapshot: &Snapshot) -> bool {
        snapshot.start.restored.is_some() && !self.restored_read
    }

    /// Whether the test picture is shown.
    #[must_use]
    pub fn looks_through_camera(&self) -> bool {
        self.step == Step::Camera
    }
}

/// Draws the step.
pub fn first_start_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut StartForm) -> Option<Act> {
    if form.is_done() {
        return ready(ui, scene, form);
    }
    if let Some(erased) = scene
        .snapshot
        .start
        .restored
        .filter(|_| !form.restored_read)
    {
        let act = restored_screen(ui, scene, erased);
        if matches!(act, Some(Act::Open(_))) {
            *form = StartForm {
                restored_read: true,
                ..StartForm::default()
            };
        }
        return act;
    }
    if let Some(restore) = &mut form.restore {
        return match restore_page(ui, scene, restore) {
            Some(Restore::Back) => {
                form.restore = None;
                None
            }
            Some(Restore::Act(act)) => Some(*act),
            None => None,
        };
    }
    let palette = scene.palette;
    let texts = scene.texts;
    let name = form
        .settings
        .as_ref()
        .map_or("", |settings| &settings.site_name);
    let spoken = widgets::top_bar(ui, palette, name, |ui| {
        // The first page asks for it.
        let asks = form.step == Step::Language;
        (!asks)
            .then(|| super::super::language_button(ui, scene))
            .flatten()
    });
    let body = widgets::body(ui);
    let (content, foot) = widgets::foot(ui, body);
    // The picture needs room; what is only read or typed stands in the middle.
    let place = if form.looks_through_camera() {
        content
    } else {
        let width = content.width().min(COLUMN);
        Align2::CENTER_TOP.align_size_within_rect(vec2(width, content.height()), content)
    };
    let mut act = widgets::region(ui, place, Layout::top_down(Align::Min), |ui| {
        let number = form.step.number();
        let words = texts.with(
            "start-step",
            &[("step", (number + 1).into()), ("steps", STEPS.len().into())],
        );
        widgets::step_dots(ui, palette, number, 4, &words);
        ui.add_space(2.0 * GRID);
        if let Some((_, key)) = STEPS.iter().find(|(step, _)| *step == form.step) {
            let title = texts.get(key);
            widgets::title(ui, &title, Room::of(ui).title(), palette.text);
            let advice = texts.advice(key);
            widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
        }
        ui.add_space(2.0 * GRID);
        asked(ui, scene, form)
    });
    act = act.or(buttons(ui, scene, foot, form));
    act.or(spoken)
}

/// What the step asks.
fn asked(ui: &mut Ui, scene: &Scene<'_>, form: &mut StartForm) -> Option<Act> {
    let settings = form.settings.as_mut()?;
    match form.step {
        Step::Language => widgets::scrolled(ui, "languages", |ui| {
            ui.spacing_mut().item_spacing.y = 1.5 * GRID;
            let mut act = None;
            for language in &LANGUAGES {
                let chosen = scene.texts.speaks(language.code);
                let tile = Tile::choice(scene.palette, icons::GLOBE, language.name, "", chosen);
                if tile.show(ui).clicked() {
                    act = Some(Act::Speak(language.code));
                }
            }
            language_of(scene).clone_into(&mut settings.language);
            let question = scene.texts.get("restore-question");
            let link = scene.texts.get("restore-link");
            let icon = icons::FOLDER;
            if widgets::soft_link(ui, scene.palette, icon, &question, &link).clicked() {
                form.restore = Some(RestoreForm::default());
            }
            act
        }),
        Step::Site => {
            name_field(ui, scene, settings);
            None
        }
        Step::Camera => {
            let room = ui.available_rect_before_wrap();
            let (left, right) = Room::of(ui).split(room, 0.4, 0.35, 3.0 * GRID);
            let act = widgets::region(ui, left, Layout::top_down(Align::Min), |ui| {
                widgets::scrolled(ui, "cameras", |ui| camera_choice(ui, scene, settings))
            });
            camera_picture(ui, scene, right);
            act
        }
        Step::Administrator => {
            widgets::scrolled(ui, "account", |ui| {
                form.account.name_field(ui, scene);
                form.account.password_fields(ui, scene);
            });
            None
        }
        Step::Done => None,
    }
}

fn language_of(scene: &Scene<'_>) -> &'static str {
    scene.texts.language().code
}

/// Back and on; Enter goes on too.
fn buttons(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut StartForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let last = form.step == Step::Administrator;
    let work = &scene.snapshot.desk.work;
    let ready = match form.step {
        Step::Language | Step::Camera => true,
        Step::Site => {
            let settings = form.settings.clone().unwrap_or_default();
            settings.validated().is_ok()
        }
        Step::Administrator => {
            let account = &form.account;
            account.name().is_some() && account.has_password() && *work != WorkStatus::Working
        }
        Step::Done => false,
    };
    let [name, password, again] = AccountForm::ids();
    let site = site_field_id();
    let first = match form.step {
        Step::Site => Some(site),
        Step::Administrator if form.account.name().is_none() => Some(name),
        _ => None,
    };
    if let Some(first) = first
        && ui.memory(|memory| memory.focused()).is_none()
    {
        match &form.settings {
            // A name that is proposed is typed over.
            Some(settings) if form.step == Step::Site => {
                widgets::select_all(ui.ctx(), first, &settings.site_name);
            }
            _ => ui.memory_mut(|memory| memory.request_focus(first)),
        }
    }
    let enter = super::super::entered(ui.ctx(), &[site, name, password, again]);
    let escaped = super::super::escaped(ui.ctx());
    let (icon, key) = if last {
        (icons::CHECK, "start-finish")
    } else {
        (icons::ARROW_RIGHT, "start-next")
    };
    let (words, back) = (texts.get(key), texts.get("action-back"));
    let can_go_back = form.step != Step::Language;
    let trouble = scene.failure().filter(|_| last);
    // The first one looks after all of it: there is no role to choose.
    let missing = match form.account.name() {
        _ if !last => None,
        None => Some("operators-missing-name"),
        Some(_) => form.account.missing(false),
    };
    let missing = missing.map(|key| texts.get(key));
    let foot = Foot {
        back: can_go_back.then(|| Button::secondary(palette, icons::ARROW_LEFT, &back)),
        said: match (&trouble, &missing) {
            (Some(words), _) => Some((icons::WARNING, palette.danger, words.as_str())),
            (None, Some(words)) => Some(("", palette.muted, words.as_str())),
            (None, None) => None,
        },
        primary: Button::primary(palette, icon, &words).enabled(ready),
    };
    let pressed = foot.show(ui, rect);
    let on = (pressed.primary || enter) && ready;
    let back = pressed.back || (can_go_back && escaped);
    if back || (on && !last) {
        super::super::let_go(ui.ctx());
    }
    if back {
        form.step = form.step.before();
    } else if on && last {
        return set_up(form);
    } else if on {
        form.step = form.step.next();
    }
    None
}

fn set_up(form: &mut StartForm) -> Option<Act> {
    let settings = form.settings.clone()?;
    let name = form.account.name()?;
    let password = form.account.take_password()?;
    form.asked = true;
    Some(Act::Send(Intent::Desk(DeskIntent::FirstStart {
        settings: Box::new(settings),
        name,
        password,
    })))
}

/// The kiosk is ready: enrol the first person, or leave it to others.
fn ready(ui: &mut Ui, scene: &Scene<'_>, form: &mut StartForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = super::super::entered(ui.ctx(), &[]);
    let room = Room::of(ui);
    let whole = ui.max_rect().shrink2(room.margin());
    let act = super::super::in_the_middle(ui, whole, 880.0, Align::Center, |ui| {
        let (fill, ink) = (palette.success_soft, palette.success);
        super::super::round_sign(ui, icons::SHIELD_CHECK, fill, ink);
        ui.add_space(3.0 * GRID);
        let title = texts.get("start-done");
        let font = theme::bold(room.display());
        widgets::centred_paragraph(ui, &title, font, palette.text, 1.1);
        ui.add_space(GRID);
        let advice = texts.advice("start-done");
        let font = theme::regular(theme::LEAD);
        widgets::centred_paragraph(ui, &advice, font, palette.muted, 1.45);
        ui.add_space(2.0 * GRID);
        let before = texts.get("start-before-service");
        let font = theme::regular(theme::BODY);
        widgets::centred_paragraph(ui, &before, font, palette.muted, 1.45);
        ui.add_space(4.0 * GRID);
        let mut act = None;
        super::super::choices_in_the_middle(ui, texts.language().code, |ui| {
            let words = texts.get("home-enrol");
            let button = Button::primary(palette, icons::USER_PLUS, &words);
            if ui.add(button).clicked() || enter {
                act = Some(Act::Open(Page::EnrolForm));
            }
            let words = texts.get("staff-home");
            let button = Button::secondary(palette, icons::HOME, &words);
            if ui.add(button.min_size(vec2(0.0, 11.0 * GRID))).clicked() {
                act = Some(Act::Send(Intent::SignOut));
            }
        });
        act
    });
    if act.is_some() {
        *form = StartForm::default();
    }
    act.or(super::super::language_corner(ui, scene))
}
