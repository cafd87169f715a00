//! Who is erased at one kiosk is gone at the centre, whatever else comes.

use std::thread;
use std::time::Duration;

use secure_biometric::central::{Answer, Cursor, Record, RecordKind, Tombstone};
use secure_biometric::domain::{PersonId, Timestamp};
use sqlx::{AssertSqlSafe, Connection, Executor};
use uuid::Uuid;

use crate::database::{TestCentre, TestKiosk, runtime};
use crate::rows::{of_person, person, session};

/// What may not be left anywhere.
const CANARY: &str = "CANARY-7731942";

fn erase(centre: &TestCentre, kiosk: &TestKiosk, person: Uuid) -> Vec<Answer> {
    let tombstone = Tombstone {
        person: PersonId(person),
        erased_at: Timestamp(1_795_000_000_000),
    };
    centre
        .wait(kiosk.centre.push_tombstones(&[tombstone]))
        .unwrap()
}

/// The tables in which a text or id is found.
fn found(centre: &TestCentre, bytes: &str) -> Vec<String> {
    let tables = centre.texts(
        "SELECT c.oid::regclass::text FROM pg_class AS c \
         WHERE relnamespace = 'centre'::regnamespace AND relkind = 'r' ORDER BY 1",
    );
    let hex: String = bytes.bytes().map(|byte| format!("{byte:02x}")).collect();
    let holds = |table: &String| {
        centre.count(&format!(
            "SELECT count(*) FROM {table} AS t WHERE t::text LIKE '%{bytes}%' \
             OR t::text LIKE '%{hex}%'"
        )) > 0
    };
    tables.into_iter().filter(holds).collect()
}

#[test]
fn nothing_of_an_erased_person_is_left_in_whatever_order_things_come() {
    let centre = TestCentre::new();
    let site = centre.site();
    let kiosk = centre.kiosk(site);
    let gone = Uuid::now_v7();
    let stays = Uuid::now_v7();
    let records = |content: &str| -> Vec<(RecordKind, Vec<Record>)> {
        vec![
            (
                RecordKind::Person,
                vec![person(gone, 1, content), person(gone, 2, content)],
            ),
            (RecordKind::Template, vec![of_person(gone, content)]),
            (RecordKind::Consent, vec![of_person(gone, content)]),
        ]
    };
    for (kind, rows) in records(CANARY) {
        let pushed = kiosk.centre.push_records(kind, &rows);
        centre.wait(pushed).unwrap();
    }
    let of_gone = session(Some(gone), CANARY);
    let of_other = session(Some(stays), "another's");
    let both = [of_gone.clone(), of_other.clone()];
    centre.wait(kiosk.centre.push_sessions(&both)).unwrap();
    let other = person(stays, 1, "another");
    centre
        .wait(kiosk.centre.push_records(RecordKind::Person, &[other]))
        .unwrap();
    assert!(
        found(&centre, CANARY).len() >= 5,
        "{:?}",
        found(&centre, CANARY)
    );

    assert_eq!(erase(&centre, &kiosk, gone), [Answer::Kept]);
    assert_eq!(found(&centre, CANARY), [""; 0]);
    assert_eq!(found(&centre, &gone.to_string()), ["centre.tombstones"]);
    let decided = "SELECT count(*) FROM centre.sessions WHERE decision = 'verified'";
    assert_eq!(centre.count(decided), 2, "the decision outlives the person");

    // What comes late, from any kiosk, is not kept.
    let late = centre.kiosk(site);
    for (kind, rows) in records(CANARY) {
        let answers = centre.wait(late.centre.push_records(kind, &rows)).unwrap();
        assert_eq!(answers, vec![Answer::Erased; rows.len()], "{kind:?}");
    }
    let rows = [of_gone, session(Some(gone), CANARY), of_other];
    let answers = centre.wait(late.centre.push_sessions(&rows)).unwrap();
    assert_eq!(answers, [Answer::Erased, Answer::Erased, Answer::Kept]);
    assert_eq!(erase(&centre, &late, gone), [Answer::Kept]);
    assert_eq!(found(&centre, CANARY), [""; 0]);
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
    assert_eq!(centre.count("SELECT count(*) FROM centre.people"), 1);

    // The other kiosks are told, once.
    let tombstones = centre.pull_all(1, |cursor: Cursor| {
        let pulled = late.again();
        async move { pulled.pull_tombstones(cursor, 2).await.unwrap() }
    });
    assert_eq!(tombstones.len(), 1);
    assert_eq!(tombstones[0].person, PersonId(gone));
    assert_eq!(tombstones[0].kiosk, kiosk.id);
}

#[test]
fn an_erasure_waits_for_what_is_being_written_and_wins() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (writer, eraser) = (centre.kiosk(site), centre.kiosk(site));
    let id = Uuid::now_v7();
    // A push that isn't committed yet: the erasure can't see its row.
    let mut connection = writer.connect(&centre);
    centre.wait(connection.execute("BEGIN")).unwrap();
    let push = format!(
        "SELECT kiosk.push_records('person', '{{{id}}}', '{{1}}', '{{{id}}}', \
         ARRAY[sha256('x')], ARRAY['{CANARY}'::bytea])"
    );
    centre
        .wait(connection.execute(AssertSqlSafe(push)))
        .unwrap();
    let address = eraser.address.clone();
    let erasing = thread::spawn(move || {
        let tombstone = Tombstone {
            person: PersonId(id),
            erased_at: Timestamp(1),
        };
        let centre = secure_biometric::central::Centre::new(address);
        runtime().block_on(centre.push_tombstones(&[tombstone]))
    });
    thread::sleep(Duration::from_millis(500));
    assert!(!erasing.is_finished(), "the erasure went past the push");
    centre.wait(connection.execute("COMMIT")).unwrap();
    centre.wait(connection.close()).unwrap();
    assert_eq!(erasing.join().unwrap().unwrap(), [Answer::Kept]);
    assert_eq!(centre.count("SELECT count(*) FROM centre.people"), 0);
    assert_eq!(found(&centre, CANARY), [""; 0]);
}
