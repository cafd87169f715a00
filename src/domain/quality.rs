//! Quality components of a face picture, 0 (worst) to 100.

use serde::{Deserialize, Serialize};

macro_rules! components {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// A quality component, named as in ISO/IEC 29794-5.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Component { $($(#[$doc])* $name),+ }

        impl Component {
            /// Every component, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name in the standard and in JSON.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            /// The component of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

components! {
    /// Exactly one face is in the picture.
    SingleFacePresent,
    /// The eyes are far enough apart, in pixels.
    InterEyeDistance,
    /// The head is neither too small nor too large in the picture.
    HeadSize,
    /// Room to the picture's left edge.
    LeftwardCropOfTheFaceImage,
    /// Room to the picture's right edge.
    RightwardCropOfTheFaceImage,
    /// Room to the upper edge: a picture that is cropped downwards lacks it.
    DownwardCropOfTheFaceImage,
    /// Room to the lower edge: a picture that is cropped upwards lacks it.
    UpwardCropOfTheFaceImage,
    /// Not turned aside.
    HeadPoseYaw,
    /// Not looking up or down.
    HeadPosePitch,
    /// Not tilted.
    HeadPoseRoll,
    /// Both eyes are open.
    EyesOpen,
    /// The mouth is closed.
    MouthClosed,
    /// In focus, not smeared by motion.
    Sharpness,
    /// Both halves of the face are lit alike.
    IlluminationUniformity,
    /// The mean brightness is in a usable range.
    LuminanceMean,
    /// Not too dark.
    UnderExposurePrevention,
    /// Not burnt out.
    OverExposurePrevention,
    /// Enough different grey levels.
    DynamicRange,
    /// Skin looks like skin, not tinted.
    NaturalColour,
    /// What is behind the person is even.
    BackgroundUniformity,
    /// A neutral expression.
    ExpressionNeutrality,
}

/// The measured components of one face, each 0 to 100; those not measured are
/// absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality(std::collections::BTreeMap<Component, f32>);

impl Quality {
    /// The measured value of a component.
    #[must_use]
    pub fn get(&self, component: Component) -> Option<f32> {
        self.0.get(&component).copied()
    }

    /// Keeps a value, clamped to 0..=100; one that isn't a number counts as 0.
    pub fn set(&mut self, component: Component, value: f32) {
        let value = if value.is_finite() {
            value.clamp(0.0, 100.0)
        } else {
            0.0
        };
        self.0.insert(component, value);
    }

    /// All measured components in order.
    pub fn iter(&self) -> impl Iterator<Item = (Component, f32)> + '_ {
        self.0.iter().map(|(component, value)| (*component, *value))
    }

    /// Whether nothing was measured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Component, f32)> for Quality {
    fn from_iter<I: IntoIterator<Item = (Component, f32)>>(values: I) -> Self {
        let mut quality = Self::default();
        for (component, value) in values {
            quality.set(component, value);
        }
        quality
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for component in Component::ALL {
            assert_eq!(Component::from_name(component.name()), Some(*component));
        }
        assert_eq!(Component::from_name("Beauty"), None);
    }

    #[test]
    fn values_are_0_to_100() {
        let quality: Quality = [
            (Component::Sharpness, 170.0),
            (Component::EyesOpen, f32::NAN),
        ]
        .into_iter()
        .collect();
        assert_eq!(quality.get(Component::Sharpness), Some(100.0));
        assert_eq!(quality.get(Component::EyesOpen), Some(0.0));
        assert_eq!(quality.get(Component::HeadSize), None);
    }
}
