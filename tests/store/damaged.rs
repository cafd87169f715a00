//! One damaged record shuts nobody else out, and is told by its id.

use secure_biometric::access::{Operators, OperatorsError};
use secure_biometric::domain::{Operator, OperatorName, Role, Secret};
use secure_biometric::store::{OperatorRecord, Store, StoreError};
use sqlx::{AssertSqlSafe, Connection};
use uuid::Uuid;

use crate::support::{block_on, enrolment, open, raw};

fn operator(name: &str, role: Role) -> Operator {
    Operator {
        name: name.parse().unwrap(),
        role,
        disabled: false,
    }
}

async fn keep(store: &Store, operator: &Operator) {
    let record = OperatorRecord {
        operator: operator.clone(),
        password_hash: Secret::new("$argon2id$".to_owned()),
    };
    let kept = store.add_operator(record, |_| Ok::<(), StoreError>(()));
    kept.await.unwrap();
}

async fn damage(folder: &std::path::Path, which: &str) {
    let mut file = raw(folder).await;
    let query = format!("UPDATE {which}");
    let changed = sqlx::query(AssertSqlSafe(query)).execute(&mut file).await;
    assert!(changed.unwrap().rows_affected() > 0, "{which}");
    file.close().await.unwrap();
}

#[test]
fn a_person_whose_record_is_damaged_leaves_the_others_listed() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let (ada, eve) = (enrolment("1", "Ada", 1), enrolment("2", "Eve", 2));
        store.enrol(&ada).await.unwrap();
        store.enrol(&eve).await.unwrap();
        let whole = store.listed_people().await.unwrap();
        assert_eq!((whole.sound.len(), whole.damaged.len()), (2, 0));
        // The record itself, or the key that it was sealed under.
        let id = ada.person.id.0.simple();
        for which in [
            format!("people SET sealed = zeroblob(60) WHERE id = x'{id}'"),
            format!("person_keys SET wrapped = zeroblob(60) WHERE person = x'{id}'"),
        ] {
            damage(folder.path(), &which).await;
            let listed = store.listed_people().await.unwrap();
            assert_eq!(listed.sound, std::slice::from_ref(&eve.person), "{which}");
            assert_eq!(listed.damaged, [ada.person.id.0], "{which}");
        }
        // By that id they are erased, and may be enrolled anew.
        store.remove_person(ada.person.id).await.unwrap();
        assert!(store.listed_people().await.unwrap().damaged.is_empty());
        store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
    });
}

#[test]
fn an_operator_whose_record_is_damaged_keeps_nobody_else_from_acting() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = operator("ada", Role::Administrator);
        let (rita, fred) = (
            operator("rita", Role::Reviewer),
            operator("fred", Role::FrontDesk),
        );
        for one in [&ada, &rita, &fred] {
            keep(&store, one).await;
        }
        let fourth =
            "operators SET sealed = zeroblob(60) WHERE id = (SELECT max(id) FROM operators)";
        damage(folder.path(), fourth).await;
        let operators = Operators::new(store.clone());
        operators.require(&ada, Role::Administrator).await.unwrap();
        operators.require(&rita, Role::Reviewer).await.unwrap();
        // Who can't be read any more can do nothing.
        let refused = operators.require(&fred, Role::FrontDesk).await;
        assert!(matches!(refused, Err(OperatorsError::NotFrontDesk)));
        let listed = operators.list(&ada).await.unwrap();
        assert_eq!(listed.sound, [ada.clone(), rita.clone()]);
        let [damaged] = listed.damaged.as_slice() else {
            panic!("one is damaged: {listed:?}");
        };
        assert_ne!(*damaged, Uuid::nil());
        assert_eq!(store.operator_ids().await.unwrap().len(), 2);
        // Their name isn't free, and they aren't said to be nobody.
        let password = Secret::new("correct horse battery staple".to_owned());
        let name: &OperatorName = &fred.name;
        let again = operators.add(&ada, name, Role::FrontDesk, &password).await;
        let taken = OperatorsError::Store(StoreError::OperatorNameTaken);
        assert_eq!(format!("{:?}", again.unwrap_err()), format!("{taken:?}"));
        let disabled = operators.disable(&ada, name).await;
        let sealed = OperatorsError::Store(StoreError::Sealed("operator"));
        assert_eq!(
            format!("{:?}", disabled.unwrap_err()),
            format!("{sealed:?}")
        );
        let grace = "grace".parse().unwrap();
        operators
            .add(&ada, &grace, Role::FrontDesk, &password)
            .await
            .unwrap();
    });
}

#[test]
fn where_no_operator_can_be_read_nobody_is_the_first() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        keep(&store, &operator("ada", Role::Administrator)).await;
        damage(folder.path(), "operators SET sealed = zeroblob(60)").await;
        let password = Secret::new("correct horse battery staple".to_owned());
        let eve = "eve".parse().unwrap();
        let refused = Operators::new(store.clone()).init(&eve, &password).await;
        let sealed = OperatorsError::Store(StoreError::Sealed("operator"));
        assert_eq!(format!("{:?}", refused.unwrap_err()), format!("{sealed:?}"));
    });
}
