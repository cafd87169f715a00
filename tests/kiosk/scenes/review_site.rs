//! The site's figures of a month: some 100 visits a day, most of them verified.

use std::sync::Arc;
use std::time::Duration;

use secure_biometric::domain::{
    Component, Cue, LivenessOutcome, Mark, Reason, Role, Session, SessionKind, Standing, Timestamp,
};
use secure_biometric::flow::profiles;
use secure_biometric::pipeline::{SessionQuery, SiteView, Snapshot};
use secure_biometric::report::site::{SiteTally, Strangers, det};

use super::review::{listed, session};
use super::state::NOW;

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
/// Of so many visits one is of each of these, by the hour, from six on.
const HOURS: [i64; 12] = [2, 9, 14, 8, 5, 5, 9, 11, 6, 5, 3, 1];

/// Numbers that look drawn and are the same in every run.
struct Chance(u64);

impl Chance {
    /// 0 to 1.
    fn share(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        f32::from(u16::try_from(self.0 >> 48).unwrap()) / 65_536.0
    }

    /// About 0, mostly within -1 and 1.
    fn bell(&mut self) -> f32 {
        (0..4).map(|_| self.share()).sum::<f32>() - 2.0
    }
}

/// What a reviewer says.
pub fn mark(by: &str, truth: &str) -> Mark {
    Mark {
        truth: truth.parse().unwrap(),
        by: by.parse().unwrap(),
        at: Timestamp(NOW.0 - HOUR),
    }
}

fn visit(chance: &mut Chance, at: i64) -> (Session, Standing) {
    let drawn = chance.share();
    let (model, reason) = match drawn {
        _ if drawn < 0.955 => (0, Reason::Matched),
        _ if drawn < 0.975 => (3, Reason::TooDark),
        _ if drawn < 0.987 => (3, Reason::TurnedTooLittle),
        _ if drawn < 0.994 => (5, Reason::NoMatch),
        _ => (1, Reason::FlatSurface),
    };
    let mut visit = session(model);
    (visit.kind, visit.reason, visit.started_at) =
        (SessionKind::Verification, reason, Timestamp(at));
    let alive = reason != Reason::FlatSurface;
    visit.camera = if chance.share() > 0.8 {
        "C920"
    } else {
        "Brio 500"
    }
    .to_owned();
    visit.liveness.outcome = match alive {
        true => LivenessOutcome::Live,
        false => LivenessOutcome::NotLive,
    };
    visit.scores.score = match reason {
        Reason::Matched => Some(0.81 + 0.09 * chance.bell()),
        Reason::NoMatch => Some(0.4 + 0.12 * chance.bell()),
        _ => None,
    };
    for Cue {
        name,
        value,
        passed,
        ..
    } in &mut visit.liveness.cues
    {
        let middle = match (name.as_str(), alive) {
            ("p" | "g", true) => 0.75 + 0.2 * chance.bell(),
            ("p" | "g", false) => 0.1 + 0.05 * chance.bell(),
            ("k", true) => 0.84 + 0.03 * chance.bell(),
            ("k", false) => 0.98 + 0.01 * chance.bell(),
            _ => continue,
        };
        (*value, *passed) = (Some(middle.into()), alive);
    }
    let quality: Vec<(Component, f32)> = visit.quality.iter().collect();
    for (component, value) in quality {
        let value = if value < 20.0 { 62.0 } else { value };
        visit.quality.set(component, value + 9.0 * chance.bell());
    }
    let took = Duration::from_secs_f32(5.4 + 0.9 * chance.bell()).as_millis();
    visit.timings.total_millis = u64::try_from(took).unwrap_or(u64::MAX);
    let standing = match reason {
        Reason::FlatSurface => Standing::of([&mark("s.moreau", "flat")]),
        Reason::NoMatch if chance.share() < 0.5 => Standing::of([&mark("s.moreau", "impostor")]),
        Reason::NoMatch => Standing::Disputed,
        _ if chance.share() < 0.06 => Standing::of([&mark("s.moreau", "genuine")]),
        _ => Standing::Unmarked,
    };
    (visit, standing)
}

/// The site's figures of a month.
pub fn site(progress: Option<(u64, u64)>) -> SiteView {
    let mut chance = Chance(7);
    let mut strangers = Strangers {
        people: 96,
        ways: 9_120,
        ..Strangers::default()
    };
    for _ in 0..9_120 {
        strangers.take(0.09 + 0.2 * chance.bell());
    }
    let mut tally = SiteTally::default();
    let midnight = NOW.0 - NOW.0 % DAY;
    for day in 1..=30 {
        // Few come at weekends: the first picture is of a Sunday.
        let part = if [0, 6].contains(&(day % 7)) { 6 } else { 1 };
        for (hour, count) in (6_i64..).zip(HOURS) {
            for number in 0..count * 3 / part {
                let at = midnight - day * DAY + hour * HOUR + number * 60_000;
                let (visit, standing) = visit(&mut chance, at);
                tally.take(&visit, 0, &standing);
            }
        }
    }
    let figures = tally.figures();
    let curve = match progress {
        Some(_) => Vec::new(),
        None => det(&strangers, &figures.visits),
    };
    let tolerance = profiles::built_in("balanced").unwrap();
    SiteView {
        days: 30,
        det: Arc::new(curve),
        before: None,
        tolerance: Arc::new(tolerance),
        figures: Arc::new(figures),
        strangers: Arc::new(strangers),
        progress,
        stopped: false,
    }
}

/// A reviewer, or an administrator, looks at the site.
pub fn site_shown(role: Role, progress: Option<(u64, u64)>) -> Snapshot {
    looked_at(role, site(progress))
}

fn looked_at(role: Role, site: SiteView) -> Snapshot {
    let mut snapshot = listed(SessionQuery::default(), 100_000);
    if let Some(operator) = &mut snapshot.operator {
        operator.role = role;
    }
    snapshot.review.site = Some(Arc::new(site));
    snapshot
}

/// An administrator, where the threshold was changed before.
pub fn site_changed() -> Snapshot {
    let mut site = site(None);
    let before = SiteView::clone(&site).tolerance;
    let mut now = secure_biometric::domain::Tolerance::clone(&before);
    (now.version, now.match_threshold) = (2, before.match_threshold + 0.03);
    (site.tolerance, site.before) = (Arc::new(now), Some(before));
    looked_at(Role::Administrator, site)
}

/// A site at which nobody has come so far.
pub fn site_empty() -> Snapshot {
    let figures = SiteTally::default().figures();
    let site = SiteView {
        figures: Arc::new(figures),
        strangers: Arc::default(),
        det: Arc::default(),
        ..site(Some((0, 0)))
    };
    let site = SiteView {
        progress: None,
        ..site
    };
    looked_at(Role::Reviewer, site)
}
