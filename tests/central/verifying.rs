//! Who was enrolled elsewhere is known at the very next verification after
//! they were fetched, and who was erased elsewhere no more.

use secure_biometric::access::Operators;
use secure_biometric::camera::CameraId;
use secure_biometric::domain::{Decision, ErasureReason, KeyKind, Reason};
use secure_biometric::engine::{Engine, EngineConfig};
use secure_biometric::flow::profiles;
use secure_biometric::pipeline::{Begun, Office, VerifyRequest};
use secure_biometric::resources::Resources;

use crate::database::{TestCentre, runtime};
use crate::site::{Kiosk, Site};
use crate::store_support::{MODEL, enrolment, open, tokens_of};

/// What decides at that kiosk, as its window does. Nothing is analysed here.
fn office(kiosk: &Kiosk) -> Office {
    let resources = Resources::find().unwrap();
    let mut config = EngineConfig::from_resources(&resources).unwrap();
    config.program = "/nonexistent/engine".into();
    let runtime = runtime();
    let store = runtime.block_on(open(kiosk.folder.path()));
    let who = (
        Operators::new(store.clone()),
        tokens_of(&store, KeyKind::Trial, 2),
    );
    let tolerance = profiles::built_in(profiles::DEFAULT).unwrap();
    Office::new(runtime, store, who, Engine::start(config), MODEL, tolerance).unwrap()
}

#[test]
pub fn the_next_verification_after_a_pull_sees_who_came_and_who_went() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let (one, other) = (site.kiosk(), site.kiosk());
    let office = office(&other);
    let camera = CameraId::Recording("/nonexistent/recording".into());
    let ada = enrolment("10427", "Ada Lovelace", 3);
    // Why the next verification isn't begun, if it isn't.
    let next = |claimed: bool| {
        let claim = claimed.then(|| ada.person.badge.clone());
        let begun = office.begin_verification(VerifyRequest::of(claim), &camera);
        match begun.unwrap() {
            Begun::Capture(_) => None,
            Begun::Decided(outcome) => Some((outcome.session.decision, outcome.session.reason)),
        }
    };
    let unknown = Some((Decision::NotVerified, Reason::NotEnrolled));
    assert_eq!((next(true), next(false)), (unknown, unknown));
    centre.wait(one.store.enrol(&ada)).unwrap();
    site.round(&one);
    site.until(&other, async |store| {
        store.person(ada.person.id).await.unwrap().is_some()
            && store.backlog().await.unwrap().is_empty()
    });
    assert_eq!((next(true), next(false)), (None, None));
    let seen = office.gallery().search(&ada.templates[0].embedding);
    let (nearest, score) = seen.best.unwrap();
    assert_eq!(nearest, ada.person.id);
    assert!(score > 0.99, "{score}");
    centre
        .wait(
            one.store
                .erase_person(ada.person.id, ErasureReason::Asked, None),
        )
        .unwrap();
    site.round(&one);
    site.until(&other, async |store| {
        store.tombstone(ada.person.id).await.unwrap().is_some()
    });
    assert_eq!((next(true), next(false)), (unknown, unknown));
}
