//! Every state of every screen, at every size: nothing is cut, nothing covers
//! anything else, what is pressed can be hit, and what has the focus shows it.

pub mod drawn;
pub mod layout;
pub mod window;

use eframe::egui::{Vec2, vec2};

use secure_biometric::kiosk::Texts;

use crate::scenes::{State, plain_face, states};
use window::{Look, USUAL, Window};

/// The state of that name.
pub fn named(wanted: &str) -> State {
    let mut all = states(&plain_face()).into_iter();
    all.find(|state| state.name == wanted).unwrap()
}

/// A screen in pixels and how many of them a point has.
#[derive(Clone, Copy)]
struct Screen(f32, f32, f32);

impl Screen {
    fn points(&self) -> Vec2 {
        vec2(self.0, self.1) / self.2
    }
}

const SMALLEST: Screen = Screen(1024.0, 600.0, 1.0);
const SMALLEST_ENLARGED: Screen = Screen(1024.0, 600.0, 1.5);
const SMALLEST_STANDING: Screen = Screen(600.0, 1024.0, 1.0);
const USUAL_SCREEN: Screen = Screen(1280.0, 800.0, 1.0);
const STANDING: Screen = Screen(800.0, 1280.0, 1.0);

/// From the smallest panel to 4K, lying and standing, at usual scales.
const SCREENS: [Screen; 18] = [
    SMALLEST,
    SMALLEST_ENLARGED,
    Screen(1024.0, 600.0, 2.0),
    SMALLEST_STANDING,
    USUAL_SCREEN,
    Screen(1280.0, 800.0, 1.5),
    Screen(1280.0, 800.0, 2.0),
    Screen(1920.0, 1080.0, 1.0),
    Screen(1920.0, 1080.0, 2.0),
    Screen(3840.0, 2160.0, 1.0),
    Screen(3840.0, 2160.0, 1.5),
    STANDING,
    Screen(800.0, 1280.0, 1.5),
    Screen(1080.0, 1920.0, 1.0),
    Screen(1080.0, 1920.0, 1.5),
    Screen(1080.0, 1920.0, 2.0),
    Screen(2160.0, 3840.0, 1.0),
    Screen(2160.0, 3840.0, 2.0),
];

/// Goes through all states on some screens and says what is wrong.
fn check_layouts(screens: &[Screen], languages: &[&'static str], large_text: bool) {
    let mut wrong: Vec<String> = Vec::new();
    for screen in screens {
        for language in languages {
            let look = Look {
                points: screen.points(),
                scale: screen.2,
                language,
                large_text,
                dark: false,
                calm: false,
            };
            let mut window = Window::open(look);
            for state in states(&plain_face()) {
                let place = format!(
                    "{}x{}@{} {language}{}: {}",
                    screen.0,
                    screen.1,
                    screen.2,
                    if large_text { " large" } else { "" },
                    state.name
                );
                if let Err(deed) = window.show(&state) {
                    wrong.push(format!("{place}: nothing to {deed}"));
                    continue;
                }
                let found = layout::problems(&window, &state);
                wrong.extend(found.into_iter().map(|what| format!("{place}: {what}")));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// German has the longest words.
const LONGEST: [&str; 1] = ["de"];
const ALL: [&str; 3] = ["en", "es", "de"];

#[test]
fn the_smallest_screen_holds_every_state() {
    check_layouts(&[SMALLEST], &ALL, false);
    check_layouts(&[SMALLEST], &LONGEST, true);
}

#[test]
fn the_usual_screen_holds_every_state() {
    check_layouts(&[USUAL_SCREEN], &ALL, false);
    check_layouts(&[USUAL_SCREEN], &ALL, true);
}

#[test]
fn a_standing_screen_holds_every_state() {
    check_layouts(&[STANDING], &ALL, false);
    check_layouts(&[STANDING], &ALL, true);
}

#[test]
fn the_smallest_screen_holds_every_state_enlarged() {
    check_layouts(&[SMALLEST_ENLARGED], &LONGEST, false);
    check_layouts(&[SMALLEST_ENLARGED], &LONGEST, true);
}

#[test]
fn the_smallest_standing_screen_holds_every_state() {
    check_layouts(&[SMALLEST_STANDING], &ALL, false);
    check_layouts(&[SMALLEST_STANDING], &LONGEST, true);
}

#[test]
fn other_screens_hold_every_state() {
    check_layouts(&SCREENS, &LONGEST, false);
}

#[test]
fn other_screens_hold_every_state_in_large_text() {
    check_layouts(&SCREENS, &LONGEST, true);
}

#[test]
fn every_state_says_what_it_is_called_after() {
    let mut window = Window::open(USUAL);
    let texts = Texts::new("en");
    let mut wrong = Vec::new();
    for state in states(&plain_face()) {
        window.show(&state).unwrap();
        // What is opened at the end of a long page is scrolled to.
        window.harness.run_steps(6);
        let words = texts.get(&state.says);
        if words.is_empty() {
            wrong.push(format!("{}: nobody wrote down what it says", state.name));
        } else if !window.says(&words) {
            wrong.push(format!("{} doesn't say '{words}'", state.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
