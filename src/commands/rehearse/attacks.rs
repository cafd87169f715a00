//! The scenarios of attacks: what is held up in the place of a person, and who
//! steps into theirs. Names say what it is.

use crate::domain::{Allowance, Decision, Reason};

use super::scenarios::{Expected, FIRST_VERIFIES, Scenario, UNTURNED, attack, head};

const NOT_LIVE: Expected = Expected::NotLive;
const CHANGED: Expected = Expected::Exactly(Decision::NotVerified, Reason::PersonChanged);

/// Something made of a photo of the person is held up.
const fn held_up(
    name: &'static str,
    about: &'static str,
    photo: &'static str,
    kind: &'static str,
) -> Scenario {
    Scenario {
        name,
        about,
        show: attack(photo, kind, None),
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    }
}

/// All attacks in the order in which they are played.
pub(super) const ATTACKS: [Scenario; 26] = [
    held_up(
        "flat-photo",
        "a photo of the person, held up and turned",
        "obama3.jpg",
        "flat-turned",
    ),
    held_up(
        "flat-life-size",
        "a life-size photo of the person",
        "obama3.jpg",
        "flat-life-size",
    ),
    held_up(
        "flat-near",
        "the same, held near the camera",
        "obama2.jpg",
        "flat-near",
    ),
    held_up(
        "flat-far",
        "the same, held far from it",
        "obama3.jpg",
        "flat-far",
    ),
    held_up(
        "flat-phone",
        "the photo on a phone",
        "obama2.jpg",
        "flat-phone",
    ),
    held_up(
        "flat-noisy",
        "the photo in unsteady hands, before a noisy camera",
        "obama3.jpg",
        "flat-noisy",
    ),
    held_up(
        "bent-photo",
        "a photo bent like a face (10 cm), turned",
        "obama2.jpg",
        "bent-10",
    ),
    held_up("bent-8", "a photo bent to 8 cm", "obama3.jpg", "bent-8"),
    held_up("bent-12", "a photo bent to 12 cm", "obama2.jpg", "bent-12"),
    held_up("bent-20", "a photo bent to 20 cm", "obama3.jpg", "bent-20"),
    held_up("bent-7", "a photo bent to 7 cm", "obama2.jpg", "bent-7"),
    held_up("bent-15", "a photo bent to 15 cm", "obama3.jpg", "bent-15"),
    held_up(
        "bent-across",
        "a photo bent to 10 cm about a level axis",
        "obama2.jpg",
        "bent-10-across",
    ),
    held_up(
        "bent-bending",
        "a photo that is bent to 10 cm while it is turned",
        "obama3.jpg",
        "bent-10-bending",
    ),
    held_up(
        "folded-photo",
        "a photo that is folded along the nose while it is turned",
        "obama2.jpg",
        "folded-30-bending",
    ),
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
    held_up(
        "slides",
        "photos of the person turned each way, held up as asked",
        "obama3.jpg",
        "slides",
    ),
    held_up(
        "slides-swiped",
        "two photos of the way to each side, swiped as asked",
        "obama3.jpg",
        "slides-swiped",
    ),
    Scenario {
        name: "replayed-session",
        about: "a video of the session that the person had just before",
        show: head("obama.jpg", 1),
        replays: true,
        expected: NOT_LIVE,
        ..FIRST_VERIFIES
    },
    held_up(
        "replayed-circling",
        "a film of the person, whose head goes round and round",
        "obama2.jpg",
        "replayed-circling",
    ),
    held_up(
        "replayed-shaking",
        "a film of the person, who shakes the head",
        "obama2.jpg",
        "replayed-shaking",
    ),
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
