//! Operators: who there is, a new one, another password, or an end.

use eframe::egui::{Align, Layout, Rect, Ui, vec2};

use crate::domain::{Operator, OperatorName};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Answer, Button, Foot, Tile, Tone};
use crate::pipeline::{DeskIntent, DeskView, Intent, WorkStatus};

use super::super::confirm::{Heavy, confirm_card};
use super::super::{Act, Scene, entered, take_escape};
use super::account::{AccountForm, ROLES};

/// What is being done.
#[derive(Default)]
enum Doing {
    /// Looking at the list.
    #[default]
    Nothing,
    /// A new operator.
    Adding(AccountForm),
    /// Another password for this one.
    SettingPassword(OperatorName, AccountForm),
}

/// The page's state.
#[derive(Default)]
pub struct OperatorsForm {
    doing: Doing,
    /// Who was touched in the list.
    chosen: Option<OperatorName>,
    /// Whether disabling was pressed once, and whether what it means was shown.
    sure: Option<bool>,
    /// Whether the work that goes on was asked for here.
    asked: bool,
    /// Whether that work was seen going on.
    under_way: bool,
}

impl OperatorsForm {
    /// Goes back to the list when what was asked for is done.
    pub fn follow(&mut self, desk: &DeskView) {
        match desk.work {
            WorkStatus::Working => self.under_way = self.asked,
            WorkStatus::Done if self.under_way => *self = Self::default(),
            WorkStatus::Done | WorkStatus::Idle | WorkStatus::Failed { .. } => {}
        }
    }

    fn ask(&mut self, intent: DeskIntent) -> Option<Act> {
        self.asked = true;
        self.under_way = false;
        Some(Act::Send(Intent::Desk(intent)))
    }
}

/// Draws the page.
pub fn operators_page(ui: &mut Ui, scene: &Scene<'_>, form: &mut OperatorsForm) -> Option<Act> {
    let enter = entered(ui.ctx(), &AccountForm::ids());
    if !matches!(form.doing, Doing::Nothing) && take_escape(ui.ctx()) {
        *form = OperatorsForm::default();
    }
    super::heading(ui, scene, "settings-operators");
    let whole = ui.available_rect_before_wrap();
    let idle = scene.snapshot.desk.work != WorkStatus::Working;
    let trouble = scene.failure().filter(|_| form.asked);
    if !matches!(form.doing, Doing::Nothing) {
        let (page, row) = widgets::foot(ui, whole);
        widgets::region(ui, page, Layout::top_down(Align::Min), |ui| {
            widgets::scrolled(ui, "account", |ui| fields(ui, scene, &mut form.doing));
        });
        return footer(ui, scene, row, form, (enter, idle, trouble));
    }
    let layout = match form.sure {
        Some(_) => Layout::top_down(Align::Min),
        None => Layout::left_to_right(Align::Min),
    };
    let (top, act) = widgets::anchored(ui, whole, layout, |ui| match form.sure {
        Some(shown) => sure(ui, scene, form, !shown),
        None => list_buttons(ui, scene, form, idle, enter),
    });
    let (top, told) = match trouble {
        Some(_) => top.split_top_bottom_at_y(top.bottom() - 7.0 * GRID),
        None => (top, Rect::NOTHING),
    };
    widgets::region(ui, top, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "operators", |ui| {
            list(ui, scene, form);
        });
    });
    if let Some(words) = trouble {
        widgets::region(ui, told, Layout::top_down(Align::Min), |ui| {
            let (palette, ink) = (scene.palette, scene.palette.danger);
            widgets::said_line(ui, palette, icons::WARNING, ink, &words);
        });
    }
    act
}

fn list(ui: &mut Ui, scene: &Scene<'_>, form: &mut OperatorsForm) {
    ui.spacing_mut().item_spacing.y = GRID;
    for id in &scene.snapshot.desk.damaged_operators {
        let id = [("id", id.to_string().into())];
        let words = scene.texts.with("operators-damaged", &id);
        widgets::banner(ui, scene.palette, Tone::Bad, None, &words, None);
    }
    for operator in &scene.snapshot.desk.operators {
        let text = about(scene, operator);
        let icon = if operator.disabled {
            icons::PROHIBIT
        } else {
            icons::USER
        };
        let is_chosen = form.chosen.as_ref() == Some(&operator.name);
        let name = operator.name.as_str();
        let tile = Tile::choice(scene.palette, icon, name, &text, is_chosen);
        if tile.show(ui).clicked() {
            form.chosen = Some(operator.name.clone());
            form.sure = None;
        }
    }
}

