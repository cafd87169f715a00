//! Two kiosks of a site and their centre become equal, whatever happened at
//! either: what a kiosk keeps is sent, what another sent is put to use.

use std::time::Instant;

use secure_biometric::domain::{
    AsideReason, ErasureReason, PersonState, Secret, SessionKind, Shared, Timestamp, TokenId,
    Tolerance,
};
use secure_biometric::flow::profiles;
use secure_biometric::store::{SessionRecord, Store, TokenChange};
use secure_biometric::sync::{Round, SyncState, status};
use uuid::Uuid;

use crate::database::TestCentre;
use crate::site::{Kiosk, PATIENCE, Site, has, now};
use crate::store_support::{MODEL, enrolment, session};

#[test]
pub fn who_is_enrolled_at_one_kiosk_is_known_at_the_other() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let ada = enrolment("10427", "Ada Lovelace", 3);
    // Before it joined anything.
    let one = site.kiosk_with(async |store| store.enrol(&ada).await.unwrap());
    let other = site.kiosk();
    let eve = enrolment("20427", "Eve", 4);
    centre.wait(one.store.enrol(&eve)).unwrap();
    let stamp = centre.wait(other.store.people_stamp()).unwrap();
    let round = site.round(&one);
    assert_eq!(round.refused, 0);
    assert!(round.sent >= 16, "{round:?}");
    site.until(&other, async |store| {
        has(store, &ada).await && has(store, &eve).await
    });
    centre.wait(async {
        assert_ne!(other.store.people_stamp().await.unwrap(), stamp);
        let known = other.store.person(ada.person.id).await.unwrap();
        assert_eq!(known.unwrap(), ada.person);
        let consent = other.store.consent(ada.person.id).await.unwrap();
        assert_eq!(consent.unwrap(), ada.consent);
        let gallery = other.store.gallery(MODEL).await.unwrap();
        for (there, sent) in gallery[0].1.iter().zip(&ada.templates) {
            assert_eq!((there.id, there.pose), (sent.id, sent.pose));
            let cosine = there.embedding.cosine(&sent.embedding);
            assert!(cosine > 0.999_99, "{cosine}");
        }
        // What was fetched isn't sent back, and there is nothing left to send.
        assert_eq!(other.store.backlog().await.unwrap(), []);
        assert_eq!(one.store.backlog().await.unwrap(), []);
    });
    assert_eq!(site.round(&one).sent, 0);
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
    assert_eq!(centre.count("SELECT count(*) FROM centre.sessions"), 2);
    // Nothing that anybody at the centre could read.
    for canary in [
        "Ada Lovelace",
        "10427",
        "canary@example.org",
        "notice-canary",
    ] {
        for table in ["people", "templates", "consents", "sessions"] {
            let found = format!(
                "SELECT count(*) FROM centre.{table} WHERE position('{canary}'::bytea IN sealed) > 0"
            );
            assert_eq!(centre.count(&found), 0, "{canary} in {table}");
        }
    }
}

