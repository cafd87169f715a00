//! Stories of people, and of what isn't one, who are asked to move.

mod films;
mod gestures;
mod glances;
mod turns;

use crate::domain::{Landmarks, LivenessBounds, MainFace, Openness, Pose, Quality};
use crate::flow::profiles;

fn bounds() -> LivenessBounds {
    profiles::built_in("balanced").unwrap().liveness
}

/// A face that looks ahead, calm eyes and mouth.
fn face() -> MainFace {
    MainFace {
        landmarks: Landmarks::try_from(vec![[0.0; 3]; 478]).unwrap(),
        pose: Pose::default(),
        openness: Openness {
            left_eye: 0.7,
            right_eye: 0.6,
            mouth: 0.05,
        },
        quality: Quality::default(),
    }
}

fn rest() -> super::Rest {
    let mut rest = super::Rest::default();
    for _ in 0..5 {
        rest.looked(&face());
    }
    rest
}
