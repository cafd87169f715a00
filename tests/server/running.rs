//! It starts, says what it is, answers in one shape and ends in order.

use crate::service::{Reply, Service};
use crate::support::Site;

#[test]
fn it_runs_is_ready_and_shows_the_keys_that_commands_show() {
    let site = Site::with_operators();
    let service = Service::start(&site, &[]);
    assert_eq!(service.get("/healthz").expect(200)["alive"], true);
    assert_eq!(service.get("/readyz").expect(200)["ready"], true);
    let keys = service.get("/.well-known/jwks.json");
    assert_eq!(keys.expect(200), site.run(&["keys", "jwks"]).expect(0));
    assert_eq!(
        keys.header("content-type"),
        Some("application/jwk-set+json")
    );
    assert_eq!(keys.header("cache-control"), Some("public, max-age=60"));
    let (code, _) = service.end();
    assert_eq!(code, Some(0));
}

#[test]
fn every_answer_tells_browsers_to_be_careful() {
    let service = Service::alone(&[]);
    for path in ["/healthz", "/nowhere"] {
        let reply = service.get(path);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{path} {name}");
        }
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert_eq!(reply.header("strict-transport-security"), None);
        assert_eq!(reply.header("server"), None);
    }
}

#[test]
fn errors_have_one_shape() {
    let service = Service::alone(&[]);
    service.get("/nowhere").expect_problem(404, "not_found");
    service
        .get("/../../etc/passwd")
        .expect_problem(404, "not_found");
    let wrong = service.ask("DELETE", "/healthz", &[], &[]);
    wrong.expect_problem(405, "method_not_allowed");
    assert_eq!(wrong.header("allow"), Some("GET"));
}

#[test]
fn a_request_is_one_line_of_the_log_without_what_it_asked_for() {
    let service = Service::alone(&[]);
    let named = [("X-Request-Id", "door-7.41")];
    let reply = service.ask("GET", "/healthz?badge=QX-7731942", &named, &[]);
    assert_eq!(reply.header("x-request-id"), Some("door-7.41"));
    let forged = [("X-Request-Id", "a status=500")];
    let reply = service.ask("GET", "/v1/nobody/Quillworthy", &forged, &[]);
    let own = reply.header("x-request-id").unwrap().to_owned();
    assert_eq!(own.len(), 36, "{own}");
    let (_, log) = service.end();
    let lines: Vec<&str> = log
        .lines()
        .filter(|line| line.contains(" request "))
        .collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(
        lines[0].contains("id=door-7.41 method=\"GET\" route=\"/healthz\" status=200"),
        "{log}"
    );
    assert!(
        lines[1].contains(&own) && lines[1].contains("status=404"),
        "{log}"
    );
    for personal in ["QX-7731942", "Quillworthy", "127.0.0.1"] {
        assert!(!log.contains(personal), "{log}");
    }
}

#[test]
fn what_is_no_request_gets_no_answer_that_says_more() {
    let service = Service::alone(&[]);
    for request in [
        &b"GET\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ] {
        let answer = service.raw(request);
        let reply = Reply::parse(&answer);
        assert!((400..500).contains(&reply.status), "{reply:?}");
        assert!(reply.body.len() < 400, "{reply:?}");
    }
    assert_eq!(service.get("/healthz").status, 200);
}

#[test]
fn elsewhere_it_listens_only_where_passwords_are_safe() {
    let site = Site::with_operators();
    let said = Service::refused(&site, &["--listen", "0.0.0.0:0"]).expect_error("service");
    assert!(said.contains("--tls-cert"), "{said}");
    let said = Service::refused(
        &site,
        &[
            "--listen",
            "203.0.113.7:1",
            "--trusted-proxy",
            "203.0.113.1",
        ],
    )
    .expect_error("listen");
    assert!(said.contains("--listen"), "{said}");
}
