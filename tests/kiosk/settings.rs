//! Pages of the settings: what they say, and what is sent of what was chosen.

use secure_biometric::domain::OfflineTokens;
use secure_biometric::pipeline::{DeskIntent, Intent};

use crate::states::named;
use crate::states::window::{USUAL, Window};

fn showing(wanted: &str) -> Window {
    let mut window = Window::open(USUAL);
    window.show(&named(wanted)).unwrap();
    window.sent();
    window
}

#[test]
fn where_there_is_no_camera_one_thing_is_said() {
    let window = showing("settings_camera_none");
    assert!(window.says("No camera is connected. Plug one in."));
    for other in ["The camera is opening", "Stand in front of the camera"] {
        assert!(!window.says(other), "{other}");
    }
}

#[test]
fn numbers_of_a_profile_are_changed_and_kept_with_a_reason() {
    let mut window = showing("settings_tolerance_edit_filled");
    assert!(window.says("Keep as version 2"));
    assert!(window.press("More: Head turns asked for"));
    assert!(window.press("Less: Head turns asked for"));
    assert!(window.press("More: Head turns asked for"));
    assert!(window.press_anywhere("Take tokens while the centre is away"));
    assert!(window.press("Keep as version 2"));
    let sent = window.sent();
    let [Intent::Desk(DeskIntent::SaveTolerance { tolerance, why })] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(tolerance.liveness.challenge_turns, 4);
    assert_eq!(tolerance.tokens_offline, OfflineTokens::Refuse);
    assert_eq!(why.as_str(), "The hall is dark in winter");
}

#[test]
fn a_change_of_numbers_without_a_reason_is_not_sent() {
    let mut window = showing("settings_tolerance_edit");
    assert!(window.says("It needs a name and a reason."));
    assert!(window.press("Keep as version 2"));
    assert!(window.sent().is_empty());
    assert!(window.press("Cancel"));
    assert!(window.says("Change the numbers"));
}

#[test]
fn health_says_small_what_was_found_of_what_is_not_well() {
    let window = showing("settings_health");
    assert!(window.says("Found: usb-0000:00:14.0-1/Brio 500: no picture in 5 s"));
    assert!(window.says("Found: 512 MB are free"));
    assert!(
        !window.says("ready in 4.1 s"),
        "what is well needs no more words"
    );
}
