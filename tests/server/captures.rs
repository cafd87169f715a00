//! Verifying and enrolling with frames that are sent: the same decisions as at
//! the kiosk, marked as uploads.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::service::{Reply, Service};
use crate::support::{
    ADMINISTRATOR, BADGE, FRONT_DESK, Head, NAME, REVIEWER, Site, flat_print, is_set_up,
};

/// Frames that are sent at once: a third of a second.
const AT_ONCE: usize = 10;

/// Starts a service whose engine answers.
pub fn with_engine(site: &Site) -> Service {
    with_engines(site, 1)
}

/// Starts one whose engines, all of them, answer.
pub fn with_engines(site: &Site, engines: usize) -> Service {
    let count = engines.to_string();
    let service = Service::start(site, &["--engines", &count]);
    let begun = Instant::now();
    loop {
        let metrics = String::from_utf8(service.get("/metrics").body).unwrap();
        let ready = |engine| metrics.contains(&format!("engine_ready{{engine=\"{engine}\"}} 1"));
        if (0..engines).all(ready) {
            return service;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{metrics}");
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// Sends the clips of a recording, as they are asked for.
pub struct Subject {
    clips: HashMap<String, Vec<Vec<u8>>>,
    playing: (String, usize),
    asked: String,
}

impl Subject {
    pub fn of(folder: &Path) -> Self {
        let names = [
            "neutral", "left", "right", "up", "down", "closer", "blink", "mouth",
        ];
        let mut clips = HashMap::new();
        for name in names {
            let inside = folder.join(name);
            let clip = if inside.is_dir() {
                frames(&inside)
            } else {
                Vec::new()
            };
            clips.insert(name.to_owned(), clip);
        }
        let plain = frames(folder);
        if !plain.is_empty() {
            clips.insert("neutral".to_owned(), plain);
        }
        Self {
            clips,
            playing: ("neutral".to_owned(), 0),
            asked: "neutral".to_owned(),
        }
    }

    /// The next frames while this is asked for.
    pub fn next(&mut self, asked: &str) -> Vec<u8> {
        if asked != self.asked {
            asked.clone_into(&mut self.asked);
            if asked != "neutral" && !self.clips[asked].is_empty() {
                self.playing = (asked.to_owned(), 0);
            }
        }
        let mut sent = Vec::new();
        for _ in 0..AT_ONCE {
            let (clip, at) = &mut self.playing;
            let frames = &self.clips[clip];
            sent.extend_from_slice(&frames[*at]);
            *at += 1;
            if *at == frames.len() {
                self.playing = ("neutral".to_owned(), 0);
            }
        }
        sent
    }
}

/// The pictures in a folder, in their order.
pub fn frames(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "jpg"));
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

impl Service {
    pub fn send_frames(&self, token: &str, id: &str, frames: &[u8]) -> Reply {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "video/x-motion-jpeg"),
        ];
        self.ask(
            "POST",
            &format!("/v1/captures/{id}/frames"),
            &headers,
            frames,
        )
    }

    /// Carries a capture through.
    fn carry(&self, token: &str, begun: &Value, folder: &Path) -> Value {
        let id = begun["id"].as_str().unwrap();
        let mut subject = Subject::of(folder);
        let mut now = begun.clone();
        for _ in 0..200 {
            if now["state"] == "ended" {
                return now;
            }
            let sent = subject.next(now["asked"].as_str().unwrap());
            now = self.send_frames(token, id, &sent).expect(200);
        }
        panic!("it never ends: {now}")
    }
}

