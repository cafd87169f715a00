//! Frames that somebody sends: JPEG pictures one behind the other. All is
//! looked at that can be without decoding; decoded is one at a time.

use thiserror::Error;

use super::jpeg::{self, JpegError, Span};
use super::picture::{PictureError, decode};
use crate::domain::{Frame, FrameError, Millis};

/// Longest picture of an upload, in bytes (ours: a good one of 1080p has half
/// a megabyte).
pub const MAX_UPLOADED_BYTES: usize = 4 << 20;
/// Most pixels of one (1080p): a decoded frame takes three times as many bytes.
const MOST_PIXELS: u64 = 1920 * 1080;
/// Most pictures of one upload (ours: about a second).
pub const MOST_AT_ONCE: usize = 30;
/// Slowest and quickest frames that sessions can be measured on, a second.
pub const FRAME_RATES: std::ops::RangeInclusive<u32> = 10..=60;

/// Why an upload can't be used.
#[derive(Debug, Error)]
pub enum UploadError {
    /// Not pictures.
    #[error("this isn't JPEG pictures one behind the other: {0}; send whole pictures")]
    Jpeg(#[from] JpegError),
    /// None at all.
    #[error("there is no picture in it; send at least one")]
    Empty,
    /// Too many.
    #[error("there are more than {MOST_AT_ONCE} pictures in it; send fewer at once")]
    TooMany,
    /// Too large.
    #[error(
        "a picture is larger than 1920x1080 pixels or {MAX_UPLOADED_BYTES} bytes; send smaller ones"
    )]
    TooLarge,
    /// Not as those before.
    #[error("the pictures of a session have one size; send all as large as the first")]
    MixedSizes,
    /// Its sides can't be used.
    #[error(transparent)]
    Size(#[from] FrameError),
    /// It can't be decoded.
    #[error("a picture is broken; send whole JPEG pictures")]
    Broken,
}

/// Pictures of an upload, as yet undecoded.
#[derive(Debug)]
pub struct Upload {
    bytes: Vec<u8>,
    spans: Vec<(usize, Span)>,
}

/// The frames of a session that were uploaded so far: how they are numbered
/// and timed. Its clock is stepped, by one frame each.
#[derive(Clone, Copy, Debug)]
pub struct Uploads {
    frames_per_second: u32,
    taken: u64,
    size: Option<(u32, u32)>,
}

impl Upload {
    /// Takes pictures apart and looks at their headers.
    ///
    /// # Errors
    /// Why they can't be used.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, UploadError> {
        let mut spans = Vec::new();
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let padding = rest
                .iter()
                .take_while(|byte| matches!(byte, 0 | b'\r' | b'\n'));
            let padding = padding.count();
            at += padding;
            let rest = rest.get(padding..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let span = jpeg::whole(rest)?;
            if spans.len() == MOST_AT_ONCE {
                return Err(UploadError::TooMany);
            }
            let pixels = u64::from(span.width) * u64::from(span.height);
            if span.length > MAX_UPLOADED_BYTES || pixels > MOST_PIXELS {
                return Err(UploadError::TooLarge);
            }
            Frame::byte_length(span.width, span.height)?;
            spans.push((at, span));
            at += span.length;
        }
        match spans.is_empty() {
            true => Err(UploadError::Empty),
            false => Ok(Self { bytes, spans }),
        }
    }

    /// How many pictures there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.spans.len()
    }
}

impl Uploads {
    /// A session's, at this rate.
    #[must_use]
    pub fn new(frames_per_second: u32) -> Self {
        Self {
            frames_per_second: frames_per_second.clamp(*FRAME_RATES.start(), *FRAME_RATES.end()),
            taken: 0,
            size: None,
        }
    }

    /// Decodes the picture of this number of an upload, as the session's next
    /// frame; none behind the last.
    ///
    /// # Errors
    /// `MixedSizes` or `Broken`.
    pub fn next(&mut self, upload: &Upload, number: usize) -> Result<Option<Frame>, UploadError> {
        let Some((at, span)) = upload.spans.get(number) else {
            return Ok(None);
        };
        let size = (span.width, span.height);
        if *self.size.get_or_insert(size) != size {
            return Err(UploadError::MixedSizes);
        }
        let end = at.saturating_add(span.length);
        let bytes = upload.bytes.get(*at..end).ok_or(UploadError::Broken)?;
        let pixels = decode(bytes).map_err(|error| match error {
            PictureError::Size(error) => UploadError::Size(error),
            _ => UploadError::Broken,
        })?;
        let millis = self.taken.saturating_mul(1000) / u64::from(self.frames_per_second);
        self.taken += 1;
        let (width, height) = (pixels.width, pixels.height);
        Ok(Some(Frame::new(
            width,
            height,
            pixels.rgb,
            self.taken,
            Millis(millis),
        )?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;
    use image::{ExtendedColorType, ImageEncoder};

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let pixels: Vec<u8> = (0..width * height * 3)
            .map(|n| n.to_le_bytes()[0])
            .collect();
        let mut bytes = Vec::new();
        JpegEncoder::new(&mut bytes)
            .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
            .unwrap();
        bytes
    }

    #[test]
    fn pictures_are_taken_apart_and_timed() {
        let one = picture(80, 64);
        let both = [&one[..], b"\r\n\0", &one].concat();
        let upload = Upload::parse(both).unwrap();
        let mut uploads = Uploads::new(25);
        let mut next = |number| uploads.next(&upload, number).unwrap();
        let (first, second) = (next(0).unwrap(), next(1).unwrap());
        assert_eq!((first.sequence(), first.at()), (1, Millis(0)));
        assert_eq!((second.sequence(), second.at()), (2, Millis(40)));
        assert_eq!((second.width(), second.height()), (80, 64));
        assert!(next(2).is_none());
        // Another upload of the session has pictures as large.
        let other = Upload::parse(picture(96, 64)).unwrap();
        let mixed = uploads.next(&other, 0);
        assert!(matches!(mixed, Err(UploadError::MixedSizes)), "{mixed:?}");
    }

    #[test]
    fn what_cannot_be_used_is_refused_before_it_is_decoded() {
        let one = picture(80, 64);
        let refused = |bytes: &[u8]| Upload::parse(bytes.to_vec()).unwrap_err().to_string();
        assert!(refused(b"").contains("no picture"));
        assert!(refused(b"\0\0").contains("no picture"));
        assert!(refused(b"GIF89a").contains("JPEG"));
        assert!(refused(&one[..one.len() - 2]).contains("JPEG"));
        assert!(refused(&[&one[..], b"--boundary"].concat()).contains("JPEG"));
        assert!(refused(&one.repeat(MOST_AT_ONCE + 1)).contains("30 pictures"));
        assert!(refused(&picture(32, 32)).contains("64 to 4096"));
        // A small file that says it is a huge picture: its header alone counts.
        let header = one.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
        let mut huge = one.clone();
        huge[header + 5..header + 9].copy_from_slice(&[0x0F, 0xFF, 0x0F, 0xFF]);
        assert!(refused(&huge).contains("1920x1080"));
    }

    #[test]
    fn a_picture_that_breaks_while_it_is_decoded_is_told() {
        // Sound markers around a scan that isn't one.
        let mut one = picture(80, 64);
        let tables = one.windows(2).position(|two| two == [0xFF, 0xC4]).unwrap();
        one[tables + 5..tables + 21].fill(0xFE);
        let upload = Upload::parse(one).unwrap();
        let broken = Uploads::new(30).next(&upload, 0);
        assert!(matches!(broken, Err(UploadError::Broken)), "{broken:?}");
    }
}
