//! What the engine's threads and its users know together: which child runs,
//! who speaks with it until when, and why it must be replaced.

use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::child::{self, Broken, Link};
use super::config::{EngineConfig, EngineError, EngineFault, EngineState};
use super::turns::Turns;

/// Nobody asked for this long: a good moment to replace a child that has
/// grown.
const IDLE: Duration = Duration::from_secs(5);

/// A child that refused so many requests in a row would refuse the next, too:
/// of frames that people stand before it refuses one, now and then, at most.
const REFUSALS: u32 = 10;

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
    pub(super) generation: u64,
    /// There when the child is ready and nobody speaks with it.
    pub(super) link: Option<Link>,
    pub(super) deadline: Option<Deadline>,
    pub(super) last_asked: Instant,
    /// Set once the running child is to be replaced.
    pub(super) ended: Option<Ended>,
    /// Whether the running child gave a good answer.
    pub(super) worked: bool,
    /// Requests in a row that the running child refused.
    pub(super) refusals: u32,
    /// Ends in a row without a good answer between them.
    pub(super) in_a_row: u32,
}

/// Until when the child must have spoken.
pub(super) struct Deadline {
    begun: Instant,
    allowed: Duration,
    /// Whether it comes nearer as soon as somebody else asks.
    patient: bool,
}

impl Deadline {
    /// So long from now on.
    pub(super) fn after(allowed: Duration) -> Self {
        Self {
            begun: Instant::now(),
            allowed,
            patient: false,
        }
    }

    fn is_over(&self) -> bool {
        self.begun.elapsed() >= self.allowed
    }
}

/// Why a child is replaced.
#[derive(Clone)]
pub(super) enum Ended {
    /// It ended; its exit status says more.
    ByItself,
    /// It was ended for this reason.
    ByUs(String),
    /// It can't work, and won't unless something is done.
    Useless(Useless),
}

/// Why a child can't work.
#[derive(Clone, Debug)]
pub(super) struct Useless {
    pub(super) fault: EngineFault,
    pub(super) why: String,
    /// What to do.
    pub(super) fix: String,
}

impl Ended {
    pub(super) fn why(&self) -> String {
        match self {
            Self::ByItself => "it ended".to_owned(),
            Self::ByUs(why) | Self::Useless(Useless { why, .. }) => why.clone(),
        }
    }
}

impl From<Broken> for Ended {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Ended => Self::ByItself,
            Broken::Nonsense(what) => Self::ByUs(format!("it answered nonsense: {what}")),
            Broken::NoMemory(why) => Self::ByUs(format!("it can't be shown a frame: {why}")),
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
                refusals: 0,
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
        *self.waker() = Some(waker);
    }

    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells all who wait that the record changed. Not while holding it: the
    /// waker may want to look.
    pub(super) fn announce(&self) {
        self.changed.notify_all();
        let waker = self.waker().clone();
        if let Some(waker) = waker {
            waker();
        }
    }

    /// Takes the line to a ready child, which must answer within `allowed`.
    ///
    /// # Errors
    /// When no child is ready.
    pub(super) fn borrow(&self, allowed: Duration) -> Result<(Link, u64), EngineError> {
        let mut record = self.record();
        let Some(link) = record.link.take() else {
            return Err(record.state.as_error());
        };
        record.deadline = Some(Deadline {
            patient: allowed > self.config.request_deadline,
            ..Deadline::after(allowed)
        });
        Ok((link, record.generation))
    }

    /// Somebody else is about to wait for their turn: what may take longer than
    /// other answers while nobody does has from now on as long as those. So a
    /// child that hangs over a surface delays whoever comes next no more than
    /// one that hangs over their own frame.
    pub(super) fn hurry(&self) {
        let mut record = self.record();
        if let Some(deadline) = record.deadline.as_mut().filter(|d| d.patient) {
            let left = deadline.begun.elapsed() + self.config.request_deadline;
            deadline.allowed = deadline.allowed.min(left);
        }
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
                if !current || record.ended.is_some() {
                    return answer.map_err(EngineError::Refused);
                }
                record.link = Some(link);
                record.worked |= answer.is_ok();
                record.refusals = match answer {
                    Ok(_) => 0,
                    Err(_) => record.refusals + 1,
                };
                // Where everybody is always asking, this is when to look.
                let trouble = match &answer {
                    Err(why) if record.refusals >= REFUSALS => Some(Ended::ByUs(format!(
                        "it refused {REFUSALS} requests in a row: {why}"
                    ))),
                    _ => record.outgrown(self.config.memory_limit_bytes),
                };
                if let Some(ended) = trouble {
                    record.end(ended);
                    drop(record);
                    self.announce();
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
            Self::Failed { why, fix, .. } => EngineError::Failed {
                why: why.clone(),
                fix: fix.clone(),
            },
        }
    }
}

impl Record {
    /// Ends the running child for the first reason that is given.
    pub(super) fn end(&mut self, ended: Ended) {
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
    pub(super) fn trouble(&mut self, config: &EngineConfig) -> Option<Ended> {
        let child = self.child.as_mut().filter(|_| self.ended.is_none())?;
        if let Some(deadline) = self.deadline.as_ref().filter(|d| d.is_over()) {
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
        // Not while somebody is asking.
        self.link.as_ref()?;
        let idle = self.last_asked.elapsed() > IDLE;
        let limit = config.memory_limit_bytes;
        self.outgrown(if idle { limit / 8 * 7 } else { limit })
    }

    /// Whether the running child has more memory than that.
    fn outgrown(&self, limit_bytes: u64) -> Option<Ended> {
        let bytes = child::resident_bytes(self.child.as_ref()?.id())?;
        (bytes > limit_bytes)
            .then(|| Ended::ByUs(format!("it had grown to {} MB", bytes / 1_000_000)))
    }
}
