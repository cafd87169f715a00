//! The scenarios: who is enrolled, who stands there, and what must come of it.
//! Those of attacks are in `attacks`.

use crate::domain::{Allowance, Decision, Reason};

use super::attacks::ATTACKS;

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
    /// Only what a challenge asks for, and few frames a second: for many.
    pub brief: bool,
}

pub(super) const fn head(subject: &'static str, seed: u32) -> Show {
    Show {
        subject,
        kind: "head",
        other: None,
        seed,
        brief: false,
    }
}

pub(super) const fn attack(
    subject: &'static str,
    kind: &'static str,
    other: Option<&'static str>,
) -> Show {
    Show {
        subject,
        kind,
        other,
        seed: 0,
        brief: false,
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
    /// Verified, or inconclusive with what to do: whoever is badly seen is no
    /// attack.
    NoAttack,
}

impl Expected {
    /// Whether this is what came of it.
    pub fn is_met(self, decision: Decision, reason: Reason) -> bool {
        match self {
            Self::Exactly(expected, why) => (decision, reason) == (expected, why),
            Self::NoAttack => decision != Decision::NotVerified,
            Self::NotLive => matches!(
                reason,
                Reason::FlatSurface
                    | Reason::OrderNotFollowed
                    | Reason::TurnedTooLittle
                    | Reason::TurnedTooFast
                    | Reason::GestureNotSeen
                    | Reason::PersonChanged
                    // A print that is turned far shows no face, or two.
                    | Reason::FaceLost
                    | Reason::MoreThanOneFace
            ),
        }
    }

    /// The decision and reason as told; either of two where several are right.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Exactly(decision, reason) => (decision.as_str(), reason.as_str()),
            Self::NotLive => ("not_verified or inconclusive", "not live"),
            Self::NoAttack => ("verified or inconclusive", "no attack"),
        }
    }
}

const MATCHED: Expected = Expected::Exactly(Decision::Verified, Reason::Matched);
const NO_MATCH: Expected = Expected::Exactly(Decision::NotVerified, Reason::NoMatch);

/// What most have in common: the first person is enrolled and verifies.
pub(super) const FIRST_VERIFIES: Scenario = Scenario {
    name: "",
    about: "",
    enrolled: &[FIRST],
    show: FIRST.show,
    claim: Some(FIRST.badge),
    kills_engine: false,
    replays: false,
    attended: None,
    expected: MATCHED,
};

/// All scenarios in the order in which they are played.
pub fn all() -> impl Iterator<Item = &'static Scenario> {
    PEOPLE.iter().chain(&ATTACKS)
}

/// People, and what happens to them.
const PEOPLE: [Scenario; 18] = [
    Scenario {
        name: "enrol-and-verify",
        about: "a person is enrolled and verifies with the badge",
        show: head("obama.jpg", 1),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "verify-other-photo",
        about: "the same person on another occasion",
        show: head("obama2.jpg", 0),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "verify-third-photo",
        about: "the same person on a third occasion",
        show: head("obama3.jpg", 0),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "stranger",
        about: "somebody who isn't enrolled, without a badge",
        show: head("astronaut.png", 0),
        claim: None,
        expected: NO_MATCH,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "wrong-claim",
        about: "somebody with another person's badge",
        show: SECOND.show,
        expected: NO_MATCH,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "identify",
        about: "one of two enrolled people verifies without a badge (1:N)",
        enrolled: &[FIRST, SECOND],
        show: head("obama2.jpg", 0),
        claim: None,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "nobody",
        about: "nobody stands there",
        show: Show {
            kind: "nobody",
            ..head("obama.jpg", 0)
        },
        expected: Expected::Exactly(Decision::Inconclusive, Reason::NoFace),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "two-people",
        about: "two people stand there",
        show: Show {
            kind: "two-people",
            other: Some("biden.jpg"),
            ..head("obama.jpg", 0)
        },
        expected: Expected::Exactly(Decision::Inconclusive, Reason::MoreThanOneFace),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "dark",
        about: "the person in the dark",
        show: Show {
            kind: "dark",
            ..head("obama.jpg", 0)
        },
        expected: Expected::Exactly(Decision::Inconclusive, Reason::TooDark),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "blurred",
        about: "the person out of focus",
        show: Show {
            kind: "blurred",
            ..head("obama.jpg", 0)
        },
        expected: Expected::Exactly(Decision::Inconclusive, Reason::TooBlurred),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "engine-killed",
        about: "the engine dies in mid-session, and the session goes on",
        show: head("obama.jpg", 1),
        kills_engine: true,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "short-turn",
        about: "the person, who hardly turns",
        show: attack("obama.jpg", "short-turn", None),
        expected: Expected::Exactly(Decision::Inconclusive, Reason::TurnedTooLittle),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "no-turn-attended",
        about: "who can't turn the head blinks and opens the mouth, an operator beside",
        enrolled: &[UNTURNED],
        show: head("obama3.jpg", 0),
        claim: Some(UNTURNED.badge),
        attended: Some(Allowance::NoTurn),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "far-turn",
        about: "the person, who turns so far that no face can be compared",
        show: attack("obama2.jpg", "head-far", None),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "quick-turn",
        about: "the person, who turns so quickly that the picture is smeared",
        show: attack("obama2.jpg", "head-quick", None),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "modelled-head",
        about: "the person's photo on a head whose shape no landmarks gave",
        show: attack("obama2.jpg", "parametric-20", None),
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "shaky-head",
        about: "the person, whose head shakes all the time",
        show: attack("obama3.jpg", "head-shaky", None),
        expected: Expected::NoAttack,
        ..FIRST_VERIFIES
    },
    Scenario {
        name: "glaring-glasses",
        about: "the person with glasses on which lamps flash",
        show: attack("obama2.jpg", "head-glare", None),
        expected: Expected::NoAttack,
        ..FIRST_VERIFIES
    },
];
