//! Reading and checking the audit for a reviewer at the window.

use std::sync::Arc;

use crate::domain::{Act, AuditCheck, Note, Operator, Role, Timestamp};
use crate::store::AuditFilter;
use crate::sync::check_audit;

use super::live_thread::LiveThread;
use super::office::Office;
use super::{
    ActGroup, AuditIntent, AuditLine, AuditList, AuditQuery, AuditView, DeskIntent, Problem,
    WorkStatus, now,
};

/// Entries that are listed at once.
const AT_ONCE: usize = 200;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// What was found.
pub(super) enum AuditAnswer {
    /// Entries; the flag says that they go on with the list that is shown.
    Listed(Box<AuditList>, bool),
    /// What the check found.
    Checked(Box<AuditCheck>),
}

/// Does what a reviewer asks.
pub(super) fn work(
    office: &Office,
    actor: &Operator,
    intent: AuditIntent,
) -> Result<AuditAnswer, Problem> {
    office
        .wait(office.operators().require(actor, Role::Reviewer))
        .map_err(|error| Problem::of(&error))?;
    match intent {
        AuditIntent::List { query, before } => {
            let list = list(office, query, before)?;
            Ok(AuditAnswer::Listed(Box::new(list), before.is_some()))
        }
        AuditIntent::Verify => {
            let (check, _) = office
                .wait(check_audit(office.store(), None))
                .map_err(|error| Problem::of(&error))?;
            let acting = office.store().acting(&actor.name);
            office
                .wait(acting.audit_verified(&audit_verified(&check)))
                .map_err(|error| Problem::of(&error))?;
            Ok(AuditAnswer::Checked(Box::new(check)))
        }
    }
}

/// That the audit was looked through, for the audit.
#[must_use]
pub fn audit_verified(check: &AuditCheck) -> Note {
    Note::of(Act::AuditVerified)
        .with("entries", check.entries)
        .with("flaws", check.all_flaws())
}

fn list(office: &Office, query: AuditQuery, before: Option<u64>) -> Result<AuditList, Problem> {
    let names = office
        .wait(office.store().operator_ids())
        .map_err(|error| Problem::of(&error))?;
    let since = query.days.map(|days| {
        let back = i64::from(days) * DAY_MILLIS;
        Timestamp(now().0.saturating_sub(back))
    });
    let filter = AuditFilter {
        limit: Some(AT_ONCE),
        before,
        acts: query.group.map(ActGroup::acts).unwrap_or_default(),
        actor: query.actor,
        subject: query.subject,
        since,
        until: None,
    };
    let page = office
        .wait(office.store().audit(&filter))
        .map_err(|error| Problem::of(&error))?;
    Ok(AuditList {
        query,
        older: page.entries.len() == AT_ONCE,
        unreadable: page.unreadable,
        lines: page
            .entries
            .into_iter()
            .map(|entry| AuditLine {
                operator: entry.actor.and_then(|id| names.get(&id).cloned()),
                entry,
            })
            .collect(),
    })
}

impl LiveThread<'_> {
    pub(super) fn take_audit(&mut self, intent: AuditIntent) {
        match intent {
            AuditIntent::Verify if self.drawn.desk.work == WorkStatus::Working => {}
            AuditIntent::Verify => {
                let desk = self.desk();
                desk.audit.check = None;
                desk.work = WorkStatus::Working;
                self.begin_work(DeskIntent::Audit(intent));
            }
            AuditIntent::List { .. } => self.begin_work(DeskIntent::Audit(intent)),
        }
    }

    pub(super) fn take_audit_answer(&mut self, answer: AuditAnswer) {
        let desk = self.desk();
        match answer {
            AuditAnswer::Listed(page, goes_on) => {
                desk.audit.list = Some(match (&desk.audit.list, goes_on) {
                    (Some(shown), true) if shown.query == page.query => {
                        let mut all = AuditList::clone(shown);
                        all.older = page.older;
                        all.unreadable += page.unreadable;
                        all.lines.extend(page.lines);
                        Arc::new(all)
                    }
                    // More of a list that isn't shown any more.
                    (Some(shown), true) => Arc::clone(shown),
                    _ => Arc::from(page),
                });
            }
            AuditAnswer::Checked(check) => {
                desk.audit.check = Some(Arc::from(check));
                desk.work = WorkStatus::Idle;
            }
        }
    }

    /// Forgets what only reviewers should see.
    pub(super) fn clear_audit(&mut self) {
        if self.drawn.desk.audit != AuditView::default() {
            self.desk().audit = AuditView::default();
        }
    }
}
