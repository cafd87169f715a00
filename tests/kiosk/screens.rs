//! Every screen of the kiosk in both themes: it draws, it says what it must
//! to a screen reader, and its primary action sends the right intent.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::domain::{Decision, Reason};
use secure_biometric::kiosk::ThemeChoice;
use secure_biometric::pipeline::{
    Activity, CameraStatus, Intent, OneToMany, Problem, SignInStatus, Snapshot,
};

use crate::opened::{Look, Opened, WINDOW, open, press, showing, strike, write, write_secret};
use crate::scenes::{Stage, finished, idle, measured, measuring, operator, plain_face, scenes};

#[test]
fn every_screen_draws_in_both_themes_and_every_language() {
    let seen = plain_face();
    for (name, snapshot, says) in scenes(&seen) {
        for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
            for language in ["en", "es", "de"] {
                let stage = Stage::default();
                stage.show(snapshot.clone());
                let look = Look {
                    theme,
                    language,
                    ..Look::default()
                };
                let window = open(&stage, look);
                if language == "en" && name != "sign_in_refused" {
                    assert!(
                        window.query_all_by_label_contains(says).next().is_some(),
                        "{name} doesn't say '{says}'"
                    );
                }
            }
        }
    }
}

#[test]
fn everything_that_is_pressed_has_a_name_and_a_finger_s_size() {
    for (name, snapshot, _) in scenes(&plain_face()) {
        let (_stage, window) = showing(snapshot);
        for button in window.query_all_by_role(Role::Button) {
            let label = button.accesskit_node().label().unwrap_or_default();
            assert!(!label.is_empty(), "{name}: a button without a name");
            let size = button.rect().size();
            assert!(size.min_elem() >= 64.0, "{name}: {label} is {size}");
            assert!(
                WINDOW.expand(1.0).contains_rect(button.rect()),
                "{name}: {label}"
            );
        }
    }
}

#[test]
fn verifying_starts_by_button_and_by_enter() {
    let (stage, mut window) = showing(idle());
    press(&mut window, "Verify me");
    assert!(matches!(stage.sent()[..], [Intent::Verify { claim: None }]));
    strike(&mut window, Key::Enter);
    assert!(matches!(stage.sent()[..], [Intent::Verify { claim: None }]));
}

#[test]
fn a_kiosk_that_cannot_verify_does_not_offer_it() {
    for (name, snapshot, _) in scenes(&plain_face()) {
        let blocked = [
            "home_nobody",
            "home_opening",
            "home_camera_lost",
            "home_engine_failed",
        ];
        if blocked.contains(&name) {
            let (stage, mut window) = showing(snapshot);
            assert!(window.query_by_label("Verify me").is_none(), "{name}");
            window.event(eframe::egui::Event::Text("10427".to_owned()));
            strike(&mut window, Key::Enter);
            assert!(stage.sent().is_empty(), "{name}");
        }
    }
    let (stage, mut window) = showing(Snapshot {
        one_to_many: OneToMany::BadgeRequired,
        ..idle()
    });
    assert!(window.query_by_label("Verify me").is_none());
    strike(&mut window, Key::Enter);
    assert!(stage.sent().is_empty());
}

fn claimed(stage: &Stage) -> Option<String> {
    match &stage.sent()[..] {
        [Intent::Verify { claim: Some(badge) }] => Some(badge.as_str().to_owned()),
        _ => None,
    }
}

#[test]
fn a_badge_is_typed_or_scanned() {
    let (stage, mut window) = showing(idle());
    press(&mut window, "Use my badge");
    write(&mut window, "Badge number", "10427");
    strike(&mut window, Key::Enter);
    assert_eq!(claimed(&stage).as_deref(), Some("10427"));

    // A scanner types on the home screen: letter by letter ...
    let (stage, mut window) = showing(idle());
    for letter in ["A", "-", "1"] {
        window.event(eframe::egui::Event::Text(letter.to_owned()));
        window.run_steps(1);
    }
    strike(&mut window, Key::Enter);
    assert_eq!(claimed(&stage).as_deref(), Some("A-1"));

    // ... or all at once.
    let (stage, mut window) = showing(idle());
    window.event(eframe::egui::Event::Text("77".to_owned()));
    strike(&mut window, Key::Enter);
    assert_eq!(claimed(&stage).as_deref(), Some("77"));
}

fn scan(window: &mut Opened, letters: &[&str]) {
    for letter in letters {
        window.event(eframe::egui::Event::Text((*letter).to_owned()));
        window.run_steps(1);
    }
}

