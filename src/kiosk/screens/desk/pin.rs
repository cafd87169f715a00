//! Badge and PIN, by keyboard, scanner or by touching digits.

use eframe::egui::{Align, Id, Ui};
use zeroize::Zeroizing;

use crate::domain::{BADGE_LONGEST, Badge, PIN_MOST_DIGITS, Pin, PinError};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, KeypadKey, Room};
use crate::pipeline::{DeskIntent, Intent, WorkStatus};

use super::{Act, DeskPage, Page, Scene};

/// What was typed so far. The PIN wipes itself.
#[derive(Default)]
pub struct PinForm {
    badge: String,
    pin: Zeroizing<String>,
    /// Whether touched digits go to the PIN; else to the badge.
    touches_pin: bool,
}

impl PinForm {
    /// Begins with a badge that is known, and the PIN to be typed.
    pub fn suppose(&mut self, badge: &Badge) {
        *self = Self {
            badge: badge.as_str().to_owned(),
            touches_pin: true,
            ..Self::default()
        };
    }

    fn badge(&self) -> Option<Badge> {
        self.badge.parse().ok()
    }

    /// What is wrong with the PIN, once it could be one.
    fn wrong_pin(&self) -> Option<&'static str> {
        match Pin::try_from(self.pin.as_str()) {
            Ok(_) => None,
            Err(PinError::Trivial) => Some("pin-trivial"),
            Err(PinError::Digits) => {
                let begun = self.pin.len() <= PIN_MOST_DIGITS
                    && self.pin.bytes().all(|byte| byte.is_ascii_digit());
                (!begun).then_some("pin-wrong")
            }
        }
    }

    fn touch(&mut self, key: KeypadKey) {
        let (field, longest): (&mut String, usize) = if self.touches_pin {
            (&mut self.pin, PIN_MOST_DIGITS)
        } else {
            (&mut self.badge, BADGE_LONGEST)
        };
        match key {
            KeypadKey::Digit(digit) if field.len() < longest => field.push(digit),
            KeypadKey::Digit(_) => {}
            KeypadKey::Back => {
                field.pop();
            }
        }
    }
}

/// Draws the page.
pub fn pin_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm) -> Option<Act> {
    let ids @ [badge_id, pin_id] = ["PIN's badge", "PIN"].map(Id::unique);
    let focused = ui.memory(|memory| memory.focused());
    let working = scene.snapshot.desk.way_in == WorkStatus::Working;
    if focused.is_none() && !working {
        let next = if form.touches_pin { pin_id } else { badge_id };
        ui.memory_mut(|memory| memory.request_focus(next));
    }
    if let Some(at) = ids.into_iter().position(|id| focused == Some(id)) {
        form.touches_pin = at == 1;
    }
    let enter = super::super::entered(ui.ctx(), &ids);
    let back = Act::Open(Page::Desk(DeskPage::OtherWays));
    let back = super::back_bar(ui, scene, scene.site, back);
    let body = widgets::body(ui);
    let room = Room::of(ui);
    let (left, right) = room.split(body, 0.55, 0.5, 4.0 * GRID);
    let texts = scene.texts;
    let pressed = super::super::in_the_middle(ui, left, 560.0, Align::Min, |ui| {
        fields(ui, scene, form, ids, working)
    });
    let touched = widgets::keypad(ui, scene.palette, right, &texts.get("pin-back"));
    if let Some(key) = touched {
        ui.ctx().request_repaint();
        form.touch(key);
        let (id, typed): (Id, &str) = if form.touches_pin {
            (pin_id, &form.pin)
        } else {
            (badge_id, &form.badge)
        };
        widgets::cursor_to_end(ui.ctx(), id, typed);
    }
    if back.is_some() {
        return back;
    }
    if enter && form.badge().is_some() && form.pin.is_empty() {
        // A scanner types the badge and sends Enter: on to the PIN.
        form.touches_pin = true;
        ui.memory_mut(|memory| memory.request_focus(pin_id));
        return None;
    }
    if working || !(pressed || enter) {
        return None;
    }
    let (claim, pin) = (form.badge()?, Pin::try_from(form.pin.as_str()).ok()?);
    form.pin = Zeroizing::default();
    Some(Act::Send(Intent::Desk(DeskIntent::VerifyByPin {
        claim,
        pin,
    })))
}

/// The two fields and the way on; whether that was pressed.
fn fields(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut PinForm,
    [badge_id, pin_id]: [Id; 2],
    working: bool,
) -> bool {
    let palette = scene.palette;
    let texts = scene.texts;
    let title = texts.get("pin-title");
    widgets::title(ui, &title, Room::of(ui).title(), palette.text);
    let advice = texts.advice("pin-title");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
    ui.add_space(2.0 * GRID);
    let wrong = texts.get("badge-wrong");
    let shown = (!form.badge.is_empty() && form.badge().is_none()).then_some(wrong.as_str());
    let name = texts.get("badge-field");
    widgets::field(ui, palette, badge_id, &name, &mut form.badge, false, shown);
    let wrong = form.wrong_pin().map(|key| texts.get(key));
    let name = texts.get("pin-field");
    widgets::secret_field(ui, palette, pin_id, &name, &mut form.pin, wrong.as_deref());
    // What is wrong with the machine is for staff.
    let trouble = match &scene.snapshot.desk.way_in {
        WorkStatus::Failed { why } if scene.snapshot.operator.is_some() => scene.told(why).line(),
        WorkStatus::Failed { .. } => {
            let advice = texts.advice("trouble-title");
            format!("{} {advice}", texts.get("trouble-title"))
        }
        _ => String::new(),
    };
    widgets::said_line(ui, palette, icons::WARNING, palette.danger, &trouble);
    ui.add_space(GRID);
    let ready = form.badge().is_some() && Pin::try_from(form.pin.as_str()).is_ok() && !working;
    let words = texts.get(if working {
        "pin-checking"
    } else {
        "home-verify"
    });
    let button = Button::primary(palette, icons::PIN, &words).enabled(ready);
    ui.add(button).clicked() && ready
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touched_digits_go_where_one_is_and_no_further() {
        let mut form = PinForm::default();
        form.touch(KeypadKey::Back);
        form.touch(KeypadKey::Digit('7'));
        form.touches_pin = true;
        for _ in 0..20 {
            form.touch(KeypadKey::Digit('4'));
        }
        assert_eq!((form.badge.as_str(), form.pin.len()), ("7", 12));
        assert_eq!(form.wrong_pin(), Some("pin-trivial"));
        form.touch(KeypadKey::Back);
        assert_eq!(form.pin.len(), 11);
        *form.pin = "204".to_owned();
        assert_eq!(form.wrong_pin(), None, "not finished isn't wrong");
        *form.pin = "20461x".to_owned();
        assert_eq!(form.wrong_pin(), Some("pin-wrong"));
    }
}
