//! Adding a look to a person who is enrolled: with glasses, in another light.
//! It is the capture of an enrolment, kept only if the face is theirs.

use crate::camera::CameraId;
use crate::domain::{
    Decision, FaceTemplate, Look, LookKind, OperatorName, Person, PersonId, PoseName, Reason,
    Session, TokenOutcome, Tolerance,
};
use crate::flow::{Draw, Verdict};
use crate::store::{AddedLook, SessionRecord, StoreError, may_add_look};

use super::capture::Capture;
use super::now;
use super::office::{Office, OpenSession, Outcome, Purpose, nonce};

/// Whose look is to be added.
#[derive(Clone, Debug)]
pub struct LookRequest {
    /// The person.
    pub person: PersonId,
    /// Why they need another look.
    pub kind: LookKind,
    /// The operator who adds it.
    pub operator: OperatorName,
}

/// A look that is being taken.
#[derive(Debug)]
pub(super) struct OpenLook {
    pub(super) person: Person,
    pub(super) request: LookRequest,
}

impl Office {
    /// Before a capture: what comes of it can be kept, and the gallery is as
    /// the store is.
    ///
    /// # Errors
    /// `Full`, or when the store can't be read.
    pub(super) fn get_ready(&self) -> Result<(), StoreError> {
        self.store.require_room()?;
        self.refresh_gallery_if_changed()?;
        Ok(())
    }

    /// Begins the capture of another look.
    ///
    /// # Errors
    /// `NoSuchPerson`, `PersonNotActive`, `TooManyLooks`, or when the store
    /// can't be read.
    pub fn begin_look(
        &self,
        request: LookRequest,
        camera: &CameraId,
    ) -> Result<OpenSession, StoreError> {
        self.get_ready()?;
        let person = self
            .wait(self.store.person(request.person))?
            .ok_or(StoreError::NoSuchPerson)?;
        may_add_look(&person)?;
        let draw = Draw {
            nonce: nonce()?,
            ..Draw::default()
        };
        let stream = self.engine().new_stream();
        let capture = Capture::enrolment(Tolerance::clone(&self.tolerance()), draw, stream);
        let look = Box::new(OpenLook { person, request });
        Ok(OpenSession::new(
            Purpose::AddLook(look),
            camera.clone(),
            capture,
        ))
    }

    /// Keeps a look whose capture ended well and whose face is the person's;
    /// else only what happened.
    pub(super) fn conclude_look(
        &self,
        mut session: Session,
        look: OpenLook,
        templates: Vec<FaceTemplate>,
        match_threshold: f32,
        verdict: &Verdict,
    ) -> Result<Outcome, StoreError> {
        let OpenLook { person, request } = look;
        // That they look like themselves is what holds up a capture here.
        let captured =
            verdict.decision == Decision::Verified || verdict.reason == Reason::DuplicateSuspected;
        if captured {
            let score = self.own_score(person.id, &templates);
            let is_theirs = score.is_some_and(|score| score >= match_threshold);
            let nearer_to_another = verdict.person.is_some_and(|nearest| nearest != person.id);
            session.scores.score = score;
            if is_theirs && !nearer_to_another {
                return self.keep_look(session, person, &request, templates);
            }
            (session.decision, session.reason) = (Decision::NotVerified, Reason::NoMatch);
        }
        if verdict.reason != Reason::Cancelled {
            self.wait(self.store.record_session(&SessionRecord::of(&session)))?;
        }
        Ok(Outcome {
            session,
            badge: Some(person.badge),
            name: None,
            paused_until: None,
            stream: None,
            looks: Vec::new(),
            replay: None,
            token: TokenOutcome::None,
        })
    }

    fn keep_look(
        &self,
        mut session: Session,
        person: Person,
        request: &LookRequest,
        templates: Vec<FaceTemplate>,
    ) -> Result<Outcome, StoreError> {
        (session.decision, session.reason) = (Decision::Verified, Reason::Enrolled);
        session.person = Some(person.id);
        session.claim = Some(person.badge.clone());
        self.wait(self.store.add_look(&AddedLook {
            person: person.id,
            look: Look {
                kind: request.kind,
                added_at: now(),
            },
            templates,
            session: session.clone(),
        }))?;
        self.refresh_gallery()?;
        Ok(Outcome {
            session,
            badge: Some(person.badge),
            name: Some(person.name),
            paused_until: None,
            stream: None,
            looks: Vec::new(),
            replay: None,
            token: TokenOutcome::None,
        })
    }

    /// How well the new front pose matches what is kept of the person.
    fn own_score(&self, person: PersonId, templates: &[FaceTemplate]) -> Option<f32> {
        let front = templates
            .iter()
            .find(|template| template.pose == PoseName::Front)?;
        let compared = self.gallery().compare_with(person, &front.embedding);
        compared.best.map(|(_, score)| score)
    }
}
