//! What somebody with the files but without the key finds, and can do.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use secure_biometric::domain::{Badge, OperatorName, Role, Secret, Session};
use secure_biometric::store::{DATABASE_FILE, OperatorRecord, SessionFilter, Store, StoreError};
use sqlx::AssertSqlSafe;

use crate::support::{MODEL, block_on, embedding, enrolment, open, raw};

/// Whether any file of the folder contains `wanted`, or any that is open and
/// has no name any more, as temporary files of SQLite haven't.
pub fn found(folder: &Path, wanted: &[u8]) -> bool {
    let files = fs::read_dir(folder).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let holds = |path: &Path| {
        // What was open a moment ago may be closed now.
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(wanted.len()).any(|window| window == wanted)
    };
    files.chain(nameless()).any(|path| holds(&path))
}

/// The open files of this program whose names are gone.
fn nameless() -> Vec<PathBuf> {
    let open = fs::read_dir("/proc/self/fd").unwrap();
    let open = open.map(|entry| entry.unwrap().path());
    let is_nameless = |path: &PathBuf| {
        let named = fs::read_link(path).unwrap_or_default();
        named.to_string_lossy().ends_with("(deleted)")
            && fs::metadata(path).is_ok_and(|found| found.is_file())
    };
    open.filter(is_nameless).collect()
}

async fn keep_an_operator(store: &Store) {
    let name: OperatorName = "desk.operator-canary".parse().unwrap();
    let record = OperatorRecord {
        operator: secure_biometric::domain::Operator {
            name,
            role: Role::Administrator,
            disabled: false,
        },
        password_hash: Secret::new("$argon2id$hash-canary".to_owned()),
    };
    store
        .add_operator(record, |_| Ok::<(), StoreError>(()))
        .await
        .unwrap();
}

#[test]
fn no_file_shows_a_name_a_badge_or_a_face() {
    let folder = tempfile::tempdir().unwrap();
    let face: Vec<u8> = embedding(10)
        .values()
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    let look = || {
        for text in [
            "Lovelace-Canary",
            "BADGE-CANARY",
            "notice-canary",
            "camera-canary",
            "operator-canary",
            "vouch-canary",
            "hash-canary",
            "department-canary",
            "canary@example.org",
            "balanced",
            "0.8125",
        ] {
            assert!(!found(folder.path(), text.as_bytes()), "{text} is readable");
        }
        for numbers in face.chunks(16) {
            assert!(!found(folder.path(), numbers), "a face is readable");
        }
        // The search itself works: these are plain.
        let mut nameless = tempfile::tempfile().unwrap();
        nameless.write_all(b"nameless and plain").unwrap();
        assert!(found(folder.path(), b"nameless and plain"));
        assert!(found(folder.path(), b"enrolled") && found(folder.path(), &MODEL.0));
    };
    block_on(async {
        let store = open(folder.path()).await;
        store
            .enrol(&enrolment("BADGE-CANARY", "Ada Lovelace-Canary", 1))
            .await
            .unwrap();
        keep_an_operator(&store).await;
        // What was just written is in the log, and looked for there, too.
        let log = folder.path().join(format!("{DATABASE_FILE}-wal"));
        assert!(fs::metadata(log).unwrap().len() > 0);
        look();
        store.close().await;
        look();
    });
}

#[test]
fn even_what_was_sealed_is_gone_after_removal() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        store.enrol(&enrolment("2", "Grace", 2)).await.unwrap();
        let mut file = raw(folder.path()).await;
        let sealed: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT sealed FROM templates WHERE person = ?1
             UNION ALL SELECT sealed FROM consents WHERE person = ?1
             UNION ALL SELECT sealed FROM people WHERE id = ?1
             UNION ALL SELECT sealed FROM sessions WHERE person = ?1",
        )
        .bind(ada.person.id.0.as_bytes().to_vec())
        .fetch_all(&mut file)
        .await
        .unwrap();
        sqlx::Connection::close(file).await.unwrap();
        assert_eq!(sealed.len(), 8);
        // 32 bytes from past the nonce: a page boundary can't hide them all.
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
        assert!(!found(folder.path(), ada.person.id.0.as_bytes()));
    });
}

/// Two people, Ada and Eve, then `tampering` with the file.
async fn tampered(folder: &Path, tampering: &str) -> Store {
    let store = open(folder).await;
    store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
    store.enrol(&enrolment("2", "Eve", 2)).await.unwrap();
    keep_an_operator(&store).await;
    store.close().await;
    let mut file = raw(folder).await;
    let changed = sqlx::query(AssertSqlSafe(tampering))
        .execute(&mut file)
        .await
        .unwrap();
    assert!(changed.rows_affected() > 0, "nothing changed: {tampering}");
    sqlx::Connection::close(file).await.unwrap();
    open(folder).await
}

