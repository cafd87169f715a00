//! A badge is typed, touched or scanned; a scanner types it and sends Enter.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Align, Context, Id, TextEdit, Ui};

use crate::domain::{BADGE_LONGEST, Badge};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, KeypadKey, Room};
use crate::pipeline::Intent;

use super::{Act, Page, Scene};

/// What was typed so far.
#[derive(Debug, Default)]
pub struct BadgeForm {
    typed: String,
    /// The badge that was typed before, and is to be corrected.
    corrected: String,
}

impl BadgeForm {
    /// Starts with what a scanner has typed already.
    pub fn take(&mut self, typed: String) {
        self.typed = typed;
        self.corrected.clear();
    }

    /// Begins with a badge that was typed before and is to be corrected: typed
    /// or scanned anew, it is replaced.
    pub fn correct(&mut self, ctx: &Context, badge: &Badge) {
        self.typed = badge.as_str().to_owned();
        self.corrected.clone_from(&self.typed);
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

    /// Takes a key that was touched. A digit takes the place of a badge that is
    /// to be corrected; its end can be taken back.
    fn touch(&mut self, key: KeypadKey) {
        let untouched = self.typed == self.corrected;
        self.corrected.clear();
        match key {
            KeypadKey::Digit(digit) if untouched => self.typed = digit.to_string(),
            KeypadKey::Digit(digit) if self.typed.len() < BADGE_LONGEST => self.typed.push(digit),
            KeypadKey::Digit(_) => {}
            KeypadKey::Back => {
                self.typed.pop();
            }
        }
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
    let (left, right) = Room::of(ui).split(body, 0.55, 0.5, 4.0 * GRID);
    let chosen = super::in_the_middle(ui, left, 560.0, Align::Min, |ui| {
        asked(ui, scene, form, enter)
    });
    // For what has letters there is a keyboard, or the scanner.
    let back = texts.get("badge-back");
    if let Some(key) = widgets::keypad(ui, palette, right, &back) {
        ui.ctx().request_repaint();
        form.touch(key);
        widgets::cursor_to_end(ui.ctx(), id, &form.typed);
    }
    act = act.or(chosen);
    if act.is_none() && super::escaped(ui.ctx()) {
        act = Some(Act::Open(Page::Home));
    }
    act
}

/// The field and the way on.
fn asked(ui: &mut Ui, scene: &Scene<'_>, form: &mut BadgeForm, enter: bool) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let title = texts.get("badge-title");
    widgets::title(ui, &title, Room::of(ui).title(), palette.text);
    let advice = texts.advice("badge-title");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
    ui.add_space(2.0 * GRID);
    let name = texts.get("badge-field");
    let wrong = texts.get("badge-wrong");
    let shown = (!form.typed.is_empty() && form.claim().is_none()).then_some(wrong.as_str());
    let typed = &mut form.typed;
    widgets::field(ui, palette, field_id(), &name, typed, false, shown);
    ui.add_space(GRID);
    let claim = form.claim();
    let verify = texts.get("home-verify");
    let button = Button::primary(palette, icons::USER_FOCUS, &verify).enabled(claim.is_some());
    let pressed = ui.add(button).clicked() || enter;
    claim
        .filter(|_| pressed)
        .map(|claim| Act::Send(Intent::Verify { claim: Some(claim) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touched_digits_end_where_a_badge_does() {
        let mut form = BadgeForm::default();
        form.touch(KeypadKey::Back);
        for _ in 0..40 {
            form.touch(KeypadKey::Digit('7'));
        }
        assert_eq!(form.typed.len(), BADGE_LONGEST);
        assert!(form.claim().is_some());
    }

    #[test]
    fn a_badge_to_be_corrected_is_touched_anew_or_from_its_end() {
        let corrected = || BadgeForm {
            typed: "10472".to_owned(),
            corrected: "10472".to_owned(),
        };
        let mut anew = corrected();
        anew.touch(KeypadKey::Digit('1'));
        anew.touch(KeypadKey::Digit('0'));
        assert_eq!(anew.typed, "10");
        let mut from_end = corrected();
        from_end.touch(KeypadKey::Back);
        from_end.touch(KeypadKey::Digit('3'));
        assert_eq!(from_end.typed, "10473");
        let mut typed_on = corrected();
        typed_on.typed.push('1');
        typed_on.touch(KeypadKey::Digit('2'));
        assert_eq!(typed_on.typed, "1047212");
    }
}
