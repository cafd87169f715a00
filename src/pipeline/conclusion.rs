//! Keeps how a session ended: one transaction for each thing a person is told.

use std::sync::Arc;

use uuid::Uuid;

use crate::camera::CameraId;
use crate::domain::{
    Allowance, Badge, Decision, FaceTemplate, OperatorName, Person, PersonId, PersonState, Reason,
    Session, SessionKind, SessionTimings, Source, TemplateId, TokenOutcome, VouchReason,
};
use crate::flow::Verdict;
use crate::flow::attempts;
use crate::store::{Attempt, NewEnrolment, SessionRecord, StoreError, TooMany};

use super::capture::Capture;
use super::now;
use super::office::{Office, OpenSession, Outcome, Purpose, attempt_key};
use super::requests::EnrolRequest;

impl Office {
    /// Keeps how a session ended. Only when this returns may a person be told.
    ///
    /// # Errors
    /// When it can't be kept; then nothing of it is.
    pub fn conclude(&self, mut open: OpenSession, verdict: Verdict) -> Result<Outcome, StoreError> {
        let session = self.session(&open, &verdict);
        let looks = open.capture.take_looks();
        let replay = open.capture.take_replay().map(Arc::new);
        let stream = open.capture.stream();
        let outcome = match open.purpose {
            Purpose::Verify(request) => {
                self.conclude_verification(session, request.claim, &verdict)
            }
            Purpose::Enrol(request) => {
                let templates = self.templates(open.capture);
                self.conclude_enrolment(session, request, templates, &verdict)
            }
            Purpose::AddLook(look) => {
                let threshold = open.capture.tolerance().match_threshold;
                let templates = self.templates(open.capture);
                self.conclude_look(session, *look, templates, threshold, &verdict)
            }
            Purpose::SelfTest(trial) => self.conclude_trial(session, *trial),
        }?;
        Ok(Outcome {
            stream: Some(stream),
            looks,
            replay,
            ..outcome
        })
    }

    fn templates(&self, capture: Capture) -> Vec<FaceTemplate> {
        let template = |(pose, embedding)| FaceTemplate {
            id: TemplateId(Uuid::now_v7()),
            pose,
            model: self.model,
            embedding,
        };
        capture.into_templates().into_iter().map(template).collect()
    }

    fn conclude_verification(
        &self,
        session: Session,
        claim: Option<Badge>,
        verdict: &Verdict,
    ) -> Result<Outcome, StoreError> {
        let key = attempt_key(claim.as_ref());
        let gallery = self.gallery();
        let claimed = claim
            .as_ref()
            .and_then(|badge| gallery.by_badge(badge))
            .filter(|person| person.state == PersonState::Active);
        let ended = (verdict.decision, verdict.reason);
        let record = SessionRecord {
            session: &session,
            attempts: Some(Attempt {
                key: &key,
                after: &|before| attempts::settle(&key, before, ended, now()),
                disable: claimed.map(|person| (person.id, attempts::disables as TooMany)),
            }),
        };
        let (kept, token) = self.wait(self.tokens().keep(&record, now()))?;
        let session = if kept.locked {
            session.locked()
        } else {
            session
        };
        if claimed.is_some() && attempts::disables(kept.attempts) {
            self.refresh_gallery()?;
        }
        let verified = session.person.and_then(|id| gallery.person(id));
        Ok(Outcome {
            badge: verified.map(|person| person.badge.clone()).or(claim),
            name: verified.map(|person| person.name.clone()),
            paused_until: attempts::paused_until(&key, kept.attempts, now()),
            stream: None,
            looks: Vec::new(),
            replay: None,
            token,
            session,
        })
    }

