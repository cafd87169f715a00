//! Whether anything was committed to the database since: asked of SQLite
//! itself in some microseconds, whoever commits, in this process or another.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{DATABASE_FILE, Store};

/// Readers wait for nobody but who recovers or empties the log; whoever asks
/// here would rather read the database anew (ours).
const PATIENCE: Duration = Duration::from_millis(5);

/// What of the database was seen. Two of one [`Watch`] that are equal say that
/// nobody committed anything between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// SQLite's number, which counts for one connection.
    version: i64,
    /// Which connection of this watch.
    connection: u64,
}

/// Watches a data folder's database through a connection of its own, which
/// never writes: SQLite's `data_version` is of a connection, and doesn't tell
/// what that connection itself commits. It is used on the thread that asks; the
/// pool's connections would answer on others, which takes ten times as long.
pub struct Watch {
    folder: Arc<Path>,
    open: Mutex<Open>,
    /// Nobody puts another database in this one's place while it is open: held
    /// for longer than the connection is.
    _in_use: Arc<File>,
}

#[derive(Default)]
struct Open {
    connection: Option<Connection>,
    number: u64,
}

impl Store {
    /// What tells whether anything was committed here.
    #[must_use]
    pub fn watch(&self) -> Watch {
        Watch {
            folder: Arc::clone(&self.folder),
            open: Mutex::default(),
            _in_use: Arc::clone(&self.in_use),
        }
    }
}

impl Watch {
    /// What there is to see now; none where it can't be told, so that whoever
    /// asks reads the database.
    #[must_use]
    pub fn now(&self) -> Option<Seen> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.connection.is_none() {
            open.connection = connected(&self.folder).ok();
            open.number += 1;
        }
        let version = version(open.connection.as_ref()?);
        if version.is_err() {
            open.connection = None;
        }
        version.ok().map(|version| Seen {
            version,
            connection: open.number,
        })
    }
}

fn connected(folder: &Path) -> rusqlite::Result<Connection> {
    // One thread at a time asks. Opened for writing, which it never does: the
    // last who closes the file puts its log away, and must be able to.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(folder.join(DATABASE_FILE), flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    let mut asked = connection.prepare_cached("PRAGMA data_version")?;
    asked.query_row([], |row| row.get(0))
}
