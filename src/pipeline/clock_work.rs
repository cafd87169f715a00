//! A clock that is behind a time that was seen before: told to staff, and taken
//! for right by an administrator who says why.

use crate::access::ClockReset;
use crate::domain::{Operator, Role, VouchReason};
use crate::store::StoreError;

use super::live_thread::LiveThread;
use super::office::Office;
use super::{Problem, now};

/// A window that is open remembers the time so often: more would only wear the
/// disk (ours).
const SEEN_EVERY_MILLIS: i64 = 60_000;

/// Takes today's time for right.
pub(super) fn reset(office: &Office, actor: &Operator, why: VouchReason) -> Result<(), Problem> {
    office
        .wait(office.operators().require(actor, Role::Administrator))
        .map_err(|error| Problem::of(&error))?;
    let now = now();
    let before = office
        .wait(office.store().clock(now))
        .map_err(|error| Problem::of(&error))?;
    let reset = ClockReset {
        at: now,
        latest_before: before.latest,
        operator: actor.name.clone(),
        reason: why,
    };
    office
        .wait(office.tokens().reset_clock(&reset))
        .map_err(|error| Problem::of(&error))
}

impl LiveThread<'_> {
    /// Remembers when the window was opened.
    pub(super) fn see_clock(&self) {
        if let Err(error) = self.office.wait(self.office.store().see_clock(now())) {
            tracing::error!(%error, "the time can't be remembered");
        }
    }

    /// Looks whether the clock is behind.
    pub(super) fn look_at_clock(&mut self) -> Result<(), StoreError> {
        let store = self.office.store();
        let mut clock = self.office.wait(store.clock(now()))?;
        if clock.now.0.saturating_sub(clock.latest.0) >= SEEN_EVERY_MILLIS {
            clock = self.office.wait(store.see_clock(clock.now))?;
        }
        let behind = clock.is_behind().then_some(clock.latest);
        if self.drawn.desk.clock_behind != behind {
            self.desk().clock_behind = behind;
        }
        Ok(())
    }
}
