//! Tokens: issued with the decision or not at all, used once, and never by a
//! clock that was turned back.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "store/support.rs"]
mod support;

use std::path::Path;

use secure_biometric::access::{RedeemError, Tokens};
use secure_biometric::auth::tokens::TokenError;
use secure_biometric::domain::{
    Decision, KeyKind, PersonId, Reason, RevocationReason, Session, SessionKind, Source, Timestamp,
    Token, TokenOutcome,
};
use secure_biometric::store::{SessionFilter, SessionRecord, Store};

use support::{AUDIENCE, block_on, enrolment, open, raw, session, tokens};

const NOW: i64 = 1_700_000_000_000;
const HOUR: i64 = 60 * 60 * 1000;
const YEAR: i64 = 365 * 24 * HOUR;

struct Site {
    store: Store,
    tokens: Tokens,
    person: PersonId,
}

async fn site(folder: &Path, kind: KeyKind) -> Site {
    let store = open(folder).await;
    let ada = enrolment("1", "Ada", 1);
    store.enrol(&ada).await.unwrap();
    Site {
        tokens: tokens(&store, kind),
        store,
        person: ada.person.id,
    }
}

impl Site {
    fn session(&self, source: Source) -> Session {
        Session {
            source,
            person: Some(self.person),
            ..session(SessionKind::Verification, NOW)
        }
    }

    async fn keep(&self, session: &Session, now: i64) -> TokenOutcome {
        let record = SessionRecord::of(session);
        let kept = self.tokens.keep(&record, Timestamp(now)).await;
        kept.unwrap().1
    }

    async fn issued(&self, now: i64) -> Token {
        let outcome = self.keep(&self.session(Source::Kiosk), now).await;
        outcome.token().unwrap().clone()
    }

    async fn redeem(&self, token: &Token, now: i64) -> Result<(), RedeemError> {
        let redeemed = self.tokens.redeem(&token.text, None, Timestamp(now)).await;
        redeemed.map(|claims| assert_eq!(claims, token.claims))
    }
}

#[test]
fn who_is_verified_gets_a_token_and_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        let token = site.issued(NOW).await;
        assert_eq!(token.claims.sub, site.person);
        assert_eq!(token.claims.aud, AUDIENCE);
        assert_eq!(token.claims.exp - token.claims.iat, 300);
        let good = site.session(Source::Kiosk);
        let others = [
            Session {
                decision: Decision::NotVerified,
                reason: Reason::NoMatch,
                ..good.clone()
            },
            Session {
                person: None,
                ..good.clone()
            },
            site.session(Source::Recording),
            site.session(Source::Upload),
        ];
        for mut other in others {
            other.id = session(SessionKind::Verification, NOW).id;
            assert_eq!(site.keep(&other, NOW).await, TokenOutcome::None);
        }
        let attended = site.session(Source::Attended);
        assert!(site.keep(&attended, NOW).await.token().is_some());
        // A trial key signs for a recording: what it signs counts nowhere.
        let trial = tokens(&site.store, KeyKind::Trial);
        let recorded = site.session(Source::Recording);
        let kept = trial
            .keep(&SessionRecord::of(&recorded), Timestamp(NOW))
            .await;
        let kept = kept.unwrap().1;
        let text = &kept.token().unwrap().text;
        let refused = site.tokens.verify(text, None, Timestamp(NOW));
        assert_eq!(refused, Err(TokenError::Trial));
    });
}

#[test]
fn a_token_is_redeemed_once_by_whoever_is_first() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        for _ in 0..20 {
            let token = site.issued(NOW).await;
            let tries: Vec<_> = (0..4)
                .map(|_| {
                    let (tokens, text) = (site.tokens.clone(), token.text.clone());
                    tokio::spawn(async move { tokens.redeem(&text, None, Timestamp(NOW)).await })
                })
                .collect();
            let mut redeemed = 0;
            for tried in tries {
                match tried.await.unwrap() {
                    Ok(_) => redeemed += 1,
                    Err(RedeemError::Redeemed(at)) => assert_eq!(at, Timestamp(NOW)),
                    Err(error) => panic!("{error}"),
                }
            }
            assert_eq!(redeemed, 1);
            // Looking at it still works, and doesn't use it up.
            let said = site.tokens.verify(&token.text, None, Timestamp(NOW));
            assert_eq!(said.unwrap(), token.claims);
        }
    });
}

