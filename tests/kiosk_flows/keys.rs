//! The keys' page: an administrator rotates both keys, asks for another
//! kiosk's, and makes a backup that opens with what the screen showed.

use std::fs;

use secure_biometric::access::Restoring;
use secure_biometric::auth::KeyStores;
use secure_biometric::domain::RecoveryKey;
use serde_json::Value;

use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::support::{ADMINISTRATOR, REVIEWER, Site};

fn public_keys(site: &Site) -> Value {
    site.run(&["keys", "jwks"]).expect(0)["keys"].clone()
}

/// The only file of the exports whose name begins so.
fn exported(site: &Site, begin: &str) -> std::path::PathBuf {
    let files = fs::read_dir(site.path("exports")).unwrap();
    let named = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(begin)
    };
    let mut files = files.map(|entry| entry.unwrap().path()).filter(named);
    let file = files.next().unwrap();
    assert!(files.next().is_none());
    file
}

#[test]
fn keys_are_rotated_and_a_backup_opens_by_the_key_that_was_shown() {
    for hands in Hands::ALL {
        rotates_and_backs_up(hands);
    }
}

fn rotates_and_backs_up(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    let before = public_keys(&site);
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    kiosk.press("Keys and backups");
    kiosk.sees("Trial keys, in a plain file");
    kiosk.confirm("Rotate the signing key");
    kiosk.sees("Another signing key is in place.");
    let after = public_keys(&kiosk.site);
    assert_eq!(after.as_array().unwrap().len(), 2);
    assert_eq!(after[1]["kid"], before[0]["kid"]);
    let shown = after[0]["kid"].as_str().unwrap().to_owned();
    assert!(kiosk.shows(&shown), "the page names the key of before");
    kiosk.confirm("Rotate the site key");
    kiosk.sees("Another site key is in place.");
    kiosk.sees("its key number 2");
    kiosk.press("Ask for another kiosk's site key");
    kiosk.sees("Asked. Take");
    let request = fs::read_to_string(exported(&kiosk.site, "key-request-")).unwrap();
    assert!(!request.is_empty());
    kiosk.press("Make a backup with a recovery key");
    kiosk.sees("Write it down now");
    let labels = kiosk.labels();
    let mut keys = labels
        .iter()
        .filter_map(|said| said.parse::<RecoveryKey>().ok());
    let key = keys.next().unwrap();
    let (there, keys) = (kiosk.site.path("there"), kiosk.site.path("other keys"));
    let stores = KeyStores::new(keys, None, &there).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let file = exported(&kiosk.site, "backup-");
    let opens = key.secret();
    let restoring = Restoring {
        file: &file,
        passphrase: &opens,
        folder: &there,
        stores: &stores,
        erased: &[],
    };
    let mut told = |_, _| ();
    let restored = restoring.into_empty(&mut told);
    assert_eq!(runtime.block_on(restored).unwrap().erased_again, 0);
    // Who signs in next doesn't see it any more.
    kiosk.press("Back");
    kiosk.press("Sign out");
    kiosk.sees("Staff sign-in");
    assert!(kiosk.snapshot().desk.keys.is_none());
    let acts = kiosk.site.run_as(REVIEWER, &["audit", "list"]).expect(0);
    let acts = acts.to_string();
    for (act, times) in [
        ("keys_replaced", 2),
        ("key_asked_for", 1),
        ("backup_created", 1),
    ] {
        assert_eq!(acts.matches(act).count(), times, "{act}");
    }
}
