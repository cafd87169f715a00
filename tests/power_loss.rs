//! A process that is killed at a random moment loses nothing it confirmed and
//! keeps nothing half.
//!
//! A child enrols people and records failures for ever and says each one that
//! was confirmed; it is killed (SIGKILL) again and again over the same folder,
//! and, while it makes one and writes into it for the first time, over new ones.
//! This shows that transactions are whole and that recovery works. That a
//! confirmed one also survives the loss of power rests on SQLite's
//! `synchronous = FULL` and on the disk.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "store/support.rs"]
mod support;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use secure_biometric::domain::{
    Act, AttemptCount, AttemptKey, Decision, PersonId, Reason, Session, SessionId, SessionKind,
    Subject,
};
use secure_biometric::store::{
    Attempt, AuditFilter, DATABASE_FILE, SessionFilter, SessionRecord, Store,
};
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

use support::{MODEL, block_on, enrolment, open, raw, session};

/// Tells the child which folder to use; unset, it does nothing.
const CHILD_FOLDER: &str = "POWER_LOSS_TEST_FOLDER";
const ROUNDS: u32 = 30;
const NEW_FOLDERS: u32 = 40;
/// A child is killed so long after its first confirmed write, at most.
const LONGEST_LIFE: Duration = Duration::from_millis(250);
/// What a child says before it opens its folder, and with its first confirmed
/// write.
const OPENS: &str = "opens";
const PERSON: &str = "person";

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
                Some((PERSON, id)) => _ = self.people.insert(PersonId(id.parse().unwrap())),
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
        let lines = child_killed_at_random(folder.path(), PERSON, LONGEST_LIFE);
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

#[test]
fn killed_while_a_folder_is_made_it_is_made_by_the_next() {
    // How long the first opening and the first write take here, undisturbed.
    let unharmed = || {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Writer::start(folder.path());
        child.read_until(OPENS);
        let begun = Instant::now();
        child.read_until(PERSON);
        let took = begun.elapsed();
        child.kill();
        took
    };
    let first_write = unharmed().min(unharmed()).min(unharmed());

    let mut reached = BTreeMap::<Reached, u32>::new();
    for number in 0..NEW_FOLDERS {
        // Beside other work a write takes longer than it took undisturbed.
        let longest = first_write * if number % 2 == 0 { 3 } else { 8 } / 2;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let lines = child_killed_at_random(&data, OPENS, longest);
        let mut confirmed = Confirmed::default();
        confirmed.read(lines.into_iter());
        *reached.entry(block_on(Reached::by(&data))).or_default() += 1;
        block_on(look(&data, &confirmed, 1));
        // And it can be written to.
        let mut next = Writer::start(&data);
        next.read_until(PERSON);
        confirmed.read(next.kill().into_iter());
        block_on(look(&data, &confirmed, 2));
    }
    println!("{NEW_FOLDERS} kills, a write takes {first_write:?}: {reached:?}");
    let early = |(reached, _): &(&Reached, &u32)| **reached < Reached::Wrote;
    let early: u32 = reached.iter().filter(early).map(|(_, count)| count).sum();
    assert!(
        early >= NEW_FOLDERS / 10,
        "too few early kills: {reached:?}"
    );
    assert!(reached.contains_key(&Reached::Wrote), "{reached:?}");
}

/// How far a child came before it was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    /// There is no database, or nothing in it.
    Nothing,
    /// Some of the schema is there.
    HalfTheSchema,
    /// All of it, and nothing written.
    TheSchema,
    /// Something was written.
    Wrote,
}

impl Reached {
    /// What is in a folder, looked at in a copy: SQLite mends what it opens, and
    /// that is left to the store.
    async fn by(folder: &Path) -> Self {
        if !folder.join(DATABASE_FILE).exists() {
            return Self::Nothing;
        }
        let copy = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
        let mut file = raw(copy.path()).await;
        let migrations = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite"));
        let count = async |file: &mut SqliteConnection, table: &str| {
            let query = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
            let counted = sqlx::query_as::<_, (i64,)>(query).fetch_one(file).await;
            // No such table.
            counted.map_or(0, |(count,)| usize::try_from(count).unwrap())
        };
        let applied = count(&mut file, "_sqlx_migrations").await;
        if applied == 0 {
            Self::Nothing
        } else if applied < migrations.unwrap().count() {
            Self::HalfTheSchema
        } else if count(&mut file, "people").await == 0 {
            Self::TheSchema
        } else {
            Self::Wrote
        }
    }
}

/// A child that writes.
struct Writer {
    child: Child,
    output: BufReader<ChildStdout>,
    lines: Vec<String>,
}

impl Writer {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["child_writes_until_it_is_killed", "--exact", "--nocapture"])
            .env(CHILD_FOLDER, folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            output,
            lines: Vec::new(),
        }
    }

    /// Waits until it says something that begins so.
    fn read_until(&mut self, beginning: &str) {
        // What libtest prints may stand before it.
        while !self.lines.iter().any(|line| line.contains(beginning)) {
            let mut line = String::new();
            let length = self.output.read_line(&mut line).unwrap();
            assert!(length > 0, "the child ended");
            self.lines.push(line.trim_end().to_owned());
        }
    }

    /// Kills it and gives the whole lines it wrote.
    fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            if !line.ends_with('\n') {
                return self.lines;
            }
            self.lines.push(line.trim_end().to_owned());
        }
    }
}

/// Starts a child, kills it at a random moment, at most so long after it said
/// something that begins so, and gives the whole lines it wrote.
fn child_killed_at_random(folder: &Path, beginning: &str, longest: Duration) -> Vec<String> {
    let mut child = Writer::start(folder);
    child.read_until(beginning);
    let mut random = [0; 4];
    getrandom::fill(&mut random).unwrap();
    let share = f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX);
    std::thread::sleep(longest.mul_f64(share));
    child.kill()
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
    // Each has its entry of the audit, whose chain no kill has broken.
    let check = store.check_audit(None).await.unwrap();
    assert_eq!(check.flaws, [], "the audit is broken");
    let filter = AuditFilter {
        acts: vec![Act::Enrolled],
        ..AuditFilter::default()
    };
    let entries = store.audit(&filter).await.unwrap().entries;
    let written: HashSet<PersonId> = entries
        .iter()
        .filter_map(|entry| match entry.subject {
            Some(Subject::Person(id)) => Some(id),
            _ => None,
        })
        .collect();
    assert_eq!(written, kept, "a person without an entry, or the reverse");
    store.close().await;
}

/// The child of the test above.
#[test]
fn child_writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(CHILD_FOLDER) else {
        return;
    };
    block_on(async {
        say(OPENS, "");
        let store = open(Path::new(&folder)).await;
        for seed in (1..1000).cycle() {
            let badge = Uuid::now_v7().simple().to_string();
            let new = enrolment(&badge, "Ada Lovelace", seed);
            store.enrol(&new).await.unwrap();
            say(PERSON, new.person.id);
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
