//! Which text and which icon stands for what the program says.

use crate::domain::{Component, PoseName, Reason, Species};
use crate::flow::{Check, Hint, Instruction};

use super::icons;

/// A key of the texts and an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Key in the texts.
    pub key: &'static str,
    /// Icon of `icons`.
    pub icon: &'static str,
}

const fn said(key: &'static str, icon: &'static str) -> Said {
    Said { key, icon }
}

/// An instruction. The picture is a mirror: the person's own left is on its
/// left.
#[must_use]
pub fn instruction(instruction: Instruction) -> Said {
    match instruction {
        Instruction::LookHere => said("instruction-look-here", icons::EYE),
        Instruction::HoldStill => said("instruction-hold-still", icons::HAND),
        Instruction::ComeCloser => said("instruction-come-closer", icons::ARROWS_OUT),
        Instruction::MoveBack => said("instruction-move-back", icons::ARROWS_IN),
        Instruction::MoveToMiddle => said("instruction-move-to-middle", icons::ARROWS_TO_MIDDLE),
        Instruction::OnePersonOnly => said("instruction-one-person-only", icons::USERS),
        Instruction::MoreLight => said("instruction-more-light", icons::MOON),
        Instruction::LessLight => said("instruction-less-light", icons::SUN),
        Instruction::OpenEyes => said("instruction-open-eyes", icons::EYE),
        Instruction::HeadUpright => said("instruction-head-upright", icons::ARROW_UPRIGHT),
        Instruction::TurnLeft => said("instruction-turn-left", icons::ARROW_LEFT),
        Instruction::TurnRight => said("instruction-turn-right", icons::ARROW_RIGHT),
        Instruction::LookUp => said("instruction-look-up", icons::ARROW_UP),
        Instruction::LookDown => said("instruction-look-down", icons::ARROW_DOWN),
        Instruction::TurnBackALittle => said("instruction-turn-back", icons::ARROW_BACK),
        Instruction::Blink => said("instruction-blink", icons::EYE_CLOSED),
        Instruction::OpenMouth => said("instruction-open-mouth", icons::OPEN_MOUTH),
        Instruction::OneMoment => said("instruction-one-moment", icons::HOURGLASS),
        Instruction::CameraAway => said("instruction-camera-away", icons::CAMERA_SLASH),
        Instruction::EvenLight => said("instruction-even-light", icons::LIGHTBULB),
    }
}

/// What went wrong a moment ago, and what to do about it.
#[must_use]
pub fn hint(hint: Hint) -> &'static str {
    match hint {
        Hint::OtherWay => "hint-other-way",
        Hint::TooEarly => "hint-too-early",
        Hint::Further => "hint-further",
        Hint::TooFast => "hint-too-fast",
    }
}

/// Why it ended so. The text says what, its `.advice` the one thing to do.
#[must_use]
pub fn reason(reason: Reason) -> Said {
    match reason {
        Reason::Matched => said("reason-matched", icons::CHECK),
        Reason::Enrolled => said("reason-enrolled", icons::CHECK),
        Reason::PinMatched => said("reason-pin-matched", icons::CHECK),
        Reason::Vouched => said("reason-vouched", icons::CHECK),
        Reason::PinWrong => said("reason-pin-wrong", icons::CROSS),
        Reason::NoMatch => said("reason-no-match", icons::CROSS),
        Reason::NotEnrolled => said("reason-not-enrolled", icons::USER_PLUS),
        Reason::Locked => said("reason-locked", icons::PAUSE),
        Reason::Disabled => said("reason-disabled", icons::PROHIBIT),
        Reason::BadgeRequired => said("reason-badge-required", icons::BADGE),
        Reason::PersonChanged => said("reason-person-changed", icons::USER_SWITCH),
        Reason::CameraChanged => said("reason-camera-changed", icons::CAMERA),
        Reason::CameraUnavailable => said("reason-camera-unavailable", icons::CAMERA_SLASH),
        Reason::FlatSurface => said("reason-flat-surface", icons::PROHIBIT),
        Reason::OrderNotFollowed => said("reason-order-not-followed", icons::ARROW_BACK),
        Reason::FramesRepeated => said("reason-frames-repeated", icons::CAMERA),
        Reason::TurnedTooLittle => said("reason-turned-too-little", icons::ARROW_BACK),
        Reason::TurnedTooFast => said("reason-turned-too-fast", icons::CLOCK),
        Reason::GestureNotSeen => said("reason-gesture-not-seen", icons::EYE_CLOSED),
        Reason::FaceLost => said("reason-face-lost", icons::USER_FOCUS),
        Reason::NoFace => said("reason-no-face", icons::USER_FOCUS),
        Reason::MoreThanOneFace => said("reason-more-than-one-face", icons::USERS),
        Reason::TooDark => said("reason-too-dark", icons::MOON),
        Reason::TooBright => said("reason-too-bright", icons::SUN),
        Reason::TooBlurred => said("reason-too-blurred", icons::SCAN),
        Reason::TooFar => said("reason-too-far", icons::ARROWS_OUT),
        Reason::TooNear => said("reason-too-near", icons::ARROWS_IN),
        Reason::OutOfPicture => said("reason-out-of-picture", icons::ARROWS_TO_MIDDLE),
        Reason::NotFacing => said("reason-not-facing", icons::EYE),
        Reason::EyesClosed => said("reason-eyes-closed", icons::EYE),
        Reason::TimedOut => said("reason-timed-out", icons::CLOCK),
        Reason::Cancelled => said("reason-cancelled", icons::CROSS),
        Reason::DuplicateSuspected => said("reason-duplicate-suspected", icons::USERS),
        Reason::VerifyBackFailed => said("reason-verify-back-failed", icons::USER_FOCUS),
        Reason::EngineUnavailable => said("reason-engine-unavailable", icons::CPU),
    }
}

