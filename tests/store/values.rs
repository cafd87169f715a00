//! Settings and tolerance profiles.

use secure_biometric::domain::{Timestamp, Tolerance, ToleranceChange, ToleranceName};
use secure_biometric::flow::profiles;
use secure_biometric::store::StoreError;

use crate::support::{block_on, open};

fn tolerance(name: &str, version: u32) -> Tolerance {
    Tolerance {
        name: name.to_owned().try_into().unwrap(),
        version,
        match_threshold: 0.55,
        ..profiles::built_in(profiles::DEFAULT).unwrap()
    }
}

#[test]
fn every_version_of_a_profile_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let name: ToleranceName = "balanced".to_owned().try_into().unwrap();
        assert_eq!(store.load_tolerance(&name).await.unwrap(), None);
        let first = tolerance("balanced", 1);
        let second = Tolerance {
            match_threshold: 0.6,
            ..tolerance("balanced", 2)
        };
        let strict = tolerance("strict", 1);
        for profile in [&first, &strict, &second, &first] {
            store.save_tolerance(profile, None).await.unwrap();
        }
        let newest = store.load_tolerance(&name).await.unwrap();
        assert_eq!(newest.as_ref(), Some(&second));
        let kept = store.tolerances().await.unwrap();
        let numbers: Vec<Tolerance> = kept.into_iter().map(|kept| kept.tolerance).collect();
        assert_eq!(numbers, [second.clone(), first.clone(), strict]);
        let other = Tolerance {
            version: 1,
            ..second
        };
        let refused = store.save_tolerance(&other, None).await.unwrap_err();
        assert!(matches!(
            refused,
            StoreError::ToleranceVersionTaken { version: 1, .. }
        ));
    });
}

#[test]
fn a_change_is_kept_with_its_reason_and_who_made_it() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let change = ToleranceChange {
            why: "The hall is dark in winter".parse().unwrap(),
            by: "a.lindqvist".parse().unwrap(),
            at: Timestamp(1_795_340_467_000),
        };
        let profile = tolerance("hall", 1);
        store.save_tolerance(&profile, Some(&change)).await.unwrap();
        let kept = store.tolerances().await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].tolerance, profile);
        assert_eq!(kept[0].change.as_ref(), Some(&change));
        assert_eq!(
            store.load_tolerance(&profile.name).await.unwrap(),
            Some(profile)
        );
    });
}

#[test]
fn settings_are_kept_by_name() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        assert_eq!(store.setting::<String>("camera").await.unwrap(), None);
        store.set_setting("camera", "usb-1").await.unwrap();
        store.set_setting("muted", &true).await.unwrap();
        store.set_setting("camera", "usb-2").await.unwrap();
        store.close().await;
        let store = open(folder.path()).await;
        let camera: Option<String> = store.setting("camera").await.unwrap();
        assert_eq!(camera.as_deref(), Some("usb-2"));
        assert_eq!(store.setting("muted").await.unwrap(), Some(true));
        let wrong = store.setting::<u32>("camera").await.unwrap_err();
        assert!(matches!(wrong, StoreError::Unreadable("setting")));
        assert!(!wrong.to_string().contains("usb"));
    });
}
