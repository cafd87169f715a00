//! One camera frame.

use std::sync::Arc;

use thiserror::Error;

use super::Millis;

/// Smallest side of a frame, in pixels.
pub const MIN_SIDE_PIXELS: u32 = 64;
/// Largest side of a frame, in pixels.
pub const MAX_SIDE_PIXELS: u32 = 4096;

/// A frame as the camera sees it (not mirrored): RGB, 8 bits a channel, rows
/// from the top, no padding. Cloning shares the pixels.
#[derive(Clone)]
pub struct Frame {
    width: u32,
    height: u32,
    pixels: Arc<[u8]>,
    sequence: u64,
    at: Millis,
}

/// Why bytes are not a frame.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum FrameError {
    /// A side is outside the accepted range.
    #[error(
        "a frame of {width}x{height} pixels can't be used; each side must be {MIN_SIDE_PIXELS} to {MAX_SIDE_PIXELS} pixels"
    )]
    Size {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The pixel data is too short or too long for its size.
    #[error("a frame of {width}x{height} pixels needs {expected} bytes of RGB, but has {actual}")]
    Length {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Bytes needed.
        expected: usize,
        /// Bytes given.
        actual: usize,
    },
}

impl Frame {
    /// Checks and takes a frame. `sequence` counts the camera's frames from
    /// one; `at` is the session's time of capture.
    ///
    /// # Errors
    /// When a side is out of range, or `pixels` is not `width * height * 3` long.
    pub fn new(
        width: u32,
        height: u32,
        pixels: Arc<[u8]>,
        sequence: u64,
        at: Millis,
    ) -> Result<Self, FrameError> {
        let expected = Self::byte_length(width, height)?;
        if pixels.len() != expected {
            return Err(FrameError::Length {
                width,
                height,
                expected,
                actual: pixels.len(),
            });
        }
        Ok(Self {
            width,
            height,
            pixels,
            sequence,
            at,
        })
    }

    /// Bytes of RGB that a frame of this size has.
    ///
    /// # Errors
    /// When a side is out of range.
    pub fn byte_length(width: u32, height: u32) -> Result<usize, FrameError> {
        let accepted = MIN_SIDE_PIXELS..=MAX_SIDE_PIXELS;
        if !accepted.contains(&width) || !accepted.contains(&height) {
            return Err(FrameError::Size { width, height });
        }
        usize::try_from(u64::from(width) * u64::from(height) * 3)
            .map_err(|_| FrameError::Size { width, height })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// RGB bytes, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The shared RGB bytes.
    #[must_use]
    pub fn shared_pixels(&self) -> Arc<[u8]> {
        Arc::clone(&self.pixels)
    }

    /// Number of this frame at its camera.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// When it was captured, in its session's time.
    #[must_use]
    pub fn at(&self) -> Millis {
        self.at
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Pixels are a person's picture: they are never written out.
        write!(
            f,
            "Frame({}x{}, #{}, {} ms)",
            self.width, self.height, self.sequence, self.at.0
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(width: u32, height: u32, bytes: usize) -> Result<Frame, FrameError> {
        Frame::new(width, height, vec![0; bytes].into(), 1, Millis(0))
    }

    #[test]
    fn only_frames_of_a_sane_size_and_length_exist() {
        assert!(frame(640, 480, 640 * 480 * 3).is_ok());
        for (width, height) in [(0, 0), (0, 480), (20_000, 480), (640, 20_000), (63, 64)] {
            assert_eq!(
                frame(width, height, 0).err(),
                Some(FrameError::Size { width, height })
            );
        }
        for bytes in [0, 640 * 480 * 3 - 1, 640 * 480 * 3 + 1, 640 * 480 * 4] {
            assert!(matches!(
                frame(640, 480, bytes),
                Err(FrameError::Length { .. })
            ));
        }
    }
}
