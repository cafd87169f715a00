//! Marks: what reviewers say of sessions is kept each time and in the audit;
//! the note is shredded with its person, what was said stays.

use secure_biometric::domain::{
    Act, Mark, Session, SessionId, SessionKind, Standing, Subject, Timestamp,
};
use secure_biometric::store::{AuditFilter, SessionRecord, Store};
use sqlx::Connection;
use uuid::Uuid;

use crate::support::{block_on, enrolment, open, raw, session};

fn mark(by: &str, truth: &str) -> Mark {
    Mark {
        truth: truth.parse().unwrap(),
        by: by.parse().unwrap(),
        at: Timestamp(7_000),
    }
}

async fn verified(store: &Store) -> (SessionId, secure_biometric::domain::PersonId) {
    let ada = enrolment("1", "Ada", 1);
    store.enrol(&ada).await.unwrap();
    let seen = Session {
        person: Some(ada.person.id),
        ..session(SessionKind::Verification, 2_000)
    };
    let record = SessionRecord::of(&seen);
    store.record_session(&record).await.unwrap();
    (seen.id, ada.person.id)
}

#[test]
fn marks_are_kept_audited_and_outlive_the_person_without_their_notes() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let (id, person) = verified(&store).await;
        let note = "Ada leant back".parse().unwrap();
        let ann = store.acting(&"ann".parse().unwrap());
        let kept = |by, truth| mark(by, truth);
        assert!(
            ann.mark_session(id, &kept("ann", "genuine"), Some(&note))
                .await
                .unwrap()
        );
        assert!(
            ann.mark_session(id, &kept("bob", "flat"), None)
                .await
                .unwrap()
        );
        let gone = SessionId(Uuid::now_v7());
        assert!(
            !ann.mark_session(gone, &kept("ann", "flat"), None)
                .await
                .unwrap()
        );
        let standings = store.standings().await.unwrap();
        assert_eq!(standings[&id], Standing::Disputed);
        assert_eq!(standings.len(), 1);
        let marks = store.marks_of(id).await.unwrap();
        assert_eq!(marks[0].note.as_ref(), Some(&note));
        assert_eq!(
            (&marks[1].mark, &marks[1].note),
            (&kept("bob", "flat"), &None)
        );
        let page = store
            .audit(&AuditFilter {
                acts: vec![Act::SessionMarked],
                since: Some(Timestamp(0)),
                ..AuditFilter::default()
            })
            .await
            .unwrap();
        let said: Vec<_> = page
            .entries
            .iter()
            .map(|one| one.facts["as"].as_str())
            .collect();
        assert_eq!(said, ["attack", "genuine"], "no text that somebody typed");
        assert!(
            page.entries
                .iter()
                .all(|one| one.subject == Some(Subject::Session(id)))
        );
        store.remove_person(person).await.unwrap();
        let marks = store.marks_of(id).await.unwrap();
        assert_eq!(marks.len(), 2);
        assert!(marks.iter().all(|kept| kept.note.is_none()), "shredded");
        store.clean_sessions(Timestamp(9_999), false).await.unwrap();
        assert_eq!(store.standings().await.unwrap().len(), 0);
    });
}

#[test]
fn a_mark_opens_with_its_own_session_alone() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let (id, _) = verified(&store).await;
        let other = session(SessionKind::Verification, 3_000);
        store
            .record_session(&SessionRecord::of(&other))
            .await
            .unwrap();
        store
            .mark_session(id, &mark("ann", "flat"), None)
            .await
            .unwrap();
        store.close().await;
        let mut file = raw(folder.path()).await;
        let moved =
            sqlx::query("UPDATE marks SET session = ?1").bind(other.id.0.as_bytes().to_vec());
        moved.execute(&mut file).await.unwrap();
        Connection::close(file).await.unwrap();
        let store = open(folder.path()).await;
        store.marks_of(other.id).await.unwrap_err();
        store.standings().await.unwrap_err();
    });
}
