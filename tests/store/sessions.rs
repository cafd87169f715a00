//! Keeping, listing and cleaning sessions, and what failures lead to.

use secure_biometric::domain::{
    AttemptCount, AttemptKey, Badge, Decision, PersonState, Reason, Session, SessionId,
    SessionKind, Timestamp,
};
use secure_biometric::store::{Attempt, SessionFilter, SessionRecord, Store};

use crate::support::{block_on, enrolment, open, session};

fn ids(sessions: &[Session]) -> Vec<SessionId> {
    sessions.iter().map(|session| session.id).collect()
}

async fn ten_sessions(store: &Store) -> Vec<SessionId> {
    let mut kept = Vec::new();
    let ends = [
        (Decision::Verified, Reason::Matched),
        (Decision::Inconclusive, Reason::TooDark),
    ];
    for (minute, (decision, reason)) in (0..10).zip(ends.into_iter().cycle()) {
        let session = Session {
            decision,
            reason,
            ..session(SessionKind::Verification, minute * 60_000)
        };
        let record = SessionRecord::of(&session);
        store.record_session(&record).await.unwrap();
        kept.push(session.id);
    }
    kept
}

#[test]
fn sessions_are_listed_newest_first_and_filtered() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let mut kept = ten_sessions(&store).await;
        kept.reverse();
        let list = async |filter: SessionFilter| ids(&store.sessions(&filter).await.unwrap());
        let all = SessionFilter::default;

        assert_eq!(list(all()).await, kept);
        let page = SessionFilter {
            limit: Some(3),
            before: Some(kept[3]),
            ..all()
        };
        assert_eq!(list(page).await, kept[4..7]);
        let dark = SessionFilter {
            decision: Some(Decision::Inconclusive),
            reason: Some(Reason::TooDark),
            limit: Some(2),
            ..all()
        };
        assert_eq!(list(dark).await, [kept[0], kept[2]]);
        let between = SessionFilter {
            since: Some(Timestamp(60_000)),
            until: Some(Timestamp(180_000)),
            ..all()
        };
        assert_eq!(list(between).await, kept[7..9]);
        let nobody = SessionFilter {
            person: Some(enrolment("1", "Ada", 1).person.id),
            ..all()
        };
        assert!(list(nobody).await.is_empty());
    });
}

#[test]
fn old_sessions_are_counted_then_deleted() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        ten_sessions(&store).await;
        let before = Timestamp(240_000);
        let all = SessionFilter::default();
        assert_eq!(store.clean_sessions(before, true).await.unwrap(), 4);
        assert_eq!(store.sessions(&all).await.unwrap().len(), 10);
        assert_eq!(store.clean_sessions(before, false).await.unwrap(), 4);
        let left = store.sessions(&all).await.unwrap();
        assert_eq!(left.len(), 6);
        assert!(left.iter().all(|session| session.started_at >= before));
        assert_eq!(store.clean_sessions(before, false).await.unwrap(), 0);
    });
}

#[test]
fn a_session_its_failures_and_a_switched_off_claim_are_one() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let claim = AttemptKey::Claim(ada.person.badge.clone());
        let refused = session(SessionKind::Verification, 5_000);
        let fifty = AttemptCount {
            failures_in_row: 50,
            paused_until: Some(Timestamp(9_000)),
        };
        let record = SessionRecord {
            session: &refused,
            attempts: Some(Attempt {
                key: &claim,
                after: &|_| Some(fifty),
                disable: Some((ada.person.id, |count| count.failures_in_row == 50)),
            }),
        };
        let kept = store.record_session(&record).await.unwrap();
        assert_eq!((kept.attempts, kept.locked), (fifty, false));
        assert_eq!(store.attempts(&claim).await.unwrap(), fifty);
        let person = store.person(ada.person.id).await.unwrap().unwrap();
        assert_eq!((person.state, person.version), (PersonState::Disabled, 2));
        let kiosk = store.attempts(&AttemptKey::Kiosk).await.unwrap();
        assert_eq!(kiosk, AttemptCount::default());

        // The same session again: refused, and its count isn't kept either.
        let again = SessionRecord {
            session: &refused,
            attempts: Some(Attempt {
                key: &AttemptKey::Kiosk,
                after: &|_| Some(fifty),
                disable: None,
            }),
        };
        store.record_session(&again).await.unwrap_err();
        let kiosk = store.attempts(&AttemptKey::Kiosk).await.unwrap();
        assert_eq!(kiosk, AttemptCount::default());

        store.clear_attempts(&claim).await.unwrap();
        let cleared = store.attempts(&claim).await.unwrap();
        assert_eq!(cleared, AttemptCount::default());
    });
}

