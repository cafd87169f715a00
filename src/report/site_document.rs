//! A site of some days as a report: what happened, how right the threshold is,
//! and what reviewers marked.

use crate::domain::{Reason, Tolerance};

use super::document::{
    Block, Document, Drawn, Figure, Mark, Row, Series, Spot, Tone, Verdict, facts,
};
use super::site::{BARS, HIGHEST, LEAST_RATE, LOWEST, Share, SiteFigures, Strangers, det};
use super::site_drawn::{axes, counted, cue, quality, real};
use super::spread::SPREADS;

/// What a report is made of.
pub struct SiteReport<'a> {
    /// From which day to which.
    pub days: (String, String),
    /// What happened.
    pub figures: &'a SiteFigures,
    /// How alike strangers are.
    pub strangers: &'a Strangers,
    /// The profile in force.
    pub tolerance: &'a Tolerance,
    /// What places are: cameras, or kiosks.
    pub places: &'a str,
}

impl SiteReport<'_> {
    /// The report; its foot says who asked for it and why.
    #[must_use]
    pub fn document(&self, foot: String) -> Document {
        let (from, to) = &self.days;
        let mut blocks = vec![self.summary(), self.marked(), self.places()];
        blocks.push(Block::Figure(self.scores()));
        blocks.extend(self.det().map(Block::Figure));
        blocks.push(Block::Figure(self.hours()));
        blocks.extend(self.reasons().map(Block::Figure));
        blocks.push(Block::Figure(self.days()));
        for (name, ..) in SPREADS {
            let spread = self.figures.cues.get(name);
            blocks.extend(spread.map(|spread| Block::Figure(cue(name, spread))));
        }
        blocks.extend(quality(self.figures).map(Block::Figure));
        Document {
            title: format!("Site from {from} to {to}"),
            foot,
            blocks,
        }
    }

    fn summary(&self) -> Block {
        let figures = self.figures;
        let at = self.tolerance.match_threshold;
        let seconds =
            |value: Option<f32>| value.map_or("-".to_owned(), |value| format!("{value:.1} s"));
        let scores = self.strangers.scores.impostor();
        let (people, ways) = (self.strangers.people, self.strangers.ways);
        let compared = match scores < ways {
            true => format!("{scores} scores of {ways} of {people} people (sampled)"),
            false => format!("{scores} scores, every one of {people} people with every other"),
        };
        facts(
            "What happened",
            vec![
                ("Verifications", figures.sessions.to_string()),
                (
                    "Profile",
                    format!(
                        "{}, version {}, threshold {at:.3}",
                        self.tolerance.name, self.tolerance.version
                    ),
                ),
                (
                    "Time to verify, half within",
                    seconds(figures.median_seconds),
                ),
                ("Nineteen in twenty within", seconds(figures.p95_seconds)),
                ("Strangers compared", compared),
                ("Strangers let in (FMR)", told(self.strangers.let_in(at))),
                (
                    "Visits asked to try again for their score (FNMR)",
                    told(figures.asked_again(at)),
                ),
            ],
        )
    }

    fn marked(&self) -> Block {
        let marked = &self.figures.marked;
        if marked.all() == 0 {
            return Block::Text {
                text: "No session of these days was marked by a reviewer.".to_owned(),
            };
        }
        let at = self.tolerance.match_threshold;
        let mut rows = vec![
            (
                "Marked",
                format!(
                    "{} verifications; {} unclear, {} disputed",
                    marked.all(),
                    marked.unclear,
                    marked.disputed
                ),
            ),
            ("Genuine, score too low (FNMR)", told(marked.fnmr(at))),
            ("Impostors, score high enough (FMR)", told(marked.fmr(at))),
            ("Genuine, not called living (BPCER)", told(marked.bpcer())),
        ];
        let attacks: Vec<(String, String)> = marked
            .apcer()
            .map(|(species, share)| {
                let name = format!("{species}, called living (APCER)");
                (name, told(share))
            })
            .collect();
        rows.extend(
            attacks
                .iter()
                .map(|(name, says)| (name.as_str(), says.clone())),
        );
        facts("What reviewers marked", rows)
    }

    fn places(&self) -> Block {
        let row = |(name, of): (&String, &super::site::PlaceFigures)| {
            let percent = |count| format!("{:.1} %", Share::of(count, of.sessions).rate * 100.0);
            let seconds = of.median_seconds;
            Row {
                cells: vec![
                    name.clone(),
                    of.sessions.to_string(),
                    percent(of.verified),
                    percent(of.inconclusive),
                    percent(of.refused),
                    seconds.map_or("-".to_owned(), |value| format!("{value:.1} s")),
                ],
                verdict: Verdict::None,
            }
        };
        let heads = [
            "",
            "verifications",
            "verified",
            "inconclusive",
            "not verified",
            "half within",
        ];
        Block::Table {
            title: self.places.to_owned(),
            columns: heads.map(str::to_owned).to_vec(),
            rows: self.figures.places.iter().map(row).collect(),
        }
    }

    fn scores(&self) -> Figure {
        let width = f64::from(HIGHEST - LOWEST) / real(BARS);
        let x = (0..BARS).map(|bar| f64::from(LOWEST) + width * (real(bar) + 0.5));
        let series = |name: &str, tone, counts: &[u64], right| Series {
            name: name.to_owned(),
            tone,
            values: counts.iter().map(|count| Some(counted(*count))).collect(),
            right,
        };
        let (strangers, visits) = (&self.strangers.histogram.0, &self.figures.histogram.0);
        Figure {
            name: "scores".to_owned(),
            title: "Scores of strangers and of visits".to_owned(),
            axes: axes("score", "strangers", "visits"),
            drawn: Drawn::Bars {
                x: x.collect(),
                stacked: false,
                series: vec![
                    series("strangers", Tone::Muted, strangers, false),
                    series("visits", Tone::Accent, visits, true),
                ],
                marks: vec![Mark {
                    x: self.tolerance.match_threshold.into(),
                    name: "threshold".to_owned(),
                }],
            },
            note: String::new(),
        }
    }

    fn det(&self) -> Option<Figure> {
        let points = det(self.strangers, &self.figures.visits);
        if points.is_empty() {
            return None;
        }
        let at = self.tolerance.match_threshold;
        let seen = |rate: f64| rate.max(LEAST_RATE);
        let spot = |strangers: Share, visits: Share| Spot {
            at: (seen(strangers.rate), seen(visits.rate)),
            bounds: (
                (seen(strangers.bounds.0), seen(strangers.bounds.1)),
                (seen(visits.bounds.0), seen(visits.bounds.1)),
            ),
            name: format!("threshold {at:.3}, with 95 % bounds"),
        };
        Some(Figure {
            name: "det".to_owned(),
            title: "Both errors at every threshold (DET)".to_owned(),
            axes: axes("strangers let in (FMR)", "visits asked again (FNMR)", ""),
            drawn: Drawn::Lines {
                x: points
                    .iter()
                    .map(|(strangers, _)| seen(*strangers))
                    .collect(),
                logarithmic: true,
                series: vec![Series {
                    name: "all thresholds".to_owned(),
                    tone: Tone::Accent,
                    values: points
                        .iter()
                        .map(|(_, visits)| Some(seen(*visits)))
                        .collect(),
                    right: false,
                }],
                marks: Vec::new(),
                range: None,
                spots: vec![spot(
                    self.strangers.let_in(at),
                    self.figures.asked_again(at),
                )],
            },
            note: "On the edge: no such error was seen. Bounds as if comparisons were independent."
                .to_owned(),
        })
    }

    fn hours(&self) -> Figure {
        let hours = &self.figures.hours;
        let series = |name: &str, tone, of: &dyn Fn(&super::site::HourFigures) -> u64| Series {
            name: name.to_owned(),
            tone,
            values: hours.iter().map(|hour| Some(counted(of(hour)))).collect(),
            right: false,
        };
        Figure {
            name: "hours".to_owned(),
            title: "Visits by the hour".to_owned(),
            axes: axes("hour of the day", "visits", ""),
            drawn: Drawn::Bars {
                x: (0..hours.len()).map(real).collect(),
                stacked: true,
                series: vec![
                    series("verified", Tone::Good, &|hour| hour.verified),
                    series("inconclusive", Tone::Doubtful, &|hour| hour.inconclusive),
                    series("not verified", Tone::Bad, &|hour| hour.refused),
                ],
                marks: Vec::new(),
            },
            note: String::new(),
        }
    }

    fn reasons(&self) -> Option<Figure> {
        let granted = [
            Reason::Matched,
            Reason::Enrolled,
            Reason::PinMatched,
            Reason::Vouched,
        ];
        let mut reasons: Vec<(&Reason, &u64)> = self.figures.reasons.iter().collect();
        reasons.retain(|(reason, _)| !granted.contains(reason));
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        if reasons.is_empty() {
            return None;
        }
        let names = reasons
            .iter()
            .map(|(reason, _)| reason.as_str().replace('_', " "));
        Some(Figure {
            name: "reasons".to_owned(),
            title: "Why visits weren't verified".to_owned(),
            axes: axes("visits", "", ""),
            drawn: Drawn::Named {
                names: names.collect(),
                series: vec![Series {
                    name: "visits".to_owned(),
                    tone: Tone::Accent,
                    values: reasons
                        .iter()
                        .map(|(_, count)| Some(counted(**count)))
                        .collect(),
                    right: false,
                }],
            },
            note: String::new(),
        })
    }

    fn days(&self) -> Figure {
        let days = &self.figures.days;
        let bars = |name: &str, tone, of: &dyn Fn(&super::site::DayFigures) -> u64| Series {
            name: name.to_owned(),
            tone,
            values: days.iter().map(|day| Some(counted(of(day)))).collect(),
            right: false,
        };
        Figure {
            name: "days".to_owned(),
            title: "Day by day".to_owned(),
            axes: axes("days from the first", "visits", ""),
            drawn: Drawn::Bars {
                x: (0..days.len()).map(real).collect(),
                stacked: true,
                series: vec![
                    bars("others", Tone::Muted, &|day| {
                        day.sessions - day.attacks - day.inconclusive
                    }),
                    bars("inconclusive", Tone::Doubtful, &|day| day.inconclusive),
                    bars("refused as an attack", Tone::Bad, &|day| day.attacks),
                ],
                marks: Vec::new(),
            },
            note: String::new(),
        }
    }
}

/// A share with its bounds, in words; of nothing it isn't known.
fn told(share: Share) -> String {
    if share.all == 0 {
        return "not known".to_owned();
    }
    let percent = |rate: f64| format!("{:.3} %", rate * 100.0);
    let (low, high) = share.bounds;
    format!(
        "{} ({} of {}; 95 %: {} to {})",
        percent(share.rate),
        share.count,
        share.all,
        percent(low),
        percent(high)
    )
}
