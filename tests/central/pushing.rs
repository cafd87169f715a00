//! What is kept of what kiosks send: each thing once, in whatever order and
//! however often it comes, and every row is answered.

use secure_biometric::central::{
    Answer, AuditHead, CentralError, MOST_ROWS, Record, RecordKind, SessionRow,
};
use sqlx::{AssertSqlSafe, Executor};
use uuid::Uuid;

use crate::database::{TestCentre, TestKiosk};
use crate::rows::{of_nobody, of_person, person, session};

const KEPT: Answer = Answer::Kept;

fn push(centre: &TestCentre, kiosk: &TestKiosk, kind: RecordKind, rows: &[Record]) -> Vec<Answer> {
    centre.wait(kiosk.centre.push_records(kind, rows)).unwrap()
}

fn push_sessions(centre: &TestCentre, kiosk: &TestKiosk, rows: &[SessionRow]) -> Vec<Answer> {
    centre.wait(kiosk.centre.push_sessions(rows)).unwrap()
}

fn refused(rule: &str) -> Answer {
    Answer::Refused(rule.to_owned())
}

#[test]
fn what_is_sent_again_is_kept_once() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (kiosk, other) = (centre.kiosk(site), centre.kiosk(site));
    let sessions: Vec<SessionRow> = (0..300).map(|n| session(None, &n.to_string())).collect();
    for sender in [&kiosk, &kiosk, &other] {
        let answers = push_sessions(&centre, sender, &sessions);
        assert_eq!(answers, vec![KEPT; 300]);
    }
    assert_eq!(centre.count("SELECT count(*) FROM centre.sessions"), 300);
    let doubled = [sessions[0].clone(), sessions[0].clone()];
    assert_eq!(push_sessions(&centre, &kiosk, &doubled), [KEPT, KEPT]);
    let someone = Uuid::now_v7();
    for kind in RecordKind::ALL {
        let record = match kind {
            RecordKind::Person => person(someone, 1, "x"),
            RecordKind::Template | RecordKind::Consent => of_person(someone, "x"),
            RecordKind::Operator | RecordKind::Tolerance => of_nobody("x"),
        };
        let twice = [record.clone(), record.clone()];
        assert_eq!(push(&centre, &kiosk, kind, &twice), [KEPT, KEPT]);
        assert_eq!(push(&centre, &other, kind, &[record]), [KEPT]);
    }
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
    assert_eq!(centre.count("SELECT count(*) FROM centre.lost_versions"), 0);
}

#[test]
fn the_same_id_with_another_content_is_an_alarm_and_the_first_session_stays() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let first = session(None, "what happened");
    let forged = SessionRow {
        sealed: b"what did not".to_vec(),
        ..first.clone()
    };
    assert_eq!(
        push_sessions(&centre, &kiosk, std::slice::from_ref(&first)),
        [KEPT]
    );
    let mixed = [session(None, "a"), forged.clone(), session(None, "b")];
    let answers = push_sessions(&centre, &kiosk, &mixed);
    assert_eq!(answers, [KEPT, Answer::Alarm, KEPT]);
    assert_eq!(
        push_sessions(&centre, &kiosk, &[forged]),
        [Answer::Alarm],
        "sent again it is the same alarm"
    );
    assert_eq!(push_sessions(&centre, &kiosk, &[first]), [KEPT]);
    let alarms = centre
        .texts("SELECT concat_ws(' ', what, kind, times, hash_low < hash_high) FROM centre.alarms");
    assert_eq!(alarms, ["two_of_one_id session 2 t"]);
    let sealed = centre.texts("SELECT convert_from(sealed, 'UTF8') FROM centre.sessions");
    assert!(sealed.contains(&"what happened".to_owned()), "{sealed:?}");
    assert_eq!(sealed.len(), 3);
}

