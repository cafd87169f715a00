//! `migrate` as it is typed.

use std::process::Command;

use serde_json::Value;

use crate::cluster::{Cluster, PASSWORD};
use crate::database::TestCentre;

struct Said {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Runs the program in an environment that has nothing but these variables.
fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_secure-biometric"))
        .env_clear()
        .env("HOME", home.path())
        .env("SECURE_BIOMETRIC_DATA", home.path().join("data"))
        .env("RUST_LOG", "debug")
        .envs(variables.iter().copied())
        .current_dir(home.path())
        .args(arguments)
        .output()
        .unwrap();
    if arguments
        .iter()
        .any(|word| word.starts_with("--database-url"))
    {
        assert!(!home.path().join("data").exists(), "a data folder was made");
    }
    Said {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn the_central_database_is_looked_at_and_migrated() {
    let centre = TestCentre::empty("by_command");
    let url = Cluster::get().url("owner", PASSWORD, &centre.name);
    let dry = ["--json", "migrate", "--database-url", &url, "--dry-run"];
    let said = run(&dry, &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let answer: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(answer["up_to_date"], false);
    assert_eq!(answer["pending"][0]["version"], 1);
    let tables = "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('centre')";
    assert_eq!(centre.count(tables), 0);
    // From the environment, where other users of the machine don't see it.
    let from_environment = [("DATABASE_URL", url.as_str())];
    let said = run(&["migrate", "--database-url"], &from_environment);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(
        said.stdout.contains("applied 0001 tables"),
        "{}",
        said.stdout
    );
    assert!(said.stdout.contains("up to date: "), "{}", said.stdout);
    assert!(!format!("{}{}", said.stdout, said.stderr).contains(PASSWORD));
    let said = run(&dry, &[]);
    let answer: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(answer["up_to_date"], true);
    assert_eq!(answer["pending"], Value::Array(vec![]));
}

#[test]
fn a_failure_is_one_line_that_never_holds_the_password() {
    let wrong = Cluster::get().url("owner", "hunter2-hunter2", "postgres");
    let cases: [(&[&str], &str, &str); 5] = [
        (&["migrate", "--database-url", &wrong], "centre", "password"),
        (
            &[
                "migrate",
                "--database-url",
                "postgres://o:hunter2-hunter2@h/d?sslmode=disable",
            ],
            "database_url",
            "--allow-unencrypted",
        ),
        (
            &["migrate", "--database-url", "http://o:hunter2-hunter2@h/d"],
            "database_url",
            "postgres://LOGIN",
        ),
        (
            &[
                "migrate",
                "--database-url",
                "postgres://o:hunter2-hunter2@127.0.0.1:1/d",
            ],
            "centre",
            "check the network",
        ),
        (
            &["migrate", "--database-url"],
            "database_url",
            "DATABASE_URL",
        ),
    ];
    for (arguments, code, fix) in cases {
        let said = run(&[&["--json"], arguments].concat(), &[]);
        assert_eq!(said.code, 1, "{arguments:?}: {}", said.stderr);
        let answer: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(answer["error"]["code"], code, "{answer}");
        let told = answer["error"].to_string();
        assert!(told.contains(fix), "{told}");
        let all = format!("{}{}", said.stdout, said.stderr);
        assert!(!all.contains("hunter2"), "{all}");
    }
}

#[test]
fn the_kiosks_own_database_is_looked_at_without_making_it() {
    let said = run(&["--json", "migrate", "--dry-run"], &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let answer: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(answer["up_to_date"], false);
    assert_eq!(answer["pending"][0]["version"], 1);
    let said = run(&["migrate", "--allow-unencrypted"], &[]);
    assert_eq!(said.code, 2, "{}", said.stderr);
}
