//! What can be wrong with a camera or a recording, and what to do about it.

use std::path::PathBuf;

use thiserror::Error;

use super::DeviceId;
use super::picture::{MAX_PICTURE_BYTES, PictureError};
use super::recording::{MAX_FRAMES, MAX_FRAMES_PER_SECOND};

/// Why there are no frames. Each says what to do.
#[derive(Debug, Error)]
pub enum CameraError {
    /// Not the name of a camera.
    #[error("{text:?} isn't a camera; write device:ID (`doctor` lists them) or recording:PATH")]
    NotACamera {
        /// What was given.
        text: String,
    },
    /// The machine has no camera at all.
    #[error(
        "no camera is connected; plug one in, or play a recording with --camera recording:PATH"
    )]
    NoneConnected,
    /// The camera that was asked for isn't there.
    #[error("camera {id} isn't connected; plug it in again or choose another camera in Settings")]
    NotConnected {
        /// The one asked for.
        id: DeviceId,
    },
    /// Another program has it.
    #[error(
        "camera {name} is in use by another program; close it or choose another camera in Settings"
    )]
    InUse {
        /// Its device file or name.
        name: String,
    },
    /// This user may not open it.
    #[error(
        "camera {name} can't be opened by this user; add the user to the group `video` and log in again"
    )]
    NotAllowed {
        /// Its device file or name.
        name: String,
    },
    /// It offers nothing that can be used.
    #[error(
        "camera {name} offers neither MJPEG nor YUYV from 640x480 to 1920x1080; choose another camera in Settings"
    )]
    NoUsableFormat {
        /// Its device file or name.
        name: String,
    },
    /// The driver refused something.
    #[error(
        "camera {name} doesn't work ({why}); unplug it and plug it in again, or choose another camera in Settings"
    )]
    Device {
        /// Its device file or name.
        name: String,
        /// What the driver said.
        why: String,
    },
    /// Its uncompressed pictures have another length than their size says.
    #[error(
        "camera {name} sends pictures of {length} bytes where {width}x{height} in YUYV has {expected}, which can't be read without guessing; choose another camera in Settings"
    )]
    PaddedPictures {
        /// Its device file.
        name: String,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Bytes of a picture as it comes.
        length: usize,
        /// Bytes that its pixels have.
        expected: usize,
    },
    /// A file or folder of a recording can't be read.
    #[error("{} can't be read ({source}); check that it exists and may be read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Neither a folder nor an `.mjpeg` file.
    #[error("{} isn't a recording; give a folder of .jpg or .png frames, or an .mjpeg file", path.display())]
    NotARecording {
        /// What was given.
        path: PathBuf,
    },
    /// No frame in it.
    #[error("{} holds no frames; a recording needs .jpg or .png files, or sub-folders of them that include `neutral`", path.display())]
    NoFrames {
        /// The folder or file.
        path: PathBuf,
    },
    /// Frames directly in the folder and in sub-folders named by instruction.
    #[error("{} holds frames both directly and in sub-folders; keep one of the two kinds", path.display())]
    BothKinds {
        /// The folder.
        path: PathBuf,
    },
    /// More frames than are taken.
    #[error("{} holds more than {MAX_FRAMES} frames; split it", path.display())]
    TooManyFrames {
        /// The folder or file.
        path: PathBuf,
    },
    /// A file longer than is taken.
    #[error("a frame of {} is longer than {MAX_PICTURE_BYTES} bytes; record it again, smaller", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// Frames of different sizes.
    #[error("{} is {width}x{height} pixels but the frames before it are {expected_width}x{expected_height}; a recording has one size", path.display())]
    MixedSizes {
        /// The frame's file.
        path: PathBuf,
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
        /// Width of the others in pixels.
        expected_width: u32,
        /// Height of the others in pixels.
        expected_height: u32,
    },
    /// A frame that can't be decoded, or that is too large or too small.
    #[error("{}: {source}; replace or remove this frame", path.display())]
    Frame {
        /// The frame's file.
        path: PathBuf,
        /// What is wrong with it.
        source: PictureError,
    },
    /// `recording.toml` can't be used.
    #[error("{}: {why}; write for example `fps = 30` (1 to {MAX_FRAMES_PER_SECOND})", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A thread can't be started.
    #[error("the machine can't start another thread ({0}); close other programs")]
    Thread(#[source] std::io::Error),
    /// The decoding thread is gone.
    #[error("decoding of the recording stopped unexpectedly; start again")]
    DecoderGone,
}
