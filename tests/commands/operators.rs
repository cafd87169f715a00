//! `operators`, and who may do what.

use serde_json::json;

use crate::support::{ADMINISTRATOR, Actor, Answer, FRONT_DESK, REVIEWER, Site};

#[test]
fn the_first_is_made_once() {
    let site = Site::new();
    let password = site.password_file(ADMINISTRATOR);
    let init = ["operators", "init", "--name", ADMINISTRATOR.name];
    let init = [&init[..], &["--password-file", &password]].concat();
    let made = site.run(&init).expect(0);
    assert_eq!(
        made,
        json!({"operator": ADMINISTRATOR.name, "done": "added"})
    );
    site.run(&init).expect_error("operators");
}

#[test]
fn a_weak_password_is_refused() {
    let site = Site::new();
    let password = site.file("short", "short\n");
    let init = ["operators", "init", "--name", "ada", "--password-file"];
    let said = site.run(&[&init[..], &[&password]].concat());
    let said = said.expect_error("operators");
    assert!(!said.contains("short\n") && said.contains("10"), "{said}");
}

#[test]
fn they_are_listed_in_their_order_with_their_roles() {
    let site = Site::with_operators();
    let list = site.run_as(ADMINISTRATOR, &["operators", "list"]).expect(0);
    let expected = [ADMINISTRATOR, FRONT_DESK, REVIEWER]
        .map(|actor| json!({"name": actor.name, "role": actor.role, "disabled": false}));
    assert_eq!(list, json!(expected));
}

#[test]
fn a_disabled_operator_cannot_act() {
    let site = Site::with_operators();
    let disable = ["operators", "disable", "--name"];
    let done = site.run_as(ADMINISTRATOR, &[&disable[..], &[REVIEWER.name]].concat());
    let expected = json!({"operator": REVIEWER.name, "done": "disabled"});
    assert_eq!(done.expect(0), expected);
    let said = site
        .run_as(REVIEWER, &["sessions", "list"])
        .expect_error("sign_in");
    assert!(said.contains("disabled"), "{said}");
    let list = site.run_as(ADMINISTRATOR, &["operators", "list"]).expect(0);
    assert_eq!(list[2]["disabled"], true);
    // The last administrator can't be.
    let last = [&disable[..], &[ADMINISTRATOR.name]].concat();
    site.run_as(ADMINISTRATOR, &last).expect_error("operators");
}

#[test]
fn a_new_password_takes_the_place_of_the_old() {
    let site = Site::with_operators();
    let new = Actor {
        password: "another long password",
        ..FRONT_DESK
    };
    let file = site.file("new", new.password);
    let passwd = ["operators", "passwd", "--new-password-file", &file];
    let done = site.run_as(FRONT_DESK, &passwd).expect(0);
    let expected = json!({"operator": FRONT_DESK.name, "done": "password set"});
    assert_eq!(done, expected);
    site.run_as(FRONT_DESK, &["people", "list"])
        .expect_error("sign_in");
    site.run_as(new, &["people", "list"]).expect(0);
    // An administrator sets anybody's, nobody else does.
    let others = [&passwd[..], &["--name", REVIEWER.name]].concat();
    site.run_as(new, &others).expect_error("operators");
    site.run_as(ADMINISTRATOR, &others).expect(0);
}

#[test]
fn a_wrong_password_is_told_like_a_wrong_name() {
    let site = Site::with_operators();
    let wrong = |actor| {
        let answer = site.run_as(actor, &["people", "list"]);
        answer.expect_error("sign_in")
    };
    let password = wrong(Actor {
        password: "not the password",
        ..FRONT_DESK
    });
    let name = wrong(Actor {
        name: "nobody.here",
        ..FRONT_DESK
    });
    assert_eq!(password, name);
}

#[test]
fn guessing_leads_to_a_pause_that_the_right_password_does_not_end() {
    let site = Site::with_operators();
    let wrong = Actor {
        password: "not the password",
        ..FRONT_DESK
    };
    let mut said = String::new();
    for _ in 0..12 {
        said = site
            .run_as(wrong, &["people", "list"])
            .expect_error("sign_in");
        if said.contains("too many") {
            break;
        }
    }
    assert!(said.contains("too many failed sign-ins"), "{said}");
    let right = site.run_as(FRONT_DESK, &["people", "list"]);
    assert!(right.expect_error("sign_in").contains("try again in"));
    // Nobody else is held up.
    site.run_as(REVIEWER, &["people", "list"]).expect(0);
}

#[test]
fn roles_are_asked_for() {
    let site = Site::with_operators();
    let nobody = "01a00000-0000-7000-8000-000000000000";
    let profile = site.file("profile.toml", "");
    let removal = site.removal("1", FRONT_DESK);
    let allowed: [(&[&str], &[Actor]); 8] = [
        (&["people", "list"], &[FRONT_DESK, REVIEWER]),
        (&removal.each(), &[]),
        (&["people", "disable", "--badge", "1"], &[]),
        (&["sessions", "list"], &[REVIEWER]),
        (&["sessions", "show", nobody], &[REVIEWER]),
        (&["sessions", "clean", "--dry-run"], &[]),
        (&["operators", "list"], &[]),
        (&["tolerance", "save", &profile], &[]),
    ];
    for (command, roles) in allowed {
        for actor in [ADMINISTRATOR, FRONT_DESK, REVIEWER] {
            let may = actor.role == ADMINISTRATOR.role
                || roles.iter().any(|allowed| allowed.role == actor.role);
            let answer = site.run_as(actor, command);
            let refused = answer.code == 1 && answer.json()["error"]["code"] == "not_allowed";
            assert_eq!(refused, !may, "{command:?} as {}: {answer:?}", actor.role);
        }
    }
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let site = Site::with_operators();
    let name = ["--operator", FRONT_DESK.name];
    let removal = site.removal("1", FRONT_DESK);
    for command in [
        &["people", "list"][..],
        &["sessions", "list"],
        &["operators", "list"],
        &removal.each(),
    ] {
        site.run(command).expect_error("operator_needed");
        let answer = site.run(&[command, &name].concat());
        answer.expect_error("password_needed");
    }
    site.run(&["operators", "init", "--name", "eve"])
        .expect_error("password_needed");
}

#[test]
fn a_password_file_that_cannot_be_read_is_named() {
    let site = Site::with_operators();
    let long = site.file("long", &"x".repeat(5000));
    let folder = site.path("work");
    for file in ["/nothing/here", &long, folder.to_str().unwrap()] {
        let who = ["--operator", FRONT_DESK.name, "--password-file", file];
        let answer = site.run(&[&["people", "list"], &who[..]].concat());
        let said = answer.expect_error("password_file");
        assert!(said.contains(file), "{said}");
    }
}

#[test]
fn a_data_folder_without_operators_says_how_to_make_the_first() {
    let site = Site::new();
    let said = site
        .run_as(FRONT_DESK, &["people", "list"])
        .expect_error("sign_in");
    assert!(said.contains("operators init"), "{said}");
}

#[test]
fn the_final_newline_of_a_password_file_does_not_count() {
    let site = Site::with_operators();
    for ending in ["", "\n", "\r\n"] {
        let text = format!("{}{ending}", FRONT_DESK.password);
        let file = site.file("ending", &text);
        let mut list = site.command();
        list.args(["--json", "people", "list", "--operator", FRONT_DESK.name]);
        Answer::of(list.args(["--password-file", &file])).expect(0);
    }
}
