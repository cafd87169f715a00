//! What an operator who attends allows, and why.

use clap::Args;

use crate::domain::{Allowance, Operator, Role, VouchReason};

use super::CommandError;

/// Flags of commands that an operator may attend.
#[derive(Args, Clone, Debug)]
pub(super) struct Attending {
    /// What an operator who attends allows: no-turn (blinks and an open mouth
    /// in place of turns; depth isn't measured) or longer-time
    #[arg(
        long,
        value_name = "WAY",
        value_parser = allowance,
        requires_all = ["reason", "badge"]
    )]
    attended: Option<Allowance>,
    /// Why it is allowed; kept with the session
    #[arg(long, value_name = "TEXT", requires = "attended")]
    reason: Option<VouchReason>,
}

fn allowance(text: &str) -> Result<Allowance, String> {
    Allowance::parse(text).ok_or_else(|| "no-turn or longer-time".to_owned())
}

impl Attending {
    /// Whether anything is to be allowed.
    pub(super) fn is_asked(&self) -> bool {
        self.attended.is_some()
    }

    /// What is allowed and why, if this operator may.
    ///
    /// # Errors
    /// When the operator isn't of the front desk.
    pub(super) fn allowed(
        &self,
        operator: Option<&Operator>,
    ) -> Result<Option<(Allowance, VouchReason)>, CommandError> {
        let Some(allowed) = self.attended.zip(self.reason.clone()) else {
            return Ok(None);
        };
        if operator.is_some_and(|operator| operator.role.holds(Role::FrontDesk)) {
            return Ok(Some(allowed));
        }
        Err(CommandError::new(
            "not_allowed",
            "attending needs the role front-desk or administrator",
        )
        .fix("act as an operator who holds it"))
    }
}
