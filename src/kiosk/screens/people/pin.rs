//! A person chooses the PIN for the other way in, and types it twice.

use eframe::egui::{Align, Id, Layout, Rect, TextEdit, Ui, vec2};
use zeroize::Zeroizing;

use crate::domain::{Pin, PinError};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Tone};
use crate::pipeline::{DeskIntent, Intent, WorkStatus};

use super::{Act, Asking, PeopleForm, Scene};

/// What was typed. It wipes itself.
#[derive(Default)]
pub struct PinForm {
    first: Zeroizing<String>,
    again: Zeroizing<String>,
    /// Whether it was sent; then its end is told.
    sent: bool,
}

/// Draws the pane.
pub fn pin_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut PeopleForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let ids = ["a person's PIN", "the PIN once more"].map(Id::unique);
    let enter = crate::kiosk::screens::entered(ui.ctx(), &ids);
    let work = &scene.snapshot.desk.work;
    let mut act = None;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let (body, buttons) = inner.split_top_bottom_at_y(inner.bottom() - 9.0 * GRID);
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            let title = texts.get("people-pin");
            widgets::label(ui, &title, theme::bold(theme::LEAD + 4.0), palette.text);
            ui.add_space(GRID);
            let words = texts.advice("people-pin");
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
            ui.add_space(2.0 * GRID);
            widgets::scrolled(ui, "PIN", |ui| {
                fields(ui, scene, &mut form.pin, ids);
                told(ui, scene, &form.pin, work);
            });
        });
        let pin = chosen(&form.pin).filter(|_| *work != WorkStatus::Working);
        widgets::region(ui, buttons, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let size = vec2(0.0, 9.0 * GRID);
            let keep = texts.get("people-pin-keep");
            let button = Button::primary(palette, icons::PIN, &keep).enabled(pin.is_some());
            let pressed = ui.add(button.min_size(size)).clicked() || enter;
            if let (true, Some(pin), Some(person)) = (pressed, pin, form.selected) {
                form.pin = PinForm {
                    sent: true,
                    ..PinForm::default()
                };
                let intent = DeskIntent::SetPin { person, pin };
                act = Some(Act::Send(Intent::Desk(intent)));
            }
            let back = texts.get("action-back");
            let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
            if ui.add(button.min_size(size)).clicked() {
                form.asking = Asking::Nothing;
                form.pin = PinForm::default();
            }
        });
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
    if form.first.is_empty() && ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(first));
    }
    let wrong = match Pin::try_from(form.first.as_str()) {
        Err(PinError::Digits) if !form.first.is_empty() => Some(texts.get("people-pin-digits")),
        Err(PinError::Trivial) => Some(texts.get("people-pin-trivial")),
        _ => None,
    };
    let name = texts.get("people-pin-new");
    let typed: &mut String = &mut form.first;
    widgets::field(
        ui,
        scene.palette,
        first,
        &name,
        typed,
        true,
        wrong.as_deref(),
    );
    let differs = !form.again.is_empty() && !form.first.starts_with(form.again.as_str());
    let wrong = differs.then(|| texts.get("people-pin-differs"));
    let name = texts.get("people-pin-again");
    let typed: &mut String = &mut form.again;
    widgets::field(
        ui,
        scene.palette,
        again,
        &name,
        typed,
        true,
        wrong.as_deref(),
    );
    for id in [first, again] {
        // A field's undo history would keep the PIN.
        if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
            state.clear_undoer();
            TextEdit::store_state(ui.ctx(), id, state);
        }
    }
}

/// How keeping it went.
fn told(ui: &mut Ui, scene: &Scene<'_>, form: &PinForm, work: &WorkStatus) {
    if !form.sent {
        return;
    }
    let texts = scene.texts;
    let (tone, words) = match work {
        WorkStatus::Done => (Tone::Well, texts.get("people-pin-kept")),
        WorkStatus::Failed { why } => (Tone::Bad, scene.told(why).line()),
        WorkStatus::Idle | WorkStatus::Working => return,
    };
    widgets::banner(ui, scene.palette, tone, None, &words, None);
}
