//! Logging in and out: tokens, their end, and what a stolen one is worth.

use serde_json::json;

use crate::service::{Service, tokens};
use crate::support::{ADMINISTRATOR, FRONT_DESK, REVIEWER, Site};

const SECRET: [(&str, &str); 1] = [("JWT_SECRET", "0123456789abcdef0123456789abcdef")];

impl Service {
    fn refresh(&self, token: &str) -> crate::service::Reply {
        let body = json!({ "refresh_token": token });
        self.post("/v1/auth/refresh", None, &body)
    }
}

#[test]
fn an_operator_logs_in_is_known_and_logs_out() {
    let service = Service::alone(&[]);
    let answer = service
        .try_log_in(REVIEWER.name, REVIEWER.password)
        .expect(200);
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["expires_in"], 600);
    let (access, refresh) = tokens(&answer);
    let me = service.get_as(&access, "/v1/auth/me").expect(200);
    assert_eq!(me, json!({ "name": REVIEWER.name, "role": "reviewer" }));
    assert_eq!(me, answer["operator"]);
    let out = service.post("/v1/auth/logout", Some(&access), &json!({}));
    assert_eq!((out.status, out.body.len()), (204, 0));
    // Neither token is worth anything any more.
    service
        .get_as(&access, "/v1/auth/me")
        .expect_problem(401, "login_ended");
    service
        .refresh(&refresh)
        .expect_problem(401, "refresh_token");
}

#[test]
fn wrong_names_and_wrong_passwords_are_told_apart_by_nobody() {
    let site = Site::with_operators();
    let service = Service::start(&site, &[]);
    let detail = |name: &str| {
        let reply = service.try_log_in(name, "not the password");
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        reply.expect_problem(401, "sign_in")["detail"].clone()
    };
    assert_eq!(detail(REVIEWER.name), detail("nobody"));
    // The pauses are those of the kiosk: after three failures even the right
    // password waits, here and there.
    detail(REVIEWER.name);
    detail(REVIEWER.name);
    let paused = service.try_log_in(REVIEWER.name, REVIEWER.password);
    paused.expect_problem(429, "sign_in_paused");
    let wait: u64 = paused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    site.run_as(REVIEWER, &["sessions", "list"])
        .expect_error("sign_in");
}

#[test]
fn a_refresh_token_is_good_once_and_its_second_use_ends_the_login() {
    let site = Site::with_operators();
    let service = Service::start(&site, &[]);
    let (first_access, first) = service.log_in(FRONT_DESK);
    let (_, other) = service.log_in(FRONT_DESK);
    let (access, second) = tokens(&service.refresh(&first).expect(200));
    service.get_as(&access, "/v1/auth/me").expect(200);
    service.get_as(&first_access, "/v1/auth/me").expect(200);
    // Whoever has a copy of the first ends it for all who have its successors.
    service.refresh(&first).expect_problem(401, "refresh_token");
    service
        .refresh(&second)
        .expect_problem(401, "refresh_token");
    service
        .get_as(&access, "/v1/auth/me")
        .expect_problem(401, "login_ended");
    // Another login of the same operator goes on.
    service.refresh(&other).expect(200);
    let entries = site.run_as(REVIEWER, &["audit", "list", "--act", "sign_in_failed"]);
    let entries = entries.expect(0);
    assert_eq!(
        entries[0]["facts"]["why"], "refresh_token_reused",
        "{entries}"
    );
}

#[test]
fn who_is_disabled_or_gets_another_password_is_out_at_once() {
    let site = Site::with_operators();
    let service = Service::start_with(&site, &[], &SECRET);
    let (access, refresh) = service.log_in(FRONT_DESK);
    // Remembered from one request to the next, and forgotten in time.
    service.get_as(&access, "/v1/auth/me").expect(200);
    service.get_as(&access, "/v1/auth/me").expect(200);
    let new = site.file("new-password", "another long password\n");
    let change = [
        "operators",
        "passwd",
        "--name",
        FRONT_DESK.name,
        "--new-password-file",
        &new,
    ];
    site.run_as(ADMINISTRATOR, &change).expect(0);
    service
        .get_as(&access, "/v1/auth/me")
        .expect_problem(401, "login_ended");
    service
        .refresh(&refresh)
        .expect_problem(401, "refresh_token");
    let (access, _) = service.log_in(REVIEWER);
    service.get_as(&access, "/v1/auth/me").expect(200);
    site.run_as(
        ADMINISTRATOR,
        &["operators", "disable", "--name", REVIEWER.name],
    )
    .expect(0);
    service
        .get_as(&access, "/v1/auth/me")
        .expect_problem(401, "login_ended");
    let refused = service.try_log_in(REVIEWER.name, REVIEWER.password);
    refused.expect_problem(403, "disabled");
}

#[test]
fn logins_outlive_the_service_where_its_secret_does() {
    let site = Site::with_operators();
    let service = Service::start_with(&site, &[], &SECRET);
    let (access, refresh) = service.log_in(ADMINISTRATOR);
    service.end();
    let again = Service::start_with(&site, &[], &SECRET);
    again.get_as(&access, "/v1/auth/me").expect(200);
    again.end();
    // Another secret, another service.
    let other = Service::start(&site, &[]);
    other
        .get_as(&access, "/v1/auth/me")
        .expect_problem(401, "not_logged_in");
    other.refresh(&refresh).expect_problem(401, "refresh_token");
    let short = [("JWT_SECRET", "too short")];
    let mut command = site.command();
    command.args(["--json", "serve"]).envs(short);
    crate::support::Answer::of(&mut command).expect_error("jwt_secret");
}

#[test]
fn nothing_of_a_login_is_in_the_log() {
    let site = Site::with_operators();
    let service = Service::start(&site, &[]);
    let (access, refresh) = service.log_in(FRONT_DESK);
    service.try_log_in("maria.mistyped", "hunter2hunter2");
    service.get_as(&access, "/v1/auth/me").expect(200);
    service.refresh(&refresh).expect(200);
    let broken = service.ask(
        "POST",
        "/v1/auth/login",
        &[("Content-Type", "application/json")],
        b"{\"name\":\"ada\",\"password\":7}",
    );
    broken.expect_problem(400, "bad_request");
    let (_, log) = service.end();
    for secret in [
        FRONT_DESK.name,
        FRONT_DESK.password,
        "maria",
        "hunter2",
        &access,
        &refresh,
    ] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
