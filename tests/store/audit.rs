//! The audit: one entry an act, in the act's own transaction; whatever is done
//! to the table is found, and where.

use std::time::{Duration, Instant};

use secure_biometric::domain::{
    Act, AuditFlaw, AuditHead, Note, OperatorName, PersonState, Role, Secret, SessionKind,
};
use secure_biometric::store::{
    AuditFilter, OperatorRecord, SessionFilter, SessionRecord, Store, StoreError,
};
use sqlx::AssertSqlSafe;

use crate::support::{block_on, enrolment, open, raw, session};

const NAME: &str = "desk.operator-canary";

async fn add_operator(store: &Store) {
    let record = OperatorRecord {
        operator: secure_biometric::domain::Operator {
            name: NAME.parse().unwrap(),
            role: Role::Administrator,
            disabled: false,
        },
        password_hash: Secret::new("$argon2id$hash".to_owned()),
    };
    let added = store.add_operator(record, |_| Ok::<(), StoreError>(()));
    added.await.unwrap();
}

/// Entries of acts that change nothing else.
async fn note(store: &Store, times: u32) {
    for number in 1..=times {
        let note = Note::of(Act::SettingsSaved).with("number", number);
        store.note(&note).await.unwrap();
    }
}

async fn acts(store: &Store) -> Vec<&'static str> {
    let page = store.audit(&AuditFilter::default()).await.unwrap();
    assert_eq!(page.unreadable, 0);
    page.entries
        .iter()
        .map(|entry| entry.act.as_str())
        .collect()
}

#[test]
fn every_act_is_written_down_with_who_did_it() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        add_operator(&store).await;
        let name: OperatorName = NAME.parse().unwrap();
        let acting = store.acting(&name);
        let ada = enrolment("BADGE-CANARY", "Ada Lovelace-Canary", 1);
        store.enrol(&ada).await.unwrap();
        let disabled = PersonState::Disabled;
        acting
            .set_person_state(ada.person.id, disabled, 1)
            .await
            .unwrap();
        acting.remove_person(ada.person.id).await.unwrap();
        store.sign_in_failed(&name, "wrong").await.unwrap();
        store.signed_in(&name).await.unwrap();
        let decided = session(SessionKind::Verification, 5_000);
        store
            .record_session(&SessionRecord::of(&decided))
            .await
            .unwrap();
        let expected = [
            "decided",
            "signed_in",
            "sign_in_failed",
            "person_removed",
            "person_state_set",
            "enrolled",
            "decided",
            "operator_added",
        ];
        assert_eq!(acts(&store).await, expected);
        let ids = store.operator_ids().await.unwrap();
        let (id, _) = ids.first_key_value().unwrap();
        let theirs = AuditFilter {
            actor: Some(*id),
            ..AuditFilter::default()
        };
        let page = store.audit(&theirs).await.unwrap();
        // All but the failed sign-in and their own adding.
        assert_eq!(page.entries.len(), 6, "{page:?}");
        let of_ada = AuditFilter {
            subject: Some(ada.person.id.0),
            limit: Some(2),
            ..AuditFilter::default()
        };
        let page = store.audit(&of_ada).await.unwrap();
        let found: Vec<_> = page.entries.iter().map(|entry| entry.act).collect();
        assert_eq!(found, [Act::PersonRemoved, Act::PersonStateSet]);
        let check = store.check_audit(None).await.unwrap();
        assert_eq!((check.entries, check.flaws), (8, Vec::new()));

        // Nobody's name is in an entry, opened or not.
        let all = store.audit(&AuditFilter::default()).await.unwrap();
        let shown = format!("{all:?}");
        assert!(!shown.to_lowercase().contains("canary"), "{shown}");
    });
}

#[test]
fn an_act_that_fails_leaves_no_entry() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let before = store.audit_head().await.unwrap();
        assert!(store.enrol(&enrolment("1", "Eve", 2)).await.is_err());
        let changed = store.set_person_state(ada.person.id, PersonState::Held, 7);
        assert!(changed.await.is_err());
        let again = SessionRecord::of(&ada.session);
        assert!(store.record_session(&again).await.is_err());
        assert_eq!(store.audit_head().await.unwrap(), before);
    });
}

