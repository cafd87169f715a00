//! What happened at a site, in figures: by day and by hour, and the scores of
//! those who came beside those of strangers.

use std::collections::BTreeMap;

use crate::domain::{
    Component, Decision, Millis, Reason, Session, SessionKind, Standing, Timestamp, Truth,
};

use super::accuracy::{Scores, clopper_pearson};
use super::marked::MarkedFigures;
use super::spread::{self, CueSpread};

/// Bars of a histogram, and the scores between which they stand.
pub const BARS: usize = 60;
/// See `BARS`.
pub const LOWEST: f32 = -0.2;
/// See `BARS`.
pub const HIGHEST: f32 = 1.0;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
const HOUR_MILLIS: i64 = 60 * 60 * 1000;
/// Confidence of the bounds.
const CONFIDENCE: f64 = 0.95;

/// How many scores there are in each of the bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram(pub Vec<u64>);

impl Default for Histogram {
    fn default() -> Self {
        Self(vec![0; BARS])
    }
}

impl Histogram {
    /// Counts a score; those beyond the ends stand in the last bar there.
    pub fn add(&mut self, score: f32) {
        let share = (score - LOWEST) / (HIGHEST - LOWEST);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a float cast saturates, and there are sixty bars"
        )]
        let bar = (share.clamp(0.0, 1.0) * BARS as f32) as usize;
        if let Some(count) = self.0.get_mut(bar.min(BARS - 1)) {
            *count += 1;
        }
    }

    /// The highest bar.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.0.iter().copied().max().unwrap_or_default()
    }
}

/// Strangers' scores.
#[derive(Clone, Debug, Default)]
pub struct Strangers {
    /// All of them.
    pub scores: Scores,
    /// The same as bars.
    pub histogram: Histogram,
    /// People who were compared.
    pub people: u32,
    /// In how many ways they could be; more than there are scores where only
    /// some were tried.
    pub ways: u64,
}

impl Strangers {
    /// Counts a score.
    pub fn take(&mut self, score: f32) {
        self.scores.add_impostor(score);
        self.histogram.add(score);
    }

    /// The share of strangers who would be let in at a threshold, and the 95 %
    /// bounds of it, as if comparisons were independent.
    #[must_use]
    pub fn let_in(&self, threshold: f32) -> Share {
        let all = self.scores.impostor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "counts are exact in a double, and the rate is one of them"
        )]
        let count = (self.scores.at(threshold).fmr * all as f64).round() as u64;
        Share::of(count, all)
    }
}

/// So many of so many, with bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub all: u64,
    /// The share itself.
    pub rate: f64,
    /// Where it lies, by Clopper and Pearson, 95 %.
    pub bounds: (f64, f64),
}

impl Share {
    /// `count` of `all`.
    #[must_use]
    pub fn of(count: u64, all: u64) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share is read to a few digits"
        )]
        let rate = if all == 0 {
            0.0
        } else {
            count as f64 / all as f64
        };
        Self {
            count,
            all,
            rate,
            bounds: clopper_pearson(count, all, CONFIDENCE),
        }
    }
}

/// A day's verifications.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayFigures {
    /// How many.
    pub sessions: u64,
    /// Refused as flat, bent or replayed.
    pub attacks: u64,
    /// That ended in no decision.
    pub inconclusive: u64,
    /// Half of those that verified took no longer, in seconds.
    pub median_seconds: Option<f32>,
    /// Nine in ten were lit more evenly, 0 to 100.
    pub light: Option<f32>,
    /// Half were better in each component, 0 to 100.
    pub quality: BTreeMap<Component, f32>,
}

/// What came of one kiosk, or of one camera: verifications in all, and how they
/// ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFigures {
    /// How many.
    pub sessions: u64,
    /// Verified.
    pub verified: u64,
    /// Not verified.
    pub refused: u64,
    /// Inconclusive.
    pub inconclusive: u64,
    /// Half of those that verified took no longer, in seconds.
    pub median_seconds: Option<f32>,
}

impl PlaceFigures {
    /// Counts a decision.
    pub fn take(&mut self, decision: Decision) {
        self.sessions += 1;
        match decision {
            Decision::Verified => self.verified += 1,
            Decision::NotVerified => self.refused += 1,
            Decision::Inconclusive => self.inconclusive += 1,
        }
    }
}

/// An hour's verifications, of all days together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourFigures {
    /// Verified.
    pub verified: u64,
    /// Not verified.
    pub refused: u64,
    /// Inconclusive.
    pub inconclusive: u64,
}

/// A site in figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteFigures {
    /// Verifications in all.
    pub sessions: u64,
    /// The day that the next list begins with, as days since 1970.
    pub first_day: i64,
    /// Each day, the earliest first; days on which nobody came are empty.
    pub days: Vec<DayFigures>,
    /// The hours of the day.
    pub hours: [HourFigures; 24],
    /// How often each reason ended one.
    pub reasons: BTreeMap<Reason, u64>,
    /// How the values of cues are spread.
    pub cues: BTreeMap<&'static str, CueSpread>,
    /// Those of each camera.
    pub places: BTreeMap<String, PlaceFigures>,
    /// What those came to that reviewers marked.
    pub marked: MarkedFigures,
    /// The scores of those whose face was compared, from the lowest; without
    /// those that reviewers marked as impostors or attacks.
    pub visits: Vec<f32>,
    /// The same as bars.
    pub histogram: Histogram,
    /// Half of those that verified took no longer, in seconds.
    pub median_seconds: Option<f32>,
    /// Nineteen in twenty took no longer.
    pub p95_seconds: Option<f32>,
}