/// Who is recognised after that, by how many templates.
fn recognised_after(tampering: &str) -> Vec<(String, usize)> {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = tampered(folder.path(), tampering).await;
        let gallery = store.gallery(MODEL).await.unwrap();
        let each = gallery.into_iter();
        each.map(|(person, own)| (person.name.as_str().to_owned(), own.len()))
            .collect()
    })
}

#[test]
fn a_template_that_was_moved_or_changed_recognises_nobody_and_leaves_the_others() {
    let own = |name: &str, count| (name.to_owned(), count);
    let eve = "(SELECT max(id) FROM people)";
    let everybody = recognised_after("UPDATE sessions SET started_at = 1");
    assert_eq!(everybody, [own("Ada", 5), own("Eve", 5)]);
    // Eve's faces under Ada's name.
    let moved = "UPDATE templates SET person = (SELECT min(id) FROM people)";
    assert_eq!(recognised_after(moved), [own("Ada", 5)]);
    // Eve's records in Ada's rows; what Eve's rows then get are her own.
    let pasted = "UPDATE templates SET sealed = (SELECT sealed FROM templates t
         WHERE t.pose = templates.pose AND t.person <> templates.person)";
    assert_eq!(recognised_after(pasted), [own("Eve", 5)]);
    let turned = "UPDATE templates SET pose = 'front'";
    assert_eq!(recognised_after(turned), [own("Ada", 1), own("Eve", 1)]);
    let damaged = format!("UPDATE templates SET sealed = zeroblob(60) WHERE person = {eve}");
    assert_eq!(recognised_after(&damaged), [own("Ada", 5)]);
    let unnamed = format!("UPDATE people SET sealed = zeroblob(60) WHERE id = {eve}");
    assert_eq!(recognised_after(&unnamed), [own("Ada", 5)]);
}

/// The error of who reads what was tampered with.
fn after_tampering(tampering: &str, read: impl AsyncFn(Store) -> StoreError) {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let error = read(tampered(folder.path(), tampering).await).await;
        assert!(
            matches!(error, StoreError::Sealed(_)),
            "{tampering}: {error}"
        );
        for text in ["Ada", "Eve"] {
            assert!(!error.to_string().contains(text));
        }
    });
}

#[test]
fn moved_or_changed_rows_do_not_open() {
    let people = async |store: Store| store.people().await.unwrap_err();
    let sessions = async |store: Store| {
        let all = SessionFilter::default();
        store.sessions(&all).await.unwrap_err()
    };
    let name: OperatorName = "desk.operator-canary".parse().unwrap();
    let operators = async |store: Store| store.operator(&name).await.unwrap_err();

    after_tampering(
        "UPDATE people SET sealed = (SELECT sealed FROM people p WHERE p.id <> people.id)",
        people,
    );
    after_tampering("UPDATE people SET version = 2", people);
    after_tampering("UPDATE people SET sealed = zeroblob(60)", people);
    for column in ["decision", "reason", "source", "kind"] {
        after_tampering(&format!("UPDATE sessions SET {column} = 'kiosk'"), sessions);
    }
    after_tampering("UPDATE sessions SET started_at = started_at + 1", sessions);
    after_tampering("UPDATE sessions SET person = NULL", sessions);
    after_tampering("UPDATE sessions SET claim_index = NULL", sessions);
    after_tampering("UPDATE operators SET version = 7", operators);
}

#[test]
fn a_consent_belongs_to_one_person() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let (ada, eve) = (enrolment("1", "Ada", 1), enrolment("2", "Eve", 2));
        store.enrol(&ada).await.unwrap();
        store.enrol(&eve).await.unwrap();
        let mut file = raw(folder.path()).await;
        sqlx::query("DELETE FROM consents WHERE person = ?1")
            .bind(ada.person.id.0.as_bytes().to_vec())
            .execute(&mut file)
            .await
            .unwrap();
        sqlx::query("UPDATE consents SET person = ?1")
            .bind(ada.person.id.0.as_bytes().to_vec())
            .execute(&mut file)
            .await
            .unwrap();
        let moved = store.consent(ada.person.id).await;
        assert!(matches!(moved, Err(StoreError::Sealed("consent"))));
    });
}

#[test]
fn values_do_not_print() {
    let new = enrolment("BADGE-CANARY", "Ada Lovelace-Canary", 1);
    let Session { scores, .. } = &new.session;
    let shown = format!("{new:?}");
    assert!(
        !shown.contains("CANARY") && !shown.contains("Canary"),
        "{shown}"
    );
    assert!(scores.score.is_some());
    let badge: Badge = "BADGE-CANARY".parse().unwrap();
    assert!(!format!("{badge:?}").contains("CANARY"));
}
