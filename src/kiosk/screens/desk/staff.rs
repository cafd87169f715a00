//! What staff can do here, by their role.

use eframe::egui::{Align, Ui};

use crate::domain::Role;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room, Tile, Tone};
use crate::pipeline::Intent;

use super::super::settings::{SettingsPage, centre_long_away, hand_over_trouble};
use super::{Act, DeskPage, Page, Scene};

/// Ways that fit below each other in a window of 800 points.
const ONE_COLUMN: usize = 5;
/// Width of two columns, in points.
const TWO_COLUMNS: f32 = 1100.0;

/// For whom (none: for all of them), icon, text, and where it leads.
type Way = (Option<Role>, &'static str, &'static str, Page);

/// What leads where, and for whom.
const WAYS: [Way; 8] = [
    (
        Some(Role::FrontDesk),
        icons::USER_PLUS,
        "staff-enrol",
        Page::EnrolForm,
    ),
    (
        Some(Role::FrontDesk),
        icons::USERS,
        "people-title",
        Page::People,
    ),
    (
        Some(Role::FrontDesk),
        icons::HANDSHAKE,
        "staff-vouch",
        Page::Desk(DeskPage::Vouch),
    ),
    (
        Some(Role::FrontDesk),
        icons::USER_FOCUS,
        "staff-attend",
        Page::Desk(DeskPage::Attend),
    ),
    (
        Some(Role::Reviewer),
        icons::LIST_SEARCH,
        "staff-review",
        Page::Desk(DeskPage::Review),
    ),
    (
        Some(Role::Reviewer),
        icons::DOCUMENT,
        "staff-audit",
        Page::Desk(DeskPage::Audit),
    ),
    (
        None,
        icons::SEAL,
        "staff-tokens",
        Page::Desk(DeskPage::Tokens),
    ),
    (
        Some(Role::Administrator),
        icons::SETTINGS,
        "staff-settings",
        Page::Desk(DeskPage::Settings(SettingsPage::Camera)),
    ),
];

/// Draws the page.
pub fn staff_screen(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let Some(operator) = &scene.snapshot.operator else {
        return Some(Act::Open(Page::Home));
    };
    let mut act = widgets::top_bar(ui, palette, scene.site, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = super::super::language_button(ui, scene);
        if !Room::of(ui).narrow {
            let name = operator.name.as_str();
            widgets::pill(ui, palette, icons::USER, palette.muted, name);
        }
        let words = texts.get("staff-home");
        let button = Button::secondary(palette, icons::HOME, &words);
        let home = ui.add(button).clicked();
        let words = texts.get("staff-leave");
        let button = Button::secondary(palette, icons::SIGN_OUT, &words);
        let left = ui.add(button).clicked();
        match (left, home) {
            (true, _) => Some(Act::Send(Intent::SignOut)),
            (_, true) => Some(Act::Open(Page::Home)),
            _ => spoken,
        }
    });
    let room = Room::of(ui);
    let body = widgets::body(ui);
    let mut ways = WAYS.to_vec();
    ways.retain(|(role, ..)| role.is_none_or(|role| operator.role.holds(role)));
    // So many stand beside each other where there is room for two.
    let beside = ways.len() > ONE_COLUMN && body.width() >= TWO_COLUMNS;
    let width = if beside { TWO_COLUMNS } else { 720.0 };
    let chosen = super::super::in_the_middle(ui, body, width, Align::Min, |ui| {
        ui.spacing_mut().item_spacing.y = if room.low { 1.0 } else { 2.0 } * GRID;
        let title = texts.get("staff-title");
        widgets::label(ui, &title, theme::bold(room.title()), palette.text);
        let mut chosen = None;
        if scene.snapshot.people.interrupted_enrolment {
            chosen = super::super::interrupted_banner(ui, scene);
        }
        if let Some(latest) = scene.snapshot.desk.clock_behind {
            let seen = super::super::date(scene, latest).into();
            let words = texts.with("clock-behind", &[("seen", seen)]);
            widgets::banner(ui, palette, Tone::Care, None, &words, None);
        }
        hand_over_trouble(ui, scene);
        centre_long_away(ui, scene);
        let mut tiles = |ui: &mut Ui, ways: &[Way]| {
            for (_, icon, key, page) in ways {
                let (title, advice) = (texts.get(key), texts.advice(key));
                if Tile::way(palette, icon, &title, &advice).show(ui).clicked() {
                    chosen = Some(Act::Open(*page));
                }
            }
        };
        if beside {
            let gap = ui.spacing().item_spacing;
            ui.spacing_mut().item_spacing.x = 2.0 * GRID;
            ui.columns(2, |columns| {
                let halves = ways.chunks(ways.len().div_ceil(2));
                for (column, half) in columns.iter_mut().zip(halves) {
                    column.spacing_mut().item_spacing = gap;
                    tiles(column, half);
                }
            });
        } else {
            tiles(ui, &ways);
        }
        chosen
    });
    act = act.or(chosen);
    if act.is_none() && super::super::escaped(ui.ctx()) {
        act = Some(Act::Open(Page::Home));
    }
    act
}
