//! The thread that lists, shows, changes and removes people, so that neither
//! the window nor a capture waits for the store. It ends when nobody can ask
//! it any more.

use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::access::OperatorsError;
use crate::domain::{AttemptKey, Badge, Operator, PersonId, PersonState, Role};
use crate::report::consent::ConsentWords;
use crate::store::StoreError;

use super::Problem;
use super::lists::{people_listed, person_viewed};
use super::office::Office;
use super::people_consent;
use super::people_erasing::Erasing;
use super::people_register::Register;
use super::people_view::{
    BadgeCheck, PeopleList, PeopleNotice, PeopleQuery, PersonDetails, PersonSummary,
};

/// What the thread is asked for. Whoever asks has checked the role; whether an
/// operator who acts still holds it is looked at here.
pub(super) enum Job {
    CheckBadge(Badge),
    List(Operator, PeopleQuery),
    Show(Operator, PersonId),
    SetState {
        person: PersonId,
        version: u32,
        state: PersonState,
        operator: Operator,
    },
    Remove(Box<Erasing>),
    WriteConsent {
        person: PersonId,
        words: Box<ConsentWords>,
        with_signature: bool,
        operator: Operator,
    },
    ForgetInterruption,
}

/// What it answers.
pub(super) enum Answer {
    Badge(BadgeCheck),
    List(Arc<PeopleList>),
    Details(Option<Arc<PersonDetails>>),
    /// What was read needn't be told again.
    Forgotten,
    /// An act ended.
    Ended(PeopleNotice),
    /// Something that isn't an act couldn't be done.
    Trouble(PeopleNotice),
}

/// Starts the thread; it takes `kept` jobs ahead.
pub(super) fn start(
    office: Arc<Office>,
    exports: PathBuf,
    answers: Sender<Answer>,
    kept: usize,
) -> std::io::Result<Sender<Job>> {
    let (jobs, received) = bounded(kept);
    std::thread::Builder::new()
        .name("people".to_owned())
        .spawn(move || {
            Worker {
                office,
                exports,
                answers,
                known: Register::default(),
                query: None,
                noted: false,
            }
            .run(&received);
        })?;
    Ok(jobs)
}

struct Worker {
    office: Arc<Office>,
    exports: PathBuf,
    answers: Sender<Answer>,
    known: Register,
    /// The list that is shown, to be renewed after an act.
    query: Option<PeopleQuery>,
    /// Whether the audit keeps that people were listed in this sign-in.
    noted: bool,
}

impl Worker {
    fn run(mut self, jobs: &Receiver<Job>) {
        for job in jobs {
            let is_act = matches!(
                job,
                Job::SetState { .. } | Job::Remove(_) | Job::WriteConsent { .. }
            );
            let shown = match &job {
                Job::SetState {
                    person, operator, ..
                } => Some((*person, operator.role)),
                Job::Remove(erasing) => Some((erasing.person, erasing.first.role)),
                _ => None,
            };
            let answer = self.work(job).unwrap_or_else(|error| {
                let notice = notice_of(&error);
                if notice == PeopleNotice::ChangedMeanwhile
                    && let Err(error) = self.renew(shown)
                {
                    tracing::warn!(%error, "people: what has changed can't be shown");
                }
                if is_act {
                    Answer::Ended(notice)
                } else {
                    Answer::Trouble(notice)
                }
            });
            // Nobody waits any more: the operator has gone.
            if self.answers.send(answer).is_err() {
                return;
            }
        }
    }

