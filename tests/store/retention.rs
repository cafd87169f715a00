//! Retention: each kind goes when it is due, and what is due is said before.

use secure_biometric::domain::{PersonId, Session, SessionKind, Timestamp};
use secure_biometric::store::{Retained, RetentionLimits, SessionFilter, SessionRecord, Store};

use crate::support::{block_on, enrolment, face, open, raw, session};

const NOTHING: RetentionLimits = RetentionLimits {
    sessions: Timestamp(0),
    meshes: Timestamp(0),
    unused: None,
};
const NOW: Timestamp = Timestamp(10_000);

/// A session in which a person was verified at that time.
async fn verified(store: &Store, person: PersonId, at: i64) -> Session {
    let session = Session {
        person: Some(person),
        ..session(SessionKind::Verification, at)
    };
    let record = SessionRecord::of(&session);
    store.record_session(&record).await.unwrap();
    session
}

/// What is due is what goes, and then nothing is due any more.
async fn retain(store: &Store, limits: RetentionLimits) -> Retained {
    let due = store.retention_due(&limits).await.unwrap();
    let again = store.retention_due(&limits).await.unwrap();
    assert_eq!(due, again, "saying what is due changed something");
    let gone = store.retain(&limits, NOW).await.unwrap();
    assert_eq!(due, gone);
    let left = store.retention_due(&limits).await.unwrap();
    assert_eq!(left, Retained::default());
    gone
}

#[test]
fn sessions_and_surfaces_go_each_in_their_time() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let (old, new) = (
            verified(&store, ada.person.id, 2_000).await,
            verified(&store, ada.person.id, 4_000).await,
        );
        for one in [&ada.session, &old, &new] {
            assert!(store.add_reconstruction(one.id, &face(1)).await.unwrap());
        }
        assert_eq!(retain(&store, NOTHING).await, Retained::default());
        let limits = RetentionLimits {
            sessions: Timestamp(1_500),
            meshes: Timestamp(3_000),
            ..NOTHING
        };
        // The enrolment's surface goes with its session, and isn't counted twice.
        let gone = retain(&store, limits).await;
        let expected = Retained {
            sessions: 1,
            meshes: 1,
            people: 0,
        };
        assert_eq!(gone, expected);
        let left = store.sessions(&SessionFilter::default()).await.unwrap();
        let left: Vec<_> = left.iter().map(|session| session.id).collect();
        assert_eq!(left, [new.id, old.id]);
        assert!(store.reconstruction(old.id).await.unwrap().is_none());
        assert!(store.reconstruction(new.id).await.unwrap().is_some());
        let last = store.last_retention().await.unwrap().unwrap();
        assert_eq!(last.at, NOW);
        // The person and what they were enrolled with stay.
        assert!(store.shape(ada.person.id).await.unwrap().is_some());
    });
}

#[test]
fn who_is_not_used_goes_though_old_sessions_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let (ada, eve) = (enrolment("1", "Ada", 1), enrolment("2", "Eve", 2));
        store.enrol(&ada).await.unwrap();
        store.enrol(&eve).await.unwrap();
        verified(&store, ada.person.id, 5_000).await;
        // All sessions go; that Ada was verified isn't forgotten with them.
        let limits = RetentionLimits {
            sessions: Timestamp(9_000),
            ..NOTHING
        };
        assert_eq!(retain(&store, limits).await.sessions, 3);
        let limits = |unused| RetentionLimits {
            unused: Some(Timestamp(unused)),
            ..NOTHING
        };
        assert_eq!(retain(&store, limits(1_000)).await.people, 0);
        assert_eq!(retain(&store, limits(4_999)).await.people, 1);
        let left = store.people().await.unwrap();
        let left: Vec<_> = left.iter().map(|person| person.id).collect();
        assert_eq!(left, [ada.person.id], "Eve was enrolled and never came");
        assert_eq!(retain(&store, limits(5_001)).await.people, 1);
        assert!(store.people().await.unwrap().is_empty());
    });
}

#[test]
fn a_record_that_is_damaged_stays_and_holds_nobody_else_up() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let (ada, eve) = (enrolment("1", "Ada", 1), enrolment("2", "Eve", 2));
        store.enrol(&ada).await.unwrap();
        store.enrol(&eve).await.unwrap();
        let mut file = raw(folder.path()).await;
        sqlx::query("UPDATE people SET sealed = zeroblob(64) WHERE id = ?1")
            .bind(ada.person.id.0.as_bytes().to_vec())
            .execute(&mut file)
            .await
            .unwrap();
        let limits = RetentionLimits {
            unused: Some(NOW),
            ..NOTHING
        };
        assert_eq!(retain(&store, limits).await.people, 1);
        assert_eq!(store.person(eve.person.id).await.unwrap(), None);
        let (left,): (i64,) = sqlx::query_as("SELECT count(*) FROM people")
            .fetch_one(&mut file)
            .await
            .unwrap();
        assert_eq!(left, 1, "what can't be read may be mended from a backup");
    });
}
