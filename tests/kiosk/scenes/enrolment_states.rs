//! States of an enrolment: who it is, consent, each pose.

use std::sync::Arc;

use secure_biometric::domain::{Analysis, Decision, Frame, PoseName, Reason, Role};
use secure_biometric::flow::Instruction;
use secure_biometric::kiosk::Page;
use secure_biometric::pipeline::{Activity, EngineStatus, EnrolmentKind};

use super::capture::enrolling;
use super::people::{self, badge, signed_in};
use super::state::{Deed, State, state};

/// All of these.
pub fn enrolments(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
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
