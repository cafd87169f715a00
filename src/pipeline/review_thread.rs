//! The thread that finds and opens sessions for a reviewer, so that neither
//! the window nor a capture waits for the store. It ends when nobody can ask
//! it any more.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};

use crate::access::OperatorsError;
use crate::domain::{
    Badge, CueState, MarkNote, Operator, Role, Session, SessionId, Standing, Timestamp, Truth,
};
use crate::store::{ReviewFilter, StoreError};

use super::lists::sessions_listed;
use super::office::Office;
use super::review_details::{SessionDetails, Sights};
use super::review_export::{self, ExportOf, ExportWish};
use super::review_ids::id_range;
use super::review_marks::{filters, keep_filter, mark};
use super::review_site::{SiteView, SiteWork};
use super::review_view::{
    MarkState, SESSIONS_A_PAGE, SessionFigures, SessionLine, SessionList, SessionQuery,
};
use super::{Problem, now};

/// Sessions that are looked into before somebody else may ask.
const LOOKED_INTO_AT_ONCE: usize = 1_000;
/// How often what is known of a site so far is told.
const TELLS_EVERY: Duration = Duration::from_millis(250);
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// What the thread is asked for. Whoever asks has checked the role; whether an
/// operator still holds it is looked at here.
pub(super) enum Job {
    List(Operator, SessionQuery),
    Page { list: u64, page: usize },
    Open(Operator, SessionId),
    Site(Operator, u32),
    StopSite,
    Export(Operator, Box<ExportWish>),
    Mark(Operator, SessionId, Truth, MarkNote),
    Filter(Operator, String, Option<SessionQuery>),
}

/// What it answers.
pub(super) enum Answer {
    List(Box<SessionList>),
    Figures(Arc<SessionFigures>),
    Details(Arc<SessionDetails>),
    Site(Arc<SiteView>),
    /// Where something was written to.
    Exported(Result<PathBuf, Problem>),
    Marked,
    Trouble(Problem),
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
        .name("review".to_owned())
        .spawn(move || {
            let mut worker = Worker {
                office,
                exports,
                answers,
                found: Found::default(),
                sights: Sights::default(),
                site: None,
                told_at: None,
            };
            // Nobody waits any more: the operator has gone.
            let _ = worker.run(&received);
        })?;
    Ok(jobs)
}

struct Worker {
    office: Arc<Office>,
    /// Where what is exported is written to.
    exports: PathBuf,
    answers: Sender<Answer>,
    found: Found,
    sights: Sights,
    /// The site's figures that are being gathered.
    site: Option<SiteWork>,
    /// When what is known of them was told last.
    told_at: Option<Instant>,
}

/// The list that is shown, as far as it is known.
#[derive(Default)]
struct Found {
    number: u64,
    query: SessionQuery,
    ids: Vec<SessionId>,
    /// Those that are still to be looked into, the next one last.
    waiting: Vec<SessionId>,
    /// How many there were of these.
    all_waiting: usize,
}

/// Nobody listens any more.
struct Gone;

impl Worker {
    fn run(&mut self, jobs: &Receiver<Job>) -> Result<(), Gone> {
        loop {
            let idle = self.found.waiting.is_empty() && self.site.is_none();
            let job = if idle {
                Some(jobs.recv().map_err(|_| Gone)?)
            } else {
                match jobs.try_recv() {
                    Ok(job) => Some(job),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => return Err(Gone),
                }
            };
            let done = match job {
                Some(job) => self.work(job),
                None if self.found.waiting.is_empty() => self.go_on_with_site(),
                None => self.look_into_more(),
            };
            match done {
                Ok(told) => told?,
                Err(why) => {
                    self.found.waiting.clear();
                    self.site = None;
                    self.tell(Answer::Trouble(why))?;
                }
            }
        }
    }

    fn tell(&self, answer: Answer) -> Result<(), Gone> {
        self.answers.send(answer).map_err(|_| Gone)
    }