#[test]
fn rows_that_break_a_rule_are_named_and_the_others_go_on() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let good = session(None, "good");
    let empty = session(None, "");
    let mut huge = session(None, "");
    huge.sealed = vec![0; (1 << 20) + 1];
    let mut random_id = session(None, "x");
    random_id.id.0 = "01940000-0000-4000-8000-000000000001".parse().unwrap();
    let rows = [good, empty, huge, session(None, "last"), random_id];
    let answers = push_sessions(&centre, &kiosk, &rows);
    let too_long = refused("sealed_is_at_most_1_mib");
    let expected = [
        KEPT,
        too_long.clone(),
        too_long.clone(),
        KEPT,
        refused("id_is_uuid7"),
    ];
    assert_eq!(answers, expected);
    assert_eq!(centre.count("SELECT count(*) FROM centre.sessions"), 2);

    let id = Uuid::now_v7();
    let mut of_nobody_known = of_person(id, "x");
    of_nobody_known.person = None;
    let rows = [of_person(id, "a"), of_nobody_known, of_person(id, "b")];
    let answers = push(&centre, &kiosk, RecordKind::Template, &rows);
    assert_eq!(answers, [KEPT, refused("person_is_named"), KEPT]);
    let rows = [person(id, 0, "x"), person(id, 1, "x")];
    let answers = push(&centre, &kiosk, RecordKind::Person, &rows);
    assert_eq!(answers, [refused("version_is_positive"), KEPT]);
    let rows = [of_person(id, "x"), of_nobody("x")];
    let answers = push(&centre, &kiosk, RecordKind::Operator, &rows);
    assert_eq!(answers, [refused("person_is_not_named"), KEPT]);
}

#[test]
fn arrays_of_a_batch_that_do_not_fit_are_refused_as_a_whole() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let mut connection = kiosk.connect(&centre);
    let id = Uuid::now_v7();
    for (call, expected) in [
        (
            format!("kiosk.push_tombstones('{{{id}}}', '{{1,2}}')"),
            "SB004",
        ),
        (format!("kiosk.push_tombstones('{{{id}}}', NULL)"), "SB004"),
        ("kiosk.push_tombstones(NULL, NULL)".to_owned(), "SB004"),
        (
            format!("kiosk.push_records('pin', '{{{id}}}', '{{1}}', '{{NULL}}', '{{x}}', '{{x}}')"),
            "SB004",
        ),
    ] {
        let call = AssertSqlSafe(format!("SELECT * FROM {call}"));
        let error = centre.wait(connection.execute(call)).unwrap_err();
        let state = error.as_database_error().unwrap().code();
        assert_eq!(state.as_deref(), Some(expected), "{error}");
    }
    // What is missing within an array is told of that row alone.
    let call = format!("SELECT * FROM kiosk.push_tombstones('{{NULL,{id}}}', '{{1,2}}')");
    let rows: Vec<(i32, String, Option<String>)> = centre
        .wait(sqlx::query_as(AssertSqlSafe(call)).fetch_all(&mut connection))
        .unwrap();
    let missing = (1, "refused".to_owned(), Some("missing_id".to_owned()));
    assert_eq!(rows, [missing, (2, "kept".to_owned(), None)]);
    let many = vec![session(None, "x"); MOST_ROWS + 1];
    let refused = centre.wait(kiosk.centre.push_sessions(&many));
    assert!(
        matches!(refused, Err(CentralError::Misuse(_))),
        "{refused:?}"
    );
}

#[test]
fn the_later_version_of_a_person_wins_and_the_other_is_put_aside() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (here, there) = (centre.kiosk(site), centre.kiosk(site));
    let id = Uuid::now_v7();
    let kind = RecordKind::Person;
    assert_eq!(push(&centre, &here, kind, &[person(id, 1, "one")]), [KEPT]);
    // Both change version 1.
    assert_eq!(push(&centre, &here, kind, &[person(id, 2, "red")]), [KEPT]);
    assert_eq!(
        push(&centre, &here, kind, &[person(id, 3, "red, again")]),
        [KEPT]
    );
    let answers = push(&centre, &there, kind, &[person(id, 2, "blue")]);
    assert_eq!(answers, [Answer::Lost]);
    let now = centre.texts("SELECT convert_from(sealed, 'UTF8') FROM centre.people");
    assert_eq!(now, ["red, again"]);
    let lost = centre.texts(
        "SELECT version || convert_from(sealed, 'UTF8') FROM centre.lost_versions ORDER BY 1",
    );
    assert_eq!(lost, ["1one", "2blue", "2red"]);
    let alarms = centre.texts("SELECT what || kind FROM centre.alarms");
    assert_eq!(alarms, ["two_of_one_versionperson"]);
}

