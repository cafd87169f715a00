//! A data folder on a disk that is full: nobody is captured in vain, and what
//! is refused is still written down. The disk is a small file system in memory,
//! which takes namespaces of users; without them the test is skipped.

use std::fs;
use std::process::Command;

use crate::support::{ADMINISTRATOR, Answer, FRONT_DESK, Site, skip};

/// Runs the program with its data on a disk of that many megabytes.
fn on_a_disk_of(site: &Site, megabytes: u32, arguments: &[&str]) -> Answer {
    let disk = site.path("disk");
    fs::create_dir_all(&disk).unwrap();
    let script = format!(
        "mount -t tmpfs -o size={megabytes}m,mode=700 none '{disk}' && cp -a '{data}'/. '{disk}' && exec \"$@\"",
        disk = disk.display(),
        data = site.data().display(),
    );
    let program = site.command();
    let mut command = Command::new("unshare");
    command
        .args([
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            &script,
            "sh",
        ])
        .arg(program.get_program())
        .args(["--json", "--camera", "recording:/nonexistent"])
        .args(arguments)
        .env_clear()
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("SECURE_BIOMETRIC_DATA", &disk)
        .current_dir(site.path("work"));
    Answer::of(&mut command)
}

fn can_mount() -> bool {
    let tried = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "true"])
        .output();
    tried.is_ok_and(|tried| tried.status.success())
}

#[test]
fn on_a_full_disk_nobody_is_captured_in_vain_and_the_audit_goes_on() {
    if !can_mount() {
        return skip("this machine has no namespaces of users");
    }
    let site = Site::with_operators();
    let verify = ["verify", "--badge", "X-1"];
    let told = on_a_disk_of(&site, 24, &verify).expect_error("store");
    assert!(told.contains("disk of the data folder is full"), "{told}");
    on_a_disk_of(&site, 128, &verify).expect_decision("not_verified", "not_enrolled");
    // Staff still sign in there, which the audit keeps.
    let password = site.password_file(ADMINISTRATOR);
    let who = [
        "--operator",
        ADMINISTRATOR.name,
        "--password-file",
        &password,
    ];
    let audit = [&["audit", "list"], &who[..]].concat();
    let entries = on_a_disk_of(&site, 24, &audit).expect(0);
    assert!(entries.to_string().contains("signed_in"), "{entries}");
    let password = site.password_file(FRONT_DESK);
    let enrol = [
        "enrol",
        "--badge",
        "X-1",
        "--name",
        "Ada",
        "--consent-version",
        "1",
    ];
    let who = ["--operator", FRONT_DESK.name, "--password-file", &password];
    let enrol = [&enrol[..], &who[..]].concat();
    let told = on_a_disk_of(&site, 24, &enrol).expect_error("store");
    assert!(told.contains("full"), "{told}");
}
