//! Ways in without a face: a PIN fails and pauses like a face does, and only
//! the front desk vouches.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "store/support.rs"]
mod support;

use std::path::Path;
use std::sync::Arc;

use secure_biometric::access::{Operators, OperatorsError, Tokens};
use secure_biometric::domain::{
    AttemptKey, Badge, Decision, KeyKind, Operator, PersonId, PersonState, Pin, Reason, Role,
    Secret, Session, Source, Timestamp, VouchReason,
};
use secure_biometric::flow::profiles;
use secure_biometric::pipeline::OtherWays;
use secure_biometric::store::{SessionFilter, Store, StoreError};

use support::{block_on, enrolment, open, tokens};

/// Far enough apart that no pause is left.
const DAY: i64 = 24 * 60 * 60 * 1000;

struct Site {
    store: Store,
    operators: Operators,
    tokens: Tokens,
    root: Operator,
    person: PersonId,
}

/// A site at which 10427 is enrolled with the PIN 204617.
async fn site(folder: &Path) -> Site {
    let store = open(folder).await;
    let operators = Operators::new(store.clone());
    let password = Secret::new("correct horse".to_owned());
    let name = "root".parse().unwrap();
    operators.init(&name, &password).await.unwrap();
    let root = operators.sign_in(&name, &password, Timestamp(0)).await;
    let root = root.unwrap();
    let enrolment = enrolment("10427", "Eileen Collins", 1);
    let person = enrolment.person.id;
    store.enrol(&enrolment).await.unwrap();
    operators
        .pins()
        .set(&root, person, &pin("204617"))
        .await
        .unwrap();
    Site {
        tokens: tokens(&store, KeyKind::Production),
        store,
        operators,
        root,
        person,
    }
}

impl Site {
    async fn by_pin(&self, badge: &str, digits: &str, at: i64) -> Session {
        let tolerance = profiles::built_in("balanced").unwrap();
        let ways = OtherWays {
            store: &self.store,
            operators: &self.operators,
            tokens: &self.tokens,
            tolerance: &tolerance,
        };
        let claim = badge.parse().unwrap();
        let outcome = ways.verify_by_pin(claim, &pin(digits), Timestamp(at)).await;
        outcome.unwrap().session
    }

    async fn vouched(&self, badge: &str, by: &Operator) -> Result<Session, OperatorsError> {
        let tolerance = profiles::built_in("balanced").unwrap();
        let ways = OtherWays {
            store: &self.store,
            operators: &self.operators,
            tokens: &self.tokens,
            tolerance: &tolerance,
        };
        let why: VouchReason = "Neck in a brace".parse().unwrap();
        let claim: Badge = badge.parse().unwrap();
        let outcome = ways.vouch(claim, by, why, Timestamp(5)).await;
        outcome.map(|outcome| outcome.session)
    }

    async fn operator(&self, name: &str, role: Role) -> Operator {
        let password = Secret::new("battery staple".to_owned());
        let name = name.parse().unwrap();
        let added = self.operators.add(&self.root, &name, role, &password).await;
        added.unwrap();
        let signed_in = self.operators.sign_in(&name, &password, Timestamp(0)).await;
        signed_in.unwrap()
    }
}

fn pin(digits: &str) -> Pin {
    Pin::try_from(digits).unwrap()
}

fn ended(session: &Session) -> (Decision, Reason) {
    (session.decision, session.reason)
}

#[test]
fn badge_and_pin_verify_and_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path()).await;
        let session = site.by_pin("10427", "204617", 7).await;
        assert_eq!(ended(&session), (Decision::Verified, Reason::PinMatched));
        assert_eq!(session.source, Source::Kiosk);
        assert_eq!(session.person, Some(site.person));
        let kept = site.store.session(session.id).await.unwrap();
        assert_eq!(kept.as_ref(), Some(&session));
    });
}

#[test]
fn a_wrong_pin_an_unknown_badge_and_no_pin_are_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path()).await;
        let without = enrolment("20001", "Guion Bluford", 2);
        site.store.enrol(&without).await.unwrap();
        for badge in ["10427", "99999", "20001"] {
            let session = site.by_pin(badge, "935028", 7).await;
            assert_eq!(ended(&session), (Decision::NotVerified, Reason::PinWrong));
            assert_eq!(session.person, None);
        }
    });
}

#[test]
fn pins_tried_at_the_same_time_are_no_more_guesses_than_one_after_the_other() {
    const AT_ONCE: usize = 8;
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = Arc::new(site(folder.path()).await);
        let trying: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let site = Arc::clone(&site);
                tokio::spawn(async move { site.by_pin("10427", "935028", 1_000).await })
            })
            .collect();
        let mut told = Vec::new();
        for trying in trying {
            let session = trying.await.unwrap();
            let kept = site.store.session(session.id).await.unwrap();
            assert_eq!(kept.as_ref(), Some(&session));
            told.push(ended(&session));
        }
        let wrong = (Decision::NotVerified, Reason::PinWrong);
        let locked = (Decision::Inconclusive, Reason::Locked);
        let count = |ended| told.iter().filter(|told| **told == ended).count();
        assert_eq!((count(wrong), count(locked)), (5, AT_ONCE - 5), "{told:?}");
    });
}

