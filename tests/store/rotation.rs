//! Another site key: every wrapped key follows, no record is touched, and a
//! process that is killed half-way loses nobody.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use secure_biometric::access::{DataFolder, Renewed};
use secure_biometric::auth::KeyStores;
use secure_biometric::domain::{KeyHome, KeyKind, Secret};
use secure_biometric::store::StoreError;

use crate::support::{MODEL, block_on, enrolment, raw};

/// Tells the child which place to use, and at which word of progress it kills
/// itself; unset, it does nothing.
const CHILD_PLACE: &str = "ROTATION_TEST_PLACE";
const CHILD_KILLED_AT: &str = "ROTATION_TEST_KILLED_AT";
/// More than two batches of keys.
const PEOPLE: u16 = 230;

fn stores(place: &Path) -> KeyStores {
    KeyStores::new(place.join("keys"), None, &place.join("data")).unwrap()
}

async fn opened(place: &Path) -> DataFolder {
    let opened = DataFolder::open_with(&place.join("data"), &stores(place)).await;
    opened.unwrap()
}

/// By which generations keys are wrapped in the database, and all its records.
async fn found(place: &Path) -> (Vec<i64>, Vec<Vec<u8>>) {
    let mut file = raw(&place.join("data")).await;
    let generations: Vec<(i64,)> = sqlx::query_as(
        "SELECT generation FROM person_keys UNION SELECT generation FROM wrapped_keys",
    )
    .fetch_all(&mut file)
    .await
    .unwrap();
    let records: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT sealed FROM people UNION ALL SELECT sealed FROM templates
         UNION ALL SELECT sealed FROM consents UNION ALL SELECT sealed FROM sessions",
    )
    .fetch_all(&mut file)
    .await
    .unwrap();
    sqlx::Connection::close(file).await.unwrap();
    (
        generations.into_iter().map(|(of,)| of).collect(),
        records.into_iter().map(|(sealed,)| sealed).collect(),
    )
}

#[test]
fn a_killed_rotation_goes_on_and_touches_no_record() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let before = block_on(async {
        let opened = opened(place).await;
        for number in 1..=PEOPLE {
            let new = enrolment(&number.to_string(), "Ada", number);
            opened.store.enrol(&new).await.unwrap();
        }
        opened.store.close().await;
        found(place).await
    });
    assert_eq!(before.0, [1]);
    let key_file = |opened: &DataFolder| stores(place).path(KeyHome::File, &opened.key_id);
    let first = block_on(async { fs::read_to_string(key_file(&opened(place).await)).unwrap() });
    // At the 1st and the 2nd word some are wrapped anew, at the 4th all are.
    for (round, killed_at) in [1, 2, 4].into_iter().enumerate() {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["rotation::child_rotates_and_kills_itself", "--exact"])
            .env(CHILD_PLACE, place)
            .env(CHILD_KILLED_AT, killed_at.to_string())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(child.code(), None, "the child was not killed");
        let generation = i64::try_from(round).unwrap() + 2;
        block_on(async {
            let (generations, records) = found(place).await;
            let half_way = killed_at < 4;
            assert_eq!(
                generations.len(),
                if half_way { 2 } else { 1 },
                "{killed_at}"
            );
            assert_eq!(records, before.1);
            let opened = opened(place).await;
            assert!(opened.keys.site.previous().is_none());
            assert_eq!(i64::from(opened.keys.site.generation()), generation);
            let people = opened.store.people().await.unwrap();
            assert_eq!(people.len(), usize::from(PEOPLE));
            let gallery = opened.store.gallery(MODEL).await.unwrap();
            assert!(gallery.iter().all(|(_, templates)| templates.len() == 5));
            let text = fs::read_to_string(key_file(&opened)).unwrap();
            assert_ne!(text, first);
            opened.store.close().await;
            let (generations, records) = found(place).await;
            assert_eq!(generations, [generation]);
            assert_eq!(records, before.1, "a record was touched");
        });
    }
    // What was in force first opens nothing any more.
    block_on(async {
        let opened = opened(place).await;
        let file = key_file(&opened);
        opened.store.close().await;
        fs::write(file, first).unwrap();
        let refused = DataFolder::open_with(&place.join("data"), &stores(place)).await;
        assert!(refused.is_err());
    });
}

/// The child of the test above.
#[test]
fn child_rotates_and_kills_itself() {
    let Some(place) = std::env::var_os(CHILD_PLACE) else {
        return;
    };
    let killed_at: u32 = std::env::var(CHILD_KILLED_AT).unwrap().parse().unwrap();
    let place = Path::new(&place);
    block_on(async {
        let mut opened = opened(place).await;
        let keys = opened.next_keys(Renewed::Site).unwrap();
        let mut words = 0;
        let told = move |_| {
            words += 1;
            if words == killed_at {
                let me = rustix::process::getpid();
                rustix::process::kill_process(me, rustix::process::Signal::KILL).unwrap();
            }
        };
        let home = opened.key_home;
        let rotated = opened.put_in_place(&stores(place), home, keys, told).await;
        rotated.unwrap();
    });
}

#[test]
fn a_folder_in_use_elsewhere_keeps_its_keys() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let mut here = opened(place).await;
        let there = opened(place).await;
        let keys = here.next_keys(Renewed::Site).unwrap();
        let home = here.key_home;
        let refused = here.put_in_place(&stores(place), home, keys, |_| ()).await;
        let error = refused.unwrap_err().to_string();
        assert!(error.contains("close the kiosk"), "{error}");
        there.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        there.store.close().await;
        let keys = here.next_keys(Renewed::Site).unwrap();
        let done = here.put_in_place(&stores(place), home, keys, |_| ()).await;
        assert_eq!(
            done.unwrap(),
            3,
            "Ada's key, the folder's and the templates'"
        );
        // And it is there for others again.
        assert_eq!(opened(place).await.store.people().await.unwrap().len(), 1);
    });
}

