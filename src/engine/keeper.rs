//! Keeps a child running. Two threads share one record of what goes on: the
//! *keeper* starts a child, greets it, waits for its end and starts the next;
//! the *watch* ends a child that lets a deadline pass, dies or grows.
//!
//! The keeper's thread lives as long as the engine: a child asks the kernel to
//! be ended with the thread that started it.

use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tracing::{info, warn};

use super::child::{self, Broken, Link};
use super::config::{EngineConfig, EngineError, EngineState};
use super::protocol::FirstWord;
use super::turns::Turns;

/// How often the watch looks; deadlines are kept to within this.
const TICK: Duration = Duration::from_millis(200);
/// Pauses before a child is replaced, by how many ended in a row without a
/// good answer. Ours: at once at first, for a session may be waiting.
const PAUSES: [Duration; 4] = [
    Duration::ZERO,
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];
/// Pause once it has failed.
const LONG_PAUSE: Duration = Duration::from_secs(30);
/// Nobody asked for this long: a good moment to replace a child that has
/// grown.
const IDLE: Duration = Duration::from_secs(5);

/// Called when the state has changed.
pub(super) type Waker = Arc<dyn Fn() + Send + Sync>;

/// What the engine's threads and its users share.
pub(super) struct Shared {
    pub(super) config: EngineConfig,
    pub(super) turns: Turns,
    record: Mutex<Record>,
    changed: Condvar,
    waker: Mutex<Option<Waker>>,
}

/// What goes on.
pub(super) struct Record {
    pub(super) state: EngineState,
    pub(super) restarts: u32,
    pub(super) child: Option<Child>,
    pub(super) closing: bool,
    /// Counts children, so that a late reader knows that its child is gone.
    generation: u64,
    /// There when the child is ready and nobody speaks with it.
    link: Option<Link>,
    deadline: Option<Deadline>,
    last_asked: Instant,
    /// Set once the running child is to be replaced.
    ended: Option<Ended>,
    /// Whether the running child gave a good answer.
    worked: bool,
    /// Ends in a row without a good answer between them.
    in_a_row: u32,
}

struct Deadline {
    at: Instant,
    allowed: Duration,
}

/// Why a child is replaced.
#[derive(Clone)]
pub(super) enum Ended {
    /// It ended; its exit status says more.
    ByItself,
    /// It was ended for this reason.
    ByUs(String),
    /// It can't work, and won't unless something is done.
    Useless { why: String, fix: String },
}

impl Ended {
    fn why(&self) -> String {
        match self {
            Self::ByItself => "it ended".to_owned(),
            Self::ByUs(why) | Self::Useless { why, .. } => why.clone(),
        }
    }
}

impl From<Broken> for Ended {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Ended => Self::ByItself,
            Broken::Nonsense(what) => Self::ByUs(format!("it answered nonsense: {what}")),
        }
    }
}

impl Shared {
    pub(super) fn new(config: EngineConfig) -> Self {
        Self {
            config,
            turns: Turns::default(),
            record: Mutex::new(Record {
                state: EngineState::Starting,
                restarts: 0,
                child: None,
                closing: false,
                generation: 0,
                link: None,
                deadline: None,
                last_asked: Instant::now(),
                ended: None,
                worked: false,
                in_a_row: 0,
            }),
            changed: Condvar::new(),
            waker: Mutex::new(None),
        }
    }

