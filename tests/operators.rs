//! Operators: who may change whom, and how guessing is slowed down.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "store/support.rs"]
mod support;

use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use secure_biometric::access::{Operators, OperatorsError, SignInError};
use secure_biometric::auth::password::{PasswordError, needs_rehash};
use secure_biometric::domain::{Operator, OperatorName, Role, Secret, Timestamp};
use secure_biometric::store::{OperatorRecord, StoreError};

use support::{block_on, open};

const MINUTE: i64 = 60_000;

fn name(text: &str) -> OperatorName {
    text.parse().unwrap()
}

fn password(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// Operators with a first administrator `root`, signed in.
async fn with_root(folder: &std::path::Path) -> (Operators, Operator) {
    let operators = Operators::new(open(folder).await);
    let secret = password("correct horse");
    operators.init(&name("root"), &secret).await.unwrap();
    let root = operators
        .sign_in(&name("root"), &secret, Timestamp(0))
        .await;
    (operators, root.unwrap())
}

#[test]
fn only_the_first_administrator_needs_nobody() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let operators = Operators::new(open(folder.path()).await);
        let secret = password("correct horse");
        let nobody = operators
            .sign_in(&name("root"), &secret, Timestamp(0))
            .await;
        assert!(matches!(nobody, Err(SignInError::NoOperators)));
        let short = operators.init(&name("root"), &password("short")).await;
        assert!(matches!(
            short,
            Err(OperatorsError::Password(PasswordError::TooShort))
        ));
        operators.init(&name("root"), &secret).await.unwrap();
        let second = operators.init(&name("other"), &secret).await;
        assert!(matches!(second, Err(OperatorsError::NotFirst)));
    });
}

#[test]
fn administrators_change_operators_and_others_only_their_password() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (operators, root) = with_root(folder.path()).await;
        let (desk, secret) = (name("desk"), password("battery staple"));
        operators
            .add(&root, &desk, Role::FrontDesk, &secret)
            .await
            .unwrap();
        let twice = operators.add(&root, &desk, Role::Reviewer, &secret).await;
        assert!(matches!(
            twice,
            Err(OperatorsError::Store(StoreError::OperatorNameTaken))
        ));
        let signed_in = operators
            .sign_in(&desk, &secret, Timestamp(0))
            .await
            .unwrap();
        assert_eq!(signed_in.role, Role::FrontDesk);

        let forbidden = [
            operators
                .add(&signed_in, &name("x"), Role::FrontDesk, &secret)
                .await,
            operators.disable(&signed_in, &root.name).await,
            operators
                .set_password(&signed_in, &root.name, &secret)
                .await,
            operators.list(&signed_in).await.map(|_| ()),
            // Roles are looked up, not believed.
            operators
                .disable(
                    &Operator {
                        role: Role::Administrator,
                        ..signed_in.clone()
                    },
                    &root.name,
                )
                .await,
        ];
        for refused in forbidden {
            assert!(matches!(refused, Err(OperatorsError::NotAllowed)));
        }

        let own = password("a new password of mine");
        operators
            .set_password(&signed_in, &desk, &own)
            .await
            .unwrap();
        let old = operators.sign_in(&desk, &secret, Timestamp(0)).await;
        assert!(matches!(old, Err(SignInError::Wrong)));
        operators.sign_in(&desk, &own, Timestamp(0)).await.unwrap();

        operators.disable(&root, &desk).await.unwrap();
        let refused = operators.sign_in(&desk, &own, Timestamp(0)).await;
        assert!(matches!(refused, Err(SignInError::Disabled)));
        let wrong = operators.sign_in(&desk, &secret, Timestamp(0)).await;
        assert!(
            matches!(wrong, Err(SignInError::Wrong)),
            "tells who is disabled"
        );
        let late = operators.set_password(&signed_in, &desk, &secret).await;
        assert!(matches!(late, Err(OperatorsError::NotAllowed)));
        let listed = operators.list(&root).await.unwrap();
        assert!(listed.damaged.is_empty());
        let listed: Vec<_> = listed
            .sound
            .iter()
            .map(|operator| (operator.name.as_str(), operator.role, operator.disabled))
            .collect();
        assert_eq!(
            listed,
            [
                ("root", Role::Administrator, false),
                ("desk", Role::FrontDesk, true)
            ]
        );
        let missing = operators.disable(&root, &name("nobody")).await;
        assert!(matches!(
            missing,
            Err(OperatorsError::Store(StoreError::NoSuchOperator))
        ));
    });
}

