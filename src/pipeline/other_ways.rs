//! Ways in without a face: badge and PIN, and an operator who vouches. No
//! frame is looked at, so these need neither camera nor engine.

use uuid::Uuid;

use crate::access::{Operators, OperatorsError, PinCheckError, Tokens};
use crate::domain::{
    AttemptKey, Badge, Decision, LivenessSummary, Operator, Person, PersonId, PersonState, Pin,
    Quality, Reason, Role, Session, SessionId, SessionKind, SessionScores, SessionTimings, Source,
    Timestamp, TokenOutcome, Tolerance, VouchReason,
};
use crate::flow::attempts::{self, Admission};
use crate::store::{Attempt, SessionRecord, Store, TooMany};

use super::office::Outcome;

/// What these ways need of a site.
pub struct OtherWays<'a> {
    /// Where people, attempts and sessions are kept.
    pub store: &'a Store,
    /// Who vouches, and whose PINs there are.
    pub operators: &'a Operators,
    /// What a verification is the receipt by.
    pub tokens: &'a Tokens,
    /// The profile in force; a session names it.
    pub tolerance: &'a Tolerance,
}

impl OtherWays<'_> {
    /// Verifies by badge and PIN. The same failures count and pause as with a
    /// face, and 50 disable the person until an administrator looks.
    ///
    /// A wrong PIN, a badge that isn't enrolled and a person without a PIN are
    /// one answer after as much work, so that trying tells nothing. Only who
    /// knew the PIN learns that their access is switched off.
    ///
    /// # Errors
    /// When the store can't be read or written, or hashing failed; then
    /// nothing was decided.
    pub async fn verify_by_pin(
        &self,
        claim: Badge,
        pin: &Pin,
        now: Timestamp,
    ) -> Result<Outcome, PinCheckError> {
        let key = AttemptKey::Claim(claim.clone());
        let before = self.store.attempts(&key).await?;
        let person = self.store.person_by_badge(&claim).await?;
        let (decision, reason) = if attempts::admission(&key, before, now) == Admission::Go {
            let id = person.as_ref().map(|person| person.id);
            let right = self.operators.pins().verify(id, pin).await?;
            match &person {
                Some(person) if right && person.state == PersonState::Active => {
                    (Decision::Verified, Reason::PinMatched)
                }
                Some(_) if right => (Decision::NotVerified, Reason::Disabled),
                _ => (Decision::NotVerified, Reason::PinWrong),
            }
        } else {
            (Decision::Inconclusive, Reason::Locked)
        };
        let session = Session {
            decision,
            reason,
            source: Source::Kiosk,
            person: verified(person.as_ref(), decision),
            ..self.session(claim, now)
        };
        let ended = (decision, reason);
        let record = SessionRecord {
            session: &session,
            attempts: Some(Attempt {
                key: &key,
                after: &|before| attempts::settle(&key, before, ended, now),
                disable: person
                    .as_ref()
                    .map(|person| (person.id, attempts::disables as TooMany)),
            }),
        };
        let (kept, token) = self.tokens.keep(&record, now).await?;
        let session = if kept.locked {
            session.locked()
        } else {
            session
        };
        let paused_until = attempts::paused_until(&key, kept.attempts, now);
        Ok(outcome(session, person, paused_until, token))
    }

    /// An operator of the front desk has looked at the person who claims this
    /// badge, and vouches. Failures of that claim neither stand in the way nor
    /// are forgotten: it wasn't the operator who failed. Nor do those that
    /// switched the person off: else whoever fails in their name on purpose
    /// would keep them out.
    ///
    /// # Errors
    /// `NotFrontDesk` if the operator may not, or what the store says; then
    /// nothing was decided.
    pub async fn vouch(
        &self,
        claim: Badge,
        operator: &Operator,
        why: VouchReason,
        now: Timestamp,
    ) -> Result<Outcome, OperatorsError> {
        self.operators.require(operator, Role::FrontDesk).await?;
        let person = self.store.person_by_badge(&claim).await?;
        let (decision, reason) = match &person {
            Some(person) if person.may_be_vouched_for() => (Decision::Verified, Reason::Vouched),
            Some(_) => (Decision::NotVerified, Reason::Disabled),
            None => (Decision::NotVerified, Reason::NotEnrolled),
        };
        let session = Session {
            decision,
            reason,
            source: Source::Attended,
            person: verified(person.as_ref(), decision),
            operator: Some(operator.name.clone()),
            vouch_reason: Some(why),
            ..self.session(claim, now)
        };
        let record = SessionRecord::of(&session);
        let (_, token) = self.tokens.keep(&record, now).await?;
        Ok(outcome(session, person, None, token))
    }

    /// A verification without frames, not yet decided.
    fn session(&self, claim: Badge, now: Timestamp) -> Session {
        Session {
            id: SessionId(Uuid::now_v7()),
            kind: SessionKind::Verification,
            started_at: now,
            decision: Decision::Inconclusive,
            reason: Reason::Cancelled,
            source: Source::Kiosk,
            claim: Some(claim),
            person: None,
            operator: None,
            vouch_reason: None,
            allowance: None,
            camera: String::new(),
            tolerance: self.tolerance.name.clone(),
            tolerance_version: self.tolerance.version,
            model: None,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            scores: SessionScores::default(),
            quality: Quality::default(),
            liveness: LivenessSummary::default(),
            timings: SessionTimings::default(),
        }
    }
}

/// Who it turned out to be.
fn verified(person: Option<&Person>, decision: Decision) -> Option<PersonId> {
    person
        .filter(|_| decision == Decision::Verified)
        .map(|person| person.id)
}

fn outcome(
    session: Session,
    person: Option<Person>,
    paused_until: Option<Timestamp>,
    token: TokenOutcome,
) -> Outcome {
    Outcome {
        badge: session.claim.clone(),
        name: person
            .filter(|_| session.decision == Decision::Verified)
            .map(|person| person.name),
        paused_until,
        stream: None,
        looks: Vec::new(),
        replay: None,
        token,
        session,
    }
}
