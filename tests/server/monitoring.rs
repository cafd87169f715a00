//! The dashboard and the alert rules ask for what the service counts.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

const FILES: [&str; 2] = ["dashboard.json", "alerts.yml"];
/// What Prometheus adds to a metric's name, by its kind.
const HISTOGRAM: [&str; 3] = ["_bucket", "_sum", "_count"];

/// The names that a text of metrics has.
fn counted(metrics: &str) -> BTreeSet<String> {
    let kinds = metrics.lines().filter_map(|line| {
        let (name, kind) = line.strip_prefix("# TYPE ")?.split_once(' ')?;
        Some(match kind {
            "counter" => vec![format!("{name}_total")],
            "histogram" => HISTOGRAM.map(|end| format!("{name}{end}")).to_vec(),
            _ => vec![name.to_owned()],
        })
    });
    kinds.flatten().collect()
}

/// The words of a text that begin so.
fn words(text: &str, beginning: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let all = text.split(|c| !is_word(c));
    all.filter(|word| word.starts_with(beginning))
        .map(str::to_owned)
        .collect()
}

/// The routes that a text names as a label.
fn routes(text: &str) -> BTreeSet<String> {
    let text = text.replace("\\\"", "\"");
    let named = text.split("route=\"").skip(1);
    named
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

/// Checks them against what a service that has an engine counts, and against
/// its description.
pub fn check(metrics: &str, description: &Value) {
    let counted = counted(metrics);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("installer/monitoring");
    let paths = description["paths"].as_object().unwrap();
    let mut asked = BTreeSet::new();
    for name in FILES {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        if name.ends_with(".json") {
            let _: Value = serde_json::from_str(&text).unwrap();
        }
        for route in routes(&text) {
            assert!(paths.contains_key(&route), "{name} asks for {route}");
        }
        asked.extend(words(&text, "secure_biometric_"));
    }
    let unknown: Vec<_> = asked.difference(&counted).collect();
    assert!(unknown.is_empty(), "{unknown:?} isn't counted: {counted:?}");
    assert!(asked.len() >= 8, "{asked:?}");
}

#[test]
fn a_metric_that_is_not_counted_is_found() {
    let metrics = "# TYPE secure_biometric_a counter\n# TYPE secure_biometric_b histogram\n\
        # TYPE secure_biometric_c gauge\n";
    let counted = counted(metrics);
    let asked = words(
        "rate(secure_biometric_a_total{x=\"y\"}[5m]) > secure_biometric_b_bucket",
        "secure_biometric_",
    );
    assert!(asked.is_subset(&counted), "{asked:?} {counted:?}");
    assert!(!counted.contains("secure_biometric_a"));
    assert_eq!(routes("{route=\\\"/v1/a\\\"} {route=\"/b\"}").len(), 2);
}