#[test]
fn a_badge_that_is_scanned_while_home_comes_is_taken_whole() {
    let seen = plain_face();
    let before = ["home_camera_lost", "verified", "trouble"];
    let scenes = scenes(&seen).into_iter();
    let mut tried = 0;
    for (name, snapshot, _) in scenes.filter(|(name, ..)| before.contains(name)) {
        tried += 1;
        let (stage, mut window) = showing(snapshot);
        scan(&mut window, &["1", "0"]);
        stage.show(idle());
        scan(&mut window, &["4", "2", "7"]);
        strike(&mut window, Key::Enter);
        assert_eq!(claimed(&stage).as_deref(), Some("10427"), "{name}");
    }
    assert_eq!(tried, before.len());
}

#[test]
fn what_was_typed_long_before_is_no_part_of_a_badge() {
    let (stage, mut window) = showing(Snapshot {
        camera: CameraStatus::Lost {
            why: Problem::NoCamera,
        },
        ..idle()
    });
    scan(&mut window, &["9"]);
    // A step is a quarter of a second.
    window.run_steps(6);
    stage.show(idle());
    scan(&mut window, &["77"]);
    strike(&mut window, Key::Enter);
    assert_eq!(claimed(&stage).as_deref(), Some("77"));
}

#[test]
fn a_wrong_badge_is_named_and_not_sent() {
    let (stage, mut window) = showing(idle());
    press(&mut window, "Use my badge");
    write(&mut window, "Badge number", "10/427");
    window.get_by_label_contains("Only letters, digits");
    strike(&mut window, Key::Enter);
    assert!(stage.sent().is_empty());
    strike(&mut window, Key::Escape);
    window.get_by_label("Verify me");
}

#[test]
fn an_operator_signs_in_and_the_password_is_gone_from_the_window() {
    let (stage, mut window) = showing(idle());
    press(&mut window, "Staff sign-in");
    write(&mut window, "Name", "m.okafor");
    write_secret(&mut window, "Password", "correct horse");
    strike(&mut window, Key::Enter);
    match &stage.sent()[..] {
        [Intent::SignIn { name, password }] => {
            assert_eq!(name, "m.okafor");
            assert_eq!(password.expose(), "correct horse");
        }
        other => panic!("{other:?}"),
    }
    stage.show(Snapshot {
        sign_in: SignInStatus::Refused,
        ..idle()
    });
    window.run_steps(2);
    window.get_by_label("The name or the password is wrong.");
    strike(&mut window, Key::Enter);
    assert!(stage.sent().is_empty(), "an empty password isn't sent");

    stage.show(Snapshot {
        operator: Some(operator()),
        ..idle()
    });
    window.run_steps(3);
    window.get_by_label("What would you like to do?");
}

#[test]
fn leaving_the_form_keeps_nothing() {
    let (_stage, mut window) = showing(Snapshot {
        operator: Some(operator()),
        ..idle()
    });
    press(&mut window, "Enrol a person");
    write(&mut window, "Full name", "Eileen Collins");
    press(&mut window, "Cancel");
    press(&mut window, "Enrol a person");
    let field = window.get_by_role_and_label(Role::TextInput, "Full name");
    assert_eq!(field.value().unwrap_or_default(), "");
}

#[test]
fn stopping_an_enrolment_discards_what_was_typed() {
    let signed_in = Snapshot {
        operator: Some(operator()),
        ..idle()
    };
    let (stage, mut window) = showing(signed_in.clone());
    press(&mut window, "Enrol a person");
    write(&mut window, "Full name", "Eileen Collins");
    let capture = scenes(&plain_face())
        .into_iter()
        .find(|scene| scene.0 == "enrol_capture")
        .unwrap();
    stage.show(capture.1);
    window.run_steps(3);
    press(&mut window, "Stop and discard");
    stage.show(signed_in);
    window.run_steps(3);
    press(&mut window, "Enrol a person");
    let field = window.get_by_role_and_label(Role::TextInput, "Full name");
    assert_eq!(field.value().unwrap_or_default(), "");
}

#[test]
fn a_capture_is_cancelled_by_button_and_by_escape() {
    for (name, snapshot, _) in scenes(&plain_face()) {
        let button = match &snapshot.activity {
            Activity::Capturing { name: Some(_), .. } => "Stop and discard",
            Activity::Capturing { .. } => "Cancel",
            _ => continue,
        };
        let (stage, mut window) = showing(snapshot);
        press(&mut window, button);
        assert!(matches!(stage.sent()[..], [Intent::Cancel]), "{name}");
        strike(&mut window, Key::Escape);
        assert!(matches!(stage.sent()[..], [Intent::Cancel]), "{name}");
    }
}