/// What is held up in a self-test; a site's own name is put into the text.
#[must_use]
pub fn species(name: &str) -> Said {
    match name {
        Species::BONA_FIDE => said("selftest-bona-fide", icons::USER),
        "flat" => said("selftest-flat", icons::DOCUMENT),
        "bent" => said("selftest-bent", icons::ARROW_BACK),
        "cutout" => said("selftest-cutout", icons::EYE),
        "screen" => said("selftest-screen", icons::SCAN),
        "mask" => said("selftest-mask", icons::FACE),
        _ => said("selftest-own", icons::QUESTION),
    }
}

/// A pose of the enrolment.
#[must_use]
pub fn pose(pose: PoseName) -> Said {
    match pose {
        PoseName::Front => said("pose-front", icons::USER),
        PoseName::Left => said("pose-left", icons::ARROW_LEFT),
        PoseName::Right => said("pose-right", icons::ARROW_RIGHT),
        PoseName::Up => said("pose-up", icons::ARROW_UP),
        PoseName::Down => said("pose-down", icons::ARROW_DOWN),
    }
}

/// A check that holds, or doesn't.
#[must_use]
pub fn check(check: Check, holds: bool) -> Said {
    match (check, holds) {
        (Check::OneFace, true) => said("check-one-face", icons::CHECK),
        (Check::OneFace, false) => said("check-several-faces", icons::USERS),
        (Check::CloseEnough, true) => said("check-close-enough", icons::CHECK),
        (Check::CloseEnough, false) => said("check-too-far", icons::ARROWS_OUT),
        (Check::Sharp, true) => said("check-sharp", icons::CHECK),
        (Check::Sharp, false) => said("check-blurred", icons::SCAN),
        (Check::WellLit, true) => said("check-well-lit", icons::CHECK),
        (Check::WellLit, false) => said("check-poor-light", icons::SUN),
    }
}

/// What to do about a component that is too low: one thing. A head that is
/// `too_near` is as low as one that is too far.
#[must_use]
pub fn fix(component: Component, too_near: bool) -> &'static str {
    match component {
        Component::SingleFacePresent => "fix-alone",
        Component::HeadSize if too_near => "fix-back",
        Component::InterEyeDistance | Component::HeadSize => "fix-distance",
        Component::LeftwardCropOfTheFaceImage
        | Component::RightwardCropOfTheFaceImage
        | Component::DownwardCropOfTheFaceImage
        | Component::UpwardCropOfTheFaceImage => "fix-middle",
        Component::HeadPoseYaw | Component::HeadPosePitch | Component::HeadPoseRoll => {
            "fix-straight"
        }
        Component::EyesOpen => "fix-eyes",
        Component::MouthClosed | Component::ExpressionNeutrality => "fix-expression",
        Component::Sharpness => "fix-still",
        Component::IlluminationUniformity => "fix-even-light",
        Component::LuminanceMean | Component::UnderExposurePrevention | Component::DynamicRange => {
            "fix-more-light"
        }
        Component::OverExposurePrevention => "fix-less-light",
        Component::NaturalColour => "fix-colour",
        Component::BackgroundUniformity => "fix-background",
    }
}

/// A quality component.
#[must_use]
pub fn component(component: Component) -> &'static str {
    match component {
        Component::SingleFacePresent => "quality-single-face",
        Component::InterEyeDistance => "quality-inter-eye-distance",
        Component::HeadSize => "quality-head-size",
        // The names say what the crop lacks, and "left" is the picture's: a
        // picture that is cropped downwards lacks room above, and what is left
        // in the camera's picture is the person's right, and the mirror's.
        Component::LeftwardCropOfTheFaceImage => "quality-room-right",
        Component::RightwardCropOfTheFaceImage => "quality-room-left",
        Component::DownwardCropOfTheFaceImage => "quality-room-above",
        Component::UpwardCropOfTheFaceImage => "quality-room-below",
        Component::HeadPoseYaw => "quality-yaw",
        Component::HeadPosePitch => "quality-pitch",
        Component::HeadPoseRoll => "quality-roll",
        Component::EyesOpen => "quality-eyes-open",
        Component::MouthClosed => "quality-mouth-closed",
        Component::Sharpness => "quality-sharpness",
        Component::IlluminationUniformity => "quality-illumination",
        Component::LuminanceMean => "quality-brightness",
        Component::UnderExposurePrevention => "quality-not-dark",
        Component::OverExposurePrevention => "quality-not-burnt",
        Component::DynamicRange => "quality-dynamic-range",
        Component::NaturalColour => "quality-colour",
        Component::BackgroundUniformity => "quality-background",
        Component::ExpressionNeutrality => "quality-expression",
    }
}
