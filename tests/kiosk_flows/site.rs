//! The site at the window: what another threshold would do, and an
//! administrator who keeps one, by every pair of hands.

use eframe::egui::{Key, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable;
use secure_biometric::domain::{PersonState, SessionKind};
use secure_biometric::store::{SessionRecord, wall_clock};

use crate::hands::{Hands, labelled};
use crate::kiosk::{Kiosk, PATIENCE};
use crate::made_up::{block_on, session};
use crate::rows::{put, store};
use crate::support::{ADMINISTRATOR, Site};

#[test]
fn another_threshold_is_tried_and_kept_with_its_reason() {
    for hands in Hands::ALL {
        keeps_a_threshold(hands);
    }
}

fn keeps_a_threshold(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    block_on(async {
        let store = store(&site).await;
        let verified = session(SessionKind::Verification, wall_clock().0 - 60_000);
        let record = SessionRecord::of(&verified);
        store.record_session(&record).await.unwrap();
        store.close().await;
    });
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press("Sessions");
    kiosk.press("Site");
    kiosk.sees("Scores on this site");
    kiosk.press("7 days");
    kiosk.wait(PATIENCE, "a week", |kiosk| {
        let site = kiosk.snapshot().review.site.clone();
        site.is_some_and(|site| site.days == 7 && site.progress.is_none())
    });
    let in_force = threshold(&kiosk);
    kiosk.sees("Drag the threshold to see what another one would do.");
    drag(&mut kiosk);
    kiosk.sees("What if 0.");
    // Nothing is kept without a reason.
    let save = "Save as balanced, version 2";
    assert!(kiosk.is_grey(save));
    kiosk.write("Why another threshold?", "Figures of October");
    kiosk.press(save);
    kiosk.wait(PATIENCE, "another threshold is in force", |kiosk| {
        (threshold(kiosk) - in_force).abs() > 0.004
    });
    kiosk.sees("Drag the threshold to see what another one would do.");
    // And back again, for a reason of its own.
    kiosk.press("Back to the version before");
    kiosk.sees("Version 1 had the threshold");
    let save = "Save as balanced, version 3";
    assert!(kiosk.is_grey(save));
    kiosk.write("Why another threshold?", "Too many were asked again");
    kiosk.press(save);
    kiosk.wait(PATIENCE, "the old threshold is in force", |kiosk| {
        (threshold(kiosk) - in_force).abs() < 0.001
    });
}

fn threshold(kiosk: &Kiosk) -> f32 {
    let site = kiosk.snapshot().review.site.clone();
    site.map_or(0.0, |site| site.tolerance.match_threshold)
}

/// Drags the threshold upwards, or takes the keys to it.
fn drag(kiosk: &mut Kiosk) {
    if kiosk.hands == Hands::Keys {
        kiosk.use_hands(Role::Slider, |name| name.starts_with("Threshold"));
        kiosk.strike(Key::ArrowRight);
        return;
    }
    let line = {
        let mut sliders = kiosk.window().query_all_by_role(Role::Slider);
        let slider = sliders.find(|node| labelled(node, |name| name.starts_with("Threshold")));
        slider.unwrap().rect()
    };
    let from = line.left_center() + vec2(line.width() * 0.5, 0.0);
    let to = line.left_center() + vec2(line.width() * 0.62, 0.0);
    kiosk.draw(&[from, to]);
}
