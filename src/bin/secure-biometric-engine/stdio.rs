//! The pipes to the parent, moved out of reach of what libraries print.

use std::fs::{File, OpenOptions};
use std::io;

use rustix::io::fcntl_dupfd_cloexec;
use rustix::stdio::{dup2_stdin, dup2_stdout, stderr, stdin, stdout};

/// Lowest descriptor the pipes may get: above the standard three.
const FIRST_FREE_DESCRIPTOR: i32 = 3;

/// Both directions of the conversation with the parent.
pub(crate) struct Pipes {
    /// Requests come here.
    pub(crate) requests: File,
    /// Answers go here.
    pub(crate) answers: File,
}

impl Pipes {
    /// Takes standard input and output as pipes, and leaves `/dev/null` and
    /// the log in their places.
    ///
    /// # Errors
    /// When a descriptor can't be moved.
    pub(crate) fn take() -> io::Result<Self> {
        let requests = File::from(fcntl_dupfd_cloexec(stdin(), FIRST_FREE_DESCRIPTOR)?);
        let answers = File::from(fcntl_dupfd_cloexec(stdout(), FIRST_FREE_DESCRIPTOR)?);
        dup2_stdin(OpenOptions::new().read(true).open("/dev/null")?)?;
        dup2_stdout(stderr())?;
        Ok(Self { requests, answers })
    }
}
