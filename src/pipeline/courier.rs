//! Carries tokens to where a site wants them, behind everything else: the
//! window never waits for it, and a token that can't be brought is told to
//! staff, not to the public.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::domain::{Timestamp, Token};

use super::now;

/// Tokens that wait at most (ours): what is more was never asked for in a
/// token's life by anybody who stands before one kiosk.
const WAITING: usize = 16;
/// The first pause after a failure; each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Why a token wasn't brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourierTrouble {
    /// The file can't be written.
    File,
    /// Nobody answers there.
    Unreachable,
    /// It took too long to answer.
    Slow,
    /// It was answered that the token isn't taken.
    Refused {
        /// The answer's status.
        status: u16,
    },
    /// Too many wait already.
    TooMany,
}

impl CourierTrouble {
    /// For a terminal.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::File => "it can't be written; check that this user may write there".to_owned(),
            Self::Unreachable => "nobody answers there; start what listens".to_owned(),
            Self::Slow => "who listens there doesn't answer in time".to_owned(),
            Self::Refused { status } => {
                format!("who listens there refuses it with the status {status}")
            }
            Self::TooMany => "too many wait already".to_owned(),
        }
    }

    /// Whether trying again can help.
    fn may_pass(self) -> bool {
        match self {
            Self::File | Self::Unreachable | Self::Slow => true,
            Self::Refused { status } => status >= 500 || matches!(status, 408 | 425 | 429),
            Self::TooMany => false,
        }
    }
}

/// How bringing tokens to one place goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Courses {
    /// How many are on the way.
    pub waiting: u32,
    /// How many were brought.
    pub brought: u64,
    /// How many were given up.
    pub given_up: u64,
    /// What last stood in the way, since when; nothing once one was brought.
    pub trouble: Option<(CourierTrouble, Timestamp)>,
}

/// How a place is brought to.
pub(super) type Bring = Box<dyn Fn(&Token) -> Result<(), CourierTrouble> + Send>;

/// A thread that brings tokens to one place. It ends when this is dropped.
pub(super) struct Courier {
    parcels: Sender<Parcel>,
    state: Arc<Mutex<Courses>>,
    _stop: Sender<()>,
}

struct Parcel {
    token: Arc<Token>,
    /// Nobody takes it afterwards.
    until: Instant,
}

impl Courier {
    /// Starts it; `newest_only` leaves out all but the newest that wait.
    pub(super) fn start(name: &str, newest_only: bool, bring: Bring) -> std::io::Result<Self> {
        let (parcels, taken) = bounded(WAITING);
        let (stop, stopped) = bounded(1);
        let state = Arc::new(Mutex::new(Courses::default()));
        let round = Round {
            state: Arc::clone(&state),
            stopped,
            bring,
        };
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || round.run(&taken, newest_only))?;
        Ok(Self {
            parcels,
            state,
            _stop: stop,
        })
    }

    /// Takes a token on; at once, whatever becomes of it.
    pub(super) fn take(&self, token: &Arc<Token>) {
        let life = token.claims.exp.saturating_sub(token.claims.iat);
        let life = Duration::from_secs(u64::try_from(life).unwrap_or_default());
        let parcel = Parcel {
            token: Arc::clone(token),
            until: Instant::now() + life,
        };
        change(&self.state, |state| state.waiting += 1);
        if self.parcels.try_send(parcel).is_err() {
            tracing::warn!(token = %token.claims.jti, "too many tokens wait to be handed over");
            gave_up(&self.state, CourierTrouble::TooMany);
        }
    }

    /// How it goes.
    pub(super) fn courses(&self) -> Courses {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn change(state: &Mutex<Courses>, change: impl FnOnce(&mut Courses)) {
    change(&mut state.lock().unwrap_or_else(PoisonError::into_inner));
}

fn gave_up(state: &Mutex<Courses>, trouble: CourierTrouble) {
    change(state, |state| {
        state.waiting = state.waiting.saturating_sub(1);
        state.given_up += 1;
        state.trouble = Some((trouble, now()));
    });
}

/// What the thread needs.
struct Round {
    state: Arc<Mutex<Courses>>,
    stopped: Receiver<()>,
    bring: Bring,
}

impl Round {
    fn run(&self, parcels: &Receiver<Parcel>, newest_only: bool) {
        while let Ok(mut parcel) = parcels.recv() {
            if newest_only {
                for newer in parcels.try_iter() {
                    parcel = newer;
                    change(&self.state, |state| {
                        state.waiting = state.waiting.saturating_sub(1);
                    });
                }
            }
            if !self.bring_one(&parcel) {
                return;
            }
        }
    }

    /// Tries until it is brought or worthless; false when the thread is to
    /// end.
    fn bring_one(&self, parcel: &Parcel) -> bool {
        let mut pause = FIRST_PAUSE;
        loop {
            let trouble = match (self.bring)(&parcel.token) {
                Ok(()) => {
                    change(&self.state, |state| {
                        state.waiting = state.waiting.saturating_sub(1);
                        state.brought += 1;
                        state.trouble = None;
                    });
                    return true;
                }
                Err(trouble) => trouble,
            };
            let token = parcel.token.claims.jti;
            if !trouble.may_pass() || Instant::now() + pause >= parcel.until {
                tracing::warn!(%token, ?trouble, "a token couldn't be handed over");
                gave_up(&self.state, trouble);
                return true;
            }
            tracing::info!(%token, ?trouble, "a token is handed over later");
            change(&self.state, |state| state.trouble = Some((trouble, now())));
            if self.stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                return false;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}