#[test]
fn failures_that_end_at_once_are_all_counted() {
    const AT_ONCE: u32 = 8;
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let failing: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                // Stores of their own, as of processes of their own.
                let (path, person) = (folder.path().to_owned(), ada.person.clone());
                tokio::spawn(async move {
                    let store = open(&path).await;
                    let record = SessionRecord {
                        session: &session(SessionKind::Verification, 5_000),
                        attempts: Some(Attempt {
                            key: &AttemptKey::Claim(person.badge),
                            after: &|before| {
                                Some(AttemptCount {
                                    failures_in_row: before.failures_in_row + 1,
                                    ..before
                                })
                            },
                            disable: Some((person.id, |count| count.failures_in_row >= AT_ONCE)),
                        }),
                    };
                    store.record_session(&record).await.unwrap()
                })
            })
            .collect();
        let mut counts = Vec::new();
        for task in failing {
            counts.push(task.await.unwrap().attempts.failures_in_row);
        }
        counts.sort_unstable();
        assert_eq!(counts, (1..=AT_ONCE).collect::<Vec<_>>());
        let person = store.person(ada.person.id).await.unwrap().unwrap();
        assert_eq!((person.state, person.version), (PersonState::Disabled, 2));
    });
}

#[test]
fn the_last_challenge_of_a_claim_is_found() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).await;
        let ada: Badge = "10427".parse().unwrap();
        let asked = |claim: &str, at, order: &[&str]| {
            let mut session = session(SessionKind::Verification, at);
            session.claim = Some(claim.parse().unwrap());
            session.liveness.order = order.iter().map(|turn| (*turn).to_owned()).collect();
            session
        };
        for session in [
            asked("10427", 1, &["left", "right", "up"]),
            asked("10427", 2, &["right", "left", "down"]),
            // Nobody stood there: nothing was asked.
            asked("10427", 3, &[]),
            asked("10428", 4, &["up", "left", "right"]),
        ] {
            let record = SessionRecord {
                session: &session,
                attempts: None,
            };
            store.record_session(&record).await.unwrap();
        }
        let last = store.last_challenged(&ada).await.unwrap().unwrap();
        assert_eq!(last.liveness.order, ["right", "left", "down"]);
        // However often nobody stands there meanwhile.
        let record = async |session: Session| {
            store
                .record_session(&SessionRecord::of(&session))
                .await
                .unwrap();
        };
        for at in 5..45 {
            record(asked("10427", at, &[])).await;
        }
        let last = store.last_challenged(&ada).await.unwrap().unwrap();
        assert_eq!(last.liveness.order, ["right", "left", "down"]);
        record(asked("10427", 45, &["up", "right", "left"])).await;
        let last = store.last_challenged(&ada).await.unwrap().unwrap();
        assert_eq!(last.liveness.order, ["up", "right", "left"]);
        let nobody: Badge = "10429".parse().unwrap();
        assert!(store.last_challenged(&nobody).await.unwrap().is_none());
    });
}

#[test]
fn what_ends_in_a_pause_is_kept_as_locked_and_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let claim = AttemptKey::Claim(ada.person.badge.clone());
        let matched = Session {
            claim: Some(ada.person.badge.clone()),
            person: Some(ada.person.id),
            ..session(SessionKind::Verification, 5_000)
        };
        let record = SessionRecord {
            session: &matched,
            attempts: Some(Attempt {
                key: &claim,
                after: &|_| None,
                disable: Some((ada.person.id, |_| true)),
            }),
        };
        let kept = store.record_session(&record).await.unwrap();
        assert!(kept.locked);
        let session = store.session(matched.id).await.unwrap().unwrap();
        assert_eq!(session, matched.locked());
        assert_eq!(
            (session.decision, session.reason, session.person),
            (Decision::Inconclusive, Reason::Locked, None)
        );
        let count = store.attempts(&claim).await.unwrap();
        assert_eq!(count, AttemptCount::default());
        let person = store.person(ada.person.id).await.unwrap().unwrap();
        assert_eq!(person.state, PersonState::Active);
    });
}
