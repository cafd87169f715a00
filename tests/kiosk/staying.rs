//! Home by itself: not before somebody has read what is shown, and right after.

use eframe::egui::{Event, accesskit::Role, pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::domain::{Decision, LookKind, Reason, Role as OperatorRole};
use secure_biometric::kiosk::{DeskPage, Page};
use secure_biometric::pipeline::{Activity, EnrolmentKind, Intent, Problem, Snapshot};

use crate::opened::{Look, Opened, press, showing_in};
use crate::scenes::handover::receipted;
use crate::scenes::{Stage, finished, people, settled};
use crate::states::named;

/// How near before and after its time is looked, in seconds.
const NEAR: f64 = 0.1;
/// Longer than anything stays.
const HOUR: f64 = 3600.0;

/// The window's clock, in seconds.
fn now(window: &Opened) -> f64 {
    window.ctx.input(|input| input.time)
}

/// Draws one frame at that time of the window's clock, however often it is laid
/// out.
fn pass_to(window: &mut Opened, time: f64) {
    window.input_mut().time = Some(time);
    window.run_steps(1);
    window.input_mut().time = None;
}

/// Shows that from now on, and since when.
fn show(stage: &Stage, window: &mut Opened, shown: Snapshot) -> f64 {
    stage.show(shown);
    let since = now(window) + 1.0;
    pass_to(window, since);
    since
}

/// A window on a page of a kiosk on which nothing is going on.
fn idle_at(page: Page) -> (Stage, Opened) {
    let look = Look {
        page,
        ..Look::default()
    };
    let (stage, window) = showing_in(settled(), look);
    stage.sent();
    (stage, window)
}

/// How often home was asked for since the last call.
fn asked_home(stage: &Stage) -> usize {
    let sent = stage.sent();
    let home = |intent: &&Intent| matches!(intent, Intent::Home);
    sent.iter().filter(home).count()
}

/// How much of the time is left by the bar that shows it.
fn bar(window: &Opened) -> f64 {
    let words = "Time left before the home screen";
    let bar = window.get_by_role_and_label(Role::ProgressIndicator, words);
    bar.accesskit_node().data().numeric_value().unwrap()
}

/// A pause of so many seconds, or without an end.
fn paused(seconds: Option<u64>) -> Snapshot {
    let mut snapshot = finished(Decision::Inconclusive, Reason::Locked);
    if let Activity::Finished(finished) = &mut snapshot.activity {
        finished.tries_left = 0;
        finished.paused_seconds = seconds;
    }
    snapshot
}

fn verified() -> Snapshot {
    finished(Decision::Verified, Reason::Matched)
}

/// What is shown, and for how many seconds.
fn table() -> Vec<(&'static str, Snapshot, f64)> {
    let not_verified = finished(Decision::NotVerified, Reason::NoMatch);
    let inconclusive = finished(Decision::Inconclusive, Reason::TooDark);
    let failed = people::ended(Decision::Inconclusive, Reason::TooDark);
    let look = people::enrolled(EnrolmentKind::Look(LookKind::Glasses));
    vec![
        ("verified", verified(), 6.0),
        ("verified with a code to scan", receipted(verified()), 25.0),
        ("not verified", not_verified, 15.0),
        ("inconclusive", inconclusive, 15.0),
        ("enrolled", people::enrolled(EnrolmentKind::NewPerson), 30.0),
        ("look added", look, 30.0),
        ("held", people::held(), 30.0),
        ("enrolment failed", failed, 30.0),
        ("trouble", named("trouble").snapshot, 45.0),
        ("trouble, to staff", named("trouble_staff").snapshot, 45.0),
        // A pause is shown to its end, if that isn't too far.
        ("short pause", paused(Some(5)), 15.0),
        ("pause", paused(Some(30)), 30.0),
        ("long pause", paused(Some(1_800)), 60.0),
        ("pause without an end", paused(None), 15.0),
    ]
}

#[test]
fn everything_stays_as_long_as_it_takes_to_read_it() {
    for (name, shown, seconds) in table() {
        let (stage, mut window) = idle_at(Page::Home);
        let since = show(&stage, &mut window, shown);
        pass_to(&mut window, since + seconds / 2.0);
        let left = bar(&window);
        assert!((left - 0.5).abs() < 0.01, "{name}: {left} after half of it");
        pass_to(&mut window, since + seconds - NEAR);
        assert_eq!(asked_home(&stage), 0, "{name} leaves too early");
        pass_to(&mut window, since + seconds + NEAR);
        assert_eq!(asked_home(&stage), 1, "{name} doesn't leave");
        // Nothing comes of it: it is asked for again, and not in each frame.
        pass_to(&mut window, since + seconds + 4.0);
        assert_eq!(asked_home(&stage), 0, "{name} is impatient");
        pass_to(&mut window, since + seconds + 6.0);
        assert_eq!(asked_home(&stage), 1, "{name} gives up");
    }
}

#[test]
fn what_is_waited_for_never_leaves() {
    let sealed = Snapshot {
        activity: Activity::Trouble {
            why: Problem::KeyPassphrase,
        },
        ..Snapshot::default()
    };
    let capture = named("capture").snapshot;
    for (name, shown) in [("sealed keys", sealed), ("capture", capture)] {
        let (stage, mut window) = idle_at(Page::Home);
        let since = show(&stage, &mut window, shown);
        pass_to(&mut window, since + HOUR);
        window.run_steps(3);
        assert_eq!(asked_home(&stage), 0, "{name}");
    }
}

/// Whether home is shown: nowhere else both can be chosen.
fn is_home(window: &Opened) -> bool {
    let is_there = |words| window.query_by_label(words).is_some();
    is_there("Use my badge") && is_there("Other ways")
}

#[test]
fn a_page_that_nobody_uses_any_more_goes_home() {
    for (page, seconds) in [
        (Page::Badge, 60.0),
        (Page::SignIn, 60.0),
        (Page::Desk(DeskPage::OtherWays), 60.0),
        (Page::Desk(DeskPage::Pin), 60.0),
        (Page::Desk(DeskPage::Call), 300.0),
    ] {
        let (_stage, mut window) = idle_at(page);
        assert!(!is_home(&window), "{page:?}");
        // Whoever moves is there: the time begins anew.
        let later = now(&window) + seconds - 1.0;
        window.event(Event::PointerMoved(pos2(3.0, 3.0)));
        pass_to(&mut window, later);
        let since = now(&window);
        pass_to(&mut window, since + seconds - NEAR);
        assert!(!is_home(&window), "{page:?} leaves too early");
        pass_to(&mut window, since + seconds + NEAR);
        window.run_steps(2);
        assert!(is_home(&window), "{page:?} doesn't leave");
    }
}

#[test]
fn who_leaves_without_signing_out_is_signed_out() {
    let (stage, mut window) = idle_at(Page::Home);
    let staff = Snapshot {
        desk: settled().desk,
        ..people::signed_in(OperatorRole::FrontDesk)
    };
    window.event(Event::PointerMoved(pos2(3.0, 3.0)));
    let since = show(&stage, &mut window, staff);
    stage.sent();
    let signed_out = |stage: &Stage| {
        let sent = stage.sent();
        sent.iter().any(|one| matches!(one, Intent::SignOut))
    };
    pass_to(&mut window, since + 300.0 - NEAR);
    assert!(!signed_out(&stage));
    pass_to(&mut window, since + 300.0 + NEAR);
    assert!(signed_out(&stage));
}

#[test]
fn the_next_person_finds_the_site_s_own_language() {
    let (_stage, mut window) = idle_at(Page::Home);
    press(&mut window, "English");
    window.get_by_label("Verificarme");
    let since = now(&window);
    pass_to(&mut window, since + 55.0);
    window.get_by_label("Verificarme");
    pass_to(&mut window, since + 65.0);
    window.run_steps(2);
    assert!(is_home(&window));
}