impl SiteFigures {
    /// Of those whose face was compared, how many don't reach a threshold.
    #[must_use]
    pub fn asked_again(&self, threshold: f32) -> Share {
        let below = self.visits.partition_point(|score| *score < threshold);
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Share::of(count(below), count(self.visits.len()))
    }
}

/// Gathers figures session by session.
#[derive(Clone, Debug, Default)]
pub struct SiteTally {
    figures: SiteFigures,
    days: BTreeMap<i64, Day>,
    seconds: Vec<f32>,
    seconds_by_place: BTreeMap<String, Vec<f32>>,
}

#[derive(Clone, Debug, Default)]
struct Day {
    figures: DayFigures,
    seconds: Vec<f32>,
    light: Vec<f32>,
    quality: BTreeMap<Component, Vec<f32>>,
}

impl SiteTally {
    /// Counts a session as what reviewers say that it was; `offset_millis` is
    /// the site's time zone's.
    pub fn take(&mut self, session: &Session, offset_millis: i64, standing: &Standing) {
        if session.kind != SessionKind::Verification {
            return;
        }
        let Timestamp(at) = session.started_at;
        let local = at.saturating_add(offset_millis);
        let hour = local.rem_euclid(DAY_MILLIS) / HOUR_MILLIS;
        let hour = usize::try_from(hour).unwrap_or_default();
        self.figures.sessions += 1;
        if let Some(hour) = self.figures.hours.get_mut(hour) {
            match session.decision {
                Decision::Verified => hour.verified += 1,
                Decision::NotVerified => hour.refused += 1,
                Decision::Inconclusive => hour.inconclusive += 1,
            }
        }
        let day = self.days.entry(local.div_euclid(DAY_MILLIS)).or_default();
        day.figures.sessions += 1;
        day.figures.inconclusive += u64::from(session.decision == Decision::Inconclusive);
        let attack = matches!(
            session.reason,
            Reason::FlatSurface | Reason::FramesRepeated | Reason::OrderNotFollowed
        );
        day.figures.attacks += u64::from(attack);
        let with_face = session.timings.frames_analysed > 0;
        if session.decision == Decision::Verified && with_face {
            #[expect(clippy::cast_possible_truncation, reason = "a time is read to a tenth")]
            let seconds = Millis(session.timings.total_millis).seconds() as f32;
            day.seconds.push(seconds);
            self.seconds.push(seconds);
            let by_place = self.seconds_by_place.entry(session.camera.clone());
            by_place.or_default().push(seconds);
        }
        let place = self.figures.places.entry(session.camera.clone());
        place.or_default().take(session.decision);
        *self.figures.reasons.entry(session.reason).or_default() += 1;
        spread::take(&mut self.figures.cues, session);
        for (component, value) in session.quality.iter() {
            day.quality.entry(component).or_default().push(value);
        }
        self.figures.marked.take(session, standing);
        let light = session.quality.get(Component::IlluminationUniformity);
        day.light.extend(light);
        let visited = !matches!(standing.settled(), Some(Truth::Impostor | Truth::Attack(_)));
        if let Some(score) = session.scores.score.filter(|_| visited) {
            self.figures.visits.push(score);
            self.figures.histogram.add(score);
        }
    }

    /// What was counted so far.
    #[must_use]
    pub fn figures(&self) -> SiteFigures {
        let mut figures = self.figures.clone();
        figures.visits.sort_by(f32::total_cmp);
        figures.marked.sort();
        for (place, seconds) in &self.seconds_by_place {
            if let Some(place) = figures.places.get_mut(place) {
                place.median_seconds = percentile(seconds, 50);
            }
        }
        let first = self.days.keys().next().copied().unwrap_or_default();
        let last = self.days.keys().next_back().copied().unwrap_or(first - 1);
        figures.first_day = first;
        figures.days = (first..=last)
            .map(|day| {
                self.days
                    .get(&day)
                    .map_or_else(DayFigures::default, |day| DayFigures {
                        median_seconds: percentile(&day.seconds, 50),
                        light: percentile(&day.light, 10),
                        quality: day
                            .quality
                            .iter()
                            .filter_map(|(of, values)| Some((*of, percentile(values, 50)?)))
                            .collect(),
                        ..day.figures.clone()
                    })
            })
            .collect();
        figures.median_seconds = percentile(&self.seconds, 50);
        figures.p95_seconds = percentile(&self.seconds, 95);
        figures
    }
}

/// The lowest rate that is drawn of a DET curve.
pub const LEAST_RATE: f64 = 1e-5;
/// Points of it lie so far apart at least, in powers of ten (ours: a point or
/// two on a screen).
const APART: f64 = 0.015;

/// Both rates of error as the threshold goes up: the share of strangers who are
/// let in, and of visits that are asked to try again; empty while either is
/// unknown.
#[must_use]
pub fn det(strangers: &Strangers, visits: &[f32]) -> Vec<(f64, f64)> {
    if strangers.scores.impostor() == 0 || visits.is_empty() {
        return Vec::new();
    }
    let mut scores = strangers.scores.clone();
    visits.iter().for_each(|score| scores.add_genuine(*score));
    let place = |rate: f64| rate.max(LEAST_RATE).log10();
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut last = (0.0, 0.0);
    for rates in scores.det() {
        let point = (rates.fmr, rates.fnmr);
        last = point;
        let far = points.last().is_none_or(|before: &(f64, f64)| {
            (place(before.0) - place(point.0)).abs() > APART
                || (place(before.1) - place(point.1)).abs() > APART
        });
        if far {
            points.push(point);
        }
    }
    if points.last() != Some(&last) {
        points.push(last);
    }
    points
}

/// What that many in a hundred don't exceed.
fn percentile(values: &[f32], percent: usize) -> Option<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    sorted.get(last * percent / 100).copied()
}

#[cfg(test)]
#[path = "site_tests.rs"]
mod tests;
