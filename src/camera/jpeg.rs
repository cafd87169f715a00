//! The markers of a JPEG stream: where a frame ends, and how large it is,
//! without decoding it. Marker codes and segment layout: ITU-T T.81, annex B.

use thiserror::Error;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const TEM: u8 = 0x01;
/// First and last restart marker.
const RST: std::ops::RangeInclusive<u8> = 0xD0..=0xD7;

/// Bytes that aren't a JPEG frame.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum JpegError {
    /// It doesn't begin as one.
    #[error("it doesn't begin like a JPEG picture")]
    NoStart,
    /// A marker where there can't be one, or a segment of impossible length.
    #[error("its JPEG segments are broken")]
    Broken,
    /// It ends in the middle.
    #[error("it ends before the picture is complete")]
    Truncated,
}

/// One whole frame at the beginning of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Length in bytes, from SOI to EOI, both included.
    pub length: usize,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Width and height in pixels from the frame header, or `None` if `bytes` end
/// before it.
///
/// # Errors
/// When the bytes can't be the beginning of a JPEG frame.
pub fn size(bytes: &[u8]) -> Result<Option<(u32, u32)>, JpegError> {
    let mut walk = Walk::start(bytes)?;
    while let Some(segment) = walk.segment()? {
        if let Some(size) = segment.size()? {
            return Ok(Some(size));
        }
        if matches!(segment.marker, SOS | EOI) {
            return Err(JpegError::Broken);
        }
    }
    Ok(None)
}

/// The frame that `bytes` begin with, or `None` if they end before it does.
/// What follows the frame is not looked at: cameras and drivers leave padding
/// and old bytes behind it.
///
/// # Errors
/// When the bytes can't be the beginning of a JPEG frame.
pub fn span(bytes: &[u8]) -> Result<Option<Span>, JpegError> {
    let mut walk = Walk::start(bytes)?;
    let mut size = None;
    while let Some(segment) = walk.segment()? {
        if let Some(found) = segment.size()? {
            size = Some(found);
        }
        match (segment.marker, size) {
            (EOI, Some((width, height))) => {
                return Ok(Some(Span {
                    length: walk.at,
                    width,
                    height,
                }));
            }
            (EOI, None) | (SOS, None) => return Err(JpegError::Broken),
            (SOS, Some(_)) if walk.skip_scan() => {}
            (SOS, Some(_)) => return Ok(None),
            _ => {}
        }
    }
    Ok(None)
}

/// The whole single frame in `bytes`.
///
/// # Errors
/// When the bytes aren't one, or end before it does.
pub fn whole(bytes: &[u8]) -> Result<Span, JpegError> {
    span(bytes)?.ok_or(JpegError::Truncated)
}

/// A marker and what its segment holds.
struct Segment<'a> {
    marker: u8,
    body: &'a [u8],
}

impl Segment<'_> {
    /// The size, if this is a frame header (SOF0 to SOF15 without DHT, JPG, DAC).
    fn size(&self) -> Result<Option<(u32, u32)>, JpegError> {
        if !(0xC0..=0xCF).contains(&self.marker) || matches!(self.marker, 0xC4 | 0xC8 | 0xCC) {
            return Ok(None);
        }
        match self.body {
            [_precision, h1, h0, w1, w0, ..] => Ok(Some((
                u32::from(u16::from_be_bytes([*w1, *w0])),
                u32::from(u16::from_be_bytes([*h1, *h0])),
            ))),
            _ => Err(JpegError::Broken),
        }
    }
}

