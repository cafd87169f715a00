//! Who may ask for what: every endpoint against every role, and nobody else's
//! things for anybody.

use serde_json::{Value, json};

use crate::service::Service;
use crate::support::{ADMINISTRATOR, FRONT_DESK, REVIEWER, Site};

const NOTHING: &str = "00000000-0000-7000-8000-000000000000";

/// Method, path, and which of front desk, reviewer and administrator may. The
/// router has a table of its own; this one is what it should be.
const MATRIX: [(&str, &str, [bool; 3]); 29] = [
    ("GET", "/v1/auth/me", [true, true, true]),
    ("GET", "/v1/sessions", [false, true, true]),
    ("GET", "/v1/sessions/{id}", [false, true, true]),
    ("POST", "/v1/sessions/{id}/mesh", [false, true, true]),
    ("POST", "/v1/sessions/{id}/report", [false, true, true]),
    ("POST", "/v1/sessions/clean", [false, false, true]),
    ("GET", "/v1/people", [true, true, true]),
    ("GET", "/v1/people/{id}", [true, true, true]),
    ("POST", "/v1/people/{id}/erase", [false, false, true]),
    ("GET", "/v1/tokens", [false, true, true]),
    ("POST", "/v1/tokens/introspect", [true, true, true]),
    ("POST", "/v1/tokens/redeem", [true, true, true]),
    ("POST", "/v1/tokens/{id}/revoke", [true, false, true]),
    ("GET", "/v1/tolerances", [true, true, true]),
    ("GET", "/v1/tolerances/balanced", [true, true, true]),
    ("PUT", "/v1/tolerances/balanced", [false, false, true]),
    ("POST", "/v1/verifications", [true, true, true]),
    ("POST", "/v1/enrolments", [true, false, true]),
    ("GET", "/v1/captures/{id}", [true, true, true]),
    ("DELETE", "/v1/captures/{id}", [true, true, true]),
    ("POST", "/v1/captures/{id}/frames", [true, true, true]),
    ("GET", "/v1/kiosks", [false, false, true]),
    ("POST", "/v1/kiosks", [false, false, true]),
    ("POST", "/v1/kiosks/{id}/disable", [false, false, true]),
    ("GET", "/v1/centre/sessions", [false, true, true]),
    ("GET", "/v1/sync", [true, true, true]),
    ("GET", "/v1/audit", [false, true, true]),
    ("POST", "/v1/audit/verify", [false, true, true]),
    ("POST", "/v1/auth/logout", [true, true, true]),
];

#[test]
fn every_endpoint_takes_the_roles_it_should_and_no_others() {
    let service = Service::alone(&[]);
    // None is forgotten that asks for a token.
    let api = service.get("/openapi.json").expect(200);
    let mut described = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        let operations = item.as_object().unwrap().iter();
        let guarded = operations.filter(|(_, operation)| operation.get("security").is_some());
        let path = path.replace("{name}", "balanced");
        described.extend(guarded.map(|(method, _)| (method.to_uppercase(), path.clone())));
    }
    let mut listed = MATRIX.map(|(method, path, _)| (method.to_owned(), path.to_owned()));
    listed.sort();
    described.sort();
    assert_eq!(described, listed);
    let roles = [FRONT_DESK, REVIEWER, ADMINISTRATOR];
    let tokens = roles.map(|actor| service.log_in(actor).0);
    for (method, path, allowed) in MATRIX {
        let path = path.replace("{id}", NOTHING);
        let nobody = service.send(method, &path, None, &json!({}));
        nobody.expect_problem(401, "not_logged_in");
        for ((actor, token), allowed) in roles.iter().zip(&tokens).zip(allowed) {
            let reply = service.send(method, &path, Some(token), &json!({}));
            let refused = reply.status == 403 && reply.json()["code"] == "not_allowed";
            assert_eq!(
                refused, !allowed,
                "{} {method} {path}: {}",
                actor.role, reply.status
            );
            // Neither engine nor centre is there.
            let there = reply.status < 500 || reply.status == 503;
            assert!(there, "{} {method} {path}", actor.role);
        }
    }
}

#[test]
fn tokens_of_other_kinds_open_nothing() {
    let service = Service::alone(&[]);
    let (access, refresh) = service.log_in(ADMINISTRATOR);
    let (head, rest) = access.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    // alg: none, in the header of an access token.
    let none = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJub25lIn0";
    for forged in [
        refresh.clone(),
        format!("{none}.{body}."),
        format!("{none}.{body}.{signature}"),
        format!("{head}.{body}."),
        format!("{head}.{body}.{}", &signature[1..]),
        format!("{head}.{signature}.{body}"),
        "null".to_owned(),
        "A".repeat(4000),
    ] {
        service
            .get_as(&forged, "/v1/auth/me")
            .expect_problem(401, "not_logged_in");
    }
    let introspected = service.ask(
        "POST",
        "/v1/tokens/introspect",
        &[
            ("Authorization", &format!("Bearer {access}")),
            ("Content-Type", "application/json"),
        ],
        b"{\"token\": \"a\"}",
    );
    introspected.expect_problem(415, "media_type");
    let basic = service.ask(
        "GET",
        "/v1/auth/me",
        &[("Authorization", "Basic YTpi")],
        &[],
    );
    basic.expect_problem(401, "not_logged_in");
    // In the address a token is none.
    let path = format!("/v1/auth/me?access_token={access}");
    service.get(&path).expect_problem(401, "not_logged_in");
}