#[test]
fn the_last_administrator_stays() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (operators, root) = with_root(folder.path()).await;
        let refused = operators.disable(&root, &root.name).await;
        assert!(matches!(refused, Err(OperatorsError::LastAdministrator)));

        let second = name("second");
        operators
            .add(
                &root,
                &second,
                Role::Administrator,
                &password("battery staple"),
            )
            .await
            .unwrap();
        // Both at once: whoever comes second is the last one, or is disabled.
        let (one, two) = (operators.clone(), operators.clone());
        let (actor, other) = (root.clone(), second.clone());
        let first = tokio::spawn(async move { one.disable(&actor, &other).await });
        let actor = Operator {
            name: second,
            ..root.clone()
        };
        let last = tokio::spawn(async move { two.disable(&actor, &root.name).await });
        let done = [first.await.unwrap().is_ok(), last.await.unwrap().is_ok()];
        assert_eq!(done.iter().filter(|done| **done).count(), 1);
    });
}

#[test]
fn pauses_after_failures_outlive_the_program() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (mut operators, root) = with_root(folder.path()).await;
        let (right, wrong) = (password("correct horse"), password("correct horsf"));
        for who in [&root.name, &name("nobody")] {
            let mut now = Timestamp(MINUTE);
            for expected in [None, None, None, Some(2), Some(4)] {
                let Some(seconds) = expected else {
                    let tried = operators.sign_in(who, &wrong, now).await;
                    assert!(matches!(tried, Err(SignInError::Wrong)));
                    continue;
                };
                // Not even the right password is looked at in a pause.
                let tried = operators.sign_in(who, &right, now).await;
                let Err(SignInError::Wait { seconds: told }) = tried else {
                    panic!("no pause of {seconds} s");
                };
                assert_eq!(told, seconds);
                drop(operators);
                operators = Operators::new(open(folder.path()).await);
                let end = now.0 + i64::try_from(seconds).unwrap() * 1000;
                let early = operators.sign_in(who, &right, Timestamp(end - 1)).await;
                assert!(matches!(early, Err(SignInError::Wait { seconds: 1 })));
                now = Timestamp(end);
                let tried = operators.sign_in(who, &wrong, now).await;
                assert!(matches!(tried, Err(SignInError::Wrong)));
            }
        }
        // A success forgets the failures of that name.
        let later = Timestamp(20 * MINUTE);
        operators.sign_in(&root.name, &right, later).await.unwrap();
        for _ in 0..3 {
            let tried = operators.sign_in(&root.name, &wrong, later).await;
            assert!(matches!(tried, Err(SignInError::Wrong)));
        }
    });
}

#[test]
fn of_a_thousand_wrong_passwords_over_restarts_hardly_any_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (mut operators, root) = with_root(folder.path()).await;
        let wrong = password("correct horsf");
        let mut looked_at = 0;
        for second in 0..1000_i64 {
            if second % 100 == 0 {
                drop(operators);
                operators = Operators::new(open(folder.path()).await);
            }
            let now = Timestamp(MINUTE + second * 1000);
            match operators.sign_in(&root.name, &wrong, now).await {
                Err(SignInError::Wrong) => looked_at += 1,
                Err(SignInError::Wait { .. }) => {}
                other => panic!("{other:?}"),
            }
        }
        // Three at once, then after pauses of 2, 4, 8, ... 512 s.
        assert!((10..=12).contains(&looked_at), "{looked_at}");
    });
}

