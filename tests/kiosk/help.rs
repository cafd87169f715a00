//! Who can't verify is never left alone with it: help is a press away, and
//! nobody is told to mend what they can't.

use eframe::egui::Key;
use egui_kittest::kittest::{NodeT, Queryable, by};
use secure_biometric::domain::{Decision, Reason, Role as OperatorRole};
use secure_biometric::pipeline::{Activity, CameraStatus, Intent, Problem, Snapshot};

use crate::opened::{Opened, press, showing};
use crate::scenes::{Stage, finished, people, plain_face, scenes, settled};

fn scene(wanted: &str) -> Snapshot {
    let mut all = scenes(&plain_face()).into_iter();
    all.find(|scene| scene.0 == wanted).unwrap().1
}

fn says(window: &Opened, words: &str) -> bool {
    window.query_all(by()).any(|node| {
        let node = node.accesskit_node();
        let said = [node.label(), node.value()];
        said.into_iter().flatten().any(|said| said.contains(words))
    })
}

/// Presses the button and follows the pipeline home: the card is there.
fn calls(stage: &Stage, window: &mut Opened) {
    press(window, "Call the front desk");
    stage.show(settled());
    window.run_steps(3);
    assert!(says(window, "The front desk is being called."));
}

#[test]
fn an_employee_is_told_to_wait_for_the_camera_and_how_else_to_come_in() {
    let lost = scene("capture_camera_lost");
    let CameraStatus::Lost { why } = &lost.camera else {
        panic!("it isn't lost");
    };
    assert!(matches!(why, Problem::CameraNotConnected { .. }));
    let (stage, mut window) = showing(lost.clone());
    assert!(says(&window, "The camera is away for a moment"));
    for technical in ["usb-", "settings", "isn't connected"] {
        assert!(!says(&window, technical), "{technical}");
    }
    press(&mut window, "Other ways");
    assert!(matches!(stage.sent()[..], [Intent::Cancel]));
    // It is still being stopped: the way that was chosen isn't forgotten.
    window.run_steps(2);
    stage.show(settled());
    window.run_steps(3);
    assert!(says(&window, "Other ways in"));

    let (stage, mut window) = showing(lost.clone());
    calls(&stage, &mut window);

    let staff = Snapshot {
        operator: people::signed_in(OperatorRole::FrontDesk).operator,
        ..lost
    };
    let (_stage, window) = showing(staff);
    assert!(says(&window, "USB 2.0. Plug it in again"));
    assert!(window.query_by_label("Other ways").is_none());
}

#[test]
fn trouble_is_told_in_technical_words_to_staff_alone() {
    let (stage, mut window) = showing(scene("trouble"));
    assert!(says(&window, "Something went wrong here, not with you."));
    assert!(!says(&window, "disk"));
    press(&mut window, "Other ways");
    assert!(matches!(stage.sent()[..], [Intent::Home]));
    stage.show(scene("trouble"));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    stage.show(settled());
    window.run_steps(3);
    assert!(says(&window, "The front desk is being called."));

    let (stage, mut window) = showing(scene("trouble_staff"));
    assert!(says(&window, "The disk is full. Nothing was saved."));
    press(&mut window, "Done");
    assert!(matches!(stage.sent()[..], [Intent::Home]));

    // Who sets a kiosk up has nobody to call.
    let (_stage, window) = showing(Snapshot {
        has_operators: false,
        ..scene("trouble")
    });
    assert!(says(&window, "The disk is full. Nothing was saved."));
}

#[test]
fn who_fails_once_can_call_the_front_desk() {
    for (decision, reason) in [
        (Decision::NotVerified, Reason::FlatSurface),
        (Decision::NotVerified, Reason::NoMatch),
        (Decision::Inconclusive, Reason::CameraUnavailable),
        (Decision::Inconclusive, Reason::EngineUnavailable),
        (Decision::Inconclusive, Reason::FramesRepeated),
        (Decision::Inconclusive, Reason::TooDark),
        (Decision::NotVerified, Reason::PinWrong),
    ] {
        let result = finished(decision, reason);
        let Activity::Finished(shown) = &result.activity else {
            panic!("it isn't finished");
        };
        assert!(shown.tries_left > 0);
        let (stage, mut window) = showing(result);
        assert!(says(&window, "Try again"), "{reason:?}");
        calls(&stage, &mut window);
    }
}
