//! Operators: signing in, what each role may do, being signed out, and two of
//! them at once.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Key;
use secure_biometric::access::Settings;
use secure_biometric::domain::{
    Consent, Contact, ErasureReason, PersonId, PersonState, Role as OperatorRole, Secret, Timestamp,
};
use secure_biometric::pipeline::{
    Activity, DeskIntent, Intent, PeopleIntent, PeopleNotice, Problem, SecondOperator, WorkStatus,
};
use uuid::Uuid;

use crate::hands::Hands;
use crate::kiosk::{Kiosk, PATIENCE};
use crate::rows::{differing, put, rows};
use crate::support::{ADMINISTRATOR, Actor, FRONT_DESK, REVIEWER, Site};

/// What the staff's page offers, and the role that it is for.
const WAYS: [(&str, OperatorRole); 8] = [
    ("Enrol a person", OperatorRole::FrontDesk),
    ("People", OperatorRole::FrontDesk),
    ("Vouch for somebody", OperatorRole::FrontDesk),
    ("Stay beside somebody", OperatorRole::FrontDesk),
    ("Sessions", OperatorRole::Reviewer),
    ("Audit", OperatorRole::Reviewer),
    ("Tokens", OperatorRole::Reviewer),
    ("Settings", OperatorRole::Administrator),
];

fn role(actor: Actor) -> OperatorRole {
    OperatorRole::parse(actor.role).unwrap()
}

#[test]
fn a_wrong_password_is_said_and_the_wait_after_several_counts_down() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.press("Staff sign-in");
    let waits = |kiosk: &Kiosk| kiosk.shows("Too many tries. Wait");
    let mut tries = 0;
    while !waits(&kiosk) {
        tries += 1;
        kiosk.write("Name", FRONT_DESK.name);
        kiosk.write_secret("Password", "not the password");
        kiosk.strike(Key::Enter);
        kiosk.wait(PATIENCE, "an answer", |kiosk| {
            waits(kiosk) || kiosk.shows("The name or the password is wrong.")
        });
    }
    assert!(
        (4..9).contains(&tries),
        "two are free, others cost seconds: {tries}"
    );
    let seconds = seconds_left(&kiosk);
    kiosk.pass(1.0);
    assert!(seconds_left(&kiosk) < seconds, "it counts down");
    // Whoever comes next isn't told about that.
    kiosk.press("Back");
    kiosk.press("Staff sign-in");
    assert!(!kiosk.shows("Too many tries."));
    // Another name need not wait.
    kiosk.write("Name", REVIEWER.name);
    kiosk.write_secret("Password", REVIEWER.password);
    kiosk.strike(Key::Enter);
    kiosk.sees("What would you like to do?");
}

#[test]
fn who_leaves_while_the_password_is_looked_at_is_not_signed_in_later() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.press("Staff sign-in");
    kiosk.write("Name", ADMINISTRATOR.name);
    kiosk.write_secret("Password", ADMINISTRATOR.password);
    kiosk.strike(Key::Enter);
    kiosk.press("Back");
    kiosk.sees("Staff sign-in");
    let signed_in = |kiosk: &Kiosk| {
        let acts = kiosk.site.run_as(REVIEWER, &["audit", "list"]).expect(0);
        let acts = acts.as_array().unwrap().clone();
        acts.iter()
            .filter(|entry| entry["act"] == "signed_in")
            .any(|entry| entry.to_string().contains(ADMINISTRATOR.name))
    };
    // Right it was; only nobody stands there any more.
    kiosk.wait(PATIENCE, "the password was looked at", |kiosk| {
        signed_in(kiosk)
    });
    kiosk.pass(0.5);
    for _ in 0..20 {
        kiosk.frame();
    }
    assert!(kiosk.snapshot().operator.is_none());
    kiosk.sees("Staff sign-in");
}

/// How long a name has to wait, by the screen; none where nothing is said.
fn seconds_left(kiosk: &Kiosk) -> u32 {
    let said = kiosk.labels();
    let said = said
        .iter()
        .find_map(|text| text.strip_prefix("Too many tries. Wait "));
    said.map_or(0, |said| {
        let digits = said.split(' ').next().unwrap();
        digits.parse().unwrap()
    })
}

