//! `keys request`, `grant` and `accept`: two files and two codes between two
//! kiosks, by administrators alone.

use std::fs;

use serde_json::Value;

use crate::support::{ADMINISTRATOR, FRONT_DESK, Site};

fn path(site: &Site, name: &str) -> String {
    site.path(name).to_str().unwrap().to_owned()
}

fn code(answer: &Value) -> String {
    answer["code"].as_str().unwrap().to_owned()
}

#[test]
fn the_site_key_goes_from_one_kiosk_to_another() {
    let (has, asks) = (Site::with_operators(), Site::with_operators());
    let shown = |site: &Site| site.run(&["keys", "show"]).expect(0);
    // Both were copied from one folder; as kiosks they are two.
    fs::remove_dir_all(asks.data()).unwrap();
    fs::remove_dir_all(asks.path("keys")).unwrap();
    let password = asks.password_file(ADMINISTRATOR);
    let first = ["--name", ADMINISTRATOR.name, "--password-file", &password];
    asks.run(&[&["operators", "init"], &first[..]].concat())
        .expect(0);
    let own = shown(&asks);
    assert_ne!(own["site"], shown(&has)["site"]);

    let request = path(&asks, "request");
    let ask = ["keys", "request", "--name", "Lobby", "--out", &request];
    asks.run(&ask).expect_error("operator_needed");
    let asked = asks.run_as(ADMINISTRATOR, &ask).expect(0);
    let again = asks.run_as(ADMINISTRATOR, &ask).expect_error("keys");
    assert!(again.contains("isn't there yet"), "{again}");
    // The file that was there stays, but its request is another one now.
    fs::remove_file(&request).unwrap();
    let asked = {
        let anew = asks.run_as(ADMINISTRATOR, &ask).expect(0);
        assert_ne!(code(&asked), code(&anew));
        anew
    };

    let out = path(&has, "grant");
    let grant = ["keys", "grant", &request, "--out", &out];
    let with = |typed: &str| [&grant[..], &["--code", typed]].concat().join("\n");
    let run = |site: &Site, actor, words: &str| {
        let words: Vec<&str> = words.split('\n').collect();
        site.run_as(actor, &words)
    };
    has.run_as(ADMINISTRATOR, &grant).expect_error("keys");
    run(&has, FRONT_DESK, &with(&code(&asked))).expect_error("not_allowed");
    let refused = run(&has, ADMINISTRATOR, &with("0000-0000-0000")).expect_error("keys");
    assert!(refused.contains("another one"), "{refused}");
    assert!(!has.path("grant").exists());
    let granted = run(&has, ADMINISTRATOR, &with(&code(&asked).to_lowercase())).expect(0);
    assert_eq!(granted["name"], "Lobby");
    assert_eq!(granted["site"], shown(&has)["site"]);

    let accept = |file: &str| format!("keys\naccept\n{file}\n--code\n{}", code(&granted));
    let whole = fs::read_to_string(&out).unwrap();
    let cut = asks.file("cut", &whole[..whole.len() - 9]);
    let refused = run(&asks, ADMINISTRATOR, &accept(&cut)).expect_error("keys");
    assert!(refused.contains("part of it is missing"), "{refused}");
    let no_code = ["keys", "accept", &out];
    asks.run_as(ADMINISTRATOR, &no_code).expect_error("keys");
    assert_eq!(shown(&asks)["site"], own["site"]);
    run(&asks, ADMINISTRATOR, &accept(&out)).expect(0);
    assert_eq!(shown(&asks)["site"], granted["site"]);
    assert_ne!(shown(&asks)["folder"], shown(&has)["folder"]);
    assert_ne!(shown(&asks)["signing_key"], shown(&has)["signing_key"]);
    let again = run(&asks, ADMINISTRATOR, &accept(&out)).expect_error("keys");
    assert!(again.contains("used already"), "{again}");
}
