//! What a kiosk starts with is what was signed for, or it doesn't start.

use std::path::Path;

use secure_biometric::access::{Begun, FileHashes, HandOver, Settings, StartListError, StartLists};
use secure_biometric::auth::key_making;
use secure_biometric::domain::{Act, KeyId, KeyKind, KioskKeys, StartChange, Tolerance};
use secure_biometric::flow::profiles;
use secure_biometric::store::{AuditFilter, Store, wall_clock};
use sqlx::Connection;
use uuid::Uuid;

use crate::support::{block_on, open, raw};

const MODEL: &str = ".models/mobilefacenet.tflite";
const LIST: &str = "start list";

fn files() -> FileHashes {
    let files = [(MODEL, "a1"), ("python/facelab/api.py", "b2")];
    let files = files.map(|(name, hash)| (name.to_owned(), hash.to_owned()));
    FileHashes::from(files)
}

/// The same where somebody changed the model.
fn exchanged() -> FileHashes {
    let mut files = files();
    files.insert(MODEL.to_owned(), "a2".to_owned());
    files
}

fn keys(kind: KeyKind) -> KioskKeys {
    key_making::new_keys(kind).unwrap()
}

fn lists(store: &Store, keys: &KioskKeys) -> StartLists {
    let id = KeyId(Uuid::from_u128(7));
    StartLists::new(store.clone(), &id, keys)
}

fn profile(version: u32) -> Tolerance {
    Tolerance {
        name: "night".to_owned().try_into().unwrap(),
        version,
        ..profiles::built_in("strict").unwrap()
    }
}

#[track_caller]
fn changed(begun: Result<Begun, StartListError>) -> Vec<StartChange> {
    match begun {
        Err(StartListError::Changed(changes)) => changes,
        other => panic!("{other:?}"),
    }
}

async fn past_the_store(folder: &Path, sql: &'static str) {
    let mut file = raw(folder).await;
    let done = sqlx::query(sql).execute(&mut file).await.unwrap();
    assert_eq!(done.rows_affected(), 1, "{sql}");
    Connection::close(file).await.unwrap();
}

#[test]
fn an_exchanged_file_is_named_and_nothing_starts_until_it_is_signed_for() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let lists = lists(&store, &keys(KeyKind::Production));
        assert_eq!(lists.begin(&files()).await.unwrap(), Begun::SignedFirst);
        assert_eq!(lists.begin(&files()).await.unwrap(), Begun::AsSigned);
        let changes = changed(lists.begin(&exchanged()).await);
        let file = MODEL.to_owned();
        assert_eq!(changes, [StartChange::Changed { file }]);
        let said = StartListError::Changed(changes).to_string();
        assert!(
            said.contains(MODEL) && said.contains("; put it back"),
            "{said}"
        );
        let mut missing = files();
        missing.remove(MODEL);
        assert_eq!(changed(lists.begin(&missing).await).len(), 1);
        // Asking again changes nothing; signing for it does.
        assert_eq!(changed(lists.begin(&exchanged()).await).len(), 1);
        assert_eq!(lists.accept(&exchanged()).await.unwrap().len(), 1);
        assert_eq!(lists.begin(&exchanged()).await.unwrap(), Begun::AsSigned);
        assert_eq!(changed(lists.begin(&files()).await).len(), 1);
        let filter = AuditFilter {
            acts: vec![Act::StartFilesSigned],
            ..AuditFilter::default()
        };
        assert_eq!(store.audit(&filter).await.unwrap().entries.len(), 2);
    });
}

#[test]
fn a_changed_or_earlier_profile_refuses_to_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    block_on(async {
        let store = open(folder).await;
        // Trial keys forgive files; profiles nobody forgives.
        for kind in [KeyKind::Trial, KeyKind::Production] {
            let lists = lists(&store, &keys(kind));
            store.forget_setting(LIST).await.unwrap();
            past_the_store_all(folder).await;
            store.save_tolerance(&profile(1), None).await.unwrap();
            lists.accept(&files()).await.unwrap();
            // What the program saved is taken up.
            store.save_tolerance(&profile(2), None).await.unwrap();
            assert_eq!(lists.begin(&files()).await.unwrap(), Begun::AsSigned);
            let earlier = "DELETE FROM tolerances WHERE version = 2";
            past_the_store(folder, earlier).await;
            let name = "night".to_owned();
            let gone = StartChange::Profile { name, version: 2 };
            assert_eq!(changed(lists.begin(&files()).await), [gone]);
            store.save_tolerance(&profile(2), None).await.unwrap();
            assert_eq!(lists.begin(&files()).await.unwrap(), Begun::AsSigned);
            let byte = "UPDATE tolerances SET sealed = CAST(substr(sealed, 1, 60) || zeroblob(8) || substr(sealed, 69) AS BLOB) WHERE version = 2";
            past_the_store(folder, byte).await;
            let name = "night".to_owned();
            let damaged = StartChange::ProfileChanged { name, version: 2 };
            let changes = changed(lists.begin(&files()).await);
            assert!(changes.contains(&damaged), "{changes:?}");
            // Nobody can take numbers for right that nobody can read.
            assert!(lists.accept(&files()).await.is_err());
        }
    });
}

/// Profiles of before.
async fn past_the_store_all(folder: &Path) {
    let mut file = raw(folder).await;
    sqlx::query("DELETE FROM tolerances")
        .execute(&mut file)
        .await
        .unwrap();
    Connection::close(file).await.unwrap();
}