#[test]
fn a_used_or_revoked_token_stays_so_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        let (used, revoked, fresh) = (
            site.issued(NOW).await,
            site.issued(NOW).await,
            site.issued(NOW).await,
        );
        site.redeem(&used, NOW).await.unwrap();
        let id = revoked.claims.jti;
        site.tokens
            .revoke(id, RevocationReason::Other, Timestamp(NOW))
            .await
            .unwrap();
        let other = open(folder.path()).await;
        site.store.clone().close().await;
        let redeemed = other.redeem_token(used.claims.jti, Timestamp(NOW)).await;
        assert!(matches!(
            redeemed,
            Ok(secure_biometric::store::TokenChange::Redeemed(_))
        ));
        let redeemed = other.redeem_token(id, Timestamp(NOW)).await;
        assert!(matches!(
            redeemed,
            Ok(secure_biometric::store::TokenChange::Revoked(_))
        ));
        let redeemed = other.redeem_token(fresh.claims.jti, Timestamp(NOW)).await;
        assert!(matches!(
            redeemed,
            Ok(secure_biometric::store::TokenChange::Done)
        ));
        assert_eq!(other.tokens(10).await.unwrap().len(), 3);
    });
}

#[test]
fn expired_and_unknown_tokens_are_not_redeemed() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        let token = site.issued(NOW).await;
        let late = site.redeem(&token, NOW + 306_000).await;
        assert!(matches!(late, Err(RedeemError::Token(TokenError::Expired))));
        // Signed well, but nowhere in the store: another kiosk's copy of the key.
        let mut file = raw(folder.path()).await;
        sqlx::query("DELETE FROM tokens")
            .execute(&mut file)
            .await
            .unwrap();
        sqlx::Connection::close(file).await.unwrap();
        let unknown = site.redeem(&token, NOW + 306_000).await;
        assert!(unknown.is_err());
        let again = site.issued(NOW + HOUR).await;
        sqlx::query("DELETE FROM tokens")
            .execute(&mut raw(folder.path()).await)
            .await
            .unwrap();
        let unknown = site.redeem(&again, NOW + HOUR).await;
        assert!(matches!(unknown, Err(RedeemError::Unknown)));
    });
}

#[test]
fn a_changed_row_does_not_make_a_used_token_fresh() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        let (used, fresh) = (site.issued(NOW).await, site.issued(NOW).await);
        site.redeem(&used, NOW).await.unwrap();
        let mut file = raw(folder.path()).await;
        for tampering in [
            "UPDATE tokens SET expires_at = expires_at + 1000000 WHERE id = ?1",
            "UPDATE tokens SET sealed = (SELECT sealed FROM tokens WHERE id <> ?1) WHERE id = ?1",
        ] {
            sqlx::query(tampering)
                .bind(used.claims.jti.0.as_bytes().to_vec())
                .execute(&mut file)
                .await
                .unwrap();
            let refused = site.redeem(&used, NOW).await;
            assert!(matches!(refused, Err(RedeemError::Store(_))), "{tampering}");
        }
        site.redeem(&fresh, NOW).await.unwrap();
    });
}

#[test]
fn a_clock_that_was_turned_back_issues_and_redeems_nothing() {
    for back in [HOUR, 10 * YEAR] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let site = site(folder.path(), KeyKind::Production).await;
            let token = site.issued(NOW).await;
            // Set right in passing: a few seconds are no matter.
            site.issued(NOW - 4_000).await;
            let verified = site.session(Source::Kiosk);
            let behind = site.keep(&verified, NOW - back).await;
            assert_eq!(behind, TokenOutcome::ClockBehind);
            // The decision itself is kept.
            let kept = site.store.session(verified.id).await.unwrap();
            assert_eq!(kept, Some(verified));
            // Fresh by that clock, or not: it can't be told.
            let refused = site
                .store
                .redeem_token(token.claims.jti, Timestamp(NOW - back))
                .await;
            assert_eq!(
                refused.unwrap(),
                secure_biometric::store::TokenChange::ClockBehind
            );
            site.store.clone().close().await;
        });
        // It outlives the program.
        block_on(async {
            let store = open(folder.path()).await;
            let clock = store.clock(Timestamp(NOW - back)).await.unwrap();
            assert!(clock.is_behind() && clock.latest == Timestamp(NOW));
        });
    }
}

