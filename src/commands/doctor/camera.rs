//! The cameras of this machine, and the one that is to be used.

use std::fmt::Write as _;
use std::time::Duration;

use crate::camera::{self, CameraEvent, CameraId, CameraInfo, LiveCamera};

use super::{Check, Report, Subject};

/// A camera that is plugged in and free sends its first frame within this
/// time, warm-up included.
const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(3);
const CHOOSE: &str = "write device:ID of a camera that is listed, or recording:PATH, \
    with --camera or as `camera` in the settings";

pub(super) fn check(subject: &Subject, report: &Report) {
    let devices = camera::list_devices();
    let first = devices.as_ref().ok().and_then(|found| found.first());
    let first = first.map(|info| CameraId::Device(info.id.clone()));
    report.tell(
        match devices {
            Ok(found) => Check::ok("cameras", listing(&found)),
            Err(error) => Check::error("cameras", error, CHOOSE),
        }
        // A recording does instead, and which camera counts is the next check.
        .needed(false),
    );
    report.tell(chosen(subject, first));
}

/// Each with the text that chooses it.
fn listing(found: &[CameraInfo]) -> String {
    let mut text = String::new();
    for info in found {
        let separator = if text.is_empty() { "" } else { "; " };
        // Writing to a string doesn't fail.
        let _ = write!(text, "{separator}device:{}", info.id);
        if let Some(best) = info.formats.first() {
            let _ = write!(
                text,
                " ({}x{} at {} Hz)",
                best.width, best.height, best.frames_per_second
            );
        }
    }
    text
}

/// The camera that is named, else the first one, as the kiosk would take it.
/// It is needed once somebody has named it.
fn chosen(subject: &Subject, first: Option<CameraId>) -> Check {
    let named = match (&subject.common.camera, &subject.settings.camera) {
        (Some(id), _) => Some(id.clone()),
        (None, Some(text)) => match text.parse() {
            Ok(id) => Some(id),
            Err(error) => return Check::error("camera", error, CHOOSE),
        },
        (None, None) => None,
    };
    let is_named = named.is_some();
    match named.or(first) {
        Some(id) => first_frame(id).needed(is_named),
        None => {
            let why = "none is chosen and none is connected";
            Check::failed("camera", why, CHOOSE).needed(false)
        }
    }
}

fn first_frame(id: CameraId) -> Check {
    let shown = id.to_string();
    let live = LiveCamera::open(id);
    match live.events().recv_timeout(FIRST_FRAME_WITHIN) {
        Ok(CameraEvent::Ready(_)) => {
            let size = live.newest().map(|frame| (frame.width(), frame.height()));
            let (width, height) = size.unwrap_or_default();
            Check::ok("camera", format!("{shown} sends {width}x{height} pixels"))
        }
        Ok(CameraEvent::Lost { why }) => Check::error("camera", why, CHOOSE),
        Ok(event) => {
            let detail = format!("{shown} sent no frame ({event:?})");
            Check::failed("camera", detail, CHOOSE)
        }
        Err(_) => Check::failed(
            "camera",
            format!(
                "{shown} sent no frame within {} seconds",
                FIRST_FRAME_WITHIN.as_secs()
            ),
            "unplug it and plug it in again, or choose another one",
        ),
    }
}
