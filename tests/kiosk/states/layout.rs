//! What can be wrong with where things are.

use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Vec2};

use super::drawn::{Drawn, DrawnBox, DrawnText};
use super::window::Window;
use crate::scenes::State;

/// Least size of what is touched, and of letters, in points.
const TARGET: f32 = 64.0;
const LETTERS: f32 = 18.0;
const STAFF_LETTERS: f32 = 14.0;
/// Lengths below this are none: anti-aliasing, and halves of a point.
const SLACK: f32 = 1.0;

const INTERACTIVE: [Role; 7] = [
    Role::Button,
    Role::RadioButton,
    Role::CheckBox,
    Role::Switch,
    Role::TextInput,
    Role::PasswordInput,
    Role::Canvas,
];

/// What people wrote may end in "…" where there is no room for it; what the
/// program says may not.
const WRITTEN: [&str; 12] = [
    "Eileen",
    "Collins",
    "Núñez",
    "Παπαδόπουλος",
    "Орлова",
    "10427",
    "100",
    "Engineering",
    "e.collins",
    "Northgate",
    "m.okafor",
    "a.lindqvist",
];

/// Everything that is wrong with a state.
pub fn problems(window: &Window, state: &State) -> Vec<String> {
    let screen = window.harness.ctx.content_rect();
    let drawn = Drawn::of(&window.harness.output().shapes);
    let mut wrong = Vec::new();
    let parts = window.parts(&INTERACTIVE);
    let scrolled = scroll_areas(&drawn, screen);
    for (at, (name, place)) in parts.iter().enumerate() {
        if !seen(*place, screen, &scrolled) {
            wrong.push(format!("'{name}' lies outside the window: {place:?}"));
        }
        for (other, other_place) in parts.iter().skip(at + 1) {
            if overlap(*place, *other_place)
                && !one_is_scrolled_away(*place, *other_place, &scrolled)
            {
                wrong.push(format!(
                    "'{name}' covers '{other}': {place:?} {other_place:?}"
                ));
            }
        }
        if state.public && place.size().min_elem() < TARGET - 0.5 {
            wrong.push(format!("'{name}' is too small to hit: {:?}", place.size()));
        }
    }
    for text in visible(&drawn.texts) {
        wrong.extend(text_problems(text, &drawn, screen, state.public));
    }
    wrong.extend(covered_texts(&drawn));
    wrong
}

/// The parts of the screen that are scrolled.
fn scroll_areas(drawn: &Drawn, screen: Rect) -> Vec<Rect> {
    let clips = drawn.texts.iter().map(|text| text.clip);
    let clips = clips.chain(drawn.boxes.iter().map(|one| one.clip));
    let mut areas: Vec<Rect> = Vec::new();
    for clip in clips {
        if !clip.expand(SLACK).contains_rect(screen) && !areas.contains(&clip) {
            areas.push(clip);
        }
    }
    areas
}

fn in_columns_of(place: Rect, area: Rect) -> bool {
    area.x_range().expand(SLACK).contains(place.left())
        && area.x_range().expand(SLACK).contains(place.right())
}

/// Whether it can be seen: in the window, or by scrolling down to it.
fn seen(place: Rect, screen: Rect, scrolled: &[Rect]) -> bool {
    screen.expand(SLACK).contains_rect(place)
        || scrolled.iter().any(|area| in_columns_of(place, *area))
}

fn overlap(one: Rect, other: Rect) -> bool {
    let both = one.intersect(other);
    both.width() > SLACK && both.height() > SLACK
}

/// What is scrolled out of sight lies below what is drawn there.
fn one_is_scrolled_away(one: Rect, other: Rect, scrolled: &[Rect]) -> bool {
    let away = |place: Rect| {
        scrolled.iter().any(|area| {
            in_columns_of(place, *area)
                && (place.bottom() > area.bottom() + SLACK || place.top() < area.top() - SLACK)
        })
    };
    away(one) || away(other)
}

fn visible(texts: &[DrawnText]) -> impl Iterator<Item = &DrawnText> {
    texts.iter().filter(|text| {
        let both = text.place.intersect(text.clip);
        both.width() > SLACK && both.height() > SLACK
    })
}

fn text_problems(text: &DrawnText, drawn: &Drawn, screen: Rect, public: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let words: String = text.words.chars().take(60).collect();
    let window = text.clip.intersect(screen).expand(SLACK);
    let sideways = text.place.left() >= window.left() && text.place.right() <= window.right();
    let is_scrolled = !text.clip.expand(SLACK).contains_rect(screen);
    let upright = text.place.top() >= window.top() && text.place.bottom() <= window.bottom();
    if !sideways || !(upright || is_scrolled) {
        wrong.push(format!("'{words}' is cut off: {:?}", text.place));
    }
    if text.elided && !WRITTEN.iter().any(|name| text.words.contains(name)) {
        wrong.push(format!("'{words}' ends in '…'"));
    }
    let least = if public { LETTERS } else { STAFF_LETTERS };
    if text.size < least {
        wrong.push(format!("'{words}' is too small to read: {}", text.size));
    }
    if let Some(around) = box_around(text, &drawn.boxes, screen) {
        let seen = text.place.intersect(text.clip);
        let out = !around.place.expand(SLACK).contains_rect(seen);
        if out {
            wrong.push(format!(
                "'{words}' sticks out of its box: {:?} in {:?} of {:?}",
                text.place, text.clip, around.place
            ));
        }
    }
    wrong
}

/// The smallest box that a text was drawn on, if it is as large as a button.
fn box_around<'a>(text: &DrawnText, boxes: &'a [DrawnBox], screen: Rect) -> Option<&'a DrawnBox> {
    let least = Vec2::new(24.0, 24.0);
    // Of a text that is scrolled half away, the part that is seen.
    let middle = text.place.intersect(text.clip).center();
    let around = boxes.iter().filter(|one| {
        one.order < text.order
            && one.place.contains(middle)
            && one.clip.contains(middle)
            && one.place.size().min(least) == least
            && one.place.area() < 0.9 * screen.area()
    });
    around.min_by(|one, other| one.place.area().total_cmp(&other.place.area()))
}

/// Texts that lie on each other.
fn covered_texts(drawn: &Drawn) -> Vec<String> {
    let seen: Vec<&DrawnText> = visible(&drawn.texts).collect();
    let mut wrong = Vec::new();
    for (at, one) in seen.iter().enumerate() {
        for other in seen.iter().skip(at + 1) {
            let both = one.place.intersect(one.clip);
            let others = other.place.intersect(other.clip);
            if overlap(both, others) {
                let short = |text: &DrawnText| text.words.chars().take(40).collect::<String>();
                wrong.push(format!(
                    "'{}' lies on '{}': {both:?} {others:?}",
                    short(one),
                    short(other)
                ));
            }
        }
    }
    wrong
}