#[test]
fn whatever_order_rows_come_in_the_same_is_there() {
    let one = Uuid::now_v7();
    let two = Uuid::now_v7();
    let rows = [
        person(one, 1, "a"),
        person(one, 2, "b"),
        person(one, 2, "b, elsewhere"),
        person(one, 3, "c"),
        person(two, 1, "d"),
        person(two, 1, "d, elsewhere"),
    ];
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let mut ends = Vec::new();
    // Each order in batches of another size, every other time twice.
    for turn in 0..24_usize {
        centre.run("TRUNCATE centre.people, centre.lost_versions, centre.alarms");
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut state = turn * 7919 + 1;
        for last in (1..order.len()).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            order.swap(last, (state >> 33) % (last + 1));
        }
        let sent: Vec<Record> = order.iter().map(|at| rows[*at].clone()).collect();
        for _ in 0..=turn % 2 {
            for batch in sent.chunks(1 + turn % rows.len()) {
                push(&centre, &kiosk, RecordKind::Person, batch);
            }
        }
        ends.push(centre.texts(
            "SELECT concat_ws(' ', 'now', id, version, encode(hash, 'hex')) FROM centre.people \
             UNION ALL SELECT concat_ws(' ', 'lost', id, version, encode(hash, 'hex')) \
             FROM centre.lost_versions \
             UNION ALL SELECT concat_ws(' ', what, id, encode(hash_low, 'hex')) \
             FROM centre.alarms ORDER BY 1",
        ));
    }
    assert_eq!(ends[0].len(), 6 + 2, "{:?}", ends[0]);
    for (turn, end) in ends.iter().enumerate() {
        assert_eq!(end, &ends[0], "order {turn} ended otherwise");
    }
}

#[test]
fn an_audit_that_shrinks_or_forks_is_an_alarm() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let ids: Vec<Uuid> = (0..6).map(|_| Uuid::now_v7()).collect();
    let head = |at: usize, entries: u64, head: u8| AuditHead {
        id: ids[at],
        entries,
        head: [head; 32],
    };
    let send = |rows: &[AuditHead]| centre.wait(kiosk.centre.push_audit_heads(rows)).unwrap();
    // Late, early, twice, unchanged: all in order.
    assert_eq!(send(&[head(2, 30, 3), head(0, 10, 1)]), [KEPT, KEPT]);
    assert_eq!(send(&[head(1, 20, 2), head(2, 30, 3)]), [KEPT, KEPT]);
    assert_eq!(send(&[head(3, 30, 3)]), [KEPT]);
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
    // Cut off and written anew; then another end of as many entries.
    assert_eq!(send(&[head(4, 29, 9)]), [Answer::Alarm]);
    assert_eq!(send(&[head(5, 29, 8)]), [Answer::Alarm]);
    // An anchored head that is said to have been another one.
    assert_eq!(send(&[head(1, 20, 7)]), [Answer::Alarm]);
    let alarms = centre.texts("SELECT DISTINCT what FROM centre.alarms ORDER BY what");
    assert_eq!(alarms, ["audit_forked", "audit_shrank", "two_of_one_id"]);
    // Another kiosk's audit is another one.
    let other = centre.kiosk(centre.site());
    let first = [AuditHead {
        id: Uuid::now_v7(),
        entries: 1,
        head: [1; 32],
    }];
    let pushed = other.centre.push_audit_heads(&first);
    assert_eq!(centre.wait(pushed).unwrap(), [KEPT]);
}