    fn work(&mut self, job: Job) -> Result<Result<(), Gone>, Problem> {
        match job {
            Job::List(actor, query) => {
                self.require(&actor)?;
                self.list(&actor, query)
            }
            Job::Page { list, page } => {
                if list != self.found.number {
                    return Ok(Ok(()));
                }
                let list = self.shown(page).map_err(|error| Problem::of(&error))?;
                Ok(self.tell(Answer::List(Box::new(list))))
            }
            Job::Site(actor, days) => {
                self.require(&actor)?;
                let work = SiteWork::begin(&self.office, days);
                let work = work.map_err(|error| Problem::of(&error))?;
                let view = work.view(false);
                self.site = (!work.is_over()).then_some(work);
                Ok(self.tell(Answer::Site(Arc::new(view))))
            }
            Job::StopSite => Ok(match self.site.take() {
                Some(work) => self.tell(Answer::Site(Arc::new(work.view(true)))),
                None => Ok(()),
            }),
            Job::Open(actor, id) => {
                self.require(&actor)?;
                let details = self.sights.look(&self.office, &actor, id)?;
                Ok(self.tell(Answer::Details(Arc::new(details))))
            }
            Job::Export(actor, wish) => Ok(self.export(&actor, *wish)),
            Job::Mark(actor, id, truth, note) => {
                self.require(&actor)?;
                mark(&self.office, &actor, id, (truth, &note))?;
                let details = self.sights.again(&self.office, id)?;
                if let Err(gone) = self.tell(Answer::Details(Arc::new(details))) {
                    return Ok(Err(gone));
                }
                Ok(self.tell(Answer::Marked))
            }
            Job::Filter(actor, name, query) => {
                self.require(&actor)?;
                keep_filter(&self.office, &actor, (&name, query))?;
                let (filter, _) = self
                    .find(&self.found.query)
                    .map_err(|error| Problem::of(&error))?;
                self.figures(filter)
            }
        }
    }

    fn export(&mut self, actor: &Operator, wish: ExportWish) -> Result<(), Gone> {
        let of = wish.of;
        let found = &self.found;
        let listed = match of {
            // Of a list that is still looked through only a part is known.
            ExportOf::Listed(number) if number == found.number && found.waiting.is_empty() => {
                Some(found.ids.as_slice())
            }
            _ => None,
        };
        let written = self
            .require(actor)
            .and_then(|()| review_export::write(&self.office, &self.exports, actor, wish, listed));
        // The session says now who got it, too.
        if let (true, ExportOf::Session(id, _)) = (written.is_ok(), of)
            && let Ok(Some(details)) = self.sights.open(&self.office, id)
        {
            self.tell(Answer::Details(Arc::new(details)))?;
        }
        self.tell(Answer::Exported(written))
    }

    /// Another program may have disabled or changed the operator since they
    /// signed in.
    fn require(&self, actor: &Operator) -> Result<(), Problem> {
        let required = self.office.operators().require(actor, Role::Reviewer);
        self.office
            .wait(required)
            .map_err(|error: OperatorsError| Problem::of(&error))
    }

    fn list(&mut self, actor: &Operator, query: SessionQuery) -> Result<Result<(), Gone>, Problem> {
        let (filter, mut ids) = self.find(&query).map_err(|error| Problem::of(&error))?;
        if let Some(wanted) = query.mark {
            let standings = self.office.wait(self.office.store().standings());
            let standings = standings.map_err(|error| Problem::of(&error))?;
            let unmarked = Standing::Unmarked;
            ids.retain(|id| MarkState::of(standings.get(id).unwrap_or(&unmarked)) == wanted);
        }
        // Whoever looks for something else goes on with the same list.
        if self.found.number == 0 {
            let acting = self.office.store().acting(&actor.name);
            let noted = self.office.wait(acting.note(&sessions_listed(ids.len())));
            noted.map_err(|error| Problem::of(&error))?;
        }
        self.found.number += 1;
        let looks_into = query.cue.is_some() || query.operator.is_some();
        self.found.query = query;
        (self.found.ids, self.found.waiting) = match looks_into {
            true => (Vec::new(), ids.into_iter().rev().collect()),
            false => (ids, Vec::new()),
        };
        self.found.all_waiting = self.found.waiting.len();
        let list = self.shown(0).map_err(|error| Problem::of(&error))?;
        if let Err(gone) = self.tell(Answer::List(Box::new(list))) {
            return Ok(Err(gone));
        }
        self.figures(filter)
    }

    /// How many there are of each kind, whatever was chosen of them, and what
    /// else is to be chosen from.
    fn figures(&self, mut filter: ReviewFilter) -> Result<Result<(), Gone>, Problem> {
        let filters = filters(&self.office)?;
        (filter.decision, filter.reason) = (None, None);
        (filter.kind, filter.source) = (None, None);
        let figures = self.office.wait(async {
            let counts = self.office.store().session_counts(&filter).await?;
            let operators = self.office.store().operators().await?.sound;
            let operators = operators.into_iter().map(|one| one.operator.name).collect();
            let standings = self.office.store().standings().await?;
            let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            let disputed = standings.values();
            let disputed = disputed.filter(|one| **one == Standing::Disputed).count();
            Ok::<_, StoreError>(SessionFigures {
                counts,
                operators,
                marked: (count(standings.len()), count(disputed)),
                filters,
            })
        });
        let figures = figures.map_err(|error| Problem::of(&error))?;
        Ok(self.tell(Answer::Figures(Arc::new(figures))))
    }

