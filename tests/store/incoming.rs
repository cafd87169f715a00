//! What other kiosks sent, put to use many at once: the same as one by one.

use std::path::Path;

use secure_biometric::domain::{AsideReason, ErasureReason, Outgoing, PersonState, Secret, Shared};
use secure_biometric::store::{Incoming, JoinedCentre, NewEnrolment, Put, Sharing, Store};
use sqlx::{AssertSqlSafe, Connection};
use uuid::Uuid;

use crate::support::{MODEL, block_on, enrolment, open, raw};

const KINDS: [Shared; 3] = [Shared::Person, Shared::Consent, Shared::Template];
/// More of each than are put to use at once.
const PEOPLE: u16 = 60;

/// A kiosk of one site with others.
async fn kiosk(folder: &Path, number: u128) -> (Store, Sharing) {
    let store = open(folder).await;
    let membership = JoinedCentre {
        url: "postgres://centre.invalid/centre".to_owned(),
        unencrypted: false,
        login: "kiosk".to_owned(),
        password: "password".to_owned(),
        site: Uuid::from_u128(1),
        kiosk: Uuid::from_u128(number),
    };
    store.keep_sharing_key(&Secret::new([9; 32])).await.unwrap();
    store.join_centre(&membership).await.unwrap();
    let sharing = store.sharing().await.unwrap().unwrap();
    (store, sharing)
}

/// All of a kind that waits for the centre, as the others get it.
async fn sent((store, sharing): &(Store, Sharing), kind: Shared) -> Vec<Incoming> {
    let waiting = store.outgoing(sharing, kind, (0, 10_000)).await.unwrap();
    assert_eq!(waiting.unsent, []);
    let things = waiting.things.into_iter().map(|(_, thing)| match thing {
        Outgoing::Record(record) => Incoming { kind, record },
        other => panic!("no record: {other:?}"),
    });
    things.collect()
}

async fn put((store, sharing): &(Store, Sharing), page: &[Incoming]) -> Vec<Put> {
    let kind = page.first().unwrap().kind.as_str();
    store
        .put_records(sharing, page, (kind, (1, 1, 1)))
        .await
        .unwrap()
}

async fn enrolled(store: &Store, number: u16) -> NewEnrolment {
    let badge = format!("B-{number}");
    let new = enrolment(&badge, "Ada Lovelace", number);
    store.enrol(&new).await.unwrap();
    new
}

async fn damage(folder: &Path, which: &str) {
    let mut file = raw(folder).await;
    let query = format!("UPDATE {which}");
    let changed = sqlx::query(AssertSqlSafe(query)).execute(&mut file).await;
    assert!(changed.unwrap().rows_affected() > 0, "{which}");
    file.close().await.unwrap();
}

#[test]
fn hundreds_of_a_kind_come_whole_and_once() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    block_on(async {
        let one = kiosk(here.path(), 1).await;
        let other = kiosk(there.path(), 2).await;
        let mut all = Vec::new();
        for number in 1..=PEOPLE {
            all.push(enrolled(&one.0, number).await);
        }
        let pin = Secret::new("$argon2id$canary".to_owned());
        let first = all[0].person.id;
        let set = one.0.set_pin(first, &pin, |_| {
            Ok::<_, secure_biometric::store::StoreError>(())
        });
        set.await.unwrap();
        let stamp = other.0.people_stamp().await.unwrap();
        let mut pages = Vec::new();
        for kind in KINDS {
            pages.push(sent(&one, kind).await);
        }
        for page in &pages {
            let came = put(&other, page).await;
            assert!(came.iter().all(|put| *put == Put::Used), "{came:?}");
        }
        assert_eq!(pages[2].len(), usize::from(PEOPLE) * 5);
        assert_ne!(other.0.people_stamp().await.unwrap(), stamp);
        for (kiosk, folder) in [(&one, &here), (&other, &there)] {
            let people = kiosk.0.people().await.unwrap();
            assert_eq!(people.len(), usize::from(PEOPLE), "{folder:?}");
        }
        assert_eq!(
            other.0.people().await.unwrap(),
            one.0.people().await.unwrap()
        );
        let [mine, theirs] = [&one, &other].map(|kiosk| kiosk.0.gallery(MODEL));
        for (mine, theirs) in mine.await.unwrap().iter().zip(&theirs.await.unwrap()) {
            assert_eq!(mine.0, theirs.0);
            assert_eq!((mine.1.len(), theirs.1.len()), (5, 5));
            for (a, b) in mine.1.iter().zip(&theirs.1) {
                assert_eq!((a.id, a.pose), (b.id, b.pose));
                assert!(a.embedding.cosine(&b.embedding) > 0.999_99);
            }
        }
        for enrolment in &all {
            let consent = other.0.consent(enrolment.person.id).await.unwrap();
            assert_eq!(consent.as_ref(), Some(&enrolment.consent));
        }
        let came = other.0.pin_hash(first).await.unwrap();
        assert_eq!(came.as_ref().map(Secret::expose), Some(pin.expose()));
        other.0.check().await.unwrap();
        // What came from the centre isn't sent there.
        assert_eq!(other.0.backlog().await.unwrap(), []);
        // Fetched once more it is known.
        for page in &pages {
            let again = put(&other, page).await;
            assert!(again.iter().all(|put| *put == Put::Known), "{again:?}");
        }
        assert_eq!(other.0.backlog().await.unwrap(), []);
        // What is enrolled here afterwards is sent, all of it.
        enrolled(&other.0, PEOPLE + 1).await;
        let waits = other.0.backlog().await.unwrap();
        let count = |kind| {
            let of = waits.iter().find(|of| of.kind == kind);
            of.map_or(0, |of| of.waiting)
        };
        assert_eq!(KINDS.map(count), [1, 1, 5]);
    });
}

