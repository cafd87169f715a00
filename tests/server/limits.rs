//! How much a client may ask for, and who counts as one.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;

use crate::service::{Reply, Service};
use crate::support::{FRONT_DESK, REVIEWER, Site};

#[test]
fn the_101st_request_in_a_minute_waits() {
    let service = Service::alone(&[]);
    for number in 1..=100 {
        let reply = service.get("/.well-known/jwks.json");
        assert_eq!(reply.status, 200);
        let left = format!("{}", 100 - number);
        assert_eq!(reply.header("ratelimit-remaining"), Some(left.as_str()));
        assert_eq!(reply.header("ratelimit-limit"), Some("100"));
        assert_eq!(reply.header("ratelimit-policy"), Some("100;w=60"));
    }
    let refused = service.get("/.well-known/jwks.json");
    refused.expect_problem(429, "too_many_requests");
    let seconds = |name| refused.header(name).unwrap().parse::<u64>().unwrap();
    assert!((1..=60).contains(&seconds("retry-after")));
    assert_eq!(seconds("retry-after"), seconds("ratelimit-reset"));
    // Made-up tokens and addresses make nobody another client.
    let made_up = [
        ("Authorization", "Bearer a.b.c"),
        ("X-Forwarded-For", "198.51.100.7"),
    ];
    for header in made_up {
        let reply = service.ask("GET", "/nowhere", &[header], &[]);
        reply.expect_problem(429, "too_many_requests");
    }
    // Whoever supervises the service isn't kept from it.
    assert_eq!(service.get("/healthz").status, 200);
}

#[test]
fn operators_have_counts_of_their_own() {
    let service = Service::alone(&["--requests-a-minute", "5"]);
    let (front_desk, _) = service.log_in(FRONT_DESK);
    let (again, _) = service.log_in(FRONT_DESK);
    let (reviewer, _) = service.log_in(REVIEWER);
    // Two logins of one operator are one client.
    for token in [&front_desk, &again, &front_desk, &again, &front_desk] {
        service.get_as(token, "/v1/auth/me").expect(200);
    }
    service
        .get_as(&again, "/v1/auth/me")
        .expect_problem(429, "too_many_requests");
    service.get_as(&reviewer, "/v1/auth/me").expect(200);
    assert_eq!(service.get("/readyz").status, 200);
}

#[test]
fn uploads_of_frames_have_a_count_of_their_own() {
    let service = Service::alone(&["--requests-a-minute", "3"]);
    let (desk, _) = service.log_in(FRONT_DESK);
    let id = Uuid::now_v7().to_string();
    for _ in 0..10 {
        let reply = service.send_frames(&desk, &id, b"no picture");
        assert_ne!(reply.status, 429);
        assert_eq!(reply.header("ratelimit-limit"), Some("1200"));
    }
    // Nothing else is, whatever its path looks like; nor who shows no token.
    let bearer = format!("Bearer {desk}");
    let headers = [("Authorization", bearer.as_str())];
    for path in [
        "/v1/captures/a/b/frames",
        "/v1/captures/a/frames/",
        "/v1/captures/a/frames?x",
    ] {
        let reply = service.ask("GET", path, &headers, &[]);
        assert_eq!(reply.header("ratelimit-limit"), Some("3"), "{path}");
    }
    let path = format!("/v1/captures/{id}/frames");
    let reply = service.ask("POST", &path, &[], &[]);
    assert_eq!(reply.header("ratelimit-limit"), Some("3"));
}

#[test]
fn behind_a_proxy_each_client_counts() {
    let own = ["--requests-a-minute", "2", "--trusted-proxy", "127.0.0.1"];
    let service = Service::alone(&own);
    let from = |said: &str| {
        service
            .ask("GET", "/readyz", &[("X-Forwarded-For", said)], &[])
            .status
    };
    assert_eq!(
        [
            from("198.51.100.1"),
            from("198.51.100.1"),
            from("198.51.100.1")
        ],
        [200, 200, 429]
    );
    // What a client writes itself stands before what the proxy adds.
    assert_eq!(from("192.0.2.1, 198.51.100.1"), 429);
    assert_eq!(
        [from("198.51.100.2"), from("192.0.2.9, 198.51.100.2")],
        [200, 200]
    );
    assert_eq!(from("192.0.2.10, 198.51.100.2"), 429);
}