/// Role and state in a line.
fn about(scene: &Scene<'_>, operator: &Operator) -> String {
    let texts = scene.texts;
    let role = ROLES.iter().find(|(role, ..)| *role == operator.role);
    let mut words = role.map_or_else(String::new, |(_, _, key)| texts.get(key));
    let signed_in = scene.snapshot.operator.as_ref();
    if signed_in.is_some_and(|own| own.name == operator.name) {
        words = format!("{words} · {}", texts.get("operators-you"));
    }
    if operator.disabled {
        words = format!("{words} · {}", texts.get("operators-disabled"));
    }
    words
}

/// What is asked of an account.
fn fields(ui: &mut Ui, scene: &Scene<'_>, doing: &mut Doing) {
    match doing {
        Doing::Nothing => {}
        Doing::Adding(account) => {
            account.take_cursor(ui.ctx(), true);
            account.name_field(ui, scene);
            account.role_choice(ui, scene);
            ui.add_space(2.0 * GRID);
            account.password_fields(ui, scene);
        }
        Doing::SettingPassword(name, account) => {
            account.take_cursor(ui.ctx(), false);
            let font = theme::semibold(theme::LEAD);
            widgets::label(ui, name.as_str(), font, scene.palette.text);
            ui.add_space(GRID);
            account.password_fields(ui, scene);
        }
    }
}

/// The way back, what is missing or went wrong, and the way on.
fn footer(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut OperatorsForm,
    (enter, idle, trouble): (bool, bool, Option<String>),
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let missing = missing(&form.doing).map(|key| texts.get(key));
    let ready = idle && missing.is_none();
    let (save, cancel) = (texts.get("settings-save"), texts.get("action-cancel"));
    let foot = Foot {
        back: Some(Button::secondary(palette, icons::CROSS, &cancel)),
        said: match (&trouble, &missing) {
            (Some(words), _) => Some((icons::WARNING, palette.danger, words.as_str())),
            (None, Some(words)) => Some(("", palette.muted, words.as_str())),
            (None, None) => None,
        },
        primary: Button::primary(palette, icons::CHECK, &save).enabled(ready),
    };
    let pressed = foot.show(ui, rect);
    if pressed.back {
        *form = OperatorsForm::default();
        return None;
    }
    let intent = if (pressed.primary || enter) && ready {
        wanted(&mut form.doing)
    } else {
        None
    };
    intent.and_then(|intent| form.ask(intent))
}

/// The first thing that is still missing.
fn missing(doing: &Doing) -> Option<&'static str> {
    match doing {
        Doing::Nothing => None,
        Doing::Adding(account) => account.missing(true),
        Doing::SettingPassword(_, account) => account.missing(false),
    }
}

/// What was typed as an intent; the passwords leave the form.
fn wanted(doing: &mut Doing) -> Option<DeskIntent> {
    match doing {
        Doing::Nothing => None,
        Doing::Adding(account) => Some(DeskIntent::AddOperator {
            name: account.name()?,
            role: account.role?,
            password: account.take_password()?,
        }),
        Doing::SettingPassword(name, account) => Some(DeskIntent::SetPassword {
            name: name.clone(),
            password: account.take_password()?,
        }),
    }
}

fn list_buttons(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut OperatorsForm,
    idle: bool,
    enter: bool,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let words = texts.get("operators-add");
    let button = Button::primary(palette, icons::PLUS, &words);
    let button = button.min_size(vec2(0.0, theme::TARGET));
    if ui.add(button.enabled(idle)).clicked() || enter && idle {
        form.doing = Doing::Adding(AccountForm::default());
        form.asked = false;
    }
    let chosen = form.chosen.clone()?;
    let there = scene.snapshot.desk.operators.iter();
    let enabled = there
        .filter(|operator| !operator.disabled)
        .any(|operator| operator.name == chosen);
    let words = texts.get("operators-set-password");
    let button = Button::secondary(palette, icons::KEY, &words).enabled(idle);
    if ui.add(button).clicked() {
        form.doing = Doing::SettingPassword(chosen.clone(), AccountForm::default());
        form.asked = false;
    }
    let words = texts.get(DISABLE.act);
    let button = Button::secondary(palette, icons::PROHIBIT, &words).enabled(idle && enabled);
    if ui.add(button).clicked() {
        form.sure = Some(false);
        ui.ctx().request_repaint();
    }
    None
}

const DISABLE: Heavy = Heavy {
    icon: icons::PROHIBIT,
    act: "operators-disable",
    question: "operators-disable-sure",
    danger: true,
};

/// What disabling somebody means, before it is done.
fn sure(ui: &mut Ui, scene: &Scene<'_>, form: &mut OperatorsForm, opens: bool) -> Option<Act> {
    let chosen = form.chosen.clone()?;
    form.sure = Some(true);
    let answer = confirm_card(ui, scene, DISABLE, chosen.as_str(), opens)?;
    form.sure = None;
    super::super::let_go(ui.ctx());
    ui.ctx().request_repaint();
    match answer {
        Answer::Yes => form.ask(DeskIntent::DisableOperator(chosen)),
        Answer::No => None,
    }
}
