//! The version of a sealed record: bound, and records from before it was open.

use std::fs::File;
use std::path::Path;

use secure_biometric::domain::{Person, Secret, SiteKeys};
use secure_biometric::store::{DATABASE_FILE, Store, StoreError};
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::support::{MODEL, block_on, embedding, enrolment, key, open, raw};

/// What the program left that sealed without binding the version.
const UNBOUND: &str = include_str!("unbound_records.sql");

/// A data folder of it, opened past the store.
async fn unbound(folder: &Path) -> SqliteConnection {
    File::create_new(folder.join(DATABASE_FILE)).unwrap();
    let mut file = raw(folder).await;
    sqlx::raw_sql(UNBOUND).execute(&mut file).await.unwrap();
    file
}

/// Opens it: its key, from before keys were wrapped, stands before the one in
/// force.
async fn taken_over(folder: &Path) -> Store {
    let keys = SiteKeys::new(1, key(), Some(key()));
    Store::open_with(folder, &keys).await.unwrap()
}

/// All that is kept of one person opens, and says what was kept.
async fn check_whole(store: &Store, name: &str, seed: u16) -> Person {
    let gallery = store.gallery(MODEL).await.unwrap();
    let mut gallery = gallery.into_iter();
    let (person, templates) = gallery
        .find(|(person, _)| person.name.as_str() == name)
        .unwrap();
    for (at, kept) in (0..5).zip(templates) {
        // Normalised once more when it is read.
        let expected = embedding(seed * 10 + at);
        let pairs = kept.embedding.values().iter().zip(expected.values());
        let furthest = pairs.map(|(kept, expected)| (kept - expected).abs());
        assert!(furthest.fold(0.0, f32::max) < 1e-6);
    }
    let consent = store.consent(person.id).await.unwrap().unwrap();
    assert_eq!(consent.notice_version, "notice-canary");
    let pin = store.pin_hash(person.id).await.unwrap().unwrap();
    assert_eq!(pin.expose(), &format!("$argon2id$hash of {name}"));
    person
}

#[test]
fn records_sealed_before_versions_were_bound_open_and_can_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        sqlx::Connection::close(unbound(folder.path()).await)
            .await
            .unwrap();
        let store = taken_over(folder.path()).await;
        let ada = check_whole(&store, "Ada", 1).await;
        check_whole(&store, "Eve", 2).await;
        // Old and new records stand beside each other.
        let hash = Secret::new("$argon2id$hash of Ada".to_owned());
        let allowed = |_: &[_]| Ok::<(), StoreError>(());
        store.set_pin(ada.id, &hash, allowed).await.unwrap();
        store.enrol(&enrolment("3", "Grace", 3)).await.unwrap();
        store.close().await;
        let store = open(folder.path()).await;
        check_whole(&store, "Ada", 1).await;
        assert_eq!(store.gallery(MODEL).await.unwrap().len(), 3);
    });
}

#[test]
fn a_record_passed_off_as_another_version_does_not_open() {
    // The first byte of a record is its version: 1 before they were bound.
    let versions = async |file: &mut SqliteConnection, table: &str| {
        let query = format!("SELECT DISTINCT hex(substr(sealed, 1, 1)) FROM {table}");
        let query = sqlx::query_as::<_, (String,)>(AssertSqlSafe(query));
        query.fetch_all(file).await.unwrap()
    };
    for (is_old, own, other) in [(true, "01", "02"), (false, "02", "01")] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let mut file = if is_old {
                unbound(folder.path()).await
            } else {
                let store = open(folder.path()).await;
                let ada = enrolment("1", "Ada", 1);
                store.enrol(&ada).await.unwrap();
                let hash = Secret::new("$argon2id$hash of Ada".to_owned());
                let allowed = |_: &[_]| Ok::<(), StoreError>(());
                store.set_pin(ada.person.id, &hash, allowed).await.unwrap();
                store.close().await;
                raw(folder.path()).await
            };
            for table in ["people", "templates", "consents", "pins"] {
                let expected = [(own.to_owned(),)];
                assert_eq!(versions(&mut file, table).await, expected, "{table}");
            }
            for table in ["templates", "consents", "pins"] {
                let update = format!(
                    "UPDATE {table} SET sealed = CAST(unhex('{other}') || substr(sealed, 2) AS BLOB)"
                );
                sqlx::query(AssertSqlSafe(update))
                    .execute(&mut file)
                    .await
                    .unwrap();
            }
            sqlx::Connection::close(file).await.unwrap();
            let store = taken_over(folder.path()).await;
            let person = store.people().await.unwrap().remove(0);
            assert!(store.gallery(MODEL).await.unwrap().is_empty());
            let consent = store.consent(person.id).await;
            assert!(matches!(consent, Err(StoreError::Sealed("consent"))));
            let pin = store.pin_hash(person.id).await;
            assert!(matches!(pin, Err(StoreError::Sealed("PIN"))));
        });
    }
}

#[test]
fn a_record_pasted_over_another_persons_or_another_kinds_does_not_open() {
    // Eve's template, consent and PIN in Ada's rows; then one kind's record in
    // another's row.
    let ada = "person = (SELECT min(id) FROM people)";
    for (table, pasted) in [
        (
            "templates",
            "SELECT sealed FROM templates t WHERE t.pose = templates.pose AND t.person <> templates.person",
        ),
        (
            "consents",
            "SELECT sealed FROM consents c WHERE c.person <> consents.person",
        ),
        (
            "pins",
            "SELECT sealed FROM pins p WHERE p.person <> pins.person",
        ),
        (
            "pins",
            "SELECT sealed FROM consents c WHERE c.person = pins.person",
        ),
        (
            "consents",
            "SELECT sealed FROM pins p WHERE p.person = consents.person",
        ),
        (
            "templates",
            "SELECT sealed FROM pins p WHERE p.person = templates.person",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let mut file = unbound(folder.path()).await;
            let tampering = format!("UPDATE {table} SET sealed = ({pasted}) WHERE {ada}");
            let query = sqlx::query(AssertSqlSafe(tampering.clone()));
            let changed = query.execute(&mut file).await.unwrap();
            assert!(changed.rows_affected() > 0, "{tampering}");
            sqlx::Connection::close(file).await.unwrap();
            let store = taken_over(folder.path()).await;
            let person = store.people().await.unwrap().remove(0).id;
            if table == "templates" {
                let gallery = store.gallery(MODEL).await.unwrap();
                assert!(gallery.iter().all(|(theirs, _)| theirs.id != person));
                return;
            }
            let error = match table {
                "consents" => store.consent(person).await.err(),
                _ => store.pin_hash(person).await.err(),
            };
            let is_refused = matches!(error, Some(StoreError::Sealed(_)));
            assert!(is_refused, "{tampering}: {error:?}");
        });
    }
}
