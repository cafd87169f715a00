//! Free space where the data is.

use rustix::fs::statvfs;

use super::{Check, Report, Subject, nearest_existing};

/// Below this nobody should be enrolled: sessions, the write-ahead log and
/// what must be kept of a refused one still fit (ours).
const NEEDED_BYTES: u64 = 200_000_000;
/// Below this it is time to make room: some months of sessions (ours).
const WANTED_BYTES: u64 = 1 << 30;

pub(super) fn check(subject: &Subject, report: &Report) {
    let place = subject.folder.as_ref().ok();
    let Some(place) = place.and_then(|folder| nearest_existing(folder)) else {
        let fix = "name a data folder with --data DIR";
        return report.tell(Check::failed("space", "there is no data folder", fix));
    };
    let shown = place.display();
    report.tell(match statvfs(&place) {
        Ok(about) => judge(about.f_bavail.saturating_mul(about.f_frsize)),
        Err(error) => {
            let detail = format!("the space of {shown} can't be asked for: {error}");
            Check::failed("space", detail, "check that this user may read there").needed(false)
        }
    });
}

fn judge(free_bytes: u64) -> Check {
    let detail = format!("{} MB are free for the data", free_bytes / 1_000_000);
    if free_bytes >= WANTED_BYTES {
        return Check::ok("space", detail);
    }
    let fix = "free some space on this disk: 1 GiB or more";
    Check::failed("space", detail, fix).needed(free_bytes < NEEDED_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_space_is_advice_and_none_is_trouble() {
        let standing = |bytes| judge(bytes).standing();
        assert_eq!(standing(WANTED_BYTES), "ok");
        assert_eq!(standing(WANTED_BYTES - 1), "advice");
        assert_eq!(standing(NEEDED_BYTES), "advice");
        assert_eq!(standing(NEEDED_BYTES - 1), "needs attention");
    }
}