#[test]
fn a_page_that_was_opened_before_templates_were_renewed_is_kept_under_the_new_secret() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    block_on(async {
        let one = kiosk(here.path(), 1).await;
        let other = kiosk(there.path(), 2).await;
        let ada = enrolled(&one.0, 3).await;
        put(&other, &sent(&one, Shared::Person).await).await;
        let opening = other.0.opening(&other.1).await.unwrap();
        let page = opening.open(sent(&one, Shared::Template).await);
        other.0.renew_templates(|_| ()).await.unwrap();
        let kind = Shared::Template.as_str();
        let came = other
            .0
            .put_arrived(&opening, &page, (kind, (1, 1, 1)))
            .await;
        assert_eq!(came.unwrap(), [Put::Used; 5]);
        let gallery = other.0.gallery(MODEL).await.unwrap();
        assert_eq!(gallery[0].1.len(), 5);
        for (kept, sent) in gallery[0].1.iter().zip(&ada.templates) {
            assert!(kept.embedding.cosine(&sent.embedding) > 0.999_99);
        }
    });
}

#[test]
fn what_cannot_be_used_waits_aside_and_holds_up_nothing_of_its_page() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    block_on(async {
        let one = kiosk(here.path(), 1).await;
        let other = kiosk(there.path(), 2).await;
        let [ada, eve, ida, una] = [1, 2, 3, 4].map(|number| (number, &one.0));
        let mut all = Vec::new();
        for (number, store) in [ada, eve, ida, una] {
            all.push(enrolled(store, number).await);
        }
        let [ada, eve, ida, una] = all.try_into().unwrap();
        // Ada is at both already; somebody else has Ida's badge there.
        let mut people = sent(&one, Shared::Person).await;
        assert_eq!(put(&other, &people[..1]).await, [Put::Used]);
        enrolled(&other.0, 3).await;
        // Una comes last, changed on the way; Ada has a later version.
        let disabled = one
            .0
            .set_person_state(ada.person.id, PersonState::Disabled, 1);
        let disabled = disabled.await.unwrap();
        let newest = sent(&one, Shared::Person).await;
        let ada_again = newest
            .into_iter()
            .find(|one| one.record.id == ada.person.id.0);
        people[0] = ada_again.unwrap();
        let last = people.last_mut().unwrap();
        assert_eq!(last.record.id, una.person.id.0);
        *last.record.sealed.last_mut().unwrap() ^= 1;
        let came = put(&other, &people).await;
        let aside = Put::Aside;
        let expected = [
            Put::Used,
            Put::Used,
            aside(AsideReason::BadgeTaken),
            aside(AsideReason::WrongKey),
        ];
        assert_eq!(came, expected);
        let kept = other.0.person(ada.person.id).await.unwrap();
        assert_eq!(kept, Some(disabled));
        // Consents and templates of those who didn't come wait; Eve's record is
        // damaged there, and Ada's templates come nonetheless.
        let id = eve.person.id.0.simple();
        let which = format!("people SET sealed = zeroblob(60) WHERE id = x'{id}'");
        damage(there.path(), &which).await;
        let missing = aside(AsideReason::PersonMissing);
        let broken = aside(AsideReason::DamagedHere);
        let consents = sent(&one, Shared::Consent).await;
        let came = put(&other, &consents).await;
        assert_eq!(came, [Put::Used, broken, missing, missing]);
        let templates = sent(&one, Shared::Template).await;
        let came = put(&other, &templates).await;
        let of = |person: &NewEnrolment, what| {
            let own = templates.iter().zip(&came);
            let mut own = own.filter(|(one, _)| one.record.person == Some(person.person.id));
            own.all(|(_, put)| *put == what)
        };
        assert!(of(&ada, Put::Used) && of(&eve, broken), "{came:?}");
        assert!(of(&ida, missing) && of(&una, missing), "{came:?}");
        // What was mended meanwhile is put to use, and waits no more.
        let held = async || {
            let held = other.0.quarantine().await.unwrap();
            held.iter().map(|held| held.count).sum::<u64>()
        };
        assert_eq!(held().await, 2 + 3 + 15);
        *people.last_mut().unwrap().record.sealed.last_mut().unwrap() ^= 1;
        assert_eq!(put(&other, &people[3..]).await, [Put::Used]);
        let used = other.0.put_aside_again(&other.1).await.unwrap();
        assert_eq!(used, 1 + 5);
        assert_eq!(held().await, 1 + 2 + 10);
        // Who is erased there doesn't come back, nor what is theirs.
        let erase = other
            .0
            .erase_person(ada.person.id, ErasureReason::Asked, None);
        erase.await.unwrap();
        for page in [&people[..1], &consents[..1], &templates[..1]] {
            assert_eq!(put(&other, page).await, [Put::Known]);
        }
        assert_eq!(other.0.person(ada.person.id).await.unwrap(), None);
    });
}
