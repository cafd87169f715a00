//! A self-test in words for people.

use crate::domain::{Classified, Millis, SelfTest, Trial};
use crate::report::attacks::{self, CONFIDENCE, SpeciesResult, percent_above};
use crate::report::attacks_export::supports;
use crate::report::det::percent;

/// A trial on a line.
#[must_use]
pub fn trial(trial: &Trial) -> String {
    let attack = trial.species.is_attack();
    let what = match (trial.classified, attack) {
        (Classified::Live, true) => "ACCEPTED as living",
        (Classified::Live, false) => "accepted",
        (Classified::Attack, true) => "refused",
        (Classified::Attack, false) => "REFUSED as an attack",
        (Classified::Inconclusive, _) => "inconclusive",
        (Classified::Void, _) => "not counted",
    };
    let withdrawn = if trial.withdrawn { ", taken back" } else { "" };
    format!(
        "{:12}  {what} ({}, {:.1} s{withdrawn})",
        trial.species,
        trial.reason.as_str(),
        Millis(trial.total_millis).seconds()
    )
}

/// The whole result: a row a species, then what it supports.
#[must_use]
pub fn table(test: &SelfTest) -> String {
    let results = attacks::results(test);
    let mut lines = vec![format!(
        "{:14} {:>7} {:>9} {:>8} {:>13}   {:<15} at most",
        "species", "trials", "accepted", "refused", "inconclusive", "error rate"
    )];
    lines.extend(results.iter().map(row));
    lines.push(String::new());
    for result in &results {
        lines.push(format!("{}: {}", result.species, supports(result)));
        lines.extend(cautions(result).map(|caution| format!("  {caution}")));
    }
    lines.push(format!(
        "\nError rate: attacks accepted as living (APCER), or people not accepted (BPCER). \"At most\" is exact \
         (Clopper-Pearson), one-sided at {:.0} %, for independent trials. Our own test; no conformance is claimed.",
        100.0 * CONFIDENCE
    ));
    if !test.is_complete() {
        lines.push("Not every trial of the plan was made.".to_owned());
    }
    lines.join("\n")
}

/// The result in a few words.
#[must_use]
pub fn brief(test: &SelfTest) -> String {
    let results = attacks::results(test);
    let count = |one: &SpeciesResult| format!("{} {}/{}", one.species, one.errors, one.trials);
    results.iter().map(count).collect::<Vec<_>>().join(", ")
}

fn row(result: &SpeciesResult) -> String {
    let name = if result.attack { "APCER" } else { "BPCER" };
    let (rate, bound) = match result.rate {
        Some(rate) => (
            format!("{name} {}", percent(rate)),
            percent_above(result.at_most),
        ),
        None => ("-".to_owned(), "-".to_owned()),
    };
    format!(
        "{:14} {:>7} {:>9} {:>8} {:>13}   {rate:<15} {bound}",
        result.species.as_str(),
        result.trials,
        result.accepted,
        result.refused,
        result.inconclusive
    )
}

/// What a reader should know before trusting a row.
fn cautions(result: &SpeciesResult) -> impl Iterator<Item = String> {
    let repeated = result.repeats_recordings().then(|| {
        format!(
            "only {} different recordings were played: trials of one recording aren't independent",
            result.recordings
        )
    });
    let unanswered = result.is_mostly_inconclusive().then(|| {
        "most trials were inconclusive: see whether it was held up well enough to be judged"
            .to_owned()
    });
    let uncounted = (result.void + result.withdrawn > 0).then(|| {
        format!(
            "not counted: {} broken off or without camera or engine, {} taken back",
            result.void, result.withdrawn
        )
    });
    [repeated, unanswered, uncounted].into_iter().flatten()
}
