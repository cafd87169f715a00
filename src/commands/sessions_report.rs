//! What `sessions export` writes beside faces: the report of a session, tables
//! of many, and a site's report and charts.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::commands::output::{say, time};
use crate::domain::{Session, Timestamp};
use crate::gallery::Gallery;
use crate::pipeline::export::{self, Asked, ExportError, TableFormat};
use crate::resources::Resources;
use crate::store::{ReviewFilter, SurfaceExport};

use super::CommandError;
use super::context::{Common, Desk, embedding_model};
use super::sessions_export::{ExportArgs, NewFile, ReportFile};

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            ExportError::Script(_) | ExportError::Reporter(_) | ExportError::Table(_) => {
                Self::new("report", error)
            }
        }
    }
}

/// Who asked for it, when and why, as a report says at its foot.
fn foot(args: &ExportArgs, export: &SurfaceExport) -> String {
    let by = match args.names {
        true => format!(" by {}", export.operator.as_str()),
        false => String::new(),
    };
    let why = export.reason.as_str();
    format!(
        "secure-biometric {}, written {}{by}: {why}",
        env!("CARGO_PKG_VERSION"),
        time(export.at)
    )
}

/// Writes the report of a session.
pub(super) fn report(
    file: &ReportFile,
    args: &ExportArgs,
    desk: &Desk,
    session: &Session,
    export: &SurfaceExport,
) -> Result<(), CommandError> {
    let resources = Resources::find()?;
    let foot = foot(args, export);
    let asked = Asked {
        foot: &foot,
        time,
        names: args.names,
    };
    let store = &desk.store;
    let content = export::session_report(store, &resources, session, file.format, asked);
    let content = desk.runtime.block_on(content)?;
    let file = NewFile::make(&file.path, content)?;
    let noted = store.note_report(Some(session.id), "report", export);
    desk.runtime.block_on(noted)?;
    file.write()
}

/// The sessions from one day to another.
fn filter(args: &ExportArgs) -> ReviewFilter {
    let midnight = |day: jiff::civil::Date| {
        let zoned = day.to_zoned(jiff::tz::TimeZone::UTC).ok();
        zoned.map(|at| Timestamp(at.timestamp().as_millisecond()))
    };
    let after = args.to.and_then(|day| day.tomorrow().ok());
    ReviewFilter {
        since: args.from.and_then(midnight),
        until: after.and_then(midnight),
        ..ReviewFilter::default()
    }
}

/// Writes what was asked for of the sessions from one day to another: tables,
/// the site's report, its charts.
pub(super) fn many(
    args: &ExportArgs,
    desk: &Desk,
    common: &Common,
    export: &SurfaceExport,
) -> Result<(), CommandError> {
    let foot = foot(args, export);
    let asked = Asked {
        foot: &foot,
        time,
        names: args.names,
    };
    let wanted = filter(args);
    let mut told = serde_json::Map::new();
    for (name, path, format) in [
        ("csv", &args.csv, TableFormat::Csv),
        ("parquet", &args.parquet, TableFormat::Parquet),
    ] {
        let Some(path) = path else {
            continue;
        };
        let table = export::table(&desk.store, &wanted, format, asked);
        let (content, sessions) = desk.runtime.block_on(table)?;
        let file = NewFile::make(path, content)?;
        note(desk, "list", export)?;
        file.write()?;
        told.insert(name.to_owned(), json!(path));
        told.insert("sessions".to_owned(), json!(sessions));
        if !common.json {
            say!("wrote {}: {sessions} sessions", path.display());
        }
    }
    if args.report.is_some() || args.charts.is_some() {
        site(args, desk, common, (export, asked), &mut told)?;
    }
    if common.json {
        say!("{}", serde_json::Value::Object(told));
    }
    Ok(())
}

fn note(desk: &Desk, what: &'static str, export: &SurfaceExport) -> Result<(), CommandError> {
    let noted = desk.store.note_report(None, what, export);
    Ok(desk.runtime.block_on(noted)?)
}

/// Writes the site's report and its charts.
fn site(
    args: &ExportArgs,
    desk: &Desk,
    common: &Common,
    (export, asked): (&SurfaceExport, Asked<'_>),
    told: &mut serde_json::Map<String, serde_json::Value>,
) -> Result<(), CommandError> {
    let resources = Resources::find()?;
    let model = embedding_model(&resources)?;
    let people = desk.runtime.block_on(desk.store.gallery(model))?;
    let gallery = Arc::new(Gallery::new(people, model));
    let tolerance = Arc::new(common.tolerance(desk)?);
    let today = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC);
    let to = args.to.unwrap_or_else(|| today.date());
    let from = args.from.unwrap_or(to);
    let days = (from.to_string(), to.to_string());
    let filter = filter(args);
    let document = export::site(&desk.store, gallery, tolerance, &filter, days, asked);
    let document = desk.runtime.block_on(document)?;
    if let Some(file) = &args.report {
        let content = export::site_report(&document, &resources, file.format)?;
        let new = NewFile::make(&file.path, content)?;
        note(desk, "site", export)?;
        new.write()?;
        told.insert("report".to_owned(), json!(file.path));
        if !common.json {
            say!("wrote {}", file.path.display());
        }
    }
    if let Some(folder) = &args.charts {
        let charts = export::charts(&document, &resources)?;
        new_folder(folder)?;
        note(desk, "charts", export)?;
        let files: Vec<_> = charts.iter().map(|(name, _)| folder.join(name)).collect();
        for (path, (_, content)) in files.iter().zip(charts) {
            NewFile::make(path, content)?.write()?;
        }
        told.insert("charts".to_owned(), json!(files));
        if !common.json {
            say!("wrote {}: {} files", folder.display(), files.len());
        }
    }
    Ok(())
}

/// A folder that wasn't there before, or is empty, for its owner alone.
fn new_folder(folder: &Path) -> Result<(), CommandError> {
    let unusable = |error: std::io::Error| {
        let what = format!("the folder {} can't be used: {error}", folder.display());
        CommandError::new("file", what).fix("name another folder")
    };
    let made = DirBuilder::new().mode(0o700).create(folder);
    match made {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let mut found = fs::read_dir(folder).map_err(unusable)?;
            match found.next() {
                None => Ok(()),
                Some(_) => {
                    let what = format!("the folder {} isn't empty", folder.display());
                    Err(CommandError::new("file_exists", what).fix("name another folder"))
                }
            }
        }
        Err(error) => Err(unusable(error)),
    }
}
