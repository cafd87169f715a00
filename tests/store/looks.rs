//! Looks added to a person, and what is sealed beside name and badge.

use secure_biometric::domain::{
    Drawing, FaceTemplate, Look, LookKind, MAX_LOOKS, PersonId, PersonState, PoseName, Session,
    SessionKind, Signature, TemplateId, Timestamp,
};
use secure_biometric::store::{AddedLook, StoreError};
use uuid::Uuid;

use crate::support::{MODEL, block_on, embedding, enrolment, open, session};

fn look(person: PersonId, seed: u16) -> AddedLook {
    let template = |(at, pose)| FaceTemplate {
        id: TemplateId(Uuid::now_v7()),
        pose,
        model: MODEL,
        embedding: embedding(seed * 10 + at),
    };
    AddedLook {
        person,
        look: Look {
            kind: LookKind::Glasses,
            added_at: Timestamp(5_000),
        },
        templates: (0..).zip(PoseName::ALL).map(template).collect(),
        session: Session {
            person: Some(person),
            ..session(SessionKind::Enrolment, 5_000)
        },
    }
}

#[test]
fn a_look_is_kept_whole_and_counts_as_a_version() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let new = enrolment("1", "Ada", 1);
        store.enrol(&new).await.unwrap();
        let before = store.people_stamp().await.unwrap();
        let added = look(new.person.id, 2);
        let changed = store.add_look(&added).await.unwrap();
        assert_eq!((changed.version, changed.looks()), (2, 2));
        assert_ne!(store.people_stamp().await.unwrap(), before);
        assert_eq!(store.template_count(new.person.id).await.unwrap(), 10);
        assert_eq!(store.gallery(MODEL).await.unwrap()[0].1.len(), 10);
        assert_eq!(store.person(new.person.id).await.unwrap(), Some(changed));
        let kept = store.session(added.session.id).await.unwrap();
        assert_eq!(kept, Some(added.session));
        // The consent and its signature stay as they were.
        let consent = store.consent(new.person.id).await.unwrap();
        assert_eq!(consent, Some(new.consent));
        store.remove_person(new.person.id).await.unwrap();
        assert!(store.gallery(MODEL).await.unwrap().is_empty());
    });
}

#[test]
fn a_look_whose_last_step_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let new = enrolment("1", "Ada", 1);
        store.enrol(&new).await.unwrap();
        // The session is written last; its id is taken already.
        let mut added = look(new.person.id, 2);
        added.session.id = new.session.id;
        store.add_look(&added).await.unwrap_err();
        assert_eq!(store.template_count(new.person.id).await.unwrap(), 5);
        assert_eq!(store.person(new.person.id).await.unwrap(), Some(new.person));
    });
}

#[test]
fn looks_have_a_limit_and_are_for_active_people() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let new = enrolment("1", "Ada", 1);
        let id = new.person.id;
        store.enrol(&new).await.unwrap();
        for seed in 2..=u16::try_from(MAX_LOOKS).unwrap() {
            store.add_look(&look(id, seed)).await.unwrap();
        }
        let full = store.add_look(&look(id, 90)).await;
        assert!(matches!(full, Err(StoreError::TooManyLooks)));
        let nobody = look(PersonId(Uuid::now_v7()), 91);
        let missing = store.add_look(&nobody).await;
        assert!(matches!(missing, Err(StoreError::NoSuchPerson)));

        let mut held = enrolment("2", "Eve", 50);
        held.person.state = PersonState::Held;
        store.enrol(&held).await.unwrap();
        let refused = store.add_look(&look(held.person.id, 92)).await;
        assert!(matches!(refused, Err(StoreError::PersonNotActive)));
        let kept = store.template_count(held.person.id).await.unwrap();
        assert_eq!(kept, 5);
    });
}

#[test]
fn a_drawn_signature_of_the_greatest_size_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let mut new = enrolment("1", "Ada", 1);
        let stroke = (0..2_000_u16).map(|x| [x * 2, 1_000 + x % 7]).collect();
        let drawing = Drawing::try_from(vec![stroke]).unwrap();
        new.consent.signature = Some(Signature::Drawn(drawing));
        store.enrol(&new).await.unwrap();
        let kept = store.consent(new.person.id).await.unwrap();
        assert_eq!(kept, Some(new.consent));
    });
}

#[test]
fn the_last_verification_is_told() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let new = enrolment("1", "Ada", 1);
        let id = new.person.id;
        store.enrol(&new).await.unwrap();
        assert_eq!(store.last_verified(id).await.unwrap(), None);
        for at in [7_000, 9_000, 8_000] {
            let verified = Session {
                person: Some(id),
                ..session(SessionKind::Verification, at)
            };
            let record = secure_biometric::store::SessionRecord::of(&verified);
            store.record_session(&record).await.unwrap();
        }
        assert_eq!(
            store.last_verified(id).await.unwrap(),
            Some(Timestamp(9_000))
        );
    });
}