#[test]
fn five_wrong_pins_pause_and_then_even_the_right_one_waits() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path()).await;
        for _ in 0..5 {
            site.by_pin("10427", "935028", 1_000).await;
        }
        let paused = site.by_pin("10427", "204617", 30_999).await;
        assert_eq!(ended(&paused), (Decision::Inconclusive, Reason::Locked));
        let later = site.by_pin("10427", "204617", 31_000).await;
        assert_eq!(later.reason, Reason::PinMatched);
        let claim = AttemptKey::Claim(later.claim.unwrap());
        let count = site.store.attempts(&claim);
        assert_eq!(count.await.unwrap().failures_in_row, 0);
    });
}

#[test]
fn fifty_wrong_pins_switch_the_person_off() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path()).await;
        for day in 0..50 {
            let session = site.by_pin("10427", "935028", day * DAY).await;
            assert_eq!(session.reason, Reason::PinWrong, "{day}");
        }
        let state = site.store.person(site.person).await.unwrap().unwrap().state;
        assert_eq!(state, PersonState::Disabled);
        let right = site.by_pin("10427", "204617", 60 * DAY).await;
        assert_eq!(right.reason, Reason::Locked);
    });
}

#[test]
fn who_was_locked_out_by_failures_is_vouched_for_and_who_was_switched_off_is_not() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path()).await;
        let desk = site.operator("desk", Role::FrontDesk).await;
        let person = async || site.store.person(site.person).await.unwrap().unwrap();
        let set = async |state| {
            let version = person().await.version;
            let set = site.store.set_person_state(site.person, state, version);
            set.await.unwrap();
        };
        let vouched = async || ended(&site.vouched("10427", &desk).await.unwrap());
        let refused = (Decision::NotVerified, Reason::Disabled);
        let fail = async |from: i64| {
            for day in from..from + 50 {
                site.by_pin("10427", "935028", day * DAY).await;
            }
        };
        // Somebody fails in her name on purpose: the front desk still helps.
        fail(0).await;
        assert_eq!(person().await.state, PersonState::Disabled);
        assert_eq!(vouched().await, (Decision::Verified, Reason::Vouched));
        assert_eq!(
            person().await.state,
            PersonState::Disabled,
            "it looked at nothing"
        );
        // An administrator has looked, and decided that she stays out.
        set(PersonState::Disabled).await;
        assert_eq!(vouched().await, refused);
        // Failures of who was switched off are no way back to the front desk.
        set(PersonState::Active).await;
        set(PersonState::Disabled).await;
        let claim = AttemptKey::Claim("10427".parse().unwrap());
        site.store.clear_attempts(&claim).await.unwrap();
        fail(100).await;
        assert_eq!(vouched().await, refused);
    });
}

#[test]
fn only_the_front_desk_vouches_and_the_reason_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path()).await;
        let desk = site.operator("desk", Role::FrontDesk).await;
        let reviewer = site.operator("reviewer", Role::Reviewer).await;
        for operator in [&desk, &site.root] {
            let session = site.vouched("10427", operator).await.unwrap();
            assert_eq!(ended(&session), (Decision::Verified, Reason::Vouched));
            assert_eq!(session.source, Source::Attended);
            assert_eq!(session.operator.as_ref(), Some(&operator.name));
            let kept = site.store.session(session.id).await.unwrap().unwrap();
            let why = kept.vouch_reason.unwrap();
            assert_eq!(why.as_str(), "Neck in a brace");
        }
        let refused = site.vouched("10427", &reviewer).await;
        assert!(matches!(refused, Err(OperatorsError::NotFrontDesk)));
        let unknown = site.vouched("99999", &desk).await.unwrap();
        assert_eq!(
            ended(&unknown),
            (Decision::NotVerified, Reason::NotEnrolled)
        );
        // Who was disabled after signing in vouches no more.
        site.operators
            .disable(&site.root, &desk.name)
            .await
            .unwrap();
        let refused = site.vouched("10427", &desk).await;
        assert!(matches!(refused, Err(OperatorsError::NotFrontDesk)));
        let all = site.store.sessions(&SessionFilter::default()).await;
        assert_eq!(all.unwrap().len(), 4, "refusals leave no session");
    });
}

#[test]
fn pins_are_set_by_the_front_desk_and_go_with_the_person() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path()).await;
        let desk = site.operator("desk", Role::FrontDesk).await;
        let reviewer = site.operator("reviewer", Role::Reviewer).await;
        let pins = site.operators.pins();
        let refused = pins.set(&reviewer, site.person, &pin("935028")).await;
        assert!(matches!(refused, Err(OperatorsError::NotFrontDesk)));
        pins.set(&desk, site.person, &pin("935028")).await.unwrap();
        assert_eq!(
            site.by_pin("10427", "204617", 7).await.reason,
            Reason::PinWrong
        );
        assert_eq!(
            site.by_pin("10427", "935028", 8).await.reason,
            Reason::PinMatched
        );
        site.store.remove_person(site.person).await.unwrap();
        assert!(site.store.pin_hash(site.person).await.unwrap().is_none());
        let nobody = pins.set(&desk, site.person, &pin("935028")).await;
        assert!(matches!(
            nobody,
            Err(OperatorsError::Store(StoreError::NoSuchPerson))
        ));
    });
}
