//! Retention by itself: when a window starts, and then once a day, what a site
//! keeps no longer is removed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

use crate::access::Settings;
use crate::domain::{Operator, Role, Timestamp};
use crate::store::{Retained, RetentionRun};

use super::office::Office;
use super::{Problem, now};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// After a longer pause nothing is removed by itself (ours): either the kiosk
/// was off for long, or its clock runs ahead, and an administrator says which.
const LONGEST_PAUSE_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;

/// What an administrator wants of retention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionIntent {
    /// Say what is due.
    Look,
    /// Remove what is due.
    Clean,
}

/// Retention as the window shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionView {
    /// What is due by the settings that are in force.
    pub due: Retained,
    /// When it ran last.
    pub last: Option<RetentionRun>,
    /// Whether it waits for an administrator.
    pub waits: bool,
}

/// The thread that does it. It ends when this is dropped.
pub(super) struct RetentionJob {
    _stop: Option<Sender<()>>,
}

impl RetentionJob {
    /// Starts it for this data folder.
    pub(super) fn start(office: Arc<Office>, folder: PathBuf) -> Self {
        let (stop, stopped) = bounded::<()>(1);
        let spawned = std::thread::Builder::new()
            .name("retention".to_owned())
            .spawn(move || {
                loop {
                    clean_by_itself(&office, &folder);
                    if stopped.recv_timeout(DAY) != Err(RecvTimeoutError::Timeout) {
                        return;
                    }
                }
            });
        if let Err(error) = &spawned {
            tracing::error!(%error, "nothing is removed by itself");
        }
        Self {
            _stop: spawned.is_ok().then_some(stop),
        }
    }
}

/// Whether retention waits for an administrator to say that the clock is right.
fn waits(last: Option<RetentionRun>, now: Timestamp) -> bool {
    last.is_some_and(|last| {
        let since = now.0.saturating_sub(last.at.0);
        !(0..=LONGEST_PAUSE_MILLIS).contains(&since)
    })
}

fn clean_by_itself(office: &Office, folder: &Path) {
    let now = now();
    let store = office.store();
    let last = match office.wait(store.last_retention()) {
        Ok(last) => last,
        Err(error) => {
            tracing::error!(%error, "retention can't be looked at");
            return;
        }
    };
    if waits(last, now) {
        tracing::warn!(
            "nothing was removed by itself: retention ran long ago by this clock; if the clock is \
             right, run: secure-biometric sessions clean"
        );
        return;
    }
    let (settings, _) = Settings::load(folder);
    match office.wait(store.retain(&settings.retention(now), now)) {
        Ok(removed) => {
            tracing::info!(
                sessions = removed.sessions,
                meshes = removed.meshes,
                people = removed.people,
                "retention ran"
            );
            if let Err(error) = office.refresh_gallery_if_changed() {
                tracing::error!(%error, "the gallery couldn't follow");
            }
        }
        Err(error) => tracing::error!(%error, "retention didn't run"),
    }
}

/// Does what an administrator asks of it.
pub(super) fn work(
    office: &Office,
    settings: &Settings,
    actor: &Operator,
    intent: RetentionIntent,
) -> Result<RetentionView, Problem> {
    office
        .wait(office.operators().require(actor, Role::Administrator))
        .map_err(|error| Problem::of(&error))?;
    let now = now();
    let limits = settings.retention(now);
    let acting = office.store().acting(&actor.name);
    if intent == RetentionIntent::Clean {
        office
            .wait(acting.retain(&limits, now))
            .map_err(|error| Problem::of(&error))?;
        office
            .refresh_gallery_if_changed()
            .map_err(|error| Problem::of(&error))?;
    }
    let due = office.wait(acting.retention_due(&limits));
    let last = office.wait(acting.last_retention());
    let last = last.map_err(|error| Problem::of(&error))?;
    Ok(RetentionView {
        due: due.map_err(|error| Problem::of(&error))?,
        last,
        waits: waits(last, now),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_leapt_removes_nothing_by_itself() {
        const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
        let ran = |at| {
            Some(RetentionRun {
                at: Timestamp(at),
                removed: Retained::default(),
            })
        };
        let today = 20_000 * DAY_MILLIS;
        let at = |days: i64| waits(ran(today), Timestamp(today + days * DAY_MILLIS));
        assert_eq!(
            [0, 1, 30, 31, 3650, -1].map(at),
            [false, false, false, true, true, true]
        );
        assert!(!waits(None, Timestamp(today)), "the first time");
    }
}
