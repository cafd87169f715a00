//! Replays: sealed, of who was identified with landmarks, of everybody else
//! their curves alone, and gone with their session, person and time.

use secure_biometric::domain::{
    Asked, MeshMoment, Moment, Replay, SHAPE_POINTS, Session, SessionId, SessionKind, Timestamp,
};
use secure_biometric::store::{RetentionLimits, SessionRecord, Store};
use sqlx::{AssertSqlSafe, Connection};
use uuid::Uuid;

use crate::support::{block_on, enrolment, open, raw, session};

/// A replay whose landmarks differ with the seed.
fn replay(seed: i16) -> Replay {
    let moments = (0..4_u32).map(|at| Moment {
        at_millis: at * 33,
        faces: 1,
        yaw_degrees: Some(2.0),
        ..Moment::default()
    });
    let asked = Asked {
        at_millis: 0,
        word: "look_here".to_owned(),
    };
    let mesh = |at: i16| MeshMoment {
        at_millis: u32::try_from(at).unwrap() * 66,
        points: vec![[seed + at, at, 7]; SHAPE_POINTS].into_boxed_slice(),
    };
    Replay::new(moments.collect(), vec![asked], vec![mesh(0), mesh(1)]).unwrap()
}

async fn verify(store: &Store, person: Option<secure_biometric::domain::PersonId>) -> SessionId {
    let verification = Session {
        person,
        ..session(SessionKind::Verification, 2_000)
    };
    let record = SessionRecord::of(&verification);
    store.record_session(&record).await.unwrap();
    verification.id
}

#[test]
fn landmarks_are_kept_only_of_who_was_identified() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let known = verify(&store, Some(ada.person.id)).await;
        let stranger = verify(&store, None).await;
        let shown = replay(3);
        for id in [known, stranger] {
            assert!(store.add_replay(id, &shown).await.unwrap());
        }
        assert_eq!(store.replay(known).await.unwrap(), Some(shown.clone()));
        let curves = store.replay(stranger).await.unwrap().unwrap();
        assert_eq!(curves, shown.without_mesh());
        assert!(curves.meshes().is_empty());
        let gone = SessionId(Uuid::now_v7());
        assert!(!store.add_replay(gone, &shown).await.unwrap());
        assert_eq!(store.replay(gone).await.unwrap(), None);
    });
}

#[test]
fn a_moved_or_changed_replay_does_not_open() {
    for tampering in [
        "UPDATE replays SET sealed = (SELECT sealed FROM replays r
         WHERE r.session <> replays.session)",
        "UPDATE replays SET with_mesh = 1 - with_mesh",
        "UPDATE replays SET version = 2",
        "UPDATE sessions SET person = NULL",
    ] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let store = open(folder.path()).await;
            let mut kept = Vec::new();
            for (badge, seed) in [("1", 1), ("2", 2)] {
                let new = enrolment(badge, "Ada", seed);
                store.enrol(&new).await.unwrap();
                let id = verify(&store, Some(new.person.id)).await;
                store.add_replay(id, &replay(5)).await.unwrap();
                kept.push(id);
            }
            store.close().await;
            let mut file = raw(folder.path()).await;
            let query = sqlx::query(AssertSqlSafe(tampering));
            let changed = query.execute(&mut file).await.unwrap();
            assert!(changed.rows_affected() > 1, "{tampering}");
            Connection::close(file).await.unwrap();
            let store = open(folder.path()).await;
            store.replay(kept[0]).await.unwrap_err();
        });
    }
}

#[test]
fn it_goes_with_its_time_its_session_and_its_person() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let [known, other] = [
            verify(&store, Some(ada.person.id)).await,
            verify(&store, None).await,
        ];
        for id in [known, other] {
            store.add_replay(id, &replay(3)).await.unwrap();
        }
        let limits = RetentionLimits {
            sessions: Timestamp(0),
            meshes: Timestamp(9_000),
            unused: None,
        };
        let due = store.retention_due(&limits).await.unwrap();
        assert_eq!(due.meshes, 1);
        let removed = store.retain(&limits, Timestamp(9_999)).await.unwrap();
        assert_eq!(removed.meshes, 1);
        assert_eq!(store.replay(known).await.unwrap(), None);
        assert!(store.replay(other).await.unwrap().is_some(), "curves stay");

        store.add_replay(known, &replay(3)).await.unwrap();
        store.remove_person(ada.person.id).await.unwrap();
        assert_eq!(store.replay(known).await.unwrap(), None);
        assert!(store.session(known).await.unwrap().is_some());
        store.clean_sessions(Timestamp(9_999), false).await.unwrap();
        assert_eq!(store.replay(other).await.unwrap(), None);
    });
}
