//! Cameras of this machine, through nokhwa (Video4Linux).

use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nokhwa::utils::{
    CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, buf_yuyv422_to_rgb,
    mjpeg_to_rgb,
};
use nokhwa::{Buffer, Camera, NokhwaError};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};

use super::format::{DeviceFormat, Encoding};
use super::picture::{MAX_PICTURE_BYTES, Pixels};
use super::{CameraError, DeviceId, jpeg};
use crate::domain::Frame;

/// What is taken from a camera, and what nokhwa can decode for us.
const ENCODINGS: [FrameFormat; 2] = [FrameFormat::YUYV, FrameFormat::MJPEG];
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
    /// Tells when a picture is there; missing where the system doesn't allow it.
    ready: Option<OwnedFd>,
    streaming: bool,
    // Behind `ready`, which must be closed first for the node to become free.
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
            ready: descriptor_of(&name),
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

    /// Waits for the next picture and takes it as the camera sent it.
    ///
    /// nokhwa itself waits without an end. Where the system lets us watch its
    /// descriptor, a camera that stalls is an error after [`STALLED_AFTER`],
    /// except before its first picture.
    ///
    /// # Errors
    /// When it stalls or is gone.
    pub fn picture(&mut self) -> Result<Buffer, CameraError> {
        let name = format!("/dev/video{}", self.node);
        if let (true, Some(ready)) = (self.streaming, &self.ready)
            && !is_ready(ready)
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
        Ok(picture)
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        open_here().remove(&self.node);
    }
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

/// A duplicate of the descriptor that nokhwa holds on a node: nokhwa neither
/// shares it nor waits with a limit.
fn descriptor_of(node: &str) -> Option<OwnedFd> {
    let number = std::fs::read_dir("/proc/self/fd")
        .ok()?
        .flatten()
        .find(|entry| {
            std::fs::read_link(entry.path()).is_ok_and(|target| target.as_os_str() == node)
        })?
        .file_name()
        .to_str()?
        .parse()
        .ok()?;
    let myself = pidfd_open(getpid(), PidfdFlags::empty()).ok()?;
    pidfd_getfd(&myself, number, PidfdGetfdFlags::empty()).ok()
}

/// Waits for a picture, or for the end of the camera, which counts as one so
/// that reading it tells why; false after [`STALLED_AFTER`].
fn is_ready(descriptor: &OwnedFd) -> bool {
    let limit = Timespec::try_from(STALLED_AFTER).ok();
    let mut watched = [PollFd::new(descriptor, PollFlags::IN)];
    // Interrupted or refused: nokhwa's own waiting decides.
    poll(&mut watched, limit.as_ref()).map_or(true, |ready| ready > 0)
}
