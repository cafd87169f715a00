//! Opening data folders: permissions, keys, schemas, two at once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use secure_biometric::access::{DataFolder, DataFolderError};
use secure_biometric::auth::{KeyError, KeyStores, key_making};
use secure_biometric::domain::{KeyHome, KeyKind, SiteKey};
use secure_biometric::store::{DATABASE_FILE, Store, StoreError};

use crate::support::{block_on, enrolment, key, open, raw};

/// Tells the helper test below which folder to use; unset, it does nothing.
const CHILD_FOLDER: &str = "STORE_TEST_FOLDER";

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn keys(place: &Path) -> KeyStores {
    KeyStores::new(place.join("keys"), None, &place.join("data")).unwrap()
}

#[test]
fn folder_and_files_are_the_users_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("new").join("data");
    block_on(async {
        let store = open(&folder).await;
        store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        assert_eq!(mode(&folder), 0o700);
        let files = fs::read_dir(&folder).unwrap();
        for file in files.map(|entry| entry.unwrap().path()) {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
        store.close().await;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        open(&folder).await.close().await;
        assert_eq!(mode(&folder), 0o700);
    });
    // What was put beside the database makes the folder the user's to manage.
    fs::write(folder.join("mine"), "").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    block_on(async { open(&folder).await.close().await });
    assert_eq!(mode(&folder), 0o755);
    assert_eq!(mode(&folder.join(DATABASE_FILE)), 0o600);
}

#[test]
fn a_data_folder_that_was_copied_opens_nowhere_else() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let here = DataFolder::open_with(&place.join("data"), &keys(place)).await;
        let here = here.unwrap();
        here.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        let id = here.key_id;
        here.store.close().await;
        // All that is in it, on another machine.
        let thief = place.join("thief");
        fs::create_dir_all(thief.join("data")).unwrap();
        for entry in fs::read_dir(place.join("data")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), thief.join("data").join(entry.file_name())).unwrap();
        }
        let opened = async || DataFolder::open_with(&thief.join("data"), &keys(&thief)).await;
        for _ in 0..2 {
            let refused = opened().await.err().unwrap();
            assert!(matches!(refused, DataFolderError::KeyMissing(missing) if missing == id));
        }
        // Keys of the thief's own open it no more.
        let made = key_making::new_keys(KeyKind::Trial).unwrap();
        keys(&thief).create(KeyHome::File, &id, &made).unwrap();
        let refused = opened().await.err().unwrap();
        let wrong = DataFolderError::Store(StoreError::WrongKey);
        assert_eq!(refused.to_string(), wrong.to_string());
        // Where its keys are, it opens as before.
        let here = DataFolder::open_with(&place.join("data"), &keys(place)).await;
        assert_eq!(here.unwrap().store.people().await.unwrap().len(), 1);
    });
}

#[test]
fn a_folder_of_other_things_is_refused_and_left_as_it_is() {
    let place = tempfile::tempdir().unwrap();
    let (folder, keys) = (place.path().join("data"), keys(place.path()));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine"), "").unwrap();
    for before in [0o755, 0o700] {
        fs::set_permissions(&folder, fs::Permissions::from_mode(before)).unwrap();
        // Twice: the first time must leave nothing that the second takes for ours.
        for _ in 0..2 {
            let refused = block_on(DataFolder::open_with(&folder, &keys));
            let Err(DataFolderError::Store(error @ StoreError::ForeignFolder(_))) = refused else {
                panic!("a folder of other things was taken");
            };
            assert!(error.to_string().contains("--data DIR"), "{error}");
            assert_eq!(mode(&folder), before);
            assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        }
    }
    assert!(!place.path().join("keys").exists(), "a key was made");
    // Settings written before the first start are ours.
    fs::rename(folder.join("mine"), folder.join("settings.toml")).unwrap();
    block_on(async { open(&folder).await.close().await });
    assert_eq!(mode(&folder), 0o700);
}

#[test]
fn another_key_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        store.close().await;
        let other = SiteKey::new(KeyKind::Trial, [43; 32]);
        let refused = Store::open(folder.path(), &other).await;
        assert!(matches!(refused, Err(StoreError::WrongKey)));
        assert_eq!(open(folder.path()).await.people().await.unwrap().len(), 1);
    });
}

#[test]
fn a_data_folder_makes_its_key_once_and_needs_it_ever_after() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    let keys = keys(place.path());
    block_on(async {
        let first = DataFolder::open_with(&folder, &keys).await.unwrap();
        assert!(first.key_is_new);
        assert_eq!(first.keys.kind(), KeyKind::Trial);
        first.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        first.store.close().await;

        let again = DataFolder::open_with(&folder, &keys).await.unwrap();
        assert_eq!((again.key_is_new, again.key_id), (false, first.key_id));
        again.store.close().await;

        // A copy elsewhere, without the key.
        let copy = place.path().join("copy");
        fs::create_dir(&copy).unwrap();
        fs::copy(folder.join(DATABASE_FILE), copy.join(DATABASE_FILE)).unwrap();
        let elsewhere = KeyStores::new(place.path().join("other"), None, &copy).unwrap();
        let refused = DataFolder::open_with(&copy, &elsewhere).await;
        let Err(error @ DataFolderError::KeyMissing(id)) = refused else {
            panic!("a copied folder opened without its key");
        };
        assert_eq!(id, first.key_id);
        assert!(error.to_string().contains("put its key file back"));
        assert!(!place.path().join("other").exists(), "a new key was made");

        let path = keys.path(KeyHome::File, &first.key_id);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let refused = DataFolder::open_with(&folder, &keys).await;
        assert!(matches!(
            refused,
            Err(DataFolderError::Key(KeyError::TooOpen { mode: 0o644, .. }))
        ));
    });
}