    fn work(&mut self, job: Job) -> Result<Answer, StoreError> {
        let office = Arc::clone(&self.office);
        let store = office.store();
        match job {
            Job::CheckBadge(badge) => {
                let holder = office.wait(store.person_by_badge(&badge))?;
                let taken = holder.is_some();
                let holder = holder.as_ref().map(PersonSummary::from);
                Ok(Answer::Badge(BadgeCheck {
                    badge,
                    taken,
                    holder,
                }))
            }
            Job::List(operator, query) => {
                self.query = Some(query.clone());
                let list = self.list(query)?;
                // Whoever types a search goes on with the same list.
                if !self.noted {
                    let acting = store.acting(&operator.name);
                    office.wait(acting.note(&people_listed(list.total)))?;
                    self.noted = true;
                }
                Ok(Answer::List(list))
            }
            Job::Show(operator, person) => {
                let details = self.details(person, operator.role)?;
                if details.is_some() {
                    let acting = store.acting(&operator.name);
                    office.wait(acting.note(&person_viewed(person)))?;
                }
                Ok(Answer::Details(details))
            }
            Job::ForgetInterruption => office.forget_interruption().map(|()| Answer::Forgotten),
            Job::SetState {
                person,
                version,
                state,
                operator,
            } => {
                if let Some(refusal) = self.refusal(&operator, Role::Administrator) {
                    return Ok(Answer::Ended(refusal));
                }
                let acting = store.acting(&operator.name);
                let before = office.wait(store.person(person))?;
                let after = office.wait(acting.set_person_state(person, state, version))?;
                if state == PersonState::Active {
                    let claim = AttemptKey::Claim(after.badge);
                    office.wait(acting.clear_attempts(&claim))?;
                }
                self.renew(Some((person, operator.role)))?;
                let was_held = before.is_some_and(|before| before.state == PersonState::Held);
                Ok(Answer::Ended(match state {
                    PersonState::Active if was_held => PeopleNotice::Approved,
                    PersonState::Active => PeopleNotice::Enabled,
                    PersonState::Held | PersonState::Disabled => PeopleNotice::Disabled,
                }))
            }
            Job::Remove(erasing) => {
                if let Some(refusal) = self.refusal(&erasing.first, Role::Administrator) {
                    return Ok(Answer::Ended(refusal));
                }
                let ended = erasing.carry_out(&office, &self.exports)?;
                if matches!(ended, PeopleNotice::Removed { .. }) {
                    self.renew(None)?;
                }
                Ok(Answer::Ended(ended))
            }
            Job::WriteConsent {
                person,
                words,
                with_signature,
                operator,
            } => {
                if let Some(refusal) = self.refusal(&operator, Role::FrontDesk) {
                    return Ok(Answer::Ended(refusal));
                }
                let what = (person, &*words, with_signature);
                people_consent::write(&office, &self.exports, &operator, what).map(Answer::Ended)
            }
        }
    }

    /// Why an operator may not act any more, if so: another program may have
    /// disabled or changed them since they signed in.
    fn refusal(&self, operator: &Operator, role: Role) -> Option<PeopleNotice> {
        let operators = self.office.operators();
        let required = operators.require(operator, role);
        match self.office.wait(required) {
            Ok(()) => None,
            Err(OperatorsError::Store(error)) => Some(notice_of(&error)),
            Err(_) => Some(PeopleNotice::NotAllowed),
        }
    }

    /// Renews what is shown after people have changed.
    fn renew(&mut self, shown: Option<(PersonId, Role)>) -> Result<(), StoreError> {
        self.office.refresh_gallery_if_changed()?;
        let details = match shown {
            Some((person, role)) => self.details(person, role)?,
            None => None,
        };
        // Nobody waits any more: the loop ends with the next answer.
        let _ = self.answers.send(Answer::Details(details));
        if let Some(query) = self.query.clone() {
            let list = self.list(query)?;
            let _ = self.answers.send(Answer::List(list));
        }
        Ok(())
    }

    fn list(&mut self, query: PeopleQuery) -> Result<Arc<PeopleList>, StoreError> {
        let store = self.office.store();
        let stamp = self.office.wait(store.people_stamp())?;
        if self.known.stamp.as_ref() != Some(&stamp) {
            let people = self.office.wait(store.listed_people())?;
            self.known = Register::new(stamp, &people);
        }
        Ok(Arc::new(self.known.find(query)))
    }

    fn details(
        &self,
        person: PersonId,
        role: Role,
    ) -> Result<Option<Arc<PersonDetails>>, StoreError> {
        let store = self.office.store();
        self.office.wait(async {
            let Some(person) = store.person(person).await? else {
                return Ok(None);
            };
            let looks_like = match person.held_for {
                Some(other) if role.holds(Role::Administrator) => store.person(other).await?,
                _ => None,
            };
            Ok(Some(Arc::new(PersonDetails {
                consent: store.consent(person.id).await?,
                templates: store.template_count(person.id).await?,
                last_verified: store.last_verified(person.id).await?,
                looks_like: looks_like.as_ref().map(PersonSummary::from),
                person,
            })))
        })
    }
}

fn notice_of(error: &StoreError) -> PeopleNotice {
    match error {
        StoreError::PersonChanged | StoreError::NoSuchPerson => PeopleNotice::ChangedMeanwhile,
        StoreError::TooManyLooks => PeopleNotice::TooManyLooks,
        other => PeopleNotice::Failed {
            why: Problem::of(other),
        },
    }
}
