//! Repaint only on change: where nothing moves nothing is drawn, and what moves
//! by itself has a reason to.

use std::time::Duration;

use eframe::egui::ViewportId;

use crate::scenes::{plain_face, states};
use crate::states::named;
use crate::states::window::{Look, USUAL, Window};

/// The look in which things may move by themselves.
const LIVELY: Look = Look {
    calm: false,
    ..USUAL
};

/// The quickest thing on a screen on which nothing moves by itself: a count of
/// seconds is looked at this often.
const LOOKED_AT: Duration = Duration::from_millis(200);

/// Until when the next frame may wait.
fn delay(window: &Window) -> Duration {
    window.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay
}

/// The states that are drawn again and again though nobody does anything.
fn busy(look: Look) -> Vec<String> {
    let mut window = Window::open(look);
    let mut busy = Vec::new();
    for state in states(&plain_face()) {
        window.show(&state).unwrap();
        window.harness.run_steps(8);
        if delay(&window) < LOOKED_AT {
            busy.push(state.name);
        }
    }
    busy
}

#[test]
fn where_nothing_moves_nothing_is_drawn() {
    let busy = busy(USUAL);
    assert!(busy.is_empty(), "{busy:#?}");
}

/// What really moves, by its name ("…" for any part of it), and why.
const MOVES: [(&str, &str); 15] = [
    ("home…", FACE),
    ("capture…", FACE),
    ("review_session", FACE),
    ("verified…", BAR),
    ("not_verified", BAR),
    ("inconclusive", BAR),
    ("paused", BAR),
    ("result_…", BAR),
    ("badge_unknown", BAR),
    ("trouble…", BAR),
    ("enrolled…", BAR),
    ("look_added", BAR),
    ("enrol_held", BAR),
    ("enrol_…failed", BAR),
    ("sign_out_soon", BAR),
];
const FACE: &str = "the face turns, which shows its depth";
const BAR: &str = "a bar shows how soon it leaves";

#[test]
fn what_moves_by_itself_has_a_reason() {
    let is_it = |name: &str, wanted: &str| match wanted.split_once('…') {
        Some((begins, ends)) => name.starts_with(begins) && name.ends_with(ends),
        None => name == wanted,
    };
    let busy = busy(LIVELY);
    let has_reason = |name: &&String| MOVES.iter().any(|(wanted, _)| is_it(name, wanted));
    let without: Vec<_> = busy.iter().filter(|name| !has_reason(name)).collect();
    assert!(without.is_empty(), "for no reason: {without:#?}");
    for (wanted, why) in MOVES {
        let moves = busy.iter().any(|name| is_it(name, wanted));
        assert!(moves, "{wanted} stands still, though {why}");
    }
}

/// Longer than it takes what moves by itself to come to rest, in frames of the
/// window's clock.
const TO_REST: usize = 40 * 60;

#[test]
fn what_moves_by_itself_comes_to_rest_where_nobody_looks() {
    let mut window = Window::open(LIVELY);
    window.show(&named("home")).unwrap();
    window.harness.run_steps(8);
    assert!(delay(&window) < LOOKED_AT, "the face at home turns");
    window.harness.run_steps(TO_REST);
    assert!(delay(&window) >= LOOKED_AT, "{:?}", delay(&window));
}
