//! A kiosk that is killed in the middle of its rounds, and one whose disk is
//! full: what was exchanged is there once, and the rest follows.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use secure_biometric::domain::SessionKind;
use secure_biometric::store::{SessionRecord, Store, StoreError};
use secure_biometric::sync::{Line, SyncError};
use tempfile::TempDir;

use crate::database::{TestCentre, runtime};
use crate::faults::from_environment;
use crate::site::{Site, has, now};
use crate::store_support::{MODEL, enrolment, open, session};
use crate::support::skip;

/// Names the folder of a kiosk where these tests run as the child of one.
const FOLDER: &str = "SB_TEST_KIOSK";

fn child(test: &str, folder: &std::path::Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([test, "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stderr(Stdio::null());
    command
}

async fn decide(store: &Store, sessions: i64) {
    for at in 0..sessions {
        let decided = session(SessionKind::Verification, at);
        let record = SessionRecord::of(&decided);
        store.record_session(&record).await.unwrap();
    }
}

#[test]
fn a_kiosk_that_is_killed_in_its_rounds_loses_nothing_and_doubles_nothing() {
    let kills = from_environment("SOAK_KILLS", 12);
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    let mut random = fastrand::Rng::with_seed(11);
    let mut people = Vec::new();
    for kill in 0..kills {
        let seed = u16::try_from(kill).unwrap() + 3;
        let (here, there) = (
            enrolment(&format!("1{kill:04}"), "Ada", seed),
            enrolment(&format!("2{kill:04}"), "Eve", seed + 5_000),
        );
        centre.wait(async {
            one.store.enrol(&here).await.unwrap();
            other.store.enrol(&there).await.unwrap();
            decide(&one.store, 20).await;
        });
        site.round(&other);
        people.extend([here, there]);
        let mut rounds: Child = child("killed::child_makes_rounds", one.folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(random.u64(20..400)));
        rounds.kill().unwrap();
        rounds.wait().unwrap();
    }
    site.until(&one, async |store| {
        for person in &people {
            if !has(store, person).await {
                return false;
            }
        }
        store.backlog().await.unwrap().is_empty()
    });
    // Twenty decisions each time, and the enrolments' own.
    let sessions = centre
        .count("SELECT count(*) FROM centre.sessions")
        .unsigned_abs();
    assert_eq!(sessions, kills * 22);
    let here = centre
        .wait(one.store.sessions(&Default::default()))
        .unwrap();
    assert_eq!(here.len() as u64, kills * 21);
    let templates = centre.count("SELECT count(*) FROM centre.templates");
    assert_eq!(templates.unsigned_abs(), kills * 10);
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
    assert_eq!(centre.wait(one.store.check()).unwrap(), ());
    println!("killed {kills} times: {sessions} sessions and {templates} templates are there once");
}

/// Helper of the test above, in a process of its own.
#[test]
fn child_makes_rounds() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    runtime().block_on(async {
        let store = open(std::path::Path::new(&folder)).await;
        let line = Line::of(&store).await.unwrap().unwrap();
        loop {
            // Whatever comes of it: it is tried again until this is killed.
            let _ = line.round(now).await;
        }
    });
}

#[test]
fn a_full_disk_keeps_what_there_is_and_fetches_the_rest_later() {
    const PEOPLE: u16 = 60;
    let unshare = Command::new("unshare").args(["-Urm", "true"]).status();
    if !unshare.is_ok_and(|status| status.success()) {
        return skip("this machine lets nobody mount a disk of their own");
    }
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    for number in 0..PEOPLE {
        let person = enrolment(&format!("1{number:04}"), "Ada", number + 3);
        centre.wait(one.store.enrol(&person)).unwrap();
    }
    site.round(&one);
    let disk = TempDir::new().unwrap();
    let script = "mount -t tmpfs -o size=1400k,mode=700 none \"$1\" && cp -a \"$2\"/. \"$1\" && shift 2 && exec \"$@\"";
    let inner = child("killed::child_on_a_full_disk", disk.path());
    let output = Command::new("unshare")
        .args(["-Urm", "sh", "-c", script, "sh"])
        .arg(disk.path())
        .arg(other.folder.path())
        .arg(inner.get_program())
        .args(inner.get_args())
        .env(FOLDER, disk.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("was full"), "{said}");
    assert!(said.contains(&format!("has {PEOPLE} people")), "{said}");
}

/// Helper of the test above, on the disk that was mounted for it.
#[test]
fn child_on_a_full_disk() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    runtime().block_on(async {
        let store = open(&folder).await;
        let line = Line::of(&store).await.unwrap().unwrap();
        let until = std::time::Instant::now() + Duration::from_secs(30);
        let count = async || store.gallery(MODEL).await.unwrap().len();
        let full = loop {
            match line.round(now).await {
                Err(SyncError::Store(StoreError::Full)) => break true,
                Err(error) => println!("{error}"),
                Ok(_) if std::time::Instant::now() > until => break false,
                Ok(_) => {}
            }
        };
        if full {
            println!("was full at {}", count().await);
        }
        let larger = ["-o", "remount,size=64m"];
        let remounted = Command::new("mount").args(larger).arg(&folder).status();
        assert!(remounted.unwrap().success());
        while count().await < 60 && std::time::Instant::now() < until {
            line.round(now).await.unwrap();
        }
        println!("has {} people", count().await);
    });
}
