//! Is this frame good enough, and if not, what is the worst thing about it?

use crate::domain::{
    Analysis, Component, MainFace, Millis, Pose, PoseBounds, PoseName, QualityBounds, Relief,
};

use super::{Check, Instruction, Obstacle, TurnAxis, TurnView};

/// Mean brightness (0 to 255) of a whole frame below which a missing face is
/// put down to the dark. Ours: an unlit room through a webcam stays below it.
const DARK_FRAME_BRIGHTNESS: f32 = 30.0;
/// Share of the frame's height above which a badly sized head is too near.
const NEAR_HEAD_SHARE: f32 = 0.5;

/// A frame as the flow sees it.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// The frame's number at its camera.
    pub sequence: u64,
    /// When it was captured, in the session's time.
    pub at: Millis,
    /// What the engine saw in it.
    pub analysis: &'a Analysis,
    /// The frame's height in pixels.
    pub frame_height: u32,
    /// Mean brightness of the whole frame, 0 to 255.
    pub brightness: f32,
    /// A digest of the pixels: equal for identical frames.
    pub digest: u64,
    /// The depth measured in this stream so far, if it is measured.
    pub relief: Option<Relief>,
}

/// What a frame is measured against.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The pose asked for.
    pub pose: PoseName,
    /// Pose bounds of the tolerance profile.
    pub poses: &'a PoseBounds,
    /// Quality bounds that hold for this capture.
    pub quality: &'a QualityBounds,
    /// The head's pose when it faced the camera: turns count from there.
    pub baseline: Pose,
}

impl Wanted<'_> {
    /// The turn as the screen's arc shows it, none for the front pose.
    #[must_use]
    pub fn turn(&self, pose: Pose) -> Option<TurnView> {
        let (axis, wanted_degrees) = match self.pose {
            PoseName::Front => return None,
            PoseName::Left => (TurnAxis::Yaw, self.poses.turn_degrees),
            PoseName::Right => (TurnAxis::Yaw, -self.poses.turn_degrees),
            PoseName::Up => (TurnAxis::Pitch, self.poses.nod_degrees),
            PoseName::Down => (TurnAxis::Pitch, -self.poses.nod_degrees),
        };
        let reached_degrees = match axis {
            TurnAxis::Yaw => pose.yaw_degrees - self.baseline.yaw_degrees,
            TurnAxis::Pitch => pose.pitch_degrees - self.baseline.pitch_degrees,
        };
        Some(TurnView {
            axis,
            wanted_degrees,
            reached_degrees,
        })
    }

    fn pose_obstacle(&self, pose: Pose) -> Option<Obstacle> {
        if pose.roll_degrees.abs() > self.poses.roll_degrees {
            return Some(Obstacle::Tilted);
        }
        let Some(turn) = self.turn(pose) else {
            let facing = pose.yaw_degrees.abs() <= self.poses.front_yaw_degrees
                && pose.pitch_degrees.abs() <= self.poses.front_pitch_degrees;
            return (!facing).then_some(Obstacle::NotFacing);
        };
        let reached = turn.reached_degrees * turn.wanted_degrees.signum();
        let limit = match turn.axis {
            TurnAxis::Yaw => self.poses.turn_limit_degrees,
            TurnAxis::Pitch => self.poses.nod_limit_degrees,
        };
        if reached < turn.wanted_degrees.abs() {
            Some(Obstacle::TurnedTooLittle)
        } else if reached > limit {
            Some(Obstacle::TurnedTooFar)
        } else {
            None
        }
    }
}

/// A frame that is good enough, with a rank by which the best are kept
/// (higher is better).
///
/// # Errors
/// The worst obstacle of a frame that isn't.
pub fn assess(seen: &Observation<'_>, wanted: &Wanted<'_>) -> Result<f32, Obstacle> {
    let Some(face) = seen.analysis.main() else {
        return Err(if seen.brightness < DARK_FRAME_BRIGHTNESS {
            Obstacle::TooDark
        } else {
            Obstacle::NoFace
        });
    };
    let mut worst = (seen.analysis.faces().len() > 1).then_some(Obstacle::MoreThanOneFace);
    // Whether both halves of a face are lit alike is told from the front: of one
    // that is turned aside, one half is hardly seen.
    let aside = matches!(wanted.pose, PoseName::Left | PoseName::Right);
    let counts = |component| !(aside && component == Component::IlluminationUniformity);
    let failing = wanted
        .quality
        .failing(&face.quality)
        .filter(|(component, _, _)| counts(*component))
        .filter_map(|(component, _, _)| obstacle(component, seen, face));
    for found in failing.chain(wanted.pose_obstacle(face.pose)) {
        worst = Some(worst.map_or(found, |before| before.min(found)));
    }
    worst.map_or_else(|| Ok(rank(face, wanted)), Err)
}

