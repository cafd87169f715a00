//! The scenarios of attacks: what is held up in the place of a person, and who
//! steps into theirs. Names say what it is.

use crate::domain::{Allowance, Decision, Reason};

use super::scenarios::{Expected, FIRST_VERIFIES, Scenario, UNTURNED, attack, head};

const NOT_LIVE: Expected = Expected::NotLive;
const CHANGED: Expected = Expected::Exactly(Decision::NotVerified, Reason::PersonChanged);

/// All attacks in the order in which they are played.
pub(super) const ATTACKS: [Scenario; 19] = [
    Scenario {
        name: "flat-photo",
        about: "a photo of the person, held up and turned",
        show: attack("obama3.jpg", "flat-turned", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "flat-life-size",
        about: "a life-size photo of the person",
        show: attack("obama3.jpg", "flat-life-size", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "flat-near",
        about: "the same, held near the camera",
        show: attack("obama2.jpg", "flat-near", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "flat-far",
        about: "the same, held far from it",
        show: attack("obama3.jpg", "flat-far", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "flat-phone",
        about: "the photo on a phone",
        show: attack("obama2.jpg", "flat-phone", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "bent-photo",
        about: "a photo bent like a face (10 cm), turned",
        show: attack("obama2.jpg", "bent-10", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "bent-8",
        about: "a photo bent to 8 cm",
        show: attack("obama3.jpg", "bent-8", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "bent-12",
        about: "a photo bent to 12 cm",
        show: attack("obama2.jpg", "bent-12", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "bent-20",
        about: "a photo bent to 20 cm",
        show: attack("obama3.jpg", "bent-20", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "cutout-photo",
        about: "a photo with eye holes, and another person behind it",
        show: attack("obama.jpg", "cutout", Some("biden.jpg")),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "cutout-bent",
        about: "a photo with eye holes, bent round the face behind it",
        show: attack("obama2.jpg", "cutout-bent", Some("biden.jpg")),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "cutout-nose",
        about: "a photo with a hole through which another person's nose is seen",
        show: attack("obama.jpg", "cutout-nose", Some("biden.jpg")),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "slides",
        about: "photos of the person turned each way, held up as asked",
        show: attack("obama3.jpg", "slides", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "replayed-session",
        about: "a video of the session that the person had just before",
        show: head("obama.jpg", 1),
        replays: true,
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "replayed-circling",
        about: "a film of the person, whose head goes round and round",
        show: attack("obama2.jpg", "replayed-circling", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "replayed-shaking",
        about: "a film of the person, who shakes the head",
        show: attack("obama2.jpg", "replayed-shaking", None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "swapped-person",
        about: "the person looks here, somebody else does the turns",
        show: attack("obama.jpg", "swapped", Some("biden.jpg")),
        expected: CHANGED,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "swapped-photo",
        about: "a photo of the person looks here, an attacker does the turns",
        show: attack("obama.jpg", "swapped-photo", Some("biden.jpg")),
        expected: CHANGED,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "no-turn-photo",
        about: "a photo of them, held up on the way without turns",
        enrolled: &[UNTURNED],
        show: attack("obama3.jpg", "flat", None),
        claim: Some(UNTURNED.badge),
        attended: Some(Allowance::NoTurn),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
];