    pub(super) fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a change, or for so long.
    pub(super) fn wait<'a>(
        &self,
        record: MutexGuard<'a, Record>,
        timeout: Duration,
    ) -> MutexGuard<'a, Record> {
        self.changed
            .wait_timeout(record, timeout)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    pub(super) fn set_waker(&self, waker: Waker) {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker);
    }

    /// Tells all who wait that the record changed. Not while holding it: the
    /// waker may want to look.
    pub(super) fn announce(&self) {
        self.changed.notify_all();
        let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner);
        let waker = waker.clone();
        if let Some(waker) = waker {
            waker();
        }
    }

    /// Takes the line to a ready child, and starts its deadline.
    ///
    /// # Errors
    /// When no child is ready.
    pub(super) fn borrow(&self) -> Result<(Link, u64), EngineError> {
        let mut record = self.record();
        let Some(link) = record.link.take() else {
            return Err(record.state.as_error());
        };
        let allowed = self.config.request_deadline;
        record.deadline = Some(Deadline {
            at: Instant::now() + allowed,
            allowed,
        });
        Ok((link, record.generation))
    }

    /// Gives the line back after a conversation, or ends the child over it.
    pub(super) fn give_back<T>(
        &self,
        link: Link,
        generation: u64,
        outcome: Result<Result<T, String>, Broken>,
    ) -> Result<T, EngineError> {
        let mut record = self.record();
        let current = record.generation == generation;
        if current {
            record.deadline = None;
            record.last_asked = Instant::now();
        }
        match outcome {
            Ok(answer) => {
                if current && record.ended.is_none() {
                    record.link = Some(link);
                    record.worked |= answer.is_ok();
                }
                answer.map_err(EngineError::Refused)
            }
            Err(broken) => {
                let ended = Ended::from(broken);
                let why = match (&record.ended, current) {
                    (Some(earlier), true) => earlier.why(),
                    _ => ended.why(),
                };
                if current {
                    record.end(ended);
                }
                drop(record);
                self.announce();
                Err(EngineError::Restarting(why))
            }
        }
    }
}

impl EngineState {
    /// Why a request can't be taken in this state.
    pub(super) fn as_error(&self) -> EngineError {
        match self {
            Self::Starting => EngineError::Restarting("it is still starting".to_owned()),
            Self::Ready(_) => EngineError::Restarting("it has just ended".to_owned()),
            Self::Restarting { why, .. } => EngineError::Restarting(why.clone()),
            Self::Failed { why, fix } => EngineError::Failed {
                why: why.clone(),
                fix: fix.clone(),
            },
        }
    }
}

impl Record {
    /// Ends the running child for the first reason that is given.
    fn end(&mut self, ended: Ended) {
        if let Some(child) = &mut self.child {
            // It fails only when the child has ended already.
            let _ = child.kill();
        }
        self.deadline = None;
        self.link = None;
        if self.ended.is_none() {
            if matches!(self.state, EngineState::Ready(_)) {
                self.state = EngineState::Restarting {
                    attempt: self.in_a_row + 1,
                    why: ended.why(),
                };
            }
            self.ended = Some(ended);
        }
    }

    /// Whether the running child must be replaced now.
    fn trouble(&mut self, config: &EngineConfig) -> Option<Ended> {
        let child = self.child.as_mut().filter(|_| self.ended.is_none())?;
        if let Some(deadline) = self.deadline.as_ref().filter(|d| d.at <= Instant::now()) {
            let seconds = deadline.allowed.as_secs_f32();
            return Some(Ended::ByUs(format!(
                "it did not answer within {seconds} seconds"
            )));
        }
        // Before the child is ready its first word may still be on the way,
        // and says more than its end.
        if !matches!(self.state, EngineState::Ready(_)) {
            return None;
        }
        if matches!(child.try_wait(), Ok(Some(_))) {
            return Some(Ended::ByItself);
        }
        if self.link.is_none() {
            return None;
        }
        let bytes = child::resident_bytes(child.id())?;
        let idle = self.last_asked.elapsed() > IDLE;
        let limit = config.memory_limit_bytes;
        if bytes > limit || (idle && bytes > limit / 8 * 7) {
            return Some(Ended::ByUs(format!(
                "it had grown to {} MB",
                bytes / 1_000_000
            )));
        }
        None
    }
}

/// The watch's thread.
pub(super) fn watch(shared: &Shared) {
    let mut record = shared.record();
    while !record.closing {
        if let Some(ended) = record.trouble(&shared.config) {
            record.end(ended);
            drop(record);
            shared.announce();
            record = shared.record();
        }
        record = shared.wait(record, TICK);
    }
    record.end(Ended::ByUs("it is no longer needed".to_owned()));
}

