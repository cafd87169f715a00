//! What is written of sessions to files: a session's report, tables of many,
//! and a site's report and charts. Commands and windows alike ask here; who
//! may, and that it is noted, is looked at by whoever asks.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use crate::domain::{Session, SessionId, Standing, Timestamp, Tolerance};
use crate::gallery::Gallery;
use crate::report::document::Document;
use crate::report::document_html;
use crate::report::session_document;
use crate::report::sessions_table::Sessions;
use crate::report::site_document::SiteReport;
use crate::report::{sessions_csv, sessions_parquet};
use crate::resources::Resources;
use crate::store::{ReviewFilter, Store, StoreError};

use super::reporter::{self, ReporterError};
use super::review_site::SiteWork;
use super::session_report::{Gathered, ScriptError, charts_script};

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// A page that needs nothing else.
    Html,
    /// Pages to be filed.
    Pdf,
}

impl ReportFormat {
    /// The format that a file's name ends with.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "html" => Some(Self::Html),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// What a table is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Texts (RFC 4180).
    Csv,
    /// Columns that know their types.
    Parquet,
}

/// Why nothing was made.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The charts' script.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The program that draws.
    #[error(transparent)]
    Reporter(#[from] ReporterError),
    /// The library that writes tables.
    #[error("the table can't be written: {0}")]
    Table(#[from] parquet::errors::ParquetError),
}

/// What a report says of itself: who asked for it, when and why.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who asked, when and why, in a line.
    pub foot: &'a str,
    /// Writes a moment.
    pub time: fn(Timestamp) -> String,
    /// Whether badges and operators' names are asked for.
    pub names: bool,
}

fn written(
    document: &Document,
    format: ReportFormat,
    resources: &Resources,
) -> Result<Vec<u8>, ExportError> {
    Ok(match format {
        ReportFormat::Html => document_html::html(document, &charts_script()?).into_bytes(),
        ReportFormat::Pdf => reporter::pdf(resources, document)?,
    })
}

/// The report of a session, as a file's content.
///
/// # Errors
/// Why it can't be made.
pub async fn session_report(
    store: &Store,
    resources: &Resources,
    session: &Session,
    format: ReportFormat,
    asked: Asked<'_>,
) -> Result<Vec<u8>, ExportError> {
    let gathered = Gathered::of(store, session).await?;
    let started_at = (asked.time)(session.started_at);
    Ok(match format {
        ReportFormat::Html => {
            let script = charts_script()?;
            let report = gathered.report(session, asked.names, &started_at, &script);
            report.html().into_bytes()
        }
        ReportFormat::Pdf => {
            let report = gathered.report(session, asked.names, &started_at, "");
            let document = session_document::document(&report, asked.foot.to_owned());
            reporter::pdf(resources, &document)?
        }
    })
}

/// A table of the sessions that a filter finds, the earliest first, and how
/// many there are.
///
/// # Errors
/// Why it can't be made.
pub async fn table(
    store: &Store,
    filter: &ReviewFilter,
    format: TableFormat,
    asked: Asked<'_>,
) -> Result<(Vec<u8>, usize), ExportError> {
    let ids = store.session_ids(filter).await?;
    let mut sessions = store.sessions_of(&ids).await?;
    sessions.reverse();
    let standings: HashMap<SessionId, Standing> = store.standings().await?;
    let table = Sessions {
        sessions: &sessions,
        standings: &standings,
        names: asked.names,
    };
    let content = match format {
        TableFormat::Csv => sessions_csv::csv(&table, asked.time).into_bytes(),
        TableFormat::Parquet => sessions_parquet::parquet(&table)?,
    };
    Ok((content, sessions.len()))
}

/// A site's days, reckoned to their end.
///
/// # Errors
/// When the store can't be read.
pub async fn site(
    store: &Store,
    gallery: Arc<Gallery>,
    tolerance: Arc<Tolerance>,
    filter: &ReviewFilter,
    days: (String, String),
    asked: Asked<'_>,
) -> Result<Document, ExportError> {
    let mut work = SiteWork::of(store, (gallery, tolerance), filter, 0).await?;
    while !work.is_over() {
        work.go_on(store).await?;
    }
    let view = work.view(false);
    let report = SiteReport {
        days,
        figures: &view.figures,
        strangers: &view.strangers,
        tolerance: &view.tolerance,
        places: "Camera by camera",
    };
    Ok(report.document(asked.foot.to_owned()))
}

/// A site's report, as a file's content.
///
/// # Errors
/// Why it can't be made.
pub fn site_report(
    document: &Document,
    resources: &Resources,
    format: ReportFormat,
) -> Result<Vec<u8>, ExportError> {
    written(document, format, resources)
}

/// Each figure of a report as PNG and SVG, by the names of their files.
///
/// # Errors
/// Why they can't be drawn.
pub fn charts(
    document: &Document,
    resources: &Resources,
) -> Result<Vec<(String, Vec<u8>)>, ExportError> {
    Ok(reporter::charts(resources, document)?)
}