#[test]
pub fn what_changes_at_one_kiosk_changes_at_the_other_and_the_higher_version_counts() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    let ada = enrolment("10427", "Ada Lovelace", 3);
    let id = ada.person.id;
    centre.wait(one.store.enrol(&ada)).unwrap();
    site.round(&one);
    site.until(&other, async |store| has(store, &ada).await);
    // A PIN goes with the person.
    let hash = Secret::new("$argon2id$canary".to_owned());
    let set = one.store.set_pin(id, &hash, |_| {
        Ok::<_, secure_biometric::store::StoreError>(())
    });
    centre.wait(set).unwrap();
    site.round(&one);
    let pin = async |store: &Store| store.pin_hash(id).await.unwrap();
    site.until(&other, async |store| pin(store).await.is_some());
    // Both change the same person while neither hears of the other: the same
    // version, two contents.
    let disable = PersonState::Disabled;
    let set = one.store.set_person_state(id, disable, 2);
    assert_eq!(centre.wait(set).unwrap().version, 3);
    let again = Secret::new("$argon2id$another".to_owned());
    let set = other.store.set_pin(id, &again, |_| {
        Ok::<_, secure_biometric::store::StoreError>(())
    });
    centre.wait(set).unwrap();
    let stamps = async || {
        let stamps = (
            one.store.people_stamp().await,
            other.store.people_stamp().await,
        );
        (stamps.0.unwrap(), stamps.1.unwrap())
    };
    let before = centre.wait(stamps());
    site.round(&one);
    site.round(&other);
    let same = async |store: &Store| {
        let there = one.store.person(id).await.unwrap().unwrap();
        let here = store.person(id).await.unwrap().unwrap();
        let pins = (pin(&one.store).await.unwrap(), pin(store).await.unwrap());
        there == here && pins.0.expose() == pins.1.expose()
    };
    let end = Instant::now() + PATIENCE;
    while !centre.wait(same(&other.store)) {
        assert!(Instant::now() < end, "the kiosks stay different");
        site.round(&one);
        site.round(&other);
    }
    // Whoever keeps people in memory sees that one of the same number came.
    let after = centre.wait(stamps());
    assert!(before.0 != after.0 || before.1 != after.1);
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 1);
    assert_eq!(
        centre.count("SELECT count(*) FROM centre.lost_versions WHERE version = 3"),
        1
    );
}

#[test]
pub fn who_is_erased_at_one_kiosk_is_erased_at_the_other_and_does_not_come_back() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    let ada = enrolment("10427", "Ada Lovelace", 3);
    let id = ada.person.id;
    centre.wait(one.store.enrol(&ada)).unwrap();
    site.round(&one);
    site.until(&other, async |store| has(store, &ada).await);
    // Changed at the other one meanwhile, and not sent yet.
    let set = other.store.set_person_state(id, PersonState::Disabled, 1);
    centre.wait(set).unwrap();
    centre
        .wait(one.store.erase_person(id, ErasureReason::Asked, None))
        .unwrap();
    site.round(&one);
    site.until(&other, async |store| {
        store.person(id).await.unwrap().is_none()
    });
    let tombstone = centre.wait(other.store.tombstone(id)).unwrap().unwrap();
    assert_eq!(tombstone.reason, ErasureReason::Elsewhere);
    for kiosk in [&one, &other, &one] {
        site.round(kiosk);
        let there = centre.wait(kiosk.store.person(id)).unwrap();
        assert_eq!(there, None);
    }
    for table in ["people", "templates", "consents"] {
        assert_eq!(
            centre.count(&format!("SELECT count(*) FROM centre.{table}")),
            0
        );
    }
    // A kiosk that joins later never hears of them.
    let third = site.kiosk();
    site.until(&third, async |store| {
        store.tombstone(id).await.unwrap().is_some()
    });
    assert_eq!(centre.wait(third.store.people()).unwrap(), []);
}

#[test]
pub fn two_people_with_one_badge_are_held_back_until_somebody_decides() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    let (ada, eve) = (enrolment("10427", "Ada", 3), enrolment("10427", "Eve", 4));
    centre.wait(one.store.enrol(&ada)).unwrap();
    centre.wait(other.store.enrol(&eve)).unwrap();
    site.round(&one);
    site.round(&other);
    let held = async |store: &Store| {
        let held = store.quarantine().await.unwrap();
        held.iter()
            .any(|held| held.incoming && held.reason == AsideReason::BadgeTaken.as_str())
    };
    site.until(&other, held);
    site.until(&one, held);
    assert!(centre.wait(has(&one.store, &ada)) && !centre.wait(has(&one.store, &eve)));
    // Eve's is removed where she is: Ada comes.
    let erase = other
        .store
        .erase_person(eve.person.id, ErasureReason::Mistake, None);
    centre.wait(erase).unwrap();
    site.until(&other, async |store| has(store, &ada).await);
    site.until(&one, async |store| {
        store.quarantine().await.unwrap().is_empty()
    });
}