    fn conclude_enrolment(
        &self,
        mut session: Session,
        request: EnrolRequest,
        templates: Vec<FaceTemplate>,
        verdict: &Verdict,
    ) -> Result<Outcome, StoreError> {
        let held = verdict.reason == Reason::DuplicateSuspected;
        if !held && verdict.decision != Decision::Verified {
            // Who was not enrolled has not consented to more than the cues.
            if verdict.reason != Reason::Cancelled {
                self.wait(self.store.record_session(&SessionRecord::of(&session)))?;
            }
            return Ok(Outcome {
                session,
                badge: Some(request.badge),
                name: None,
                paused_until: None,
                stream: None,
                looks: Vec::new(),
                replay: None,
                token: TokenOutcome::None,
            });
        }
        let person = Person {
            id: PersonId(Uuid::now_v7()),
            badge: request.badge.clone(),
            name: request.name.clone(),
            contact: request.contact,
            state: if held {
                PersonState::Held
            } else {
                PersonState::Active
            },
            held_for: verdict.person.filter(|_| held),
            enrolled_at: session.started_at,
            locked_out: false,
            added_looks: Vec::new(),
            version: 1,
        };
        session.person = Some(person.id);
        session.claim = Some(request.badge.clone());
        self.wait(self.store.enrol(&NewEnrolment {
            person,
            consent: request.consent,
            templates,
            session: session.clone(),
        }))?;
        self.refresh_gallery()?;
        Ok(Outcome {
            session,
            badge: Some(request.badge),
            name: Some(request.name),
            paused_until: None,
            stream: None,
            looks: Vec::new(),
            replay: None,
            token: TokenOutcome::None,
        })
    }

    fn session(&self, open: &OpenSession, verdict: &Verdict) -> Session {
        let (kind, claim) = match &open.purpose {
            Purpose::Verify(request) => (SessionKind::Verification, request.claim.clone()),
            Purpose::Enrol(_) | Purpose::AddLook(_) => (SessionKind::Enrolment, None),
            Purpose::SelfTest(_) => (SessionKind::SelfTest, None),
        };
        let (operator, allowed) = open.attendance();
        let tolerance = open.capture.tolerance();
        Session {
            id: open.id,
            kind,
            started_at: open.started_at,
            decision: verdict.decision,
            reason: verdict.reason,
            source: match open.camera {
                // Whoever attends: frames of a recording are nobody's.
                CameraId::Recording(_) => Source::Recording,
                CameraId::Upload => Source::Upload,
                CameraId::Device(_) | CameraId::First if allowed.is_some() => Source::Attended,
                CameraId::Device(_) | CameraId::First => Source::Kiosk,
            },
            claim,
            person: verdict.person.filter(|_| kind == SessionKind::Verification),
            operator,
            allowance: allowed.as_ref().map(|(allowance, _)| *allowance),
            vouch_reason: allowed.map(|(_, why)| why),
            camera: camera_name(&open.camera),
            tolerance: tolerance.name.clone(),
            tolerance_version: tolerance.version,
            model: Some(self.model),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            scores: verdict.scores,
            quality: verdict.quality.clone(),
            liveness: verdict.liveness.clone(),
            timings: SessionTimings {
                total_millis: verdict.at.0,
                deciding_millis: u64::try_from(open.capture.deciding().as_millis())
                    .unwrap_or(u64::MAX),
                frames_analysed: open.capture.frames_analysed(),
                frames_dropped: open.frames_dropped,
                engine_restarts: open.engine_restarts,
            },
        }
    }
}

impl OpenSession {
    /// The operator who stands beside the person, and what they allow for what
    /// reason.
    fn attendance(&self) -> (Option<OperatorName>, Option<(Allowance, VouchReason)>) {
        match &self.purpose {
            Purpose::Verify(request) => request.attended.clone().map_or_else(
                || (None, None),
                |attended| {
                    let allowed = (attended.allowance, attended.why);
                    (Some(attended.operator), Some(allowed))
                },
            ),
            Purpose::Enrol(request) => (Some(request.operator.clone()), request.allowed.clone()),
            Purpose::AddLook(look) => (Some(look.request.operator.clone()), None),
            Purpose::SelfTest(trial) => (Some(trial.test.operator.clone()), None),
        }
    }
}

/// What a camera is called in what is kept. A recording is named by its folder
/// alone: its path may say more than the store should know.
#[must_use]
pub fn camera_name(camera: &CameraId) -> String {
    match camera {
        CameraId::Device(_) | CameraId::First | CameraId::Upload => camera.to_string(),
        CameraId::Recording(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            format!("recording:{name}")
        }
    }
}
