//! What writes over HTTP came to: whose, for how long, and what is on the disk.

use secure_biometric::domain::{ErasureReason, Operator, OperatorId, Role, Secret, Timestamp};
use secure_biometric::store::{
    Claimed, OperatorRecord, RetentionLimits, Store, StoreError, wall_clock,
};

use crate::at_rest::found;
use crate::support::{block_on, enrolment, open, raw};

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn operator(store: &Store, name: &str) -> OperatorId {
    let record = OperatorRecord {
        operator: Operator {
            name: name.parse().unwrap(),
            role: Role::Administrator,
            disabled: false,
        },
        password_hash: Secret::new("$argon2id$".to_owned()),
    };
    let added = store.add_operator(record, |_| Ok::<(), StoreError>(()));
    added.await.unwrap();
    let ids = store.operator_ids().await.unwrap();
    let own = ids.iter().find(|(_, own)| own.as_str() == name);
    *own.unwrap().0
}

#[test]
fn a_write_is_its_operators_for_a_day_and_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let (ada, bea) = (operator(&store, "ada").await, operator(&store, "bea").await);
        let begin = async |who, key: &str, body: &[u8], at| {
            let write = store.write_of(who, key, &[b"POST", body]).unwrap();
            let begun = store.begin_write::<String>(&write, Timestamp(at)).await;
            (write, begun.unwrap())
        };
        let now = 1_700_000_000_000;
        let (write, begun) = begin(ada, "key-canary", b"body-canary", now).await;
        assert_eq!(begun, Claimed::Begun);
        let again = async |at| begin(ada, "key-canary", b"body-canary", at).await.1;
        assert_eq!(again(now + 10).await, Claimed::GoingOn);
        // Its program was ended: nobody will ever say what it came to.
        assert_eq!(again(now + 61_000).await, Claimed::Forgotten);
        let answer = "answer-canary".to_owned();
        store.finish_write(&write, &answer).await.unwrap();
        assert_eq!(again(now + 20).await, Claimed::Done(answer.clone()));
        let other = begin(ada, "key-canary", b"body-canary!", now).await.1;
        assert_eq!(other, Claimed::OfAnother);
        let moved = store.write_of(ada, "key-canary", &[b"POSTbody", b"-canary"]);
        let moved = moved.unwrap();
        let moved = store.begin_write::<String>(&moved, Timestamp(now)).await;
        assert_eq!(moved.unwrap(), Claimed::OfAnother);
        // Another operator's key of the same name is another one.
        let (theirs, begun) = begin(bea, "key-canary", b"body-canary", now).await;
        assert_eq!(begun, Claimed::Begun);
        store.forget_write(&theirs).await.unwrap();
        assert_eq!(
            begin(bea, "key-canary", b"other", now).await.1,
            Claimed::Begun
        );
        for canary in ["key-canary", "body-canary", "answer-canary"] {
            assert!(!found(folder.path(), canary.as_bytes()), "{canary}");
        }
        assert_eq!(again(now + DAY).await, Claimed::Done(answer));
        assert_eq!(again(now + DAY + 1).await, Claimed::Begun);
    });
}

#[test]
fn who_is_erased_is_in_no_answer_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = operator(&store, "ada").await;
        let grace = enrolment("10427", "Grace", 3);
        store.enrol(&grace).await.unwrap();
        let write = store.write_of(ada, "a-key", &[b"PUT"]).unwrap();
        let now = wall_clock();
        let begun = store.begin_write::<String>(&write, now).await.unwrap();
        assert_eq!(begun, Claimed::Begun);
        let answer = "of 10427".to_owned();
        store.finish_write(&write, &answer).await.unwrap();
        let erased = store.erase_person(grace.person.id, ErasureReason::Asked, None);
        erased.await.unwrap();
        // That it was done stays known: it isn't done a second time.
        let later = Timestamp(now.0 + 120_000);
        let again = store.begin_write::<String>(&write, later).await.unwrap();
        assert_eq!(again, Claimed::Forgotten);
    });
}

#[test]
fn an_operator_has_no_keys_without_end() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = operator(&store, "ada").await;
        let begin = async |number: i64| {
            let write = store.write_of(ada, &number.to_string(), &[b"PUT"]).unwrap();
            let at = Timestamp(1_700_000_000_000 + number);
            store.begin_write::<String>(&write, at).await.unwrap()
        };
        for number in 0..1_001 {
            assert_eq!(begin(number).await, Claimed::Begun);
        }
        // The oldest gave way; the others are known.
        assert_eq!(begin(1_000).await, Claimed::GoingOn);
        assert_eq!(begin(0).await, Claimed::Begun);
    });
}

#[test]
fn what_a_write_came_to_goes_after_a_day_though_nobody_writes() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = operator(&store, "ada").await;
        let write = store.write_of(ada, "a-key", &[b"PUT"]).unwrap();
        let now = 1_700_000_000_000;
        let begun = store.begin_write::<String>(&write, Timestamp(now)).await;
        assert_eq!(begun.unwrap(), Claimed::Begun);
        let nothing = RetentionLimits {
            sessions: Timestamp(0),
            meshes: Timestamp(0),
            unused: None,
        };
        let mut file = raw(folder.path()).await;
        for (at, kept) in [(now + DAY, 1), (now + DAY + 1, 0)] {
            store.retain(&nothing, Timestamp(at)).await.unwrap();
            let (left,): (i64,) = sqlx::query_as("SELECT count(*) FROM service_answers")
                .fetch_one(&mut file)
                .await
                .unwrap();
            assert_eq!(left, kept);
        }
    });
}
