//! Every state of every screen, with what a person does until it is shown:
//! for pictures, and for tests that go through all of them.

use std::sync::Arc;

use jiff::Zoned;
use secure_biometric::domain::{Analysis, Decision, Frame, PoseName, Reason, Role, Timestamp};
use secure_biometric::flow::{CaptureView, Hint, Instruction, TurnAxis, TurnView};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    Activity, DeskView, EngineStatus, EnrolmentKind, Problem, SessionQuery, SignInStatus, Snapshot,
    WorkStatus,
};

use super::handover::{self, receipted};
use super::people::{self, badge, signed_in};
use super::review;
use super::says::says;
use super::staff_states::{first_start, people_states, settings};
use super::{desk, desk_scenes, enrolling, finished, idle, scenes};

/// What a person does, or the program.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Presses what bears this text: a key of the texts, or the words.
    Press(&'static str),
    /// Types words into the field of that text.
    Write(&'static str, &'static str),
    /// Signs on the pad of that text.
    Sign(&'static str),
    /// Moves what slides so many steps on.
    Slide(u32),
    /// Touches nothing for so many seconds.
    Wait(u32),
    /// Pages through what is longer than its room, to its end.
    ReadOn,
    /// The program shows this from now on.
    Show(Box<Snapshot>),
}

/// One state of one screen.
#[derive(Clone)]
pub struct State {
    /// Its name.
    pub name: String,
    /// What the pipeline shows at first.
    pub snapshot: Snapshot,
    /// Which page is open.
    pub page: Page,
    /// What is done then.
    pub deeds: Vec<Deed>,
    /// What it must say in English: words, or a key of the texts.
    pub says: String,
    /// Whether it is for everybody, not for staff alone.
    pub public: bool,
}

/// When every picture is taken: a Sunday morning.
pub fn clock() -> Zoned {
    jiff::Timestamp::from_millisecond(NOW.0)
        .unwrap()
        .to_zoned(jiff::tz::TimeZone::UTC)
}

/// When what has a time took place.
const NOW: Timestamp = Timestamp(1_795_340_467_000);

/// The state that a page begins in.
pub fn state(name: &str, snapshot: Snapshot, page: Page) -> State {
    let staff = matches!(
        page,
        Page::EnrolForm
            | Page::People
            | Page::Desk(
                DeskPage::Attend
                    | DeskPage::Audit
                    | DeskPage::Tokens
                    | DeskPage::Review
                    | DeskPage::Staff
                    | DeskPage::Vouch
            )
    ) || matches!(page, Page::Desk(DeskPage::Settings(_)))
        || ["enrol", "look", "first_start", "start"]
            .iter()
            .any(|begin| name.starts_with(begin));
    State {
        name: name.to_owned(),
        snapshot,
        page,
        deeds: Vec::new(),
        says: says(name),
        public: !staff,
    }
}

impl State {
    /// The same, saying that.
    fn saying(mut self, words: &str) -> Self {
        words.clone_into(&mut self.says);
        self
    }

    /// The same after something was done.
    pub fn after(mut self, deeds: impl IntoIterator<Item = Deed>) -> Self {
        self.deeds.extend(deeds);
        self
    }
}

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

fn captures(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    Instruction::ALL
        .into_iter()
        .map(|instruction| {
            let turn = |axis, wanted_degrees: f32| TurnView {
                axis,
                wanted_degrees,
                reached_degrees: wanted_degrees * 0.15,
            };
            let turn = match instruction {
                Instruction::TurnLeft => Some(turn(TurnAxis::Yaw, 20.0)),
                Instruction::TurnRight => Some(turn(TurnAxis::Yaw, -20.0)),
                Instruction::LookUp => Some(turn(TurnAxis::Pitch, 12.0)),
                Instruction::LookDown => Some(turn(TurnAxis::Pitch, -12.0)),
                _ => None,
            };
            let view = CaptureView {
                instruction,
                turn,
                progress: 0.3,
                ..super::verifying()
            };
            let name = serde_json::to_value(instruction).unwrap();
            let name = format!("capture_{}", name.as_str().unwrap());
            state(&name, super::capturing(view, seen), Page::Home)
        })
        .chain(hints(seen))
        .collect()
}

fn hints(seen: &Arc<(Frame, Analysis)>) -> impl Iterator<Item = State> {
    Hint::ALL.into_iter().map(|hint| {
        let view = CaptureView {
            hint: Some(hint),
            ..super::verifying()
        };
        let name = serde_json::to_value(hint).unwrap();
        let name = format!("capture_hint_{}", name.as_str().unwrap());
        state(&name, super::capturing(view, seen), Page::Home)
    })
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

fn enrolments(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    use Deed::{Press, ReadOn, Show, Sign, Write};
    let desk = || signed_in(Role::FrontDesk);
    let form = |name: &str| state(name, desk(), Page::EnrolForm);
    let who = [
        Write("badge-field", "10427"),
        Write("enrol-name", "Eileen Collins"),
        Write("enrol-department", "Engineering"),
        Write("enrol-email", "e.collins@example.org"),
    ];
    let free = Show(Box::new(badge(desk(), "10427", false)));
    let known: Vec<Deed> = who.iter().cloned().chain([free]).collect();
    let consent = || {
        let onward = [Press("enrol-next-consent")];
        known.iter().cloned().chain(onward)
    };
    let agreed = || consent().chain([ReadOn, Press("enrol-agrees")]);
    let mut interrupted = desk();
    interrupted.people.interrupted_enrolment = true;
    let mut all = vec![
        form("enrol_identity"),
        form("enrol_identity_filled").after(known.clone()),
        form("enrol_identity_cant_turn")
            .after(known.clone())
            .after([Press("enrol-cant-turn")]),
        form("enrol_identity_taken").after([
            Write("badge-field", "10427"),
            Write("enrol-name", "Eileen Collins"),
            Write("enrol-email", "e.collins"),
            Show(Box::new(badge(desk(), "10427", true))),
        ]),
        state("enrol_identity_interrupted", interrupted, Page::EnrolForm),
        form("enrol_consent").after(consent()),
        form("enrol_consent_signed")
            .after(agreed())
            .after([Sign("enrol-sign-pad")]),
        form("enrol_consent_typed").after(agreed()).after([
            Press("enrol-sign-type"),
            Write("enrol-sign-typed", "Eileen Collins"),
        ]),
        form("enrol_consent_spanish")
            .after(consent())
            .after([Press("Español")]),
    ];
    for (done, pose) in PoseName::ALL.into_iter().enumerate() {
        let mut snapshot = enrolling(seen);
        if let Activity::Capturing { view, .. } = &mut snapshot.activity {
            view.instruction = Instruction::for_pose(pose);
            view.pose = Some(pose);
            view.poses_done = PoseName::ALL.into_iter().take(done).collect();
            view.steps_done = u32::try_from(done).unwrap();
        }
        snapshot.enrolment = Some(people::enrolment(EnrolmentKind::NewPerson, Some(done)));
        all.push(state(
            &format!("enrol_pose_{}", pose.as_str()),
            snapshot,
            Page::Home,
        ));
    }
    let mut nobody = enrolling(seen);
    if let Activity::Capturing { view, .. } = &mut nobody.activity {
        view.bars.clear();
        view.checks.clear();
    }
    nobody.analysed = None;
    let mut restarting = enrolling(seen);
    restarting.engine = EngineStatus::Restarting;
    all.extend([
        state("enrol_nobody", nobody, Page::Home),
        state("enrol_engine_restarting", restarting, Page::Home),
        state(
            "enrol_verify_back_failed",
            people::ended(Decision::NotVerified, Reason::VerifyBackFailed),
            Page::Home,
        ),
    ]);
    all
}

/// What is looked for among sessions.
fn reviews() -> Vec<State> {
    use Deed::{Press, Show, Slide, Write};
    let page = |name: &str| {
        let all = review::listed(SessionQuery::default(), 100_000);
        state(name, all, Page::Desk(DeskPage::Review))
    };
    let refused = SessionQuery {
        decision: Some(Decision::NotVerified),
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
        page("review_none_found").after([
            Write("review-search", "10472"),
            Show(Box::new(review::listed(none, 0))),
        ]),
    ]
}
