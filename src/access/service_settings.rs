//! How the service over HTTP is reached: what the settings file says of it.

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most networks or origins of each kind (ours).
const MOST_NAMED: usize = 64;

/// Most requests of a client in a minute (ours).
const MOST_REQUESTS: u32 = 1_000_000;

/// Why the service can't be set up like that.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ServiceSettingsError {
    /// A certificate without its key, or the reverse.
    #[error("a certificate and its key belong together; name both files or neither")]
    HalfOfTls,
    /// Not a page's origin.
    #[error("'{0}' is no origin of web pages; name one like https://desk.example")]
    Origin(String),
    /// Nobody could ask for anything.
    #[error("a client may send from 1 to {MOST_REQUESTS} requests a minute")]
    Requests,
    /// More than anybody needs.
    #[error("at most {MOST_NAMED} networks or origins of a kind can be named; join some")]
    TooMany,
    /// Passwords would be readable on their way.
    #[error(
        "{0} is reached from other machines, and passwords would go there in the clear; name --tls-cert and --tls-key, or the proxy that does TLS with --trusted-proxy"
    )]
    InTheClear(SocketAddr),
}

/// How the service is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceSettings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The certificates that it shows, its own first (PEM).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_cert: Option<PathBuf>,
    /// The key of the first (PEM).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    /// Proxies whose word counts for who asks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trusted_proxies: Vec<IpNet>,
    /// Who may read the metrics, besides this machine.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics_from: Vec<IpNet>,
    /// Origins of web pages that may call it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed_origins: Vec<String>,
    /// Requests that each client may send in a minute.
    pub requests_a_minute: u32,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls_cert: None,
            tls_key: None,
            trusted_proxies: Vec::new(),
            metrics_from: Vec::new(),
            allowed_origins: Vec::new(),
            requests_a_minute: 100,
        }
    }
}

impl ServiceSettings {
    /// The same, if it can be used.
    ///
    /// # Errors
    /// Which part can't.
    pub fn validated(self) -> Result<Self, ServiceSettingsError> {
        if self.tls_cert.is_some() != self.tls_key.is_some() {
            return Err(ServiceSettingsError::HalfOfTls);
        }
        let counts = [
            self.trusted_proxies.len(),
            self.metrics_from.len(),
            self.allowed_origins.len(),
        ];
        if counts.iter().any(|count| *count > MOST_NAMED) {
            return Err(ServiceSettingsError::TooMany);
        }
        if !(1..=MOST_REQUESTS).contains(&self.requests_a_minute) {
            return Err(ServiceSettingsError::Requests);
        }
        let wrong = self.allowed_origins.iter().find(|text| !is_origin(text));
        if let Some(wrong) = wrong {
            return Err(ServiceSettingsError::Origin(wrong.clone()));
        }
        let in_the_clear = self.tls_cert.is_none() && self.trusted_proxies.is_empty();
        if in_the_clear && !self.listen.ip().is_loopback() {
            return Err(ServiceSettingsError::InTheClear(self.listen));
        }
        Ok(self)
    }
}

/// Whether a text is what browsers send as the origin of a page (RFC 6454):
/// scheme and host, no path. Never `*` or `null`.
fn is_origin(text: &str) -> bool {
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let of_host = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | ':' | '[' | ']')
    };
    host.is_some_and(|host| (1..=255).contains(&host.len()) && host.chars().all(of_host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_read_in_the_clear() {
        let reached_at = |listen: &str| ServiceSettings {
            listen: listen.parse().unwrap(),
            ..ServiceSettings::default()
        };
        assert!(reached_at("127.0.0.1:0").validated().is_ok());
        assert!(reached_at("[::1]:8080").validated().is_ok());
        for open in ["0.0.0.0:8080", "192.0.2.7:80", "[::]:8080"] {
            let refused = Err(ServiceSettingsError::InTheClear(open.parse().unwrap()));
            assert_eq!(reached_at(open).validated(), refused);
            let behind = ServiceSettings {
                trusted_proxies: vec!["192.0.2.1/32".parse().unwrap()],
                ..reached_at(open)
            };
            assert!(behind.validated().is_ok());
        }
    }

    #[test]
    fn origins_are_named_one_by_one() {
        let from = |origin: &str| {
            let settings = ServiceSettings {
                allowed_origins: vec![origin.to_owned()],
                ..ServiceSettings::default()
            };
            settings.validated().is_ok()
        };
        assert!(from("https://desk.example") && from("http://localhost:5173"));
        for wrong in [
            "*",
            "null",
            "https://",
            "desk.example",
            "https://a/b",
            "https://A",
        ] {
            assert!(!from(wrong), "{wrong}");
        }
    }
}
