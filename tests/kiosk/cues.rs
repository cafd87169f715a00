//! What is heard: a cue for each decision, a bell that rings until somebody
//! comes, and nothing where it is muted.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use secure_biometric::domain::{Decision, Reason};
use secure_biometric::kiosk::{Cue, DeskPage, Page};
use secure_biometric::pipeline::Snapshot;

use crate::opened::{Look, Opened, press, showing_in};
use crate::scenes::{Loudspeaker, Stage, finished, settled};

/// Seconds of the window's clock a step.
const STEP: f32 = 0.25;
/// Steps in which the bell rings a second time, and not a third.
const TWO_RINGS: usize = 28;

fn saying(snapshot: Snapshot) -> Snapshot {
    Snapshot {
        desk: settled().desk,
        ..snapshot
    }
}

fn window(page: Page) -> (Stage, Loudspeaker, Opened) {
    let cues = Loudspeaker::default();
    let look = Look {
        page,
        step: Some(STEP),
        cues: cues.clone(),
        ..Look::default()
    };
    let (stage, window) = showing_in(settled(), look);
    (stage, cues, window)
}

const DECIDED: [(Decision, Reason, Cue); 3] = [
    (Decision::Verified, Reason::Matched, Cue::Good),
    (Decision::NotVerified, Reason::NoMatch, Cue::Bad),
    (Decision::Inconclusive, Reason::TooDark, Cue::Unsure),
];

#[test]
fn each_decision_has_a_cue_of_its_own_once() {
    for (decision, reason, cue) in DECIDED {
        let (stage, cues, mut window) = window(Page::Home);
        assert_eq!(cues.played(), [], "nothing was decided yet");
        stage.show(saying(finished(decision, reason)));
        window.run_steps(6);
        assert_eq!(cues.played(), [cue]);
    }
}

#[test]
fn the_bell_rings_again_until_somebody_is_there() {
    let (_stage, cues, mut window) = window(Page::Home);
    press(&mut window, "Other ways");
    press(&mut window, "Call the front desk");
    assert_eq!(cues.played(), [Cue::Call]);
    window.get_by_label("The front desk is being called.");
    window.run_steps(TWO_RINGS);
    assert_eq!(cues.played(), [Cue::Call]);
    press(&mut window, "Somebody is here");
    window.run_steps(TWO_RINGS);
    assert_eq!(cues.played(), []);
}

#[test]
fn nothing_is_heard_once_it_is_muted_by_key_or_button() {
    for by_key in [true, false] {
        let (stage, cues, mut window) = window(Page::Home);
        if by_key {
            window.key_press(Key::F8);
            window.run_steps(2);
        } else {
            press(&mut window, "Sound on · F8");
        }
        window.get_by_label("Sound off · F8");
        for (decision, reason, _) in DECIDED {
            stage.show(saying(finished(decision, reason)));
            window.run_steps(3);
        }
        stage.show(settled());
        window.run_steps(2);
        window.state_mut().open(Page::Desk(DeskPage::Call));
        window.run_steps(TWO_RINGS);
        assert_eq!(cues.played(), [], "by key: {by_key}");
        window.get_by_label("Please wave to the front desk.");
        window.key_press(Key::F8);
        window.run_steps(2);
        assert_eq!(cues.played(), [], "the next ring is not due yet");
        window.get_by_label("The front desk is being called.");
        window.run_steps(TWO_RINGS);
        assert!(cues.played().contains(&Cue::Call));
    }
}

#[test]
fn a_card_that_nobody_hears_says_so() {
    let (_stage, cues, mut window) = window(Page::Desk(DeskPage::Call));
    window.get_by_label("The front desk is being called.");
    cues.breaks();
    window.run_steps(2);
    window.get_by_label("Please wave to the front desk.");
    assert!(
        window
            .query_by_label("The front desk is being called.")
            .is_none()
    );
}
