//! A verification begun at the window, an operator beside or nobody.

use crate::domain::{Allowance, Attended, Badge, Role, VouchReason};

use super::Problem;
use super::live_thread::LiveThread;
use super::office::Begun;
use super::requests::VerifyRequest;

impl LiveThread<'_> {
    pub(super) fn verify(&mut self, request: VerifyRequest) {
        if self.running.is_some() {
            return;
        }
        match self.office.begin_verification(request, &self.camera) {
            Ok(Begun::Capture(open)) => self.begin(*open),
            Ok(Begun::Decided(outcome)) => self.finished(&outcome),
            Err(error) => self.trouble(Problem::of(&error)),
        }
    }

    /// The signed-in operator stands beside whoever claims this badge.
    pub(super) fn verify_attended(&mut self, claim: Badge, allowance: Allowance, why: VouchReason) {
        let Some(operator) = self.drawn.operator.clone() else {
            return self.trouble(Problem::NeedsFrontDesk);
        };
        // They may have been disabled since they signed in.
        let may = self
            .office
            .wait(self.office.operators().require(&operator, Role::FrontDesk));
        if let Err(error) = may {
            return self.trouble(Problem::of(&error));
        }
        self.verify(VerifyRequest {
            claim: Some(claim),
            attended: Some(Attended {
                allowance,
                operator: operator.name,
                why,
            }),
        });
    }
}
