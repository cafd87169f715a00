//! Cameras of this machine, through nokhwa (Video4Linux).

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nokhwa::utils::{
    CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, buf_yuyv422_to_rgb,
    mjpeg_to_rgb,
};
use nokhwa::{Buffer, Camera, NokhwaError};

use super::descriptor::Descriptor;
use super::format::{DeviceFormat, Encoding};
use super::picture::{MAX_PICTURE_BYTES, Pixels};
use super::{CameraError, DeviceId, jpeg};
use crate::domain::Frame;

/// What is taken from a camera, and what nokhwa can decode for us.
const ENCODINGS: [FrameFormat; 2] = [FrameFormat::YUYV, FrameFormat::MJPEG];
/// Memory of a driver is mapped in whole pages of this many bytes.
const PAGE: usize = 4096;
/// A camera that sends nothing for this long has stalled.
pub const STALLED_AFTER: Duration = Duration::from_secs(2);

/// A camera of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameraInfo {
    /// What it is known by.
    pub id: DeviceId,
    /// The name its maker gave it.
    pub name: String,
    /// The ways in which it can send that can be used, the best first.
    pub formats: Vec<DeviceFormat>,
}

/// The cameras that this process has open, by the number of their node: they
/// can't be asked again while they send.
static OPEN_HERE: Mutex<BTreeMap<u32, CameraInfo>> = Mutex::new(BTreeMap::new());

fn open_here() -> MutexGuard<'static, BTreeMap<u32, CameraInfo>> {
    // Inserting and removing can't leave it half done.
    OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The cameras that are connected and can be used. One that another program
/// holds is left out, unless there is no other: then that is the error.
///
/// # Errors
/// When there is none, or none that may be opened.
pub fn list_devices() -> Result<Vec<CameraInfo>, CameraError> {
    let (mut found, mut trouble) = (Vec::new(), None);
    for node in nodes() {
        let known = open_here().get(&node).cloned();
        match known.map_or_else(|| Device::open(node).map(|device| device.info.clone()), Ok) {
            Ok(info) => found.push(info),
            // Cameras have a second node for metadata, which has no pictures.
            Err(CameraError::NoUsableFormat { .. }) => {}
            Err(error) => trouble = Some(error),
        }
    }
    match trouble {
        _ if !found.is_empty() => Ok(found),
        Some(error) => Err(error),
        None => Err(CameraError::NoneConnected),
    }
}

/// The numbers of the nodes `/dev/videoN`, ascending.
pub fn nodes() -> Vec<u32> {
    let mut nodes: Vec<u32> = std::fs::read_dir("/dev")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_prefix("video")?
                .parse()
                .ok()
        })
        .collect();
    nodes.sort_unstable();
    nodes
}

/// An opened camera.
pub struct Device {
    node: u32,
    info: CameraInfo,
    format: DeviceFormat,
    /// Tells when a picture is there; missing where the system can't say.
    descriptor: Option<Arc<Descriptor>>,
    streaming: bool,
    // Behind `descriptor`, which must be closed first for the node to become free.
    camera: Camera,
}

impl Device {
    /// Opens the camera at `/dev/videoN` and sets its best format. It doesn't
    /// send yet.
    ///
    /// # Errors
    /// When it isn't there, is in use, may not be opened, or has no usable format.
    pub fn open(node: u32) -> Result<Self, CameraError> {
        let name = format!("/dev/video{node}");
        if open_here().contains_key(&node) {
            return Err(CameraError::InUse { name });
        }
        let (mut camera, formats) = guarded(&name, || {
            let any = RequestedFormat::with_formats(RequestedFormatType::None, &ENCODINGS);
            let mut camera = Camera::new(CameraIndex::Index(node), any)?;
            let formats = camera.compatible_camera_formats()?;
            Ok((camera, formats))
        })?;
        let mut formats: Vec<_> = formats
            .into_iter()
            .filter_map(DeviceFormat::from_nokhwa)
            .collect();
        formats.sort_by_key(DeviceFormat::rank);
        let Some(format) = formats.first().copied() else {
            return Err(CameraError::NoUsableFormat { name });
        };
        let exact = RequestedFormatType::Exact(format.to_nokhwa());
        guarded(&name, || {
            camera.set_camera_requset(RequestedFormat::with_formats(exact, &ENCODINGS))
        })?;
        // nokhwa writes `BUS (major, minor, patch)` of the driver.
        let misc = camera.info().misc();
        let bus = misc.rsplit_once(" (").map_or(misc.as_str(), |(bus, _)| bus);
        let card = camera.info().human_name();
        let info = CameraInfo {
            id: DeviceId::new(bus, &card)?,
            name: card,
            formats,
        };
        open_here().insert(node, info.clone());
        Ok(Self {
            node,
            info,
            format,
            descriptor: Descriptor::of(&name).map(Arc::new),
            streaming: false,
            camera,
        })
    }

    /// What it is.
    pub fn info(&self) -> &CameraInfo {
        &self.info
    }

    /// The number N of its node.
    pub fn node(&self) -> u32 {
        self.node
    }

    /// How it sends.
    pub fn format(&self) -> DeviceFormat {
        self.format
    }

    /// What ends its waiting for a picture; nothing where the system can't say.
    pub fn descriptor(&self) -> Option<Arc<Descriptor>> {
        self.descriptor.clone()
    }

