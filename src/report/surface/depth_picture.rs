//! The face from the front as a picture of depths.

use std::io::Cursor;

use image::{ImageBuffer, ImageError, ImageFormat, Luma};

use crate::domain::{DEPTH_MAP_SIDE, DepthMap};

/// The grey of the depth of the eyes.
const AT_THE_EYES: i32 = 1 << 15;

/// A depth map as a PNG of 16 bits a pixel: 0 beside the face, else 32,768 at
/// the depth of the eyes and 256 less for each distance of the eyes nearer.
///
/// # Errors
/// When it can't be encoded.
pub fn depth_picture(map: &DepthMap) -> Result<Vec<u8>, ImageError> {
    let grey = |step: Option<i16>| {
        step.and_then(|step| u16::try_from(AT_THE_EYES + i32::from(step)).ok())
            .unwrap_or_default()
    };
    let side = u32::try_from(DEPTH_MAP_SIDE).unwrap_or_default();
    let mut greys = map.steps().map(grey);
    let picture: ImageBuffer<Luma<u16>, _> =
        ImageBuffer::from_fn(side, side, |_, _| Luma([greys.next().unwrap_or_default()]));
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}
