//! Faces' surfaces: kept of people who were identified, sealed, and gone with
//! their session, their person, or both.

use secure_biometric::domain::{
    Cue, PersonId, Reason, Reconstruction, Session, SessionId, SessionKind, Timestamp,
};
use secure_biometric::store::{NewEnrolment, SessionRecord, Store, SurfaceExport};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use uuid::Uuid;

use crate::at_rest::found;
use crate::support::{block_on, enrolment, face, open, raw, session};

/// Keeps a face with a session.
async fn keep(store: &Store, session: SessionId, face: &Reconstruction) -> bool {
    store.add_reconstruction(session, face).await.unwrap()
}

/// Somebody enrolled, with the face of that seed.
async fn enrol(store: &Store, badge: &str, seed: u16) -> NewEnrolment {
    let new = enrolment(badge, "Ada", seed);
    store.enrol(&new).await.unwrap();
    assert!(keep(store, new.session.id, &face(seed)).await);
    new
}

/// A verification of a person, or of nobody.
async fn verify(store: &Store, person: Option<PersonId>) -> Session {
    let verification = Session {
        person,
        ..session(SessionKind::Verification, 2_000)
    };
    store
        .record_session(&SessionRecord::of(&verification))
        .await
        .unwrap();
    verification
}

async fn count(file: &mut SqliteConnection, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    let (count,): (i64,) = sqlx::query_as(AssertSqlSafe(count))
        .fetch_one(file)
        .await
        .unwrap();
    count
}

#[track_caller]
fn alike(kept: &Reconstruction, face: &Reconstruction) {
    assert_eq!(kept.triangles(), face.triangles());
    assert_eq!(kept.depth_map(), face.depth_map());
    assert_eq!(kept.frames(), face.frames());
    let numbers = |face: &Reconstruction| {
        let points = face.vertices().as_flattened().iter();
        let points = points.chain(face.shape().points().as_flattened());
        points.copied().collect::<Vec<f32>>()
    };
    for (kept, was) in numbers(kept).iter().zip(numbers(face)) {
        assert!((kept - was).abs() < 0.000_2, "{kept} for {was}");
    }
    let certain = kept
        .shape()
        .confidence()
        .iter()
        .zip(face.shape().confidence());
    assert!(
        certain.clone().count() == 468 && certain.into_iter().all(|(a, b)| (a - b).abs() < 0.003)
    );
}

#[test]
fn a_face_is_kept_with_its_session_and_a_shape_with_its_person() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrol(&store, "1", 1).await;
        let kept = store.reconstruction(ada.session.id).await.unwrap().unwrap();
        alike(&kept, &face(1));
        let shape = store.shape(ada.person.id).await.unwrap().unwrap();
        assert_eq!(&shape, kept.shape());

        // A verification's own face beside it, with what comparing them said.
        let verification = verify(&store, Some(ada.person.id)).await;
        let cue = Cue {
            name: "shape".to_owned(),
            value: Some(0.93),
            threshold: 0.8,
            passed: true,
            advisory: true,
            at_millis: 2_400,
        };
        let other = face(5);
        assert!(keep(&store, verification.id, &other).await);
        store.add_cue(verification.id, &cue).await.unwrap();
        store
            .add_cue(SessionId(Uuid::now_v7()), &cue)
            .await
            .unwrap();
        let kept = store
            .reconstruction(verification.id)
            .await
            .unwrap()
            .unwrap();
        alike(&kept, &other);
        let after = store.session(verification.id).await.unwrap().unwrap();
        let mut expected = verification.clone();
        expected.liveness.cues.push(cue);
        assert_eq!(after, expected);
        let unchanged = store.shape(ada.person.id).await.unwrap().unwrap();
        assert_eq!(unchanged, shape, "only an enrolment sets it");

        let both = store
            .reconstructed(ada.session.id, verification.id)
            .await
            .unwrap();
        assert_eq!(both.len(), 2);
        let one = store
            .reconstructed(verification.id, verification.id)
            .await
            .unwrap();
        assert_eq!(one.into_iter().collect::<Vec<_>>(), [verification.id]);
    });
}

#[test]
fn a_later_look_leaves_the_shape_of_the_enrolment() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrol(&store, "1", 1).await;
        let before = store.shape(ada.person.id).await.unwrap();
        let look = Session {
            person: Some(ada.person.id),
            reason: Reason::Enrolled,
            ..session(SessionKind::Enrolment, 3_000)
        };
        store
            .record_session(&SessionRecord::of(&look))
            .await
            .unwrap();
        assert!(keep(&store, look.id, &face(7)).await);
        assert_eq!(store.shape(ada.person.id).await.unwrap(), before);
    });
}

