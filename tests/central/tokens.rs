//! A token is used once, wherever, and its end is never undone.

use std::sync::Barrier;
use std::thread;

use secure_biometric::central::{
    Answer, Cursor, IssuedToken, PulledTokenEnd, Redemption, Revocation, TokenEnd, TokenUse,
};
use secure_biometric::domain::{PersonId, SessionId, Timestamp};
use uuid::Uuid;

use crate::database::{TestCentre, TestKiosk, runtime};

/// Long after these tests.
const LATER: Timestamp = Timestamp(4_000_000_000_000);

fn redeem(centre: &TestCentre, kiosk: &TestKiosk, token: Uuid, attempt: Uuid) -> Redemption {
    centre
        .wait(kiosk.centre.redeem(token, LATER, attempt))
        .unwrap()
}

fn revoke(centre: &TestCentre, kiosk: &TestKiosk, token: Uuid) {
    let revocation = Revocation {
        token,
        expires_at: LATER,
        revoked_at: Timestamp(1_795_000_000_000),
    };
    let answers = centre.wait(kiosk.centre.revoke(&[revocation])).unwrap();
    assert_eq!(answers, [Answer::Kept]);
}

fn issued(token: Uuid, expires_at: Timestamp) -> IssuedToken {
    IssuedToken {
        token,
        session: SessionId(Uuid::from_u128(7)),
        person: Some(PersonId(Uuid::from_u128(8))),
        expires_at,
    }
}

#[test]
fn of_many_who_redeem_at_once_one_does() {
    const AT_ONCE: usize = 8;
    const TOKENS: usize = 25;
    let centre = TestCentre::new();
    let site = centre.site();
    let kiosks = [centre.kiosk(site), centre.kiosk(site)];
    let tokens: Vec<Uuid> = (0..TOKENS).map(|_| Uuid::now_v7()).collect();
    // Half of them are known to the centre, half aren't yet.
    let known: Vec<IssuedToken> = tokens
        .iter()
        .step_by(2)
        .map(|t| issued(*t, LATER))
        .collect();
    centre.wait(kiosks[0].centre.push_tokens(&known)).unwrap();
    let together = Barrier::new(AT_ONCE);
    let outcomes: Vec<Vec<Redemption>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE)
            .map(|at| {
                let (kiosk, together, tokens) = (&kiosks[at % 2], &together, &tokens);
                scope.spawn(move || {
                    let (runtime, centre) = (runtime(), kiosk.again());
                    runtime.block_on(centre.greeting()).unwrap();
                    let redeem = |token: &Uuid| {
                        together.wait();
                        let redeemed = centre.redeem(*token, LATER, Uuid::now_v7());
                        runtime.block_on(redeemed).unwrap()
                    };
                    tokens.iter().map(redeem).collect()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    for token in 0..TOKENS {
        let redeemed = outcomes
            .iter()
            .filter(|of| of[token] == Redemption::Redeemed);
        assert_eq!(redeemed.count(), 1, "token {token}: {outcomes:?}");
        let refused = outcomes.iter().filter(|of| {
            matches!(
                of[token],
                Redemption::AlreadyRedeemed {
                    at: Some(_),
                    by: Some(_)
                }
            )
        });
        assert_eq!(refused.count(), AT_ONCE - 1);
    }
}

#[test]
fn the_same_attempt_gets_the_same_answer_again() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (kiosk, other) = (centre.kiosk(site), centre.kiosk(site));
    let (token, attempt) = (Uuid::now_v7(), Uuid::now_v7());
    for _ in 0..3 {
        assert_eq!(
            redeem(&centre, &kiosk, token, attempt),
            Redemption::Redeemed
        );
    }
    let already = redeem(&centre, &kiosk, token, Uuid::now_v7());
    assert!(matches!(already, Redemption::AlreadyRedeemed { by, .. } if by == Some(kiosk.id)));
    // Another kiosk doesn't get it by guessing the attempt.
    let already = redeem(&centre, &other, token, attempt);
    assert!(matches!(already, Redemption::AlreadyRedeemed { .. }));
    // The issue that comes after the use doesn't undo it.
    assert_eq!(
        centre
            .wait(other.centre.push_tokens(&[issued(token, LATER)]))
            .unwrap(),
        [Answer::Kept]
    );
    let already = redeem(&centre, &other, token, Uuid::now_v7());
    assert!(matches!(already, Redemption::AlreadyRedeemed { .. }));
}

#[test]
fn what_is_revoked_or_expired_is_not_redeemed() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let unknown = Uuid::now_v7();
    revoke(&centre, &kiosk, unknown);
    let refused = redeem(&centre, &kiosk, unknown, Uuid::now_v7());
    assert!(matches!(refused, Redemption::Revoked { at: Some(_) }));
    let known = Uuid::now_v7();
    centre
        .wait(kiosk.centre.push_tokens(&[issued(known, LATER)]))
        .unwrap();
    revoke(&centre, &kiosk, known);
    revoke(&centre, &kiosk, known);
    let refused = redeem(&centre, &kiosk, known, Uuid::now_v7());
    assert!(matches!(refused, Redemption::Revoked { .. }));
    assert_eq!(centre.count("SELECT count(*) FROM centre.revocations"), 2);
    // By the centre's clock, whatever the kiosk says the expiry is.
    let old = Uuid::now_v7();
    centre
        .wait(
            kiosk
                .centre
                .push_tokens(&[issued(old, Timestamp(1_000_000))]),
        )
        .unwrap();
    let expired = redeem(&centre, &kiosk, old, Uuid::now_v7());
    assert_eq!(expired, Redemption::Expired);
    let redeemed = kiosk
        .centre
        .redeem(Uuid::now_v7(), Timestamp(1_000), Uuid::now_v7());
    assert_eq!(centre.wait(redeemed).unwrap(), Redemption::Expired);
}

#[test]
fn a_token_issued_twice_otherwise_is_an_alarm() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let token = issued(Uuid::now_v7(), LATER);
    let other = IssuedToken {
        person: None,
        ..token
    };
    let push = |tokens: &[IssuedToken]| centre.wait(kiosk.centre.push_tokens(tokens)).unwrap();
    assert_eq!(push(&[token, token]), [Answer::Kept, Answer::Kept]);
    assert_eq!(push(&[other, token]), [Answer::Alarm, Answer::Kept]);
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 1);
}