#[test]
fn passwords_have_a_tighter_limit() {
    let service = Service::alone(&[]);
    // By where they come from, whatever name is tried.
    for number in 0..10 {
        let reply = service.try_log_in(&format!("name-{number}"), "not a password");
        reply.expect_problem(401, "sign_in");
    }
    service
        .try_log_in("name-11", "not a password")
        .expect_problem(429, "too_many_requests");
    // Nor by another spelling of the way there.
    let body = json!({ "name": "name-12", "password": "not a password" }).to_string();
    let json = [("Content-Type", "application/json")];
    let spelt = service.ask("POST", "/v1/auth/logi%6e", &json, body.as_bytes());
    spelt.expect_problem(429, "too_many_requests");
    assert_eq!(service.get("/readyz").status, 200);
}

#[test]
fn two_hundred_logins_at_once_take_no_more_memory_than_a_few() {
    const AT_ONCE: usize = 200;
    let service = Service::alone(&["--trusted-proxy", "127.0.0.1"]);
    let log_in = |client: usize, name: &str, password: &str| {
        let body = json!({ "name": name, "password": password }).to_string();
        let address = format!("198.51.100.{}", client + 1);
        let headers = [
            ("Content-Type", "application/json"),
            ("X-Forwarded-For", &address),
        ];
        let asked = service.ask("POST", "/v1/auth/login", &headers, body.as_bytes());
        asked.status
    };
    assert_eq!(log_in(AT_ONCE, REVIEWER.name, REVIEWER.password), 200);
    let before = service.peak_megabytes();
    // Each from elsewhere and under a name of its own.
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..AT_ONCE)
            .map(|client| {
                let log_in = &log_in;
                scope.spawn(move || log_in(client, &format!("n{client}"), "not a password"))
            })
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |status| answers.iter().filter(|one| **one == status).count();
    assert!((1..=10).contains(&count(401)), "{answers:?}");
    // Who isn't looked at is told to come back.
    assert_eq!(count(401) + count(429) + count(503), AT_ONCE, "{answers:?}");
    // Two hashes of 64 MiB at once, and what holds the requests.
    let grown = service.peak_megabytes() - before;
    assert!(grown < 200, "{grown} MB more than before");
    println!("200 logins at once: {grown} MB more than before");
    assert_eq!(service.get("/healthz").status, 200);
}

#[test]
fn bodies_end_where_they_are_too_large() {
    let service = Service::alone(&[]);
    let long = json!({ "name": "ada", "password": "x".repeat(70_000) });
    service
        .post("/v1/auth/login", None, &long)
        .expect_problem(413, "too_large");
    // One that says it is large is refused before it comes.
    let mut stream = service.connect();
    stream.write_all(b"POST /v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{").unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 413");
    // One that comes without an end, too.
    let mut endless = b"POST /v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..80 {
        endless.extend_from_slice(format!("400\r\n{}\r\n", " ".repeat(1024)).as_bytes());
    }
    let mut stream = service.connect();
    // It may stop listening before all was sent.
    let _ = stream.write_all(&endless);
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 413");
    let wrong = service.ask(
        "POST",
        "/v1/auth/login",
        &[("Content-Type", "text/plain")],
        b"{}",
    );
    wrong.expect_problem(415, "media_type");
    for broken in [&b"{"[..], b"[]", b"\xff\xfe", b"{\"name\":\"ada\"}", b"nul"] {
        let json = [("Content-Type", "application/json")];
        service
            .ask("POST", "/v1/auth/login", &json, broken)
            .expect_problem(400, "bad_request");
    }
}

