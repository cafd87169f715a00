//! Ways in for who can't, or would rather not, show their face.

use eframe::egui::{Align, Ui};

use crate::domain::Role;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Room, Tile};

use super::{Act, DeskPage, Page, Scene};

/// Draws the choice.
pub fn other_ways_screen(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let left = super::back_bar(ui, scene, scene.site, Act::Open(Page::Home));
    let room = Room::of(ui);
    let body = widgets::body(ui);
    let chosen = super::super::in_the_middle(ui, body, 720.0, Align::Min, |ui| {
        ui.spacing_mut().item_spacing.y = if room.low { 1.0 } else { 2.0 } * GRID;
        let title = texts.get("other-title");
        widgets::label(ui, &title, theme::bold(room.title()), palette.text);
        let advice = texts.advice("other-title");
        widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
        let operator = scene.snapshot.operator.as_ref();
        let is_there = operator.is_some_and(|operator| operator.role.holds(Role::FrontDesk));
        let with_operator = |page| {
            if is_there {
                Act::Open(Page::Desk(page))
            } else {
                Act::SignInFor(page)
            }
        };
        let ways = [
            (
                icons::PIN,
                "other-pin",
                Act::Open(Page::Desk(DeskPage::Pin)),
            ),
            (
                icons::USERS,
                "other-attend",
                with_operator(DeskPage::Attend),
            ),
            (
                icons::HANDSHAKE,
                "other-vouch",
                with_operator(DeskPage::Vouch),
            ),
            (
                icons::CALL,
                "other-call",
                Act::Open(Page::Desk(DeskPage::Call)),
            ),
        ];
        let mut chosen = None;
        for (icon, key, act) in ways {
            let (title, advice) = (texts.get(key), texts.advice(key));
            if Tile::way(palette, icon, &title, &advice).show(ui).clicked() {
                chosen = Some(act);
            }
        }
        chosen
    });
    left.or(chosen)
}
