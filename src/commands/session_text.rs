//! A kept session in words, for reviewers: how it ended, what each cue of
//! liveness measured, and who took its surface away.

use crate::domain::{Cue, LivenessSummary, Millis, Session};
use crate::flow::challenge;
use crate::store::SurfaceExport;

use super::output::time;

/// The whole session; `mesh` is whether the surface of its face is kept.
#[must_use]
pub fn text(session: &Session, mesh: bool, exports: &[SurfaceExport]) -> String {
    let mut lines = vec![
        format!(
            "{} of {}: {} ({}), {:.1} s",
            session.kind.as_str(),
            time(session.started_at),
            session.decision.as_str().replace('_', " "),
            session.reason.as_str(),
            seconds(session.timings.total_millis),
        ),
        String::new(),
        line("session", session.id),
        line(
            "badge",
            or_none(session.claim.as_ref().map(|badge| badge.as_str())),
        ),
        line("source", session.source.as_str()),
        line(
            "camera",
            or_none(Some(session.camera.as_str()).filter(|name| !name.is_empty())),
        ),
        line(
            "tolerance",
            format!(
                "{}, version {}",
                session.tolerance.as_str(),
                session.tolerance_version
            ),
        ),
        line(
            "program",
            or_none(Some(session.program.as_str()).filter(|version| !version.is_empty())),
        ),
        line("score", score(session)),
        line(
            "frames",
            format!(
                "{} analysed, {} passed over, {} fused",
                session.timings.frames_analysed,
                session.timings.frames_dropped,
                session.scores.frames_fused,
            ),
        ),
        line("surface", if mesh { "kept" } else { "none" }),
    ];
    if let Some(operator) = &session.operator {
        lines.push(line("operator", operator.as_str()));
    }
    if let Some(why) = &session.vouch_reason {
        lines.push(line("attended", why.as_str()));
    }
    lines.push(String::new());
    lines.extend(liveness(session));
    for export in exports {
        lines.push(format!(
            "surface exported {} by {}: {}",
            time(export.at),
            export.operator.as_str(),
            export.reason.as_str()
        ));
    }
    lines.join("\n")
}

fn liveness(session: &Session) -> Vec<String> {
    let found = &session.liveness;
    let outcome = serde_json::to_value(found.outcome).ok();
    let outcome = outcome.as_ref().and_then(serde_json::Value::as_str);
    let mut lines = vec![line("liveness", or_none(outcome).replace('_', " "))];
    if !found.order.is_empty() {
        lines.push(line("asked for", found.order.join(", ")));
    }
    if let Some(nonce) = &found.nonce {
        lines.push(line("drawn from", nonce));
    }
    lines.extend(draws(found));
    if found.cues.is_empty() {
        lines.push("no cue was measured".to_owned());
        return lines;
    }
    lines.push(String::new());
    lines.push(format!(
        "{:<12} {:>7}  {:<15} {:>7}  {:<9}  what it is",
        "cue", "value", "asked for", "at", "verdict"
    ));
    lines.extend(found.cues.iter().map(row));
    lines.push(String::new());
    lines
}

/// Each draw, and whether the number gives the same once more.
fn draws(found: &LivenessSummary) -> Vec<String> {
    let nonce = found.nonce.as_deref().and_then(challenge::parse_nonce);
    let drawn = found.drawn.iter().map(|drawn| {
        let follows = nonce.is_some_and(|nonce| challenge::follows_from(&nonce, drawn));
        let not = match drawn.avoided.as_slice() {
            [] => String::new(),
            avoided => format!(", not {}", avoided.join(" ")),
        };
        let words = format!(
            "{} ({} of {}, attempt {}{not}): {}",
            drawn.order.join(" "),
            drawn.movements,
            drawn.from.as_str().replace('_', " "),
            drawn.attempt,
            if follows {
                "follows from the number"
            } else {
                "does NOT follow from the number"
            }
        );
        line("drawn", words)
    });
    drawn.collect()
}

fn row(cue: &Cue) -> String {
    let value = cue
        .value
        .map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
    let verdict = match (cue.value, cue.passed, cue.advisory) {
        (None, ..) => "not asked",
        (_, true, false) => "passed",
        (_, false, false) => "FAILED",
        (_, true, true) => "advisory",
        (_, false, true) => "doubtful",
    };
    let (wanted, about) = meaning(cue);
    format!(
        "{:<12} {value:>7}  {wanted:<15} {:>5.1} s  {verdict:<9}  {about}",
        cue.name,
        seconds(cue.at_millis)
    )
}

