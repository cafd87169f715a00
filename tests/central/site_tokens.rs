//! A token of one kiosk at another one of the same site: it is taken once,
//! wherever, and what ended at one has ended at all.

use std::thread;
use std::time::{Duration, Instant};

use secure_biometric::access::{RedeemError, Tokens};
use secure_biometric::auth::tokens::TokenError;
use secure_biometric::domain::{
    KeyKind, PersonId, RevocationReason, Session, SessionKind, Source, Token, Tolerance,
};
use secure_biometric::flow::profiles;
use secure_biometric::store::SessionRecord;
use secure_biometric::sync::pause;

use crate::database::TestCentre;
use crate::proxy::{Fault, Proxy};
use crate::site::{Kiosk, Site, now};
use crate::store_support::{enrolment, session, tokens_of};

/// Two kiosks of a site that know each other's keys, and somebody who is
/// enrolled at the first.
struct Pair<'a> {
    site: Site<'a>,
    one: Kiosk,
    other: Kiosk,
    of_one: Tokens,
    of_other: Tokens,
    ada: PersonId,
}

impl<'a> Pair<'a> {
    fn new(centre: &'a TestCentre, proxy: &Proxy) -> Self {
        let site = Site::new(centre);
        let (one, other) = (site.kiosk(), site.kiosk_through(proxy));
        let of_one = tokens_of(&one.store, KeyKind::Production, 1);
        let of_other = tokens_of(&other.store, KeyKind::Production, 2);
        let ada = enrolment("10427", "Ada Lovelace", 3);
        centre.wait(async {
            one.store.enrol(&ada).await.unwrap();
            of_one.publish_keys().await.unwrap();
            of_other.publish_keys().await.unwrap();
        });
        site.round(&one);
        site.until(&other, async |store| {
            !store.key_sets().await.unwrap().is_empty()
                && store.person(ada.person.id).await.unwrap().is_some()
        });
        site.until(&one, async |store| {
            !store.key_sets().await.unwrap().is_empty()
        });
        Self {
            site,
            one,
            other,
            of_one,
            of_other,
            ada: ada.person.id,
        }
    }

    /// A token that the first kiosk issued under a profile.
    fn issued(&self, tolerance: &str) -> Token {
        let decided = Session {
            source: Source::Kiosk,
            person: Some(self.ada),
            tolerance: tolerance.to_owned().try_into().unwrap(),
            ..session(SessionKind::Verification, now().0)
        };
        let record = SessionRecord::of(&decided);
        let kept = self.site.centre.wait(self.of_one.keep(&record, now()));
        kept.unwrap().1.token().unwrap().clone()
    }

    fn redeem(&self, at: &Tokens, token: &Token) -> Result<(), RedeemError> {
        let redeemed = self.site.centre.wait(at.redeem(&token.text, None, now()));
        redeemed.map(|claims| assert_eq!(claims, token.claims))
    }
}

fn line() -> Proxy {
    Proxy::new(crate::cluster::Cluster::get().port(), || Fault::None)
}

#[test]
pub fn another_kiosk_takes_a_token_and_then_nobody_does() {
    let (centre, proxy) = (TestCentre::new(), line());
    let pair = Pair::new(&centre, &proxy);
    let token = pair.issued("balanced");
    let verified = pair.of_other.verify_at_site(&token.text, None, now());
    assert_eq!(centre.wait(verified).unwrap(), token.claims);
    pair.redeem(&pair.of_other, &token).unwrap();
    for at in [&pair.of_one, &pair.of_other] {
        let again = pair.redeem(at, &token);
        assert!(matches!(again, Err(RedeemError::Redeemed(_))), "{again:?}");
    }
    // The same the other way: used where it was issued.
    let token = pair.issued("balanced");
    pair.redeem(&pair.of_one, &token).unwrap();
    let again = pair.redeem(&pair.of_other, &token);
    assert!(matches!(again, Err(RedeemError::Redeemed(_))), "{again:?}");
    // Of two who try at once, one does.
    let mut both = 0;
    for _ in 0..10 {
        let token = pair.issued("balanced");
        let (elsewhere, text) = (pair.of_other.clone(), token.text.clone());
        let other = centre
            .runtime
            .spawn(async move { elsewhere.redeem(&text, None, now()).await });
        let one = pair.redeem(&pair.of_one, &token);
        let other = centre.wait(other).unwrap();
        both += u32::from(one.is_ok()) + u32::from(other.is_ok());
    }
    assert_eq!(both, 10);
    // What was used at the centre isn't an alarm when the outbox is sent.
    pair.site.round(&pair.one);
    pair.site.round(&pair.other);
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
}