#[test]
fn each_role_sees_what_it_may_do_and_the_pipeline_refuses_the_rest() {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    let before = rows(&kiosk.site.data());
    check_refusals(&mut kiosk, None);
    for actor in [FRONT_DESK, REVIEWER, ADMINISTRATOR] {
        kiosk.sign_in(actor);
        for (way, needed) in WAYS {
            let offered = kiosk.shows(way);
            assert_eq!(
                offered,
                role(actor).holds(needed),
                "{way} to {}",
                actor.role
            );
        }
        if actor.role != ADMINISTRATOR.role {
            check_refusals(&mut kiosk, Some(role(actor)));
        }
        kiosk.press("Sign out");
        kiosk.sees("Staff sign-in");
    }
    let differs = differing(&before, &rows(&kiosk.site.data()));
    // Failures at this kiosk are counted, whoever signs in.
    let traces = ["audit", "audit_head", "sign_ins"];
    assert_eq!(differs, traces, "signing in alone leaves a trace");
}

/// Asks the pipeline for all that this role may not do, past the screens.
fn check_refusals(kiosk: &mut Kiosk, role: Option<OperatorRole>) {
    let may = |needed| role.is_some_and(|role| role.holds(needed));
    let person = PersonId(Uuid::from_u128(1));
    if !may(OperatorRole::Administrator) {
        let badge = "10427".parse().unwrap();
        for act in [
            PeopleIntent::SetState {
                person,
                version: 1,
                state: PersonState::Disabled,
            },
            PeopleIntent::Remove {
                person,
                badge,
                reason: ErasureReason::Asked,
                second: SecondOperator {
                    name: FRONT_DESK.name.to_owned(),
                    password: Arc::new(Secret::new(FRONT_DESK.password.to_owned())),
                },
            },
        ] {
            check_people(kiosk, act);
        }
        let name = || "eve.evil".parse().unwrap();
        let password = || Secret::new("a password long enough".to_owned());
        for act in [
            DeskIntent::Save(Box::new(Settings {
                site_name: "Elsewhere".to_owned(),
                ..Settings::default()
            })),
            DeskIntent::AddOperator {
                name: name(),
                role: OperatorRole::Administrator,
                password: password(),
            },
            DeskIntent::SetPassword {
                name: ADMINISTRATOR.name.parse().unwrap(),
                password: password(),
            },
            DeskIntent::DisableOperator(ADMINISTRATOR.name.parse().unwrap()),
            DeskIntent::FirstStart {
                settings: Box::default(),
                name: name(),
                password: password(),
            },
        ] {
            check_desk(kiosk, act);
        }
        kiosk.pipeline.send(Intent::Desk(DeskIntent::Refresh));
        kiosk.rest();
        assert!(kiosk.snapshot().desk.operators.is_empty());
        kiosk.pipeline.send(Intent::Desk(DeskIntent::Look(true)));
        kiosk.rest();
        assert!(kiosk.snapshot().desk.look.is_none());
    }
    if !may(OperatorRole::FrontDesk) {
        for act in [
            PeopleIntent::CheckBadge("10427".parse().unwrap()),
            PeopleIntent::List(Default::default()),
            PeopleIntent::Show(person),
        ] {
            check_people(kiosk, act);
        }
        for act in [
            DeskIntent::Vouch {
                claim: "10427".parse().unwrap(),
                why: "because".parse().unwrap(),
            },
            DeskIntent::SetPin {
                person,
                pin: "204617".try_into().unwrap(),
            },
        ] {
            check_desk(kiosk, act);
        }
        kiosk.pipeline.send(Intent::Enrol {
            badge: "99999".parse().unwrap(),
            name: "Eve Evil".parse().unwrap(),
            contact: Contact::default(),
            allowed: None,
            consent: Consent {
                notice_version: "1".to_owned(),
                language: "en".to_owned(),
                given_at: Timestamp(1),
                signature: None,
            },
        });
        let refused = Activity::Trouble {
            why: Problem::NeedsFrontDesk,
        };
        kiosk.wait(PATIENCE, "enrolling is refused", |kiosk| {
            kiosk.snapshot().activity == refused
        });
        // Whoever isn't signed in is told nothing of roles.
        kiosk.press(if role.is_some() { "Done" } else { "Not now" });
    }
    // Back where it was.
    if role.is_some() && !kiosk.shows("What would you like to do?") {
        kiosk.press("Staff");
    }
}