/// What a cue is compared with, and what it is.
fn meaning(cue: &Cue) -> (String, &'static str) {
    let limit = cue.threshold;
    let least = format!("at least {limit:.2}");
    let degrees = || format!("{limit:.0} or more");
    match cue.name.as_str() {
        "p" => (least, "parallax of the face's depth over the turns"),
        "g" => (least, "that parallax for the turn that was seen"),
        "relief" => (least, "depth; the head wasn't asked to turn"),
        "k" => (
            format!("flat below {limit:.2}"),
            "how far a plane would have turned; it fails only where G says flat, too",
        ),
        "left" | "right" | "up" | "down" => (degrees(), "degrees of the turn that was asked for"),
        "blink" => (
            format!("below {limit:.2}"),
            "share of their usual openness that the eyes had",
        ),
        "mouth" => (least, "how much wider than usual the mouth was open"),
        "order" => (
            "1".to_owned(),
            "whether all was done as asked, in order and in time",
        ),
        "same_person" => (least, "least likeness of two frames of this session"),
        "texture" => (
            format!("at most {limit:.2}"),
            "how much the skin looks like a picture's; nothing is decided on it",
        ),
        "shape" => (
            least,
            "likeness of the face's shape with the enrolment's; nothing is decided on it",
        ),
        _ => (format!("{limit:.2}"), ""),
    }
}

fn score(session: &Session) -> String {
    match (session.scores.score, session.scores.threshold) {
        (Some(score), Some(threshold)) => format!(
            "{score:.3} (at least {threshold:.3}), {} compared",
            session.scores.compared
        ),
        (None, Some(threshold)) => format!("not compared (at least {threshold:.3})"),
        _ => "none".to_owned(),
    }
}

fn line(name: &str, value: impl std::fmt::Display) -> String {
    format!("{name:<12} {value}")
}

fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("-")
}

fn seconds(millis: u64) -> f64 {
    Millis(millis).seconds()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DrawnFrom, DrawnOrder};

    fn cue(name: &str, value: Option<f64>, threshold: f64, passed: bool, advisory: bool) -> Cue {
        Cue {
            name: name.to_owned(),
            value,
            threshold,
            passed,
            advisory,
            at_millis: 3_140,
        }
    }

    #[test]
    fn a_row_says_value_threshold_time_and_verdict() {
        for (cue, says) in [
            (
                cue("p", Some(0.512), 0.3, true, false),
                "p 0.51 at least 0.30 3.1 s passed",
            ),
            (
                cue("g", Some(0.1), 0.3, false, false),
                "g 0.10 at least 0.30 3.1 s FAILED",
            ),
            (
                cue("k", Some(0.88), 0.92, true, false),
                "k 0.88 flat below 0.92 3.1 s passed",
            ),
            (
                cue("left", Some(21.4), 13.0, true, false),
                "left 21.40 13 or more 3.1 s passed",
            ),
            (
                cue("blink", Some(0.2), 0.6, true, false),
                "blink 0.20 below 0.60 3.1 s passed",
            ),
            (
                cue("relief", None, 0.3, false, false),
                "relief - at least 0.30 3.1 s not asked",
            ),
            (
                cue("texture", Some(0.4), 0.2, false, true),
                "texture 0.40 at most 0.20 3.1 s doubtful",
            ),
            (
                cue("shape", Some(0.8), 0.7, true, true),
                "shape 0.80 at least 0.70 3.1 s advisory",
            ),
        ] {
            let row = row(&cue);
            let words: Vec<&str> = row.split_whitespace().collect();
            assert!(words.join(" ").starts_with(says), "{row}");
            assert!(row.chars().count() < 140, "{row}");
        }
    }

    #[test]
    fn every_known_cue_is_explained() {
        let known = [
            "p",
            "g",
            "k",
            "relief",
            "left",
            "right",
            "up",
            "down",
            "blink",
            "mouth",
            "order",
            "same_person",
            "texture",
            "shape",
        ];
        for name in known {
            let (wanted, about) = meaning(&cue(name, Some(1.0), 1.0, true, false));
            assert!(!wanted.is_empty() && !about.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_draw_says_whether_it_follows_from_its_number() {
        let nonce = [7; 16];
        let order = challenge::draw(&nonce, 2, 3, &[]);
        let drawn = DrawnOrder {
            from: DrawnFrom::Turns,
            attempt: 2,
            movements: 3,
            avoided: Vec::new(),
            order: order.iter().map(|turn| turn.as_str().to_owned()).collect(),
        };
        let other = DrawnOrder {
            attempt: 3,
            from: DrawnFrom::Poses,
            ..drawn.clone()
        };
        let found = LivenessSummary {
            nonce: Some("07".repeat(16)),
            drawn: vec![drawn, other],
            ..LivenessSummary::default()
        };
        let said = draws(&found);
        assert!(said[0].ends_with("attempt 2): follows from the number"));
        assert!(said[1].ends_with("does NOT follow from the number"));
        assert!(said.iter().all(|line| line.chars().count() < 140));
    }
}
