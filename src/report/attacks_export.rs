//! A self-test as JSON and as CSV, for scripts and spreadsheets.

use serde_json::{Value, json};

use super::attacks::{CONFIDENCE, SpeciesResult, percent_above, results, worst};
use crate::domain::{Millis, SelfTest, Timestamp, Trial};

/// What the figures mean, said in the export itself.
const DEFINITIONS: &str = "Our own test; no conformance is claimed. APCER: attacks that all liveness cues called a living \
     face, matched or not, a trial. BPCER: people who were not called living, inconclusive ends included, a trial. \
     Inconclusive attacks count as not accepted. at_least and at_most are exact (Clopper-Pearson), each one-sided at \
     95 %; they hold for independent trials.";

/// The columns of the CSV.
const COLUMNS: [&str; 16] = [
    "selftest",
    "number",
    "species",
    "attack",
    "session",
    "started_at",
    "decision",
    "reason",
    "classified",
    "counts",
    "withdrawn",
    "matched",
    "seconds",
    "p",
    "g",
    "recording",
];

/// The test without its trials.
#[must_use]
pub fn summary(test: &SelfTest) -> Value {
    let results = results(test);
    json!({
        "selftest": test.id,
        "started_at": time(test.started_at),
        "operator": test.operator,
        "camera": test.camera,
        "tolerance": test.tolerance,
        "tolerance_version": test.tolerance_version,
        "model": test.model.to_string(),
        "program": test.program,
        "claimed": test.claimed,
        "trials_a_species": test.plan.trials,
        "complete": test.is_complete(),
        "species": results.iter().map(species).collect::<Vec<_>>(),
        "worst": worst(&results).map(|one| &one.species),
        "confidence": CONFIDENCE,
        "definitions": DEFINITIONS,
    })
}

/// A trial.
#[must_use]
pub fn trial(number: usize, trial: &Trial) -> Value {
    json!({
        "trial": number,
        "species": trial.species,
        "attack": trial.species.is_attack(),
        "session": trial.session,
        "started_at": time(trial.started_at),
        "decision": trial.decision.as_str(),
        "reason": trial.reason.as_str(),
        "classified": trial.classified.as_str(),
        "counts": trial.counts(),
        "withdrawn": trial.withdrawn,
        "matched": trial.matched,
        "seconds": Millis(trial.total_millis).seconds(),
        "p": trial.p,
        "g": trial.g,
        "recording": trial.recording,
    })
}

/// The whole test.
#[must_use]
pub fn whole(test: &SelfTest) -> Value {
    let mut value = summary(test);
    let trials = (1..).zip(&test.trials);
    let trials: Vec<Value> = trials.map(|(number, one)| trial(number, one)).collect();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("trials".to_owned(), json!(trials));
    }
    value
}

/// The trials as CSV (RFC 4180), a line each below the names of the columns.
#[must_use]
pub fn csv(test: &SelfTest) -> String {
    let mut lines = vec![COLUMNS.join(",")];
    for (number, one) in (1..).zip(&test.trials) {
        let value = trial(number, one);
        let columns = COLUMNS.iter().map(|column| match *column {
            "selftest" => test.id.to_string(),
            "number" => number.to_string(),
            other => cell(value.get(other)),
        });
        lines.push(columns.collect::<Vec<_>>().join(","));
    }
    lines.join("\r\n") + "\r\n"
}

/// The plain sentence about what the trials of a species support.
#[must_use]
pub fn supports(result: &SpeciesResult) -> String {
    let SpeciesResult { trials, errors, .. } = result;
    if *trials == 0 {
        return "nothing was tried".to_owned();
    }
    let what = if result.attack { "accepted" } else { "refused" };
    let bound = percent_above(result.at_most);
    format!("{errors} of {trials} {what}: supports at most {bound}")
}

fn species(result: &SpeciesResult) -> Value {
    let name = if result.attack { "apcer" } else { "bpcer" };
    let mut value = json!(result);
    if let Some(fields) = value.as_object_mut() {
        let rate = fields.remove("rate");
        fields.insert(name.to_owned(), rate.unwrap_or_default());
        fields.insert("supports".to_owned(), json!(supports(result)));
    }
    value
}

/// A value as a cell. What a spreadsheet would take as a formula is marked as
/// text: a recording's name may say anything.
fn cell(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => return String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => return other.to_string(),
    };
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// RFC 3339 in UTC, to the millisecond.
fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (text, expected) in [
            ("flat", "flat"),
            ("a,b", "\"a,b\""),
            ("say \"x\"\n", "\"say \"\"x\"\"\n\""),
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("-1", "'-1"),
        ] {
            assert_eq!(cell(Some(&json!(text))), expected);
        }
        assert_eq!(cell(Some(&json!(-1.5))), "-1.5", "a number is no formula");
        assert_eq!(cell(Some(&Value::Null)) + &cell(None), "");
    }
}
