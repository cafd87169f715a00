//! Where frames come from: a camera of this machine, or a recording.
//!
//! Two ways to read them. Commands step through a [`Recording`] frame by
//! frame, none dropped. Windows use [`LiveCamera`], which runs either kind on
//! threads of its own, in real time, and keeps only the newest frame.

mod ahead;
mod descriptor;
mod device;
mod error;
mod format;
mod jpeg;
mod live;
mod live_device;
mod mjpeg;
mod picture;
mod player;
mod recording;
mod slot;
mod upload;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

pub use device::{CameraInfo, list_devices};
pub use error::CameraError;
pub use format::{DeviceFormat, Encoding};
pub use live::{CameraEvent, LiveCamera};
pub use recording::Recording;
pub use slot::Slot;
pub use upload::{FRAME_RATES, Upload, UploadError, Uploads};

/// Longest accepted text of a [`DeviceId`], in bytes. V4L2 gives 31 bytes each
/// for the bus path and the name.
const MAX_DEVICE_ID_BYTES: usize = 128;

/// Stands for the first camera that is found.
const FIRST: &str = "first";

/// What a camera is known by for good: its bus path and its name, such as
/// `usb-0000:00:14.0-1/Integrated Camera`. Never the number of `/dev/videoN`,
/// which changes with the order of plugging in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(String);

impl DeviceId {
    /// The identity of the camera with this name on this bus path.
    ///
    /// # Errors
    /// When both are empty, or they hold control characters or too much text.
    pub fn new(bus: &str, name: &str) -> Result<Self, CameraError> {
        format!("{}/{}", bus.trim(), name.trim()).parse()
    }

    /// Bus path and name, joined by a slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DeviceId {
    type Err = CameraError;

    fn from_str(text: &str) -> Result<Self, CameraError> {
        let text = text.trim();
        let says_something = text.chars().any(|c| c != '/');
        if says_something
            && text.len() <= MAX_DEVICE_ID_BYTES
            && !text.chars().any(char::is_control)
        {
            Ok(Self(text.to_owned()))
        } else {
            Err(CameraError::NotACamera {
                text: text.chars().take(MAX_DEVICE_ID_BYTES).collect(),
            })
        }
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a source of frames, as `--camera` and the settings write it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CameraId {
    /// `device:BUS/NAME`: a camera of this machine.
    Device(DeviceId),
    /// `device:first`: whichever camera of this machine is found first, now or
    /// once one is plugged in; from then on that one alone.
    First,
    /// `recording:PATH`: a folder of frames, or an `.mjpeg` file.
    Recording(PathBuf),
    /// Frames that somebody sends to the service. No flag or setting names it.
    Upload,
}

impl FromStr for CameraId {
    type Err = CameraError;

    fn from_str(text: &str) -> Result<Self, CameraError> {
        match text.split_once(':') {
            Some(("device", FIRST)) => Ok(Self::First),
            Some(("device", id)) => id.parse().map(Self::Device),
            Some(("recording", path)) if !path.is_empty() => Ok(Self::Recording(path.into())),
            _ => Err(CameraError::NotACamera {
                text: text.chars().take(MAX_DEVICE_ID_BYTES).collect(),
            }),
        }
    }
}

impl fmt::Display for CameraId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(id) => write!(f, "device:{id}"),
            Self::First => write!(f, "device:{FIRST}"),
            Self::Recording(path) => write!(f, "recording:{}", path.display()),
            Self::Upload => f.write_str("upload"),
        }
    }
}

/// What the person is asked to do now. A responsive recording plays the clip
/// of that name; a device and a plain recording take no notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// Look at the camera.
    #[default]
    Neutral,
    /// Turn to their own left.
    Left,
    /// Turn to their own right.
    Right,
    /// Look up.
    Up,
    /// Look down.
    Down,
    /// Come closer.
    Closer,
    /// Blink.
    Blink,
    /// Open the mouth.
    Mouth,
}

impl Prompt {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Neutral,
        Self::Left,
        Self::Right,
        Self::Up,
        Self::Down,
        Self::Closer,
        Self::Blink,
        Self::Mouth,
    ];

    /// The name of its sub-folder in a responsive recording.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
            Self::Closer => "closer",
            Self::Blink => "blink",
            Self::Mouth => "mouth",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_id_reads_back_as_it_was_written() {
        for text in [
            "device:usb-0000:00:14.0-1/Integrated Camera",
            "device:first",
            "recording:/srv/rehearsals/obama",
            "recording:clip.mjpeg",
        ] {
            assert_eq!(text.parse::<CameraId>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_not_cameras() {
        let long = format!("device:{}", "x".repeat(200));
        for text in [
            "",
            "device:",
            "device:/",
            "device:a\nb",
            "recording:",
            "/dev/video0",
            "camera:x",
            "upload",
            "upload:x",
            &long,
        ] {
            assert!(text.parse::<CameraId>().is_err(), "{text:?}");
        }
    }
}
