//! Whether it is still the same person. One frame that says otherwise may be
//! smeared by a movement; two in a row are somebody else.

use crate::domain::{Decision, Millis, Pose, Reason, Tolerance};

use super::challenge::Reach;

/// How long the depth may go on being measured of somebody who is unlike the
/// person, to tell a print that is turned from another face (ours: half of a
/// turn, in which a print that turns shows that it is flat).
const SUSPICION: Millis = Millis(800);
/// The same where the head nods, which tells nothing of its depth: until it has
/// turned as well (ours: the rest of a nod, and the turn that follows it).
const SUSPICION_IN_A_NOD: Millis = Millis(3_000);

/// While a head moves, its face is compared this often.
pub(super) const EMBED_SPACING: Millis = Millis(150);

/// Beyond this yaw no face is compared. `python -m facelab.likeness` of 20 heads
/// that were rendered from a photo each and turned by 50 degrees: to 35 degrees a
/// frame is at least 0.73 like its person, beyond them it falls to 0.50, and 6 of
/// 98 lie below what is asked of turned faces.
const COMPARED_DEGREES: f32 = 35.0;
/// Nor nodded further than this from where the head rests: rendered heads are at
/// least 0.67 like themselves to 23 degrees down, and 0.48 to 0.59 at 28 to 30
/// (`python -m facelab.likeness --clips up,down`).
const COMPARED_NOD_DEGREES: f32 = 25.0;
/// To this yaw, and nodded by no more than this from where it rests, a head looks
/// nearly ahead.
const AHEAD_DEGREES: f32 = 12.0;
const AHEAD_NOD_DEGREES: f32 = 8.0;

/// How the head was held in a frame whose face is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Facing {
    /// It looked ahead, or nearly.
    #[default]
    Ahead,
    /// It was turned, or nodded.
    Aside,
}

impl Facing {
    /// How a head is held that is so far from where it rests; none where no face
    /// can be compared.
    pub(super) fn of(pose: Pose, reach: Reach) -> Option<Self> {
        let yaw = pose.yaw_degrees.abs();
        if yaw > COMPARED_DEGREES || reach.nodded() > COMPARED_NOD_DEGREES {
            return None;
        }
        let ahead = yaw <= AHEAD_DEGREES && reach.nodded() <= AHEAD_NOD_DEGREES;
        Some(if ahead { Self::Ahead } else { Self::Aside })
    }
}

/// How alike two faces are, and had to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Likeness {
    /// Their cosine.
    pub(super) cosine: f32,
    /// The least that was asked.
    pub(super) least: f32,
}

impl Likeness {
    /// By how much it is enough; less than 0 where it isn't.
    pub(super) fn margin(self) -> f32 {
        self.cosine - self.least
    }
}

/// What a frame's face says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Same {
    /// The same person.
    Yes(Likeness),
    /// Not like them: the next frame has to tell.
    Perhaps,
    /// Somebody else.
    No(Likeness),
}

/// Compares one frame after another.
#[derive(Clone, Debug)]
pub(super) struct Sameness {
    ahead: f32,
    aside: f32,
    /// The frame before was unlike.
    doubt: Option<Likeness>,
    /// The last frame that looked ahead was: a turned one, of which less is
    /// asked, doesn't settle that.
    doubt_ahead: Option<Likeness>,
}

impl Sameness {
    /// Frames must agree as a profile asks: a head that is turned by its bound
    /// for one session, a head that looks ahead as much as a probe must with an
    /// enrolment.
    pub(super) fn new(tolerance: &Tolerance) -> Self {
        let aside = tolerance.consistency_threshold;
        Self {
            ahead: tolerance.match_threshold.max(aside),
            aside,
            doubt: None,
            doubt_ahead: None,
        }
    }

    /// Whether nothing is in doubt that a head which looks ahead has to settle.
    pub(super) fn is_settled(&self) -> bool {
        self.doubt_ahead.is_none()
    }

    /// Takes how much a frame agrees, a cosine.
    pub(super) fn judge(&mut self, cosine: f32, facing: Facing) -> Same {
        let looks_ahead = facing == Facing::Ahead;
        let least = if looks_ahead { self.ahead } else { self.aside };
        let found = Likeness { cosine, least };
        if found.margin() >= 0.0 {
            self.doubt = None;
            if looks_ahead {
                self.doubt_ahead = None;
            }
            return Same::Yes(found);
        }
        let mut before = self.doubt.replace(found);
        if looks_ahead {
            before = self.doubt_ahead.replace(found).or(before);
        }
        match before {
            Some(before) if before.margin() < found.margin() => Same::No(before),
            Some(_) => Same::No(found),
            None => Same::Perhaps,
        }
    }
}

