//! Every state of every screen, with what a person does until it is shown:
//! for pictures, and for tests that go through all of them.

use std::sync::Arc;

use jiff::Zoned;
use secure_biometric::domain::{
    Analysis, Decision, Frame, PersonState, PoseName, Reason, Role, Timestamp,
};
use secure_biometric::flow::{CaptureView, Instruction, TurnAxis, TurnView};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    Activity, DeskView, EngineStatus, Health, PeopleNotice, Problem, SignInStatus, Snapshot,
    WorkStatus,
};

use super::audit;
use super::handover::{self, receipted};
use super::people::{self, badge, people as people_page, signed_in};
use super::{desk, desk_scenes, enrolling, finished, idle, new_kiosk, scenes};

/// What a person does, or the program.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Presses what bears this text: a key of the texts, or the words.
    Press(&'static str),
    /// Types words into the field of that text.
    Write(&'static str, &'static str),
    /// Signs on the pad of that text.
    Sign(&'static str),
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

fn state(name: &str, snapshot: Snapshot, page: Page) -> State {
    let staff = matches!(
        page,
        Page::EnrolForm
            | Page::People
            | Page::Desk(DeskPage::Attend | DeskPage::Audit | DeskPage::Staff | DeskPage::Vouch)
    ) || matches!(page, Page::Desk(DeskPage::Settings(_)))
        || ["enrol", "look", "first_start", "start"]
            .iter()
            .any(|begin| name.starts_with(begin));
    State {
        name: name.to_owned(),
        snapshot,
        page,
        deeds: Vec::new(),
        public: !staff,
    }
}

impl State {
    fn after(mut self, deeds: impl IntoIterator<Item = Deed>) -> Self {
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
        .map(|(name, snapshot, _)| state(name, snapshot, Page::Home))
        .collect();
    let pages = desk_scenes(seen).into_iter();
    all.extend(pages.map(|(name, snapshot, _, page)| state(name, snapshot, page)));
    all.extend(captures(seen));
    all.extend(handed_over());
    all.extend(results());
    all.extend(typed());
    all.extend(enrolments(seen));
    all.extend(people_states());
    all.extend(settings(seen));
    all.extend(first_start(seen));
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
        .collect()
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
    let at_work = |work: WorkStatus| Snapshot {
        desk: Arc::new(DeskView {
            work,
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
    let vouching = |work| Snapshot {
        desk: at_work(work).desk,
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

fn people_states() -> Vec<State> {
    use Deed::{Press, Show, Write};
    let page = |name: &str, snapshot: Snapshot| state(name, snapshot, Page::People);
    // The page of who is pressed below.
    let chosen = |role, number: u32, state| {
        let mut snapshot = people_page(role, 40, Some((number, state)));
        let list = snapshot.people.list.as_ref().unwrap();
        let mut numbered = list.rows.iter().zip(1_u32..);
        let (row, _) = numbered.find(|(_, at)| *at == number).unwrap();
        let name = row.name.clone();
        if let Some(details) = &mut snapshot.people.details {
            Arc::make_mut(details).person.name = name;
        }
        snapshot
    };
    // Of the first three lines.
    let (active, held, disabled) = (
        "Eileen Collins",
        "Ángel Núñez Fernández",
        "Γιώργος Παπαδόπουλος",
    );
    let told = |notice: PeopleNotice| {
        let mut snapshot = people_page(Role::Administrator, 40, None);
        snapshot.people.notice = Some(notice);
        snapshot
    };
    let looked_at = |name: &str, role, number, standing, words| {
        page(name, chosen(role, number, standing)).after([Press(words)])
    };
    let (desk, administrator) = (Role::FrontDesk, Role::Administrator);
    let mine = |name: &str| looked_at(name, administrator, 1, PersonState::Active, active);
    let pin = ["people-pin-new", "people-pin-again"].map(|field| Write(field, "204617"));
    let kept = chosen(administrator, 1, PersonState::Active);
    let kept = Snapshot {
        desk: Arc::new(DeskView {
            work: WorkStatus::Done,
            ..super::desk::desk()
        }),
        ..kept
    };
    let removed = PeopleNotice::Removed {
        sessions: 12,
        receipt: Some("/var/lib/exports/erasure-0193.jwt".into()),
    };
    let failed = PeopleNotice::Failed {
        why: Problem::DiskFull,
    };
    let mut refused = chosen(administrator, 1, PersonState::Active);
    refused.people.notice = Some(PeopleNotice::SecondRefused);
    vec![
        page("people", people_page(desk, 40, None)),
        page("people_nobody", people_page(desk, 0, None)),
        page("people_none_found", none_found()),
        looked_at("people_active", desk, 1, PersonState::Active, active),
        mine("people_active_administrator"),
        looked_at("people_held", desk, 2, PersonState::Held, held),
        looked_at(
            "people_held_administrator",
            administrator,
            2,
            PersonState::Held,
            held,
        ),
        looked_at(
            "people_disabled",
            administrator,
            3,
            PersonState::Disabled,
            disabled,
        ),
        mine("people_look").after([Press("look-add")]),
        mine("people_pin").after([Press("people-pin")]),
        mine("people_pin_typed")
            .after([Press("people-pin")])
            .after(pin.clone()),
        mine("people_pin_kept")
            .after([Press("people-pin")])
            .after(pin)
            .after([Press("people-pin-keep"), Show(Box::new(kept))]),
        mine("people_remove").after([Press("people-remove")]),
        mine("people_remove_refused")
            .after([Press("people-remove"), Press("erasure-asked")])
            .after([
                Write("remove-second-name", "m.okafor"),
                Show(Box::new(refused)),
            ]),
        page("people_removed", told(removed)),
        page("people_failed", told(failed)),
    ]
}

fn none_found() -> Snapshot {
    let mut snapshot = people_page(Role::FrontDesk, 40, None);
    if let Some(list) = &mut snapshot.people.list {
        let list = Arc::make_mut(list);
        list.rows.clear();
    }
    snapshot
}

fn settings(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    use Deed::{Press, Show, Write};
    let open = |name: &str, page, health: Health| {
        let view = DeskView {
            health,
            ..desk::desk()
        };
        let page = Page::Desk(DeskPage::Settings(page));
        state(name, desk::administered(view), page)
    };
    let well = |name: &str, page| open(name, page, Health::Unknown);
    let operators = |name: &str| well(name, SettingsPage::Operators);
    let looking = Snapshot {
        analysed: Some(Arc::clone(seen)),
        ..desk::administered(DeskView {
            look: Some(desk::poor_look()),
            ..desk::desk()
        })
    };
    let saved = desk::administered(DeskView {
        work: WorkStatus::Done,
        ..desk::desk()
    });
    let site = SettingsPage::Site;
    vec![
        state(
            "settings_camera_nobody",
            looking,
            Page::Desk(DeskPage::Settings(SettingsPage::Camera)),
        ),
        operators("settings_operators_chosen").after([Press("m.okafor")]),
        operators("settings_operators_sure").after([Press("m.okafor"), Press("operators-disable")]),
        operators("settings_operators_add").after([Press("operators-add")]),
        operators("settings_operators_password")
            .after([Press("m.okafor"), Press("operators-set-password")]),
        well("settings_site_wrong", site).after([Write("site-name", "\u{7}")]),
        well("settings_site_changed", site).after([Write("site-name", " East")]),
        state(
            "audit_entry",
            audit::reviewed(audit::audited(Default::default(), audit::lines())),
            Page::Desk(DeskPage::Audit),
        )
        .after([Press("audit-decided")]),
        well("settings_site_saved", site).after([Show(Box::new(saved))]),
        open(
            "settings_health_checking",
            SettingsPage::Health,
            Health::Checking,
        ),
        open(
            "settings_health_unknown",
            SettingsPage::Health,
            Health::Unknown,
        ),
        open(
            "settings_health_good",
            SettingsPage::Health,
            desk::good_health(),
        ),
        open(
            "settings_health_trouble",
            SettingsPage::Health,
            Health::Trouble {
                why: Problem::CheckUnfinished,
            },
        ),
    ]
}

fn first_start(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    use Deed::{Press, Show, Write};
    let start = |name: &str| state(name, new_kiosk(), Page::Home);
    let onward = || Press("start-next");
    let looking = Snapshot {
        analysed: Some(Arc::clone(seen)),
        desk: Arc::new(DeskView {
            look: Some(desk::look()),
            ..Snapshot::clone(&new_kiosk()).desk.as_ref().clone()
        }),
        ..new_kiosk()
    };
    let set_up = Snapshot {
        operator: Some(desk::administrator()),
        ..desk::administered(desk::desk())
    };
    let administrator = |name: &str| start(name).after([onward(), onward(), onward()]);
    let account = [
        Write("operators-name", "a.lindqvist"),
        Write("operators-password", "correct horse battery"),
        Write("operators-again", "correct horse battery"),
    ];
    vec![
        start("first_start_site").after([onward()]),
        start("first_start_camera").after([onward(), onward(), Show(Box::new(looking))]),
        administrator("first_start_administrator"),
        administrator("first_start_administrator_filled").after(account.clone()),
        administrator("first_start_done")
            .after(account)
            .after([Press("start-finish"), Show(Box::new(set_up))]),
    ]
}
