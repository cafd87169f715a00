//! What reviewers say of sessions, and the choices of the list that they keep
//! under a name.

use serde::{Deserialize, Serialize};

use crate::domain::{Act, Mark, MarkNote, Note, Operator, SessionId, Truth};

use super::office::Office;
use super::review_view::SessionQuery;
use super::{Problem, now};

/// Under what the kept choices stand among the settings.
const FILTERS: &str = "review_filters";
/// No more choices are kept: they are to be seen at a glance.
pub const MOST_FILTERS: usize = 12;
/// Most characters of a choice's name.
pub const FILTER_CHARACTERS: usize = 40;

/// A choice of sessions under a name. What was typed isn't part of it: it may
/// be somebody's badge, and would stay when they are erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    /// What reviewers call it.
    pub name: String,
    /// What is chosen.
    pub query: SessionQuery,
}

/// Keeps what a reviewer says of a session.
pub(super) fn mark(
    office: &Office,
    actor: &Operator,
    session: SessionId,
    (truth, note): (Truth, &MarkNote),
) -> Result<(), Problem> {
    let mark = Mark {
        truth,
        by: actor.name.clone(),
        at: now(),
    };
    let store = office.store().acting(&actor.name);
    let kept = office.wait(store.mark_session(session, &mark, Some(note)));
    match kept.map_err(|error| Problem::of(&error))? {
        true => Ok(()),
        false => Err(Problem::NoSuchSession),
    }
}

/// The choices that are kept, by name.
pub(super) fn filters(office: &Office) -> Result<Vec<SavedFilter>, Problem> {
    let kept = office.wait(office.store().setting(FILTERS));
    let kept: Option<Vec<SavedFilter>> = kept.map_err(|error| Problem::of(&error))?;
    Ok(kept.unwrap_or_default())
}

/// Keeps a choice, in place of one of that name; or forgets one of that name.
pub(super) fn keep_filter(
    office: &Office,
    actor: &Operator,
    (name, query): (&str, Option<SessionQuery>),
) -> Result<(), Problem> {
    let mut kept = filters(office)?;
    kept.retain(|one| one.name != name);
    let name: String = name.trim().chars().take(FILTER_CHARACTERS).collect();
    if let Some(query) = query.filter(|_| !name.is_empty() && kept.len() < MOST_FILTERS) {
        let query = SessionQuery {
            text: String::new(),
            ..query
        };
        kept.push(SavedFilter { name, query });
        kept.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let note = Note::of(Act::SettingsSaved).with("what", "filters");
    let store = office.store().acting(&actor.name);
    let changed = office.wait(store.change_setting(FILTERS, Some(&kept), &note));
    changed.map_err(|error| Problem::of(&error))
}
