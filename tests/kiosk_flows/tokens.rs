//! The tokens' page: one that was issued is found, checked, used up and
//! revoked.

use secure_biometric::access::{DataFolder, Settings, Tokens};
use secure_biometric::auth::KeyStores;
use secure_biometric::domain::{PersonState, SessionKind, TokenOutcome};
use secure_biometric::store::{SessionRecord, wall_clock};

use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::made_up::{block_on, session};
use crate::other_ways::{PIN, open_pin, with_a_pin_by};
use crate::rows::put;
use crate::support::{ADMINISTRATOR, FRONT_DESK, Site};

const FIELD: &str = "A token to check: paste or scan it";

/// A token that was issued here just now, for Eileen.
fn issued(site: &Site) -> String {
    block_on(async {
        let keys = KeyStores::new(site.path("keys"), None, &site.data()).unwrap();
        let opened = DataFolder::open_with(&site.data(), &keys).await.unwrap();
        let store = opened.store.clone();
        let terms = Settings::default().token_terms();
        let tokens = Tokens::new(store.clone(), &opened.key_id, &opened.keys, terms);
        let badge = "10427".parse().unwrap();
        let person = store.person_by_badge(&badge).await.unwrap().unwrap();
        let mut visit = session(SessionKind::Verification, wall_clock().0);
        visit.person = Some(person.id);
        let kept = tokens.keep(&SessionRecord::of(&visit), wall_clock()).await;
        store.close().await;
        match kept.unwrap().1 {
            TokenOutcome::Issued(token) => token.text.clone(),
            other => panic!("{other:?}"),
        }
    })
}

#[test]
fn the_front_desk_uses_a_token_up_and_then_it_counts_no_more() {
    for hands in Hands::ALL {
        uses_up(hands);
    }
}

fn uses_up(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    let tokens = [issued(&kiosk.site), issued(&kiosk.site)];
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("Tokens");
    // Which were issued is for reviewers.
    assert!(!kiosk.shows("Counts, once"));
    kiosk.write(FIELD, &tokens[0]);
    kiosk.press("Check this token");
    kiosk.sees("This token is genuine and was not used yet.");
    for outcome in [
        "This token counted, and is used up now.",
        "The token was used before.",
    ] {
        kiosk.write(FIELD, &tokens[0]);
        kiosk.press("Use this token up");
        kiosk.sees(outcome);
    }
    // One that is shown can be revoked, too.
    kiosk.write(FIELD, &tokens[1]);
    kiosk.press("Check this token");
    kiosk.press("Revoke this token");
    kiosk.press("It was another person");
    kiosk.sees("The token is revoked: nobody can use it any more.");
    kiosk.write(FIELD, &tokens[1]);
    kiosk.press("Use this token up");
    kiosk.sees("The token was revoked before.");
    let listed = kiosk.site.run_as(ADMINISTRATOR, &["tokens", "list"]);
    let listed = listed.expect(0);
    assert_eq!(listed[0]["state"], "revoked", "{listed}");
    assert_eq!(listed[1]["state"], "redeemed", "{listed}");
}

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
