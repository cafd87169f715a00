//! The attack self-test at the window: chosen, tried, looked at, written to a
//! file.

use std::sync::Arc;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use secure_biometric::domain::{Classified, Role as OperatorRole, Species};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    DeskIntent, Intent, SelfTestFormat, SelfTestIntent, SelfTestView, Snapshot, WorkStatus,
};

use crate::opened::{Look, Opened, press, showing_in, strike};
use crate::scenes::selftest::{ended, report, running, selftest_scenes, species, with};
use crate::scenes::{Stage, idle, plain_face};

const PAGE: Page = Page::Desk(DeskPage::Settings(SettingsPage::SelfTest));

fn showing(snapshot: Snapshot) -> (Stage, Opened) {
    let look = Look {
        page: PAGE,
        ..Look::default()
    };
    showing_in(snapshot, look)
}

/// The scene of that name in a window, with nothing sent yet.
fn scene(name: &str) -> (Stage, Opened) {
    let scenes = selftest_scenes(&plain_face());
    let found = scenes.into_iter().find(|scene| scene.0 == name).unwrap();
    let (stage, window) = showing(found.1);
    stage.sent();
    (stage, window)
}

/// What was asked of self-tests since the last call.
fn asked(stage: &Stage) -> Vec<SelfTestIntent> {
    let intent = |intent| match intent {
        Intent::Desk(DeskIntent::SelfTest(intent)) => Some(intent),
        _ => None,
    };
    stage.sent().into_iter().filter_map(intent).collect()
}

#[test]
fn what_is_held_up_and_how_often_is_chosen() {
    let (stage, mut window) = scene("settings_selftest_none");
    window.get_by_label_contains("43 trials of each: if none of an attack is accepted");
    window.get_by_label_contains("“at most 7 %”");
    // What is chosen at first, and a touch turns it off.
    press(&mut window, "A person");
    press(&mut window, "Bent print");
    press(&mut window, "59");
    window.get_by_label_contains("“at most 5 %”");
    press(&mut window, "Start");
    match &asked(&stage)[..] {
        [SelfTestIntent::Begin(plan)] => {
            assert_eq!(plan.species, [species("flat"), species("bent")]);
            assert_eq!(plan.trials, 59);
        }
        other => panic!("{other:?}"),
    }
    for chosen in ["Flat print", "Bent print"] {
        press(&mut window, chosen);
    }
    window.get_by_label("Choose what is held up.");
    press(&mut window, "Start");
    assert!(asked(&stage).is_empty(), "nothing is chosen");
}

#[test]
fn the_page_and_a_result_say_what_no_trial_can_tell() {
    for name in ["settings_selftest_none", "settings_selftest_result"] {
        let (_stage, window) = scene(name);
        window.get_by_label("What no trial here can tell");
        window.get_by_label_contains("a mask with a face's shape");
    }
}

#[test]
fn earlier_results_are_asked_for_once_and_opened() {
    let (stage, mut window) = showing(with(SelfTestView {
        kept: vec![ended()],
        ..SelfTestView::default()
    }));
    assert_eq!(asked(&stage), [SelfTestIntent::List]);
    window.get_by_label_contains("2026-11-").click();
    window.run_steps(3);
    let id = ended().test.id;
    assert_eq!(asked(&stage), [SelfTestIntent::Show(Some(id))]);
}

#[test]
fn a_trial_is_begun_repeated_skipped_and_stopped() {
    let (stage, mut window) = scene("selftest_waiting");
    window.get_by_label("Hold up a printed photo, flat, and turn it as asked.");
    window.get_by_label_contains("Flat print: 0 of 12 accepted.");
    strike(&mut window, Key::Enter);
    assert_eq!(asked(&stage), [SelfTestIntent::Try]);
    for (button, expected) in [
        ("Begin the trial", SelfTestIntent::Try),
        ("Repeat", SelfTestIntent::Repeat),
        ("Next kind", SelfTestIntent::Skip),
        ("Stop here", SelfTestIntent::Stop),
    ] {
        press(&mut window, button);
        assert_eq!(asked(&stage), [expected], "{button}");
    }
    let (stage, mut window) = showing(with(SelfTestView {
        running: Some(report(&[], false)),
        ..SelfTestView::default()
    }));
    asked(&stage);
    press(&mut window, "Repeat");
    assert!(asked(&stage).is_empty(), "there is no last one");
}

#[test]
fn a_trial_that_goes_on_is_broken_off() {
    let (stage, mut window) = scene("selftest_capturing");
    press(&mut window, "Break off");
    assert_eq!(asked(&stage), [SelfTestIntent::BreakOff]);
    strike(&mut window, Key::Escape);
    assert_eq!(asked(&stage), [SelfTestIntent::BreakOff]);
    strike(&mut window, Key::Enter);
    assert!(asked(&stage).is_empty(), "Enter begins nothing now");
    // The page stays when the trial is over.
    stage.show(with(SelfTestView {
        running: Some(running()),
        ..SelfTestView::default()
    }));
    window.run_steps(3);
    window.get_by_label("Begin the trial");
}

#[test]
fn the_last_trial_is_told() {
    for (classified, says) in [
        (Classified::Live, "Accepted as a living face"),
        (Classified::Attack, "Refused as an attack · We couldn"),
        (Classified::Inconclusive, "Inconclusive · "),
        (Classified::Void, "Not counted · "),
    ] {
        let (_stage, window) = showing(with(SelfTestView {
            running: Some(report(&[(Species::BONA_FIDE, classified, 1)], false)),
            ..SelfTestView::default()
        }));
        let found = window.query_all_by_label_contains(says).count();
        assert!(found > 0, "{classified:?} doesn't say '{says}'");
    }
}

#[test]
fn a_result_says_what_it_supports_and_is_written_to_a_file() {
    let (stage, mut window) = scene("settings_selftest_result");
    for says in [
        "A person: 3 of 43 not accepted. That supports “at most 18 % of people”.",
        "Screen: 1 of 13 accepted. That supports “at most 32 % of such attacks”.",
        "Not counted: 2 broken off, 0 taken back.",
    ] {
        window.get_by_label(says);
    }
    window.get_by_label_contains("no conformance to a standard is claimed");
    let id = ended().test.id;
    for (button, format) in [
        ("Save as JSON", SelfTestFormat::Json),
        ("Save as CSV", SelfTestFormat::Csv),
    ] {
        press(&mut window, button);
        assert_eq!(asked(&stage), [SelfTestIntent::Export { id, format }]);
    }
    let mut saved = with(SelfTestView {
        shown: Some(ended()),
        saved_as: Some("exports/selftest.csv".into()),
        ..SelfTestView::default()
    });
    Arc::make_mut(&mut saved.desk).work = WorkStatus::Done;
    stage.show(saved);
    window.run_steps(3);
    window.get_by_label("Saved as exports/selftest.csv");
    press(&mut window, "Another self-test");
    assert_eq!(asked(&stage), [SelfTestIntent::Show(None)]);
}

#[test]
fn only_an_administrator_has_the_page() {
    for role in [OperatorRole::FrontDesk, OperatorRole::Reviewer] {
        let mut snapshot = with(SelfTestView::default());
        snapshot.operator.as_mut().unwrap().role = role;
        let (stage, window) = showing(snapshot);
        window.get_by_label("Verify me");
        assert!(asked(&stage).is_empty());
    }
    let (_stage, window) = showing(idle());
    window.get_by_label("Verify me");
}