#[test]
fn a_slow_client_is_let_go() {
    let service = Service::alone(&[]);
    let mut stream = service.connect();
    stream.write_all(b"GET /healthz HTTP/1.1\r\n").unwrap();
    let begun = Instant::now();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(12),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(Reply::parse(&answer).status, 408);
}

#[test]
fn a_body_that_never_comes_is_not_waited_for_without_end() {
    let service = Service::alone(&[]);
    let mut stream = service.connect();
    stream.write_all(b"POST /v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{").unwrap();
    let begun = Instant::now();
    // A byte now and then doesn't help.
    let mut slow = stream.try_clone().unwrap();
    let trickle = std::thread::spawn(move || {
        while slow.write_all(b" ").is_ok() && begun.elapsed() < Duration::from_secs(35) {
            std::thread::sleep(Duration::from_secs(2));
        }
    });
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    assert!(begun.elapsed() > Duration::from_secs(25));
    drop(stream);
    trickle.join().unwrap();
}

#[test]
fn metrics_are_for_this_machine_and_name_nobody() {
    let site = Site::with_operators();
    let service = Service::start(&site, &[]);
    service.get("/v1/nobody/Quillworthy?badge=QX-7731942");
    service.try_log_in("maria.mistyped", "no password");
    service.get("/readyz");
    let reply = service.get("/metrics");
    let text = String::from_utf8(reply.body.clone()).unwrap();
    assert_eq!(reply.status, 200);
    let line =
        "secure_biometric_http_requests_total{method=\"GET\",route=\"/readyz\",status=\"200\"} 1";
    assert!(text.contains(line), "{text}");
    assert!(
        text.contains("route=\"unknown\",status=\"404\"} 1"),
        "{text}"
    );
    for personal in ["Quillworthy", "QX-7731942", "maria", "127.0.0.1"] {
        assert!(!text.contains(personal), "{text}");
    }
    // What came through a proxy that nobody named may be from anywhere.
    let forwarded = service.ask("GET", "/metrics", &[("X-Forwarded-For", "127.0.0.1")], &[]);
    forwarded.expect_problem(404, "not_found");
    let behind = Service::start(
        &site,
        &[
            "--trusted-proxy",
            "127.0.0.1",
            "--metrics-from",
            "192.0.2.0/24",
        ],
    );
    let from = |said: &str| {
        behind
            .ask("GET", "/metrics", &[("X-Forwarded-For", said)], &[])
            .status
    };
    assert_eq!(
        [
            from("192.0.2.4"),
            from("198.51.100.1"),
            from("127.0.0.1, 198.51.100.1")
        ],
        [200, 404, 404]
    );
}

#[test]
fn only_pages_that_are_named_may_call_it() {
    let service = Service::alone(&["--allow-origin", "https://desk.example"]);
    let before = |origin: &str| {
        let asks = [
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
        ];
        service.ask("OPTIONS", "/v1/auth/login", &asks, &[])
    };
    let allowed = before("https://desk.example");
    assert_eq!(allowed.status, 204);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        Some("https://desk.example")
    );
    assert_eq!(allowed.header("access-control-allow-credentials"), None);
    for other in [
        "https://evil.example",
        "null",
        "https://desk.example.evil",
        "http://desk.example",
    ] {
        let refused = before(other);
        refused.expect_problem(403, "origin");
        assert_eq!(refused.header("access-control-allow-origin"), None);
        let asked = service.ask("GET", "/readyz", &[("Origin", other)], &[]);
        assert_eq!(asked.header("access-control-allow-origin"), None);
    }
    let asked = service.ask("GET", "/readyz", &[("Origin", "https://desk.example")], &[]);
    assert_eq!(
        asked.header("access-control-allow-origin"),
        Some("https://desk.example")
    );
    assert_eq!(asked.header("vary"), Some("origin"));
}