/// The keeper's thread.
pub(super) fn keep(shared: &Shared) {
    while let Some(ended) = run_child(shared) {
        let mut record = shared.record();
        record.in_a_row = if record.worked {
            1
        } else {
            record.in_a_row + 1
        };
        record.worked = false;
        record.restarts += 1;
        let why = ended.why();
        warn!(%why, in_a_row = record.in_a_row, "the engine ended");
        let pause = usize::try_from(record.in_a_row - 1)
            .ok()
            .and_then(|ends| PAUSES.get(ends).copied());
        let (state, pause) = match (ended, pause) {
            (Ended::Useless { why, fix }, _) => (
                EngineState::Failed {
                    why,
                    fix: fix_and_retry(&fix),
                },
                LONG_PAUSE,
            ),
            (_, Some(pause)) => {
                let attempt = record.in_a_row;
                (EngineState::Restarting { attempt, why }, pause)
            }
            (_, None) => {
                let fix = fix_and_retry("run `secure-biometric doctor`");
                (EngineState::Failed { why, fix }, LONG_PAUSE)
            }
        };
        record.state = state;
        drop(record);
        shared.announce();
        pause_unless_closing(shared, pause);
    }
}

fn fix_and_retry(fix: &str) -> String {
    format!(
        "{fix}; the engine is tried again every {} seconds",
        LONG_PAUSE.as_secs()
    )
}

fn pause_unless_closing(shared: &Shared, pause: Duration) {
    let until = Instant::now() + pause;
    let mut record = shared.record();
    while !record.closing {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        record = shared.wait(record, left);
    }
}

/// Runs one child to its end. Nothing when the engine is closing.
fn run_child(shared: &Shared) -> Option<Ended> {
    if shared.record().closing {
        return None;
    }
    let begun = Instant::now();
    let (child, mut link) = match child::spawn(&shared.config) {
        Ok(started) => started,
        Err(error) => {
            let program = shared.config.program.display();
            return Some(Ended::Useless {
                why: format!("{program} can't be started: {error}"),
                fix: "run `make build`".to_owned(),
            });
        }
    };
    let mut record = shared.record();
    record.child = Some(child);
    record.generation += 1;
    record.ended = None;
    let allowed = shared.config.start_deadline;
    record.deadline = Some(Deadline {
        at: begun + allowed,
        allowed,
    });
    drop(record);

    let first_word = link.greeted();
    let mut record = shared.record();
    record.deadline = None;
    if record.ended.is_none() && !record.closing {
        match judge(first_word, &shared.config) {
            Ok(state) => {
                let millis = begun.elapsed().as_millis();
                info!(millis, "the engine is ready");
                record.link = Some(link);
                record.last_asked = Instant::now();
                record.state = state;
            }
            Err(ended) => record.end(ended),
        }
    }
    drop(record);
    shared.announce();

    let mut record = shared.record();
    while record.ended.is_none() && !record.closing {
        record = shared.wait(record, LONG_PAUSE);
    }
    let ended = record.ended.clone();
    record.link = None;
    let mut child = record.child.take()?;
    let closing = record.closing;
    drop(record);
    // It fails only when the child has ended already.
    let _ = child.kill();
    let status = child.wait();
    match (ended, status) {
        _ if closing => None,
        (Some(Ended::ByItself), Ok(status)) => Some(Ended::ByUs(child::ending(status))),
        (ended, _) => ended,
    }
}

/// The state that a child's first word leads to.
fn judge(
    first_word: Result<FirstWord, Broken>,
    config: &EngineConfig,
) -> Result<EngineState, Ended> {
    match first_word? {
        Ok(greeting) => match child::check(&greeting, config) {
            Ok(()) => Ok(EngineState::Ready(Arc::new(greeting))),
            Err((why, fix)) => Err(Ended::Useless { why, fix }),
        },
        Err(why) => Err(Ended::Useless {
            why,
            fix: "run `make setup`".to_owned(),
        }),
    }
}
