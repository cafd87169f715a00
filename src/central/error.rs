//! Why the centre couldn't do something, and what to do about it.

use thiserror::Error;

use super::CentreAddress;

/// Why the centre couldn't do something. Each text says what happened and,
/// after the first semicolon, what to do. None holds a password.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CentralError {
    /// The database URL isn't one.
    #[error(
        "the database URL can't be used ({0}); write it as postgres://LOGIN@HOST:PORT/DATABASE"
    )]
    Address(String),
    /// The URL asks for less than verified TLS.
    #[error(
        "the database URL asks for a connection that anybody on the way could read or answer; leave sslmode out of it, or for a trial add --allow-unencrypted"
    )]
    NotVerified,
    /// A join code isn't one.
    #[error("that is no join code; type the 25 letters and digits again, as they were given")]
    NoJoinCode,
    /// Nobody answers, or not any more.
    #[error(
        "the centre at {address} can't be reached ({why}); check the network, and that Postgres runs there"
    )]
    Unreachable {
        /// Where.
        address: String,
        /// What the system said.
        why: String,
    },
    /// The certificate isn't accepted, or there is no TLS.
    #[error(
        "the connection to the centre at {address} can't be trusted ({why}); renew the centre's certificate, or name its authority's with sslrootcert=FILE in the database URL"
    )]
    Untrusted {
        /// Where.
        address: String,
        /// What was wrong.
        why: String,
    },
    /// Postgres doesn't let that login in.
    #[error(
        "the centre at {address} doesn't accept the login or its password; check both, or let an administrator of the centre make a new join code"
    )]
    WrongPassword {
        /// Where.
        address: String,
    },
    /// There is no such database.
    #[error("there is no such database at {address}; make it first, with createdb")]
    NoDatabase {
        /// Where.
        address: String,
    },
    /// The login isn't a kiosk's.
    #[error("this login is no kiosk of this centre; join the centre with a join code")]
    NotAKiosk,
    /// The kiosk was disabled at the centre.
    #[error("this kiosk was disabled at the centre; ask an administrator of the centre")]
    Disabled,
    /// Nobody approved the kiosk yet.
    #[error(
        "this kiosk isn't approved yet; let an administrator approve it at another kiosk of the site"
    )]
    NotApproved,
    /// The join code has been used, or is too old.
    #[error("the join code was used already or is too old; ask for a new one")]
    CodeUsed,
    /// The site has a kiosk that must approve others.
    #[error("the site has kiosks already; let an administrator approve this one at another kiosk")]
    SiteFounded,
    /// No kiosk waits with that key.
    #[error("no such kiosk waits with that key; compare the code on both screens again")]
    NotWaiting,
    /// The centre's functions are newer than this program.
    #[error(
        "the centre is newer than this kiosk; install the newest version here. Until then everything is kept and waits"
    )]
    KioskTooOld,
    /// The centre's functions are older than this program, or aren't there.
    #[error("the centre is older than this kiosk; bring it up to date with the migrate command")]
    CentreTooOld,
    /// The database was put into another cluster.
    #[error(
        "the centre was restored from a backup and not brought up to date since; run the migrate command on it"
    )]
    Restored,
    /// The login may not do that.
    #[error("this login may not do that at the centre ({0}); use the login that owns the database")]
    NotAllowed(String),
    /// Others hold what is needed, or the server has no room.
    #[error("the centre is busy ({0}); try again in a moment")]
    Busy(String),
    /// The server is too old.
    #[error("the centre's Postgres is too old; install version 15 or newer")]
    PostgresTooOld,
    /// A role of the program's could read past the rows of its site.
    #[error(
        "a role of this program is a superuser or bypasses row security; take that from it with ALTER ROLE"
    )]
    RoleTooStrong,
    /// There is a login of that name.
    #[error("the centre has a login of that name already; try again")]
    LoginTaken,
    /// A schema file was edited after it was applied.
    #[error(
        "schema file {0} was changed after it was applied; install the version that applied it"
    )]
    SchemaEdited(i64),
    /// The centre's schema is newer than this program.
    #[error("the centre's schema is newer than this program; install the newest version here")]
    SchemaNewer,
    /// A call was made that the functions refuse. That is a fault of this program.
    #[error("the centre refused a call ({0}); report it, and restart the program")]
    Misuse(String),
    /// The system gave no random numbers.
    #[error("the system gives no random numbers; restart it")]
    Random,
    /// Anything else Postgres says.
    #[error("the centre's database failed ({0}); look at its log")]
    Database(String),
}

impl CentralError {
    /// Whether it may be over by itself, so that trying again later is all
    /// that has to be done.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Busy(_))
    }

    /// What an error of the driver means.
    pub(super) fn of(error: &sqlx::Error, address: &CentreAddress) -> Self {
        let address = address.to_string();
        match error {
            sqlx::Error::Database(error) => {
                let code = error.code().unwrap_or_default();
                Self::of_state(&code, error.message(), address)
            }
            sqlx::Error::Tls(error) => Self::Untrusted {
                address,
                why: error.to_string(),
            },
            sqlx::Error::Io(error) if is_tls(error) => Self::Untrusted {
                address,
                why: error.to_string(),
            },
            sqlx::Error::Io(error) => Self::Unreachable {
                address,
                why: error.to_string(),
            },
            // The stream ended within a message, or is out of step.
            sqlx::Error::Protocol(why) => Self::Unreachable {
                address,
                why: why.clone(),
            },
            other => Self::Database(other.to_string()),
        }
    }

    /// What a SQLSTATE means (the PostgreSQL manual's appendix A; SB are the
    /// program's own, in `migrations/postgres/`).
    fn of_state(state: &str, message: &str, address: String) -> Self {
        let message = message.to_owned();
        match state {
            "SB001" => Self::NotAKiosk,
            "SB002" => Self::Disabled,
            "SB003" => Self::NotApproved,
            "SB004" => Self::Misuse(message),
            "SB005" => Self::CodeUsed,
            "SB006" => Self::KioskTooOld,
            "SB007" => Self::Restored,
            "SB008" => Self::SiteFounded,
            "SB009" => Self::NotWaiting,
            "SB010" => Self::PostgresTooOld,
            "SB011" => Self::RoleTooStrong,
            "28P01" | "28000" => Self::WrongPassword { address },
            "3D000" => Self::NoDatabase { address },
            // A schema, function or type that this program knows isn't there.
            "3F000" | "42883" | "42P01" | "42704" => Self::CentreTooOld,
            "42501" => Self::NotAllowed(message),
            "42710" => Self::LoginTaken,
            // Deadlock, lost race, lock or statement took too long, no room.
            "40P01" | "40001" | "55P03" | "57014" => Self::Busy(message),
            _ if state.starts_with("53") => Self::Busy(message),
            // The server stops, starts or ends the connection.
            _ if state.starts_with("57P") || state.starts_with("08") || state == "25P03" => {
                Self::Unreachable {
                    address,
                    why: message,
                }
            }
            _ => Self::Database(format!("{message}, {state}")),
        }
    }
}

/// Whether an error of the stream is one of TLS: the handshake's come so.
fn is_tls(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::InvalidData
}
