//! Pictures out of files: read within limits, measured, then decoded.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, Limits};
use thiserror::Error;

use super::CameraError;
use super::jpeg::{self, JpegError};
use crate::domain::{Frame, FrameError};

/// Longest accepted picture, in bytes (ours: a 1080p PNG has 6 MB at most).
pub const MAX_PICTURE_BYTES: u64 = 16 << 20;
/// Bytes in which a picture's header is looked for first.
const HEADER_BYTES: u64 = 64 << 10;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Why a picture can't be used.
#[derive(Debug, Error)]
pub enum PictureError {
    /// Neither JPEG nor PNG, or a broken one.
    #[error("this isn't a whole JPEG or PNG picture: {0}")]
    Jpeg(#[from] JpegError),
    /// The decoder gave up.
    #[error("the picture is broken ({0})")]
    Broken(#[from] image::ImageError),
    /// Its size can't be used.
    #[error(transparent)]
    Size(#[from] FrameError),
}

/// RGB, 8 bits a channel, rows from the top, no padding.
#[derive(Clone, Debug)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width * height * 3` bytes.
    pub rgb: Arc<[u8]>,
}

/// Says that this file or folder can't be read.
pub fn unreadable(path: &Path) -> impl Fn(io::Error) -> CameraError + use<> {
    let path: PathBuf = path.into();
    move |source| CameraError::Unreadable {
        path: path.clone(),
        source,
    }
}

/// Where the bytes of one picture are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: Arc<Path>,
    /// Its part, as offset and length in bytes; all of it if there is none.
    pub part: Option<(u64, u64)>,
}

impl Place {
    /// Width and height in pixels, from the header alone.
    ///
    /// # Errors
    /// When the file can't be read, is too long, isn't a picture, or a side
    /// isn't that of a frame.
    pub fn size(&self) -> Result<(u32, u32), CameraError> {
        let wrong = |source| CameraError::Frame {
            path: self.path.to_path_buf(),
            source,
        };
        let head = self.read(HEADER_BYTES)?;
        let size = match size(&head) {
            // Long comments or thumbnails may stand before the header.
            Ok(None) => size(&self.read(MAX_PICTURE_BYTES)?),
            found => found,
        };
        let (width, height) = size
            .and_then(|size| size.ok_or(PictureError::Jpeg(JpegError::Truncated)))
            .map_err(wrong)?;
        Frame::byte_length(width, height).map_err(|error| wrong(error.into()))?;
        Ok((width, height))
    }

    /// Reads and decodes it.
    ///
    /// # Errors
    /// When the file can't be read, is too long, or isn't a good picture.
    pub fn decode(&self) -> Result<Pixels, CameraError> {
        let bytes = self.read(MAX_PICTURE_BYTES)?;
        decode(&bytes).map_err(|source| CameraError::Frame {
            path: self.path.to_path_buf(),
            source,
        })
    }

    /// Its bytes, `limit` of them at most.
    fn read(&self, limit: u64) -> Result<Vec<u8>, CameraError> {
        let unreadable = unreadable(&self.path);
        // Opening a pipe would wait for somebody to write into it.
        if !std::fs::metadata(&self.path)
            .map_err(&unreadable)?
            .is_file()
        {
            return Err(unreadable(std::io::Error::other("it is no file")));
        }
        let mut file = File::open(&self.path).map_err(&unreadable)?;
        let length = match self.part {
            Some((offset, length)) => {
                file.seek(SeekFrom::Start(offset)).map_err(&unreadable)?;
                length
            }
            None => file.metadata().map_err(&unreadable)?.len(),
        };
        if length > MAX_PICTURE_BYTES {
            return Err(CameraError::TooLong {
                path: self.path.to_path_buf(),
            });
        }
        let mut bytes = Vec::new();
        file.take(length.min(limit))
            .read_to_end(&mut bytes)
            .map_err(&unreadable)?;
        Ok(bytes)
    }
}

/// Width and height from the header, or `None` if it isn't among `bytes`.
fn size(bytes: &[u8]) -> Result<Option<(u32, u32)>, PictureError> {
    if bytes.starts_with(PNG_SIGNATURE) {
        // The header is the first chunk: length, "IHDR", width, height.
        return Ok(match bytes.get(16..24) {
            Some(&[w3, w2, w1, w0, h3, h2, h1, h0]) => Some((
                u32::from_be_bytes([w3, w2, w1, w0]),
                u32::from_be_bytes([h3, h2, h1, h0]),
            )),
            _ => None,
        });
    }
    Ok(jpeg::size(bytes)?)
}

/// Decodes a JPEG or PNG picture; sizes are checked on the header before any
/// pixel is decoded.
///
/// # Errors
/// When it isn't one, is broken or cut short, or has sides out of range.
pub fn decode(bytes: &[u8]) -> Result<Pixels, PictureError> {
    if bytes.starts_with(PNG_SIGNATURE) {
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_PICTURE_BYTES * 4);
        let (width, height) = size(bytes)?.ok_or(JpegError::Truncated)?;
        Frame::byte_length(width, height)?;
        return pixels(PngDecoder::with_limits(Cursor::new(bytes), limits)?);
    }
    let span = jpeg::whole(bytes)?;
    Frame::byte_length(span.width, span.height)?;
    pixels(JpegDecoder::new(Cursor::new(bytes))?)
}

/// Runs a decoder whose header is within limits.
fn pixels(decoder: impl ImageDecoder) -> Result<Pixels, PictureError> {
    let image = DynamicImage::from_decoder(decoder)?.into_rgb8();
    let (width, height) = image.dimensions();
    Frame::byte_length(width, height)?;
    Ok(Pixels {
        width,
        height,
        rgb: image.into_raw().into(),
    })
}
