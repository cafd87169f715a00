//! The attack self-test at the window before a real print, by every pair of
//! hands.

use std::time::Duration;

use eframe::egui::{Key, vec2};
use secure_biometric::pipeline::Activity;

use crate::enrolment::alone;
use crate::hands::Hands;
use crate::kiosk::{Kiosk, Sees};
use crate::support::{ADMINISTRATOR, Site, flat_print, is_set_up};

/// A trial takes some 15 s; others may use the processor meanwhile.
const TRIAL: Duration = Duration::from_secs(120);

#[test]
fn a_print_is_tried_counted_and_written_to_a_file() {
    if !is_set_up() {
        return;
    }
    let print = flat_print();
    let _alone = alone();
    let sees = Sees::Recording(&print);
    let mut kiosk = Kiosk::before(Site::with_operators(), sees, vec2(1280.0, 800.0));
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    for hands in Hands::ALL {
        println!("by {hands:?}");
        kiosk.hands = hands;
        kiosk.press("Self-test");
        kiosk.sees("What is held up");
        // A print alone, ten times.
        if hands == Hands::ALL[0] {
            kiosk.press("A person");
            kiosk.press("10");
        }
        kiosk.press("Start");
        kiosk.sees("Trial 1 of 10");
        kiosk.press("Begin the trial");
        kiosk.wait(TRIAL, "a trial", is_tried);
        kiosk.leave("Break off");
        kiosk.sees("Not counted");
        kiosk.press("Begin the trial");
        kiosk.wait(TRIAL, "a print is told", |kiosk| {
            kiosk.shows("Refused as an attack") || kiosk.shows("Inconclusive ·")
        });
        kiosk.press("Stop here");
        kiosk.sees("Result of");
        kiosk.press("Save as CSV");
        kiosk.sees("Saved as");
        kiosk.press("Another self-test");
        kiosk.sees("Earlier results");
    }
    let saved = std::fs::read_dir(kiosk.site.path("exports")).unwrap();
    assert_eq!(saved.count(), Hands::ALL.len());
    let kept = kiosk.snapshot().desk.selftest.kept.clone();
    assert_eq!(kept.len(), Hands::ALL.len());
    for report in kept.iter() {
        let of = &report.results[0];
        assert_eq!((of.accepted, of.void, of.trials), (0, 1, 1), "{of:?}");
    }
    kiosk.strike(Key::Escape);
}

fn is_tried(kiosk: &Kiosk) -> bool {
    matches!(kiosk.snapshot().activity, Activity::Capturing { .. })
}
