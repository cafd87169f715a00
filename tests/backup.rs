//! A backup opens with its passphrase alone, brings all back, and brings nobody
//! back who was erased since.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "store/support.rs"]
mod support;

use std::fs;
use std::path::Path;

use secure_biometric::access::{
    BackupError, DataFolder, Erased, Restored, Restoring, create_backup,
};
use secure_biometric::auth::KeyStores;
use secure_biometric::auth::passphrase::{SealedFileError, new_recovery_key};
use secure_biometric::domain::{Act, ErasureReason, RecoveryKey, Secret};
use secure_biometric::store::AuditFilter;

use support::{MODEL, block_on, embedding, enrolment};

fn stores(place: &Path, data: &str) -> KeyStores {
    KeyStores::new(
        place.join(format!("keys of {data}")),
        None,
        &place.join(data),
    )
    .unwrap()
}

async fn opened(place: &Path, data: &str) -> DataFolder {
    let opened = DataFolder::open_with(&place.join(data), &stores(place, data)).await;
    opened.unwrap()
}

async fn restore_backup(
    file: &Path,
    passphrase: &Secret<String>,
    folder: &Path,
    stores: &KeyStores,
    erased: &[Erased],
) -> Result<Restored, BackupError> {
    let restoring = Restoring {
        file,
        passphrase,
        folder,
        stores,
        erased,
    };
    restoring.into_empty(&mut |_, _| ()).await
}

fn passphrase() -> Secret<String> {
    Secret::new("tangerine window parade".to_owned())
}

#[test]
fn a_backup_that_failed_is_not_written_down_as_made() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let (data, file) = (place.join("data"), place.join("backup"));
    block_on(async {
        let here = opened(place, "data").await;
        let acts = async || {
            let page = here.store.audit(&AuditFilter::default()).await.unwrap();
            let acts = page.entries.into_iter().map(|entry| entry.act);
            acts.filter(|act| matches!(act, Act::BackupBegun | Act::BackupCreated))
                .collect::<Vec<_>>()
        };
        // Longer than what is taken along.
        let settings = data.join("settings.toml");
        fs::write(&settings, "#".repeat(70_000)).unwrap();
        let failed = create_backup(&here, &data, &passphrase(), &file).await;
        assert!(matches!(failed, Err(BackupError::Foreign)));
        assert!(!file.exists());
        assert_eq!(acts().await, [Act::BackupBegun]);
        fs::remove_file(&settings).unwrap();
        let made = create_backup(&here, &data, &passphrase(), &file).await;
        made.unwrap();
        let all = [Act::BackupCreated, Act::BackupBegun, Act::BackupBegun];
        assert_eq!(acts().await, all);
    });
}

#[test]
fn a_backup_brings_all_back_but_who_was_erased_since() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let file = place.join("backup");
    block_on(async {
        let here = opened(place, "data").await;
        let (ada, eve) = (enrolment("1", "Ada", 1), enrolment("2", "Eve", 2));
        here.store.enrol(&ada).await.unwrap();
        here.store.enrol(&eve).await.unwrap();
        fs::write(
            place.join("data/settings.toml"),
            "site_name = 'Northgate'\n",
        )
        .unwrap();
        let data = place.join("data");
        create_backup(&here, &data, &passphrase(), &file)
            .await
            .unwrap();
        // Nothing that was only needed meanwhile is left.
        let left = fs::read_dir(&data).unwrap();
        let left = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert!(!left.into_iter().any(|name| name.contains("copy")));
        // It says nothing without its passphrase: not even that it is SQLite.
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"SQLite"));
        assert!(!bytes.windows(4).any(|window| window == b"site"));
        let reason = ErasureReason::Asked;
        here.store
            .erase_person(ada.person.id, reason, None)
            .await
            .unwrap();

        let there = place.join("there");
        let wrong = Secret::new("another passphrase".to_owned());
        let refused = restore_backup(&file, &wrong, &there, &stores(place, "there"), &[]).await;
        let refused = refused.unwrap_err();
        assert!(matches!(
            refused,
            BackupError::Sealed(SealedFileError::Wrong)
        ));
        assert!(fs::read_dir(&there).unwrap().next().is_none());
        let erased = [(ada.person.id, reason)];
        let keys = stores(place, "there");
        let again = restore_backup(&file, &passphrase(), &there, &keys, &erased).await;
        assert_eq!(again.unwrap().erased_again, 1);
        let settings = fs::read_to_string(there.join("settings.toml")).unwrap();
        assert!(settings.contains("Northgate"));

        let back = opened(place, "there").await;
        assert_eq!(back.key_id, here.key_id);
        let people = back.store.people().await.unwrap();
        let people: Vec<_> = people.iter().map(|person| person.id).collect();
        assert_eq!(people, [eve.person.id], "Ada was erased");
        let gallery = back.store.gallery(MODEL).await.unwrap();
        let kept = &gallery[0].1[0].embedding;
        assert!(kept.cosine(&embedding(20)) > 0.999_99);
        // The chain goes on where the backup was made.
        let check = back.store.check_audit(None).await.unwrap();
        assert!(check.flaws.is_empty(), "{:?}", check.flaws);
        // Where something is, nothing is put back.
        let full = restore_backup(&file, &passphrase(), &there, &keys, &[]).await;
        assert!(matches!(full, Err(BackupError::NotEmpty(_))));
    });
}

