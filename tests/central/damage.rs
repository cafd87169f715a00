//! A record that was damaged at a kiosk, or cut short, is set aside with its
//! reason. What is whole goes on: a round never ends at it.

use secure_biometric::domain::{
    AsideReason, ErasureReason, PersonState, SessionKind, Shared, UnsentReason,
};
use secure_biometric::store::SessionRecord;
use sqlx::{AssertSqlSafe, Executor};

use crate::database::TestCentre;
use crate::site::{Kiosk, Site, has};
use crate::store_support::{enrolment, raw, session};

/// Writes past the store, as damage does.
async fn damage(kiosk: &Kiosk, statement: &str) {
    let mut file = raw(kiosk.folder.path()).await;
    let changed = file.execute(AssertSqlSafe(statement.to_owned())).await;
    assert!(changed.unwrap().rows_affected() > 0, "{statement}");
}

/// What waits aside: kind, whether it came from elsewhere, reason and count.
async fn held(kiosk: &Kiosk) -> Vec<(Shared, bool, String, u64)> {
    let held = kiosk.store.quarantine().await.unwrap();
    let held = held
        .into_iter()
        .map(|held| (held.kind, held.incoming, held.reason, held.count));
    held.collect()
}

#[test]
pub fn what_cannot_be_read_is_set_aside_and_the_others_are_sent() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let kiosk = site.kiosk();
    let (ada, eve) = (enrolment("10427", "Ada", 3), enrolment("20427", "Eve", 4));
    let decided = [(); 5].map(|()| session(SessionKind::Verification, 5_000));
    centre.wait(async {
        for person in [&ada, &eve] {
            kiosk.store.enrol(person).await.unwrap();
        }
        for session in &decided {
            let record = SessionRecord::of(session);
            kiosk.store.record_session(&record).await.unwrap();
        }
        let id = |at: usize| decided[at].id.0.simple().to_string();
        for statement in [
            // Bytes that are others now, a row cut off, a word that no release writes.
            format!(
                "UPDATE sessions SET sealed = CAST(substr(sealed, 1, 40) || zeroblob(8) ||
                     substr(sealed, 49) AS BLOB) WHERE id = x'{}'",
                id(0)
            ),
            format!(
                "UPDATE sessions SET sealed = zeroblob(3) WHERE id = x'{}'",
                id(2)
            ),
            format!(
                "UPDATE people SET sealed = zeroblob(60) WHERE id = x'{}'",
                ada.person.id.0.simple()
            ),
            "UPDATE templates SET sealed = zeroblob(60) WHERE pose = 'front'".to_owned(),
            // Of a thing that isn't there.
            "INSERT INTO outbox (kind, id, queued_at) VALUES ('consent', zeroblob(16), 1)"
                .to_owned(),
        ] {
            damage(&kiosk, &statement).await;
        }
    });
    let round = site.round(&kiosk);
    assert_eq!(round.refused, 6, "{round:?}");
    for (table, count) in [
        ("sessions", 5),
        ("people", 1),
        ("consents", 2),
        ("templates", 8),
    ] {
        let there = centre.count(&format!("SELECT count(*) FROM centre.{table}"));
        assert_eq!(there, count, "{table}");
    }
    let broken = |kind, count| {
        (
            kind,
            false,
            UnsentReason::SealBroken.as_str().to_owned(),
            count,
        )
    };
    let mut expected = vec![
        broken(Shared::Person, 1),
        broken(Shared::Session, 2),
        broken(Shared::Template, 2),
        (
            Shared::Consent,
            false,
            UnsentReason::Missing.as_str().to_owned(),
            1,
        ),
    ];
    let mut found = centre.wait(held(&kiosk));
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    // Not tried by itself, but when somebody asks; and sent once it is mended.
    assert_eq!(site.round(&kiosk).refused, 0);
    assert_eq!(centre.wait(kiosk.store.retry_refused()).unwrap(), 6);
    assert_eq!(site.round(&kiosk).refused, 6);
    centre.wait(async {
        let mut mended = kiosk.store.session(decided[1].id).await.unwrap().unwrap();
        mended.id = decided[0].id;
        let gone = decided[0].id.0.simple();
        damage(
            &kiosk,
            &format!("DELETE FROM sessions WHERE id = x'{gone}'"),
        )
        .await;
        let record = SessionRecord::of(&mended);
        kiosk.store.record_session(&record).await.unwrap();
        kiosk.store.retry_refused().await.unwrap();
    });
    let round = site.round(&kiosk);
    assert_eq!((round.sent, round.refused), (1, 5), "{round:?}");
}

#[test]
pub fn who_was_damaged_here_keeps_nobody_elsewhere_from_coming_or_being_erased() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    let (ada, eve) = (enrolment("10427", "Ada", 3), enrolment("20427", "Eve", 4));
    centre.wait(one.store.enrol(&ada)).unwrap();
    site.round(&one);
    site.until(&other, async |store| has(store, &ada).await);
    let id = ada.person.id.0.simple();
    let broken = format!("UPDATE people SET sealed = zeroblob(60) WHERE id = x'{id}'");
    centre.wait(damage(&other, &broken));
    // A later version comes, and somebody new behind it.
    let set = one
        .store
        .set_person_state(ada.person.id, PersonState::Disabled, 1);
    centre.wait(set).unwrap();
    centre.wait(one.store.enrol(&eve)).unwrap();
    site.round(&one);
    site.until(&other, async |store| {
        store.person(eve.person.id).await.unwrap().is_some()
    });
    let aside = (
        Shared::Person,
        true,
        AsideReason::DamagedHere.as_str().to_owned(),
        1,
    );
    assert_eq!(centre.wait(held(&other)), [aside]);
    // Erasing needs nothing of what is damaged.
    let erase = one
        .store
        .erase_person(ada.person.id, ErasureReason::Asked, None);
    centre.wait(erase).unwrap();
    site.round(&one);
    site.until(&other, async |store| {
        store.tombstone(ada.person.id).await.unwrap().is_some()
    });
    assert_eq!(centre.wait(held(&other)), []);
    assert!(centre.wait(has(&other.store, &eve)));
}
