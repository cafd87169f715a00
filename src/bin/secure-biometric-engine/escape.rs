//! Tries to break out, so that tests and `doctor` see the confinement hold
//! rather than believe that it was asked for.

use std::fs;
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rustix::process::{Pid, getppid, test_kill_process};
use secure_biometric::engine::protocol::EscapeAttempt;

/// A harmless program that every Linux has.
const PROGRAM: &str = "/bin/true";
/// Readable by all on an unconfined system.
const FOREIGN_FILE: &str = "/etc/passwd";
/// Nobody listens there; a confined process doesn't get far enough to know.
const NOWHERE: &str = "127.0.0.1:9";

/// A thread that tries to break out, too. What confines the process must also
/// bind threads that run already, as Python's own do by then; so this one is
/// started before.
pub(crate) struct Accomplice {
    folders: Sender<Vec<PathBuf>>,
    tried: Receiver<Vec<EscapeAttempt>>,
}

impl Accomplice {
    /// Starts it; it waits until it is asked.
    ///
    /// # Errors
    /// When the machine can't start a thread.
    pub(crate) fn start() -> io::Result<Self> {
        let (folders, asked) = channel::<Vec<PathBuf>>();
        let (answer, tried) = channel();
        thread::Builder::new()
            .name("accomplice".to_owned())
            .spawn(move || {
                for folders in asked {
                    if answer.send(attempts_from_here(&folders)).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self { folders, tried })
    }

    /// Tries everything, from this thread and from that one, and says what the
    /// kernel answered. `folders` are places that belong to the user or the
    /// program.
    pub(crate) fn attempts(&self, folders: Vec<PathBuf>) -> Vec<EscapeAttempt> {
        let mut tried = attempts_from_here(&folders);
        // Neither fails but where the thread is gone.
        let theirs = self.folders.send(folders).ok();
        let theirs = theirs.and_then(|()| self.tried.recv().ok());
        let gone = || {
            vec![attempt(
                "try all that",
                Err::<(), _>(io::ErrorKind::NotFound.into()),
            )]
        };
        let theirs = theirs.unwrap_or_else(gone).into_iter();
        tried.extend(theirs.map(|attempt| EscapeAttempt {
            what: format!("{} from another thread", attempt.what),
            ..attempt
        }));
        tried
    }
}

/// The same from the calling thread.
fn attempts_from_here(folders: &[PathBuf]) -> Vec<EscapeAttempt> {
    let mut tried = vec![
        attempt("connect over TCP", TcpStream::connect(NOWHERE)),
        attempt("listen on a TCP port", TcpListener::bind("127.0.0.1:0")),
        attempt("make a UDP socket", UdpSocket::bind("127.0.0.1:0")),
        attempt("make a pair of Unix sockets", UnixStream::pair()),
        attempt("make a Unix socket", UnixDatagram::unbound()),
        attempt("read a foreign file", fs::read(FOREIGN_FILE)),
        attempt("start a program", start_program()),
    ];
    if let Some(parent) = getppid() {
        tried.push(attempt("signal its parent", signal(parent)));
        tried.push(attempt(
            "queue a signal for its parent",
            queue_signal(parent),
        ));
        tried.push(attempt(
            "have the kernel signal its parent",
            have_signalled(parent),
        ));
        tried.push(attempt("trace its parent", trace(parent)));
        tried.push(attempt(
            "read its parent's memory",
            fs::File::open(format!("/proc/{}/mem", parent.as_raw_nonzero())),
        ));
    }
    for folder in folders {
        let name = folder.display();
        tried.push(attempt(&format!("list {name}"), fs::read_dir(folder)));
        tried.push(attempt(&format!("write in {name}"), write(folder)));
    }
    tried
}

/// Refused means that the kernel named a lack of permission; another failure
/// would show nothing.
fn attempt<T>(what: &str, outcome: io::Result<T>) -> EscapeAttempt {
    let (refused, detail) = match outcome {
        Ok(_) => (false, "it worked".to_owned()),
        Err(error) => (
            error.kind() == io::ErrorKind::PermissionDenied,
            error.to_string(),
        ),
    };
    EscapeAttempt {
        what: what.to_owned(),
        refused,
        detail,
    }
}

/// As a new process, then in place of this one: the parent would see this
/// process end if that worked.
fn start_program() -> io::Result<()> {
    match Command::new(PROGRAM).status() {
        Ok(_) => Ok(()),
        Err(_) => Err(Command::new(PROGRAM).exec()),
    }
}

/// Signal 0: asks only whether a signal could be sent.
fn signal(process: Pid) -> io::Result<()> {
    Ok(test_kill_process(process)?)
}

/// Signal 0 again, by a call that could carry any.
#[cfg(target_os = "linux")]
fn queue_signal(process: Pid) -> io::Result<()> {
    let number = process.as_raw_nonzero().get();
    #[expect(
        unsafe_code,
        reason = "the attempt is this call; signal 0 is never delivered"
    )]
    // SAFETY: zeroes are a valid siginfo_t, which the kernel only reads.
    let answer = unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        // Said to come from a program: the kernel takes nothing else for others.
        info.si_code = libc::SI_QUEUE;
        libc::syscall(
            libc::SYS_rt_tgsigqueueinfo,
            number,
            number,
            0,
            std::ptr::from_ref(&info),
        )
    };
    if answer == -1 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// Whoever owns a descriptor is signalled when it has news.
#[cfg(target_os = "linux")]
fn have_signalled(process: Pid) -> io::Result<()> {
    let number = process.as_raw_nonzero().get();
    #[expect(unsafe_code, reason = "the attempt is this call")]
    // SAFETY: it sets a number that belongs to the descriptor of the log.
    let answer = unsafe { libc::fcntl(libc::STDERR_FILENO, libc::F_SETOWN, number) };
    if answer == -1 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn queue_signal(_: Pid) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn have_signalled(_: Pid) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
fn trace(process: Pid) -> io::Result<()> {
    let none = std::ptr::null_mut::<libc::c_void>();
    #[expect(
        unsafe_code,
        reason = "the attempt is this call; seizing takes no memory and doesn't stop the process"
    )]
    // SAFETY: PTRACE_SEIZE with no options reads and writes no memory of ours.
    let answer = unsafe {
        libc::ptrace(
            libc::PTRACE_SEIZE,
            process.as_raw_nonzero().get(),
            none,
            none,
        )
    };
    if answer == -1 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn trace(_: Pid) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn write(folder: &Path) -> io::Result<()> {
    let path = folder.join("escaped-from-the-engine");
    fs::write(&path, "")?;
    fs::remove_file(path)
}
