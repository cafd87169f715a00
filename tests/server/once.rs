//! Writes that bear an Idempotency-Key are done once, however often they come.

use std::io::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::service::{Reply, Service};
use crate::support::{ADMINISTRATOR, REVIEWER, Site};

const PATH: &str = "/v1/tolerances/balanced";
const SECRET: [(&str, &str); 1] = [("JWT_SECRET", "0123456789abcdef0123456789abcdef")];

impl Service {
    /// The profile as it is now.
    fn profile(&self, token: &str) -> Value {
        self.get_as(token, PATH).expect(200)
    }

    /// A change of it that begins from `shown`.
    fn change(shown: &Value, threshold: f64) -> Value {
        let mut tolerance = shown.clone();
        tolerance["match_threshold"] = json!(threshold);
        json!({ "reason": "the light was changed", "tolerance": tolerance })
    }

    /// Sends a change under a key.
    fn save(&self, token: &str, key: Option<&str>, body: &Value) -> Reply {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
        ];
        headers.extend(key.map(|key| ("Idempotency-Key", key)));
        self.ask("PUT", PATH, &headers, body.to_string().as_bytes())
    }
}

#[test]
fn what_is_sent_again_with_its_key_is_done_once() {
    let site = Site::with_operators();
    let service = Service::start_with(&site, &[], &SECRET);
    let (token, _) = service.log_in(ADMINISTRATOR);
    let first = service.profile(&token);
    let body = Service::change(&first, 0.75);
    let saved = service.save(&token, Some("\"write-1\""), &body);
    let said = saved.expect(200);
    assert_eq!(said, json!({ "name": "balanced", "version": 2 }));
    assert_eq!(saved.header("idempotency-replayed"), None);
    // Again, and again after the service was started anew.
    let again = service.save(&token, Some("\"write-1\""), &body);
    assert_eq!(again.expect(200), said);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.header("content-type"), saved.header("content-type"));
    assert_eq!(service.profile(&token)["version"], 2);
    service.end();
    let service = Service::start_with(&site, &[], &SECRET);
    let again = service.save(&token, Some("write-1"), &body);
    assert_eq!(again.expect(200), said);
    // Without the key it is another write, which comes too late.
    service
        .save(&token, None, &body)
        .expect_problem(409, "version_taken");
    // The key of another request is none of this one's.
    let other = Service::change(&first, 0.875);
    service
        .save(&token, Some("write-1"), &other)
        .expect_problem(422, "key_of_another");
    assert_eq!(service.profile(&token)["match_threshold"], 0.75);
    // What failed did nothing, and may be sent again, mended.
    service
        .save(&token, Some("write-2"), &other)
        .expect_problem(409, "version_taken");
    let mended = Service::change(&service.profile(&token), 0.875);
    let saved = service.save(&token, Some("write-2"), &mended).expect(200);
    assert_eq!(saved["version"], 3);
}

#[test]
fn keys_are_each_operators_own_and_open_nothing_to_others() {
    let site = Site::with_operators();
    let password = site.file("second", "another long password\n");
    let add = ["operators", "add", "--name", "bea", "--role"];
    let add = [
        &add[..],
        &["administrator", "--new-password-file", &password],
    ]
    .concat();
    site.run_as(ADMINISTRATOR, &add).expect(0);
    let service = Service::start(&site, &[]);
    let (ada, _) = service.log_in(ADMINISTRATOR);
    let bea = service
        .try_log_in("bea", "another long password")
        .expect(200);
    let bea = bea["access_token"].as_str().unwrap();
    let body = Service::change(&service.profile(&ada), 0.75);
    service.save(&ada, Some("one"), &body).expect(200);
    // The same words of another operator are another write.
    service
        .save(bea, Some("one"), &body)
        .expect_problem(409, "version_taken");
    // Who may not write gets no answer of who may.
    let (reviewer, _) = service.log_in(REVIEWER);
    service
        .save(&reviewer, Some("one"), &body)
        .expect_problem(403, "not_allowed");
    for wrong in ["", "two words", "\"half", &"x".repeat(300)] {
        service
            .save(&ada, Some(wrong), &body)
            .expect_problem(400, "idempotency_key");
    }
    let long = json!({ "reason": "x".repeat(70_000), "tolerance": {} });
    service
        .save(&ada, Some("long"), &long)
        .expect_problem(413, "too_large");
}

#[test]
fn of_many_at_once_one_is_done_and_who_left_finds_its_answer() {
    let site = Site::with_operators();
    let service = Service::start(&site, &[]);
    let (token, _) = service.log_in(ADMINISTRATOR);
    let body = Service::change(&service.profile(&token), 0.75);
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| service.save(&token, Some("at-once"), &body)))
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut first = 0;
    for reply in &replies {
        match reply.status {
            200 => {
                assert_eq!(reply.json()["version"], 2);
                first += i32::from(reply.header("idempotency-replayed").is_none());
            }
            _ => {
                reply.expect_problem(409, "still_going_on");
                assert_eq!(reply.header("retry-after"), Some("1"));
            }
        }
    }
    assert_eq!(first, 1, "{replies:?}");
    // Sent, and the line breaks before the answer.
    let body = Service::change(&service.profile(&token), 0.875);
    let text = body.to_string();
    let mut line = service.connect();
    write!(
        line,
        "PUT {PATH} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nIdempotency-Key: \"left\"\r\n\
         Content-Length: {}\r\n\r\n{text}",
        text.len()
    )
    .unwrap();
    drop(line);
    let begun = Instant::now();
    let said = loop {
        let reply = service.save(&token, Some("left"), &body);
        if reply.status == 200 {
            break reply.json();
        }
        reply.expect_problem(409, "still_going_on");
        assert!(begun.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(said["version"], 3);
    assert_eq!(service.profile(&token)["version"], 3);
}
