//! A rehearsal to look at: the window plays scenarios in real time.

use std::sync::PoisonError;
use std::time::Duration;

use crate::ALONE;
use crate::display::Display;
use crate::support::{Answer, Site, is_set_up};

/// A person, a stranger, and an analysis that is killed on the way.
const SCENARIOS: [&str; 3] = ["enrol-and-verify", "stranger", "engine-killed"];
/// For all three, in real time; their recordings are made at first.
const PATIENCE: Duration = Duration::from_secs(600);

#[test]
fn the_window_plays_scenarios_as_expected() {
    if !is_set_up() {
        return;
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (site, display) = (Site::new(), Display::start());
    let mut rehearse = site.command();
    rehearse
        .env("DISPLAY", display.name())
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("SECURE_BIOMETRIC_DATA")
        .args(["--json", "rehearse"])
        .args(SCENARIOS);
    let answer = Answer::within(&mut rehearse, PATIENCE);
    assert_eq!(answer.code, 0, "{answer:?}");
    let lines = answer.json_lines();
    let played: Vec<_> = lines.iter().map(|line| &line["scenario"]).collect();
    assert_eq!(played, SCENARIOS);
    for line in &lines {
        assert_eq!(line["as_expected"], true, "{line}");
        assert_eq!(line["decision"], line["expected"], "{line}");
        assert!(line["reason"].is_string() && line["seconds"].is_number());
        assert!(!line["sessions"].as_array().unwrap().is_empty(), "{line}");
    }
}