#[test]
fn a_changed_or_cut_backup_puts_nothing_back() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let file = place.join("backup");
    block_on(async {
        let here = opened(place, "data").await;
        here.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        let data = place.join("data");
        create_backup(&here, &data, &passphrase(), &file)
            .await
            .unwrap();
        let whole = fs::read(&file).unwrap();
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        for (name, bytes) in [("changed", changed), ("cut", whole[..middle].to_vec())] {
            fs::write(&file, bytes).unwrap();
            let there = place.join(name);
            let keys = stores(place, name);
            let refused = restore_backup(&file, &passphrase(), &there, &keys, &[]).await;
            assert!(matches!(refused, Err(BackupError::Sealed(_))), "{name}");
            assert!(fs::read_dir(&there).unwrap().next().is_none(), "{name}");
        }
    });
}

#[test]
fn a_recovery_key_opens_a_backup_as_it_was_written_down() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let file = place.join("backup");
    block_on(async {
        let here = opened(place, "data").await;
        here.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        let key = new_recovery_key().unwrap();
        create_backup(&here, &place.join("data"), &key.secret(), &file)
            .await
            .unwrap();
        // It is in no file, neither as it was drawn nor as it is written.
        for spelled in [key.secret(), key.written()] {
            let bytes = spelled.expose().as_bytes().to_vec();
            let files = fs::read_dir(place.join("data")).unwrap();
            for entry in files
                .map(|entry| entry.unwrap().path())
                .chain([file.clone()])
            {
                let kept = fs::read(&entry).unwrap();
                assert!(!kept.windows(bytes.len()).any(|window| window == bytes));
            }
        }
        let there = place.join("there");
        let keys = stores(place, "there");
        let other = new_recovery_key().unwrap().secret();
        let refused = restore_backup(&file, &other, &there, &keys, &[]).await;
        assert!(matches!(
            refused,
            Err(BackupError::Sealed(SealedFileError::Wrong))
        ));
        let typed: RecoveryKey = key.written().expose().to_lowercase().parse().unwrap();
        let restored = restore_backup(&file, &typed.secret(), &there, &keys, &[]).await;
        assert!(!restored.unwrap().has_centre);
        let back = opened(place, "there").await;
        assert_eq!(back.store.people().await.unwrap().len(), 1);
    });
}

