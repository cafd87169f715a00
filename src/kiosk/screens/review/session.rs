//! One session: how it ended, the face as far as it is kept, and all that was
//! measured beside what was asked for.

use eframe::egui::{Align, Align2, Key, Layout, Rect, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::review_words;
use crate::kiosk::screens::{date, escaped, language_button};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room, Tone};
use crate::pipeline::{ReviewIntent, SessionDetails};

use super::line::decision_ink;
use super::{
    Act, ReviewForm, Scene, ask, chain, cues, export, list, marking, open, quality, replay, scores,
};

/// Draws the page.
pub fn session_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut ReviewForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let review = &scene.snapshot.review;
    let details = review.details.as_deref();
    let title = details.map_or_else(
        || texts.get("review-session"),
        |details| title(scene, details),
    );
    let mut act = widgets::top_bar(ui, palette, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let mut act = language_button(ui, scene);
        for (icon, key, step) in [
            (icons::ARROW_UP, "review-newer", -1),
            (icons::ARROW_DOWN, "review-older", 1),
        ] {
            let to = neighbour(scene, form, step);
            let words = texts.get(key);
            let button = Button::secondary(palette, icon, &words);
            let button = button.only_sign(true).enabled(to.is_some());
            if ui.add(button).clicked() {
                act = to.and_then(|to| go(scene, form, to));
            }
        }
        let shown = details.map(|details| details.session.id);
        if shown.is_some() {
            act = act.or(export::export_button(ui, scene, form, shown));
        }
        let back = texts.get("review-list");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        if ui.add(button.only_sign(Room::of(ui).narrow)).clicked() {
            act = Some(ask(ReviewIntent::Close));
        }
        act
    });
    let body = widgets::body(ui);
    match (details, &review.trouble) {
        (Some(details), _) => act = act.or(show(ui, scene, form, body, details)),
        (None, Some(why)) => {
            let words = scene.told(why).line();
            widgets::region(ui, body, Layout::top_down(Align::Min), |ui| {
                widgets::banner(ui, palette, Tone::Bad, None, &words, None);
            });
        }
        (None, None) => {
            let words = texts.get("instruction-one-moment");
            let font = theme::regular(theme::BODY);
            widgets::say(ui, body, Align2::CENTER_CENTER, &words, font, palette.muted);
        }
    }
    if act.is_none() {
        act = by_keys(ui, scene, form);
    }
    act
}

/// Back by Escape; to the neighbours by the keys that turn pages, while nothing
/// is scrolled by them.
fn by_keys(ui: &Ui, scene: &Scene<'_>, form: &mut ReviewForm) -> Option<Act> {
    if escaped(ui.ctx()) {
        return Some(ask(ReviewIntent::Close));
    }
    // Letters that are typed into a note are letters.
    if ui.ctx().text_edit_focused() {
        return None;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let step = match (pressed(Key::J), pressed(Key::K)) {
        (true, false) => 1,
        (false, true) => -1,
        _ => return None,
    };
    let to = neighbour(scene, form, step)?;
    go(scene, form, to)
}

/// The place of the next newer or older session that is listed.
fn neighbour(scene: &Scene<'_>, form: &ReviewForm, step: isize) -> Option<usize> {
    let list = scene.snapshot.review.list.as_deref()?;
    let to = form.selected?.checked_add_signed(step)?;
    list.line(to).map(|_| to)
}

fn go(scene: &Scene<'_>, form: &mut ReviewForm, to: usize) -> Option<Act> {
    let list = scene.snapshot.review.list.as_deref()?;
    let line = list.line(to)?;
    list::go_to(form, to);
    Some(open(line.id))
}

fn title(scene: &Scene<'_>, details: &SessionDetails) -> String {
    let when = date(scene, details.session.started_at);
    let badge = details
        .badge
        .as_ref()
        .map(|badge| badge.as_str().to_owned());
    let parts: Vec<String> = std::iter::once(when).chain(badge).collect();
    parts.join(" · ")
}

fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut ReviewForm,
    body: Rect,
    details: &SessionDetails,
) -> Option<Act> {
    let room = Room::of(ui);
    let (head, rest) = body.split_top_bottom_at_y(body.top() + 7.0 * GRID);
    ended(ui, scene, head, details);
    let rest = rest.with_min_y(rest.top() + GRID);
    let (left, right) = room.split(rest, 0.5, 0.45, 2.0 * GRID);
    // Curves take the room of a face that isn't kept.
    let share = if form.faces.has_some() { 0.45 } else { 0.24 };
    let (above, below) = left.split_top_bottom_at_fraction(share);
    let above = above.with_max_y(above.bottom() - GRID);
    form.faces.show(ui, scene, above, details);
    replay::replay_card(ui, scene, below, details, &mut form.player);
    widgets::card_scrolled(ui, scene.palette, right, "session", |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if let Some(why) = &scene.snapshot.review.trouble {
            let words = scene.told(why).line();
            widgets::banner(ui, scene.palette, Tone::Bad, None, &words, None);
        }
        scores::scores(ui, scene, details);
        cues::cues(ui, scene, details);
        let act = marking::marking(ui, scene, details, &mut form.mark);
        quality::quality(ui, scene, details);
        chain::chain(ui, scene, details);
        act
    })
}

/// How it ended and why, in the colour of the decision.
fn ended(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, details: &SessionDetails) {
    let session = &details.session;
    let palette = scene.palette;
    let texts = scene.texts;
    let ink = decision_ink(palette, session.decision);
    let said = review_words::decision(session.decision);
    widgets::region(ui, rect, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        widgets::icon(ui, said.icon, theme::LEAD + 4.0, ink);
        let decision = texts.get(said.key);
        let why = texts.get(review_words::reason(session.reason));
        let words = format!("{decision}: {why}");
        let room = ui.available_rect_before_wrap();
        let (upper, lower) = room.split_top_bottom_at_fraction(0.55);
        let at = Align2::LEFT_CENTER;
        let font = theme::bold(theme::LEAD - 2.0);
        widgets::elided(ui, upper, at, &words, font, ink);
        let seconds = crate::domain::Millis(session.timings.total_millis).seconds();
        let below = [
            texts.get(review_words::kind(session.kind).key),
            texts.get(review_words::source(session.source).key),
            texts.with(
                "review-seconds",
                &[("seconds", texts.decimal(seconds, 1).into())],
            ),
        ];
        let font = theme::regular(theme::BODY - 1.0);
        widgets::elided(ui, lower, at, &below.join(" · "), font, palette.muted);
    });
}

/// A heading within the page.
pub fn heading(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    let first = ui.min_rect().height() < 1.0;
    ui.add_space(if first { 0.0 } else { 2.0 * GRID });
    let words = scene.texts.get(key);
    let font = theme::semibold(theme::BODY + 1.0);
    widgets::label(ui, &words, font, scene.palette.text);
    let (line, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), GRID),
        eframe::egui::Sense::hover(),
    );
    let stroke = eframe::egui::Stroke::new(1.0, scene.palette.border);
    ui.painter().hline(line.x_range(), line.top() + 2.0, stroke);
}
