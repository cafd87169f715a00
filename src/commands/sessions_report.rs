//! What `sessions export` writes beside faces: the report of a session, and
//! tables of many.

use std::path::Path;

use serde_json::json;

use crate::commands::output::{say, time};
use crate::domain::{Session, Timestamp};
use crate::pipeline::{charts_script, session_report};
use crate::report::sessions_csv;
use crate::store::{ReviewFilter, SurfaceExport};

use super::CommandError;
use super::context::{Common, Desk};
use super::sessions_export::{ExportArgs, NewFile};

/// Writes the report of a session.
pub(super) fn report(
    path: &Path,
    args: &ExportArgs,
    desk: &Desk,
    session: &Session,
    export: &SurfaceExport,
) -> Result<(), CommandError> {
    let script = charts_script().map_err(|error| CommandError::told("report", &error))?;
    let whole = session_report(&desk.store, session, args.names, &script);
    let whole = desk.runtime.block_on(whole)?;
    let file = NewFile::make(path, whole.into_bytes())?;
    let noted = desk.store.note_report(Some(session.id), "report", export);
    desk.runtime.block_on(noted)?;
    file.write()
}

/// Writes a table of the sessions from one day to another.
pub(super) fn table(
    args: &ExportArgs,
    desk: &Desk,
    common: &Common,
    export: &SurfaceExport,
) -> Result<(), CommandError> {
    let Some(path) = &args.csv else {
        return Ok(());
    };
    let midnight = |day: jiff::civil::Date| {
        let zoned = day.to_zoned(jiff::tz::TimeZone::UTC).ok();
        zoned.map(|at| Timestamp(at.timestamp().as_millisecond()))
    };
    let after = args.to.and_then(|day| day.tomorrow().ok());
    let filter = ReviewFilter {
        since: args.from.and_then(midnight),
        until: after.and_then(midnight),
        ..ReviewFilter::default()
    };
    let mut sessions = desk.runtime.block_on(async {
        let ids = desk.store.session_ids(&filter).await?;
        desk.store.sessions_of(&ids).await
    })?;
    // The earliest first, as tables are read.
    sessions.reverse();
    let at = |session: &Session| time(session.started_at);
    let table = sessions_csv::csv(&sessions, at, args.names);
    let file = NewFile::make(path, table.into_bytes())?;
    desk.runtime
        .block_on(desk.store.note_report(None, "list", export))?;
    file.write()?;
    if common.json {
        say!("{}", json!({"csv": path, "sessions": sessions.len()}));
    } else {
        say!("wrote {}: {} sessions", path.display(), sessions.len());
    }
    Ok(())
}
