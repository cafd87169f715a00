//! The tokens' page: one that was issued is found, checked and revoked.

use crate::hands::Hands;
use crate::other_ways::{PIN, open_pin, with_a_pin_by};
use crate::support::ADMINISTRATOR;

#[test]
fn a_token_that_others_have_is_found_and_revoked() {
    for hands in Hands::ALL {
        revokes(hands);
    }
}

fn revokes(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = with_a_pin_by(hands);
    open_pin(&mut kiosk);
    kiosk.write("Badge number", "10427");
    kiosk.write_secret("PIN", PIN);
    kiosk.finish("Verify me");
    kiosk.sees("Welcome, Eileen.");
    kiosk.press("Done");
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Tokens");
    kiosk.sees("Choose a token to see what is known of it.");
    kiosk.write("A token to check: paste or scan it", "no token at all");
    kiosk.press("Check this token");
    kiosk.sees("This is no token.");
    kiosk.press_line("Counts, once");
    kiosk.press("Revoke this token");
    kiosk.press("Others have it");
    kiosk.sees("The token is revoked: nobody can use it any more.");
    kiosk.leave("Back");
    kiosk.sees("What would you like to do?");
    let tokens = ["tokens", "list"];
    let tokens = kiosk.site.run_as(ADMINISTRATOR, &tokens).expect(0);
    assert_eq!(tokens[0]["state"], "revoked", "{tokens}");
}
