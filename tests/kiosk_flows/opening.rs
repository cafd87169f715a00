//! Before the data folder is open: a passphrase, an administrator who signs for
//! exchanged files, and a new kiosk that a backup is put into.

use std::fs;
use std::path::{Path, PathBuf};

use secure_biometric::pipeline::{Activity, Problem};

use crate::hands::Hands;
use crate::kiosk::{Kiosk, PATIENCE};
use crate::support::{ADMINISTRATOR, Actor, Answer, FRONT_DESK, REVIEWER, Site};

const PASSPHRASE: &str = "tangerine window parade";

/// A program's folder with made-up files, of which one can be exchanged.
fn program_files(site: &Site) -> PathBuf {
    let home = site.path("program");
    for folder in [".models", "python/facelab"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    std::os::unix::fs::symlink(assets, home.join("assets")).unwrap();
    fs::write(home.join(".models/mobilefacenet.tflite"), "a model").unwrap();
    home
}

fn keys_page(kiosk: &mut Kiosk) {
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    kiosk.press("Keys and backups");
}

fn acts(site: &Site) -> String {
    let command = &["audit", "list"];
    site.run_as(REVIEWER, command).expect(0).to_string()
}

#[test]
fn production_keys_are_made_on_the_screen_and_the_next_start_asks_for_their_passphrase() {
    for hands in Hands::ALL {
        makes_keys(hands);
    }
}

fn makes_keys(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    let home = program_files(&site);
    let mut kiosk = Kiosk::as_the_program(site, Some(&home));
    kiosk.hands = hands;
    kiosk.sees("Staff sign-in");
    keys_page(&mut kiosk);
    kiosk.sees("Trial keys, in a plain file");
    kiosk.write_secret("Passphrase of the keys", PASSPHRASE);
    let again = "The same passphrase of the keys again";
    kiosk.write_secret(again, PASSPHRASE);
    kiosk.confirm("Make production keys");
    // Each key of the trial is sealed anew, which is slow on purpose.
    kiosk.sees_within(3 * PATIENCE, "Production keys are in place.");
    kiosk.sees("Production keys, sealed with a passphrase");
    let site = kiosk.close();
    let mut kiosk = Kiosk::as_the_program(site, Some(&home));
    kiosk.hands = hands;
    kiosk.sees("The keys of this kiosk are sealed.");
    kiosk.write_secret("Passphrase of the keys", "another passphrase");
    kiosk.press("Unlock");
    kiosk.sees("That passphrase doesn't open the keys.");
    kiosk.write_secret("Passphrase of the keys", PASSPHRASE);
    kiosk.press("Unlock");
    kiosk.sees("Staff sign-in");
    keys_page(&mut kiosk);
    kiosk.sees("Production keys, sealed with a passphrase");
}

#[test]
fn who_may_signs_for_exchanged_files_before_the_kiosk_opens() {
    for hands in Hands::ALL {
        signs_for_files(hands);
    }
}

fn signs_for_files(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    let home = program_files(&site);
    let secret = site.file("passphrase", PASSPHRASE);
    let init = ["keys", "init", "--home", "passphrase"];
    let init = [&init[..], &["--new-passphrase-file", &secret]].concat();
    site.run_as(ADMINISTRATOR, &init).expect(0);
    let unlocked = |site: Site| {
        let mut kiosk = Kiosk::as_the_program(site, Some(&home));
        kiosk.hands = hands;
        kiosk.sees("The keys of this kiosk are sealed.");
        kiosk.write_secret("Passphrase of the keys", PASSPHRASE);
        kiosk.press("Unlock");
        kiosk
    };
    let mut kiosk = unlocked(site);
    kiosk.sees("Staff sign-in");
    let site = kiosk.close();
    fs::write(home.join(".models/mobilefacenet.tflite"), "another").unwrap();
    let mut kiosk = unlocked(site);
    kiosk.sees("What the kiosk starts with was exchanged");
    let sign = |kiosk: &mut Kiosk, who: Actor, password: &str| {
        kiosk.write("Name", who.name);
        kiosk.write_secret("Password", password);
        kiosk.press("Sign for what is there now");
        kiosk.press("Press again to sign");
    };
    sign(&mut kiosk, ADMINISTRATOR, "a wrong password");
    kiosk.sees("The name or the password is wrong.");
    sign(&mut kiosk, FRONT_DESK, FRONT_DESK.password);
    kiosk.sees("That takes an administrator.");
    let why = kiosk.snapshot().activity.clone();
    let shut = matches!(
        &why,
        Activity::Trouble {
            why: Problem::StartFiles { .. }
        }
    );
    assert!(shut, "{why:?}");
    sign(&mut kiosk, ADMINISTRATOR, ADMINISTRATOR.password);
    kiosk.sees("Staff sign-in");
    // And in the settings, for an upgrade while it runs.
    keys_page(&mut kiosk);
    kiosk.confirm("Sign for what is there now");
    kiosk.sees("Signed for what is there now.");
    let site = kiosk.close();
    let mut list = site.command();
    list.env("SECURE_BIOMETRIC_PASSPHRASE_FILE", &secret);
    let who = site.password_file(REVIEWER);
    let who = ["--operator", REVIEWER.name, "--password-file", &who];
    list.args(["--json", "audit", "list"]).args(who);
    let told = Answer::of(&mut list).expect(0).to_string();
    // By the first start, by the administrator before it opened, and here.
    assert_eq!(told.matches("start_files_signed").count(), 3, "{told}");
}

#[test]
fn a_backup_is_put_into_a_new_kiosk_by_what_opens_it_alone() {
    for hands in Hands::ALL {
        restores(hands);
    }
}

fn restores(hands: Hands) {
    println!("by {hands:?}");
    let earlier = Site::with_operators();
    let file = earlier.path("backup");
    let create = ["backup", "create", file.to_str().unwrap(), "--recovery-key"];
    let made = earlier.run_as(ADMINISTRATOR, &create).expect(0);
    let key = made["recovery_key"].as_str().unwrap().to_owned();
    let site = Site::new();
    let home = program_files(&site);
    let mut kiosk = Kiosk::as_the_program(site, Some(&home));
    kiosk.hands = hands;
    kiosk.sees("Which language?");
    kiosk.press("Restore from a backup");
    kiosk.write("Backup file, with its whole path", "/nonexistent/backup");
    kiosk.write_secret("Its passphrase or recovery key", &key);
    kiosk.press("Restore");
    kiosk.sees("This file can't be read or written: /nonexistent/backup");
    kiosk.write("Backup file, with its whole path", file.to_str().unwrap());
    kiosk.write_secret("Its passphrase or recovery key", "another passphrase");
    kiosk.press("Restore");
    kiosk.sees("doesn't open this backup");
    assert!(!kiosk.snapshot().has_operators);
    kiosk.write_secret("Its passphrase or recovery key", &key);
    kiosk.press("Restore");
    kiosk.sees("The backup is in place.");
    kiosk.sees("Nobody had to be erased again.");
    kiosk.press("Done");
    kiosk.sees("Staff sign-in");
    kiosk.sign_in(ADMINISTRATOR);
    let site = kiosk.close();
    let told = acts(&site);
    assert_eq!(told.matches("backup_restored").count(), 1, "{told}");
    let folder = |site: &Site| site.run(&["keys", "show"]).expect(0)["folder"].clone();
    assert_eq!(folder(&site), folder(&earlier));
    let keys = fs::read_dir(site.path("keys")).unwrap().count();
    assert_eq!(keys, 1, "the new kiosk's keys are left");
}
