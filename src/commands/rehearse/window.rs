//! A rehearsal to look at: the kiosk's window plays the scenarios by itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::access::Settings;
use crate::camera::CameraId;
use crate::commands::output::say;
use crate::domain::{Consent, Contact, Decision, Operator, Secret, SessionId, Timestamp};
use crate::engine::Engine;
use crate::kiosk::in_english;
use crate::pipeline::{
    Activity, DeskIntent, EngineStatus, Finished, Intent, LivePipeline, Snapshot, now,
};
use crate::resources::Resources;
use crate::store::SessionFilter;

use super::super::context::{Common, Desk, start_engine_behind_a_window};
use super::super::{CommandError, Done, kiosk};
use super::Recordings;
use super::folder::RehearsalFolder;
use super::play::{self, badge, clear, kill};
use super::scenarios::{Enrolled, Scenario};

/// How long a result stays on the screen.
const RESULT_SHOWN: Duration = Duration::from_secs(3);
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often the window's state is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Opens the window, plays the scenarios in it and closes it again. `told`
/// gets a line a scenario.
pub(super) fn run(
    common: &Common,
    resources: &Resources,
    recordings: Recordings,
    scenarios: Vec<&'static Scenario>,
) -> Done {
    let folder = RehearsalFolder::choose(common)?;
    let common = folder.common(common);
    let desk = common.open()?;
    let operator = folder.administrator(&desk)?;
    let first = scenarios
        .first()
        .map(|scenario| recordings.folder(&scenario.show))
        .transpose()?
        .ok_or_else(|| CommandError::new("scenario", "there is no scenario to play"))?;
    let engine = start_engine_behind_a_window(resources)?;
    let camera = CameraId::Recording(first);
    let pipeline = kiosk::start(&common, resources, engine.clone(), camera)?;
    let director = Director {
        pipeline: Arc::clone(&pipeline),
        password: folder.password()?,
        desk,
        operator,
        engine,
        recordings,
    };
    let playing = std::thread::Builder::new()
        .name("director".to_owned())
        .spawn(move || {
            let played = director.play_all(&scenarios);
            director.pipeline.close();
            played
        })
        .map_err(|error| CommandError::new("system", error))?;
    let options = kiosk::options(&Settings::default(), resources);
    kiosk::open_window(pipeline, options)?;
    if !playing.is_finished() {
        // Closed by hand: what was left isn't played any more.
        return Ok(1);
    }
    let played = playing
        .join()
        .map_err(|_| CommandError::new("rehearsal", "the rehearsal broke off"))?;
    played.map(|as_expected| u8::from(!as_expected))
}

/// Has a kiosk do what people at it would.
pub(super) struct Director {
    pub(super) pipeline: Arc<LivePipeline>,
    pub(super) desk: Desk,
    pub(super) operator: Operator,
    pub(super) password: Secret<String>,
    pub(super) engine: Engine,
    pub(super) recordings: Recordings,
}

