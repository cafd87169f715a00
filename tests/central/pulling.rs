//! What kiosks fetch: every change, however late it was committed.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use secure_biometric::central::{CentralError, Centre, Cursor, PulledRecord, RecordKind};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::database::{TestCentre, TestKiosk, runtime};
use crate::rows::{of_nobody, of_person, person};

fn pull(
    centre: &TestCentre,
    kiosk: &TestKiosk,
    kind: RecordKind,
    least: usize,
) -> Vec<PulledRecord> {
    centre.pull_all(least, |cursor| {
        let pulled = kiosk.again();
        async move { pulled.pull_records(kind, cursor, 3).await.unwrap() }
    })
}

/// Sends a person on a connection of its own, as part of whatever is going on
/// there.
fn push_on(runtime: &Runtime, connection: &mut PgConnection, id: Uuid) {
    let push = format!(
        "SELECT kiosk.push_records('person', '{{{id}}}', '{{1}}', '{{{id}}}', \
         ARRAY[sha256('x')], ARRAY['x'::bytea])"
    );
    runtime
        .block_on(connection.execute(AssertSqlSafe(push)))
        .unwrap();
}

#[test]
fn other_kiosks_get_the_latest_of_each_record_as_it_was_sent() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (sender, reader) = (centre.kiosk(site), centre.kiosk(site));
    let someone = Uuid::now_v7();
    for kind in RecordKind::ALL {
        let mut sent = Vec::new();
        for number in 0..7 {
            sent.push(match kind {
                RecordKind::Person => person(Uuid::now_v7(), 1, &number.to_string()),
                RecordKind::Template | RecordKind::Consent => {
                    of_person(someone, &number.to_string())
                }
                RecordKind::Operator | RecordKind::Tolerance => of_nobody(&number.to_string()),
            });
        }
        centre
            .wait(sender.centre.push_records(kind, &sent))
            .unwrap();
        let newer = secure_biometric::central::Record {
            version: 2,
            sealed: b"newer".to_vec(),
            ..sent[0].clone()
        };
        let newer = [newer];
        centre
            .wait(sender.centre.push_records(kind, &newer))
            .unwrap();
        sent[0] = newer[0].clone();
        let pulled = pull(&centre, &reader, kind, 7);
        assert_eq!(pulled.len(), 7, "{kind:?}");
        // What changed last comes last.
        assert_eq!(pulled[6].id, sent[0].id);
        for record in pulled {
            let of_sent = sent.iter().find(|sent| sent.id == record.id).unwrap();
            assert_eq!(record.hash, of_sent.hash(kind));
            assert_eq!(record.sealed, of_sent.sealed);
            assert_eq!(
                (record.version, record.person, record.kiosk),
                (of_sent.version, of_sent.person, sender.id)
            );
        }
    }
}

#[test]
fn a_transaction_that_commits_late_is_not_skipped() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (slow, quick, reader) = (centre.kiosk(site), centre.kiosk(site), centre.kiosk(site));
    let (late, early) = (Uuid::now_v7(), Uuid::now_v7());
    let mut connection = slow.connect(&centre);
    centre.wait(connection.execute("BEGIN")).unwrap();
    push_on(&centre.runtime, &mut connection, late);
    let rows = [person(early, 1, "x")];
    let pushed = quick.centre.push_records(RecordKind::Person, &rows);
    centre.wait(pushed).unwrap();
    // The quick one has committed, but a cursor behind it would lie behind the
    // slow one, too.
    let page = reader
        .centre
        .pull_records(RecordKind::Person, Cursor::default(), 10);
    let first = centre.wait(page).unwrap();
    assert_eq!(first.rows, []);
    centre.wait(connection.execute("COMMIT")).unwrap();
    centre.wait(connection.close()).unwrap();
    let pulled = centre.pull_all(2, |cursor| {
        let reader = reader.again();
        let after = cursor.max(first.cursor);
        async move {
            let page = reader.pull_records(RecordKind::Person, after, 1).await;
            page.unwrap()
        }
    });
    let ids: Vec<Uuid> = pulled.iter().map(|record| record.id).collect();
    assert_eq!(ids, [late, early]);
}

