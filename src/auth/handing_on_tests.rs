//! Tests of handing the site key on.

use super::*;
use crate::auth::key_making;
use crate::domain::SiteId;
use uuid::Uuid;

/// The kiosk that asks, and the one that has the key.
struct Pair {
    asks: (KeyId, KioskKeys),
    has: (KeyId, KioskKeys),
}

fn kiosk(number: u128) -> (KeyId, KioskKeys) {
    let keys = key_making::new_keys(KeyKind::Production).unwrap();
    (KeyId(Uuid::from_u128(number)), keys)
}

fn pair() -> Pair {
    Pair {
        asks: kiosk(1),
        has: kiosk(2),
    }
}

fn request_of((id, keys): &(KeyId, KioskKeys)) -> KeyRequest {
    KeyRequest::new(*id, "Lobby, north".parse().unwrap(), keys).unwrap()
}

#[test]
fn what_is_sealed_for_a_request_opens_for_it_alone() {
    let Pair { asks, has } = pair();
    let request = request_of(&asks);
    let carried = KeyRequest::read(&request.to_text()).unwrap();
    let grant = KeyGrant::seal(&carried, has.0, &has.1).unwrap();
    let grant = KeyGrant::read(&grant.to_text()).unwrap();
    let key = grant.open(&request, &asks.1).unwrap();
    assert_eq!(key.expose(), has.1.site.current().expose());
    assert_eq!(grant.member.site, SiteId(has.0.0));
    assert_eq!(grant.member.generation, 1);
    // The sealed text says nothing of the key.
    let digits: String = key.expose().iter().map(|b| format!("{b:02x}")).collect();
    assert!(!grant.to_text().contains(&digits[..16]));
    // It has room at a centre, in its column of 4 KiB.
    assert!(grant.to_text().len() < 1024);
    // Another kiosk, and another request of this one.
    let other = kiosk(3);
    assert_eq!(
        grant.open(&request, &other.1).unwrap_err(),
        HandingOnError::NotForHere
    );
    assert_eq!(
        grant.open(&request_of(&asks), &asks.1).unwrap_err(),
        HandingOnError::NotAskedFor
    );
    assert_eq!(
        KeyGrant::seal(&request_of(&has), has.0, &has.1).unwrap_err(),
        HandingOnError::Oneself
    );
}

#[test]
fn a_key_is_handed_on_between_keys_of_one_worth() {
    let Pair { asks, has } = pair();
    let trial = key_making::new_keys(KeyKind::Trial).unwrap();
    let request = request_of(&asks);
    let refused = KeyGrant::seal(&request, has.0, &trial).unwrap_err();
    assert_eq!(refused, HandingOnError::OtherKind);
    let grant = KeyGrant::seal(&request, has.0, &has.1).unwrap();
    let refused = grant.open(&request, &trial).unwrap_err();
    assert_eq!(refused, HandingOnError::OtherKind);
}

#[test]
fn no_word_of_a_grant_can_be_changed() {
    let Pair { asks, has } = pair();
    let request = request_of(&asks);
    let good = KeyGrant::seal(&request, has.0, &has.1).unwrap().to_text();
    let other = kiosk(4);
    let mut changed = 0;
    for (at, digit) in good.char_indices() {
        let digit = match digit {
            'f' => '0',
            '9' => 'a',
            '0'..='8' | 'a'..='e' => char::from(u8::try_from(digit).unwrap() + 1),
            _ => continue,
        };
        let mut text = good.clone();
        text.replace_range(at..=at, &digit.to_string());
        changed += 1;
        if let Ok(grant) = KeyGrant::read(&text) {
            assert!(grant.open(&request, &asks.1).is_err(), "{text}");
        }
    }
    assert!(changed > 350);
    // Sealed anew by somebody else who knows the request: it opens, and says
    // by whom; the code is another one.
    let posing = KeyGrant::seal(&request, has.0, &other.1).unwrap();
    assert!(posing.open(&request, &asks.1).is_ok());
    let code = KeyGrant::read(&good).unwrap().code().unwrap();
    assert_ne!(posing.code().unwrap(), code);
    // Theirs passed off as sealed by the true one's key doesn't open at all.
    let mut posing = posing;
    posing.exchange = exchange_public_key(&has.1.exchange);
    assert!(posing.open(&request, &asks.1).is_err());
}

#[test]
fn codes_differ_for_whatever_is_changed_and_are_the_same_on_both_screens() {
    let Pair { asks, has } = pair();
    let request = request_of(&asks);
    let read = KeyRequest::read(&request.to_text()).unwrap();
    assert_eq!(request.code().unwrap(), read.code().unwrap());
    let changes: [fn(&mut KeyRequest); 5] = [
        |request| request.exchange[7] ^= 1,
        |request| request.signing.0[7] ^= 1,
        |request| request.nonce[31] ^= 1,
        |request| request.kiosk = KeyId(Uuid::from_u128(9)),
        |request| request.name = "Lobby, south".parse().unwrap(),
    ];
    for change in changes {
        let mut swapped = request.clone();
        change(&mut swapped);
        assert_ne!(swapped.code().unwrap(), request.code().unwrap());
        assert_ne!(swapped.hash(), request.hash());
    }
    let grant = KeyGrant::seal(&request, has.0, &has.1).unwrap();
    let read = KeyGrant::read(&grant.to_text()).unwrap();
    assert_eq!(grant.code().unwrap(), read.code().unwrap());
    assert_ne!(grant.code().unwrap(), request.code().unwrap());
}

#[test]
fn only_whole_texts_in_one_way_are_read() {
    let Pair { asks, has } = pair();
    let request = request_of(&asks);
    let grant = KeyGrant::seal(&request, has.0, &has.1).unwrap().to_text();
    let request = request.to_text();
    for at in 0..grant.len() {
        assert!(KeyGrant::read(&grant[..at]).is_err(), "{at}");
    }
    for at in 0..request.len() {
        assert!(KeyRequest::read(&request[..at]).is_err(), "{at}");
    }
    let other = |from: &str, to: &str| request.replacen(from, to, 1);
    for text in [
        grant.clone(),
        other("v1", "v2"),
        other("name Lobby", "name  Lobby"),
        other("north", "north\u{202e}"),
        other("production", "Production"),
        other("-", ""),
        format!("{request}\n"),
        format!("{request}more\n"),
        request.replace('\n', "\r\n"),
    ] {
        assert!(KeyRequest::read(&text).is_err(), "{text}");
    }
    for text in [
        grant.replacen("generation 1", "generation 01", 1),
        grant.replacen("generation 1", "generation +1", 1),
        grant.to_uppercase(),
        format!("{grant}{grant}"),
        request,
    ] {
        assert!(KeyGrant::read(&text).is_err(), "{text}");
    }
}

/// A public key that leads every secret to the same number is no key.
#[test]
fn a_key_that_shares_nothing_is_refused() {
    let Pair { asks, has } = pair();
    let mut request = request_of(&asks);
    request.exchange = [0; 32];
    let refused = KeyGrant::seal(&request, has.0, &has.1).unwrap_err();
    assert_eq!(refused, HandingOnError::NotForHere);
}
