//! An operator signs in behind the window, and out again.

use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::bounded;

use crate::access::SignInError;
use crate::domain::{OperatorName, Reason, Secret, SessionKind};

use super::live_thread::LiveThread;
use super::running::Running;
use super::{Problem, SignInStatus, now};

impl LiveThread<'_> {
    /// The operator leaves, and whom they saw is forgotten.
    pub(super) fn sign_out(&mut self) {
        self.leave_sign_in();
        // Who is enrolled or tried needs somebody who answers for it.
        let theirs = |running: &Running| running.open.kind() != SessionKind::Verification;
        if let Some(mut running) = self.running.take_if(|running| theirs(running)) {
            let verdict = running.end(Reason::Cancelled);
            self.conclude(running, verdict);
        }
        self.sign_ins += 1;
        self.drawn.operator = None;
        self.people.forget(&mut self.drawn.people);
        self.review.forget(&mut self.drawn.review);
        self.clear_desk();
    }

    /// Hashing takes a while: it has a thread of its own.
    pub(super) fn sign_in(&mut self, name: &str, password: Secret<String>) {
        if self.drawn.sign_in == SignInStatus::Checking {
            return;
        }
        let Ok(name) = name.parse::<OperatorName>() else {
            self.drawn.sign_in = SignInStatus::Refused;
            return;
        };
        self.drawn.sign_in = SignInStatus::Checking;
        let office = Arc::clone(&self.office);
        let (answer, answered) = bounded(1);
        self.signing_in = Some(answered);
        let spawned = std::thread::Builder::new()
            .name("sign-in".to_owned())
            .spawn(move || {
                let signed_in = office.wait(office.operators().sign_in(&name, &password, now()));
                // Nobody waits for it any more: they left, or the window is gone.
                let _ = answer.send(signed_in);
            });
        if let Err(error) = spawned {
            self.drawn.sign_in = SignInStatus::Trouble {
                why: Problem::of(&error),
            };
        }
    }

    /// Whoever leaves while the password is being checked isn't signed in later.
    pub(super) fn leave_sign_in(&mut self) {
        self.signing_in = None;
        self.drawn.sign_in = SignInStatus::Idle;
    }

    /// Takes the answer of whoever waits for one.
    pub(super) fn listen_to_sign_in(&mut self) {
        let answered = self.signing_in.as_ref().and_then(|it| it.try_recv().ok());
        let Some(signed_in) = answered else {
            return;
        };
        self.signing_in = None;
        self.last_intent = Instant::now();
        let (operator, status) = match signed_in {
            Ok(operator) => (Some(operator), SignInStatus::Idle),
            Err(SignInError::Wrong) => (None, SignInStatus::Refused),
            Err(SignInError::Wait { seconds }) => (None, SignInStatus::Wait { seconds }),
            Err(other) => {
                let why = Problem::of(&other);
                (None, SignInStatus::Trouble { why })
            }
        };
        // Nothing of whoever was signed in until now stays for them.
        if self.drawn.operator.is_some() {
            self.sign_out();
        }
        self.sign_ins += 1;
        self.drawn.operator = operator;
        self.drawn.sign_in = status;
    }
}
