//! A process that is killed at a random moment loses nothing it confirmed and
//! keeps nothing half.
//!
//! A child enrols people and records failures for ever and says each one that
//! was confirmed; it is killed (SIGKILL) again and again over the same folder.
//! This shows that transactions are whole and that recovery works. That a
//! confirmed one also survives the loss of power rests on SQLite's
//! `synchronous = FULL` and on the disk.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "store/support.rs"]
mod support;

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use secure_biometric::domain::{
    AttemptCount, AttemptKey, Decision, PersonId, Reason, Session, SessionId, SessionKind,
};
use secure_biometric::store::{Attempt, SessionFilter, SessionRecord, Store};
use uuid::Uuid;

use support::{MODEL, block_on, enrolment, open, session};

/// Tells the child which folder to use; unset, it does nothing.
const CHILD_FOLDER: &str = "POWER_LOSS_TEST_FOLDER";
const ROUNDS: u32 = 30;
/// A child is killed so long after its first confirmed write, at most.
const LONGEST_LIFE_MILLIS: u64 = 250;

/// What the children said was confirmed.
#[derive(Default)]
struct Confirmed {
    people: HashSet<PersonId>,
    failures: HashSet<SessionId>,
}

impl Confirmed {
    /// Reads whole lines; a line cut off by the kill confirms nothing.
    fn read(&mut self, lines: impl Iterator<Item = String>) {
        for line in lines {
            match line.split_once(' ') {
                Some(("person", id)) => _ = self.people.insert(PersonId(id.parse().unwrap())),
                Some(("failure", id)) => _ = self.failures.insert(SessionId(id.parse().unwrap())),
                _ => {}
            }
        }
    }
}

#[test]
fn killed_at_any_moment_all_or_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut confirmed = Confirmed::default();
    for round in 0..ROUNDS {
        let lines = child_killed_at_random(folder.path());
        confirmed.read(lines.into_iter());
        block_on(look(folder.path(), &confirmed, round + 1));
    }
    let (people, failures) = (confirmed.people.len(), confirmed.failures.len());
    println!("{ROUNDS} kills, {people} enrolments and {failures} failures confirmed");
    assert!(
        people >= 100,
        "too few enrolments to show anything: {people}"
    );
}

/// Starts a child, kills it, and gives the whole lines it wrote.
fn child_killed_at_random(folder: &Path) -> Vec<String> {
    let mut child: Child = Command::new(std::env::current_exe().unwrap())
        .args(["child_writes_until_it_is_killed", "--exact", "--nocapture"])
        .env(CHILD_FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    // The random moment counts from the first confirmed write.
    while !lines.iter().any(|line: &String| line.starts_with("person")) {
        let mut line = String::new();
        assert!(output.read_line(&mut line).unwrap() > 0, "the child ended");
        lines.push(line.trim_end().to_owned());
    }
    let mut random = [0; 8];
    getrandom::fill(&mut random).unwrap();
    let micros = u64::from_le_bytes(random) % (LONGEST_LIFE_MILLIS * 1000);
    std::thread::sleep(Duration::from_micros(micros));
    child.kill().unwrap();
    child.wait().unwrap();
    loop {
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        if !line.ends_with('\n') {
            return lines;
        }
        lines.push(line.trim_end().to_owned());
    }
}

/// Looks whether all that was confirmed is there and whatever is there is
/// whole, after so many kills.
async fn look(folder: &Path, confirmed: &Confirmed, kills: u32) {
    let store = open(folder).await;
    store.check().await.unwrap();
    let people = store.people().await.unwrap();
    let kept: HashSet<PersonId> = people.iter().map(|person| person.id).collect();
    assert!(
        kept.is_superset(&confirmed.people),
        "a confirmed person is lost"
    );
    // A kill may fall between the commit and the word of it.
    let most = confirmed.people.len() + usize::try_from(kills).unwrap();
    assert!(kept.len() <= most);

    let sessions = store.sessions(&SessionFilter::default()).await.unwrap();
    let enrolled: HashSet<PersonId> = sessions
        .iter()
        .filter_map(|session| session.person)
        .collect();
    assert_eq!(enrolled, kept, "a person without a session, or the reverse");
    let gallery = store.gallery(MODEL).await.unwrap();
    assert_eq!(gallery.len(), kept.len());
    for (person, templates) in &gallery {
        assert_eq!(templates.len(), 5, "half an enrolment");
        assert!(store.consent(person.id).await.unwrap().is_some());
    }

    let failed: HashSet<SessionId> = sessions
        .iter()
        .filter(|session| session.decision == Decision::NotVerified)
        .map(|session| session.id)
        .collect();
    assert!(
        failed.is_superset(&confirmed.failures),
        "a confirmed failure is lost"
    );
    let counted = store.attempts(&AttemptKey::Kiosk).await.unwrap();
    assert_eq!(
        usize::try_from(counted.failures_in_row).unwrap(),
        failed.len(),
        "a failure without its count, or the reverse"
    );
    store.close().await;
}

/// The child of the test above.
#[test]
fn child_writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(CHILD_FOLDER) else {
        return;
    };
    block_on(async {
        let store = open(Path::new(&folder)).await;
        for seed in (1..1000).cycle() {
            let badge = Uuid::now_v7().simple().to_string();
            let new = enrolment(&badge, "Ada Lovelace", seed);
            store.enrol(&new).await.unwrap();
            say("person", new.person.id);
            let failure = fail_once(&store).await;
            say("failure", failure);
        }
    });
}

async fn fail_once(store: &Store) -> SessionId {
    let failure = Session {
        decision: Decision::NotVerified,
        reason: Reason::NoMatch,
        ..session(SessionKind::Verification, 2_000)
    };
    let record = SessionRecord {
        session: &failure,
        attempts: Some(Attempt {
            key: &AttemptKey::Kiosk,
            after: &|before| {
                Some(AttemptCount {
                    failures_in_row: before.failures_in_row + 1,
                    paused_until: None,
                })
            },
            disable: None,
        }),
    };
    store.record_session(&record).await.unwrap();
    failure.id
}

fn say(what: &str, id: impl std::fmt::Display) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{what} {id}").unwrap();
    output.flush().unwrap();
}
