//! Has the Python package `reporter` write PDFs and pictures: a process of its
//! own, which is given what a report says and nothing else, and ends with it.
//! The engine, which sees strangers' pictures, never sees a report.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use thiserror::Error;

use crate::report::document::Document;
use crate::resources::Resources;

/// The faces of the program, which reports are set in.
const FONTS: [&str; 2] = ["fonts/Inter-Regular.ttf", "fonts/Inter-SemiBold.ttf"];

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum ReporterError {
    /// It can't be started, or its pipes broke.
    #[error("{program} can't be started ({source}); run `make setup`")]
    Start {
        /// The program.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It ended without files.
    #[error("the report can't be drawn: {0}")]
    Failed(String),
}

/// The report as a PDF file.
///
/// # Errors
/// Why there is none.
pub(super) fn pdf(resources: &Resources, document: &Document) -> Result<Vec<u8>, ReporterError> {
    let files = run(resources, document, "pdf")?;
    let file = files.into_iter().next().map(|(_, file)| file);
    file.ok_or_else(|| ReporterError::Failed("no file came of it".to_owned()))
}

/// Each figure as a picture, by the names of their files.
///
/// # Errors
/// Why there are none.
pub(super) fn charts(
    resources: &Resources,
    document: &Document,
) -> Result<Vec<(String, Vec<u8>)>, ReporterError> {
    run(resources, document, "charts")
}

fn run(
    resources: &Resources,
    document: &Document,
    wanted: &str,
) -> Result<Vec<(String, Vec<u8>)>, ReporterError> {
    let python = resources.venv().join("bin/python");
    let fonts: Vec<_> = FONTS.map(|font| resources.assets().join(font)).to_vec();
    let wish = json!({"as": wanted, "fonts": fonts, "document": document}).to_string();
    let failed = |source| ReporterError::Start {
        program: python.display().to_string(),
        source,
    };
    // Nothing of this process's surroundings is its concern: no key, no address
    // of a database.
    let mut child = Command::new(&python)
        .env_clear()
        .env("PYTHONPATH", resources.python())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["-m", "reporter"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that has ended says why itself.
        let _ = stdin.write_all(wish.as_bytes());
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().rfind(|line| !line.trim().is_empty());
        let last = last.unwrap_or("it ended without a word");
        return Err(ReporterError::Failed(last.to_owned()));
    }
    let files: Option<BTreeMap<String, String>> = serde_json::from_slice(&output.stdout).ok();
    let files = files.unwrap_or_default().into_iter();
    let decoded = files.map(|(name, file)| Some((name, STANDARD.decode(file).ok()?)));
    let decoded: Option<Vec<_>> = decoded.collect();
    decoded.ok_or_else(|| ReporterError::Failed("what it wrote can't be read".to_owned()))
}