/// Goes from segment to segment.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn start(bytes: &'a [u8]) -> Result<Self, JpegError> {
        match bytes {
            [0xFF, SOI, ..] => Ok(Self { bytes, at: 2 }),
            [] | [0xFF] => Ok(Self {
                bytes,
                at: bytes.len(),
            }),
            _ => Err(JpegError::NoStart),
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at.saturating_add(ahead)).copied()
    }

    /// The next segment, or `None` at the end of the bytes.
    fn segment(&mut self) -> Result<Option<Segment<'a>>, JpegError> {
        match self.byte(0) {
            None => return Ok(None),
            Some(0xFF) => {}
            Some(_) => return Err(JpegError::Broken),
        }
        // Any number of fill bytes may stand before a marker (B.1.1.2).
        while self.byte(1) == Some(0xFF) {
            self.at += 1;
        }
        let Some(marker) = self.byte(1) else {
            return Ok(None);
        };
        if matches!(marker, 0 | SOI) {
            return Err(JpegError::Broken);
        }
        if marker == EOI || marker == TEM || RST.contains(&marker) {
            self.at += 2;
            return Ok(Some(Segment { marker, body: &[] }));
        }
        let (Some(high), Some(low)) = (self.byte(2), self.byte(3)) else {
            return Ok(None);
        };
        // The length counts its own two bytes, not the marker's.
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length < 2 {
            return Err(JpegError::Broken);
        }
        let end = self.at.saturating_add(2).saturating_add(length);
        let Some(body) = self.bytes.get(self.at.saturating_add(4)..end) else {
            return Ok(None);
        };
        self.at = end;
        Ok(Some(Segment { marker, body }))
    }

    /// Moves behind entropy-coded data, onto the next marker; false if the
    /// bytes end first.
    fn skip_scan(&mut self) -> bool {
        while let Some(rest) = self.bytes.get(self.at..) {
            let Some(found) = rest.iter().position(|byte| *byte == 0xFF) else {
                return false;
            };
            self.at += found;
            match self.byte(1) {
                None => return false,
                // A stuffed zero, or a restart within the scan.
                Some(0) => self.at += 2,
                Some(marker) if RST.contains(&marker) => self.at += 2,
                Some(0xFF) => self.at += 1,
                Some(_) => return true,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of 640x480 whose first segment and scan hold bytes that look
    /// like the end of one.
    fn frame() -> Vec<u8> {
        let mut bytes = vec![0xFF, SOI, 0xFF, 0xE1, 0, 6, 0xFF, EOI, 0xFF, SOI];
        bytes.extend([0xFF, 0xFF, 0xC0, 0, 8, 8, 0x01, 0xE0, 0x02, 0x80, 1]);
        bytes.extend([0xFF, SOS, 0, 2, 0x12, 0xFF, 0, 0xFF, 0xD0, 0x34]);
        bytes.extend([0xFF, EOI]);
        bytes
    }

    #[test]
    fn a_frame_ends_at_its_own_end() {
        let frame = frame();
        let expected = Span {
            length: frame.len(),
            width: 640,
            height: 480,
        };
        let mut padded = frame.clone();
        padded.extend([0, 0, 0xFF, EOI]);
        for bytes in [&frame, &padded] {
            assert_eq!(span(bytes), Ok(Some(expected)));
            assert_eq!(size(bytes), Ok(Some((640, 480))));
        }
    }

    #[test]
    fn any_part_of_a_frame_asks_for_more() {
        let frame = frame();
        for length in 0..frame.len() {
            assert_eq!(span(&frame[..length]), Ok(None), "{length} bytes");
            assert_eq!(
                whole(&frame[..length]),
                Err(JpegError::Truncated),
                "{length} bytes"
            );
        }
    }

    #[test]
    fn what_is_not_a_frame_is_refused() {
        for (bytes, error) in [
            (&b"hello"[..], JpegError::NoStart),
            (&[0xFF, SOI, 1, 2], JpegError::Broken),
            (&[0xFF, SOI, 0xFF, EOI], JpegError::Broken),
            (&[0xFF, SOI, 0xFF, SOI], JpegError::Broken),
            (&[0xFF, SOI, 0xFF, 0xE0, 0, 1, 0], JpegError::Broken),
            (&[0xFF, SOI, 0xFF, SOS, 0, 2], JpegError::Broken),
            (&[0xFF, SOI, 0xFF, 0xC0, 0, 3, 8], JpegError::Broken),
        ] {
            assert_eq!(span(bytes), Err(error), "{bytes:?}");
        }
    }
}
