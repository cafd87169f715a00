//! The scenarios: who is enrolled, who stands there, and what must come of it.

use crate::domain::{Allowance, Decision, Reason};

/// A recording to be made: a kind of presentation of a subject's photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Show {
    /// The subject's file in the subjects folder.
    pub subject: &'static str,
    /// The presenter's kind.
    pub kind: &'static str,
    /// The second person's file.
    pub other: Option<&'static str>,
    /// Another performance of the same.
    pub seed: u32,
}

const fn head(subject: &'static str, seed: u32) -> Show {
    Show {
        subject,
        kind: "head",
        other: None,
        seed,
    }
}

const fn attack(subject: &'static str, kind: &'static str, other: Option<&'static str>) -> Show {
    Show {
        subject,
        kind,
        other,
        seed: 0,
    }
}

/// Somebody whom a scenario needs enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// Their badge.
    pub badge: &'static str,
    /// Their name.
    pub name: &'static str,
    /// Their recording.
    pub show: Show,
    /// What the operator allows who enrols them.
    pub allowance: Option<Allowance>,
}

/// A person enrolled from one photo of three.
pub const FIRST: Enrolled = Enrolled {
    badge: "rehearsal-1",
    name: "First Person",
    show: head("obama.jpg", 0),
    allowance: None,
};
/// Another person.
pub const SECOND: Enrolled = Enrolled {
    badge: "rehearsal-2",
    name: "Second Person",
    show: head("biden.jpg", 0),
    allowance: None,
};
/// The first person, who can't turn the head.
pub const UNTURNED: Enrolled = Enrolled {
    badge: "rehearsal-3",
    name: "Third Person",
    show: head("obama.jpg", 0),
    allowance: Some(Allowance::NoTurn),
};

/// One scenario.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Its name on the command line.
    pub name: &'static str,
    /// One line that says what happens.
    pub about: &'static str,
    /// Who is enrolled; all others are not.
    pub enrolled: &'static [Enrolled],
    /// Who then verifies.
    pub show: Show,
    /// The badge claimed.
    pub claim: Option<&'static str>,
    /// Whether the engine is killed in mid-session.
    pub kills_engine: bool,
    /// Whether the person verifies first, and the camera is then shown a video
    /// of that session.
    pub replays: bool,
    /// What an operator who attends allows.
    pub attended: Option<Allowance>,
    /// What must come of it.
    pub expected: Expected,
}

/// What must come of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This decision for this reason.
    Exactly(Decision, Reason),
    /// Anything but verified, and never for want of a match: which of the
    /// cues speaks first depends on the turns drawn.
    NotLive,
}

impl Expected {
    /// Whether this is what came of it.
    pub fn is_met(self, decision: Decision, reason: Reason) -> bool {
        match self {
            Self::Exactly(expected, why) => (decision, reason) == (expected, why),
            Self::NotLive => matches!(
                reason,
                Reason::FlatSurface
                    | Reason::OrderNotFollowed
                    | Reason::TurnedTooLittle
                    | Reason::GestureNotSeen
                    | Reason::PersonChanged
                    | Reason::FaceLost
            ),
        }
    }

    /// The decision and reason as told; either of two where several are right.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Exactly(decision, reason) => (decision.as_str(), reason.as_str()),
            Self::NotLive => ("not_verified or inconclusive", "not live"),
        }
    }
}

const MATCHED: Expected = Expected::Exactly(Decision::Verified, Reason::Matched);
const NO_MATCH: Expected = Expected::Exactly(Decision::NotVerified, Reason::NoMatch);