fn check_people(kiosk: &mut Kiosk, act: PeopleIntent) {
    let about = format!("{act:?}");
    kiosk.pipeline.send(Intent::People(act));
    kiosk.wait(PATIENCE, &about, |kiosk| {
        kiosk.snapshot().people.notice == Some(PeopleNotice::NotAllowed)
    });
    assert!(kiosk.snapshot().people.list.is_none(), "{about}");
}

fn check_desk(kiosk: &mut Kiosk, act: DeskIntent) {
    let about = format!("{act:?}");
    kiosk.pipeline.send(Intent::Desk(act));
    kiosk.wait(PATIENCE, &about, |kiosk| {
        let desk = &kiosk.snapshot().desk;
        [&desk.work, &desk.way_in]
            .iter()
            .any(|work| matches!(work, WorkStatus::Failed { .. }))
    });
    kiosk.pipeline.send(Intent::Desk(DeskIntent::Dismiss));
    kiosk.wait(PATIENCE, "it is read", |kiosk| {
        let desk = &kiosk.snapshot().desk;
        desk.work == WorkStatus::Idle && desk.way_in == WorkStatus::Idle
    });
}

#[test]
fn who_walks_away_is_told_and_then_signed_out() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("Enrol a person");
    kiosk.write("Full name", "Eileen Collins");
    kiosk.pass(250.0);
    assert!(!kiosk.shows("Still there?"));
    kiosk.pass(15.0);
    kiosk.sees("Still there? You are signed out in");
    // A touch is enough to stay, and nothing typed is lost.
    kiosk.strike(Key::F8);
    assert!(!kiosk.shows("Still there?"));
    assert_eq!(kiosk.value("Full name"), "Eileen Collins");
    kiosk.pass(290.0);
    kiosk.sees("Still there?");
    kiosk.pass(11.0);
    kiosk.sees("Staff sign-in");
    assert!(kiosk.snapshot().operator.is_none());
    assert!(!kiosk.shows("Eileen"));
}

#[test]
fn who_is_disabled_elsewhere_can_do_nothing_more_here() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.sign_in(FRONT_DESK);
    let disable = ["operators", "disable", "--name", FRONT_DESK.name];
    kiosk.site.run_as(ADMINISTRATOR, &disable).expect(0);
    kiosk.sees_within(Duration::from_secs(10), "Staff sign-in");
    kiosk.press("Staff sign-in");
    kiosk.write("Name", FRONT_DESK.name);
    kiosk.write_secret("Password", FRONT_DESK.password);
    kiosk.strike(Key::Enter);
    kiosk.sees("This operator can't sign in any more. Ask an administrator.");
}

#[test]
fn a_reviewer_looks_through_the_audit_and_checks_it() {
    for hands in Hands::ALL {
        checks_the_audit(hands);
    }
}

fn checks_the_audit(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let disable = ["people", "disable", "--badge", "10427"];
    site.run_as(ADMINISTRATOR, &disable).expect(0);
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk.sign_in(REVIEWER);
    kiosk.press_line("Audit");
    kiosk.sees("A person was switched on or off");
    kiosk.press_line("A person was switched on or off");
    kiosk.sees("Switched off");
    kiosk.sees(ADMINISTRATOR.name);
    // Nobody's name or badge is in it.
    assert!(!kiosk.shows("Eileen Collins"));
    kiosk.press("Check the audit");
    kiosk.sees("all as they were written");
    kiosk.press("Sign-ins");
    kiosk.sees("Signed in");
    assert!(!kiosk.shows("A person was switched on or off"));
}
