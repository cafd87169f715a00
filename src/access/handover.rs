//! Where tokens of decisions are handed over to, beside being kept: a code on
//! the screen, a file, a program that listens. All of it is off until a site
//! turns it on.

use std::net::IpAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ureq::http::Uri;

/// Most characters of a path or an address (ours).
const MOST_CHARACTERS: usize = 300;
/// Most hosts that are named besides this machine (ours).
const MOST_HOSTS: usize = 8;

/// Why a token can't be handed over like that.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HandOverError {
    /// Not a file that can be written.
    #[error("tokens are written to a file that is named with its whole path, from / on")]
    File,
    /// Not an address.
    #[error("tokens are sent to an address like http://127.0.0.1:8080/tokens")]
    Url,
    /// Another machine.
    #[error(
        "tokens are sent to this machine; another one is named under 'hosts', and its address begins with https://"
    )]
    Host,
}

/// How tokens are handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HandOver {
    /// Whether the screen of who was verified shows the token as a QR code.
    pub qr: bool,
    /// The file that the newest token is written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// The address that each token is sent to (POST).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Hosts that it may be at, besides this machine.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
}

impl HandOver {
    /// In a word, for the audit, which holds no paths and addresses.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match (self.qr, self.file.is_some(), self.url.is_some()) {
            (false, false, false) => "off",
            (true, false, false) => "code",
            (false, true, false) => "file",
            (false, false, true) => "address",
            (true, true, false) => "code_file",
            (true, false, true) => "code_address",
            (false, true, true) => "file_address",
            (true, true, true) => "code_file_address",
        }
    }

    /// The same, if it can be used.
    ///
    /// # Errors
    /// Which part can't.
    pub fn validated(self) -> Result<Self, HandOverError> {
        if let Some(file) = &self.file {
            let text = file.to_str().ok_or(HandOverError::File)?;
            let folder = text.ends_with('/') || file.file_name().is_none();
            if !file.is_absolute() || folder || !is_line(text) {
                return Err(HandOverError::File);
            }
        }
        if let Some(url) = &self.url {
            self.check_url(url)?;
        }
        if self.hosts.len() > MOST_HOSTS {
            return Err(HandOverError::Host);
        }
        Ok(self)
    }

    fn check_url(&self, url: &str) -> Result<(), HandOverError> {
        if !is_line(url) || url.contains('#') {
            return Err(HandOverError::Url);
        }
        let uri: Uri = url.parse().map_err(|_| HandOverError::Url)?;
        let secure = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(HandOverError::Url),
        };
        let authority = uri.authority().ok_or(HandOverError::Url)?;
        // A name and a password would stand in the settings for all to read.
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(HandOverError::Url);
        }
        let host = authority.host();
        let named = || self.hosts.iter().any(|one| one.eq_ignore_ascii_case(host));
        if is_this_machine(host) || (secure && named()) {
            Ok(())
        } else {
            Err(HandOverError::Host)
        }
    }
}

fn is_line(text: &str) -> bool {
    let length = text.chars().count();
    (1..=MOST_CHARACTERS).contains(&length) && !text.chars().any(char::is_control)
}

/// Whether what is sent there doesn't leave this machine.
fn is_this_machine(host: &str) -> bool {
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = plain.parse();
    address.map_or_else(
        |_| host.eq_ignore_ascii_case("localhost"),
        |address| address.is_loopback(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent_to(url: &str, hosts: &[&str]) -> Result<(), HandOverError> {
        let hand_over = HandOver {
            url: Some(url.to_owned()),
            hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            ..HandOver::default()
        };
        hand_over.validated().map(|_| ())
    }

    #[test]
    fn tokens_stay_on_this_machine_or_go_where_a_site_says() {
        for url in [
            "http://127.0.0.1:8080/tokens",
            "http://localhost/t",
            "http://[::1]:9/t",
            "https://127.4.5.6/t",
        ] {
            assert_eq!(sent_to(url, &[]), Ok(()), "{url}");
        }
        let door = "door.northgate.example";
        assert_eq!(sent_to(&format!("https://{door}/t"), &[door]), Ok(()));
        let refused = HandOverError::Host;
        assert_eq!(sent_to(&format!("https://{door}/t"), &[]), Err(refused));
        assert_eq!(sent_to(&format!("http://{door}/t"), &[door]), Err(refused));
        for url in ["http://10.0.0.1/t", "http://127.0.0.1.example/t"] {
            assert_eq!(sent_to(url, &[]), Err(refused), "{url}");
        }
        for url in [
            "",
            "tokens",
            "ftp://127.0.0.1/t",
            "http:///t",
            "http://user:word@127.0.0.1/t",
            "http://127.0.0.1/t#x",
            "http://127.0.0.1/\nt",
        ] {
            assert_eq!(sent_to(url, &[]), Err(HandOverError::Url), "{url}");
        }
    }

    #[test]
    fn a_file_is_named_with_its_whole_path() {
        let written_to = |path: &str| {
            let hand_over = HandOver {
                file: Some(path.into()),
                ..HandOver::default()
            };
            hand_over.validated().map(|_| ())
        };
        assert_eq!(written_to("/run/kiosk/token"), Ok(()));
        for path in ["token", "./token", "/", "/run/kiosk/", "/run/..", "/a\nb"] {
            assert_eq!(written_to(path), Err(HandOverError::File), "{path}");
        }
    }
}