#[test]
fn somebody_is_enrolled_and_verified_with_frames_that_are_sent() {
    if !is_set_up() {
        return;
    }
    let (first, later, other, print) = (
        Head::First.folder(),
        Head::FirstLater.folder(),
        Head::Second.folder(),
        flat_print(),
    );
    let site = Site::with_operators();
    let service = with_engine(&site);
    let (desk, _) = service.log_in(FRONT_DESK);
    let (reviewer, _) = service.log_in(REVIEWER);
    let who =
        json!({ "badge": BADGE, "name": NAME, "consent_version": "7", "frames_per_second": 30 });
    // A reviewer enrols nobody.
    service
        .post("/v1/enrolments", Some(&reviewer), &who)
        .expect_problem(403, "not_allowed");
    let begun = service
        .post("/v1/enrolments", Some(&desk), &who)
        .expect(200);
    assert_eq!(
        (&begun["kind"], &begun["state"]),
        (&json!("enrolment"), &json!("going_on"))
    );
    let enrolled = service.carry(&desk, &begun, &first);
    let outcome = &enrolled["outcome"];
    assert_eq!(
        (&outcome["decision"], &outcome["reason"]),
        (&json!("verified"), &json!("enrolled")),
        "{enrolled}"
    );
    service
        .post("/v1/enrolments", Some(&desk), &who)
        .expect_problem(409, "badge_taken");

    let claim = json!({ "badge": BADGE });
    let verify = |token: &str, folder: &Path| {
        let begun = service
            .post("/v1/verifications", Some(token), &claim)
            .expect(200);
        service.carry(token, &begun, folder)
    };
    let verified = verify(&desk, &later);
    let outcome = &verified["outcome"];
    assert_eq!(
        (&outcome["decision"], &outcome["reason"]),
        (&json!("verified"), &json!("matched")),
        "{verified}"
    );
    assert_eq!(outcome["source"], "upload");
    // How near it was is for reviewers alone.
    for hidden in ["score", "threshold"] {
        assert_eq!(outcome.get(hidden), None, "{outcome}");
    }
    assert_eq!(outcome["quality"], json!({}));
    assert_eq!(
        (
            outcome["liveness"].get("p"),
            outcome["liveness"].get("cues")
        ),
        (None, None)
    );
    // Trial keys sign for uploads; whoever checks sees that they are.
    let token = verified["token"].as_str().unwrap();
    let bearer = format!("Bearer {desk}");
    let form = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let said = |token: &str| {
        let body = format!("token={token}");
        service
            .ask("POST", "/v1/tokens/introspect", &form, body.as_bytes())
            .expect(200)
    };
    said(token);
    let active = said(token);
    assert_eq!(
        (&active["active"], &active["source"]),
        (&json!(true), &json!("upload")),
        "{active}"
    );
    let redeem = json!({ "token": token });
    service
        .post("/v1/tokens/redeem", Some(&desk), &redeem)
        .expect(200);
    service
        .post("/v1/tokens/redeem", Some(&desk), &redeem)
        .expect_problem(409, "token_redeemed");
    assert_eq!(said(token), json!({ "active": false }));
    // It is reviewed like any other.
    let id = verified["id"].as_str().unwrap();
    let session = service
        .get_as(&reviewer, &format!("/v1/sessions/{id}"))
        .expect(200);
    assert_eq!(
        (&session["source"], &session["camera"]),
        (&json!("upload"), &json!("upload"))
    );
    assert!(session["score"].as_f64().unwrap() > 0.6, "{session}");

    let stranger = verify(&reviewer, &other);
    assert_eq!(
        stranger["outcome"]["decision"], "not_verified",
        "{stranger}"
    );
    assert!(stranger["outcome"]["score"].is_number(), "{stranger}");
    assert_eq!(stranger.get("token"), None);
    let flat = verify(&desk, &print);
    assert_ne!(flat["outcome"]["decision"], "verified", "{flat}");
    let metrics = String::from_utf8(service.get("/metrics").body).unwrap();
    assert!(
        metrics.contains(
            "captures_ended_total{kind=\"verification\",decision=\"verified\",reason=\"matched\"} 1"
        ),
        "{metrics}"
    );
    crate::monitoring::check(&metrics, &service.get("/openapi.json").expect(200));
    let (code, log) = service.end();
    assert_eq!(code, Some(0));
    for personal in [BADGE, NAME, token] {
        assert!(!log.contains(personal), "{log}");
    }
}

