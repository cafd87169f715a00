//! No scores on public screens: they would teach an attacker how close he is.

use std::collections::BTreeSet;

use egui_kittest::kittest::{NodeT, Queryable, by};
use secure_biometric::pipeline::Activity;

use crate::scenes::{State, UNTOLD, plain_face, states, untold_bars};
use crate::states::drawn::Drawn;
use crate::states::named;
use crate::states::window::{USUAL, Window};

/// The numbers of a text: "5.2 s, 12° of 20°" has three.
fn numbers(text: &str) -> Vec<f64> {
    let is_part = |letter: char| letter.is_ascii_digit() || ['.', ','].contains(&letter);
    let parts = text.split(|letter| !is_part(letter));
    let numbers = parts.map(|part| part.trim_matches(['.', ',']).replace(',', "."));
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// Whether that number tells what was measured (0 to 100): rounded in any way,
/// or as a share of one.
fn tells(number: f64, measured: f64) -> bool {
    let units = [
        (1.0, 0),
        (1.0, 1),
        (1.0, 2),
        (0.01, 2),
        (0.01, 3),
        (0.01, 4),
    ];
    units.into_iter().any(|(unit, digits)| {
        let rounds = 10_f64.powi(digits);
        let told = (measured * unit * rounds).round() / rounds;
        (number - told).abs() < 1e-6
    })
}

/// Everything with a number in it that is read out or drawn: the text, and
/// its numbers.
fn told(window: &Window) -> Vec<(String, Vec<f64>)> {
    let mut told = Vec::new();
    for node in window.harness.query_all(by()) {
        let node = node.accesskit_node();
        let name = node.label().unwrap_or_default();
        if let Some(value) = node.data().numeric_value() {
            told.push((format!("{name}: {value}"), vec![value]));
        }
        let said = [Some(name), node.value(), node.description()];
        told.extend(
            said.into_iter()
                .flatten()
                .map(|text| (text.clone(), numbers(&text))),
        );
    }
    let drawn = Drawn::of(&window.harness.output().shapes).texts.into_iter();
    told.extend(drawn.map(|text| (text.words.clone(), numbers(&text.words))));
    told.retain(|(_, numbers)| !numbers.is_empty());
    told
}

/// What a state tells of what was measured.
fn scores(window: &mut Window, state: &State) -> BTreeSet<String> {
    window.show(state).unwrap();
    let measured: Vec<f64> = UNTOLD
        .iter()
        .flat_map(|(_, value, bound)| [f64::from(*value), f64::from(*bound)])
        .collect();
    let is_score = |number: &f64| measured.iter().any(|score| tells(*number, *score));
    told(window)
        .into_iter()
        .filter(|(_, numbers)| numbers.iter().any(is_score))
        .map(|(text, _)| text)
        .collect()
}

#[test]
fn no_public_state_tells_what_was_measured() {
    let mut window = Window::open(USUAL);
    let (mut wrong, mut measured) = (Vec::new(), 0);
    for state in states(&plain_face()) {
        if !state.public {
            continue;
        }
        if let Activity::Capturing { view, .. } = &state.snapshot.activity {
            assert_eq!(view.bars, untold_bars(), "{}", state.name);
            measured += 1;
        }
        let told = scores(&mut window, &state);
        wrong.extend(told.iter().map(|text| format!("{}: {text}", state.name)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        measured > 20,
        "only {measured} states had something to tell"
    );
}

/// How long it took is told to a tenth of a second, nothing else in parts.
#[test]
fn no_public_state_tells_a_number_in_parts() {
    let mut window = Window::open(USUAL);
    let mut wrong = Vec::new();
    for state in states(&plain_face()).iter().filter(|state| state.public) {
        window.show(state).unwrap();
        let seconds = match &state.snapshot.activity {
            Activity::Finished(finished) => finished.seconds,
            _ => 0.0,
        };
        let in_parts = |number: &f64| number.fract() != 0.0 && *number != seconds;
        for node in window.harness.query_all(by()) {
            let node = node.accesskit_node();
            for text in [node.label(), node.value()].into_iter().flatten() {
                if numbers(&text).iter().any(in_parts) {
                    wrong.push(format!("{}: {text}", state.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_operator_is_told_and_the_test_would_see_it() {
    let mut state = named("enrol_capture");
    let Activity::Capturing { view, .. } = &mut state.snapshot.activity else {
        panic!("nobody is captured");
    };
    assert!(!state.public);
    view.bars = untold_bars();
    let told = scores(&mut Window::open(USUAL), &state);
    for (_, value, _) in UNTOLD {
        let whole = format!("{value:.0}");
        assert!(told.contains(&whole), "{whole} isn't in {told:?}");
    }
}

#[test]
fn numbers_are_found_in_whatever_is_said() {
    assert_eq!(numbers("5.2 s, 12° of 20°"), [5.2, 12.0, 20.0]);
    assert_eq!(numbers("Ihre 73,19 %."), [73.19]);
    for told in [73.0, 73.2, 73.19, 0.73, 0.732, 0.7319] {
        assert!(tells(told, 73.19), "{told}");
    }
    assert!(!tells(74.0, 73.19) && !tells(7.3, 73.19) && !tells(0.0, 73.19));
}
