//! The tolerance profiles that come with the product.

use crate::domain::{
    Component, FalsePositiveCurve, Millis, PoseBounds, QualityBounds, Tolerance, ToleranceError,
    ToleranceName,
};

/// Names of the built-in profiles, strictest first.
pub const BUILT_IN: [&str; 3] = ["strict", "balanced", "lenient"];

/// The profile of a site that has chosen none.
pub const DEFAULT: &str = "balanced";

/// The built-in profile of that name.
///
/// The match thresholds come from the fused score (the normalised mean of
/// three photos against the nearest of five templates) on the measuring set:
/// `secure-biometric evaluate ../shared/faces/orl` prints them under `fused`.
/// None is looser than a false match rate of 1e-4 there, neither fused nor
/// photo to photo.
#[must_use]
pub fn built_in(name: &str) -> Option<Tolerance> {
    let (match_threshold, false_positive_target, timeout) = match name {
        "strict" => (0.66, 1e-4, 10_000),
        "balanced" => (0.60, 1e-3, 12_000),
        "lenient" => (0.58, 1e-3, 20_000),
        _ => return None,
    };
    Some(Tolerance {
        name: ToleranceName::try_from(name.to_owned()).ok()?,
        version: 1,
        match_threshold,
        false_positive_target,
        duplicate_threshold: match_threshold,
        consistency_threshold: 0.45,
        verify_quality: verify_quality(),
        enrol_quality: enrol_quality(),
        poses: PoseBounds {
            front_yaw_degrees: 12.0,
            front_pitch_degrees: 18.0,
            roll_degrees: 18.0,
            turn_degrees: 15.0,
            turn_limit_degrees: 38.0,
            nod_degrees: 8.0,
            nod_limit_degrees: 28.0,
        },
        frames_fused: 5,
        window_millis: Millis(600),
        verify_timeout_millis: Millis(timeout),
        pose_timeout_millis: Millis(timeout * 2),
        face_lost_millis: Millis(2_000),
    })
}

fn bounds(values: &[(Component, f32)]) -> QualityBounds {
    QualityBounds(values.iter().copied().collect())
}

/// Least quality of a frame that is compared. 18 of InterEyeDistance are 40
/// pixels, enough for the 35 of the model's input; the others keep out frames
/// whose embedding would be worth little. Ours, by looking at rehearsals.
fn verify_quality() -> QualityBounds {
    bounds(&[
        (Component::SingleFacePresent, 100.0),
        (Component::InterEyeDistance, 18.0),
        (Component::HeadSize, 20.0),
        (Component::LeftwardCropOfTheFaceImage, 20.0),
        (Component::RightwardCropOfTheFaceImage, 20.0),
        (Component::DownwardCropOfTheFaceImage, 20.0),
        (Component::UpwardCropOfTheFaceImage, 20.0),
        (Component::Sharpness, 30.0),
        (Component::EyesOpen, 30.0),
        (Component::UnderExposurePrevention, 40.0),
        (Component::OverExposurePrevention, 40.0),
    ])
}

/// Least quality of a frame that becomes part of a template: more is asked
/// once than every day. 25 of InterEyeDistance are 48 pixels.
fn enrol_quality() -> QualityBounds {
    let stricter = [
        (Component::InterEyeDistance, 25.0),
        (Component::Sharpness, 40.0),
        (Component::EyesOpen, 40.0),
        (Component::UnderExposurePrevention, 50.0),
        (Component::OverExposurePrevention, 50.0),
        (Component::IlluminationUniformity, 15.0),
    ];
    let mut quality = verify_quality();
    quality.0.extend(stricter);
    quality
}

/// How often strangers' fused scores reach a threshold, on the same set.
#[must_use]
pub fn false_positive_curve() -> FalsePositiveCurve {
    FalsePositiveCurve {
        comparisons: 0,
        points: vec![(0.5, 1e-2), (0.6, 1e-3), (0.7, 1e-4)],
    }
}

/// Reads a site's own profile from TOML.
///
/// # Errors
/// When a number is out of its range.
pub fn custom(tolerance: Tolerance) -> Result<Tolerance, ToleranceError> {
    tolerance.validated()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_profiles_are_valid_and_ordered() {
        let thresholds: Vec<f32> = BUILT_IN
            .iter()
            .map(|name| built_in(name).unwrap().validated().unwrap())
            .map(|tolerance| tolerance.match_threshold)
            .collect();
        assert!(thresholds.is_sorted_by(|a, b| a >= b), "{thresholds:?}");
        assert!(BUILT_IN.contains(&DEFAULT));
        assert_eq!(built_in("mine"), None);
    }
}