#[test]
fn what_is_not_there_and_what_is_no_id_are_one_answer() {
    let service = Service::alone(&[]);
    let (token, _) = service.log_in(ADMINISTRATOR);
    for path in ["/v1/sessions/", "/v1/people/", "/v1/tolerances/"] {
        for id in [
            NOTHING,
            "x",
            "..%2f..%2fsettings.toml",
            "1%20OR%201=1",
            "%00",
        ] {
            let reply = service.get_as(&token, &format!("{path}{id}"));
            reply.expect_problem(404, "not_found");
        }
    }
    for wrong in [
        "limit=0",
        "limit=201",
        "limit=-1",
        "before=x",
        "decision=maybe",
        "since=yesterday",
        "unknown=1",
    ] {
        let reply = service.get_as(&token, &format!("/v1/sessions?{wrong}"));
        assert_eq!(reply.status, 400, "{wrong}");
    }
}

#[test]
fn a_person_is_read_by_staff_and_erased_by_two_operators() {
    if !crate::support::is_set_up() {
        return;
    }
    let site = Site::with_person();
    let service = Service::start(&site, &[]);
    let (reviewer, _) = service.log_in(REVIEWER);
    let people = service
        .get_as(&reviewer, "/v1/people?search=quill")
        .expect(200);
    assert_eq!(people["people"][0]["badge"], crate::support::BADGE);
    assert_eq!(people["next"], Value::Null);
    let id = people["people"][0]["id"].as_str().unwrap();
    let path = format!("/v1/people/{id}");
    let person = service.get_as(&reviewer, &path).expect(200);
    assert_eq!(person["consent"]["notice_version"], "7");
    let listed = site.run_as(
        REVIEWER,
        &["people", "show", "--badge", crate::support::BADGE],
    );
    assert_eq!(listed.expect(0), person);
    // The same sessions that the command shows, page by page.
    let all = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let page = service
        .get_as(&reviewer, "/v1/sessions?limit=1")
        .expect(200);
    assert_eq!(page["sessions"][0], all[0]);
    let session = all[0]["id"].as_str().unwrap();
    service
        .get_as(&reviewer, &format!("/v1/sessions/{session}"))
        .expect(200);
    let seen = service.get_as(
        &reviewer,
        &format!("/v1/audit?act=session_viewed&subject={session}"),
    );
    assert_eq!(seen.expect(200)["entries"][0]["operator"], REVIEWER.name);
    let wanted = json!({ "format": "glb", "reason": "asked for by the person" });
    let mesh = service.post(
        &format!("/v1/sessions/{session}/mesh"),
        Some(&reviewer),
        &wanted,
    );
    assert_eq!((mesh.status, &mesh.body[..4]), (200, &b"glTF"[..]));
    let (admin, _) = service.log_in(ADMINISTRATOR);
    let erase = |second: &str, password: &str| {
        let second = json!({ "name": second, "password": password });
        let body = json!({ "reason": "asked", "second_operator": second });
        service.post(&format!("{path}/erase"), Some(&admin), &body)
    };
    erase(ADMINISTRATOR.name, ADMINISTRATOR.password).expect_problem(403, "second_operator");
    erase(FRONT_DESK.name, "not the password").expect_problem(401, "sign_in");
    let erased = erase(FRONT_DESK.name, FRONT_DESK.password).expect(200);
    assert_eq!(erased["person"], id);
    let receipt = site.file("receipt", erased["receipt"].as_str().unwrap());
    let said = site.run(&["people", "check-receipt", &receipt]).expect(0);
    assert!(said.to_string().contains(id), "{said}");
    service
        .get_as(&reviewer, &path)
        .expect_problem(404, "not_found");
    erase(FRONT_DESK.name, FRONT_DESK.password).expect_problem(404, "not_found");
    let sound = service
        .post("/v1/audit/verify", Some(&reviewer), &json!({}))
        .expect(200);
    assert_eq!(sound["sound"], true);
}

#[test]
fn a_token_is_introspected_redeemed_once_and_revoked() {
    if !crate::support::is_set_up() {
        return;
    }
    let site = Site::with_person();
    let verified = site.verify(Some(crate::support::BADGE), crate::support::Head::First);
    let session = verified.expect_decision("verified", "matched")["session"].clone();
    let listed = site.run_as(REVIEWER, &["tokens", "list"]).expect(0);
    let service = Service::start(&site, &[]);
    let (reviewer, _) = service.log_in(REVIEWER);
    let (desk, _) = service.log_in(FRONT_DESK);
    let tokens = service.get_as(&reviewer, "/v1/tokens").expect(200);
    assert_eq!(tokens["tokens"], listed);
    assert_eq!(tokens["tokens"][0]["session"], session);
    let introspect = |token: &str| {
        let bearer = format!("Bearer {desk}");
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        service
            .ask(
                "POST",
                "/v1/tokens/introspect",
                &headers,
                format!("token={token}").as_bytes(),
            )
            .expect(200)
    };
    // What isn't one says nothing more than that.
    for wrong in ["a.b.c", "", &desk] {
        assert_eq!(introspect(wrong), json!({ "active": false }));
    }
    let redeem =
        |token: &str| service.post("/v1/tokens/redeem", Some(&desk), &json!({ "token": token }));
    redeem("a.b.c").expect_problem(422, "token");
    let id = tokens["tokens"][0]["id"].as_str().unwrap();
    let revoke = format!("/v1/tokens/{id}/revoke");
    let revoked = service.post(&revoke, Some(&desk), &json!({ "reason": "asked" }));
    assert_eq!(revoked.status, 204);
    service
        .post(&revoke, Some(&desk), &json!({ "reason": "asked" }))
        .expect_problem(409, "token_revoked");
    let tokens = service.get_as(&reviewer, "/v1/tokens").expect(200);
    assert_eq!(tokens["tokens"][0]["state"], "revoked");
}
