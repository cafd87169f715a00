//! Tests of the homes of keys.

use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::auth::key_making;
use crate::domain::KeyKind;
use uuid::Uuid;

const PASSPHRASE: &str = "tangerine window parade";

fn place() -> (tempfile::TempDir, KeyId) {
    (tempfile::tempdir().unwrap(), KeyId(Uuid::now_v7()))
}

fn stores(place: &tempfile::TempDir) -> KeyStores {
    let credentials = place.path().join("credentials");
    fs::create_dir_all(&credentials).unwrap();
    let folder = place.path().join("keys");
    KeyStores::new(folder, Some(credentials), &place.path().join("data")).unwrap()
}

fn with_passphrase(place: &tempfile::TempDir, passphrase: &str) -> KeyStores {
    stores(place).with_passphrase(Secret::new(passphrase.to_owned()))
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn keys_are_made_once_and_found_again() {
    let (place, id) = place();
    let stores = stores(&place);
    assert!(stores.find(&id).unwrap().is_none());
    let made = key_making::new_keys(KeyKind::Trial).unwrap();
    stores.create(KeyHome::File, &id, &made).unwrap();
    let (home, found) = stores.find(&id).unwrap().unwrap();
    assert_eq!((home, found.kind()), (KeyHome::File, KeyKind::Trial));
    assert_eq!(found.site.current().expose(), made.site.current().expose());
    let other = key_making::new_keys(KeyKind::Trial).unwrap();
    assert!(matches!(
        stores.create(KeyHome::File, &id, &other),
        Err(KeyError::Exists(_))
    ));
    let (_, found) = stores.find(&id).unwrap().unwrap();
    assert_eq!(found.site.current().expose(), made.site.current().expose());
    let file = stores.path(KeyHome::File, &id);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    stores.replace(KeyHome::File, &id, &other).unwrap();
    let (_, found) = stores.find(&id).unwrap().unwrap();
    assert_eq!(found.site.current().expose(), other.site.current().expose());
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(format!("{made:?}").matches("Secret(..)").count(), 3);
}

#[test]
fn sealed_keys_open_with_their_passphrase_alone_and_win() {
    let (place, id) = place();
    let production = key_making::new_keys(KeyKind::Production).unwrap();
    let trial = key_making::new_keys(KeyKind::Trial).unwrap();
    let right = with_passphrase(&place, PASSPHRASE);
    right.create(KeyHome::File, &id, &trial).unwrap();
    assert!(matches!(
        stores(&place).create(KeyHome::Passphrase, &id, &production),
        Err(KeyError::PassphraseNeeded)
    ));
    right.create(KeyHome::Passphrase, &id, &production).unwrap();
    assert_eq!(right.find(&id).unwrap().unwrap().0, KeyHome::Passphrase);
    assert!(stores(&place).needs_passphrase(&id) && !right.needs_passphrase(&id));
    assert!(matches!(
        stores(&place).find(&id),
        Err(KeyError::PassphraseNeeded)
    ));
    assert!(matches!(
        with_passphrase(&place, "another one").find(&id),
        Err(KeyError::PassphraseWrong(_))
    ));
    let sealed = fs::read(right.path(KeyHome::Passphrase, &id)).unwrap();
    let secret = production.signing.expose();
    assert!(!sealed.windows(32).any(|bytes| bytes == secret));
    right.keep_only(KeyHome::Passphrase, &id).unwrap();
    assert!(!right.path(KeyHome::File, &id).exists());
}

#[test]
fn a_credential_is_read_and_never_written() {
    let (place, id) = place();
    let stores = stores(&place);
    let keys = key_making::new_keys(KeyKind::Production).unwrap();
    assert!(matches!(
        stores.create(KeyHome::Credential, &id, &keys),
        Err(KeyError::ReadOnly)
    ));
    let file = stores.path(KeyHome::Credential, &id);
    KeyStores::write_out(&file, &id, &keys).unwrap();
    assert_eq!(stores.find(&id).unwrap().unwrap().0, KeyHome::Credential);
    assert!(!stores.needs_passphrase(&id));
    assert!(matches!(
        stores.find(&KeyId(Uuid::now_v7())),
        Err(KeyError::OfAnotherFolder(_))
    ));
    // A trial key isn't worth more for being put there.
    fs::remove_file(&file).unwrap();
    let trial = key_making::new_keys(KeyKind::Trial).unwrap();
    KeyStores::write_out(&file, &id, &trial).unwrap();
    assert!(matches!(stores.find(&id), Err(KeyError::Malformed(_))));
}

#[test]
fn keys_that_others_can_read_are_refused_with_what_to_run() {
    let (place, id) = place();
    let stores = stores(&place);
    let keys = key_making::new_keys(KeyKind::Trial).unwrap();
    stores.create(KeyHome::File, &id, &keys).unwrap();
    let file = stores.path(KeyHome::File, &id);
    set_mode(&file, 0o640);
    let error = stores.find(&id).unwrap_err();
    assert!(matches!(error, KeyError::TooOpen { mode: 0o640, .. }));
    assert!(error.to_string().contains("chmod 600 "), "{error}");
    set_mode(&file, 0o600);
    set_mode(file.parent().unwrap(), 0o755);
    assert!(matches!(stores.find(&id), Err(KeyError::TooOpen { .. })));
    let another = KeyId(Uuid::now_v7());
    assert!(matches!(
        stores.create(KeyHome::File, &another, &keys),
        Err(KeyError::TooOpen { .. })
    ));
}

#[test]
fn what_is_no_key_is_refused() {
    let (place, id) = place();
    let stores = stores(&place);
    let keys = key_making::new_keys(KeyKind::Trial).unwrap();
    stores.create(KeyHome::File, &id, &keys).unwrap();
    fs::write(stores.path(KeyHome::File, &id), "no key").unwrap();
    assert!(matches!(stores.find(&id), Err(KeyError::Malformed(_))));
}

#[test]
fn keys_are_never_inside_the_data_folder() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    fs::create_dir(&data).unwrap();
    std::os::unix::fs::symlink(&data, place.path().join("link")).unwrap();
    for inside in ["data", "data/keys", "link/keys", "data/new/keys"] {
        let stores = KeyStores::new(place.path().join(inside), None, &data);
        assert!(matches!(stores, Err(KeyError::InsideData(_))), "{inside}");
    }
    assert!(KeyStores::new(place.path().join("data-keys"), None, &data).is_ok());
}

#[test]
fn the_environment_says_where() {
    let folder = |set: &[(&str, &str)]| {
        folder_from(|name| {
            let found = set.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| OsString::from(value))
        })
    };
    let home = ("HOME", "/home/ada");
    let expect = |path: &str| Some(PathBuf::from(path));
    assert_eq!(folder(&[(KEY_FOLDER_VARIABLE, "/k"), home]), expect("/k"));
    assert_eq!(
        folder(&[("XDG_CONFIG_HOME", "/x"), home]),
        expect("/x/secure-biometric/keys")
    );
    assert_eq!(
        folder(&[("XDG_CONFIG_HOME", "x"), home]),
        expect("/home/ada/.config/secure-biometric/keys")
    );
    assert_eq!(folder(&[]), None);
}
