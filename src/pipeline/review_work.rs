//! What reviewers ask about sessions: checked here, done on a thread of its
//! own.

use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::domain::{Operator, Role};

use super::Problem;
use super::live_thread::LiveThread;
use super::office::Office;
use super::review_export::ExportState;
use super::review_thread::{self, Answer, Job};
use super::review_view::{ReviewIntent, ReviewView};

/// Jobs that may wait; who scrolls on asks again.
const JOBS_KEPT: usize = 16;

/// The pipeline's side: hands jobs on and takes what came of them.
pub(super) struct ReviewDesk {
    office: Arc<Office>,
    /// Where what is exported is written to.
    exports: PathBuf,
    worker: Option<Sender<Job>>,
    answers: (Sender<Answer>, Receiver<Answer>),
}

impl ReviewDesk {
    pub(super) fn new(office: Arc<Office>, exports: PathBuf) -> Self {
        Self {
            office,
            exports,
            worker: None,
            answers: bounded(JOBS_KEPT * 4),
        }
    }

    /// Takes what a reviewer wants, if they may want it.
    pub(super) fn ask(
        &mut self,
        intent: ReviewIntent,
        operator: Option<&Operator>,
        view: &mut ReviewView,
    ) {
        let Some(operator) = operator.filter(|operator| operator.role.holds(Role::Reviewer)) else {
            view.trouble = Some(Problem::NeedsReviewer);
            return;
        };
        let actor = operator.clone();
        let job = match intent {
            ReviewIntent::Close => {
                (view.opening, view.details) = (None, None);
                view.trouble = None;
                return;
            }
            ReviewIntent::List(query) => Job::List(actor, query),
            ReviewIntent::Page { list, page } => Job::Page { list, page },
            ReviewIntent::Site(days) => Job::Site(actor, days),
            ReviewIntent::StopSite => Job::StopSite,
            ReviewIntent::ExportRead => {
                if view.export != ExportState::Working {
                    view.export = ExportState::Idle;
                }
                return;
            }
            ReviewIntent::Export(wish) => {
                if view.export != ExportState::Working {
                    view.export = match self.hand_on(Job::Export(actor, wish), view) {
                        true => ExportState::Working,
                        false => ExportState::Failed {
                            why: Problem::Threads,
                        },
                    };
                }
                return;
            }
            ReviewIntent::Mark {
                session,
                truth,
                note,
            } => {
                view.marking = true;
                Job::Mark(actor, session, truth, note)
            }
            ReviewIntent::KeepFilter(kept) => Job::Filter(actor, kept.name, Some(kept.query)),
            ReviewIntent::ForgetFilter(name) => Job::Filter(actor, name, None),
            ReviewIntent::Open(id) => {
                (view.opening, view.details) = (Some(id), None);
                Job::Open(actor, id)
            }
        };
        view.trouble = None;
        self.hand_on(job, view);
    }

    /// Takes what came from the thread.
    pub(super) fn listen(&mut self, view: &mut ReviewView) {
        for answer in self.answers.1.try_iter() {
            match answer {
                Answer::List(list) => {
                    let mut shown = view.list.take().map(Arc::unwrap_or_clone);
                    match &mut shown {
                        Some(shown) => shown.take(*list),
                        None => shown = Some(*list),
                    }
                    view.list = shown.map(Arc::new);
                }
                Answer::Figures(figures) => view.figures = Some(figures),
                Answer::Details(details) => {
                    // It may have been left meanwhile, or another one opened.
                    if view.opening == Some(details.session.id) {
                        view.details = Some(details);
                    }
                }
                Answer::Site(site) => view.site = Some(site),
                Answer::Exported(Ok(file)) => view.export = ExportState::Done { file },
                Answer::Exported(Err(why)) => view.export = ExportState::Failed { why },
                Answer::Marked => {
                    view.marks += 1;
                    view.marking = false;
                }
                Answer::Trouble(why) => {
                    view.marking = false;
                    view.trouble = Some(why);
                }
            }
        }
    }

    /// Forgets sessions, and ends the thread, which remembers them: the
    /// operator has gone.
    pub(super) fn forget(&mut self, view: &mut ReviewView) {
        *self = Self::new(Arc::clone(&self.office), self.exports.clone());
        *view = ReviewView::default();
    }

    /// Gives the thread something to do; it is made when it is first needed.
    /// Says whether it took it.
    fn hand_on(&mut self, job: Job, view: &mut ReviewView) -> bool {
        let worker = match &self.worker {
            Some(worker) => worker.clone(),
            None => {
                let (office, answers) = (Arc::clone(&self.office), self.answers.0.clone());
                match review_thread::start(office, self.exports.clone(), answers, JOBS_KEPT) {
                    Ok(worker) => self.worker.insert(worker).clone(),
                    Err(error) => {
                        view.trouble = Some(Problem::of(&error));
                        return false;
                    }
                }
            }
        };
        let taken = worker.try_send(job).is_ok();
        if !taken {
            tracing::debug!("review: too much is asked at once; one request is dropped");
        }
        taken
    }
}

impl LiveThread<'_> {
    pub(super) fn take_review(&mut self, intent: ReviewIntent) {
        let operator = self.drawn.operator.as_ref();
        self.review.ask(intent, operator, &mut self.drawn.review);
    }
}