#[test]
fn a_token_is_revoked_whatever_the_clock_says() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        for off in [-10 * YEAR, -HOUR, HOUR, 10 * YEAR] {
            let token = site.issued(NOW).await;
            let (id, why) = (token.claims.jti, RevocationReason::Other);
            let revoked = site.tokens.revoke(id, why, Timestamp(NOW + off)).await;
            revoked.unwrap_or_else(|error| panic!("{off}: {error}"));
            let refused = site.redeem(&token, NOW).await;
            assert!(matches!(refused, Err(RedeemError::Revoked(_))), "{off}");
        }
        // Nor does a time that can't be read keep anybody from it.
        let token = site.issued(NOW).await;
        sqlx::query("UPDATE meta SET value = zeroblob(60) WHERE name = 'clock'")
            .execute(&mut raw(folder.path()).await)
            .await
            .unwrap();
        let revoked = site
            .tokens
            .revoke(token.claims.jti, RevocationReason::Other, Timestamp(NOW));
        revoked.await.unwrap();
    });
}

#[test]
fn a_token_that_was_seen_to_be_expired_counts_by_no_clock() {
    for by_name in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let site = site(folder.path(), KeyKind::Production).await;
            let token = site.issued(NOW).await;
            if by_name {
                let ended = site
                    .store
                    .redeem_token(token.claims.jti, Timestamp(NOW + HOUR))
                    .await;
                assert_eq!(
                    ended.unwrap(),
                    secure_biometric::store::TokenChange::Expired
                );
            } else {
                let expired = site.redeem(&token, NOW + HOUR).await;
                expired.expect_err("it has expired");
            }
            let fresh_again = site.redeem(&token, NOW + 60_000).await;
            assert!(
                matches!(fresh_again, Err(RedeemError::ClockBehind)),
                "{fresh_again:?}"
            );
        });
    }
}

#[test]
fn a_clock_that_once_ran_ahead_is_reset_by_hand() {
    for ahead in [HOUR, 10 * YEAR] {
        let folder = tempfile::tempdir().unwrap();
        block_on(async {
            let site = site(folder.path(), KeyKind::Production).await;
            let token = site.issued(NOW + ahead).await;
            // Its verifiers, whose clocks are right, don't take it.
            let early = site.tokens.verify(&token.text, None, Timestamp(NOW));
            assert_eq!(early, Err(TokenError::NotYet));
            let verified = site.session(Source::Kiosk);
            assert_eq!(site.keep(&verified, NOW).await, TokenOutcome::ClockBehind);
            let reset = site
                .store
                .reset_clock(Timestamp(NOW), ("why", &"ran ahead"));
            reset.await.unwrap();
            let token = site.issued(NOW).await;
            site.redeem(&token, NOW).await.unwrap();
        });
    }
}

#[test]
fn a_time_that_cannot_be_read_any_more_is_put_right_by_a_reset_alone() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        site.issued(NOW).await;
        let mut file = raw(folder.path()).await;
        sqlx::query("UPDATE meta SET value = zeroblob(60) WHERE name = 'clock'")
            .execute(&mut file)
            .await
            .unwrap();
        let session = site.session(Source::Kiosk);
        let record = SessionRecord::of(&session);
        assert!(site.tokens.keep(&record, Timestamp(NOW)).await.is_err());
        let reset = site.store.reset_clock(Timestamp(NOW), ("why", &"damaged"));
        reset.await.unwrap();
        site.issued(NOW).await;
    });
}

#[test]
fn a_removed_person_leaves_no_token() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let site = site(folder.path(), KeyKind::Production).await;
        let token = site.issued(NOW).await;
        site.store.remove_person(site.person).await.unwrap();
        assert!(site.store.tokens(10).await.unwrap().is_empty());
        let refused = site.redeem(&token, NOW).await;
        assert!(matches!(refused, Err(RedeemError::Unknown)));
        let sessions = site
            .store
            .sessions(&SessionFilter::default())
            .await
            .unwrap();
        assert!(!sessions.is_empty(), "the figures stay");
    });
}