#[test]
pub fn a_token_revoked_at_one_kiosk_is_refused_at_the_others_within_five_seconds() {
    let (centre, proxy) = (TestCentre::new(), line());
    let pair = Pair::new(&centre, &proxy);
    let (asked, heard, elsewhere) = (
        pair.issued("balanced"),
        pair.issued("balanced"),
        pair.issued("balanced"),
    );
    let begun = Instant::now();
    for token in [&asked, &heard] {
        centre
            .wait(
                pair.of_one
                    .revoke(token.claims.jti, RevocationReason::Other, now()),
            )
            .unwrap();
    }
    let refused = pair.redeem(&pair.of_other, &asked);
    assert!(
        matches!(refused, Err(RedeemError::Revoked(_))),
        "{refused:?}"
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
    // By rounds alone, at their latest, for who can't ask any more then.
    loop {
        thread::sleep(pause(0, 1.0));
        pair.site.round(&pair.other);
        let known = pair.of_other.ended_elsewhere(heard.claims.jti);
        if centre.wait(known).unwrap().is_some() {
            break;
        }
        // Other tests' transactions of the same cluster hold pulls back.
        assert!(begun.elapsed() < Duration::from_secs(30));
    }
    proxy.set(|| Fault::Refused);
    centre.wait(pair.other.line.centre().close());
    let refused = pair.redeem(&pair.of_other, &heard);
    assert!(
        matches!(refused, Err(RedeemError::Revoked(_))),
        "{refused:?}"
    );
    proxy.set(|| Fault::None);
    // Any kiosk may revoke any token of the site, once the centre knows it.
    pair.site.round(&pair.one);
    centre
        .wait(
            pair.of_other
                .revoke(elsewhere.claims.jti, RevocationReason::Other, now()),
        )
        .unwrap();
    let refused = pair.redeem(&pair.of_one, &elsewhere);
    assert!(
        matches!(refused, Err(RedeemError::Revoked(_))),
        "{refused:?}"
    );
    let nobody = secure_biometric::domain::TokenId(uuid::Uuid::now_v7());
    let unknown = centre.wait(pair.of_other.revoke(nobody, RevocationReason::Other, now()));
    assert!(matches!(unknown, Err(RedeemError::Unknown)), "{unknown:?}");
}

#[test]
pub fn while_the_line_is_cut_the_profile_says_what_becomes_of_a_token() {
    let (centre, proxy) = (TestCentre::new(), line());
    let pair = Pair::new(&centre, &proxy);
    let tokens = ["balanced", "strict", "night", "nowhere"].map(|profile| pair.issued(profile));
    let night = Tolerance {
        name: "night".to_owned().try_into().unwrap(),
        tokens_offline: secure_biometric::domain::OfflineTokens::Refuse,
        ..profiles::built_in("balanced").unwrap()
    };
    centre
        .wait(pair.other.store.save_tolerance(&night, None))
        .unwrap();
    proxy.set(|| Fault::Refused);
    let [taken, strict, own, unknown] = &tokens;
    pair.redeem(&pair.of_other, taken).unwrap();
    let again = pair.redeem(&pair.of_other, taken);
    assert!(matches!(again, Err(RedeemError::Redeemed(_))), "{again:?}");
    for refused in [strict, own, unknown] {
        let refused = pair.redeem(&pair.of_other, refused);
        assert!(
            matches!(refused, Err(RedeemError::CentreAway)),
            "{refused:?}"
        );
    }
    // Used at the kiosk that issued it meanwhile: told as an alarm, later.
    pair.redeem(&pair.of_one, taken).unwrap();
    proxy.set(|| Fault::None);
    centre.wait(pair.other.line.centre().close());
    pair.site.round(&pair.other);
    let alarms = "SELECT count(*) FROM centre.alarms WHERE what = 'used_twice'";
    assert_eq!(centre.count(alarms), 1);
    // What was refused only for that can be tried again.
    pair.redeem(&pair.of_other, strict).unwrap();
    let again = pair.redeem(&pair.of_one, strict);
    assert!(matches!(again, Err(RedeemError::Redeemed(_))), "{again:?}");
}

#[test]
pub fn a_lost_answer_uses_no_token_up_and_lets_nobody_in_twice() {
    let (centre, proxy) = (TestCentre::new(), line());
    let pair = Pair::new(&centre, &proxy);
    let token = pair.issued("strict");
    // The login's answers take some 3,000 bytes: what is lost then and now is
    // the one that it was used.
    let mut lost = 0;
    for bytes in (2_000..6_000).step_by(250) {
        proxy.set(move || Fault::AnswerLostAfter(bytes));
        match pair.redeem(&pair.of_other, &token) {
            Err(RedeemError::CentreAway) => lost += 1,
            Ok(()) => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(lost > 0);
    proxy.set(|| Fault::None);
    let again = pair.redeem(&pair.of_other, &token);
    assert!(matches!(again, Err(RedeemError::Redeemed(_))), "{again:?}");
    let redeemed = "SELECT count(*) FROM centre.tokens WHERE state = 'redeemed'";
    assert_eq!(centre.count(redeemed), 1);
}

#[test]
pub fn the_tokens_of_a_kiosk_that_was_disabled_count_nowhere() {
    let (centre, proxy) = (TestCentre::new(), line());
    let pair = Pair::new(&centre, &proxy);
    let token = pair.issued("balanced");
    let kiosk = pair.one.at_centre.id;
    let mut administration = centre.administration();
    centre
        .wait(administration.disable(pair.site.id, kiosk))
        .unwrap();
    let refused = pair.redeem(&pair.of_other, &token);
    assert!(
        matches!(refused, Err(RedeemError::IssuerDisabled)),
        "{refused:?}"
    );
    let own = pair.redeem(&pair.of_one, &token);
    assert!(matches!(own, Err(RedeemError::Disabled)), "{own:?}");
    // Once that was heard, not without the centre either.
    pair.site.until(&pair.other, async |store| {
        store.key_sets().await.unwrap().is_empty()
    });
    proxy.set(|| Fault::Refused);
    let refused = pair.redeem(&pair.of_other, &token);
    assert!(
        matches!(refused, Err(RedeemError::Token(TokenError::UnknownKey))),
        "{refused:?}"
    );
}
