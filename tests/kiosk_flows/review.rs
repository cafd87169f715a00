//! Review at the window, by the keys alone: sessions are found, counted,
//! chosen and opened, and the audit keeps that one was looked at.

use eframe::egui::Key;
use secure_biometric::domain::{
    Act, Decision, Moment, PersonState, Reason, Replay, Session, SessionKind, Subject, Timestamp,
};
use secure_biometric::store::{AuditFilter, SessionRecord, wall_clock};

use crate::hands::Hands;
use crate::kiosk::{Kiosk, PATIENCE};
use crate::made_up::{block_on, session};
use crate::rows::{put, store};
use crate::support::{REVIEWER, Site};

/// A place where Eileen was enrolled and a flat print was refused 250 times,
/// the last time with a course.
fn refused_often() -> (Site, Session) {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let last = block_on(async {
        let store = store(&site).await;
        let mut last = None;
        for at in 0..250 {
            let refused = Session {
                decision: Decision::NotVerified,
                reason: Reason::FlatSurface,
                operator: None,
                ..session(SessionKind::Verification, wall_clock().0 - 250_000 + at)
            };
            let record = SessionRecord::of(&refused);
            store.record_session(&record).await.unwrap();
            last = Some(refused);
        }
        let last = last.unwrap();
        let moments = [0, 40, 80].map(|at_millis| Moment {
            at_millis,
            yaw_degrees: Some(4.0),
            ..Moment::default()
        });
        let replay = Replay::new(moments.to_vec(), Vec::new(), Vec::new()).unwrap();
        store.add_replay(last.id, &replay).await.unwrap();
        store.close().await;
        last
    });
    (site, last)
}

/// The sessions that the audit says were looked at, newest first.
fn looked_at(site: &Site) -> Vec<Subject> {
    block_on(async {
        let store = store(site).await;
        let filter = AuditFilter {
            acts: vec![Act::SessionViewed],
            since: Some(Timestamp(0)),
            ..AuditFilter::default()
        };
        let page = store.audit(&filter).await.unwrap();
        store.close().await;
        page.entries.iter().filter_map(|one| one.subject).collect()
    })
}

#[test]
fn a_reviewer_finds_and_opens_a_session_by_mouse_and_by_finger() {
    for hands in [Hands::Mouse, Hands::Finger] {
        println!("by {hands:?}");
        let (site, last) = refused_often();
        let mut kiosk = Kiosk::open(site);
        kiosk.hands = hands;
        kiosk.sign_in(REVIEWER);
        kiosk.press("Sessions");
        kiosk.sees("251 sessions, newest first.");
        kiosk.press("Not verified, 250");
        kiosk.sees("250 sessions, newest first.");
        kiosk.press_line("Not verified, Flat surface");
        kiosk.sees("Not verified: Flat surface");
        kiosk.sees("stands as it was written");
        let shown = kiosk.snapshot().review.details.clone().unwrap();
        assert_eq!(shown.session.id, last.id);
        kiosk.press("To the list");
        kiosk.sees("250 sessions, newest first.");
        kiosk.press("Back");
        kiosk.press("Sign out");
        let site = kiosk.close();
        assert_eq!(looked_at(&site), [Subject::Session(last.id)]);
    }
}

#[test]
fn a_reviewer_finds_and_opens_a_session_by_the_keys_alone() {
    let (site, last) = refused_often();
    let mut kiosk = Kiosk::open(site);
    kiosk.sign_in(REVIEWER);
    kiosk.press("Sessions");
    kiosk.sees("251 sessions, newest first.");
    kiosk.sees("Flat surface, 250");
    // Only the first page was opened; the end of the list is opened when it
    // comes into view.
    let lines = |kiosk: &Kiosk| kiosk.snapshot().review.list.as_ref().unwrap().pages.len();
    assert_eq!(lines(&kiosk), 1);
    kiosk.strike(Key::End);
    kiosk.sees("Verified, Enrolled");
    // A badge finds the person's, though nobody claimed it.
    kiosk.type_text("10427");
    kiosk.sees("One session, newest first.");
    kiosk.write("Badge, or how a session's number begins", "");
    kiosk.sees("251 sessions, newest first.");
    kiosk.press("Not verified, 250");
    kiosk.sees("250 sessions, newest first.");
    kiosk.strike(Key::ArrowDown);
    kiosk.strike(Key::Enter);
    kiosk.sees("Not verified: Flat surface");
    kiosk.sees("stands as it was written");
    kiosk.sees("Nobody was identified here.");
    kiosk.sees("Turned");
    let shown = kiosk.snapshot().review.details.clone().unwrap();
    assert_eq!(shown.session.id, last.id);
    assert!(shown.replay.is_some() && shown.face.is_none());
    mark(&mut kiosk);
    // Back, to the next one, and out: nothing of it stays.
    kiosk.strike(Key::J);
    kiosk.wait(PATIENCE, "the next older one", |kiosk| {
        let details = kiosk.snapshot().review.details.clone();
        details.is_some_and(|details| details.session.id != last.id)
    });
    let second = kiosk.snapshot().review.details.clone().unwrap().session.id;
    kiosk.strike(Key::Escape);
    kiosk.sees("250 sessions, newest first.");
    keep_choice(&mut kiosk);
    kiosk.press("Back");
    kiosk.press("Sign out");
    kiosk.wait(PATIENCE, "sessions are forgotten", |kiosk| {
        kiosk.snapshot().review.list.is_none()
    });
    let site = kiosk.close();
    let expected = [second, last.id].map(Subject::Session);
    assert_eq!(looked_at(&site), expected);
}

/// Says that the session that is looked at was a print. Letters that go to
/// other sessions are letters while a note is written.
fn mark(kiosk: &mut Kiosk) {
    let before = kiosk.snapshot().review.details.clone().unwrap().session.id;
    kiosk.sees("Nobody has said so far.");
    kiosk.press("Flat print");
    kiosk.write("What did you see? (may stay empty)", "jk, a print");
    kiosk.press("Keep the mark");
    kiosk.sees("It counts as: Flat print");
    kiosk.sees("Flat print: jk, a print");
    let after = kiosk.snapshot().review.details.clone().unwrap().session.id;
    assert_eq!(before, after);
}

/// Keeps what is chosen under a name, lets it go and takes it again.
fn keep_choice(kiosk: &mut Kiosk) {
    kiosk.write("Keep this choice as", "Refused");
    kiosk.press("Keep");
    kiosk.wait(PATIENCE, "the choice is kept", |kiosk| {
        let figures = kiosk.snapshot().review.figures.clone();
        figures.is_some_and(|figures| figures.filters.len() == 1)
    });
    kiosk.press("All sessions");
    kiosk.sees("251 sessions, newest first.");
    kiosk.press("Refused");
    kiosk.sees("250 sessions, newest first.");
    kiosk.press("Forget this choice");
    kiosk.wait(PATIENCE, "the choice is forgotten", |kiosk| {
        let figures = kiosk.snapshot().review.figures.clone();
        figures.is_some_and(|figures| figures.filters.is_empty())
    });
}