#[test]
pub fn operators_and_profiles_are_shared_and_built_in_ones_are_no_conflict() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let balanced = profiles::built_in("balanced").unwrap();
    let keep = async |store: &Store| store.save_tolerance(&balanced, None).await.unwrap();
    let (one, other) = (site.kiosk_with(keep), site.kiosk_with(keep));
    let night = Tolerance {
        name: "night".to_owned().try_into().unwrap(),
        ..balanced.clone()
    };
    centre.wait(one.store.save_tolerance(&night, None)).unwrap();
    site.round(&one);
    site.round(&other);
    site.until(&other, async |store| {
        store.load_tolerance(&night.name).await.unwrap() == Some(night.clone())
    });
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
    assert_eq!(centre.count("SELECT count(*) FROM centre.tolerances"), 2);
}

#[test]
pub fn a_token_that_ended_at_the_centre_is_refused_at_its_kiosk() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    let token = TokenId(Uuid::now_v7());
    let expires = Timestamp(now().0 + 300_000);
    let ada = enrolment("10427", "Ada Lovelace", 3);
    centre.wait(async {
        one.store.enrol(&ada).await.unwrap();
        let decided = secure_biometric::domain::Session {
            person: Some(ada.person.id),
            ..session(SessionKind::Verification, now().0)
        };
        let issued = secure_biometric::store::TokenRecord {
            id: token,
            session: decided.id,
            person: ada.person.id,
            issued_at: now(),
            expires_at: expires,
            audience: "door".to_owned(),
            source: decided.source,
            redeemed_at: None,
            revoked_at: None,
            attempt: None,
        };
        let record = SessionRecord::of(&decided);
        let kept = one
            .store
            .record_session_and_token(&record, &issued, now())
            .await;
        assert_eq!(kept.unwrap().1, secure_biometric::store::Issue::Kept);
    });
    site.round(&one);
    assert_eq!(
        centre.count("SELECT count(*) FROM centre.tokens WHERE state = 'issued'"),
        1
    );
    let revoked = secure_biometric::central::Revocation {
        token: token.0,
        expires_at: expires,
        revoked_at: now(),
    };
    centre.wait(other.line.centre().revoke(&[revoked])).unwrap();
    site.until(&one, async |store| {
        store
            .token(token)
            .await
            .unwrap()
            .unwrap()
            .revoked_at
            .is_some()
    });
    let redeemed = centre.wait(one.store.redeem_token(token, now())).unwrap();
    assert!(matches!(redeemed, TokenChange::Revoked(_)), "{redeemed:?}");
}

#[test]
pub fn status_says_what_waits_and_what_was_refused() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let kiosk = site.kiosk();
    let at = |kiosk: &Kiosk| centre.wait(status(&kiosk.store, now())).unwrap();
    assert_eq!(at(&kiosk).state, SyncState::Behind);
    site.round(&kiosk);
    let equal = at(&kiosk);
    assert_eq!(equal.state, SyncState::Equal);
    assert!(equal.clock_difference_millis.abs() < 2_000);
    centre.wait(async {
        let decided = session(SessionKind::Verification, 5_000);
        let record = SessionRecord::of(&decided);
        kiosk.store.record_session(&record).await.unwrap();
    });
    let behind = at(&kiosk);
    assert_eq!(behind.state, SyncState::Behind);
    assert_eq!(behind.backlog.len(), 1);
    assert_eq!(
        (behind.backlog[0].kind, behind.backlog[0].waiting),
        (Shared::Session, 1)
    );
    // A rule that today's sessions break.
    centre.run("ALTER TABLE centre.sessions ADD CONSTRAINT no_more CHECK (source <> 'recording') NOT VALID");
    assert_eq!(site.round(&kiosk).refused, 1);
    let refused = at(&kiosk);
    assert_eq!(refused.backlog[0].refused, 1);
    assert_eq!(refused.quarantine[0].reason, "no_more");
    assert_eq!(
        site.round(&kiosk),
        Round::default(),
        "it isn't tried by itself"
    );
    centre.run("ALTER TABLE centre.sessions DROP CONSTRAINT no_more");
    assert_eq!(centre.wait(kiosk.store.retry_refused()).unwrap(), 1);
    assert_eq!(site.round(&kiosk).sent, 1);
    assert_eq!(at(&kiosk).state, SyncState::Equal);
}