#[test]
fn every_reason_has_words_of_its_own_and_never_a_score() {
    for reason in Reason::ALL {
        let (_stage, window) = showing(finished(Decision::Inconclusive, *reason));
        for node in window.query_all(egui_kittest::kittest::by()) {
            let label = node.accesskit_node().label().unwrap_or_default();
            assert!(!label.contains("reason-"), "{label} has no text");
            assert!(!label.contains("0."), "{label} looks like a score");
        }
    }
}

#[test]
fn trying_again_claims_the_same_badge() {
    let (stage, mut window) = showing(idle());
    press(&mut window, "Use my badge");
    write(&mut window, "Badge number", "10427");
    strike(&mut window, Key::Enter);
    assert_eq!(claimed(&stage).as_deref(), Some("10427"));
    stage.show(finished(Decision::Inconclusive, Reason::TooDark));
    window.run_steps(3);
    window.get_by_label("2 tries left.");
    press(&mut window, "Try again");
    assert_eq!(claimed(&stage).as_deref(), Some("10427"));
}

#[test]
fn a_badge_that_is_required_is_asked_for() {
    let (stage, mut window) = showing(finished(Decision::Inconclusive, Reason::BadgeRequired));
    press(&mut window, "Use my badge");
    assert!(matches!(stage.sent()[..], [Intent::Home]));
    stage.show(idle());
    window.run_steps(3);
    window.get_by_role_and_label(Role::TextInput, "Badge number");
}

#[test]
fn a_pause_says_how_long_and_offers_no_try() {
    let paused = scenes(&plain_face())
        .into_iter()
        .find(|scene| scene.0 == "paused")
        .unwrap();
    let (_stage, window) = showing(paused.1);
    window.get_by_label_contains("The next try is possible in");
    assert!(window.query_by_label("Try again").is_none());
}

#[test]
fn the_language_is_switched_on_the_screen() {
    let (_stage, mut window) = showing(idle());
    press(&mut window, "English");
    window.get_by_label("Verificarme");
    press(&mut window, "Español");
    window.get_by_label("Mich prüfen");
}

#[test]
fn a_measured_face_is_shown_three_ways_and_stays_while_it_is_looked_at() {
    let result = finished(Decision::Verified, Reason::Matched);
    let (stage, mut window) = showing(measured(result, &plain_face()));
    window.get_by_label("Welcome, Eileen.");
    let face = "The measured face in three dimensions; drag to turn it";
    window.get_by_role_and_label(Role::Image, face);
    window.get_by_label_contains("this picture is not kept");
    // Each step of the harness is a quarter of a second; a result stays for
    // six seconds after the last touch.
    for way in ["Wireframe", "Depth", "Textured", "Depth"] {
        window.run_steps(16);
        press(&mut window, way);
        assert!(stage.sent().is_empty(), "it left while it was looked at");
    }
    window.get_by_label("near");
    press(&mut window, "Done");
    assert!(matches!(stage.sent()[..], [Intent::Home]));
}

#[test]
fn a_face_that_is_being_measured_does_not_move_what_is_read() {
    let result = finished(Decision::Verified, Reason::Matched);
    let (stage, mut window) = showing(measuring(result.clone()));
    let place = |window: &Opened| window.get_by_label("Welcome, Eileen.").rect();
    let before = place(&window);
    stage.show(measured(result, &plain_face()));
    window.run_steps(2);
    assert_eq!(place(&window), before);
    assert!(window.query_by_label_contains("Measuring").is_none());
}

#[test]
fn a_password_half_typed_where_staff_sign_in_is_shown_as_no_badge() {
    let (stage, mut window) = showing(idle());
    press(&mut window, "Staff sign-in");
    // Tabbed out of the fields by habit: spaces press what has the focus.
    window.get_by_role_and_label(Role::Button, "Back").focus();
    window.run_steps(1);
    scan(&mut window, &["l", "o"]);
    window.key_press(Key::Enter);
    window.run_steps(1);
    scan(&mut window, &["n", "g"]);
    assert!(window.query_by_label("Verify me").is_some(), "home");
    assert!(window.query_by_label("Badge number").is_none());
    strike(&mut window, Key::Escape);
    // After a pause what is typed is a badge again.
    window.run_steps(6);
    stage.sent();
    scan(&mut window, &["7", "7"]);
    strike(&mut window, Key::Enter);
    assert_eq!(claimed(&stage).as_deref(), Some("77"));
}

#[test]
fn the_focus_goes_with_its_screen() {
    let (_, mut window) = showing(idle());
    window.get_by_label("Other ways").focus();
    window.run_steps(1);
    strike(&mut window, Key::Enter);
    assert!(window.query_by_label("Call the front desk").is_some());
    assert_eq!(window.ctx.memory(|memory| memory.focused()), None);
}
