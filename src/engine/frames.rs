//! The memory in which the child finds a frame's pixels. Only their place goes
//! through the pipe: copying a picture into and out of it would cost more than
//! all other talk.
//!
//! There are two slots, filled in turns, so that the frame before stays as it
//! is while the child may still look at it. The child can only read.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;

use rustix::fs::{
    MemfdFlags, Mode, OFlags, SealFlags, fcntl_add_seals, ftruncate, memfd_create, open,
};
use rustix::io::{FdFlags, fcntl_setfd};

use super::protocol::{MAX_PIXEL_BYTES, SLOTS};
use crate::domain::Frame;

/// The parent's side of the shared memory.
pub struct SharedFrames {
    memory: File,
    /// The slot written last, and what is in it.
    slot: u32,
    written: Option<Arc<[u8]>>,
}

impl SharedFrames {
    /// Room for the largest frame in each slot; only what is written takes
    /// memory. It can't be made smaller, which would crash who looks at it.
    ///
    /// # Errors
    /// When the system has no such memory.
    pub fn new() -> io::Result<Self> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let memory = memfd_create("secure-biometric-frames", flags)?;
        ftruncate(&memory, u64::from(MAX_PIXEL_BYTES) * u64::from(SLOTS))?;
        let sealed = SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL;
        fcntl_add_seals(&memory, sealed)?;
        Ok(Self {
            memory: File::from(memory),
            slot: 0,
            written: None,
        })
    }

    /// Has the program that `command` starts find the memory, and no other that
    /// is started meanwhile. It can't write through what it is given.
    ///
    /// # Errors
    /// When the memory can't be opened again.
    #[expect(
        unsafe_code,
        reason = "std passes on the three standard descriptors alone; this one is left open in the child by the child"
    )]
    pub fn lend_to(&self, command: &mut Command) -> io::Result<()> {
        let theirs = self.to_read()?;
        command.arg("--frames").arg(theirs.as_raw_fd().to_string());
        // SAFETY: between fork and exec only fcntl(2) is called, which is safe
        // there; the closure owns the descriptor.
        unsafe {
            command.pre_exec(move || Ok(fcntl_setfd(&theirs, FdFlags::empty())?));
        }
        Ok(())
    }

    fn to_read(&self) -> io::Result<OwnedFd> {
        let own = format!("/proc/self/fd/{}", self.memory.as_raw_fd());
        Ok(open(own, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?)
    }

    /// Lays a frame where the child finds it, and says in which slot. The frame
    /// that was laid last isn't copied again.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn lay(&mut self, frame: &Frame) -> io::Result<u32> {
        let pixels = frame.shared_pixels();
        if !self
            .written
            .as_ref()
            .is_some_and(|there| Arc::ptr_eq(there, &pixels))
        {
            self.slot = (self.slot + 1) % SLOTS;
            self.written = None;
            let place = u64::from(MAX_PIXEL_BYTES) * u64::from(self.slot);
            self.memory.write_all_at(&pixels, place)?;
            self.written = Some(pixels);
        }
        Ok(self.slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Millis;
    use std::io::Write;

    fn frame(value: u8) -> Frame {
        Frame::new(64, 64, vec![value; 64 * 64 * 3].into(), 1, Millis(0)).unwrap()
    }

    fn read(memory: &File, slot: u32) -> u8 {
        let mut byte = [0];
        let place = u64::from(MAX_PIXEL_BYTES) * u64::from(slot);
        memory.read_exact_at(&mut byte, place).unwrap();
        byte[0]
    }

    #[test]
    fn the_frame_before_stays_and_the_same_frame_is_laid_once() {
        let mut shared = SharedFrames::new().unwrap();
        let child = File::from(shared.to_read().unwrap());
        let (first, second) = (frame(1), frame(2));
        let there = shared.lay(&first).unwrap();
        let again = shared.lay(&first.clone()).unwrap();
        assert_eq!(there, again);
        let beside = shared.lay(&second).unwrap();
        assert_ne!(there, beside);
        assert_eq!((read(&child, there), read(&child, beside)), (1, 2));
        assert_eq!(shared.lay(&first).unwrap(), there);
    }

    #[test]
    fn the_child_can_neither_write_nor_resize_it() {
        let shared = SharedFrames::new().unwrap();
        let mut child = File::from(shared.to_read().unwrap());
        child.write_all(&[1]).unwrap_err();
        child.set_len(0).unwrap_err();
        shared.memory.set_len(0).unwrap_err();
    }
}
