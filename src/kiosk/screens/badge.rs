//! A badge is typed or scanned; a scanner types it and sends Enter.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Align, Context, Id, TextEdit, Ui};

use crate::domain::Badge;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::Intent;

use super::{Act, Page, Scene};

/// What was typed so far.
#[derive(Debug, Default)]
pub struct BadgeForm {
    typed: String,
}

impl BadgeForm {
    /// Starts with what a scanner has typed already.
    pub fn take(&mut self, typed: String) {
        self.typed = typed;
    }

    /// Begins with a badge that was typed before and is to be corrected: typed
    /// or scanned anew, it is replaced.
    pub fn correct(&mut self, ctx: &Context, badge: &Badge) {
        self.typed = badge.as_str().to_owned();
        let mut state = TextEditState::default();
        let whole = CCursorRange::two(CCursor::new(0), CCursor::new(self.typed.chars().count()));
        state.cursor.set_char_range(Some(whole));
        TextEdit::store_state(ctx, field_id(), state);
        ctx.memory_mut(|memory| memory.request_focus(field_id()));
    }

    /// Puts the cursor behind what a scanner has typed, whatever had it before.
    pub fn take_cursor(ctx: &Context) {
        TextEdit::store_state(ctx, field_id(), TextEditState::default());
        ctx.memory_mut(|memory| memory.request_focus(field_id()));
    }

    /// The badge, once it is one.
    #[must_use]
    pub fn claim(&self) -> Option<Badge> {
        self.typed.parse().ok()
    }
}

fn field_id() -> Id {
    Id::unique("badge field")
}

/// Draws the page.
pub fn badge_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut BadgeForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let id = field_id();
    if ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let enter = super::entered(ui.ctx(), &[id]);
    let mut act = widgets::top_bar(ui, palette, scene.site, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = super::language_button(ui, scene);
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        let left = ui.add(button).clicked().then_some(Act::Open(Page::Home));
        left.or(spoken)
    });
    let body = widgets::body(ui);
    let chosen = super::in_the_middle(ui, body, 640.0, Align::Center, |ui| {
        widgets::icon(ui, icons::BADGE, theme::DISPLAY, palette.accent);
        ui.add_space(GRID);
        let title = texts.get("badge-title");
        widgets::label(ui, &title, theme::bold(Room::of(ui).title()), palette.text);
        let advice = texts.advice("badge-title");
        widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
        ui.add_space(3.0 * GRID);
        let name = texts.get("badge-field");
        let wrong = texts.get("badge-wrong");
        let shown = (!form.typed.is_empty() && form.claim().is_none()).then_some(wrong.as_str());
        ui.vertical(|ui| {
            widgets::field(ui, palette, id, &name, &mut form.typed, false, shown);
        });
        ui.add_space(2.0 * GRID);
        let claim = form.claim();
        let verify = texts.get("home-verify");
        let button = Button::primary(palette, icons::USER_FOCUS, &verify).enabled(claim.is_some());
        let pressed = ui.add(button).clicked() || enter;
        claim
            .filter(|_| pressed)
            .map(|claim| Act::Send(Intent::Verify { claim: Some(claim) }))
    });
    act = act.or(chosen);
    if act.is_none() && super::escaped(ui.ctx()) {
        act = Some(Act::Open(Page::Home));
    }
    act
}