/// Somebody is unlike the person while turned aside: what they are is still to
/// be told. Nothing but a refusal follows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Suspicion(Option<(Millis, Millis)>);

impl Suspicion {
    /// It begins, unless it has.
    pub(super) fn begin(&mut self, now: Millis) {
        self.0.get_or_insert((now, SUSPICION));
    }

    /// It begins in a nod, unless it has.
    pub(super) fn begin_in_a_nod(&mut self, now: Millis) {
        self.0.get_or_insert((now, SUSPICION_IN_A_NOD));
    }

    /// Whether it began in a nod.
    pub(super) fn is_of_a_nod(&self) -> bool {
        self.0.is_some_and(|(_, lasts)| lasts == SUSPICION_IN_A_NOD)
    }

    /// Whether it has begun.
    pub(super) fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Whether it has lasted long enough.
    pub(super) fn is_over(&self, now: Millis) -> bool {
        self.0
            .is_some_and(|(since, lasts)| now.since(since) >= lasts)
    }

    /// How a session ends while it lasts: whatever else would end it, the
    /// person changed, unless the surface is flat or the camera another.
    pub(super) fn instead_of(&self, decision: Decision, reason: Reason) -> (Decision, Reason) {
        match reason {
            Reason::FlatSurface | Reason::CameraChanged => (decision, reason),
            _ if self.is_there() => (Decision::NotVerified, Reason::PersonChanged),
            _ => (decision, reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::challenge::Rest;
    use crate::flow::profiles;

    fn balanced() -> Tolerance {
        profiles::built_in("balanced").unwrap()
    }

    #[test]
    fn one_smeared_frame_is_nobody_else_and_two_in_a_row_are() {
        let mut sameness = Sameness::new(&balanced());
        let judged =
            [0.8, 0.3, 0.7, 0.2, 0.1].map(|cosine| match sameness.judge(cosine, Facing::Aside) {
                Same::Yes(found) => Some(found.cosine),
                Same::Perhaps => None,
                Same::No(found) => Some(-found.cosine),
            });
        assert_eq!(judged, [Some(0.8), None, Some(0.7), None, Some(-0.1)]);
    }

    #[test]
    fn somebody_alike_passes_for_the_person_when_turned_but_not_when_looking_ahead() {
        for (facing, same) in [(Facing::Aside, true), (Facing::Ahead, false)] {
            let mut sameness = Sameness::new(&balanced());
            let judged = [0.57, 0.57].map(|cosine| sameness.judge(cosine, facing));
            let no = judged.iter().any(|judged| matches!(judged, Same::No(_)));
            assert_eq!(no, !same, "{facing:?}: {judged:?}");
        }
    }

    #[test]
    fn what_a_head_that_looks_ahead_leaves_in_doubt_a_turned_one_does_not_settle() {
        let mut sameness = Sameness::new(&balanced());
        assert_eq!(sameness.judge(0.57, Facing::Ahead), Same::Perhaps);
        assert!(matches!(sameness.judge(0.57, Facing::Aside), Same::Yes(_)));
        assert!(!sameness.is_settled());
        assert!(matches!(sameness.judge(0.57, Facing::Ahead), Same::No(_)));
        // One smeared frame of each kind is nobody else.
        let mut sameness = Sameness::new(&balanced());
        assert_eq!(sameness.judge(0.5, Facing::Ahead), Same::Perhaps);
        assert!(matches!(sameness.judge(0.7, Facing::Aside), Same::Yes(_)));
        assert_eq!(sameness.judge(0.4, Facing::Aside), Same::Perhaps);
        assert!(matches!(sameness.judge(0.9, Facing::Ahead), Same::Yes(_)));
        assert!(sameness.is_settled());
    }

    #[test]
    fn a_head_is_compared_as_it_is_held_and_not_when_turned_too_far() {
        let facing = |yaw_degrees, pitch_degrees| {
            let pose = Pose {
                yaw_degrees,
                pitch_degrees,
                ..Pose::default()
            };
            Facing::of(pose, Rest::default().reach(pose))
        };
        assert_eq!(facing(-8.0, 5.0), Some(Facing::Ahead));
        assert_eq!(facing(20.0, 0.0), Some(Facing::Aside));
        assert_eq!(facing(3.0, -15.0), Some(Facing::Aside));
        assert_eq!(facing(-34.0, 0.0), Some(Facing::Aside));
        for yaw in [36.0, -50.0] {
            assert_eq!(facing(yaw, 0.0), None);
        }
    }
}
