//! Self-tests: kept sealed with their trials, and none of them can be taken
//! out unnoticed.

use std::fs;

use secure_biometric::domain::{
    Decision, LivenessOutcome, LivenessSummary, Reason, SelfTest, SelfTestId, SelfTestPlan,
    Session, SessionKind, Species, Timestamp,
};
use secure_biometric::store::{SessionFilter, Store, StoreError};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::support::{MODEL, block_on, open, raw, session};

const SPECIES: &str = "species-canary";

fn test() -> SelfTest {
    SelfTest {
        id: SelfTestId(Uuid::now_v7()),
        started_at: Timestamp(1_000),
        operator: "tester-canary".parse().unwrap(),
        camera: "camera-canary".to_owned(),
        tolerance: "balanced".to_owned().try_into().unwrap(),
        tolerance_version: 1,
        model: MODEL,
        program: "0.1.0".to_owned(),
        claimed: false,
        plan: SelfTestPlan {
            species: vec![species()],
            trials: 3,
        },
        skipped: Vec::new(),
        stopped: false,
        trials: Vec::new(),
    }
}

fn species() -> Species {
    SPECIES.parse().unwrap()
}

fn trial() -> Session {
    Session {
        decision: Decision::NotVerified,
        reason: Reason::FlatSurface,
        liveness: LivenessSummary {
            outcome: LivenessOutcome::NotLive,
            p: Some(0.031_25),
            ..LivenessSummary::default()
        },
        ..session(SessionKind::SelfTest, 2_000)
    }
}

/// Keeps a test with two trials.
async fn keep(store: &Store) -> SelfTest {
    let mut test = test();
    store.keep_selftest(&test).await.unwrap();
    for _ in 0..2 {
        let session = trial();
        test.take(species(), &session);
        store.keep_trial(&test, &session).await.unwrap();
    }
    test
}

#[test]
fn a_test_is_kept_with_its_trials_and_their_sessions() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let mut test = keep(&store).await;
        assert_eq!(store.selftest(test.id).await.unwrap().as_ref(), Some(&test));
        let all = SessionFilter::default();
        let sessions = store.sessions(&all).await.unwrap();
        assert_eq!(sessions.len(), 2);
        assert!(sessions.iter().all(|one| one.kind == SessionKind::SelfTest));
        // What changes between trials is kept as well.
        test.trials.last_mut().unwrap().withdrawn = true;
        store.keep_last_trial(&test).await.unwrap();
        test.stopped = true;
        store.keep_selftest(&test).await.unwrap();
        let later = SelfTest {
            id: SelfTestId(Uuid::now_v7()),
            trials: Vec::new(),
            ..test.clone()
        };
        store.keep_selftest(&later).await.unwrap();
        assert_eq!(store.selftests().await.unwrap(), [later, test]);
        let missing = SelfTestId(Uuid::nil());
        assert_eq!(store.selftest(missing).await.unwrap(), None);
    });
}

#[test]
fn a_trial_that_cannot_be_kept_leaves_no_session() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let mut test = test();
        let session = trial();
        test.take(species(), &session);
        store.keep_trial(&test, &session).await.unwrap();
        // The same session again: refused as a whole.
        test.take(species(), &session);
        assert!(store.keep_trial(&test, &session).await.is_err());
        let kept = store.selftest(test.id).await.unwrap().unwrap();
        assert_eq!(kept.trials.len(), 1);
    });
}

#[test]
fn no_file_shows_what_was_tried_or_by_whom() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        keep(&store).await;
        store.close().await;
        for entry in fs::read_dir(folder.path()).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            for text in [SPECIES, "tester-canary", "camera-canary", "0.03125"] {
                let found = bytes
                    .windows(text.len())
                    .any(|part| part == text.as_bytes());
                assert!(!found, "{text} is readable");
            }
        }
    });
}

#[test]
fn a_trial_that_is_taken_out_or_changed_is_noticed() {
    for (tampering, is_expected) in [
        (
            "DELETE FROM selftest_trials WHERE number = 2",
            (|error| matches!(error, StoreError::Damaged(_))) as fn(&StoreError) -> bool,
        ),
        (
            "UPDATE selftest_trials SET sealed =
             (SELECT sealed FROM selftest_trials WHERE number = 2) WHERE number = 1",
            |error| matches!(error, StoreError::Sealed("trial")),
        ),
        ("UPDATE selftests SET started_at = 5", |error| {
            matches!(error, StoreError::Sealed("self-test"))
        }),
    ] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let store = open(folder.path()).await;
            keep(&store).await;
            let mut file = raw(folder.path()).await;
            let changed = sqlx::query(AssertSqlSafe(tampering))
                .execute(&mut file)
                .await;
            assert!(changed.unwrap().rows_affected() > 0, "{tampering}");
            let error = store.selftests().await.unwrap_err();
            assert!(is_expected(&error), "{tampering}: {error}");
        });
    }
}
