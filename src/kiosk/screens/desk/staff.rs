//! What staff can do here, by their role.

use eframe::egui::{Align, Ui};

use crate::domain::Role;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room, Tile, Tone};
use crate::pipeline::Intent;

use super::super::settings::{SettingsPage, hand_over_trouble};
use super::{Act, DeskPage, Page, Scene};

/// What leads where, and for whom.
const WAYS: [(Role, &str, &str, Page); 5] = [
    (
        Role::FrontDesk,
        icons::USER_PLUS,
        "staff-enrol",
        Page::EnrolForm,
    ),
    (Role::FrontDesk, icons::USERS, "people-title", Page::People),
    (
        Role::FrontDesk,
        icons::HANDSHAKE,
        "staff-vouch",
        Page::Desk(DeskPage::Vouch),
    ),
    (
        Role::Reviewer,
        icons::DOCUMENT,
        "staff-audit",
        Page::Desk(DeskPage::Audit),
    ),
    (
        Role::Administrator,
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
    let chosen = super::super::in_the_middle(ui, body, 720.0, Align::Min, |ui| {
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
        for (role, icon, key, page) in WAYS {
            if !operator.role.holds(role) {
                continue;
            }
            let (title, advice) = (texts.get(key), texts.advice(key));
            if Tile::way(palette, icon, &title, &advice).show(ui).clicked() {
                chosen = Some(Act::Open(page));
            }
        }
        if operator.role == Role::Reviewer {
            let words = texts.get("staff-reviewer");
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
        chosen
    });
    act = act.or(chosen);
    if act.is_none() && super::super::escaped(ui.ctx()) {
        act = Some(Act::Open(Page::Home));
    }
    act
}
