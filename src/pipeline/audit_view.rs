//! What reviewers see of the audit in the window, and may ask.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::{Act, AuditCheck, AuditEntry, OperatorId, OperatorName};

/// Acts that belong together, to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActGroup {
    /// Operators signed in, or failed to.
    SignIns,
    /// Decisions and their receipts.
    Decisions,
    /// People enrolled, changed and removed.
    People,
    /// What was looked at, written to files and cleaned away.
    Records,
    /// Operators, thresholds, settings and keys of the kiosk itself.
    Kiosk,
}

impl ActGroup {
    /// Every group.
    pub const ALL: [Self; 5] = [
        Self::SignIns,
        Self::Decisions,
        Self::People,
        Self::Records,
        Self::Kiosk,
    ];

    /// The group that an act belongs to.
    #[must_use]
    pub fn of(act: Act) -> Self {
        match act {
            Act::SignedIn | Act::SignInFailed => Self::SignIns,
            Act::Decided | Act::TokenIssued | Act::TokenRedeemed | Act::TokenRevoked => {
                Self::Decisions
            }
            Act::Enrolled
            | Act::LookAdded
            | Act::PersonStateSet
            | Act::FailuresForgotten
            | Act::PinSet
            | Act::PersonRemoved => Self::People,
            Act::SessionViewed
            | Act::SessionExported
            | Act::SessionMarked
            | Act::SessionsCleaned
            | Act::SelfTestBegun
            | Act::SelfTestChanged
            | Act::TrialWithdrawn
            | Act::SelfTestExported
            | Act::PeopleListed
            | Act::PersonViewed
            | Act::SessionsListed
            | Act::ErasuresListed
            | Act::ReceiptWritten
            | Act::TokensViewed
            | Act::TokenChecked
            | Act::ConsentExported => Self::Records,
            Act::OperatorAdded
            | Act::OperatorDisabled
            | Act::PasswordSet
            | Act::ToleranceSaved
            | Act::SettingsSaved
            | Act::ClockReset
            | Act::KeysReplaced
            | Act::KeyAskedFor
            | Act::KeyGranted
            | Act::KeyAccepted
            | Act::TemplatesRenewed
            | Act::BackupBegun
            | Act::BackupCreated
            | Act::BackupRestored
            | Act::AuditVerified
            | Act::StartFilesSigned
            | Act::CentreJoined
            | Act::ChangeGaveWay
            | Act::AuditParted
            | Act::KioskInvited
            | Act::KioskDisabled => Self::Kiosk,
        }
    }

    /// The acts that belong to it.
    #[must_use]
    pub fn acts(self) -> Vec<Act> {
        let all = Act::ALL.iter().copied();
        all.filter(|act| Self::of(*act) == self).collect()
    }
}

/// Which entries are shown. Whatever is absent isn't asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only acts of this group.
    pub group: Option<ActGroup>,
    /// Only those of so many days.
    pub days: Option<u32>,
    /// Only what this operator did.
    pub actor: Option<OperatorId>,
    /// Only what was done to this person, session, operator or self-test.
    pub subject: Option<Uuid>,
}

/// What a reviewer wants of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditIntent {
    /// Fill the list, or go on with it.
    List {
        /// Which entries.
        query: AuditQuery,
        /// Only those before this number: more of the same list.
        before: Option<u64>,
    },
    /// Look whether every entry is as it was written.
    Verify,
}

/// An entry, and who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// The entry.
    pub entry: AuditEntry,
    /// The operator's name.
    pub operator: Option<OperatorName>,
}

/// The entries that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditList {
    /// What was asked for.
    pub query: AuditQuery,
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// Whether there may be older ones.
    pub older: bool,
    /// How many can't be read.
    pub unreadable: u64,
}

/// The audit as the window shows it.
#[derive(Clone, Debug, Default)]
pub struct AuditView {
    /// The entries; none until a reviewer asked.
    pub list: Option<Arc<AuditList>>,
    /// What the last check found.
    pub check: Option<Arc<AuditCheck>>,
}

impl PartialEq for AuditView {
    /// Compared by being the same one: each answer makes another.
    fn eq(&self, other: &Self) -> bool {
        let list = |view: &Self| view.list.as_ref().map(Arc::as_ptr);
        let check = |view: &Self| view.check.as_ref().map(Arc::as_ptr);
        list(self) == list(other) && check(self) == check(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_in_one_group() {
        let grouped: usize = ActGroup::ALL
            .into_iter()
            .map(|group| group.acts().len())
            .sum();
        assert_eq!(grouped, Act::ALL.len());
    }
}