#[test]
fn many_names_tried_at_one_kiosk_make_everybody_wait_and_nobody_for_long() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (mut operators, root) = with_root(folder.path()).await;
        let (right, wrong) = (password("correct horse"), password("correct horsf"));
        let mut looked_at = 0;
        for second in 0..60 {
            if second % 20 == 0 {
                drop(operators);
                operators = Operators::new(open(folder.path()).await);
            }
            let (who, now) = (name(&format!("n{second}")), MINUTE + second * 100);
            match operators.sign_in(&who, &wrong, Timestamp(now)).await {
                Err(SignInError::Wrong) => looked_at += 1,
                Err(SignInError::Wait { seconds }) => assert!(seconds <= 60, "{seconds}"),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(looked_at, 10);
        // Over HTTP, or the other way round, nobody hears of it.
        let service = operators.clone().at_service();
        let now = Timestamp(MINUTE + 6_000);
        service.sign_in(&root.name, &right, now).await.unwrap();
        let paused = operators.sign_in(&root.name, &right, now).await;
        let Err(SignInError::Wait { seconds }) = paused else {
            panic!("no pause");
        };
        // The right password is no failure; a pause in vain shut no name out.
        let end = Timestamp(now.0 + i64::try_from(seconds).unwrap() * 1000);
        for _ in 0..3 {
            operators.sign_in(&root.name, &right, end).await.unwrap();
        }
    });
}

#[test]
fn tries_at_the_same_time_gain_nothing() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (operators, root) = with_root(folder.path()).await;
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let (operators, who) = (operators.clone(), root.name.clone());
                tokio::spawn(async move {
                    let wrong = password("correct horsf");
                    operators.sign_in(&who, &wrong, Timestamp(MINUTE)).await
                })
            })
            .collect();
        let mut looked_at = 0;
        for tried in tries {
            match tried.await.unwrap().unwrap_err() {
                SignInError::Wrong => looked_at += 1,
                SignInError::Wait { .. } => {}
                other => panic!("{other}"),
            }
        }
        assert_eq!(looked_at, 3);
    });
}

#[test]
fn hashes_with_older_parameters_are_made_again() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let params = Params::new(19_456, 2, 1, None).unwrap();
        let weak: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password(b"correct horse")
            .unwrap();
        let record = OperatorRecord {
            operator: Operator {
                name: name("root"),
                role: Role::Administrator,
                disabled: false,
            },
            password_hash: password(&weak.to_string()),
        };
        store
            .add_operator(record, |_| Ok::<(), StoreError>(()))
            .await
            .unwrap();
        let operators = Operators::new(store.clone());
        let kept = async || store.operator(&name("root")).await.unwrap().unwrap();
        for wrong_first in ["correct horsf", "correct horse", "correct horse"] {
            assert!(needs_rehash(&kept().await.password_hash) || wrong_first == "correct horse");
            let _ = operators
                .sign_in(&name("root"), &password(wrong_first), Timestamp(0))
                .await;
        }
        assert!(!needs_rehash(&kept().await.password_hash));
        operators
            .sign_in(&name("root"), &password("correct horse"), Timestamp(0))
            .await
            .unwrap();
    });
}

#[test]
fn an_unknown_name_takes_as_long_as_a_wrong_password() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let (operators, root) = with_root(folder.path()).await;
        let wrong = password("correct horsf");
        let mut fastest = [Duration::MAX; 2];
        for round in 1..=7 {
            for (best, who) in fastest.iter_mut().zip([&root.name, &name("nobody")]) {
                let started = Instant::now();
                let now = Timestamp(round * 20 * MINUTE);
                let tried = operators.sign_in(who, &wrong, now).await;
                assert!(matches!(tried, Err(SignInError::Wrong)));
                *best = started.elapsed().min(*best);
            }
        }
        let [known, unknown] = fastest.map(|time| time.as_secs_f64());
        let ratio = unknown / known;
        println!("unknown {unknown:.3} s, known {known:.3} s, ratio {ratio:.2}");
        // Without the dummy hash it is below 0.01; the rest is other work.
        assert!((0.5..2.0).contains(&ratio), "{ratio}");
    });
}
