//! What a person is asked to do, one thing at a time.

use serde::{Deserialize, Serialize};

use crate::domain::{PoseName, Reason, Turn};

/// The one instruction that is shown now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instruction {
    /// Look into the camera.
    #[default]
    LookHere,
    /// All is well: keep still for a moment.
    HoldStill,
    /// Come closer to the camera.
    ComeCloser,
    /// Step back a little.
    MoveBack,
    /// Move to the middle of the picture.
    MoveToMiddle,
    /// Only one person may be in the picture.
    OnePersonOnly,
    /// There is too little light on the face.
    MoreLight,
    /// There is too much light on the face.
    LessLight,
    /// Open the eyes.
    OpenEyes,
    /// Keep the head upright.
    HeadUpright,
    /// Turn to one's own left.
    TurnLeft,
    /// Turn to one's own right.
    TurnRight,
    /// Look up.
    LookUp,
    /// Look down.
    LookDown,
    /// The head is turned too far: back a little.
    TurnBackALittle,
    /// Close both eyes for a moment.
    Blink,
    /// Open the mouth wide.
    OpenMouth,
    /// The analysis is being restarted.
    OneMoment,
    /// The camera is away.
    CameraAway,
    /// One side of the face is darker than the other.
    EvenLight,
}

impl Instruction {
    /// Every instruction, for screens and tests.
    pub const ALL: [Self; 20] = [
        Self::LookHere,
        Self::HoldStill,
        Self::ComeCloser,
        Self::MoveBack,
        Self::MoveToMiddle,
        Self::OnePersonOnly,
        Self::MoreLight,
        Self::LessLight,
        Self::OpenEyes,
        Self::HeadUpright,
        Self::TurnLeft,
        Self::TurnRight,
        Self::LookUp,
        Self::LookDown,
        Self::TurnBackALittle,
        Self::Blink,
        Self::OpenMouth,
        Self::OneMoment,
        Self::CameraAway,
        Self::EvenLight,
    ];

    /// How to ask for a pose.
    #[must_use]
    pub fn for_pose(pose: PoseName) -> Self {
        match pose {
            PoseName::Front => Self::LookHere,
            PoseName::Left => Self::TurnLeft,
            PoseName::Right => Self::TurnRight,
            PoseName::Up => Self::LookUp,
            PoseName::Down => Self::LookDown,
        }
    }

    /// How to ask for a turn.
    #[must_use]
    pub fn for_turn(turn: Turn) -> Self {
        Self::for_pose(PoseName::from(turn))
    }
}

/// What went wrong a moment ago, said beside what is asked for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// The head went another way than asked.
    OtherWay,
    /// It turned before it was asked.
    TooEarly,
    /// All turns are done, but too little depth was seen: a little further.
    Further,
    /// It was there before it was seen to travel: more slowly.
    TooFast,
}

impl Hint {
    /// Every hint, for screens and tests.
    pub const ALL: [Self; 4] = [Self::OtherWay, Self::TooEarly, Self::Further, Self::TooFast];
}

/// What stands in the way of a good frame, worst first: each has the
/// instruction that mends it and the reason that is kept if nobody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// Nobody is seen, in good light.
    NoFace,
    /// More than one face is seen.
    MoreThanOneFace,
    /// Too dark.
    TooDark,
    /// Too bright.
    TooBright,
    /// Lit from one side.
    Uneven,
    /// Too far away.
    TooFar,
    /// Too near.
    TooNear,
    /// Partly outside the picture.
    OutOfPicture,
    /// Tilted.
    Tilted,
    /// Not facing the camera when asked to.
    NotFacing,
    /// Not turned as far as asked.
    TurnedTooLittle,
    /// Turned further than is good.
    TurnedTooFar,
    /// The eyes are closed.
    EyesClosed,
    /// Out of focus, or moving.
    Blurred,
}

impl Obstacle {
    /// What to do about it; `asked` is the pose's own instruction.
    #[must_use]
    pub fn instruction(self, asked: Instruction) -> Instruction {
        match self {
            Self::NoFace | Self::NotFacing => Instruction::LookHere,
            Self::MoreThanOneFace => Instruction::OnePersonOnly,
            Self::TooDark => Instruction::MoreLight,
            Self::TooBright => Instruction::LessLight,
            Self::Uneven => Instruction::EvenLight,
            Self::TooFar => Instruction::ComeCloser,
            Self::TooNear => Instruction::MoveBack,
            Self::OutOfPicture => Instruction::MoveToMiddle,
            Self::Tilted => Instruction::HeadUpright,
            Self::TurnedTooLittle => asked,
            Self::TurnedTooFar => Instruction::TurnBackALittle,
            Self::EyesClosed => Instruction::OpenEyes,
            Self::Blurred => Instruction::HoldStill,
        }
    }

    /// Why a capture that never got past it ended.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            Self::NoFace => Reason::NoFace,
            Self::MoreThanOneFace => Reason::MoreThanOneFace,
            // Of its two sides one is.
            Self::TooDark | Self::Uneven => Reason::TooDark,
            Self::TooBright => Reason::TooBright,
            Self::TooFar => Reason::TooFar,
            Self::TooNear => Reason::TooNear,
            Self::OutOfPicture => Reason::OutOfPicture,
            Self::Tilted | Self::NotFacing | Self::TurnedTooFar => Reason::NotFacing,
            Self::TurnedTooLittle => Reason::TurnedTooLittle,
            Self::EyesClosed => Reason::EyesClosed,
            Self::Blurred => Reason::TooBlurred,
        }
    }
}
