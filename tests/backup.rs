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

use secure_biometric::access::{BackupError, DataFolder, create_backup, restore_backup};
use secure_biometric::auth::KeyStores;
use secure_biometric::auth::passphrase::SealedFileError;
use secure_biometric::domain::{ErasureReason, Secret};

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

fn passphrase() -> Secret<String> {
    Secret::new("tangerine window parade".to_owned())
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
        assert_eq!(again.unwrap(), 1);
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
