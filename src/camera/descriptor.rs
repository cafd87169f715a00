//! What nokhwa doesn't offer on an open camera: waiting with a limit, and
//! ending a wait that has none.

use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// `VIDIOC_STREAMOFF` and `V4L2_BUF_TYPE_VIDEO_CAPTURE` of linux/videodev2.h,
/// where the one is `_IOW('V', 19, int)` and the other 1.
const STREAM_OFF: libc::c_ulong = 0x4004_5613;
const VIDEO_CAPTURE: libc::c_int = 1;

/// A duplicate of the descriptor that nokhwa holds on a node. The node is free
/// only when this is closed, too.
pub struct Descriptor(OwnedFd);

impl Descriptor {
    /// That of a node which this process has open; nothing where `/proc` can't
    /// tell which one it is.
    pub fn of(node: &str) -> Option<Self> {
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
        #[expect(
            unsafe_code,
            reason = "nokhwa doesn't share its descriptor, and holds it open while it is duplicated here"
        )]
        // SAFETY: whoever asks holds the camera, which owns this descriptor.
        let theirs = unsafe { BorrowedFd::borrow_raw(number) };
        theirs.try_clone_to_owned().ok().map(Self)
    }

    /// Waits for a picture, or for the end of the camera, which counts as one so
    /// that reading it tells why; false once `limit` is over.
    pub fn is_ready(&self, limit: Duration) -> bool {
        let limit = Timespec::try_from(limit).ok();
        let mut watched = [PollFd::new(&self.0, PollFlags::IN)];
        // Interrupted or refused: nokhwa's own waiting decides.
        poll(&mut watched, limit.as_ref()).map_or(true, |ready| ready > 0)
    }

    /// Stops the sending, so that whoever waits for a picture in the driver
    /// gets an error instead.
    pub fn stop_sending(&self) {
        let kind = VIDEO_CAPTURE;
        #[expect(unsafe_code, reason = "no crate here offers this request")]
        // SAFETY: the request reads an int, which lives until it returns. Of a
        // camera that is gone or sends nothing nobody waits for its answer.
        unsafe {
            libc::ioctl(self.0.as_fd().as_raw_fd(), STREAM_OFF, &raw const kind);
        }
    }
}
