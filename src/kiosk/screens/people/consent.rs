//! Whether a person's drawn signature goes into the file with their consent.

use eframe::egui::{Align, Layout, Rect, Ui, vec2};

use crate::domain::Signature;
use crate::kiosk::consent_words::consent_words;
use crate::kiosk::icons;
use crate::kiosk::screens::date;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot};
use crate::pipeline::PeopleIntent;

use super::{Act, Asking, PeopleForm, Scene, ask};

/// Draws the pane; nothing for who isn't shown any more.
pub fn consent_pane(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut PeopleForm,
    with_signature: bool,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let enter = crate::kiosk::screens::entered(ui.ctx(), &[]);
    let details = scene.snapshot.people.details.as_deref();
    let details = details.filter(|details| form.selected == Some(details.person.id));
    let consent = details.and_then(|details| details.consent.as_ref());
    let drawn =
        consent.is_some_and(|consent| matches!(consent.signature, Some(Signature::Drawn(_))));
    let mut act = None;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let (body, row) = widgets::foot(ui, inner);
        widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
            let title = texts.get("consent-write");
            widgets::label(ui, &title, theme::bold(theme::LEAD + 4.0), palette.text);
            ui.add_space(GRID);
            let words = texts.advice("consent-write");
            widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
            ui.add_space(2.0 * GRID);
            for with in [false, true] {
                let key = match with {
                    false => "consent-without-signature",
                    true => "consent-with-signature",
                };
                let words = texts.get(key);
                let button = Button::choice(palette, "", &words, with == with_signature)
                    .enabled(drawn || !with);
                let size = vec2(ui.available_width(), theme::TARGET);
                if ui.add(button.min_size(size)).clicked() {
                    form.asking = Asking::Consent(with);
                }
            }
        });
        let (cancel, write) = (texts.get("action-cancel"), texts.get("consent-write-now"));
        let foot = Foot {
            back: Some(Button::secondary(palette, icons::CROSS, &cancel)),
            said: None,
            primary: Button::primary(palette, icons::DOCUMENT, &write),
        };
        let pressed = foot.show(ui, row);
        if (pressed.primary || enter)
            && let (Some(details), Some(consent)) = (details, consent)
        {
            let given = date(scene, consent.given_at);
            let words = consent_words(&details.person, consent, (scene.site, &given));
            act = Some(ask(PeopleIntent::WriteConsent {
                person: details.person.id,
                words: Box::new(words),
                with_signature: with_signature && drawn,
            }));
            form.leave_question();
        }
        if pressed.back {
            form.leave_question();
        }
    });
    act
}