#[test]
fn a_backup_takes_the_place_of_a_new_kiosk_and_of_no_other() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let file = place.join("backup");
    block_on(async {
        let here = opened(place, "data").await;
        here.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        let data = place.join("data");
        create_backup(&here, &data, &passphrase(), &file)
            .await
            .unwrap();
        let new = opened(place, "new").await;
        let new_keys = stores(place, "new").path(new.key_home, &new.key_id);
        let (folder, keys) = (place.join("new"), stores(place, "new"));
        let opens = passphrase();
        let restoring = Restoring {
            file: &file,
            passphrase: &opens,
            folder: &folder,
            stores: &keys,
            erased: &[],
        };
        // Not while a window has it open, and not with another passphrase:
        // it stays what it was.
        let other_window = opened(place, "new").await;
        new.store.close().await;
        drop(new.keys);
        let mut far = Vec::new();
        let refused = restoring
            .over_new(&mut |done, all| far.push((done, all)))
            .await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("close the kiosk"), "{refused}");
        assert!(far.is_empty());
        other_window.store.close().await;
        let wrong = Secret::new("another passphrase".to_owned());
        let refused = Restoring {
            passphrase: &wrong,
            ..restoring
        };
        assert!(refused.over_new(&mut |_, _| ()).await.is_err());
        assert!(new_keys.exists());
        assert!(
            opened(place, "new")
                .await
                .store
                .people()
                .await
                .unwrap()
                .is_empty()
        );

        let restoring = Restoring {
            passphrase: &opens,
            ..refused
        };
        restoring
            .over_new(&mut |done, all| far.push((done, all)))
            .await
            .unwrap();
        let all = fs::metadata(&file).unwrap().len();
        assert_eq!(far.last(), Some(&(all, all)));
        assert!(!new_keys.exists(), "the new kiosk's keys are left");
        let back = opened(place, "new").await;
        assert_eq!(back.key_id, here.key_id);
        assert_eq!(back.store.people().await.unwrap().len(), 1);
        let check = back.store.check_audit(None).await.unwrap();
        assert!(check.flaws.is_empty(), "{:?}", check.flaws);
        back.store.close().await;
        drop(back.keys);
        // Whoever is enrolled here isn't replaced.
        let again = restoring.over_new(&mut |_, _| ()).await;
        assert!(matches!(again, Err(BackupError::NotNew)));
        assert_eq!(
            opened(place, "new")
                .await
                .store
                .people()
                .await
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn of_two_restores_at_once_neither_undoes_the_other() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let file = place.join("backup");
    block_on(async {
        let here = opened(place, "data").await;
        here.store.enrol(&enrolment("1", "Ada", 1)).await.unwrap();
        create_backup(&here, &place.join("data"), &passphrase(), &file)
            .await
            .unwrap();
        let (there, keys) = (place.join("there"), stores(place, "there"));
        let opens = passphrase();
        let restore = || restore_backup(&file, &opens, &there, &keys, &[]);
        let (one, other) = tokio::join!(restore(), restore());
        assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1);
        let back = opened(place, "there").await;
        assert_eq!(back.store.people().await.unwrap().len(), 1);
        // What a killed one left is no reason to refuse.
        let left = place.join("left");
        fs::create_dir_all(left.join("secure-biometric.db-restoring")).unwrap();
        fs::write(left.join("secure-biometric.db-restoring/x"), b"half").unwrap();
        let keys = stores(place, "left");
        restore_backup(&file, &opens, &left, &keys, &[])
            .await
            .unwrap();
        assert!(!left.join("secure-biometric.db-restoring").exists());
    });
}

#[test]
fn a_copy_that_a_killed_backup_left_goes_before_it_outlives_somebody() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let here = opened(place, "data").await;
        let ada = enrolment("1", "Ada", 1);
        here.store.enrol(&ada).await.unwrap();
        let copy = |name: &str| {
            place
                .join("data")
                .join(format!("secure-biometric.db-copy-{name}"))
        };
        fs::write(copy("killed"), b"half a copy").unwrap();
        let held = fs::File::create(copy("under-way")).unwrap();
        held.lock().unwrap();
        here.store.remove_person(ada.person.id).await.unwrap();
        assert!(!copy("killed").exists());
        assert!(copy("under-way").exists(), "its maker still needs it");
        drop(held);
        here.store.close().await;
        drop(opened(place, "data").await);
        assert!(!copy("under-way").exists());
    });
}
