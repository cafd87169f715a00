//! What is heard: a cue for each decision, a bell that rings until somebody
//! comes, and nothing where it is muted.

use eframe::egui::{Key, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use secure_biometric::domain::{Decision, Reason};
use secure_biometric::kiosk::{Cue, DeskPage, KioskApp, KioskOptions, Page, ThemeChoice};
use secure_biometric::pipeline::Snapshot;

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

fn window<'a>(page: Page) -> (Stage, Loudspeaker, Harness<'a, KioskApp>) {
    let (stage, cues) = (Stage::default(), Loudspeaker::default());
    stage.show(settled());
    let (shown, heard) = (stage.clone(), cues.clone());
    let options = KioskOptions {
        site_name: "Northgate Reception".to_owned(),
        language: "en".to_owned(),
        fullscreen: false,
        theme: ThemeChoice::Light,
        canonical_face: None,
    };
    let mut window = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_step_dt(STEP)
        .build_eframe(move |creation| {
            let ctx = &creation.egui_ctx;
            let mut app = KioskApp::new(ctx, Box::new(shown), options, jiff::Zoned::now)
                .with_cues(Box::new(heard));
            app.open(page);
            app
        });
    window.run_steps(2);
    (stage, cues, window)
}

fn press(window: &mut Harness<'_, KioskApp>, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run_steps(2);
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