#[test]
fn of_people_who_were_not_identified_no_face_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let stranger = verify(&store, None).await;
        assert!(!keep(&store, stranger.id, &face(1)).await);
        assert!(!keep(&store, SessionId(Uuid::now_v7()), &face(1)).await);
        assert_eq!(store.reconstruction(stranger.id).await.unwrap(), None);
        let mut file = raw(folder.path()).await;
        for table in ["reconstructions", "shapes"] {
            assert_eq!(count(&mut file, table).await, 0, "{table}");
        }
    });
}

#[test]
fn no_file_shows_a_face() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        enrol(&store, "1", 1).await;
        let face = face(1);
        let floats = face.shape().points().as_flattened().iter();
        let floats: Vec<u8> = floats.flat_map(|value| value.to_le_bytes()).collect();
        for numbers in floats.chunks(16) {
            assert!(!found(folder.path(), numbers), "a face is readable");
        }
        let depths: Vec<u8> = face
            .depth_map()
            .raw()
            .iter()
            .flat_map(|step| step.to_le_bytes())
            .collect();
        assert!(!found(folder.path(), &depths[..16]), "depths are readable");
        store.close().await;
    });
}

#[test]
fn a_moved_or_changed_face_does_not_open() {
    for tampering in [
        "UPDATE reconstructions SET sealed = (SELECT sealed FROM reconstructions r
         WHERE r.session <> reconstructions.session)",
        "UPDATE reconstructions SET sealed = zeroblob(900)",
        "UPDATE sessions SET person = (SELECT p.id FROM people p WHERE p.id <> person)",
        "UPDATE sessions SET person = NULL",
        "UPDATE sessions SET kind = 'verification'",
        "UPDATE reconstructions SET version = 2",
        "UPDATE shapes SET version = 2",
        "UPDATE shapes SET sealed = (SELECT sealed FROM shapes s WHERE s.person <> shapes.person)",
    ] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let store = open(folder.path()).await;
            let ada = enrol(&store, "1", 1).await;
            enrol(&store, "2", 2).await;
            store.close().await;
            let mut file = raw(folder.path()).await;
            let changed = sqlx::query(AssertSqlSafe(tampering))
                .execute(&mut file)
                .await
                .unwrap();
            assert!(changed.rows_affected() > 1, "{tampering}");
            Connection::close(file).await.unwrap();
            let store = open(folder.path()).await;
            if tampering.contains("UPDATE shapes") {
                store.shape(ada.person.id).await.unwrap_err();
            } else {
                store.reconstruction(ada.session.id).await.unwrap_err();
            }
        });
    }
}

#[test]
fn it_goes_with_its_session_and_with_its_person() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrol(&store, "1", 1).await;
        let eve = enrol(&store, "2", 2).await;
        let verification = verify(&store, Some(ada.person.id)).await;
        assert!(keep(&store, verification.id, &face(3)).await);
        let export = SurfaceExport {
            at: Timestamp(9),
            operator: "rita.review".parse().unwrap(),
            reason: "export-canary".parse().unwrap(),
        };
        store.note_export(verification.id, &export).await.unwrap();
        assert_eq!(store.exports(verification.id).await.unwrap(), [export]);
        assert!(!found(folder.path(), b"export-canary"));

        let mut file = raw(folder.path()).await;
        let sealed: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT sealed FROM reconstructions WHERE session <> ?1
             UNION ALL SELECT sealed FROM shapes WHERE person <> ?2
             UNION ALL SELECT sealed FROM reconstruction_exports",
        )
        .bind(eve.session.id.0.as_bytes().to_vec())
        .bind(eve.person.id.0.as_bytes().to_vec())
        .fetch_all(&mut file)
        .await
        .unwrap();
        Connection::close(file).await.unwrap();
        assert_eq!(sealed.len(), 4);
        let canaries: Vec<&[u8]> = sealed.iter().map(|(bytes,)| &bytes[25..57]).collect();
        assert!(canaries.iter().all(|canary| found(folder.path(), canary)));
        assert!(
            store
                .remove_person(ada.person.id)
                .await
                .unwrap()
                .log_emptied
        );
        assert!(!canaries.iter().any(|canary| found(folder.path(), canary)));
        assert_eq!(store.reconstruction(verification.id).await.unwrap(), None);
        assert_eq!(store.exports(verification.id).await.unwrap(), []);
        assert!(store.session(verification.id).await.unwrap().is_some());
        // What comes too late for a person who is gone isn't kept either.
        assert!(!keep(&store, verification.id, &face(3)).await);

        let mut file = raw(folder.path()).await;
        assert_eq!(count(&mut file, "reconstructions").await, 1, "the other's");
        assert_eq!(
            store.clean_sessions(Timestamp(9_999), false).await.unwrap(),
            3
        );
        assert_eq!(count(&mut file, "reconstructions").await, 0);
        assert_eq!(
            count(&mut file, "shapes").await,
            1,
            "the other is still enrolled"
        );
    });
}
