//! Figures of made-up sessions.

use super::*;
use crate::domain::{
    Cue, LivenessOutcome, LivenessSummary, Mark, Quality, SessionId, SessionScores, SessionTimings,
    Source,
};

fn session(day: i64, hour: i64, ended: (Decision, Reason), score: Option<f32>) -> Session {
    Session {
        id: SessionId(uuid::Uuid::nil()),
        kind: SessionKind::Verification,
        started_at: Timestamp(day * DAY_MILLIS + hour * HOUR_MILLIS),
        decision: ended.0,
        reason: ended.1,
        source: Source::Kiosk,
        claim: None,
        person: None,
        operator: None,
        vouch_reason: None,
        allowance: None,
        camera: String::new(),
        tolerance: "balanced".to_owned().try_into().unwrap(),
        tolerance_version: 1,
        model: None,
        program: String::new(),
        scores: SessionScores {
            score,
            ..SessionScores::default()
        },
        quality: Quality::default(),
        liveness: LivenessSummary::default(),
        timings: SessionTimings {
            total_millis: 5_000 + hour.unsigned_abs() * 100,
            frames_analysed: 100,
            ..SessionTimings::default()
        },
    }
}

#[test]
fn days_hours_and_scores_are_counted_in_the_site_s_own_time() {
    let (matched, flat, dark) = (
        (Decision::Verified, Reason::Matched),
        (Decision::NotVerified, Reason::FlatSurface),
        (Decision::Inconclusive, Reason::TooDark),
    );
    let mut tally = SiteTally::default();
    for one in [
        session(10, 8, matched, Some(0.8)),
        session(10, 9, matched, Some(0.7)),
        session(10, 23, flat, None),
        session(12, 9, dark, None),
        session(12, 9, (Decision::NotVerified, Reason::NoMatch), Some(0.3)),
    ] {
        tally.take(&one, HOUR_MILLIS, &Standing::Unmarked);
    }
    let figures = tally.figures();
    assert_eq!((figures.sessions, figures.days.len()), (5, 3));
    // An hour past midnight is the next day.
    assert_eq!(figures.days[0].sessions, 2);
    assert_eq!(figures.days[1].attacks, 1);
    assert_eq!(figures.days[2].inconclusive, 1);
    assert_eq!(figures.hours[0].refused, 1);
    assert_eq!(figures.hours[10].verified, 1);
    assert_eq!(figures.days[0].median_seconds, Some(5.8));
    assert_eq!(figures.visits, [0.3, 0.7, 0.8]);
    let again = figures.asked_again(0.75);
    assert_eq!((again.count, again.all), (2, 3));
    assert!(again.bounds.0 < again.rate && again.rate < again.bounds.1);
}

#[test]
fn strangers_who_reach_a_threshold_are_counted_with_bounds() {
    let mut strangers = Strangers::default();
    for number in 0..1_000_u16 {
        strangers.take(f32::from(number) / 2_000.0);
    }
    assert_eq!(strangers.let_in(0.495).count, 10);
    let none = strangers.let_in(0.6);
    assert_eq!((none.count, none.all, none.bounds.0), (0, 1_000, 0.0));
    assert!((0.003..0.004).contains(&none.bounds.1), "{none:?}");
    assert_eq!(strangers.histogram.0.iter().sum::<u64>(), 1_000);
}

fn marked(truth: &str) -> Standing {
    let mark = Mark {
        truth: truth.parse().unwrap(),
        by: "r.hoffmann".parse().unwrap(),
        at: Timestamp(0),
    };
    Standing::of([&mark])
}

#[test]
fn what_reviewers_marked_makes_rates_and_leaves_the_visits_to_people() {
    let lived = |score, outcome| {
        let mut one = session(1, 9, (Decision::NotVerified, Reason::NoMatch), score);
        one.liveness.outcome = outcome;
        one
    };
    let (live, flat) = (LivenessOutcome::Live, LivenessOutcome::NotLive);
    let mut tally = SiteTally::default();
    for (one, truth) in [
        (lived(Some(0.4), live), "genuine"),
        (lived(Some(0.9), live), "genuine"),
        (lived(None, flat), "genuine"),
        (lived(Some(0.7), live), "impostor"),
        (lived(Some(0.2), live), "impostor"),
        (lived(Some(0.8), live), "bent"),
        (lived(None, flat), "bent"),
        (lived(None, flat), "bent"),
        (lived(Some(0.5), live), "unclear"),
    ] {
        tally.take(&one, 0, &marked(truth));
    }
    tally.take(&lived(Some(0.6), live), 0, &Standing::Disputed);
    let figures = tally.figures();
    let counted = |share: Share| (share.count, share.all);
    assert_eq!(counted(figures.marked.fnmr(0.6)), (1, 2));
    assert_eq!(counted(figures.marked.fmr(0.6)), (1, 2));
    assert_eq!(counted(figures.marked.fmr(0.75)), (0, 2));
    assert_eq!(counted(figures.marked.bpcer()), (1, 3));
    let apcer: Vec<_> = figures.marked.apcer().collect();
    assert_eq!(apcer.len(), 1);
    assert_eq!((apcer[0].0.as_str(), counted(apcer[0].1)), ("bent", (1, 3)));
    assert_eq!((figures.marked.unclear, figures.marked.disputed), (1, 1));
    assert_eq!(figures.marked.all(), 10);
    // Impostors and attacks are no visits that were asked to try again.
    assert_eq!(figures.visits, [0.4, 0.5, 0.6, 0.9]);
}

#[test]
fn cues_reasons_quality_and_cameras_are_counted() {
    let mut tally = SiteTally::default();
    for at in 0..3_u8 {
        let mut one = session(4, 9, (Decision::Inconclusive, Reason::TooDark), None);
        one.camera = format!("camera {}", at % 2);
        one.quality.set(Component::Sharpness, f32::from(at) * 10.0);
        one.liveness.cues = vec![Cue {
            name: "p".to_owned(),
            value: Some(0.5 * f64::from(at)),
            threshold: 0.3,
            passed: at > 0,
            advisory: false,
            at_millis: 0,
        }];
        tally.take(&one, 0, &Standing::Unmarked);
    }
    let figures = tally.figures();
    assert_eq!(figures.reasons[&Reason::TooDark], 3);
    assert_eq!(figures.cues["p"].counts(), (2, 3));
    assert_eq!(figures.cues["p"].failed[0], 1);
    assert_eq!(figures.days[0].quality[&Component::Sharpness], 10.0);
    let by = |name: &str| figures.places[name].sessions;
    assert_eq!((by("camera 0"), by("camera 1")), (2, 1));
}

#[test]
fn the_curve_of_errors_runs_from_all_let_in_to_nobody() {
    let mut strangers = Strangers::default();
    for number in 0..1_000_u16 {
        strangers.take(f32::from(number) / 2_000.0);
    }
    let visits = [0.45, 0.7, 0.8, 0.9];
    let curve = det(&strangers, &visits);
    assert_eq!(curve.first().map(|point| point.0), Some(1.0));
    assert_eq!(curve.last(), Some(&(0.0, 1.0)));
    let falls = curve
        .windows(2)
        .all(|pair| pair[0].0 >= pair[1].0 && pair[0].1 <= pair[1].1);
    assert!(falls && curve.len() < 400, "{}", curve.len());
    assert!(det(&Strangers::default(), &visits).is_empty());
}
