//! What operators ask about people: checked here, done on a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::domain::{Operator, Role};

use super::Problem;
use super::office::Office;
use super::people_erasing::Erasing;
use super::people_thread::{self, Answer, Job};
use super::people_view::{PeopleIntent, PeopleNotice, PeopleView};

/// Jobs that may wait; a person can't ask for more before they are done.
const JOBS_KEPT: usize = 16;

/// The pipeline's side: hands jobs on and takes what came of them.
pub(super) struct PeopleDesk {
    office: Arc<Office>,
    /// Where receipts are written to.
    exports: PathBuf,
    worker: Option<Sender<Job>>,
    answers: (Sender<Answer>, Receiver<Answer>),
    /// Acts whose end hasn't come yet.
    acts: u32,
}

impl PeopleDesk {
    pub(super) fn new(office: Arc<Office>, exports: PathBuf) -> Self {
        Self {
            office,
            exports,
            worker: None,
            answers: bounded(JOBS_KEPT * 4),
            acts: 0,
        }
    }

    /// Takes what an operator wants, if they may want it.
    pub(super) fn ask(
        &mut self,
        intent: PeopleIntent,
        operator: Option<&Operator>,
        view: &mut PeopleView,
    ) {
        let needed = match intent {
            PeopleIntent::SetState { .. } | PeopleIntent::Remove { .. } => Role::Administrator,
            _ => Role::FrontDesk,
        };
        let Some(operator) = operator.filter(|operator| operator.role.holds(needed)) else {
            view.notice = Some(PeopleNotice::NotAllowed);
            return;
        };
        match intent {
            PeopleIntent::CheckBadge(badge) => {
                self.hand_on(Job::CheckBadge(badge), view);
            }
            PeopleIntent::List(query) => {
                self.hand_on(Job::List(operator.clone(), query), view);
            }
            PeopleIntent::Show(person) => {
                view.notice = None;
                self.hand_on(Job::Show(operator.clone(), person), view);
            }
            PeopleIntent::Close => view.details = None,
            PeopleIntent::SetState {
                person,
                version,
                state,
            } => self.act(
                Job::SetState {
                    person,
                    version,
                    state,
                    operator: operator.clone(),
                },
                view,
            ),
            PeopleIntent::Remove {
                person,
                badge,
                reason,
                second,
            } => {
                let job = Job::Remove(Box::new(Erasing {
                    person,
                    badge,
                    reason,
                    first: operator.clone(),
                    second,
                }));
                self.act(job, view);
            }
            PeopleIntent::WriteConsent {
                person,
                words,
                with_signature,
            } => self.act(
                Job::WriteConsent {
                    person,
                    words,
                    with_signature,
                    operator: operator.clone(),
                },
                view,
            ),
            PeopleIntent::DismissNotice => view.notice = None,
            PeopleIntent::DismissInterrupted => {
                view.interrupted_enrolment = false;
                self.hand_on(Job::ForgetInterruption, view);
            }
            // A capture: the pipeline's own affair.
            PeopleIntent::AddLook { .. } => {}
        }
    }

    /// Takes what came from the thread.
    pub(super) fn listen(&mut self, view: &mut PeopleView) {
        for answer in self.answers.1.try_iter() {
            match answer {
                Answer::Badge(check) => view.badge = Some(check),
                Answer::List(list) => view.list = Some(list),
                Answer::Details(details) => view.details = details,
                Answer::Ended(notice) => {
                    self.acts = self.acts.saturating_sub(1);
                    view.notice = Some(notice);
                }
                Answer::Trouble(notice) => view.notice = Some(notice),
                Answer::Forgotten => {}
            }
        }
        view.busy = self.acts > 0;
    }

    /// Forgets people, and ends the thread, which remembers them: the operator
    /// has gone.
    pub(super) fn forget(&mut self, view: &mut PeopleView) {
        *self = Self::new(Arc::clone(&self.office), self.exports.clone());
        view.forget();
    }

    /// Gives the thread something to do; it is made when it is first needed.
    /// Says whether it took it.
    fn hand_on(&mut self, job: Job, view: &mut PeopleView) -> bool {
        let worker = match &self.worker {
            Some(worker) => worker.clone(),
            None => {
                let (office, answers) = (Arc::clone(&self.office), self.answers.0.clone());
                let exports = self.exports.clone();
                match people_thread::start(office, exports, answers, JOBS_KEPT) {
                    Ok(worker) => self.worker.insert(worker).clone(),
                    Err(error) => {
                        let why = Problem::of(&error);
                        view.notice = Some(PeopleNotice::Failed { why });
                        return false;
                    }
                }
            }
        };
        let taken = worker.try_send(job).is_ok();
        if !taken {
            tracing::warn!("people: too much is asked at once; one request is dropped");
        }
        taken
    }

    fn act(&mut self, job: Job, view: &mut PeopleView) {
        view.notice = None;
        if self.hand_on(job, view) {
            self.acts += 1;
            view.busy = true;
        }
    }
}