impl Director {
    fn play_all(&self, scenarios: &[&'static Scenario]) -> Result<bool, CommandError> {
        self.wait_for_engine()?;
        let mut as_expected = true;
        for scenario in scenarios {
            let began = now();
            let finished = self.play(scenario)?;
            let met = scenario.expected.is_met(finished.decision, finished.reason);
            as_expected &= met;
            let (expected, expected_reason) = scenario.expected.words();
            say!(
                "{}",
                serde_json::json!({
                    "scenario": scenario.name,
                    "expected": expected,
                    "expected_reason": expected_reason,
                    "decision": finished.decision.as_str(),
                    "reason": finished.reason.as_str(),
                    "as_expected": met,
                    "seconds": finished.seconds,
                    "sessions": self.sessions_since(began)?,
                })
            );
            std::thread::sleep(RESULT_SHOWN);
            self.pipeline.send(Intent::Home);
        }
        Ok(as_expected)
    }

    /// Waits until faces can be looked at.
    ///
    /// # Errors
    /// When that takes too long.
    pub(super) fn wait_for_engine(&self) -> Result<(), CommandError> {
        self.wait("the engine to start", |snapshot| {
            (snapshot.engine == EngineStatus::Ready).then_some(())
        })
    }

    /// Leaves the result on the screen for a while, and goes home.
    ///
    /// # Errors
    /// When it never gets there.
    pub(super) fn go_home(&self) -> Result<(), CommandError> {
        std::thread::sleep(RESULT_SHOWN);
        self.pipeline.send(Intent::Home);
        self.pipeline.send(Intent::SignOut);
        self.wait("going home", |snapshot| {
            (snapshot.activity == Activity::Idle && snapshot.operator.is_none()).then_some(())
        })
    }

    /// Somebody with a badge verifies.
    ///
    /// # Errors
    /// When there is no decision.
    pub(super) fn verify_badge(
        &self,
        claim: &str,
        shown: PathBuf,
    ) -> Result<Finished, CommandError> {
        self.pipeline.use_camera(CameraId::Recording(shown));
        let claim = Some(badge(claim)?);
        self.pipeline.send(Intent::Verify { claim });
        self.finished()
    }

    /// An operator vouches for somebody.
    ///
    /// # Errors
    /// When there is no decision.
    pub(super) fn vouch(&self, claim: &str) -> Result<Finished, CommandError> {
        self.sign_in()?;
        self.pipeline.send(Intent::Desk(DeskIntent::Vouch {
            claim: badge(claim)?,
            why: play::why()?,
        }));
        self.finished()
    }

    /// The sessions that were begun since, oldest first.
    fn sessions_since(&self, began: Timestamp) -> Result<Vec<SessionId>, CommandError> {
        let filter = SessionFilter {
            since: Some(began),
            ..SessionFilter::default()
        };
        let newest_first = self.desk.store.sessions(&filter);
        let sessions = self.desk.runtime.block_on(newest_first)?;
        Ok(sessions.iter().rev().map(|session| session.id).collect())
    }

    fn play(&self, scenario: &Scenario) -> Result<Finished, CommandError> {
        clear(&self.desk, scenario)?;
        for person in scenario.enrolled {
            if let Some(finished) = self.enrol(person)?
                && finished.decision != Decision::Verified
            {
                return Ok(finished);
            }
        }
        let shown = self.recordings.folder(&scenario.show)?;
        if scenario.replays {
            let finished = self.verify(scenario, shown)?;
            if finished.decision != Decision::Verified {
                return Ok(finished);
            }
            std::thread::sleep(RESULT_SHOWN);
            self.pipeline.send(Intent::Home);
            let film = self.recordings.film_of_last_session(&self.desk, scenario)?;
            return self.verify(scenario, film);
        }
        self.verify(scenario, shown)
    }

    fn verify(&self, scenario: &Scenario, shown: PathBuf) -> Result<Finished, CommandError> {
        // The window looks around every few seconds for who was removed.
        self.pipeline.use_camera(CameraId::Recording(shown));
        let claim = scenario.claim.map(badge).transpose()?;
        match (scenario.attended, claim) {
            (Some(allowance), Some(claim)) => {
                self.sign_in()?;
                self.pipeline.send(Intent::VerifyAttended {
                    claim,
                    allowance,
                    why: play::why()?,
                });
            }
            (_, claim) => self.pipeline.send(Intent::Verify { claim }),
        }
        if scenario.kills_engine {
            self.wait("a capture", |snapshot| {
                matches!(snapshot.activity, Activity::Capturing { .. }).then_some(())
            })?;
            kill(&self.engine);
        }
        self.finished()
    }

    /// Enrols a person who isn't yet, and goes home.
    ///
    /// # Errors
    /// When there is no decision.
    pub(super) fn enrol(&self, person: &Enrolled) -> Result<Option<Finished>, CommandError> {
        let badge = badge(person.badge)?;
        let taken = self.desk.store.badge_taken(&badge);
        if self.desk.runtime.block_on(taken)? {
            return Ok(None);
        }
        self.sign_in()?;
        self.pipeline
            .use_camera(CameraId::Recording(self.recordings.folder(&person.show)?));
        self.pipeline.send(Intent::Enrol {
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
            allowed: play::allowed(person)?,
        });
        let finished = self.finished()?;
        self.go_home()?;
        Ok(Some(finished))
    }

    fn sign_in(&self) -> Result<(), CommandError> {
        if self.pipeline.snapshot().operator.is_some() {
            return Ok(());
        }
        self.pipeline.send(Intent::SignIn {
            name: self.operator.name.as_str().to_owned(),
            password: Secret::new(self.password.expose().clone()),
        });
        self.wait("signing in", |snapshot| {
            snapshot.operator.as_ref().map(|_| ())
        })
    }

    fn finished(&self) -> Result<Finished, CommandError> {
        let found = self.wait("a decision", |snapshot| match &snapshot.activity {
            Activity::Finished(finished) => Some(Ok(finished.clone())),
            Activity::Trouble { why } => Some(Err(in_english(why))),
            _ => None,
        })?;
        found.map_err(|message| CommandError::new("rehearsal", message))
    }

    fn wait<T>(
        &self,
        what: &str,
        look: impl Fn(&Snapshot) -> Option<T>,
    ) -> Result<T, CommandError> {
        let since = Instant::now();
        loop {
            if let Some(found) = look(&self.pipeline.snapshot()) {
                return Ok(found);
            }
            if since.elapsed() > PATIENCE {
                return Err(CommandError::new(
                    "rehearsal",
                    format!("waited for {what} for too long"),
                ));
            }
            std::thread::sleep(LOOK);
        }
    }
}