#[test]
fn a_folder_whose_key_was_never_made_may_still_get_one() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    block_on(async {
        // As if the program ended between drawing the id and making the key.
        let (id, nothing_sealed) = Store::key_id(&folder).await.unwrap();
        assert!(nothing_sealed);
        let opened = DataFolder::open_with(&folder, &keys(place.path())).await;
        let opened = opened.unwrap();
        assert_eq!((opened.key_id, opened.key_is_new), (id, true));
        opened.store.close().await;
        assert_eq!(Store::key_id(&folder).await.unwrap(), (id, false));
    });
}

#[test]
fn what_an_opening_would_apply_is_told_and_nothing_is_made() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    block_on(async {
        let pending = Store::pending(&folder).await.unwrap();
        let versions: Vec<i64> = pending.iter().map(|file| file.version).collect();
        assert_eq!(versions.first(), Some(&1));
        assert!(versions.is_sorted() && versions.len() > 1, "{versions:?}");
        assert!(!folder.exists());
        open(&folder).await.close().await;
        assert_eq!(Store::pending(&folder).await.unwrap(), []);
        // One that the last release's program left.
        let mut file = raw(&folder).await;
        let forget = "DELETE FROM _sqlx_migrations WHERE version > 1";
        sqlx::query(forget).execute(&mut file).await.unwrap();
        sqlx::Connection::close(file).await.unwrap();
        let pending = Store::pending(&folder).await.unwrap();
        let left: Vec<i64> = pending.iter().map(|file| file.version).collect();
        assert_eq!(left, versions[1..]);
    });
}

#[test]
fn a_newer_schema_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        open(folder.path()).await.close().await;
        let mut file = raw(folder.path()).await;
        sqlx::query(
            "INSERT INTO _sqlx_migrations
             (version, description, success, checksum, execution_time)
             VALUES (9999, 'from the future', 1, x'00', 0)",
        )
        .execute(&mut file)
        .await
        .unwrap();
        sqlx::Connection::close(file).await.unwrap();
        let refused = Store::pending(folder.path()).await;
        assert!(matches!(refused, Err(StoreError::NewerSchema)));
        let refused = Store::open(folder.path(), &key()).await;
        assert!(matches!(refused, Err(StoreError::NewerSchema)));
        let refused = Store::key_id(folder.path()).await;
        assert!(matches!(refused, Err(StoreError::NewerSchema)));
    });
}

#[test]
fn what_is_no_database_is_said_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(DATABASE_FILE), "no database ".repeat(99)).unwrap();
    let refused = block_on(Store::open(folder.path(), &key()));
    assert!(matches!(refused, Err(StoreError::Damaged(_))));
}

#[test]
fn opening_and_enrolling_can_move_between_threads() {
    let place = tempfile::tempdir().unwrap();
    let (keys, folder) = (keys(place.path()), place.path().join("data"));
    block_on(async {
        let work = tokio::spawn(async move {
            let opened = DataFolder::open_with(&folder, &keys).await.unwrap();
            opened.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
            opened.store
        });
        assert_eq!(work.await.unwrap().people().await.unwrap().len(), 1);
    });
}

#[test]
fn two_processes_open_a_new_folder_and_share_it() {
    let place = tempfile::tempdir().unwrap();
    let children: Vec<_> = (0..2)
        .map(|_| {
            Command::new(std::env::current_exe().unwrap())
                .args([
                    "opening::child_enrols_the_same_badges",
                    "--exact",
                    "--nocapture",
                ])
                .env(CHILD_FOLDER, place.path())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut said = String::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        said += &String::from_utf8(output.stdout).unwrap();
    }
    assert_eq!(said.matches("made the key").count(), 1, "{said}");
    assert_eq!(said.matches("enrolled badge").count(), 10, "{said}");
    assert_eq!(said.matches("badge was taken").count(), 10, "{said}");
}

/// Helper of the test above, in a process of its own.
#[test]
fn child_enrols_the_same_badges() {
    let Some(place) = std::env::var_os(CHILD_FOLDER) else {
        return;
    };
    let place = Path::new(&place);
    block_on(async {
        let opened = DataFolder::open_with(&place.join("data"), &keys(place)).await;
        let DataFolder {
            store, key_is_new, ..
        } = opened.unwrap();
        if key_is_new {
            println!("made the key");
        }
        for number in 1..=10 {
            let new = enrolment(&number.to_string(), "Ada", number);
            match store.enrol(&new).await {
                Ok(()) => println!("enrolled badge"),
                Err(StoreError::BadgeTaken) => println!("badge was taken"),
                Err(error) => panic!("{error}"),
            }
        }
    });
}
