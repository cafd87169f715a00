//! The display: which one is named, and whether it answers.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use super::{Check, Report, Subject};

/// Where X servers of this machine listen, by their number.
const X11_SOCKETS: &str = "/tmp/.X11-unix/X";
/// X servers that are reached over the network listen above this port.
const X11_FIRST_PORT: u16 = 6000;
const NETWORK_TIMEOUT: Duration = Duration::from_secs(2);

/// A display as the environment names it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Display {
    /// The socket of a Wayland compositor.
    Wayland(PathBuf),
    /// An X server of this machine.
    X11Here(u16),
    /// An X server elsewhere, or a tunnel to one.
    X11At(String, u16),
    /// Something that is no display.
    Nonsense(String),
}

/// Whether the display that is named answers; nothing where none is named.
/// One that is named is where the window is meant to open.
pub(super) fn answers() -> Option<bool> {
    Some(named(from_environment)?.reach().is_ok())
}

pub(super) fn check(_: &Subject, report: &Report) {
    let Some(display) = named(from_environment) else {
        let check = Check::failed(
            "display",
            "none is named by WAYLAND_DISPLAY or DISPLAY; commands work without one, the window does not",
            "for the window, start it in a graphical session",
        );
        return report.tell(check.needed(false));
    };
    let shown = display.shown();
    report.tell(match display.reach() {
        Ok(()) => Check::ok("display", format!("{shown} answers")),
        Err(error) => Check::failed(
            "display",
            format!("{shown} doesn't answer: {error}"),
            "start it in a graphical session of this user, or unset WAYLAND_DISPLAY and DISPLAY",
        ),
    });
}

fn from_environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The display that the window would take: Wayland before X11.
fn named(variable: impl Fn(&str) -> Option<String>) -> Option<Display> {
    if let Some(name) = variable("WAYLAND_DISPLAY") {
        // An absolute name stands for itself.
        let folder = PathBuf::from(variable("XDG_RUNTIME_DIR").unwrap_or_default());
        return Some(Display::Wayland(folder.join(name)));
    }
    let name = variable("DISPLAY")?;
    Some(x11(&name).unwrap_or(Display::Nonsense(name)))
}

/// Reads `HOST:NUMBER.SCREEN`, of which host and screen may be missing.
fn x11(name: &str) -> Option<Display> {
    let (host, rest) = name.rsplit_once(':')?;
    let number = rest.split('.').next()?.parse().ok()?;
    Some(match host {
        "" | "unix" => Display::X11Here(number),
        host => Display::X11At(host.to_owned(), number),
    })
}

impl Display {
    fn shown(&self) -> String {
        match self {
            Self::Wayland(path) => format!("Wayland at {}", path.display()),
            Self::X11Here(number) => format!("X11 at :{number}"),
            Self::X11At(host, number) => format!("X11 at {host}:{number}"),
            Self::Nonsense(text) => format!("DISPLAY={text}"),
        }
    }

    /// Connects, and goes away again.
    fn reach(&self) -> io::Result<()> {
        match self {
            Self::Wayland(path) => UnixStream::connect(path).map(drop),
            Self::X11Here(number) => {
                let path = format!("{X11_SOCKETS}{number}");
                UnixStream::connect(&path)
                    .or_else(|error| connect_without_file(&path).map_err(|_| error))
                    .map(drop)
            }
            Self::X11At(host, number) => {
                let port = X11_FIRST_PORT.saturating_add(*number);
                let address = (host.as_str(), port).to_socket_addrs()?.next();
                let address = address.ok_or(io::ErrorKind::AddrNotAvailable)?;
                TcpStream::connect_timeout(&address, NETWORK_TIMEOUT).map(drop)
            }
            Self::Nonsense(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}

/// Linux's X servers also listen under a name that isn't a file.
#[cfg(target_os = "linux")]
fn connect_without_file(name: &str) -> io::Result<UnixStream> {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::SocketAddr;

    UnixStream::connect_addr(&SocketAddr::from_abstract_name(name)?)
}

#[cfg(not(target_os = "linux"))]
fn connect_without_file(_: &str) -> io::Result<UnixStream> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_are_read_as_toolkits_read_them() {
        let named = |set: &[(&str, &str)]| {
            named(|name| {
                let found = set.iter().find(|(other, _)| *other == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let x11 = |text| named(&[("DISPLAY", text)]);
        assert_eq!(named(&[]), None);
        assert_eq!(x11(":78"), Some(Display::X11Here(78)));
        assert_eq!(x11("unix:0.1"), Some(Display::X11Here(0)));
        let tunnel = Display::X11At("localhost".to_owned(), 10);
        assert_eq!(x11("localhost:10.0"), Some(tunnel));
        assert_eq!(x11("up"), Some(Display::Nonsense("up".to_owned())));
        let both = [
            ("DISPLAY", ":0"),
            ("WAYLAND_DISPLAY", "wayland-1"),
            ("XDG_RUNTIME_DIR", "/run/user/1000"),
        ];
        let socket = PathBuf::from("/run/user/1000/wayland-1");
        assert_eq!(named(&both), Some(Display::Wayland(socket)));
    }

    #[test]
    fn a_display_that_is_not_there_does_not_answer() {
        assert!(Display::X11Here(59_999).reach().is_err());
        assert!(
            Display::Wayland("/nonexistent/wayland-0".into())
                .reach()
                .is_err()
        );
    }
}
