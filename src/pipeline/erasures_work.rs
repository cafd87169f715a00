//! Erasures for staff at the window: who was erased (ids, nothing personal),
//! the receipt of one once more, and whether a receipt that somebody shows is
//! genuine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::access::ErasureError;
use crate::domain::{Act, Note, Operator, OperatorName, PersonId, ReceiptClaims, Role, Tombstone};
use crate::store::{Store, StoreError};

use super::live_thread::LiveThread;
use super::new_file::{NewFile, make_folder};
use super::office::Office;
use super::{DeskIntent, Problem, WorkStatus, now};

/// What somebody wants of erasures.
#[derive(Debug)]
pub enum ErasuresIntent {
    /// Fill the list.
    Look,
    /// Sign the receipt of one once more, and write it to a file
    /// (administrators).
    Write(PersonId),
    /// Say what a receipt says, if it counts.
    Check {
        /// The receipt.
        text: String,
    },
}

/// An erasure, and who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureLine {
    /// What is kept of it.
    pub tombstone: Tombstone,
    /// Who erased them; nobody where the kiosk did, or one who is gone.
    pub first: Option<OperatorName>,
    /// Who agreed.
    pub second: Option<OperatorName>,
}

/// Erasures as the window shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasuresView {
    /// The last first; none until somebody asked.
    pub list: Option<Arc<Vec<ErasureLine>>>,
    /// What a receipt says that was checked; an error if it doesn't count.
    pub check: Option<Result<Arc<ReceiptClaims>, ()>>,
    /// Where a receipt was written to.
    pub written: Option<PathBuf>,
}

/// Does what is asked.
pub(super) fn work(
    office: &Office,
    exports: &Path,
    actor: &Operator,
    intent: ErasuresIntent,
) -> Result<ErasuresView, Problem> {
    let role = match intent {
        ErasuresIntent::Look | ErasuresIntent::Check { .. } => Role::Reviewer,
        ErasuresIntent::Write(_) => Role::Administrator,
    };
    office
        .wait(office.operators().require(actor, role))
        .map_err(|error| Problem::of(&error))?;
    let mut view = ErasuresView::default();
    match intent {
        ErasuresIntent::Look => {
            let acting = office.store().acting(&actor.name);
            let listed = office.wait(erasures_listed(&acting));
            let listed = listed.map_err(|error| Problem::of(&error))?;
            view.list = Some(Arc::new(lines(office, listed)?));
        }
        ErasuresIntent::Check { text } => {
            let checked = office.tokens().erasures().verify(text.trim());
            view.check = Some(checked.map(Arc::new).map_err(|error| {
                tracing::warn!(%error, "a receipt that was shown doesn't count");
            }));
        }
        ErasuresIntent::Write(person) => {
            let erasures = office.tokens().acting(&actor.name).erasures();
            let signed = office.wait(erasures.receipt_of(person));
            let signed = signed.map_err(|error| match error {
                ErasureError::Store(error) => Problem::of(&error),
                ErasureError::NotErased => Problem::NoSuchPerson,
                ErasureError::SameOperator | ErasureError::Receipt(_) => Problem::Start,
            })?;
            let name = format!("erasure-{person}-{}.jwt", now().0);
            let path = exports.join(name);
            office
                .wait(erasures.note_receipt(person))
                .map_err(|error| Problem::of(&error))?;
            save(exports, &path, &signed)?;
            view.written = Some(path);
        }
    }
    Ok(view)
}

/// Everybody who was erased, the last first; that they were listed is kept.
///
/// # Errors
/// When the store failed; then nothing is told.
pub async fn erasures_listed(acting: &Store) -> Result<Vec<Tombstone>, StoreError> {
    let tombstones = acting.tombstones().await?;
    let count = u64::try_from(tombstones.len()).unwrap_or(u64::MAX);
    let note = Note::of(Act::ErasuresListed).with("people", count);
    acting.note(&note).await?;
    Ok(tombstones)
}

fn lines(office: &Office, tombstones: Vec<Tombstone>) -> Result<Vec<ErasureLine>, Problem> {
    let names = office
        .wait(office.store().operator_ids())
        .map_err(|error| Problem::of(&error))?;
    let named = |id: Option<_>| id.and_then(|id| names.get(&id).cloned());
    let lines = tombstones.into_iter().map(|tombstone| ErasureLine {
        first: named(tombstone.first),
        second: named(tombstone.second),
        tombstone,
    });
    Ok(lines.collect())
}

/// Writes a receipt into the folder of exports.
pub(super) fn save(exports: &Path, path: &Path, signed: &str) -> Result<(), Problem> {
    make_folder(exports)?;
    let content = format!("{signed}\n").into_bytes();
    let written = NewFile::make(path, content).and_then(NewFile::write);
    written.map_err(|error| Problem::of(&error))
}

impl LiveThread<'_> {
    pub(super) fn take_erasures(&mut self, intent: ErasuresIntent) {
        if matches!(intent, ErasuresIntent::Look) {
            return self.begin_work(DeskIntent::Erasures(intent));
        }
        if self.drawn.desk.work == WorkStatus::Working {
            return;
        }
        let desk = self.desk();
        (desk.erasures.check, desk.erasures.written) = (None, None);
        desk.work = WorkStatus::Working;
        self.begin_work(DeskIntent::Erasures(intent));
    }

    pub(super) fn take_erasures_answer(&mut self, answer: ErasuresView) {
        let desk = self.desk();
        match answer.list {
            Some(list) => desk.erasures.list = Some(list),
            None => {
                desk.erasures.check = answer.check;
                desk.erasures.written = answer.written;
                desk.work = WorkStatus::Idle;
            }
        }
    }

    /// Forgets what only reviewers should see.
    pub(super) fn clear_erasures(&mut self) {
        if self.drawn.desk.erasures != ErasuresView::default() {
            self.desk().erasures = ErasuresView::default();
        }
    }
}
