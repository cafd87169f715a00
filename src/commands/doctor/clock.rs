//! The clock: plausible, not behind what has happened, and set by the network.

use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::domain::Timestamp;
use crate::pipeline::now;
use crate::store::SessionFilter;

use super::data::{self, Opened};
use super::{Check, Report, Subject};
use crate::commands::output;

/// Kept by systemd-timesyncd while it holds the clock right.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";
/// A program copied from another machine may be this much ahead (ours).
const BUILD_SLACK_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// 2100-01-01 in milliseconds since 1970: no clock is right beyond (ours).
const LATEST_MILLIS: i64 = 4_102_444_800_000;
const SET_IT: &str = "set the clock, for example: timedatectl set-ntp true";

pub(super) fn check(subject: &Subject, report: &Report) {
    let newest = subject.folder.as_ref().ok();
    let newest = newest.and_then(|folder| newest_session(folder));
    report.tell(judge(now(), built(), newest));
    report.tell(synchronised());
}

/// When this program's file was made.
fn built() -> Option<Timestamp> {
    let about = std::env::current_exe().ok()?.metadata().ok()?;
    let since = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Timestamp)
}

/// When the newest session began, if there is one that can be read.
fn newest_session(folder: &Path) -> Option<Timestamp> {
    let Opened { runtime, store, .. } = data::open(folder).ok()?;
    let filter = SessionFilter {
        limit: Some(1),
        ..SessionFilter::default()
    };
    let sessions = runtime.block_on(store.sessions(&filter));
    runtime.block_on(store.close());
    Some(sessions.ok()?.first()?.started_at)
}

fn judge(now: Timestamp, built: Option<Timestamp>, newest: Option<Timestamp>) -> Check {
    let shown = output::time(now);
    let behind = |other: Option<Timestamp>, slack: i64| {
        other.is_some_and(|other| now.0 < other.0.saturating_sub(slack))
    };
    let problem = if behind(built, BUILD_SLACK_MILLIS) {
        "before this program was built"
    } else if behind(newest, 0) {
        "before the newest session"
    } else if now.0 >= LATEST_MILLIS {
        "too far ahead to be right"
    } else {
        return Check::ok("clock", shown).needed(false);
    };
    Check::failed("clock", format!("{shown} is {problem}"), SET_IT).needed(false)
}

fn synchronised() -> Check {
    let held = Path::new(SYNCHRONISED).exists() || kernel_says_synchronised();
    let check = if held {
        Check::ok("clock_sync", "the clock is set by the network")
    } else {
        Check::failed("clock_sync", "nothing keeps the clock right", SET_IT)
    };
    check.needed(false)
}

/// Whether whoever sets the clock (any NTP program) has told the kernel that
/// it is right.
#[cfg(target_os = "linux")]
fn kernel_says_synchronised() -> bool {
    #[expect(
        unsafe_code,
        reason = "no safe crate among the dependencies asks the kernel for the clock's state"
    )]
    // SAFETY: `timex` is plain numbers, for which all zeros is a value; with
    // `modes` 0 the call changes nothing and only fills the struct it is given.
    let (answer, status) = unsafe {
        let mut state: libc::timex = std::mem::zeroed();
        (libc::adjtimex(&raw mut state), state.status)
    };
    answer >= 0 && answer != libc::TIME_ERROR && status & libc::STA_UNSYNC == 0
}

/// Other systems aren't asked.
#[cfg(not(target_os = "linux"))]
fn kernel_says_synchronised() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);
    const HOUR: i64 = 60 * 60 * 1000;

    fn detail(built: i64, newest: i64) -> String {
        let at = |hours: i64| Some(Timestamp(NOW.0 + hours * HOUR));
        judge(NOW, at(built), at(newest)).detail
    }

    #[test]
    fn a_clock_behind_what_has_happened_is_told() {
        assert!(judge(NOW, None, None).ok);
        assert!(judge(NOW, Some(Timestamp(NOW.0 + HOUR)), Some(NOW)).ok);
        assert!(detail(48, -1).ends_with("before this program was built"));
        assert!(detail(-1, 1).ends_with("before the newest session"));
        assert!(!judge(Timestamp(LATEST_MILLIS), None, None).ok);
    }
}
