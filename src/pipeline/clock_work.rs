//! A clock that is behind a time that was seen before: told to staff, and taken
//! for right by an administrator who says why.

use crate::access::ClockReset;
use crate::domain::{Operator, Role, VouchReason};
use crate::store::StoreError;

use super::live_thread::LiveThread;
use super::office::Office;
use super::{Problem, now};

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
    /// Looks whether the clock is behind.
    pub(super) fn look_at_clock(&mut self) -> Result<(), StoreError> {
        let clock = self.office.wait(self.office.store().clock(now()))?;
        let behind = clock.is_behind().then_some(clock.latest);
        if self.drawn.desk.clock_behind != behind {
            self.desk().clock_behind = behind;
        }
        Ok(())
    }
}