#[test]
fn writers_that_commit_in_any_order_lose_nothing_to_a_reader_among_them() {
    const WRITERS: usize = 4;
    const EACH: usize = 30;
    let centre = TestCentre::new();
    let site = centre.site();
    let kiosks: Vec<TestKiosk> = (0..WRITERS).map(|_| centre.kiosk(site)).collect();
    let reader = centre.kiosk(site);
    let done = AtomicBool::new(false);
    let write = &|kiosk: &TestKiosk, writer: usize| {
        let runtime = runtime();
        let mut connection = kiosk.connect_in(&runtime);
        let mut sent = Vec::new();
        for number in 0..EACH {
            let id = Uuid::now_v7();
            let run = |connection: &mut PgConnection, sql: &str| {
                let sql = AssertSqlSafe(sql.to_owned());
                runtime.block_on(connection.execute(sql)).unwrap();
            };
            run(&mut connection, "BEGIN");
            push_on(&runtime, &mut connection, id);
            // Some keep their change for long, others for no time; every
            // seventh takes it back.
            thread::sleep(Duration::from_millis((number * 7 + writer * 5) as u64 % 23));
            if number % 7 == 6 {
                run(&mut connection, "ROLLBACK");
            } else {
                run(&mut connection, "COMMIT");
                sent.push(id);
            }
        }
        sent
    };
    let read = || {
        let (runtime, centre) = (runtime(), reader.again());
        let mut cursor = Cursor::default();
        let mut seen = Vec::new();
        loop {
            let last = done.load(Ordering::Acquire);
            let page = centre.pull_records(RecordKind::Person, cursor, 5);
            let page = runtime.block_on(page).unwrap();
            assert!(page.cursor >= cursor);
            cursor = page.cursor;
            seen.extend(page.rows.iter().map(|record| record.id));
            if last && !page.more {
                return (cursor, seen);
            }
        }
    };
    let (sent, (cursor, mut seen)) = thread::scope(|scope| {
        let writers: Vec<_> = kiosks
            .iter()
            .enumerate()
            .map(|(at, kiosk)| scope.spawn(move || write(kiosk, at)))
            .collect();
        let reader = scope.spawn(read);
        let sent: Vec<Uuid> = writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect();
        done.store(true, Ordering::Release);
        (sent, reader.join().unwrap())
    });
    // What other tests' transactions held back is behind the cursor.
    let rest = sent.len() - seen.len().min(sent.len());
    let late = centre.pull_all(rest, |after| {
        let reader = reader.again();
        let after = after.max(cursor);
        async move {
            let page = reader.pull_records(RecordKind::Person, after, 5).await;
            page.unwrap()
        }
    });
    seen.extend(late.iter().map(|record| record.id));
    let once: BTreeSet<Uuid> = seen.iter().copied().collect();
    assert_eq!(once.len(), seen.len(), "something was told twice");
    assert_eq!(once, sent.into_iter().collect::<BTreeSet<Uuid>>());
}

#[test]
fn a_database_put_into_another_cluster_is_served_after_it_was_migrated() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (kiosk, reader) = (centre.kiosk(site), centre.kiosk(site));
    let rows = [person(Uuid::now_v7(), 1, "x")];
    let pushed = kiosk.centre.push_records(RecordKind::Person, &rows);
    centre.wait(pushed).unwrap();
    // As after a restore: the numbers are another cluster's, and far ahead.
    centre.run(
        "UPDATE centre.about SET system_identifier = 1;
         UPDATE centre.people SET change_xid = '999999999'",
    );
    let refused = reader
        .centre
        .pull_records(RecordKind::Person, Cursor::default(), 9);
    assert_eq!(centre.wait(refused), Err(CentralError::Restored));
    let greeting = centre.wait(reader.again().greeting());
    assert_eq!(greeting, Err(CentralError::Restored));
    assert!(
        centre
            .wait(secure_biometric::central::migrate(&centre.owner()))
            .unwrap()
            .renumbered
    );
    assert_eq!(pull(&centre, &reader, RecordKind::Person, 1).len(), 1);
}

#[test]
fn asking_again_after_a_lost_connection_connects_again() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let kept: &Centre = &kiosk.centre;
    centre.wait(kept.greeting()).unwrap();
    let ended = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{}'",
        kiosk.address.login()
    );
    centre.run(&ended);
    let lost = centre.wait(kept.pull_tombstones(Cursor::default(), 9));
    let error = lost.unwrap_err();
    assert!(error.may_pass(), "{error}");
    let again = centre.wait(kept.pull_tombstones(Cursor::default(), 9));
    assert_eq!(again.unwrap().rows, []);
}
