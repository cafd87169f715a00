//! A person chooses the PIN for the other way in, and types it twice.

use eframe::egui::{Align, Id, Layout, Rect, Ui};
use zeroize::Zeroizing;

use crate::domain::{Pin, PinError};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot};
use crate::pipeline::{DeskIntent, Intent, WorkStatus};

use super::{Act, PeopleForm, Scene};

/// What was typed. It wipes itself.
#[derive(Default)]
pub struct PinForm {
    first: Zeroizing<String>,
    again: Zeroizing<String>,
    /// Whether it was sent; then its end is told.
    sent: bool,
    /// Whether what is said of the desk's work is still about earlier work.
    stale: bool,
}

/// Draws the pane.
pub fn pin_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut PeopleForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let ids = ["a person's PIN", "the PIN once more"].map(Id::unique);
    let enter = crate::kiosk::screens::entered(ui.ctx(), &ids);
    let work = &scene.snapshot.desk.work;
    form.pin.stale &= matches!(work, WorkStatus::Done | WorkStatus::Failed { .. });
    let told = form.pin.sent && !form.pin.stale;
    if told && *work == WorkStatus::Done {
        form.leave_question();
        form.pin_kept = true;
        ui.ctx().request_repaint();
        return None;
    }
    let mut act = None;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let (body, row) = widgets::foot(ui, inner);
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            let title = texts.get("people-pin");
            widgets::label(ui, &title, theme::bold(theme::LEAD + 4.0), palette.text);
            ui.add_space(GRID);
            let words = texts.advice("people-pin");
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
            ui.add_space(2.0 * GRID);
            widgets::scrolled(ui, "PIN", |ui| {
                fields(ui, scene, &mut form.pin, ids);
            });
        });
        let working = *work == WorkStatus::Working;
        let pin = chosen(&form.pin).filter(|_| !working);
        let trouble = scene.failure().filter(|_| told);
        let (cancel, keep) = (texts.get("action-cancel"), texts.get("people-pin-keep"));
        let foot = Foot {
            back: Some(Button::secondary(palette, icons::CROSS, &cancel)),
            said: trouble
                .as_deref()
                .map(|words| (icons::WARNING, palette.danger, words)),
            primary: Button::primary(palette, icons::PIN, &keep).enabled(pin.is_some()),
        };
        let pressed = foot.show(ui, row);
        if let (true, Some(pin), Some(person)) = (pressed.primary || enter, pin, form.selected) {
            form.pin = PinForm {
                sent: true,
                stale: true,
                ..PinForm::default()
            };
            let intent = DeskIntent::SetPin { person, pin };
            act = Some(Act::Send(Intent::Desk(intent)));
        }
        if pressed.back {
            form.leave_question();
        }
    });
    act
}

/// The PIN, once it is one and was typed twice alike.
fn chosen(form: &PinForm) -> Option<Pin> {
    let pin = Pin::try_from(form.first.as_str()).ok()?;
    (form.first == form.again).then_some(pin)
}

fn fields(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm, [first, again]: [Id; 2]) {
    let texts = scene.texts;
    // Enter takes the cursor away: it goes where something is to be typed.
    if ui.memory(|memory| memory.focused()).is_none() {
        let is_good = Pin::try_from(form.first.as_str()).is_ok();
        let next = if is_good { again } else { first };
        ui.memory_mut(|memory| memory.request_focus(next));
    }
    let wrong = match Pin::try_from(form.first.as_str()) {
        Err(PinError::Digits) if !form.first.is_empty() => Some(texts.get("people-pin-digits")),
        Err(PinError::Trivial) => Some(texts.get("people-pin-trivial")),
        _ => None,
    };
    let name = texts.get("people-pin-new");
    let typed = &mut form.first;
    widgets::secret_field(ui, scene.palette, first, &name, typed, wrong.as_deref());
    let differs = !form.again.is_empty() && !form.first.starts_with(form.again.as_str());
    let wrong = differs.then(|| texts.get("people-pin-differs"));
    let name = texts.get("people-pin-again");
    let typed = &mut form.again;
    widgets::secret_field(ui, scene.palette, again, &name, typed, wrong.as_deref());
}