#[test]
fn production_keys_take_the_place_of_trial_ones() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let sealed = || {
        let passphrase = Secret::new("tangerine window parade".to_owned());
        stores(place).with_passphrase(passphrase)
    };
    block_on(async {
        let mut opened = opened(place).await;
        opened.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        let trial = stores(place).path(KeyHome::File, &opened.key_id);
        let trial_text = fs::read_to_string(&trial).unwrap();
        let keys = opened.production_keys().unwrap();
        assert_ne!(keys.signing.expose(), opened.keys.signing.expose());
        let home = KeyHome::Passphrase;
        opened
            .put_in_place(&sealed(), home, keys, |_| ())
            .await
            .unwrap();
        opened.store.close().await;
        assert!(!trial.exists(), "the trial key is left");

        let data = place.join("data");
        let needed = DataFolder::open_with(&data, &stores(place)).await;
        assert!(needed.is_err_and(|error| error.to_string().contains("passphrase")));
        let opened = DataFolder::open_with(&data, &sealed()).await.unwrap();
        assert_eq!(opened.keys.kind(), KeyKind::Production);
        assert!(
            opened.keys.retired.is_empty(),
            "a trial key signs nothing that counts"
        );
        assert_eq!(opened.store.people().await.unwrap().len(), 1);
        opened.store.close().await;
        // The trial key, put back, doesn't even open what it once sealed.
        fs::remove_file(stores(place).path(home, &opened.key_id)).unwrap();
        fs::write(&trial, trial_text).unwrap();
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&trial, fs::Permissions::from_mode(0o600)).unwrap();
        let refused = DataFolder::open_with(&data, &stores(place)).await;
        let refused = refused.err().map(|error| error.to_string());
        assert!(refused.is_some_and(|error| error.contains("does not open this data folder")));
    });
}

#[test]
fn a_shredded_key_takes_the_records_along() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let opened = opened(place).await;
        let (ada, eve) = (enrolment("1", "Ada", 1), enrolment("2", "Eve", 2));
        opened.store.enrol(&ada).await.unwrap();
        opened.store.enrol(&eve).await.unwrap();
        let mut file = raw(&place.join("data")).await;
        // Eve's key in Ada's place opens neither.
        sqlx::query(
            "UPDATE person_keys SET wrapped = (SELECT wrapped FROM person_keys WHERE person = ?1)",
        )
        .bind(eve.person.id.0.as_bytes().to_vec())
        .execute(&mut file)
        .await
        .unwrap();
        let moved = opened.store.person(ada.person.id).await;
        assert!(matches!(moved, Err(StoreError::Sealed("key"))));
        assert!(opened.store.person(eve.person.id).await.unwrap().is_some());
        sqlx::query("DELETE FROM person_keys WHERE person = ?1")
            .bind(eve.person.id.0.as_bytes().to_vec())
            .execute(&mut file)
            .await
            .unwrap();
        let shredded = opened.store.consent(eve.person.id).await;
        assert!(matches!(shredded, Err(StoreError::Sealed("key"))));
        sqlx::Connection::close(file).await.unwrap();
    });
}

#[test]
fn a_damaged_key_keeps_neither_a_rotation_nor_a_renewal_back() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let mut here = opened(place).await;
        let (ada, eve) = (enrolment("1", "Ada", 1), enrolment("2", "Eve", 2));
        here.store.enrol(&ada).await.unwrap();
        here.store.enrol(&eve).await.unwrap();
        let mut file = raw(&place.join("data")).await;
        sqlx::query("UPDATE person_keys SET wrapped = zeroblob(73) WHERE person = ?1")
            .bind(ada.person.id.0.as_bytes().to_vec())
            .execute(&mut file)
            .await
            .unwrap();
        here.store.renew_templates(|_| ()).await.unwrap();
        for round in 0..2 {
            if round == 1 {
                // Nor does one of the folder's own keep it shut.
                sqlx::query("INSERT INTO wrapped_keys VALUES ('other', 1, zeroblob(73))")
                    .execute(&mut file)
                    .await
                    .unwrap();
            }
            let keys = here.next_keys(Renewed::Site).unwrap();
            let home = here.key_home;
            here.put_in_place(&stores(place), home, keys, |_| ())
                .await
                .unwrap();
        }
        sqlx::Connection::close(file).await.unwrap();
        here.store.close().await;
        let back = opened(place).await;
        let gallery = back.store.gallery(MODEL).await.unwrap();
        let known: Vec<_> = gallery.iter().map(|(person, _)| person.id).collect();
        assert_eq!(known, [eve.person.id]);
        // Who is damaged can still be erased.
        back.store.remove_person(ada.person.id).await.unwrap();
    });
}

#[test]
fn a_database_that_was_cut_to_nothing_is_no_new_kiosk() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        opened(place).await.store.close().await;
        let file = place.join("data/secure-biometric.db");
        fs::write(&file, b"").unwrap();
        let refused = DataFolder::open_with(&place.join("data"), &stores(place)).await;
        let refused = refused.err().map(|error| error.to_string()).unwrap();
        assert!(
            refused.contains("restore the data folder from a backup"),
            "{refused}"
        );
        assert_eq!(fs::metadata(&file).unwrap().len(), 0);
    });
}
