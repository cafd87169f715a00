//! Every state of every screen, with what a person does until it is shown:
//! for pictures, and for tests that go through all of them.

use std::sync::Arc;

use secure_biometric::domain::{Analysis, Decision, Frame, Reason, Role};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    Activity, DeskView, MarkState, Problem, SessionQuery, SignInStatus, Snapshot, WorkStatus,
};

use super::capture::captures;
use super::enrolment_states::enrolments;
use super::handover::{self, receipted};
use super::people::{badge, signed_in};
use super::review;
use super::staff_states::{first_start, people_states, settings};
use super::state::{Deed, NOW, State, state};
use super::{desk, desk_scenes, finished, idle, scenes};

/// Every state, `seen` being what the camera sees where it looks.
pub fn states(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    let mut all: Vec<State> = scenes(seen)
        .into_iter()
        // That one takes somebody who has signed in: it is below.
        .filter(|(name, ..)| *name != "sign_in_refused")
        .map(|(name, snapshot, says)| state(name, snapshot, Page::Home).saying(says))
        .collect();
    let pages = desk_scenes(seen).into_iter();
    all.extend(pages.map(|(name, snapshot, says, page)| state(name, snapshot, page).saying(says)));
    all.extend(captures(seen));
    all.extend(handed_over());
    all.extend(results());
    all.extend(typed());
    all.extend(enrolments(seen));
    all.extend(people_states());
    all.extend(settings(seen));
    all.extend(reviews());
    all.extend(first_start(seen));
    all.extend(left_alone());
    for one in &mut all {
        put_in_time(&mut one.snapshot);
    }
    all
}

/// A pause begins when the picture is taken.
fn put_in_time(snapshot: &mut Snapshot) {
    if let Activity::Finished(finished) = &mut snapshot.activity {
        finished.at = NOW;
    }
}

/// Pages that nobody has touched for a while.
fn left_alone() -> Vec<State> {
    use Deed::Wait;
    let page = |page| Page::Desk(page);
    vec![
        state("home_soon", idle(), page(DeskPage::OtherWays)).after([Wait(48)]),
        state(
            "sign_out_soon",
            signed_in(Role::FrontDesk),
            page(DeskPage::Staff),
        )
        .after([Wait(280)]),
    ]
}

/// Tokens as codes, and a hand-over that nobody takes.
fn handed_over() -> Vec<State> {
    use Deed::Press;
    let shown = |reason| receipted(finished(Decision::Verified, reason));
    let stuck = |role| Snapshot {
        desk: Arc::new(DeskView {
            hand_over: handover::stuck(),
            ..desk::desk()
        }),
        ..signed_in(role)
    };
    let data = Page::Desk(DeskPage::Settings(SettingsPage::Data));
    vec![
        state("verified_code", shown(Reason::Matched), Page::Home),
        state("verified_code_pin", shown(Reason::PinMatched), Page::Home),
        state(
            "staff_hand_over",
            stuck(Role::FrontDesk),
            Page::Desk(DeskPage::Staff),
        ),
        state("settings_hand_over", stuck(Role::Administrator), data)
            .after([Press("hand-over-code"), Press("hand-over-code")]),
    ]
}

fn results() -> Vec<State> {
    let verified = [Reason::PinMatched];
    let refused = [
        Reason::FlatSurface,
        Reason::OrderNotFollowed,
        Reason::PersonChanged,
        Reason::CameraChanged,
        Reason::FramesRepeated,
        Reason::Disabled,
    ];
    // What is shown of an enrolment, or elsewhere in other words.
    let elsewhere = [
        Reason::Matched,
        Reason::Enrolled,
        Reason::Vouched,
        Reason::NoMatch,
        Reason::PinWrong,
        Reason::TooDark,
        Reason::Locked,
        Reason::CameraUnavailable,
        Reason::EngineUnavailable,
        Reason::DuplicateSuspected,
        Reason::VerifyBackFailed,
    ];
    let left = Reason::ALL.iter().filter(|one| !elsewhere.contains(one));
    left.map(|reason| {
        let decision = if verified.contains(reason) {
            Decision::Verified
        } else if refused.contains(reason) {
            Decision::NotVerified
        } else {
            Decision::Inconclusive
        };
        let name = format!("result_{}", reason.as_str());
        state(&name, finished(decision, *reason), Page::Home)
    })
    .collect()
}

