//! What a session was in truth, as reviewers say: what they said so far, and
//! the way to say it.

use eframe::egui::{Align, Id, Layout, Ui, vec2};

use crate::domain::{MarkNote, SessionId, Species, Standing, Truth};
use crate::kiosk::icons;
use crate::kiosk::review_words;
use crate::kiosk::screens::date;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Note};
use crate::pipeline::{ReviewIntent, SessionDetails};

use super::session::heading;
use super::{Act, Scene, ask};

/// No note takes more characters.
const NOTE_CHARACTERS: usize = 300;

/// What is chosen and written of the session that is looked at.
#[derive(Default)]
pub struct MarkForm {
    of: Option<SessionId>,
    truth: Option<Truth>,
    note: String,
    /// The number of marks when this one was sent.
    sent: Option<u64>,
}

/// What can be chosen, attacks after what isn't one.
fn choices() -> Vec<Truth> {
    let attacks = Species::KNOWN
        .iter()
        .filter_map(|name| name.parse::<Species>().ok())
        .filter(Species::is_attack)
        .map(Truth::Attack);
    Truth::PLAIN.into_iter().chain(attacks).collect()
}

/// Draws what was said, and what may be said.
pub fn marking(
    ui: &mut Ui,
    scene: &Scene<'_>,
    details: &SessionDetails,
    form: &mut MarkForm,
) -> Option<Act> {
    let review = &scene.snapshot.review;
    let id = details.session.id;
    let kept = form.sent.is_some_and(|sent| review.marks > sent);
    if form.of != Some(id) || kept {
        *form = MarkForm {
            of: Some(id),
            ..MarkForm::default()
        };
    }
    heading(ui, scene, "review-mark");
    said(ui, scene, details);
    ui.add_space(0.5 * GRID);
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
        for truth in choices() {
            let said = review_words::truth(&truth);
            let words = said.map_or_else(
                || truth.as_str().to_owned(),
                |said| scene.texts.get(said.key),
            );
            let chosen = form.truth.as_ref() == Some(&truth);
            let icon = said.map_or("", |said| said.icon);
            let button = Button::choice(scene.palette, icon, &words, chosen);
            if ui.add(button).clicked() {
                form.truth = (!chosen).then_some(truth);
            }
        }
    });
    let truth = form.truth.clone()?;
    ui.add_space(GRID);
    let name = scene.texts.get("review-mark-note");
    let id_of = Id::unique("note of a mark");
    let note = MarkNote::try_from(form.note.clone()).ok();
    let wrong = scene.texts.get("review-mark-note-wrong");
    let below = match note {
        Some(_) => Note::Nothing,
        None => Note::Wrong(&wrong),
    };
    let typed = &mut form.note;
    widgets::noted_field(
        ui,
        scene.palette,
        id_of,
        &name,
        typed,
        NOTE_CHARACTERS,
        below,
    );
    let words = scene.texts.get("review-mark-keep");
    let ready = note.is_some() && !review.marking;
    let button = Button::secondary(scene.palette, icons::CHECK, &words).enabled(ready);
    let pressed = ui.add(button).clicked() && ready;
    let note = note.filter(|_| pressed)?;
    form.sent = Some(review.marks);
    Some(ask(ReviewIntent::Mark {
        session: id,
        truth,
        note,
    }))
}

/// What it counts as, and who said what.
fn said(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let texts = scene.texts;
    let palette = scene.palette;
    let standing = details.standing();
    let (icon, ink, words) = match &standing {
        Standing::Unmarked => (icons::MINUS, palette.muted, texts.get("review-mark-nobody")),
        Standing::Settled(truth) => {
            let values = [("truth", told(scene, truth).into())];
            let words = texts.with("review-mark-settled", &values);
            (icons::CHECK, palette.success, words)
        }
        Standing::Disputed => (
            icons::SCALES,
            palette.warning,
            texts.get("review-mark-disputed"),
        ),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        widgets::icon(ui, icon, theme::BODY, ink);
        let font = theme::regular(theme::BODY - 1.0);
        ui.vertical(|ui| widgets::wrapping(ui, &words, font, palette.text));
    });
    for kept in &details.marks {
        let note = kept.note.as_ref().map(|note| note.as_str().to_owned());
        let says = std::iter::once(told(scene, &kept.mark.truth)).chain(note);
        let says: Vec<String> = says.collect();
        let when = date(scene, kept.mark.at);
        let name = format!("{}, {when}", kept.mark.by.as_str());
        let sign = (icons::USER_GEAR, palette.muted);
        widgets::fact_row(ui, palette, sign, &name, &says.join(": "));
    }
}

/// A truth in words; species that the product has none for by their names.
pub fn told(scene: &Scene<'_>, truth: &Truth) -> String {
    review_words::truth(truth).map_or_else(
        || truth.as_str().to_owned(),
        |said| scene.texts.get(said.key),
    )
}