/// The worst that these bounds find in a frame's main face, if anything.
pub(super) fn worst_of_quality(seen: &Observation<'_>, bounds: &QualityBounds) -> Option<Obstacle> {
    let face = seen.analysis.main()?;
    let failing = bounds.failing(&face.quality);
    failing
        .filter_map(|(component, _, _)| obstacle(component, seen, face))
        .min()
}

fn obstacle(component: Component, seen: &Observation<'_>, face: &MainFace) -> Option<Obstacle> {
    let value = |component| face.quality.get(component).unwrap_or(0.0);
    let darker =
        value(Component::UnderExposurePrevention) <= value(Component::OverExposurePrevention);
    Some(match component {
        Component::SingleFacePresent => Obstacle::MoreThanOneFace,
        Component::InterEyeDistance => Obstacle::TooFar,
        Component::HeadSize => {
            let height = seen
                .analysis
                .faces()
                .first()
                .map_or(0.0, |face| face.height);
            // Sides are at most 4096: exact in f32.
            let frame = f32::from(u16::try_from(seen.frame_height).unwrap_or(u16::MAX));
            if height > frame * NEAR_HEAD_SHARE {
                Obstacle::TooNear
            } else {
                Obstacle::TooFar
            }
        }
        Component::LeftwardCropOfTheFaceImage
        | Component::RightwardCropOfTheFaceImage
        | Component::DownwardCropOfTheFaceImage
        | Component::UpwardCropOfTheFaceImage => Obstacle::OutOfPicture,
        Component::UnderExposurePrevention => Obstacle::TooDark,
        Component::IlluminationUniformity => Obstacle::Uneven,
        Component::OverExposurePrevention => Obstacle::TooBright,
        Component::LuminanceMean | Component::DynamicRange if darker => Obstacle::TooDark,
        Component::LuminanceMean | Component::DynamicRange | Component::NaturalColour => {
            Obstacle::TooBright
        }
        Component::EyesOpen => Obstacle::EyesClosed,
        Component::Sharpness => Obstacle::Blurred,
        Component::HeadPoseRoll => Obstacle::Tilted,
        // The pose asked for decides these, not the standard's front pose.
        Component::HeadPoseYaw
        | Component::HeadPosePitch
        | Component::MouthClosed
        | Component::ExpressionNeutrality
        | Component::BackgroundUniformity => return None,
    })
}

/// Mean of the bounded components; for the front pose looking straight counts
/// as one more. Ours.
fn rank(face: &MainFace, wanted: &Wanted<'_>) -> f32 {
    let mut values: Vec<f32> = wanted
        .quality
        .0
        .keys()
        .filter_map(|component| face.quality.get(*component))
        .collect();
    if wanted.pose == PoseName::Front {
        values.extend(face.quality.get(Component::HeadPoseYaw));
    }
    let count = values.iter().fold(0.0, |count, _| count + 1.0_f32);
    values.iter().sum::<f32>() / count.max(1.0)
}

/// Whether a frame is good but for eyes and mouth, which were asked to move.
pub(super) fn is_good_but_moving(assessed: Result<f32, Obstacle>) -> bool {
    matches!(
        assessed,
        Ok(_) | Err(Obstacle::EyesClosed | Obstacle::Blurred)
    )
}

/// The short checks beside the picture.
pub(super) fn checks(seen: &Observation<'_>, quality: &QualityBounds) -> Vec<(Check, bool)> {
    let Some(face) = seen.analysis.main() else {
        return Vec::new();
    };
    let failing: Vec<Obstacle> = quality
        .failing(&face.quality)
        .filter_map(|(component, _, _)| obstacle(component, seen, face))
        .collect();
    let free = |obstacles: &[Obstacle]| !obstacles.iter().any(|o| failing.contains(o));
    vec![
        (Check::OneFace, seen.analysis.faces().len() == 1),
        (Check::CloseEnough, free(&[Obstacle::TooFar])),
        (Check::Sharp, free(&[Obstacle::Blurred])),
        (
            Check::WellLit,
            free(&[Obstacle::TooDark, Obstacle::TooBright, Obstacle::Uneven]),
        ),
    ]
}

/// What to show: what is asked, or what mends the obstacle.
pub(super) fn instruction(assessed: Result<f32, Obstacle>, asked: Instruction) -> Instruction {
    match assessed {
        Ok(_) => Instruction::HoldStill,
        Err(obstacle) => obstacle.instruction(asked),
    }
}