/// Pages on which something is typed, and how that goes.
fn typed() -> Vec<State> {
    use Deed::{Press, Show, Write};
    let sign_in = |name: &str, sign_in: SignInStatus| {
        let answered = Snapshot { sign_in, ..idle() };
        state(name, idle(), Page::SignIn).after([
            Write("sign-in-name", "m.okafor"),
            Write("sign-in-password", "correct horse battery"),
            Press("sign-in-action"),
            Show(Box::new(answered)),
        ])
    };
    let pin = |name: &str| state(name, idle(), Page::Desk(DeskPage::Pin));
    let at_work = |way_in: WorkStatus| Snapshot {
        desk: Arc::new(DeskView {
            way_in,
            ..desk::desk()
        }),
        ..idle()
    };
    let trouble = Problem::DiskFull;
    let vouch = |name: &str| {
        let snapshot = signed_in(Role::FrontDesk);
        state(name, snapshot, Page::Desk(DeskPage::Vouch))
    };
    let attend = |name: &str| {
        let snapshot = signed_in(Role::FrontDesk);
        state(name, snapshot, Page::Desk(DeskPage::Attend))
    };
    let vouching = |way_in| Snapshot {
        desk: at_work(way_in).desk,
        ..signed_in(Role::FrontDesk)
    };
    vec![
        state("badge", idle(), Page::Badge),
        state("badge_typed", idle(), Page::Badge).after([Write("badge-field", "10427")]),
        state("badge_unknown", idle(), Page::Badge).after([
            Write("badge-field", "10472"),
            Press("home-verify"),
            Show(Box::new(finished(
                Decision::NotVerified,
                Reason::NotEnrolled,
            ))),
        ]),
        state("badge_wrong", idle(), Page::Badge).after([Write("badge-field", "10/427")]),
        state("sign_in", idle(), Page::SignIn),
        sign_in("sign_in_refused", SignInStatus::Refused),
        sign_in("sign_in_checking", SignInStatus::Checking),
        sign_in("sign_in_wait", SignInStatus::Wait { seconds: 30 }),
        sign_in(
            "sign_in_trouble",
            SignInStatus::Trouble {
                why: trouble.clone(),
            },
        ),
        pin("pin_typed").after([Write("badge-field", "10427"), Write("pin-field", "204617")]),
        pin("pin_trivial").after([Write("badge-field", "10427"), Write("pin-field", "111111")]),
        pin("pin_checking").after([
            Write("badge-field", "10427"),
            Write("pin-field", "204617"),
            Show(Box::new(at_work(WorkStatus::Working))),
        ]),
        pin("pin_trouble").after([Show(Box::new(at_work(WorkStatus::Failed {
            why: trouble.clone(),
        })))]),
        attend("attend"),
        attend("attend_filled").after([
            Write("badge-field", "10427"),
            Press("attend-time"),
            Press("attend-longer-time"),
            Show(Box::new(badge(signed_in(Role::FrontDesk), "10427", true))),
        ]),
        vouch("vouch_filled").after([
            Write("badge-field", "10427"),
            Press("vouch-covered"),
            Show(Box::new(badge(signed_in(Role::FrontDesk), "10427", true))),
        ]),
        vouch("vouch_unknown").after([
            Write("badge-field", "10472"),
            Show(Box::new(badge(signed_in(Role::FrontDesk), "10472", false))),
        ]),
        vouch("vouch_trouble").after([
            Write("badge-field", "10427"),
            Press("vouch-turn"),
            Show(Box::new(vouching(WorkStatus::Failed { why: trouble }))),
        ]),
    ]
}

/// What is looked for among sessions.
fn reviews() -> Vec<State> {
    use Deed::{Press, ReadOn, Show, Slide, Write};
    let page = |name: &str| {
        let all = review::listed(SessionQuery::default(), 100_000);
        state(name, all, Page::Desk(DeskPage::Review))
    };
    let opened = |name: &str, at| {
        let page = Page::Desk(DeskPage::Review);
        state(name, review::opened(at), page)
    };
    let refused = SessionQuery {
        decision: Some(Decision::NotVerified),
        ..SessionQuery::default()
    };
    let unmarked = SessionQuery {
        mark: Some(MarkState::Unmarked),
        ..SessionQuery::default()
    };
    let none = SessionQuery {
        text: "10472".to_owned(),
        ..SessionQuery::default()
    };
    vec![
        page("review_chosen").after([
            Press("audit-word-not-verified"),
            Show(Box::new(review::listed(refused, 1_204))),
        ]),
        page("review_site").after([
            Press("site-view"),
            Show(Box::new(review::site_shown(Role::Reviewer, None))),
        ]),
        page("review_site_reckoning").after([
            Press("site-view"),
            Show(Box::new(review::site_shown(
                Role::Reviewer,
                Some((1_200, 9_000)),
            ))),
        ]),
        page("review_site_saving").after([
            Press("site-view"),
            Show(Box::new(review::site_shown(Role::Administrator, None))),
            Slide(6),
            Write("site-why", "Asked too often"),
        ]),
        page("review_export_list").after([Press("export-table")]),
        opened("review_export", 0).after([Press("export-session")]),
        opened("review_export_refused", 1)
            .after([Press("export-session"), Write("export-why", "?")]),
        opened("review_export_done", 0).after([
            Press("export-session"),
            Press("export-ply"),
            Press("export-why-incident"),
            Press("export-now"),
            Show(Box::new(review::exported())),
        ]),
        page("review_site_below").after([
            Press("site-view"),
            Show(Box::new(review::site_shown(Role::Reviewer, None))),
            ReadOn,
        ]),
        page("review_site_back").after([
            Press("site-view"),
            Show(Box::new(review::site_changed())),
            Press("site-back"),
            Write("site-why", "Asked too often"),
        ]),
        page("review_site_empty").after([Press("site-view"), Show(Box::new(review::site_empty()))]),
        page("review_site_failed").after([Press("site-view"), Show(Box::new(review::failed()))]),
        page("review_disputed").after([Show(Box::new(review::disputed())), ReadOn]),
        page("review_marked").after([Show(Box::new(review::settled())), ReadOn]),
        page("review_marking").after([
            Show(Box::new(review::disputed())),
            Press("review-mark-genuine"),
            Write("review-mark-note", "Known to the desk"),
        ]),
        page("review_kept").after([
            // No line of the list begins with these words.
            Press("review-marks-none"),
            Show(Box::new(review::listed(unmarked, 99_688))),
            Write("review-kept-name", "To be looked at"),
        ]),
        page("review_none_found").after([
            Write("review-search", "10472"),
            Show(Box::new(review::listed(none, 0))),
        ]),
    ]
}
