//! Where the centre is, and how the way there is kept private.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::CentralError;
use crate::domain::Secret;

/// What a URL may say besides login, host and database. Everything else is
/// refused: what isn't understood might have been meant to protect something.
const PARAMETERS: [&str; 9] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "port",
    "user",
    "password",
    "dbname",
];
/// The server gives up what takes longer, and lets locks go.
const SERVER_LIMITS: [(&str, &str); 3] = [
    ("statement_timeout", "60s"),
    ("lock_timeout", "20s"),
    ("idle_in_transaction_session_timeout", "30s"),
];

/// How the way to the centre must be kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// TLS, with certificate and host name verified; without it only where the
    /// way doesn't leave this machine.
    Verified,
    /// As the URL says, even if that is no TLS at all.
    AsTheUrlSays,
}

/// A parsed database URL. It never prints its password.
#[derive(Clone)]
pub struct CentreAddress {
    options: PgConnectOptions,
    shown: String,
}

impl CentreAddress {
    /// Reads `postgres://LOGIN:PASSWORD@HOST:PORT/DATABASE`. Without a password
    /// in it, that of `PGPASSWORD` or of `~/.pgpass` is used.
    ///
    /// # Errors
    /// `Address` or `NotVerified`.
    pub fn parse(url: &str, transport: Transport) -> Result<Self, CentralError> {
        let refused = |why: &str| CentralError::Address(why.to_owned());
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(refused("it doesn't begin with postgres://"));
        }
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let names = query.split('&').filter(|pair| !pair.is_empty());
        let names: Vec<&str> = names
            .map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name))
            .collect();
        if let Some(unknown) = names.iter().find(|name| !PARAMETERS.contains(*name)) {
            return Err(refused(&format!("'{unknown}' isn't known here")));
        }
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| refused("a part of it can't be understood"))?;
        let said = names.contains(&"sslmode");
        let options = options
            .application_name("secure-biometric")
            .disable_statement_logging()
            .options(SERVER_LIMITS);
        let mode = ssl_mode(&options, said, transport)?;
        let options = options.ssl_mode(mode);
        Ok(Self {
            shown: shown(&options),
            options,
        })
    }

    /// The same place, entered with another login.
    #[must_use]
    pub fn with_login(&self, login: &str, password: &Secret<String>) -> Self {
        let options = self.options.clone();
        let options = options.username(login).password(password.expose());
        Self {
            options,
            shown: self.shown.clone(),
        }
    }

    /// The login.
    #[must_use]
    pub fn login(&self) -> &str {
        self.options.get_username()
    }

    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.options
    }
}

impl fmt::Display for CentreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for CentreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CentreAddress({})", self.shown)
    }
}

/// The mode of TLS. `PGSSLMODE` doesn't count: what weakens it must be said
/// where it can be seen.
fn ssl_mode(
    options: &PgConnectOptions,
    said: bool,
    transport: Transport,
) -> Result<PgSslMode, CentralError> {
    let mode = options.get_ssl_mode();
    let local = is_local(options);
    match (said, mode) {
        (true, PgSslMode::VerifyFull) => Ok(mode),
        (true, _) if local || transport == Transport::AsTheUrlSays => Ok(mode),
        (true, _) => Err(CentralError::NotVerified),
        (false, _) if local => Ok(PgSslMode::Prefer),
        (false, _) => Ok(PgSslMode::VerifyFull),
    }
}

/// Whether the way there stays on this machine.
fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn shown(options: &PgConnectOptions) -> String {
    let database = options
        .get_database()
        .unwrap_or_else(|| options.get_username());
    match options.get_socket() {
        Some(socket) => format!("{}/{database}", socket.display()),
        None => format!("{}:{}/{database}", options.get_host(), options.get_port()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str, transport: Transport) -> Result<PgSslMode, CentralError> {
        CentreAddress::parse(url, transport).map(|address| address.options.get_ssl_mode())
    }

    #[test]
    fn the_centre_is_verified_unless_it_is_on_this_machine() {
        use Transport::{AsTheUrlSays, Verified};
        let far = "postgres://k@centre.example/db";
        assert!(matches!(mode(far, Verified), Ok(PgSslMode::VerifyFull)));
        // The flag alone weakens nothing.
        assert!(matches!(mode(far, AsTheUrlSays), Ok(PgSslMode::VerifyFull)));
        for weak in ["disable", "allow", "prefer", "require", "verify-ca"] {
            for host in ["centre.example", "10.0.0.1", "localhost.example"] {
                let url = format!("postgres://k@{host}/db?sslmode={weak}");
                let strict = mode(&url, Verified);
                assert!(matches!(strict, Err(CentralError::NotVerified)), "{url}");
                assert!(mode(&url, AsTheUrlSays).is_ok(), "{url}");
            }
            for host in ["localhost", "127.0.0.1", "[::1]"] {
                let url = format!("postgres://k@{host}/db?sslmode={weak}");
                assert!(mode(&url, Verified).is_ok(), "{url}");
            }
        }
        let here = "postgres://k@localhost/db?sslmode=verify-full";
        assert!(matches!(mode(here, Verified), Ok(PgSslMode::VerifyFull)));
        for socket in [
            "postgres:///db?host=/run/postgresql&user=k",
            "postgres://k@%2Frun%2Fpostgresql/db",
        ] {
            assert!(matches!(mode(socket, Verified), Ok(PgSslMode::Prefer)));
        }
    }

    #[test]
    fn an_address_does_not_print_its_password() {
        let url = "postgres://door1:hunter2@centre.example:5433/db";
        let address = CentreAddress::parse(url, Transport::Verified).unwrap();
        assert_eq!(address.to_string(), "centre.example:5433/db");
        assert!(!format!("{address:?}").contains("hunter2"));
        for bad in [
            "mysql://door1:hunter2@centre.example/db",
            "postgres://door1:hunter2@centre.example:port/db",
            "postgres://door1:hunter2@centre.example/db?sslmode=hunter2",
            "postgres://door1:hunter2@centre.example/db?options=-c%20x=hunter2",
            "postgres://door1:hunter2@centre.example/db?passfile=hunter2",
        ] {
            let error = CentreAddress::parse(bad, Transport::Verified).unwrap_err();
            assert!(matches!(error, CentralError::Address(_)), "{bad}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }
}
