//! What `sessions export` writes beside faces: the report of a session, and
//! tables of many.

use std::path::Path;

use serde_json::json;

use crate::commands::output::{say, time};
use crate::domain::{Session, ShapeDifference, Timestamp};
use crate::flow::profiles;
use crate::report::session_html::SessionReport;
use crate::report::sessions_csv;
use crate::resources::Resources;
use crate::store::{ReviewFilter, SurfaceExport};

use super::CommandError;
use super::context::{Common, Desk};
use super::sessions_export::{ExportArgs, NewFile};

/// Plotly's script, as its Python package ships it.
const PLOTLY: &str = "lib/python3.11/site-packages/plotly/package_data/plotly.min.js";

/// Writes the report of a session.
pub(super) fn report(
    path: &Path,
    args: &ExportArgs,
    desk: &Desk,
    session: &Session,
    export: &SurfaceExport,
) -> Result<(), CommandError> {
    let script = Resources::find()?.venv().join(PLOTLY);
    let script = std::fs::read_to_string(&script).map_err(|error| {
        let what = format!(
            "the charts' script {} can't be read ({error})",
            script.display()
        );
        CommandError::new("report", what).fix("run `make setup` again")
    })?;
    let store = &desk.store;
    let (kept, replay, face, enrolled, proof) = desk.runtime.block_on(async {
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
        Ok::<_, crate::store::StoreError>((kept, replay, face, enrolled, proof))
    })?;
    let built_in = profiles::built_in(session.tolerance.as_str());
    let built_in = built_in.filter(|profile| profile.version == session.tolerance_version);
    let tolerance = kept.map(|kept| kept.tolerance).or(built_in);
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
    let badge = session.claim.as_ref().filter(|_| args.names);
    let whole = SessionReport {
        session,
        badge: badge.map(|badge| badge.as_str()),
        started_at: &time(session.started_at),
        tolerance: tolerance.as_ref(),
        face: face.as_ref(),
        difference: difference.as_ref(),
        replay: replay.as_ref(),
        audit: &audit,
        script: &script,
    };
    let file = NewFile::make(path, whole.html().into_bytes())?;
    let noted = store.note_report(Some(session.id), "report", export);
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
