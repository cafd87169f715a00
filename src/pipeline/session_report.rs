//! A session as a report, with all that is kept of it.

use std::path::PathBuf;

use thiserror::Error;

use super::rfc3339;
use crate::domain::{Reconstruction, Replay, Session, ShapeDifference, Standing, Tolerance};
use crate::flow::profiles;
use crate::report::session_html::SessionReport;
use crate::resources::{Resources, ResourcesError};
use crate::store::{Store, StoreError};

/// Plotly's script, as its Python package ships it.
const PLOTLY: &str = "lib/python3.11/site-packages/plotly/package_data/plotly.min.js";

/// Why there is no script to draw charts with.
#[derive(Debug, Error)]
pub enum ScriptError {
    /// Where the program's files are isn't known.
    #[error(transparent)]
    Resources(#[from] ResourcesError),
    /// It can't be read.
    #[error("the charts' script {path} can't be read ({why}); run `make setup` again")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
}

/// The script that draws a report's charts, which is a part of the report.
///
/// # Errors
/// When it isn't there.
pub fn charts_script() -> Result<String, ScriptError> {
    let path = Resources::find()?.venv().join(PLOTLY);
    std::fs::read_to_string(&path).map_err(|why| ScriptError::File { path, why })
}

/// All that is kept of a session and that a report says.
pub(super) struct Gathered {
    tolerance: Option<Tolerance>,
    face: Option<Reconstruction>,
    difference: Option<ShapeDifference>,
    replay: Option<Replay>,
    marked: String,
    audit: String,
}

impl Gathered {
    /// Gathers it.
    pub(super) async fn of(store: &Store, session: &Session) -> Result<Self, StoreError> {
        let kept = store
            .tolerance(&session.tolerance, session.tolerance_version)
            .await?;
        let replay = store.replay(session.id).await?;
        let face = store.reconstruction(session.id).await?;
        let enrolled = match session.person {
            Some(person) => store.shape(person).await?,
            None => None,
        };
        let proof = store.audit_of(session).await?;
        let marks = store.marks_of(session.id).await?;
        let built_in = profiles::built_in(session.tolerance.as_str());
        let built_in = built_in.filter(|profile| profile.version == session.tolerance_version);
        let difference = match (&face, &enrolled) {
            (Some(face), Some(enrolled)) => {
                ShapeDifference::of(enrolled, face.shape(), face.landmark_triangles())
            }
            _ => None,
        };
        let audit = match &proof {
            Some(proof) if proof.sound => {
                format!("entry {} stands as it was written", proof.entry.sequence)
            }
            Some(proof) => format!("entry {} isn't as it was written", proof.entry.sequence),
            None => "no entry was found".to_owned(),
        };
        let standing = Standing::of(marks.iter().map(|kept| &kept.mark));
        Ok(Self {
            tolerance: kept.map(|kept| kept.tolerance).or(built_in),
            face,
            difference,
            replay,
            marked: standing.as_str().unwrap_or_default().to_owned(),
            audit,
        })
    }

    /// The report of it, with the badge only where that is asked for.
    pub(super) fn report<'a>(
        &'a self,
        session: &'a Session,
        names: bool,
        started_at: &'a str,
        script: &'a str,
    ) -> SessionReport<'a> {
        let badge = session.claim.as_ref().filter(|_| names);
        SessionReport {
            session,
            badge: badge.map(|badge| badge.as_str()),
            started_at,
            tolerance: self.tolerance.as_ref(),
            face: self.face.as_ref(),
            difference: self.difference.as_ref(),
            replay: self.replay.as_ref(),
            marked: &self.marked,
            audit: &self.audit,
            script,
        }
    }
}

/// The report of a session as a page, with its badge only where that is asked
/// for.
///
/// # Errors
/// When the store can't be read.
pub async fn session_report(
    store: &Store,
    session: &Session,
    names: bool,
    script: &str,
) -> Result<String, StoreError> {
    let gathered = Gathered::of(store, session).await?;
    let started_at = rfc3339(session.started_at);
    Ok(gathered.report(session, names, &started_at, script).html())
}