    /// Waits for the next picture and takes it as the camera sent it.
    ///
    /// nokhwa itself waits without an end. A camera that stalls is an error
    /// after [`STALLED_AFTER`], except before its first picture: nokhwa starts
    /// the sending and waits in one call, which another thread must end through
    /// [`Device::descriptor`].
    ///
    /// # Errors
    /// When it stalls or is gone, or its pictures are not what was agreed.
    pub fn picture(&mut self) -> Result<Buffer, CameraError> {
        let name = format!("/dev/video{}", self.node);
        if let (true, Some(descriptor)) = (self.streaming, &self.descriptor)
            && !descriptor.is_ready(STALLED_AFTER)
        {
            return Err(CameraError::Device {
                name,
                why: "it sends no pictures any more".to_owned(),
            });
        }
        let camera = &mut self.camera;
        if !self.streaming {
            guarded(&name, || camera.open_stream())?;
        }
        let picture = guarded(&name, || camera.frame())?;
        self.streaming = true;
        check_length(&name, self.format, picture.buffer().len())?;
        Ok(picture)
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        open_here().remove(&self.node);
    }
}

/// Refuses uncompressed pictures whose lines don't follow each other: read as
/// if they did, every line would be shifted against the one above. nokhwa tells
/// only how long the driver's memory for a picture is, which is the picture's
/// length, or that in whole pages.
fn check_length(name: &str, format: DeviceFormat, length: usize) -> Result<(), CameraError> {
    let (width, height) = (format.width, format.height);
    // Two bytes a pixel; no picture is as large as numbers go.
    let expected = usize::try_from(u64::from(width) * u64::from(height) * 2).unwrap_or(usize::MAX);
    let fits = length == expected || length == expected.next_multiple_of(PAGE);
    if format.encoding == Encoding::Mjpeg || fits {
        return Ok(());
    }
    Err(CameraError::PaddedPictures {
        name: name.to_owned(),
        width,
        height,
        length,
        expected,
    })
}

/// Decodes a picture of a camera that was asked for `format`. Sizes and lengths
/// are checked first; the bytes behind the picture are old ones and ignored.
/// `None` when it is broken, as single pictures of good cameras are.
pub fn decode(picture: &Buffer, format: DeviceFormat) -> Option<Pixels> {
    let (width, height) = (format.width, format.height);
    let length = Frame::byte_length(width, height).ok()?;
    let rgb = match format.encoding {
        Encoding::Yuyv => {
            // Two bytes a pixel instead of three.
            let bytes = picture.buffer().get(..length / 3 * 2)?;
            let mut rgb = vec![0; length];
            buf_yuyv422_to_rgb(bytes, &mut rgb, false).ok()?;
            rgb
        }
        Encoding::Mjpeg => {
            let span = jpeg::whole(picture.buffer()).ok()?;
            let too_long = u64::try_from(span.length).ok()? > MAX_PICTURE_BYTES;
            if too_long || (span.width, span.height) != (width, height) {
                return None;
            }
            let bytes = picture.buffer().get(..span.length)?;
            // libjpeg's errors come as unwinding.
            catch_unwind(|| mjpeg_to_rgb(bytes, false)).ok()?.ok()?
        }
    };
    (rgb.len() == length).then(|| Pixels {
        width,
        height,
        rgb: rgb.into(),
    })
}

/// Runs a call into nokhwa, which panics on some answers of drivers, and says
/// what its errors mean.
fn guarded<T>(name: &str, call: impl FnOnce() -> Result<T, NokhwaError>) -> Result<T, CameraError> {
    let name = name.to_owned();
    let Ok(result) = catch_unwind(AssertUnwindSafe(call)) else {
        let why = "its driver gave an answer that can't be understood".to_owned();
        return Err(CameraError::Device { name, why });
    };
    result.map_err(|error| {
        let why = error.to_string();
        // nokhwa keeps only the text of the system's error; the numbers are
        // EBUSY, EACCES and EPERM.
        let is = |number: u32| why.contains(&format!("(os error {number})"));
        if is(16) {
            CameraError::InUse { name }
        } else if is(13) || is(1) {
            CameraError::NotAllowed { name }
        } else if why.contains("Failed to Fufill") {
            CameraError::NoUsableFormat { name }
        } else {
            CameraError::Device { name, why }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padded_lines_are_refused_and_whole_pages_are_not() {
        let format = |width, height, encoding| DeviceFormat {
            width,
            height,
            frames_per_second: 30,
            encoding,
        };
        let is_taken = |format, length| check_length("/dev/video0", format, length).is_ok();
        let vga = format(640, 480, Encoding::Yuyv);
        // 150 pages.
        assert!(is_taken(vga, 614_400));
        let full_hd = format(1920, 1080, Encoding::Yuyv);
        // 1012 pages and a half.
        assert!(is_taken(full_hd, 4_147_200) && is_taken(full_hd, 4_149_248));
        for (format, length) in [
            // Lines of 1,296 bytes instead of 1,280, also in whole pages.
            (vga, 622_080),
            (vga, 622_592),
            (vga, 614_400 + 4096),
            (vga, 614_399),
            (vga, 0),
            (full_hd, 4_147_201),
            (full_hd, 4_149_248 + 4096),
        ] {
            assert!(!is_taken(format, length), "{format:?} {length}");
        }
        // A JPEG is as long as it is.
        assert!(is_taken(format(640, 480, Encoding::Mjpeg), 12_345));
    }
}
