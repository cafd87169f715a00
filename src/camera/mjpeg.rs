//! Splits an `.mjpeg` file into its frames, without keeping it in memory.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::CameraError;
use super::jpeg::{self, JpegError};
use super::picture::{MAX_PICTURE_BYTES, Place, unreadable};
use super::recording::MAX_FRAMES;

/// Bytes read at a time while an `.mjpeg` file is split.
const SPLIT_BYTES: u64 = 1 << 20;

/// The frames of an `.mjpeg` file: JPEG pictures one behind the other, with
/// nothing but zeros or line ends between them.
///
/// # Errors
/// When it can't be read, holds anything else, ends within a frame, or has too
/// many or too long ones.
pub fn split_file(path: &Path) -> Result<Vec<Place>, CameraError> {
    let shared: Arc<Path> = path.into();
    let mut file = File::open(path).map_err(unreadable(path))?;
    let broken = |error: JpegError| CameraError::Frame {
        path: path.into(),
        source: error.into(),
    };
    let mut frames = Vec::new();
    // Bytes not yet split, and where in the file they begin.
    let mut bytes: Vec<u8> = Vec::new();
    let mut offset = 0_u64;
    loop {
        let read = (&mut file)
            .take(SPLIT_BYTES)
            .read_to_end(&mut bytes)
            .map_err(unreadable(path))?;
        let mut used = 0;
        loop {
            let rest = bytes.get(used..).unwrap_or_default();
            let padding = rest
                .iter()
                .take_while(|byte| matches!(byte, 0 | b'\r' | b'\n'))
                .count();
            used += padding;
            let rest = rest.get(padding..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let Some(span) = jpeg::span(rest).map_err(broken)? else {
                break;
            };
            if frames.len() == MAX_FRAMES {
                return Err(CameraError::TooManyFrames { path: path.into() });
            }
            frames.push(Place {
                path: Arc::clone(&shared),
                part: Some((offset + bytes_of(used), bytes_of(span.length))),
            });
            used += span.length;
        }
        bytes.drain(..used);
        offset += bytes_of(used);
        if bytes_of(bytes.len()) > MAX_PICTURE_BYTES {
            return Err(CameraError::TooLong { path: path.into() });
        }
        if read == 0 {
            break;
        }
    }
    if bytes.is_empty() {
        Ok(frames)
    } else {
        Err(broken(JpegError::Truncated))
    }
}

/// A length in memory as one in a file.
fn bytes_of(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
