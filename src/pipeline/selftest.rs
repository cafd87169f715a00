//! The attack self-test: the very flow of a verification, one trial after
//! another, with whatever is held up. A trial counts against nobody, grants
//! nothing and keeps figures only.

use thiserror::Error;
use uuid::Uuid;

use crate::access::OperatorsError;
use crate::camera::CameraId;
use crate::domain::{
    Badge, Operator, Role, SelfTest, SelfTestId, SelfTestPlan, SelfTestPlanError, Session,
    SessionScores, Species, TokenOutcome,
};
use crate::store::StoreError;

use super::capture::Against;
use super::now;
use super::office::{Office, OpenSession, Outcome, Purpose};

/// Why a self-test can't go on.
#[derive(Debug, Error)]
pub enum SelfTestError {
    /// What is wrong with the plan.
    #[error(transparent)]
    Plan(#[from] SelfTestPlanError),
    /// Who asked may not.
    #[error(transparent)]
    Operators(#[from] OperatorsError),
    /// The badge to be claimed is nobody's.
    #[error(
        "nobody is enrolled with the badge to be claimed; see who is with: secure-biometric people list"
    )]
    NotEnrolled,
    /// It is at its end.
    #[error("this self-test is at its end; begin another")]
    Ended,
    /// The store couldn't do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A trial that is going on.
#[derive(Debug)]
pub(super) struct OpenTrial {
    pub(super) test: SelfTest,
    pub(super) species: Species,
}

impl Office {
    /// Begins a self-test of a camera of that name ([`camera_name`](super::camera_name)) and keeps
    /// that it was begun.
    ///
    /// # Errors
    /// When the operator is no administrator, the plan can't be used, nobody
    /// has the badge, or it can't be kept.
    pub fn begin_selftest(
        &self,
        actor: &Operator,
        plan: SelfTestPlan,
        claim: Option<&Badge>,
        camera: String,
    ) -> Result<SelfTest, SelfTestError> {
        let plan = plan.validated()?;
        self.wait(self.operators().require(actor, Role::Administrator))?;
        self.refresh_gallery_if_changed()?;
        self.against(claim)?;
        let tolerance = self.tolerance();
        let test = SelfTest {
            id: SelfTestId(Uuid::now_v7()),
            started_at: now(),
            operator: actor.name.clone(),
            camera,
            tolerance: tolerance.name.clone(),
            tolerance_version: tolerance.version,
            model: self.model,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            claimed: claim.is_some(),
            plan,
            skipped: Vec::new(),
            stopped: false,
            trials: Vec::new(),
        };
        self.wait(self.store().keep_selftest(&test))?;
        Ok(test)
    }

    /// Begins the next trial. Limits on failing don't stand in its way.
    ///
    /// # Errors
    /// When the test is at its end, or the store can't be read.
    pub fn begin_trial(
        &self,
        test: &SelfTest,
        claim: Option<&Badge>,
        camera: &CameraId,
    ) -> Result<OpenSession, SelfTestError> {
        let next = test.next().ok_or(SelfTestError::Ended)?;
        self.refresh_gallery_if_changed()?;
        let capture = self.verification_capture(self.against(claim)?, Vec::new(), None)?;
        let trial = OpenTrial {
            test: test.clone(),
            species: next.species,
        };
        let purpose = Purpose::SelfTest(Box::new(trial));
        Ok(OpenSession::new(purpose, camera.clone(), capture))
    }

    /// Takes the newest trial back, so that it is made again.
    ///
    /// # Errors
    /// When that can't be kept; then it still counts.
    pub fn withdraw_trial(&self, test: &mut SelfTest) -> Result<(), SelfTestError> {
        let mut changed = test.clone();
        if let Some(trial) = changed.trials.last_mut() {
            trial.withdrawn = true;
            self.wait(self.store().keep_last_trial(&changed))?;
            *test = changed;
        }
        Ok(())
    }

    /// Leaves the species that is tried now and goes on with the next one.
    ///
    /// # Errors
    /// When that can't be kept.
    pub fn skip_species(&self, test: &mut SelfTest) -> Result<(), SelfTestError> {
        let mut changed = test.clone();
        if let Some(next) = test.next() {
            changed.skipped.push(next.species);
            self.wait(self.store().keep_selftest(&changed))?;
            *test = changed;
        }
        Ok(())
    }

    /// Stops the self-test; what was tried so far is its result.
    ///
    /// # Errors
    /// When that can't be kept.
    pub fn stop_selftest(&self, test: &mut SelfTest) -> Result<(), SelfTestError> {
        let mut changed = test.clone();
        changed.stopped = true;
        self.wait(self.store().keep_selftest(&changed))?;
        *test = changed;
        Ok(())
    }

    /// Keeps a trial with its session. Of the session only the cues stay: no
    /// claim, no person, no score.
    pub(super) fn conclude_trial(
        &self,
        mut session: Session,
        trial: OpenTrial,
    ) -> Result<Outcome, StoreError> {
        session.scores = SessionScores {
            consistency: session.scores.consistency,
            frames_fused: session.scores.frames_fused,
            ..SessionScores::default()
        };
        let OpenTrial { mut test, species } = trial;
        test.take(species, &session);
        self.wait(self.store().keep_trial(&test, &session))?;
        Ok(Outcome {
            session,
            badge: None,
            name: None,
            paused_until: None,
            stream: None,
            looks: Vec::new(),
            replay: None,
            token: TokenOutcome::None,
        })
    }

    /// Whom faces are compared with.
    fn against(&self, claim: Option<&Badge>) -> Result<Against, SelfTestError> {
        let Some(badge) = claim else {
            return Ok(Against::Everybody);
        };
        let gallery = self.gallery();
        let person = gallery.by_badge(badge).ok_or(SelfTestError::NotEnrolled)?;
        Ok(Against::Claim(person.id))
    }
}

impl OpenSession {
    /// What a self-test tries with it.
    #[must_use]
    pub fn species(&self) -> Option<Species> {
        match &self.purpose {
            Purpose::SelfTest(trial) => Some(trial.species.clone()),
            _ => None,
        }
    }
}
