//! What reviewers find: sessions by their plain columns from the index alone,
//! counted, opened in the order asked, and the audit's word for each.

use secure_biometric::domain::{
    Decision, Reason, Session, SessionId, SessionKind, Source, Timestamp,
};
use secure_biometric::store::{ReviewFilter, SessionRecord, Store, wall_clock};
use sqlx::{AssertSqlSafe, Connection};
use uuid::Uuid;

use crate::support::{block_on, enrolment, open, raw, session};

/// Nine sessions: every third refused as flat, every second claimed by Ada.
async fn nine(store: &Store) -> Vec<Session> {
    let ada = enrolment("1", "Ada", 1);
    store.enrol(&ada).await.unwrap();
    let mut kept = Vec::new();
    for at in 0..9_i64 {
        let flat = at % 3 == 2;
        let (decision, reason) = match flat {
            true => (Decision::NotVerified, Reason::FlatSurface),
            false => (Decision::Verified, Reason::Matched),
        };
        let one = Session {
            decision,
            reason,
            person: (!flat).then_some(ada.person.id),
            claim: (at % 2 == 0).then(|| "1".parse().unwrap()),
            source: Source::Kiosk,
            ..session(SessionKind::Verification, at * 60_000)
        };
        store
            .record_session(&SessionRecord::of(&one))
            .await
            .unwrap();
        kept.push(one);
    }
    kept.reverse();
    kept
}

fn ids<'a>(sessions: impl Iterator<Item = &'a Session>) -> Vec<SessionId> {
    sessions.map(|one| one.id).collect()
}

#[test]
fn sessions_are_found_newest_first_counted_and_opened() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let all = nine(&store).await;
        let find = async |filter: ReviewFilter| store.session_ids(&filter).await.unwrap();
        let kind = Some(SessionKind::Verification);
        let any = || ReviewFilter {
            kind,
            ..ReviewFilter::default()
        };
        assert_eq!(find(any()).await, ids(all.iter()));
        let flat = |one: &&Session| one.reason == Reason::FlatSurface;
        let refused = ReviewFilter {
            decision: Some(Decision::NotVerified),
            reason: Some(Reason::FlatSurface),
            ..any()
        };
        assert_eq!(find(refused).await, ids(all.iter().filter(flat)));
        let between = ReviewFilter {
            since: Some(Timestamp(60_000)),
            until: Some(Timestamp(180_000)),
            ..any()
        };
        assert_eq!(find(between).await, ids(all[6..8].iter()));
        // Claimed by her, or found to be her.
        let person = all.iter().find_map(|one| one.person);
        let hers = |one: &&Session| one.claim.is_some() || one.person.is_some();
        let of = ReviewFilter {
            of: Some(("1".parse().unwrap(), person)),
            ..any()
        };
        assert_eq!(find(of).await, ids(all.iter().filter(hers)));
        let nobody = ReviewFilter {
            of: Some(("2".parse().unwrap(), None)),
            ..any()
        };
        assert!(find(nobody).await.is_empty());
        let one = ReviewFilter {
            between: Some((all[4].id, all[4].id)),
            ..any()
        };
        assert_eq!(find(one).await, [all[4].id]);

        let counts = store.session_counts(&any()).await.unwrap();
        assert_eq!(counts.all, 9);
        assert_eq!(counts.decisions["verified"], 6);
        assert_eq!(counts.reasons["flat_surface"], 3);
        let wanted = [all[5].id, SessionId(Uuid::now_v7()), all[1].id];
        let opened = store.sessions_of(&wanted).await.unwrap();
        assert_eq!(opened, [all[5].clone(), all[1].clone()]);
        // One that is damaged holds no other up.
        let mut file = raw(folder.path()).await;
        sqlx::query("UPDATE sessions SET sealed = zeroblob(900) WHERE id = ?1")
            .bind(all[5].id.0.as_bytes().to_vec())
            .execute(&mut file)
            .await
            .unwrap();
        let opened = store.sessions_of(&wanted).await.unwrap();
        assert_eq!(opened, [all[1].clone()]);
    });
}

#[test]
fn the_audit_vouches_for_a_session_until_either_is_changed() {
    for tampering in [
        None,
        Some("UPDATE audit SET at = at + 1"),
        Some("UPDATE audit_head SET sequence = 1"),
        Some("DELETE FROM audit WHERE sequence = (SELECT max(sequence) - 1 FROM audit)"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let store = open(folder.path()).await;
            nine(&store).await;
            let last = Session {
                decision: Decision::NotVerified,
                reason: Reason::NoMatch,
                person: None,
                ..session(SessionKind::Verification, wall_clock().0)
            };
            store
                .record_session(&SessionRecord::of(&last))
                .await
                .unwrap();
            store.close().await;
            if let Some(tampering) = tampering {
                let mut file = raw(folder.path()).await;
                for query in [
                    "DROP TRIGGER audit_is_never_changed",
                    "DROP TRIGGER audit_is_never_deleted",
                    tampering,
                ] {
                    sqlx::query(AssertSqlSafe(query))
                        .execute(&mut file)
                        .await
                        .unwrap();
                }
                Connection::close(file).await.unwrap();
            }
            let store = open(folder.path()).await;
            let proof = store.audit_of(&last).await.unwrap();
            match tampering {
                None => {
                    let proof = proof.unwrap();
                    assert!(proof.sound);
                    assert_eq!(proof.entry.facts["reason"].as_str(), "no_match");
                    // The same entry doesn't vouch for another decision.
                    let other = Session {
                        decision: Decision::Verified,
                        ..last.clone()
                    };
                    assert!(!store.audit_of(&other).await.unwrap().unwrap().sound);
                }
                Some(_) => assert!(proof.is_none_or(|proof| !proof.sound), "{tampering:?}"),
            }
        });
    }
}
