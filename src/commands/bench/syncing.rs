//! The kiosk's window while it exchanges many rows with its centre, beside the
//! same window with nothing to exchange.

use std::time::Duration;

use tokio::runtime::Runtime;

use crate::access::DataFolder;
use crate::commands::context::{Common, start_engine};
use crate::commands::unlocking::open_folder;
use crate::commands::{CommandError, kiosk};
use crate::resources::Resources;

use super::centre::{Site, decide, round};
use super::window::{Answer, Stage, WindowProbe};
use super::{ENGINE_PATIENCE, Figure, Target, rehearsal};

/// What is measured here.
pub(super) const NAMES: &[&str] = &["syncing_frame_ratio", "syncing_slow_frame_ratio"];

/// Watches a window of a kiosk that has joined nothing, then one of a kiosk
/// like it while it sends so many sessions and fetches all that the site has. If
/// there are no figures, why.
pub(super) fn figures(
    common: &Common,
    joining: (&Runtime, &Site<'_>, &DataFolder),
    rows: u32,
) -> Result<Vec<Figure>, String> {
    if !kiosk::has_display() {
        return Err("there is no display".to_owned());
    }
    let (quiet, syncing) = watched(common, joining, rows).map_err(|error| error.line())?;
    let ratio = |syncing: Option<Duration>, quiet: Option<Duration>| {
        let both = syncing.zip(quiet);
        let ratio = both.map(|(syncing, quiet)| syncing.as_secs_f64() / quiet.as_secs_f64());
        ratio.ok_or_else(|| "too little was seen of the window".to_owned())
    };
    Ok(vec![
        Figure::new(
            "syncing_frame_ratio",
            "a frame of the window while it exchanges many rows, median, against one with nothing to exchange",
            (ratio(syncing.frame, quiet.frame)?, "x"),
            Target::AtMost(1.1),
        ),
        Figure::new(
            "syncing_slow_frame_ratio",
            "the same of what one frame of twenty takes longer than",
            (ratio(syncing.slow_frame, quiet.slow_frame)?, "x"),
            Target::ForComparison,
        ),
    ])
}

fn watched(
    common: &Common,
    (runtime, site, one): (&Runtime, &Site<'_>, &DataFolder),
    rows: u32,
) -> Result<(Answer, Answer), CommandError> {
    let resources = Resources::find()?;
    let recording = rehearsal(&resources)?;
    let engine = start_engine(&resources)?;
    engine.wait_ready(ENGINE_PATIENCE)?;
    let alone = Stage::set(common, &resources, &engine, &recording)?;
    // Nobody may be enrolled yet where another site's key is taken.
    let stage = Stage::before_anybody(common, &recording)?;
    let folder = stage.common.data_folder()?;
    let mut kiosk = open_folder(runtime, &folder)?;
    site.join(runtime, one, &mut kiosk)?;
    runtime.block_on(kiosk.0.store.close());
    stage.enrol(&resources, &engine)?;
    drop(engine);
    let quiet = alone.ask(WindowProbe::Kiosk)?;
    let kiosk = open_folder(runtime, &folder)?;
    runtime.block_on(decide(&kiosk.0.store, rows))?;
    let syncing = stage.ask(WindowProbe::Kiosk)?;
    // Else the window was watched with nothing going on behind it.
    let (_, left) = runtime.block_on(round(&kiosk.0.store))?;
    runtime.block_on(kiosk.0.store.close());
    match left.sent + left.used {
        0 => Err(CommandError::new(
            "centre",
            "all was exchanged before the window had been watched for long enough",
        )
        .fix("measure with more rows")),
        _ => Ok((quiet, syncing)),
    }
}
