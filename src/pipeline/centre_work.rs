//! The line to the centre for an administrator at the window: joining, who
//! waits, trying again.

use std::sync::PoisonError;

use super::centre_view::{CentreDone, CentreIntent, CentreView, LineView};
use super::keys_work::KeyRoom;
use super::live_thread::LiveThread;
use super::office::Office;
use super::{Problem, now};
use crate::access::{Joined, JoiningError};
use crate::central::Transport;
use crate::domain::{Operator, Role};
use crate::store::StoreError;
use crate::sync::{CentreFault, SyncError, status};

/// Does what an administrator asks.
pub(super) fn work(
    office: &Office,
    actor: &Operator,
    intent: CentreIntent,
) -> Result<CentreView, Problem> {
    office
        .wait(office.operators().require(actor, Role::Administrator))
        .map_err(|error| Problem::of(&error))?;
    let room = office.keys.as_ref().ok_or(Problem::KeyMissing)?;
    let mut room = room.lock().unwrap_or_else(PoisonError::into_inner);
    room.opened.act_as(&actor.name);
    let told = |error: JoiningError| Problem::of(&error);
    let mut view = CentreView::default();
    match intent {
        CentreIntent::Look => {}
        CentreIntent::Exchange => office.line.wake(),
        CentreIntent::Retry => {
            let tried = office.wait(office.store().retry_refused());
            let tried = tried.map_err(|error| Problem::of(&error))?;
            view.done = Some(CentreDone::Retried(tried));
            office.line.wake();
        }
        CentreIntent::Join { url, code } => {
            let joining = room
                .opened
                .join_centre(url.trim(), Transport::Verified, &code);
            view.done = match office.wait(joining).map_err(told)? {
                Joined::Founded => Some(CentreDone::Joined),
                // Its code says what to do next.
                Joined::Waits(_) => None,
            };
            office.line.wake();
        }
        CentreIntent::Accept { code } => {
            let KeyRoom { opened, stores } = &mut *room;
            let accepted = opened.accept_from_centre(stores, code);
            office.wait(accepted).map_err(told)?;
            view.done = Some(CentreDone::Accepted);
            office.line.wake();
        }
        CentreIntent::WhoWaits => {
            let waiting = office.wait(room.opened.waiting_kiosks()).map_err(told)?;
            let waiting = waiting.into_iter().map(|kiosk| (kiosk.kiosk, kiosk.name));
            view.waiting = Some(waiting.collect());
        }
        CentreIntent::Approve { kiosk, code } => {
            let waiting = office.wait(room.opened.waiting_kiosks()).map_err(told)?;
            let named = waiting.into_iter().find(|waiting| waiting.kiosk == kiosk);
            let name = named.map(|waiting| waiting.name).unwrap_or_default();
            let approved = room.opened.approve_kiosk(kiosk, code);
            let code = office.wait(approved).map_err(told)?;
            view.done = Some(CentreDone::Approved { name, code });
        }
    }
    view.code = office.wait(room.opened.waiting_code()).map_err(told)?;
    Ok(view)
}

impl LiveThread<'_> {
    /// Shows how the line to the centre is: everybody whether it is well, staff
    /// the rest of it.
    pub(super) fn look_at_line(&mut self) -> Result<(), StoreError> {
        let status = match self.office.wait(status(self.office.store(), now())) {
            Ok(status) => status,
            Err(SyncError::Store(error)) => return Err(error),
            Err(_) => return Ok(()),
        };
        self.drawn.sync = status.state;
        let view = match self.drawn.operator {
            None => LineView::default(),
            Some(_) => LineView {
                long_away: status.long_away(now()),
                status: Some(status),
                trouble: self.office.line.trouble(),
            },
        };
        if self.drawn.desk.line != view {
            self.desk().line = view;
        }
        Ok(())
    }
}

impl From<&JoiningError> for Problem {
    fn from(error: &JoiningError) -> Self {
        match error {
            JoiningError::Centre(error) => Self::Centre(CentreFault::of(error)),
            JoiningError::SiteKey(error) => Self::from(error),
            JoiningError::Data(error) => Self::from(error),
            JoiningError::NotApproved | JoiningError::NoSiteKey => Self::Centre(CentreFault::Waits),
            JoiningError::NotJoined | JoiningError::NotWaiting | JoiningError::Unreadable => {
                Self::Centre(CentreFault::Refuses)
            }
        }
    }
}
