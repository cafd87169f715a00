//! What is still done when somebody stops the program: by Ctrl-C, by `kill`,
//! or by closing the terminal it runs in.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{IntoRawFd, OwnedFd};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Signal, getpid, kill_process};

type Work = Box<dyn FnOnce() + Send>;

/// Signals that ask a program to end.
const SIGNALS: [Signal; 3] = [Signal::INT, Signal::TERM, Signal::HUP];

/// Where the handler says which signal came; -1 before it is installed.
static TELL: AtomicI32 = AtomicI32::new(-1);
static WORK: Mutex<Option<Work>> = Mutex::new(None);

/// Dropped, the work isn't done any more.
#[derive(Debug)]
pub struct Interrupted;

impl Interrupted {
    /// Does `work` if the program is asked to end, which it then does. One
    /// piece of work at a time.
    pub fn then(work: impl FnOnce() + Send + 'static) -> Self {
        static INSTALLED: Once = Once::new();
        *lock() = Some(Box::new(work));
        INSTALLED.call_once(|| {
            if let Err(error) = install() {
                tracing::warn!(%error, "what is interrupted now leaves its folder behind");
            }
        });
        Self
    }
}

impl Drop for Interrupted {
    fn drop(&mut self) {
        *lock() = None;
    }
}

fn lock() -> MutexGuard<'static, Option<Work>> {
    WORK.lock().unwrap_or_else(PoisonError::into_inner)
}

fn install() -> io::Result<()> {
    let (told, tell) = pipe_with(PipeFlags::CLOEXEC)?;
    std::thread::Builder::new()
        .name("interrupted".to_owned())
        .spawn(move || wait(told))?;
    // It stays open for as long as the handler may be called.
    TELL.store(tell.into_raw_fd(), Ordering::Release);
    SIGNALS.into_iter().try_for_each(handle)
}

/// Waits for a signal, does the work, and lets the signal end the program.
fn wait(told: OwnedFd) {
    let mut said = [0_u8; 1];
    if File::from(told).read_exact(&mut said).is_err() {
        return;
    }
    let [number] = said.map(i32::from);
    let work = lock().take();
    if let Some(work) = work {
        work();
    }
    if let Some(signal) = Signal::from_named_raw(number) {
        end_by(signal);
    }
    // Whoever waits for this program is told as a shell would.
    std::process::exit(128 + number);
}

#[expect(
    unsafe_code,
    reason = "neither std nor rustix installs signal handlers; this one only writes a byte"
)]
fn handle(signal: Signal) -> io::Result<()> {
    let number = signal.as_raw();
    // SAFETY: both structures are valid when zeroed, the pointers live for the
    // calls, and `say` does only what a signal handler may.
    let outcome = unsafe {
        let mut before: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(number, std::ptr::null(), &raw mut before) == 0
            && before.sa_sigaction == libc::SIG_IGN
        {
            // Somebody wants it ignored, as `nohup` does.
            return Ok(());
        }
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = say as *const () as libc::sighandler_t;
        action.sa_flags = libc::SA_RESTART;
        libc::sigaction(number, &raw const action, std::ptr::null_mut())
    };
    if outcome == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// The handler.
#[expect(unsafe_code, reason = "see `handle`")]
extern "C" fn say(signal: libc::c_int) {
    let byte = u8::try_from(signal).unwrap_or_default();
    let tell = TELL.load(Ordering::Acquire);
    // SAFETY: write(2) may be called in a handler, from one byte that lives
    // here; the interrupted code finds its error number as it was.
    unsafe {
        let error = libc::__errno_location();
        let before = *error;
        libc::write(tell, (&raw const byte).cast(), 1);
        *error = before;
    }
}

/// Ends the process by a signal as if it had never been handled.
#[expect(unsafe_code, reason = "see `handle`")]
fn end_by(signal: Signal) {
    // SAFETY: the default action needs no memory of ours.
    unsafe {
        libc::signal(signal.as_raw(), libc::SIG_DFL);
    }
    // If it can't be sent, the caller ends the process.
    let _ = kill_process(getpid(), signal);
}