#[test]
fn an_act_whose_entry_cannot_be_written_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let mut file = raw(folder.path()).await;
        let full = "CREATE TRIGGER full BEFORE INSERT ON audit
                    BEGIN SELECT raise(ABORT, 'full'); END";
        sqlx::query(AssertSqlSafe(full))
            .execute(&mut file)
            .await
            .unwrap();
        assert!(store.enrol(&enrolment("1", "Ada", 1)).await.is_err());
        let decided = session(SessionKind::Verification, 1);
        let record = SessionRecord::of(&decided);
        assert!(store.record_session(&record).await.is_err());
        assert!(store.people().await.unwrap().is_empty());
        let all = SessionFilter::default();
        assert!(store.sessions(&all).await.unwrap().is_empty());
    });
}

/// Six entries, then `tampering` with the file: what checking finds, against
/// the head of before.
fn found_after(tampering: &[&str]) -> Vec<AuditFlaw> {
    found(tampering, 0, false)
}

fn found(tampering: &[&str], later: u32, anchored: bool) -> Vec<AuditFlaw> {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        note(&store, 4).await;
        let mut file = raw(folder.path()).await;
        sqlx::query("CREATE TABLE head_of_four AS SELECT * FROM audit_head")
            .execute(&mut file)
            .await
            .unwrap();
        note(&store, 2).await;
        let anchor = store.audit_head().await.unwrap();
        for trigger in ["audit_is_never_changed", "audit_is_never_deleted"] {
            let drop = format!("DROP TRIGGER {trigger}");
            sqlx::query(AssertSqlSafe(drop))
                .execute(&mut file)
                .await
                .unwrap();
        }
        for statement in tampering {
            let done = sqlx::query(AssertSqlSafe(*statement))
                .execute(&mut file)
                .await;
            assert!(done.unwrap().rows_affected() > 0, "{statement}");
        }
        note(&store, later).await;
        let check = store.check_audit(anchored.then_some(anchor)).await.unwrap();
        assert_eq!(check.flaws_not_told, 0);
        check.flaws
    })
}

#[test]
fn what_is_changed_is_found_and_nothing_beside_it() {
    assert_eq!(found_after(&[]), []);
    let changed = [AuditFlaw::Changed { sequence: 3 }];
    for column in [
        "at = at + 1",
        "act = 'decided'",
        "sealed = zeroblob(60)",
        "sealed = CAST(sealed || x'00' AS BLOB)",
        "hash = zeroblob(32)",
        "mac = zeroblob(32)",
        "hash = (SELECT hash FROM audit WHERE sequence = 5)",
    ] {
        let statement = format!("UPDATE audit SET {column} WHERE sequence = 3");
        assert_eq!(found_after(&[&statement]), changed, "{column}");
    }
    // Another byte, deep within.
    let flip = "UPDATE audit SET sealed = CAST(substr(sealed, 1, 40)
                || CASE substr(sealed, 41, 1) WHEN x'00' THEN x'01' ELSE x'00' END
                || substr(sealed, 42) AS BLOB) WHERE sequence = 3";
    assert_eq!(found_after(&[flip]), changed);
}

#[test]
fn what_is_taken_out_moved_or_cut_off_is_found() {
    let delete = |which: &str| format!("DELETE FROM audit WHERE sequence {which}");
    let missing = |from, to| vec![AuditFlaw::Missing { from, to }];
    assert_eq!(found_after(&[&delete("= 3")]), missing(3, 3));
    assert_eq!(found_after(&[&delete("BETWEEN 2 AND 4")]), missing(2, 4));
    assert_eq!(found_after(&[&delete("= 1")]), missing(1, 1));
    let cut_off = |from, to| vec![AuditFlaw::CutOff { from, to }];
    assert_eq!(found_after(&[&delete("> 4")]), cut_off(5, 6));
    assert_eq!(found_after(&[&delete("> 0")]), cut_off(1, 6));
    // What was cut off stays a gap when the kiosk goes on.
    assert_eq!(found(&[&delete("> 4")], 2, false), missing(5, 6));
    let swap = [
        "UPDATE audit SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit SET sequence = 2 WHERE sequence = 5",
        "UPDATE audit SET sequence = 5 WHERE sequence = 99",
    ];
    let moved = |sequence, written_as| AuditFlaw::Moved {
        sequence,
        written_as,
    };
    assert_eq!(found_after(&swap), [moved(2, 5), moved(5, 2)]);
    // Taken out, and the rest renumbered to hide it.
    let hidden = [
        "DELETE FROM audit WHERE sequence = 3",
        "UPDATE audit SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit SET sequence = 4 WHERE sequence = 5",
        "UPDATE audit SET sequence = 5 WHERE sequence = 6",
    ];
    let expected = [
        moved(3, 4),
        moved(4, 5),
        moved(5, 6),
        AuditFlaw::CutOff { from: 6, to: 6 },
    ];
    assert_eq!(found_after(&hidden), expected);
    // One that is written twice.
    let twice = "INSERT INTO audit SELECT 7, at, act, sealed, hash, mac FROM audit
                 WHERE sequence = 6";
    assert_eq!(found_after(&[twice]), [moved(7, 6), AuditFlaw::HeadChanged]);
}