#[test]
fn a_trial_folder_takes_other_files_and_production_keys_begin_anew() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let trial = lists(&store, &keys(KeyKind::Trial));
        assert_eq!(trial.begin(&files()).await.unwrap(), Begun::SignedFirst);
        assert_eq!(trial.begin(&exchanged()).await.unwrap(), Begun::SignedAnew);
        let production = lists(&store, &keys(KeyKind::Production));
        let begun = production.begin(&files()).await.unwrap();
        assert_eq!(begun, Begun::SignedFirst);
    });
}

#[test]
fn a_list_that_was_removed_or_made_elsewhere_is_no_new_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    block_on(async {
        let store = open(folder).await;
        let ours = keys(KeyKind::Production);
        let lists = lists(&store, &ours);
        lists.begin(&files()).await.unwrap();
        let kept: String = store.setting(LIST).await.unwrap().unwrap();
        past_the_store(folder, "DELETE FROM settings WHERE name = 'start list'").await;
        let removed = |begun| matches!(begun, Err(StartListError::Removed));
        assert!(removed(lists.begin(&exchanged()).await));
        // Signed by another kiosk's key, or changed in its text.
        let others = self::lists(&store, &keys(KeyKind::Production));
        others.accept(&exchanged()).await.unwrap();
        assert!(removed(lists.begin(&exchanged()).await));
        let middle = kept.len() / 2;
        let mut changed = kept.clone().into_bytes();
        changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        store.set_setting(LIST, &changed).await.unwrap();
        assert!(removed(lists.begin(&files()).await));
        // A rotated signing key goes on from what the earlier one signed.
        store.set_setting(LIST, &kept).await.unwrap();
        let rotated = key_making::with_new_signing_key(&ours, wall_clock()).unwrap();
        let lists = self::lists(&store, &rotated);
        assert_eq!(lists.begin(&files()).await.unwrap(), Begun::AsSigned);
    });
}

#[test]
fn a_profile_in_force_or_a_hand_over_that_was_edited_refuses_to_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ours = keys(KeyKind::Production);
        let of = |settings: &Settings| lists(&store, &ours).with_settings(settings);
        let begin = async |settings: &Settings| of(settings).begin(&files()).await;
        // What an earlier release signed is taken up with today's settings.
        let begun = lists(&store, &ours).begin(&files()).await;
        assert_eq!(begun.unwrap(), Begun::SignedFirst);
        let good = Settings {
            tolerance: "balanced".to_owned(),
            handover: HandOver {
                url: Some("http://127.0.0.1:8080/tokens".to_owned()),
                ..HandOver::default()
            },
            ..Settings::default()
        };
        for _ in 0..2 {
            assert_eq!(begin(&good).await.unwrap(), Begun::AsSigned);
        }
        let lax = Settings {
            tolerance: "lax".to_owned(),
            ..good.clone()
        };
        let elsewhere = Settings {
            handover: HandOver {
                url: Some("http://127.0.0.1:9090/thief".to_owned()),
                ..HandOver::default()
            },
            ..good.clone()
        };
        for (edited, name) in [(&lax, "tolerance"), (&elsewhere, "handover")] {
            let setting = name.to_owned();
            let refused = changed(begin(edited).await);
            assert_eq!(refused, [StartChange::Setting { setting }]);
            assert_eq!(begin(&good).await.unwrap(), Begun::AsSigned);
        }
        // What a damaged file falls back to lets nobody in, and tells nobody.
        let fallen = Settings {
            tolerance: profiles::STRICTEST.to_owned(),
            ..Settings::default()
        };
        assert_eq!(begin(&fallen).await.unwrap(), Begun::AsSigned);
        assert_eq!(begin(&good).await.unwrap(), Begun::AsSigned);
        // Neither another file nor a later profile is a way around it.
        store.save_tolerance(&profile(1), None).await.unwrap();
        assert_eq!(changed(begin(&lax).await).len(), 1);
        assert_eq!(begin(&fallen).await.unwrap(), Begun::AsSigned);
        assert_eq!(changed(begin(&lax).await).len(), 1);
        assert_eq!(begin(&good).await.unwrap(), Begun::AsSigned);
        // What the program saves is signed for, and no file with it.
        of(&elsewhere).sign_settings().await.unwrap();
        assert_eq!(begin(&elsewhere).await.unwrap(), Begun::AsSigned);
        let refused = of(&elsewhere).begin(&exchanged()).await;
        assert_eq!(changed(refused).len(), 1);
        // An administrator may sign for what was edited.
        of(&lax).accept(&files()).await.unwrap();
        assert_eq!(begin(&lax).await.unwrap(), Begun::AsSigned);
        // Where nothing was signed, saving signs nothing.
        store.forget_setting(LIST).await.unwrap();
        of(&good).sign_settings().await.unwrap();
        let refused = begin(&good).await;
        assert!(matches!(refused, Err(StartListError::Removed)));
    });
}

#[test]
fn a_list_that_was_damaged_is_signed_anew_by_who_may() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let lists = lists(&store, &keys(KeyKind::Production));
        lists.begin(&files()).await.unwrap();
        let damage = "UPDATE settings SET sealed = zeroblob(80) WHERE name = 'start list'";
        past_the_store(folder.path(), damage).await;
        let refused = lists.begin(&files()).await;
        assert!(matches!(refused, Err(StartListError::Removed)));
        lists.accept(&files()).await.unwrap();
        assert_eq!(lists.begin(&files()).await.unwrap(), Begun::AsSigned);
    });
}