#[test]
fn frames_that_are_none_are_refused_and_nothing_of_them_is_kept() {
    if !is_set_up() {
        return;
    }
    let first = Head::First.folder();
    let site = Site::with_person();
    let service = with_engine(&site);
    let (desk, _) = service.log_in(FRONT_DESK);
    let (admin, _) = service.log_in(ADMINISTRATOR);
    let claim = json!({ "badge": BADGE });
    let begun = service
        .post("/v1/verifications", Some(&desk), &claim)
        .expect(200);
    let id = begun["id"].as_str().unwrap();
    let path = format!("/v1/captures/{id}");
    // Nobody else's, not even an administrator's, and not without a token.
    service
        .get_as(&admin, &path)
        .expect_problem(404, "not_found");
    service
        .send_frames(&admin, id, b"x")
        .expect_problem(404, "not_found");
    service
        .send("DELETE", &path, Some(&admin), &json!({}))
        .expect_problem(404, "not_found");
    service.get(&path).expect_problem(401, "not_logged_in");
    let good = frames(&first.join("neutral"));
    let one = &good[0];
    for (wrong, status) in [
        (Vec::new(), 422),
        (b"\xff\xd8\xff\xd9".to_vec(), 422),
        (one[..one.len() / 2].to_vec(), 422),
        (b"GIF89a".to_vec(), 422),
        (claiming_to_be_huge(one), 413),
        (one.repeat(31), 413),
        (vec![0; 9 << 20], 413),
    ] {
        let reply = service.send_frames(&desk, id, &wrong);
        assert_eq!(
            reply.status,
            status,
            "{} bytes: {:?}",
            wrong.len(),
            reply.json()
        );
    }
    let bearer = format!("Bearer {desk}");
    let as_text = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "text/plain"),
    ];
    let reply = service.ask("POST", &format!("{path}/frames"), &as_text, one);
    reply.expect_problem(415, "media_type");
    // An upload that breaks off: the capture knows nothing of it and goes on.
    let mut broken = service.connect();
    write!(broken, "POST {path}/frames HTTP/1.1\r\nHost: a\r\nAuthorization: {bearer}\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n", one.len()).unwrap();
    broken.write_all(&one[..one.len() / 2]).unwrap();
    drop(broken);
    let going = service.get_as(&desk, &path).expect(200);
    assert_eq!(
        (&going["state"], &going["progress"]),
        (&json!("going_on"), &begun["progress"])
    );
    service.send_frames(&desk, id, one).expect(200);
    // Sent again under its key, because nobody heard the answer, it isn't
    // looked at again; other frames under that key aren't taken.
    let keyed = |key: &str, frames: &[u8]| {
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "image/jpeg"),
            ("Idempotency-Key", key),
        ];
        service.ask("POST", &format!("{path}/frames"), &headers, frames)
    };
    let seen = keyed("\"one\"", one).expect(200);
    assert_eq!(keyed("one", one).expect(200), seen);
    keyed("one", &good[1]).expect_problem(422, "key_of_another");
    keyed("two", &good[1]).expect(200);
    keyed("a b", one).expect_problem(400, "idempotency_key");
    // Given up, it has ended for good.
    let stopped = service
        .send("DELETE", &path, Some(&desk), &json!({}))
        .expect(200);
    assert_eq!(stopped["outcome"]["reason"], "cancelled", "{stopped}");
    assert_eq!(
        service.send_frames(&desk, id, one).expect(200)["state"],
        "ended"
    );
    // Unknown badges begin nothing that could be played with.
    let unknown = service
        .post(
            "/v1/verifications",
            Some(&desk),
            &json!({ "badge": "77-none" }),
        )
        .expect(200);
    assert_eq!(unknown["outcome"]["reason"], "not_enrolled");
    for body in [
        json!({}),
        json!({ "badge": BADGE, "frames_per_second": 500 }),
        json!({ "badge": BADGE, "attended": true }),
    ] {
        assert_eq!(
            service.post("/v1/verifications", Some(&desk), &body).status,
            400,
            "{body}"
        );
    }
}

/// The picture, whose header says that it has 65,500 pixels each way.
fn claiming_to_be_huge(picture: &[u8]) -> Vec<u8> {
    let frame = picture.windows(2).position(|two| two == [0xff, 0xc0]);
    let size = frame.unwrap() + 5;
    let side = 65_500_u16.to_be_bytes();
    [&picture[..size], &side, &side, &picture[size + 4..]].concat()
}

#[test]
fn without_an_engine_the_rest_is_answered() {
    let service = Service::alone(&[]);
    let (desk, _) = service.log_in(FRONT_DESK);
    let claim = json!({ "badge": BADGE });
    let refused = service.post("/v1/verifications", Some(&desk), &claim);
    refused.expect_problem(503, "no_engine");
    assert_eq!(service.get("/readyz").status, 200);
}
