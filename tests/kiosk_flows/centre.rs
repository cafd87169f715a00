//! Joining a centre at the window, by every pair of hands, while nothing answers
//! at its address: what is wrong is said, and nothing is lost.

use secure_biometric::central::JoinCode;

use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::support::{ADMINISTRATOR, Site};

#[test]
fn a_centre_that_is_away_is_said_and_the_kiosk_stays_as_it_was() {
    for hands in Hands::ALL {
        asks_to_join(hands);
    }
}

fn asks_to_join(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.hands = hands;
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    kiosk.press("Centre");
    assert!(kiosk.is_grey("Join this centre"), "nothing is typed yet");
    // A port on this machine that nobody listens at.
    kiosk.write("Address of the centre", "postgres://127.0.0.1:1/centre");
    kiosk.write("Join code", "QWERT-QWERT");
    kiosk.sees("A join code is 25 letters and digits.");
    assert!(kiosk.is_grey("Join this centre"), "half a code");
    let code = JoinCode::draw().unwrap().reveal();
    kiosk.write("Join code", code.expose());
    kiosk.press("Join this centre");
    kiosk.sees("The centre can't be reached.");
    // The code is used once, and doesn't stay on the screen.
    assert_eq!(kiosk.value("Join code"), "");
    assert_eq!(
        kiosk.value("Address of the centre"),
        "postgres://127.0.0.1:1/centre"
    );
    kiosk.press("Health");
    kiosk.leave("Back");
    kiosk.sees("What would you like to do?");
}
