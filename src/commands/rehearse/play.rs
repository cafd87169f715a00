//! Plays one scenario.

use std::path::Path;
use std::time::Duration;

use crate::camera::CameraId;
use crate::domain::{
    Allowance, AttemptKey, Attended, Badge, Consent, Contact, Decision, OperatorName, Reason,
    SessionId, SessionKind, VouchReason,
};
use crate::engine::Engine;
use crate::pipeline::{Begun, EnrolRequest, Office, Outcome, VerifyRequest, carry_through, now};
use crate::resources::Resources;

use super::super::CommandError;
use super::super::context::{Common, Desk, start_engine};
use super::Recordings;
use super::folder::RehearsalFolder;
use super::scenarios::{Enrolled, Scenario};

/// How far into a session the engine is killed; a fast machine may have
/// decided by then, and it is tried again sooner, down to the least.
const KILL_AFTER: Duration = Duration::from_millis(150);
const KILL_AFTER_LEAST: Duration = Duration::from_millis(5);
/// How long the engine may take to start again.
const ENGINE_PATIENCE: Duration = Duration::from_secs(60);

/// A rehearsal's folder, office and recordings.
pub struct Stage {
    office: Office,
    desk: Desk,
    recordings: Recordings,
    operator: OperatorName,
    // Removed last, when nothing is open in it any more.
    _folder: RehearsalFolder,
}

/// What came of a scenario.
pub struct Played {
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// Whether that is what the scenario expects.
    pub as_expected: bool,
    /// From start to decision, in the session's time.
    pub seconds: f64,
    /// Computing after the last frame that counted.
    pub computing_seconds: f64,
    /// The fused score, a cosine, where one was compared.
    pub score: Option<f32>,
    /// The cosine that was asked for.
    pub threshold: Option<f32>,
    /// The sessions that were kept of it, the first first.
    pub sessions: Vec<SessionId>,
}

impl Stage {
    /// Opens the folder and starts the engine.
    ///
    /// # Errors
    /// When either can't be used.
    pub fn set(
        common: &Common,
        resources: &Resources,
        recordings: Recordings,
    ) -> Result<Self, CommandError> {
        let folder = RehearsalFolder::choose(common)?;
        let common = folder.common(common);
        let engine = start_engine(resources)?;
        let desk = common.open()?;
        let operator = folder.administrator(&desk)?.name;
        // The same folder opened twice: the office keeps its own.
        let (office, _) = common.office(common.open()?, engine, resources)?;
        Ok(Self {
            office,
            desk,
            recordings,
            operator,
            _folder: folder,
        })
    }

    /// Enrols who must be, removes who must not be, and lets the scenario's
    /// person verify.
    ///
    /// # Errors
    /// When something fails that no scenario expects.
    pub fn play(&self, scenario: &Scenario) -> Result<Played, CommandError> {
        let mut sessions = Vec::new();
        clear(&self.desk, scenario)?;
        self.office.refresh_gallery_if_changed()?;
        for person in scenario.enrolled {
            if let Some(outcome) = self.enrol(person)? {
                sessions.push(outcome.session.id);
                if outcome.session.decision != Decision::Verified {
                    return Ok(played(scenario, &outcome, sessions));
                }
            }
        }
        let mut shown = self.recordings.folder(&scenario.show)?;
        if scenario.replays {
            let outcome = self.verify(scenario.claim, scenario.attended, &shown, None)?;
            sessions.push(outcome.session.id);
            if outcome.session.decision != Decision::Verified {
                return Ok(played(scenario, &outcome, sessions));
            }
            shown = self.recordings.film_of_last_session(&self.desk, scenario)?;
        }
        let mut kill_after = scenario.kills_engine.then_some(KILL_AFTER);
        loop {
            let outcome = self.verify(scenario.claim, scenario.attended, &shown, kill_after)?;
            sessions.push(outcome.session.id);
            let survived = outcome.session.timings.engine_restarts > 0;
            kill_after = kill_after
                .filter(|after| !survived && *after > KILL_AFTER_LEAST)
                .map(|after| after / 2);
            if kill_after.is_none() {
                return Ok(played(scenario, &outcome, sessions));
            }
        }
    }

    /// The recordings it plays.
    pub fn recordings(&self) -> &Recordings {
        &self.recordings
    }

    /// Forgets earlier failures.
    ///
    /// # Errors
    /// When the store can't be used.
    pub fn forget_failures(&self) -> Result<(), CommandError> {
        forget_failures(&self.desk)
    }