/// All scenarios in the order in which they are played.
pub const SCENARIOS: [Scenario; 20] = [
    Scenario {
        name: "enrol-and-verify",
        about: "a person is enrolled and verifies with the badge",
        enrolled: &[FIRST],
        show: head("obama.jpg", 1),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: MATCHED,
    },
    Scenario {
        name: "verify-other-photo",
        about: "the same person on another occasion",
        enrolled: &[FIRST],
        show: head("obama2.jpg", 0),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: MATCHED,
    },
    Scenario {
        name: "verify-third-photo",
        about: "the same person on a third occasion",
        enrolled: &[FIRST],
        show: head("obama3.jpg", 0),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: MATCHED,
    },
    Scenario {
        name: "stranger",
        about: "somebody who isn't enrolled, without a badge",
        enrolled: &[FIRST],
        show: head("astronaut.png", 0),
        claim: None,
        kills_engine: false,
        replays: false,
        attended: None,
        expected: NO_MATCH,
    },
    Scenario {
        name: "wrong-claim",
        about: "somebody with another person's badge",
        enrolled: &[FIRST],
        show: SECOND.show,
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: NO_MATCH,
    },
    Scenario {
        name: "identify",
        about: "one of two enrolled people verifies without a badge (1:N)",
        enrolled: &[FIRST, SECOND],
        show: head("obama2.jpg", 0),
        claim: None,
        kills_engine: false,
        replays: false,
        attended: None,
        expected: MATCHED,
    },
    Scenario {
        name: "nobody",
        about: "nobody stands there",
        enrolled: &[FIRST],
        show: Show {
            kind: "nobody",
            ..head("obama.jpg", 0)
        },
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::Exactly(Decision::Inconclusive, Reason::NoFace),
    },
    Scenario {
        name: "two-people",
        about: "two people stand there",
        enrolled: &[FIRST],
        show: Show {
            kind: "two-people",
            other: Some("biden.jpg"),
            ..head("obama.jpg", 0)
        },
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::Exactly(Decision::Inconclusive, Reason::MoreThanOneFace),
    },
    Scenario {
        name: "dark",
        about: "the person in the dark",
        enrolled: &[FIRST],
        show: Show {
            kind: "dark",
            ..head("obama.jpg", 0)
        },
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::Exactly(Decision::Inconclusive, Reason::TooDark),
    },
    Scenario {
        name: "blurred",
        about: "the person out of focus",
        enrolled: &[FIRST],
        show: Show {
            kind: "blurred",
            ..head("obama.jpg", 0)
        },
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::Exactly(Decision::Inconclusive, Reason::TooBlurred),
    },
    Scenario {
        name: "engine-killed",
        about: "the engine dies in mid-session, and the session goes on",
        enrolled: &[FIRST],
        show: head("obama.jpg", 1),
        claim: Some(FIRST.badge),
        kills_engine: true,
        replays: false,
        attended: None,
        expected: MATCHED,
    },
    Scenario {
        name: "flat-photo",
        about: "a photo of the person, held up and turned",
        enrolled: &[FIRST],
        show: attack("obama3.jpg", "flat-turned", None),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::NotLive,
    },
    Scenario {
        name: "bent-photo",
        about: "a photo bent like a face (10 cm), turned",
        enrolled: &[FIRST],
        show: attack("obama2.jpg", "bent-10", None),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::NotLive,
    },
    Scenario {
        name: "cutout-photo",
        about: "a photo with eye holes, and another person behind it",
        enrolled: &[FIRST],
        show: attack("obama.jpg", "cutout", Some("biden.jpg")),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::NotLive,
    },
    Scenario {
        name: "replayed-session",
        about: "a video of the session that the person had just before",
        enrolled: &[FIRST],
        show: head("obama.jpg", 1),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: true,
        attended: None,
        expected: Expected::NotLive,
    },
    Scenario {
        name: "swapped-person",
        about: "the person looks here, somebody else does the turns",
        enrolled: &[FIRST],
        show: attack("obama.jpg", "swapped", Some("biden.jpg")),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::Exactly(Decision::NotVerified, Reason::PersonChanged),
    },
    Scenario {
        name: "swapped-photo",
        about: "a photo of the person looks here, an attacker does the turns",
        enrolled: &[FIRST],
        show: attack("obama.jpg", "swapped-photo", Some("biden.jpg")),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::Exactly(Decision::NotVerified, Reason::PersonChanged),
    },
    Scenario {
        name: "short-turn",
        about: "the person, who hardly turns",
        enrolled: &[FIRST],
        show: attack("obama.jpg", "short-turn", None),
        claim: Some(FIRST.badge),
        kills_engine: false,
        replays: false,
        attended: None,
        expected: Expected::Exactly(Decision::Inconclusive, Reason::TurnedTooLittle),
    },
    Scenario {
        name: "no-turn-attended",
        about: "who can't turn the head blinks and opens the mouth, an operator beside",
        enrolled: &[UNTURNED],
        show: head("obama3.jpg", 0),
        claim: Some(UNTURNED.badge),
        kills_engine: false,
        replays: false,
        attended: Some(Allowance::NoTurn),
        expected: MATCHED,
    },
    Scenario {
        name: "no-turn-photo",
        about: "a photo of them, held up on the way without turns",
        enrolled: &[UNTURNED],
        show: attack("obama3.jpg", "flat", None),
        claim: Some(UNTURNED.badge),
        kills_engine: false,
        replays: false,
        attended: Some(Allowance::NoTurn),
        expected: Expected::NotLive,
    },
];
