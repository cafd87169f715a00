//! The notice in the person's language, and their signature under it.

use eframe::egui::{Align, Align2, Id, Layout, Rect, Ui};

use crate::domain::Timestamp;
use crate::kiosk::icons;
use crate::kiosk::screens::{entered, escaped};
use crate::kiosk::texts::{LANGUAGES, NOTICE_VERSION, Texts};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Note, Room};

use super::form::{EnrolForm, Reading, Step};
use super::{Act, Scene, Stage};

/// What may be below, in points, where the end is in view.
const LITTLE: f32 = 2.0;
/// No name is longer, nor is one that is typed as a signature.
const MOST_CHARACTERS: usize = 300;

/// Draws the page, all of it in the person's language.
pub fn consent_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm) -> Option<Act> {
    let language = form.language.take();
    let theirs = Scene {
        texts: language.as_ref().unwrap_or(scene.texts),
        ..*scene
    };
    let act = page(ui, &theirs, form);
    // Kept unless another was chosen.
    form.language = form.language.take().or(language);
    act
}

fn page(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm) -> Option<Act> {
    let signature_id = Id::unique("typed signature");
    let language = scene.texts.language().code;
    if form.reading.language != language {
        // They agreed to what they could read before.
        form.agreed = false;
        form.reading = Reading {
            language,
            ..Reading::default()
        };
    }
    let enter = entered(ui.ctx(), &[signature_id]);
    let act = super::form_bar(ui, scene, false);
    let body = widgets::body(ui);
    let rest = super::steps(ui, scene, body, Stage::Consent, false);
    let (cards, foot) = widgets::foot(ui, rest);
    let (notice, sign) = Room::of(ui).split(cards, 0.54, 0.54, 3.0 * GRID);
    notice_card(ui, scene, notice, form);
    signature_card(ui, scene, sign, form, signature_id);
    let (back, start) = footer(ui, scene, foot, form);
    if act.is_some() {
        return act;
    }
    if back || escaped(ui.ctx()) {
        form.step = Step::Identity;
        super::super::let_go(ui.ctx());
        form.disagree();
        ui.ctx().request_repaint();
        return None;
    }
    if start || enter {
        let now = Timestamp(scene.now.timestamp().as_millisecond());
        let check = scene.snapshot.people.badge.as_ref();
        return form.intent(scene.texts, check, now).map(Act::Send);
    }
    None
}

fn notice_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut EnrolForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_in(ui, palette, rect, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            for language in &LANGUAGES {
                let chosen = language.code == texts.language().code;
                let button = Button::choice(palette, icons::GLOBE, language.name, chosen);
                if ui.add(button).clicked() && !chosen {
                    form.language = Some(Texts::new(language.code));
                }
            }
        });
        ui.add_space(GRID);
        let title = texts.get("notice-title");
        widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        let version = texts.with("notice-version", &[("version", NOTICE_VERSION.into())]);
        widgets::label(ui, &version, theme::regular(theme::SMALL), palette.muted);
        ui.add_space(GRID);
        read(ui, scene, &mut form.reading);
    });
}

/// The notice itself; where it has no room at once, with the way to its end.
fn read(ui: &mut Ui, scene: &Scene<'_>, reading: &mut Reading) {
    let palette = scene.palette;
    let texts = scene.texts;
    let room = ui.available_rect_before_wrap();
    let fits = reading.height.is_none_or(|height| height <= room.height());
    let (text, way) = if fits {
        (room, Rect::NOTHING)
    } else {
        let (text, way) = room.split_top_bottom_at_y(room.bottom() - theme::TARGET);
        (text.with_max_y(text.bottom() - GRID), way)
    };
    let on = std::mem::take(&mut reading.on);
    let scrolled = widgets::region(ui, text, Layout::top_down(Align::Min), |ui| {
        let paragraph = |ui: &mut Ui| {
            // The bar has room of its own.
            ui.set_max_width(ui.available_width() - 2.0 * GRID);
            let text = texts.get("notice-text");
            widgets::paragraph(ui, &text, theme::regular(theme::BODY), palette.text);
        };
        widgets::scroll_on(ui, texts.language().code, on, paragraph).1
    });
    if reading.height != Some(scrolled.height) {
        reading.height = Some(scrolled.height);
        ui.ctx().request_discard("the notice's height is known now");
        return;
    }
    reading.to_the_end |= scrolled.below < LITTLE;
    if fits {
        return;
    }
    widgets::region(ui, way, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        if reading.to_the_end {
            widgets::icon(ui, icons::CHECK, theme::BODY, palette.success);
            let words = texts.get("notice-read");
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.success);
            return;
        }
        let words = texts.get("notice-read-on");
        let button = Button::secondary(palette, icons::ARROW_DOWN, &words);
        let button = ui.add(button.min_size(way.size()));
        if button.clicked() {
            reading.on = true;
            reading.by_keys = button.has_focus();
            ui.ctx().request_repaint();
        }
    });
}