    /// Somebody verifies, with a badge or without, an operator beside them
    /// where something is allowed.
    ///
    /// # Errors
    /// When something fails that is no decision.
    pub fn verify(
        &self,
        claim: Option<&str>,
        allowance: Option<Allowance>,
        shown: &Path,
        kill_after: Option<Duration>,
    ) -> Result<Outcome, CommandError> {
        let camera = CameraId::Recording(shown.to_owned());
        let claim = claim.map(badge).transpose()?;
        self.office.engine().wait_ready(ENGINE_PATIENCE)?;
        let attended = match allowance {
            Some(allowance) => Some(Attended {
                allowance,
                operator: self.operator.clone(),
                why: why()?,
            }),
            None => None,
        };
        let request = VerifyRequest { claim, attended };
        let open = match self.office.begin_verification(request, &camera)? {
            Begun::Decided(outcome) => return Ok(*outcome),
            Begun::Capture(open) => *open,
        };
        let outcome = std::thread::scope(|scope| {
            if let Some(after) = kill_after {
                scope.spawn(move || {
                    std::thread::sleep(after);
                    kill(self.office.engine());
                });
            }
            carry_through(&self.office, open, &camera)
        })?;
        self.office.measure_face(&outcome);
        Ok(outcome)
    }

    /// Enrols a person who isn't yet.
    ///
    /// # Errors
    /// When something fails that is no decision.
    pub fn enrol(&self, person: &Enrolled) -> Result<Option<Outcome>, CommandError> {
        let badge = badge(person.badge)?;
        if self.office.gallery().by_badge(&badge).is_some() {
            return Ok(None);
        }
        self.enrol_shown(person, &self.recordings.folder(&person.show)?)
            .map(Some)
    }

    /// Enrols whoever is shown under a person's badge.
    ///
    /// # Errors
    /// When something fails that is no decision.
    pub fn enrol_shown(&self, person: &Enrolled, shown: &Path) -> Result<Outcome, CommandError> {
        let badge = badge(person.badge)?;
        self.office.engine().wait_ready(ENGINE_PATIENCE)?;
        let camera = CameraId::Recording(shown.to_owned());
        let request = EnrolRequest {
            badge,
            name: person
                .name
                .parse()
                .map_err(|error| CommandError::new("scenario", error))?,
            contact: Contact::default(),
            consent: Consent {
                notice_version: "rehearsal".to_owned(),
                language: "en".to_owned(),
                given_at: now(),
                signature: None,
            },
            operator: self.operator.clone(),
            allowed: allowed(person)?,
        };
        let open = self.office.begin_enrolment(request, &camera)?;
        let outcome = carry_through(&self.office, open, &camera)?;
        self.office.measure_face(&outcome);
        Ok(outcome)
    }

    /// Removes everybody who is enrolled.
    ///
    /// # Errors
    /// When the store can't be used.
    pub fn remove_everybody(&self) -> Result<(), CommandError> {
        for person in self.desk.runtime.block_on(self.desk.store.people())? {
            let removal = self.desk.store.remove_person(person.id);
            self.desk.runtime.block_on(removal)?;
        }
        Ok(self.office.refresh_gallery_if_changed()?)
    }
}

/// Forgets who isn't part of the scenario, and earlier failures.
pub(super) fn clear(desk: &Desk, scenario: &Scenario) -> Result<(), CommandError> {
    forget_failures(desk)?;
    for person in desk.runtime.block_on(desk.store.people())? {
        let stays = scenario
            .enrolled
            .iter()
            .any(|enrolled| enrolled.badge == person.badge.as_str());
        if !stays || scenario.name == "enrol-and-verify" {
            desk.runtime.block_on(desk.store.remove_person(person.id))?;
        }
    }
    Ok(())
}

fn forget_failures(desk: &Desk) -> Result<(), CommandError> {
    let wait = |key| desk.runtime.block_on(desk.store.clear_attempts(&key));
    for person in desk.runtime.block_on(desk.store.people())? {
        wait(AttemptKey::Claim(person.badge))?;
    }
    Ok(wait(AttemptKey::Kiosk)?)
}

/// Kills the engine's process.
pub(super) fn kill(engine: &Engine) {
    let process = engine
        .process_id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(rustix::process::Pid::from_raw);
    if let Some(process) = process {
        // If it died by itself meanwhile, that serves as well.
        let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
    }
}

/// What an operator allows whom they enrol.
pub(super) fn allowed(person: &Enrolled) -> Result<Option<(Allowance, VouchReason)>, CommandError> {
    let why = why()?;
    Ok(person.allowance.map(|allowance| (allowance, why)))
}

/// The reason that a rehearsal gives.
pub(super) fn why() -> Result<VouchReason, CommandError> {
    "Rehearsal: can't turn the head"
        .parse()
        .map_err(|error| CommandError::new("scenario", error))
}

pub(super) fn badge(text: &str) -> Result<Badge, CommandError> {
    text.parse()
        .map_err(|error| CommandError::new("scenario", error))
}

fn played(scenario: &Scenario, outcome: &Outcome, sessions: Vec<SessionId>) -> Played {
    let session = &outcome.session;
    let survived = !scenario.kills_engine || session.timings.engine_restarts > 0;
    let millis = crate::domain::Millis;
    Played {
        decision: session.decision,
        reason: session.reason,
        as_expected: session.kind == SessionKind::Verification
            && scenario.expected.is_met(session.decision, session.reason)
            && survived,
        seconds: millis(session.timings.total_millis).seconds(),
        computing_seconds: millis(session.timings.deciding_millis).seconds(),
        score: session.scores.score,
        threshold: session.scores.threshold,
        sessions,
    }
}