#[test]
fn the_head_is_looked_at_and_one_kept_elsewhere_tells_a_database_put_back() {
    for tampering in [
        "DELETE FROM audit_head",
        "UPDATE audit_head SET mac = zeroblob(32)",
        "UPDATE audit_head SET sequence = 2",
    ] {
        assert_eq!(
            found_after(&[tampering]),
            [AuditFlaw::HeadChanged],
            "{tampering}"
        );
    }
    // Cut off, and the head made of what the last row says: no row has a
    // head's MAC. The kiosk that goes on doesn't make it whole.
    let made_up = [
        "DELETE FROM audit WHERE sequence > 4",
        "UPDATE audit_head SET (sequence, hash, mac) =
         (SELECT sequence, hash, mac FROM audit WHERE sequence = 4)",
    ];
    assert_eq!(found_after(&made_up), [AuditFlaw::HeadChanged]);
    let gap = |number| AuditFlaw::Missing {
        from: number,
        to: number,
    };
    assert_eq!(found(&made_up, 2, false), [gap(5)]);
    let without_head = ["DELETE FROM audit_head"];
    assert_eq!(found(&without_head, 2, false), [gap(7)]);
    // The database as it was after four entries, whole: only the head that
    // was kept elsewhere tells.
    let put_back = [
        "DELETE FROM audit WHERE sequence > 4",
        "UPDATE audit_head SET (sequence, hash, mac) =
         (SELECT sequence, hash, mac FROM head_of_four)",
    ];
    assert_eq!(found(&put_back, 0, false), []);
    let cut_off = [AuditFlaw::CutOff { from: 5, to: 6 }];
    assert_eq!(found(&put_back, 0, true), cut_off);
    let other = [AuditFlaw::AnotherChain { sequence: 6 }];
    assert_eq!(found(&put_back, 5, true), other);
    assert_eq!(found(&[], 5, true), [], "an honest chain goes on");
}

#[test]
fn the_table_takes_no_changes_and_no_deletions() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        note(&store, 2).await;
        let mut file = raw(folder.path()).await;
        for statement in ["UPDATE audit SET at = 0", "DELETE FROM audit"] {
            let done = sqlx::query(statement).execute(&mut file).await;
            let refused = done.unwrap_err().to_string();
            assert!(refused.contains("the audit is never"), "{refused}");
        }
    });
}

#[test]
fn the_chain_of_one_folder_is_not_another_s() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    block_on(async {
        // The same key, as a site's kiosks have it.
        let (one, other) = (open(one.path()).await, open(other.path()).await);
        note(&one, 1).await;
        note(&other, 1).await;
        let heads: [AuditHead; 2] = [
            one.audit_head().await.unwrap(),
            other.audit_head().await.unwrap(),
        ];
        assert_ne!(heads[0].hash, heads[1].hash);
        let check = one.check_audit(Some(heads[1])).await.unwrap();
        assert_eq!(check.flaws, [AuditFlaw::AnotherChain { sequence: 1 }]);
    });
}

#[test]
fn a_hundred_thousand_entries_are_checked_in_two_seconds() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        // As the kiosk writes them, without waiting for the disk at each.
        let notes: Vec<Note> = (0..100_000_u32)
            .map(|number| Note::of(Act::SettingsSaved).with("number", number))
            .collect();
        store.note_all(&notes).await.unwrap();
        // The best of three: other tests run at the same time.
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let began = Instant::now();
            let check = store.check_audit(None).await.unwrap();
            best = best.min(began.elapsed());
            assert_eq!((check.entries, check.flaws), (100_000, Vec::new()));
        }
        eprintln!("100,000 entries were checked in {best:?}");
        assert!(best.as_secs_f64() <= 2.0, "{best:?}");
    });
}
