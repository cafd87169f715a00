//! Tokens are brought to real files and to real programs that listen, whatever
//! those do.

use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc::{Receiver, channel};

use uuid::Uuid;

use super::*;
use crate::domain::{
    Assurance, ConsentId, Decision, PersonId, SessionId, Source, TokenClaims, TokenId,
};

const PATIENCE: Duration = Duration::from_secs(30);

fn token(text: &str, life_seconds: i64) -> Token {
    Token {
        claims: TokenClaims {
            iss: "kiosk".to_owned(),
            sub: PersonId(Uuid::from_u128(1)),
            aud: "door".to_owned(),
            iat: 1_700_000_000,
            nbf: 1_700_000_000,
            exp: 1_700_000_000 + life_seconds,
            jti: TokenId(Uuid::now_v7()),
            sid: SessionId(Uuid::from_u128(2)),
            decision: Decision::Verified,
            source: Source::Kiosk,
            assurance: vec![Assurance::Face],
            tolerance: "balanced".to_owned().try_into().unwrap(),
            tolerance_version: 1,
            model: None,
            consent: ConsentId(Uuid::from_u128(3)),
        },
        text: text.to_owned(),
    }
}

/// A server that answers each request as told, and hands on what it got; none
/// as an answer is silence.
fn server(answers: Vec<Option<&'static str>>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/tokens", listener.local_addr().unwrap());
    let (got, received) = channel();
    std::thread::spawn(move || {
        let mut silent = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            got.send(request(&stream)).unwrap();
            match answer {
                Some(answer) => {
                    write!(stream, "HTTP/1.1 {answer}\r\ncontent-length: 0\r\n").unwrap();
                    write!(stream, "connection: close\r\n\r\n").unwrap();
                }
                None => silent.push(stream),
            }
        }
        std::thread::sleep(PATIENCE);
        drop(silent);
    });
    (url, received)
}

/// A request's first line, type and body.
fn request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut length, mut said) = (0, Vec::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(count) = line.strip_prefix("content-length: ") {
            length = count.parse().unwrap();
        } else if said.is_empty() || line.starts_with("content-type: ") {
            said.push(line.clone());
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    said.push(String::from_utf8(body).unwrap());
    said.join("|")
}

fn to_url(url: &str) -> Couriers {
    Couriers::start(&HandOver {
        url: Some(url.to_owned()),
        ..HandOver::default()
    })
}

fn settled(couriers: &Couriers, done: impl Fn(Courses) -> bool) -> Courses {
    let since = Instant::now();
    loop {
        let view = couriers.view();
        let courses = view.url.or(view.file).unwrap();
        if done(courses) {
            return courses;
        }
        assert!(since.elapsed() < PATIENCE, "{courses:?}");
        std::thread::sleep(LOOK);
    }
}

#[test]
fn a_token_is_sent_again_until_it_is_taken() {
    let failed = Some("503 Service Unavailable");
    let (url, received) = server(vec![failed, failed, Some("204 No Content")]);
    let couriers = to_url(&url);
    couriers.take(&token("a.b.c", 300));
    let refused = settled(&couriers, |courses| courses.trouble.is_some());
    let (trouble, _) = refused.trouble.unwrap();
    assert_eq!(trouble, CourierTrouble::Refused { status: 503 });
    assert_eq!(refused.waiting, 1);
    let brought = settled(&couriers, |courses| courses.brought == 1);
    assert_eq!((brought.waiting, brought.trouble), (0, None));
    let all: Vec<String> = received.try_iter().collect();
    let said = "post /tokens http/1.1|content-type: application/jwt|a.b.c";
    assert_eq!(all, [said; 3]);
}

#[test]
fn who_hangs_holds_nobody_up_and_is_told() {
    let (url, _received) = server(vec![None, Some("200 OK")]);
    let couriers = to_url(&url);
    let before = Instant::now();
    couriers.take(&token("a.b.c", 300));
    assert!(before.elapsed() < Duration::from_millis(50));
    let slow = settled(&couriers, |courses| courses.trouble.is_some());
    assert_eq!(slow.trouble.unwrap().0, CourierTrouble::Slow);
    assert!(before.elapsed() < ANSWERING + Duration::from_secs(5));
    settled(&couriers, |courses| courses.brought == 1);
}

#[test]
fn what_is_refused_is_not_sent_again_and_redirects_lead_nowhere() {
    for (answer, status) in [
        ("401 Unauthorized", 401),
        (
            "307 Temporary Redirect\r\nlocation: http://127.0.0.1:9/x",
            307,
        ),
    ] {
        let (url, received) = server(vec![Some(answer)]);
        let couriers = to_url(&url);
        couriers.take(&token("a.b.c", 300));
        let refused = settled(&couriers, |courses| courses.given_up == 1);
        let (trouble, _) = refused.trouble.unwrap();
        assert_eq!(trouble, CourierTrouble::Refused { status });
        assert_eq!((refused.waiting, received.try_iter().count()), (0, 1));
    }
}

#[test]
fn where_nobody_listens_a_token_is_given_up_with_its_life() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/tokens", port.local_addr().unwrap());
    drop(port);
    let couriers = to_url(&url);
    let before = Instant::now();
    couriers.take(&token("a.b.c", 1));
    let lost = settled(&couriers, |courses| courses.given_up == 1);
    assert_eq!(lost.trouble.unwrap().0, CourierTrouble::Unreachable);
    assert!(before.elapsed() < Duration::from_secs(5));
}

#[test]
fn no_more_wait_than_there_is_room_for() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/tokens", port.local_addr().unwrap());
    let couriers = to_url(&url);
    for _ in 0..60 {
        couriers.take(&token("a.b.c", 300));
    }
    let courses = couriers.view().url.unwrap();
    assert!(courses.waiting <= 17, "{courses:?}");
    assert!(courses.given_up >= 43, "{courses:?}");
    assert_eq!(courses.trouble.unwrap().0, CourierTrouble::TooMany);
}

fn to_file(path: &Path) -> Couriers {
    Couriers::start(&HandOver {
        file: Some(path.to_owned()),
        ..HandOver::default()
    })
}

#[test]
fn the_file_holds_the_newest_token_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    // What stands there already, for all to read, isn't written into.
    std::fs::write(&path, "old").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    std::fs::write(beside(&path), "left over").unwrap();
    let couriers = to_file(&path);
    for at in 0..10 {
        couriers.take(&token(&format!("a.b.{at}"), 300));
    }
    settled(&couriers, |courses| courses.waiting == 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a.b.9");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_written_later() {
    let folder = tempfile::tempdir().unwrap();
    // No folder there: nobody can write, whoever they are.
    let inside = folder.path().join("later");
    let couriers = to_file(&inside.join("token"));
    couriers.take(&token("a.b.c", 300));
    let failed = settled(&couriers, |courses| courses.trouble.is_some());
    assert_eq!(failed.trouble.unwrap().0, CourierTrouble::File);
    std::fs::create_dir(&inside).unwrap();
    let brought = settled(&couriers, |courses| courses.brought == 1);
    assert_eq!(brought.trouble, None);
}