#[test]
fn uses_while_the_centre_was_away_are_told_and_a_second_one_is_an_alarm() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (kiosk, other) = (centre.kiosk(site), centre.kiosk(site));
    let used = TokenUse {
        token: Uuid::now_v7(),
        expires_at: LATER,
        used_at: Timestamp(1_795_000_000_000),
        attempt: Uuid::now_v7(),
    };
    let elsewhere = TokenUse {
        attempt: Uuid::now_v7(),
        ..used
    };
    let push = |kiosk: &TestKiosk, used| centre.wait(kiosk.centre.push_uses(&[used])).unwrap();
    assert_eq!(push(&kiosk, used), [Answer::Kept]);
    assert_eq!(push(&kiosk, used), [Answer::Kept]);
    assert_eq!(push(&other, elsewhere), [Answer::Alarm]);
    let alarms = centre.texts("SELECT what FROM centre.alarms");
    assert_eq!(alarms, ["used_twice"]);
    let refused = redeem(&centre, &other, used.token, Uuid::now_v7());
    assert!(matches!(refused, Redemption::AlreadyRedeemed { .. }));
}

#[test]
fn other_kiosks_of_the_site_are_told_of_ends_and_of_nothing_else() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (kiosk, other) = (centre.kiosk(site), centre.kiosk(site));
    let tokens: Vec<Uuid> = (0..4).map(|_| Uuid::now_v7()).collect();
    let known: Vec<IssuedToken> = tokens.iter().map(|t| issued(*t, LATER)).collect();
    centre.wait(kiosk.centre.push_tokens(&known)).unwrap();
    redeem(&centre, &kiosk, tokens[0], Uuid::now_v7());
    revoke(&centre, &kiosk, tokens[1]);
    redeem(&centre, &kiosk, tokens[2], Uuid::now_v7());
    revoke(&centre, &kiosk, tokens[2]);
    let ends: Vec<PulledTokenEnd> = centre.pull_all(3, |cursor: Cursor| {
        let pulled = other.again();
        async move { pulled.pull_token_ends(cursor, 2).await.unwrap() }
    });
    let ends: Vec<(Uuid, TokenEnd)> = ends.iter().map(|end| (end.token, end.end)).collect();
    let expected = [
        (tokens[0], TokenEnd::Redeemed),
        (tokens[1], TokenEnd::Revoked),
        (tokens[2], TokenEnd::Revoked),
    ];
    assert_eq!(ends, expected);
    // At another site nobody hears of them, and the same number is free.
    let stranger = centre.kiosk(centre.site());
    let pulled = stranger.centre.pull_token_ends(Cursor::default(), 10);
    assert_eq!(centre.wait(pulled).unwrap().rows, []);
    let there = redeem(&centre, &stranger, tokens[0], Uuid::now_v7());
    assert_eq!(there, Redemption::Redeemed);
}
