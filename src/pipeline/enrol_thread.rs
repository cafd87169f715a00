//! The enrolment's part of the pipeline's thread: begins enrolments and looks,
//! shows the poses they have, and notes that one is going on, so that a start
//! after a crash can say so.

use std::sync::Arc;

use crate::access::OperatorsError;
use crate::domain::{
    Allowance, Badge, Consent, Contact, LookKind, Operator, PersonId, PersonName, VouchReason,
};
use crate::store::StoreError;

use super::Problem;
use super::kept_poses::{EnrolmentKind, EnrolmentView};
use super::live_thread::LiveThread;
use super::looks::LookRequest;
use super::office::{Office, OpenSession};
use super::people_view::{BadgeCheck, PeopleNotice};
use super::requests::EnrolRequest;
use super::requests::may_enrol;
use super::running::Running;

/// The setting that is true while a window captures an enrolment.
const ENROLMENT_GOING_ON: &str = "enrolment_going_on";
/// The setting that is true from finding that the program ended meanwhile until
/// an operator has read it.
const ENROLMENT_INTERRUPTED: &str = "enrolment_interrupted";

/// Whom the signed-in operator wants to enrol.
pub(super) struct EnrolWish {
    pub(super) badge: Badge,
    pub(super) name: PersonName,
    pub(super) contact: Contact,
    pub(super) consent: Consent,
    pub(super) allowed: Option<(Allowance, VouchReason)>,
}

impl LiveThread<'_> {
    pub(super) fn enrol(&mut self, wish: EnrolWish) {
        if self.running.is_some() {
            return;
        }
        let Some(operator) = self.enrolling_operator() else {
            return self.trouble(Problem::NeedsFrontDesk);
        };
        let checked = wish.badge.clone();
        let contact = wish.contact.clone();
        let request = EnrolRequest {
            badge: wish.badge,
            name: wish.name,
            contact: wish.contact,
            consent: wish.consent,
            operator: operator.name,
            allowed: wish.allowed,
        };
        match self.office.begin_enrolment(request, &self.camera) {
            Ok(open) => self.begin_enrolment(open, EnrolmentKind::NewPerson, contact),
            // Somebody else was quicker: the form stays, and says so.
            Err(StoreError::BadgeTaken) => {
                self.drawn.people.badge = Some(BadgeCheck {
                    badge: checked,
                    taken: true,
                    holder: None,
                });
            }
            Err(error) => self.trouble(Problem::of(&error)),
        }
    }

    pub(super) fn add_look(&mut self, person: PersonId, kind: LookKind) {
        if self.running.is_some() {
            return;
        }
        let Some(operator) = self.enrolling_operator() else {
            return self.trouble(Problem::NeedsFrontDesk);
        };
        let request = LookRequest {
            person,
            kind,
            operator: operator.name,
        };
        match self.office.begin_look(request, &self.camera) {
            Ok(open) => self.begin_enrolment(open, EnrolmentKind::Look(kind), Contact::default()),
            Err(StoreError::TooManyLooks) => {
                self.drawn.people.notice = Some(PeopleNotice::TooManyLooks);
            }
            Err(error) => self.trouble(Problem::of(&error)),
        }
    }

    /// The operator who has signed in, if they may enrol and still can: another
    /// program may have changed that.
    fn enrolling_operator(&mut self) -> Option<Operator> {
        self.recheck_operator();
        self.drawn.operator.clone().filter(may_enrol)
    }

    /// Signs an operator out whom an administrator has disabled or changed
    /// meanwhile.
    pub(super) fn recheck_operator(&mut self) {
        let Some(operator) = &self.drawn.operator else {
            return;
        };
        let current = self
            .office
            .wait(self.office.operators().require(operator, operator.role));
        match current {
            Ok(()) => {}
            Err(
                OperatorsError::NotAllowed
                | OperatorsError::NotFrontDesk
                | OperatorsError::NotReviewer,
            ) => self.sign_out(),
            Err(error) => tracing::error!(%error, "operators can't be looked at"),
        }
    }

    /// Begins an enrolment's capture, and notes that one is going on.
    fn begin_enrolment(&mut self, open: OpenSession, kind: EnrolmentKind, contact: Contact) {
        if let Err(error) = self.office.note_enrolment(true) {
            return self.trouble(Problem::of(&error));
        }
        self.drawn.enrolment = Some(Arc::new(EnrolmentView {
            kind,
            contact,
            poses: Vec::new(),
            bounds: self.office.tolerance().enrol_quality.clone(),
        }));
        self.begin(open);
    }

    /// Publishes the poses that were kept since.
    pub(super) fn show_poses(&mut self, running: &Running) {
        if let Some(shown) = &mut self.drawn.enrolment
            && shown.poses.len() != running.poses.len()
        {
            let poses = running.poses.clone();
            *shown = Arc::new(EnrolmentView {
                poses,
                ..EnrolmentView::clone(shown)
            });
        }
    }

    /// The capture has ended: its pictures go.
    pub(super) fn end_enrolment(&mut self) {
        let shown = self.drawn.enrolment.take();
        self.drawn.enrolment = shown.map(|shown| Arc::new(shown.without_pictures()));
        if let Err(error) = self.office.note_enrolment(false) {
            tracing::error!(%error, "that the enrolment ended can't be noted");
        }
    }
}

impl Office {
    /// Notes that an enrolment is going on, or is not any more. The note says
    /// nothing about anybody.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn note_enrolment(&self, going_on: bool) -> Result<(), StoreError> {
        self.wait(self.store.set_setting(ENROLMENT_GOING_ON, &going_on))
    }

    /// Whether the program ended during an enrolment and nobody has read that
    /// yet; asked once, when it has started again.
    pub(super) fn interruption(&self) -> bool {
        let noted = |name| self.wait(self.store.setting::<bool>(name));
        let is_noted = |name| noted(name).is_ok_and(|noted| noted == Some(true));
        if !is_noted(ENROLMENT_GOING_ON) {
            return is_noted(ENROLMENT_INTERRUPTED);
        }
        let moved = self
            .wait(self.store.set_setting(ENROLMENT_INTERRUPTED, &true))
            .and_then(|()| self.note_enrolment(false));
        if let Err(error) = moved {
            tracing::error!(%error, "that an enrolment was interrupted can't be noted");
        }
        true
    }

    /// An operator has read that an enrolment was interrupted.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn forget_interruption(&self) -> Result<(), StoreError> {
        self.wait(self.store.set_setting(ENROLMENT_INTERRUPTED, &false))
    }
}
