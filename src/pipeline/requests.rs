//! Whom a session is asked for.

use crate::domain::{
    Allowance, Attended, Badge, Consent, Contact, Operator, OperatorName, PersonName, Role,
    VouchReason,
};

/// Who is to be enrolled.
#[derive(Clone, Debug)]
pub struct EnrolRequest {
    /// Their badge.
    pub badge: Badge,
    /// Their name.
    pub name: PersonName,
    /// What else they said.
    pub contact: Contact,
    /// What they agreed to.
    pub consent: Consent,
    /// The operator who enrols them.
    pub operator: OperatorName,
    /// What that operator allows them, and why.
    pub allowed: Option<(Allowance, VouchReason)>,
}

/// Who wants to verify.
#[derive(Clone, Debug, Default)]
pub struct VerifyRequest {
    /// The badge claimed.
    pub claim: Option<Badge>,
    /// What an operator who attends allows; only with a claim.
    pub attended: Option<Attended>,
}

impl VerifyRequest {
    /// Somebody alone, with or without a badge.
    #[must_use]
    pub fn of(claim: Option<Badge>) -> Self {
        Self {
            claim,
            attended: None,
        }
    }
}

/// Whether this operator may enrol.
#[must_use]
pub fn may_enrol(operator: &Operator) -> bool {
    operator.role.holds(Role::FrontDesk)
}

/// The version of a notice that somebody agreed to, as it is kept.
#[must_use]
pub fn notice_version(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=64).contains(&text.chars().count());
    (fits && !text.chars().any(char::is_control)).then(|| text.to_owned())
}
