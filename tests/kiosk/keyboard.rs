//! The keyboard alone: in every state of every screen it reaches all that can
//! be used, in the order in which it is read, and what has the focus shows it.

use std::collections::BTreeSet;

use eframe::egui::accesskit::{Action, Role};
use eframe::egui::epaint::{ClippedShape, Shape};
use eframe::egui::{Event, Key, Modifiers, Rect, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable, by};

use crate::everywhere::{can_be_used, name_of};
use crate::scenes::{State, plain_face, states};
use crate::states::named;
use crate::states::window::{Look, USUAL, Window};

/// Lengths below this are none.
const SLACK: f32 = 2.0;
/// A ring is this thick at least, and no further than this from what has the
/// focus, in points.
const RING: f32 = 1.5;
const AROUND: f32 = 8.0;

/// Which one it is, wherever it was scrolled to.
fn who(node: &Node<'_>) -> String {
    format!("{} {:?}", name_of(node), node.accesskit_node().id())
}

/// Which one it is, where, and its role.
type Used = (String, Rect, Role);

/// Whether both are lines of one column.
fn same_column(one: Rect, other: Rect) -> bool {
    (one.left() - other.left()).abs() < SLACK
        && (one.size() - other.size()).abs().max_elem() < SLACK
}

/// Whether it can be pressed, and isn't for Tab.
fn is_left_to_arrows(window: &Window, name: &str) -> bool {
    let mut nodes = window.harness.query_all(by());
    nodes.any(|node| {
        let acts = |action| node.accesskit_node().data().supports_action(action);
        who(&node) == name && !acts(Action::Focus)
    })
}

/// Everything that can be used, in the order of the tree: which one, where, and
/// its role.
fn usable(window: &Window) -> Vec<Used> {
    let nodes = window.harness.query_all(by()).filter(can_be_used);
    nodes
        .map(|node| (who(&node), node.rect(), node.accesskit_node().role()))
        .collect()
}

/// What has the focus.
fn focused(window: &Window) -> Option<(String, Rect)> {
    let mut nodes = window.harness.query_all(by());
    let node = nodes.find(|node| node.accesskit_node().is_focused() && can_be_used(node))?;
    Some((who(&node), node.rect()))
}

/// How thick the thick lines are together that are drawn around that place, or
/// in it.
fn rings(shapes: &[ClippedShape], place: Rect) -> f32 {
    let shapes = shapes.iter();
    shapes.map(|clipped| rings_of(&clipped.shape, place)).sum()
}

fn rings_of(shape: &Shape, place: Rect) -> f32 {
    match shape {
        Shape::Vec(shapes) => shapes.iter().map(|shape| rings_of(shape, place)).sum(),
        Shape::Rect(rect) => {
            let here = place.expand(AROUND).contains_rect(rect.rect);
            if here && rect.stroke.width >= RING {
                rect.stroke.width
            } else {
                0.0
            }
        }
        _ => 0.0,
    }
}

/// Whether one goes back by going from one place to the next: neither down nor
/// to the right.
fn goes_back(from: Rect, to: Rect) -> bool {
    let above = to.center().y < from.top() - SLACK;
    let same_line = !above && to.center().y <= from.bottom() + SLACK;
    let further = to.left() >= from.left() - SLACK;
    (above || same_line) && !further && to.right() < from.right() - SLACK
}

/// Goes once around a state by Tab and says what is wrong.
fn round(window: &mut Window, state: &State) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Err(deed) = window.show(state) {
        return vec![format!("nothing to {deed}")];
    }
    // A signature is drawn; who can't draw types it.
    let mut wanted = usable(window);
    wanted.retain(|(_, _, role)| *role != Role::Canvas);
    let first = wanted.first().map(|(name, ..)| name.clone());
    let screen = window.harness.ctx.content_rect();
    let mut found = BTreeSet::new();
    let mut before: Option<(String, f32)> = None;
    for _ in 0..=wanted.len() {
        window
            .harness
            .key_press_modifiers(Modifiers::NONE, Key::Tab);
        window.harness.run_steps(2);
        let Some((name, place)) = focused(window) else {
            before = None;
            continue;
        };
        let shapes = &window.harness.output().shapes;
        if !screen.expand(SLACK).contains_rect(place) {
            wrong.push(format!("'{name}' has the focus out of sight: {place:?}"));
        }
        // Where the one before is now: it may have been scrolled.
        let from = before.and_then(|(before, shown)| {
            let mut all = usable(window).into_iter();
            let (_, from, _) = all.find(|(other, ..)| *other == before)?;
            Some((before, from, shown))
        });
        if let Some((before, from, shown)) = from.filter(|(before, ..)| *before != name) {
            if rings(shapes, from) >= shown {
                wrong.push(format!("'{before}' has the focus and doesn't show it"));
            }
            // What is last comes before what is first.
            if first.as_ref() != Some(&name) && goes_back(from, place) {
                wrong.push(format!("'{before}' {from:?} is before '{name}' {place:?}"));
            }
        }
        before = Some((name.clone(), rings(shapes, place)));
        found.insert(name);
    }
    let reached = |(name, ..): &&Used| found.contains(name);
    for (missed, place, ..) in wanted.iter().filter(|one| !reached(one)) {
        // Of the lines of a list one is reached, and the arrows go on from it.
        let like = |other: &Used| same_column(*place, other.1);
        if wanted.iter().filter(reached).any(like) && is_left_to_arrows(window, missed) {
            continue;
        }
        wrong.push(format!("Tab never reaches '{missed}', but {found:?}"));
    }
    wrong
}

/// The lowest window, and the narrowest.
const LOW: Look = Look {
    points: vec2(1024.0, 600.0),
    ..USUAL
};
const NARROW: Look = Look {
    points: vec2(600.0, 1024.0),
    ..USUAL
};

/// Goes through a share of all states.
fn rounds(look: Look, share: usize, of: usize) {
    let mut window = Window::open(look);
    let states = states(&plain_face());
    let mut wrong = Vec::new();
    for state in states.iter().skip(share).step_by(of) {
        let found = round(&mut window, state);
        wrong.extend(
            found
                .into_iter()
                .map(|what| format!("{}: {what}", state.name)),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_name_that_is_proposed_is_typed_over() {
    let mut window = Window::open(USUAL);
    window.show(&named("first_start_site")).unwrap();
    window.harness.run_steps(3);
    let typed = Event::Text("Northgate".to_owned());
    window.harness.event(typed);
    window.harness.run_steps(2);
    let name = "Name of this site";
    let field = window.harness.get_by_role_and_label(Role::TextInput, name);
    assert_eq!(field.accesskit_node().value().as_deref(), Some("Northgate"));
}

#[test]
fn the_keyboard_reaches_all_of_it_in_reading_order() {
    rounds(USUAL, 0, 2);
}

#[test]
fn the_keyboard_reaches_all_of_the_other_states() {
    rounds(USUAL, 1, 2);
}

#[test]
fn the_keyboard_brings_all_of_it_into_view_in_a_low_window() {
    rounds(LOW, 0, 1);
}

#[test]
fn the_keyboard_brings_all_of_it_into_view_in_a_narrow_window() {
    rounds(NARROW, 0, 1);
}
