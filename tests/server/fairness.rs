//! Many captures at once on one engine: all go on alike, and what is too much
//! is told to come again.

use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::captures::{frames, with_engine, with_engines};
use crate::support::{BADGE, FRONT_DESK, Head, REVIEWER, Site, is_set_up};

/// Captures at once.
const CAPTURES: usize = 8;
/// Uploads of each, and frames of each upload.
const UPLOADS: usize = 3;
const FRAMES: usize = 6;
/// More cannot go on on one engine.
const MOST: usize = 16;
/// Nor more of one operator.
const MOST_OF_ONE: usize = 12;

#[test]
fn eight_captures_share_the_engine_and_more_are_told_to_come_again() {
    if !is_set_up() {
        return;
    }
    let pictures = frames(&Head::First.folder().join("neutral"));
    let site = Site::with_person();
    let service = with_engine(&site);
    let (desk, _) = service.log_in(FRONT_DESK);
    let claim = json!({ "badge": BADGE });
    let begin = || service.post("/v1/verifications", Some(&desk), &claim);
    let ids: Vec<String> = (0..CAPTURES)
        .map(|_| begin().expect(200)["id"].as_str().unwrap().to_owned())
        .collect();
    let before = service.peak_megabytes();
    let (together, done) = (Barrier::new(CAPTURES), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for (client, id) in ids.iter().enumerate() {
            let (together, done, service) = (&together, &done, &service);
            let (desk, pictures) = (&desk, &pictures);
            scope.spawn(move || {
                together.wait();
                for upload in 0..UPLOADS {
                    let sent = pictures[upload * FRAMES..(upload + 1) * FRAMES].concat();
                    loop {
                        let reply = service.send_frames(desk, id, &sent);
                        if reply.status == 200 {
                            assert_eq!(reply.json()["state"], "going_on", "{reply:?}");
                            break;
                        }
                        reply.expect_problem(503, "busy");
                        thread::sleep(Duration::from_millis(100));
                    }
                    done.lock().unwrap().push(client);
                }
            });
        }
    });
    // At no time is one of them two uploads ahead of another.
    let mut counts = [0_usize; CAPTURES];
    for client in done.into_inner().unwrap() {
        counts[client] += 1;
        let ahead = counts.iter().max().unwrap() - counts.iter().min().unwrap();
        assert!(ahead <= 2, "{counts:?}");
    }
    assert_eq!(counts, [UPLOADS; CAPTURES]);
    // Beyond what can go on, nobody is made to wait.
    for _ in CAPTURES..MOST_OF_ONE {
        begin().expect(200);
    }
    let refused = begin();
    refused.expect_problem(503, "busy");
    assert_eq!(refused.header("retry-after"), Some("1"));
    // Another operator still finds a place, until none is left.
    let (other, _) = service.log_in(REVIEWER);
    let begin_other = || service.post("/v1/verifications", Some(&other), &claim);
    for _ in MOST_OF_ONE..MOST {
        begin_other().expect(200);
    }
    begin_other().expect_problem(503, "busy");
    // Uploads that come all at once take no memory without end: who has no place
    // is told so before anything of theirs is read.
    let large = [pictures[0].as_slice(), &vec![1; 7 << 20]].concat();
    let statuses: Vec<u16> = thread::scope(|scope| {
        let sent = (0..4 * CAPTURES).map(|number| {
            let (service, desk, large) = (&service, &desk, &large);
            let id = &ids[number % CAPTURES];
            scope.spawn(move || service.send_frames(desk, id, large).status)
        });
        let sent: Vec<_> = sent.collect();
        sent.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(
        statuses.iter().all(|status| [422, 503].contains(status)),
        "{statuses:?}"
    );
    let grown = service.peak_megabytes() - before;
    assert!(grown < 200, "{grown} MB more than before");
    // Who is given up makes room.
    service
        .send(
            "DELETE",
            &format!("/v1/captures/{}", ids[0]),
            Some(&desk),
            &json!({}),
        )
        .expect(200);
    begin().expect(200);
}

#[test]
fn captures_are_shared_among_engines() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let service = with_engines(&site, 2);
    let (desk, _) = service.log_in(FRONT_DESK);
    for _ in 0..4 {
        let claim = json!({ "badge": BADGE });
        let begun = service.post("/v1/verifications", Some(&desk), &claim);
        begun.expect(200);
    }
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let metrics = String::from_utf8(service.get("/metrics").body).unwrap();
        let halves = ["0", "1"].map(|engine| format!("captures_going{{engine=\"{engine}\"}} 2"));
        if halves.iter().all(|half| metrics.contains(half)) {
            return;
        }
        assert!(Instant::now() < until, "{metrics}");
        thread::sleep(Duration::from_millis(200));
    }
}