    /// What the plain columns find.
    fn find(&self, query: &SessionQuery) -> Result<(ReviewFilter, Vec<SessionId>), StoreError> {
        let since = query.days.map(|days| {
            let back = i64::from(days) * DAY_MILLIS;
            Timestamp(now().0.saturating_sub(back))
        });
        let filter = ReviewFilter {
            decision: query.decision,
            reason: query.reason,
            kind: query.kind,
            source: query.source,
            since,
            ..ReviewFilter::default()
        };
        let text = query.text.trim();
        let store = self.office.store();
        self.office.wait(async {
            if let Ok(badge) = text.parse::<Badge>() {
                let person = store.person_by_badge(&badge).await?;
                let filter = ReviewFilter {
                    of: Some((badge, person.map(|person| person.id))),
                    ..filter.clone()
                };
                let ids = store.session_ids(&filter).await?;
                if !ids.is_empty() || id_range(text).is_none() {
                    return Ok((filter, ids));
                }
            }
            let filter = match (id_range(text), text.is_empty()) {
                (None, false) => return Ok((filter, Vec::new())),
                (between, _) => ReviewFilter { between, ..filter },
            };
            let ids = store.session_ids(&filter).await?;
            Ok((filter, ids))
        })
    }

    /// The list with one page of lines.
    fn shown(&self, page: usize) -> Result<SessionList, StoreError> {
        let found = &self.found;
        let ids = found.ids.chunks(SESSIONS_A_PAGE).nth(page);
        let ids = ids.unwrap_or_default();
        let sessions = self.office.wait(self.office.store().sessions_of(ids))?;
        let gallery = self.office.gallery();
        let line = |session: &Session| {
            let person = session.person.and_then(|id| gallery.person(id));
            SessionLine::of(session, person.map(|person| person.badge.clone()))
        };
        let mut lines: HashMap<SessionId, SessionLine> =
            sessions.iter().map(|one| (one.id, line(one))).collect();
        let lines: Vec<_> = ids.iter().map(|id| lines.remove(id)).collect();
        let looked = found.all_waiting - found.waiting.len();
        let pages = [(page, Arc::new(lines))].into_iter();
        Ok(SessionList {
            number: found.number,
            query: found.query.clone(),
            found: found.ids.len(),
            looked: (!found.waiting.is_empty()).then_some((looked, found.all_waiting)),
            pages: pages.filter(|(_, lines)| !lines.is_empty()).collect(),
        })
    }

    /// Gathers some more of the site's figures; now and then, and at the end,
    /// they are told.
    fn go_on_with_site(&mut self) -> Result<Result<(), Gone>, Problem> {
        let Some(work) = &mut self.site else {
            return Ok(Ok(()));
        };
        let went_on = self.office.wait(work.go_on(self.office.store()));
        went_on.map_err(|error| Problem::of(&error))?;
        let over = work.is_over();
        let due = self.told_at.is_none_or(|at| at.elapsed() > TELLS_EVERY);
        if !over && !due {
            return Ok(Ok(()));
        }
        let view = work.view(false);
        self.told_at = Some(Instant::now());
        if over {
            self.site = None;
        }
        Ok(self.tell(Answer::Site(Arc::new(view))))
    }

    /// Opens some more sessions and keeps those that are wanted.
    fn look_into_more(&mut self) -> Result<Result<(), Gone>, Problem> {
        let found = &mut self.found;
        let left = found.waiting.len().saturating_sub(LOOKED_INTO_AT_ONCE);
        let some: Vec<SessionId> = found.waiting.drain(left..).rev().collect();
        let sessions = self.office.wait(self.office.store().sessions_of(&some));
        let sessions = sessions.map_err(|error| Problem::of(&error))?;
        let query = &found.query;
        let wanted = sessions.iter().filter(|session| is_wanted(query, session));
        found.ids.extend(wanted.map(|session| session.id));
        let list = self.shown(0).map_err(|error| Problem::of(&error))?;
        Ok(self.tell(Answer::List(Box::new(list))))
    }
}

/// What only the sealed part of a session says.
fn is_wanted(query: &SessionQuery, session: &Session) -> bool {
    let against = |state: CueState| matches!(state, CueState::Failed | CueState::Doubtful);
    let by_cue = query
        .cue
        .is_none_or(|kind| against(session.liveness.state(kind)));
    by_cue && (query.operator.is_none() || query.operator == session.operator)
}
