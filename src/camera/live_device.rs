//! Keeps a device running: finds it by its identity, opens it, notices when it
//! is gone or stalls, and opens it again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use nokhwa::Buffer;

use super::descriptor::Descriptor;
use super::device::{Device, STALLED_AFTER, decode, nodes};
use super::format::DeviceFormat;
use super::live::Source;
use super::picture::Pixels;
use super::{CameraError, CameraInfo, DeviceId, Slot, list_devices};

/// Pauses between tries to open a camera: the first, doubled up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LAST_PAUSE: Duration = Duration::from_secs(2);
/// How often the owner's going is looked for.
const GLANCE: Duration = Duration::from_millis(100);
/// Pictures ignored after opening, while the sensor settles (ours).
const WARM_UP_PICTURES: u32 = 3;
/// Black pictures are ignored for this long after the first; a camera that is
/// still black then stands in the dark.
const WARM_UP: Duration = Duration::from_secs(1);
/// Mean of all channels below which a picture counts as black. A dark room
/// has 20 and more with the gain that cameras turn up.
const BLACK_BELOW: usize = 16;

/// What the capturing thread hands over; a failure is its last word.
enum Captured {
    Picture(Buffer),
    Failed(CameraError),
}

/// What the capturing thread found.
struct Opened {
    node: u32,
    info: CameraInfo,
    format: DeviceFormat,
    descriptor: Option<Arc<Descriptor>>,
}

/// Runs the camera with this identity until the owner is gone.
pub fn run(id: &DeviceId, mut source: Source) {
    let captured = Arc::new(Slot::default());
    let mut last_node = None;
    let mut pause = FIRST_PAUSE;
    let mut said_changed = false;
    loop {
        match capture(id, last_node, &captured, &source) {
            Ok(opened) => {
                last_node = Some(opened.node);
                said_changed = false;
                if stream(&opened, &captured, &mut source) {
                    pause = FIRST_PAUSE;
                }
            }
            Err(Missing { why, replaced }) => {
                source.lose(why);
                if replaced && !said_changed {
                    said_changed = true;
                    source.say_identity_changed();
                }
            }
        }
        if !source.wait(pause) {
            return;
        }
        pause = (pause * 2).min(LAST_PAUSE);
    }
}

/// Runs whichever camera is found first, and from then on that one alone.
pub fn run_first(mut source: Source) {
    loop {
        match list_devices().map(|devices| devices.into_iter().next()) {
            Ok(Some(first)) => return run(&first.id, source),
            Ok(None) => source.lose(CameraError::NoneConnected),
            Err(why) => source.lose(why),
        }
        if !source.wait(LAST_PAUSE) {
            return;
        }
    }
}

/// Why the camera wasn't found.
struct Missing {
    why: CameraError,
    /// Another one stands where it stood.
    replaced: bool,
}

impl Missing {
    fn because(why: CameraError) -> Self {
        Self {
            why,
            replaced: false,
        }
    }
}

/// Looks for the camera with this identity among all that are connected.
fn find(id: &DeviceId, last_node: Option<u32>) -> Result<Device, Missing> {
    let mut missing = Missing::because(CameraError::NotConnected { id: id.clone() });
    for node in nodes() {
        match Device::open(node) {
            Ok(device) if device.info().id == *id => return Ok(device),
            Ok(_) if last_node == Some(node) => missing.replaced = true,
            Ok(_) | Err(CameraError::NoUsableFormat { .. }) => {}
            // Most likely this is the one: it can't be asked who it is. Where the
            // camera was before, another node's trouble isn't its own.
            Err(error) if last_node.is_none_or(|last| last == node) => missing.why = error,
            Err(_) => {}
        }
    }
    Err(missing)
}

/// Hands on frames until the device fails or the owner is gone; whether there
/// were any.
fn stream(opened: &Opened, captured: &Slot<Captured>, source: &mut Source) -> bool {
    let (info, format) = (&opened.info, opened.format);
    let mut warm_up = WarmUp::default();
    let mut last_frame = Instant::now();
    let (mut any, mut is_waiting) = (false, true);
    // Before the first picture only this ends the capturing thread's waiting.
    let end_waiting = || opened.descriptor.iter().for_each(|it| it.stop_sending());
    while !source.shared().is_stopping() {
        match captured.wait(GLANCE) {
            Some(Captured::Picture(picture)) => {
                is_waiting = false;
                if let Some(pixels) = decode(&picture, format) {
                    last_frame = Instant::now();
                    if warm_up.is_over(&pixels) {
                        source.set_raw_dropped(captured.passed_over());
                        source.publish(pixels, Some(info));
                        any = true;
                    }
                }
            }
            Some(Captured::Failed(error)) => {
                source.lose(error);
                return any;
            }
            None => {}
        }
        if last_frame.elapsed() > STALLED_AFTER {
            source.lose(CameraError::Device {
                name: info.name.clone(),
                why: format!(
                    "it sends no good {}x{} pictures",
                    format.width, format.height
                ),
            });
            if is_waiting {
                end_waiting();
            }
        }
    }
    if is_waiting {
        end_waiting();
    }
    any
}

/// Finds, opens and reads the device on a thread of its own, which may wait in
/// the driver and which nokhwa's handle can't leave.
fn capture(
    id: &DeviceId,
    last_node: Option<u32>,
    captured: &Arc<Slot<Captured>>,
    source: &Source,
) -> Result<Opened, Missing> {
    let (shared, captured) = (Arc::clone(source.shared()), Arc::clone(captured));
    let (tell, told) = bounded(1);
    let wanted = id.clone();
    std::thread::Builder::new()
        .name("camera-capture".to_owned())
        .spawn(move || {
            let mut device = match find(&wanted, last_node) {
                Ok(device) => device,
                Err(missing) => return drop(tell.send(Err(missing))),
            };
            let opened = Opened {
                node: device.node(),
                info: device.info().clone(),
                format: device.format(),
                descriptor: device.descriptor(),
            };
            if tell.send(Ok(opened)).is_err() {
                return;
            }
            while !shared.is_stopping() {
                match device.picture() {
                    Ok(picture) => captured.replace(Captured::Picture(picture)),
                    Err(error) => {
                        // Closed before anyone hears of it and opens it again.
                        drop(device);
                        return captured.replace(Captured::Failed(error));
                    }
                }
            }
        })
        .map_err(|error| Missing::because(CameraError::Thread(error)))?;
    // The thread's end without a word would be a panic in the driver's crate.
    told.recv().unwrap_or_else(|_| {
        Err(Missing::because(CameraError::NotConnected {
            id: id.clone(),
        }))
    })
}

/// A sensor's first pictures are black or wrongly exposed.
#[derive(Default)]
struct WarmUp {
    first_picture: Option<Instant>,
    pictures: u32,
    over: bool,
}

impl WarmUp {
    /// Whether this picture and all that follow can be used.
    fn is_over(&mut self, pixels: &Pixels) -> bool {
        self.pictures = self.pictures.saturating_add(1);
        let first = self.first_picture.get_or_insert_with(Instant::now);
        self.over = self.over
            || (self.pictures > WARM_UP_PICTURES
                && (first.elapsed() > WARM_UP || !is_black(pixels)));
        self.over
    }
}

/// Looks at every 97th byte: a prime, so that it falls on all channels and
/// columns.
fn is_black(pixels: &Pixels) -> bool {
    let (sum, count) = pixels
        .rgb
        .iter()
        .step_by(97)
        .fold((0, 0), |(sum, count), byte| {
            (sum + usize::from(*byte), count + 1)
        });
    sum < BLACK_BELOW * count
}
