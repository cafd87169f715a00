//! Enrolling, changing and removing people.

use secure_biometric::domain::{
    AttemptCount, AttemptKey, Badge, Decision, ModelHash, Person, PersonId, PersonState, Reason,
    Session, SessionKind, Timestamp,
};
use secure_biometric::store::{Attempt, SessionFilter, SessionRecord, StoreError};
use uuid::Uuid;

use crate::support::{MODEL, block_on, embedding, enrolment, open, session};

#[test]
fn an_enrolment_is_kept_whole() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let new = enrolment("10427", "Ada Lovelace", 1);
        let store = open(folder.path()).await;
        store.enrol(&new).await.unwrap();
        store.close().await;

        let store = open(folder.path()).await;
        let id = new.person.id;
        assert_eq!(store.person(id).await.unwrap().as_ref(), Some(&new.person));
        assert_eq!(
            store.people().await.unwrap(),
            std::slice::from_ref(&new.person)
        );
        let found = store.person_by_badge(&new.person.badge).await.unwrap();
        assert_eq!(found.as_ref(), Some(&new.person));
        assert_eq!(store.consent(id).await.unwrap(), Some(new.consent));
        let kept = store.session(new.session.id).await.unwrap();
        assert_eq!(kept, Some(new.session));
        let gallery = store.gallery(MODEL).await.unwrap();
        let [(person, templates)] = gallery.as_slice() else {
            panic!("one person was enrolled");
        };
        assert_eq!(person.id, id);
        assert_eq!(templates.len(), 5);
        for (kept, given) in templates.iter().zip(&new.templates) {
            assert_eq!((kept.id, kept.pose), (given.id, given.pose));
            assert!(kept.embedding.cosine(&given.embedding) > 0.999_999);
        }
        assert!(store.gallery(ModelHash([8; 32])).await.unwrap().is_empty());
        store.check().await.unwrap();
    });
}

#[test]
fn a_taken_badge_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let badge: Badge = "10427".parse().unwrap();
        assert!(!store.badge_taken(&badge).await.unwrap());
        store.enrol(&enrolment("10427", "Ada", 1)).await.unwrap();
        assert!(store.badge_taken(&badge).await.unwrap());

        let second = enrolment("10427", "Grace", 2);
        let refused = store.enrol(&second).await;
        assert!(matches!(refused, Err(StoreError::BadgeTaken)));
        assert_eq!(store.people().await.unwrap().len(), 1);
        assert_eq!(store.consent(second.person.id).await.unwrap(), None);
        assert_eq!(store.session(second.session.id).await.unwrap(), None);
    });
}

#[test]
fn a_failing_last_step_undoes_the_whole_enrolment() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let first = enrolment("1", "Ada", 1);
        store.enrol(&first).await.unwrap();
        // The session is written last; its id is taken already.
        let mut second = enrolment("2", "Grace", 2);
        second.session.id = first.session.id;
        store.enrol(&second).await.unwrap_err();
        assert!(!store.badge_taken(&second.person.badge).await.unwrap());
        assert_eq!(store.gallery(MODEL).await.unwrap().len(), 1);
    });
}

#[test]
fn a_state_is_changed_only_from_the_version_seen() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let mut new = enrolment("1", "Ada", 1);
        new.person.state = PersonState::Held;
        new.person.held_for = Some(PersonId(Uuid::now_v7()));
        store.enrol(&new).await.unwrap();
        assert_eq!(store.gallery(MODEL).await.unwrap().len(), 1);

        let id = new.person.id;
        let set = |state, version| store.set_person_state(id, state, version);
        let active = set(PersonState::Active, 1).await.unwrap();
        assert_eq!((active.version, active.held_for), (2, None));
        assert_eq!(store.person(id).await.unwrap(), Some(active));
        let late = set(PersonState::Disabled, 1).await;
        assert!(matches!(late, Err(StoreError::PersonChanged)));
        set(PersonState::Disabled, 2).await.unwrap();
        let gallery = store.gallery(MODEL).await.unwrap();
        assert_eq!(gallery[0].0.state, PersonState::Disabled);
        let nobody = PersonId(Uuid::now_v7());
        let missing = store.set_person_state(nobody, PersonState::Active, 1).await;
        assert!(matches!(missing, Err(StoreError::NoSuchPerson)));
    });
}

#[test]
fn a_removed_person_leaves_only_anonymous_sessions() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        let mut alike = enrolment("2", "Eve", 2);
        alike.person.state = PersonState::Held;
        alike.person.held_for = Some(ada.person.id);
        for new in [&ada, &alike] {
            store.enrol(new).await.unwrap();
        }
        // Somebody claimed Ada's badge and was refused: no person, but her badge.
        let refused = Session {
            decision: Decision::NotVerified,
            reason: Reason::NoMatch,
            claim: Some(ada.person.badge.clone()),
            ..session(SessionKind::Verification, 2_000)
        };
        let claim = AttemptKey::Claim(ada.person.badge.clone());
        let count = AttemptCount {
            failures_in_row: 1,
            paused_until: Some(Timestamp(3_000)),
        };
        let record = SessionRecord {
            session: &refused,
            attempts: Some(Attempt {
                key: &claim,
                after: &|_| Some(count),
                disable: None,
            }),
        };
        store.record_session(&record).await.unwrap();

        let removal = store.remove_person(ada.person.id).await.unwrap();
        assert_eq!(
            (removal.sessions_anonymised, removal.log_emptied),
            (2, true)
        );
        assert_eq!(store.person(ada.person.id).await.unwrap(), None);
        assert_eq!(store.consent(ada.person.id).await.unwrap(), None);
        assert_eq!(
            store.attempts(&claim).await.unwrap(),
            AttemptCount::default()
        );
        for theirs in [&ada.session, &refused] {
            let kept = store.session(theirs.id).await.unwrap().unwrap();
            let anonymous = Session {
                vouch_reason: None,
                allowance: None,
                claim: None,
                person: None,
                ..theirs.clone()
            };
            assert_eq!(kept, anonymous);
        }
        let held = store.person(alike.person.id).await.unwrap().unwrap();
        let expected = Person {
            held_for: None,
            version: 2,
            ..alike.person.clone()
        };
        assert_eq!(held, expected);
        let filter = SessionFilter {
            person: Some(alike.person.id),
            ..SessionFilter::default()
        };
        assert_eq!(store.sessions(&filter).await.unwrap(), [alike.session]);
        let gallery = store.gallery(MODEL).await.unwrap();
        assert_eq!(gallery.len(), 1);
        assert!(gallery[0].1[0].embedding.cosine(&embedding(20)) > 0.999_999);
        let again = store.remove_person(ada.person.id).await;
        assert!(matches!(again, Err(StoreError::NoSuchPerson)));
        store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
    });
}