fn signature_card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut EnrolForm,
    signature_id: Id,
) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_in(ui, palette, rect, |ui| {
        let agrees = texts.get("enrol-agrees");
        let read = form.reading.to_the_end;
        let agreed = &mut form.agreed;
        let agreement = widgets::tick_box_if(ui, palette, read, agreed, &agrees);
        if read && std::mem::take(&mut form.reading.by_keys) {
            // The way to the end has gone, and the keys go on here.
            agreement.request_focus();
        }
        ui.add_space(GRID);
        let inner = ui.available_rect_before_wrap();
        let buttons = inner.with_min_y(inner.bottom() - theme::TARGET);
        let state = inner.with_max_y(buttons.top() - GRID);
        let (pad, state) = state.split_top_bottom_at_y(state.bottom() - 7.0 * GRID);
        if form.types_signature {
            widgets::region(ui, pad, Layout::top_down(Align::Min), |ui| {
                typed_signature(ui, scene, form, signature_id);
            });
        } else {
            let label = texts.get("enrol-sign-pad");
            let hint = texts.get("enrol-sign-hint");
            widgets::signature_pad(ui, palette, pad, &mut form.ink, &label, &hint);
        }
        signature_state(ui, scene, state, form);
        widgets::region(ui, buttons, Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            ways_to_sign(ui, scene, form, signature_id);
        });
    });
}

fn typed_signature(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm, id: Id) {
    let name = scene.texts.get("enrol-sign-typed");
    let wrong = scene.texts.get("enrol-sign-typed-wrong");
    let note = if form.typed_signature.is_empty() || form.signature().is_some() {
        Note::Nothing
    } else {
        Note::Wrong(&wrong)
    };
    let typed = &mut form.typed_signature;
    widgets::noted_field(ui, scene.palette, id, &name, typed, MOST_CHARACTERS, note);
}

/// Whose signature it is, and whether there is one.
fn signature_state(ui: &Ui, scene: &Scene<'_>, rect: Rect, form: &EnrolForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    let date = scene.now.strftime("%Y-%m-%d").to_string();
    let values = [
        ("name", form.name.trim().to_owned().into()),
        ("date", date.into()),
    ];
    let whose = texts.with("enrol-sign-whose", &values);
    let font = theme::regular(theme::BODY);
    let (upper, lower) = rect.split_top_bottom_at_y(rect.center().y);
    let at = Align2::LEFT_CENTER;
    widgets::elided(ui, upper, at, &whose, font.clone(), palette.muted);
    if form.signature().is_some() {
        let words = texts.get("enrol-signed");
        widgets::elided(ui, lower, at, &words, font, palette.success);
    } else if !form.types_signature && form.ink.is_too_little() {
        let words = texts.get("enrol-sign-more");
        widgets::elided(ui, lower, at, &words, font, palette.warning);
    }
}

fn ways_to_sign(ui: &mut Ui, scene: &Scene<'_>, form: &mut EnrolForm, signature_id: Id) {
    let palette = scene.palette;
    let (icon, key) = if form.types_signature {
        (icons::SIGNATURE, "enrol-sign-draw")
    } else {
        (icons::KEYBOARD, "enrol-sign-type")
    };
    let words = scene.texts.get(key);
    if ui.add(Button::secondary(palette, icon, &words)).clicked() {
        form.types_signature = !form.types_signature;
        if form.types_signature {
            ui.memory_mut(|memory| memory.request_focus(signature_id));
        }
        form.unsign();
    }
    let clear = scene.texts.get("enrol-sign-clear");
    let something = !form.ink.is_empty() || !form.typed_signature.is_empty();
    let button = Button::quiet(palette, icons::ERASER, &clear).enabled(something);
    if ui.add(button).clicked() {
        form.unsign();
    }
}

/// Whether it goes back, and whether it goes on.
fn footer(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &EnrolForm) -> (bool, bool) {
    let palette = scene.palette;
    let texts = scene.texts;
    let missing = if !form.reading.to_the_end {
        Some("enrol-missing-reading")
    } else if !form.agreed {
        Some("enrol-missing-consent")
    } else if form.signature().is_none() {
        Some("enrol-missing-signature")
    } else {
        None
    };
    let said = missing.map(|key| texts.get(key));
    let (back, start) = (texts.get("action-back"), texts.get("enrol-start"));
    let foot = Foot {
        back: Some(Button::secondary(palette, icons::ARROW_LEFT, &back)),
        said: said
            .as_ref()
            .map(|words| ("", palette.muted, words.as_str())),
        primary: Button::primary(palette, icons::CAMERA, &start).enabled(missing.is_none()),
    };
    let pressed = foot.show(ui, rect);
    (pressed.back, pressed.primary)
}
