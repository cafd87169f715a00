//! Many trials of what only the whole program can judge: people who do as
//! asked, and attacks of each species, who verify, and who are to be enrolled.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use uuid::Uuid;

use crate::commands::output::say;
use crate::domain::{Decision, Reason};
use crate::flow::challenge;
use crate::pipeline::Outcome;
use crate::report::accuracy::clopper_pearson;
use crate::resources::Resources;

use super::super::CommandError;
use super::super::context::Common;
use super::film::splice;
use super::plan::{SPECIES, Subject, of_portraits, of_rehearsals};
use super::play::Stage;
use super::scenarios::{Enrolled, FIRST, Show};
use super::{Done, Recordings};

/// Plays of earlier sessions, unless another number is asked for.
pub(in super::super) const REPLAYS: usize = 200;
/// What they are called.
const REPLAYED: &str = "replayed";
/// Turns of a session with the profile that a site has at first.
const TURNS: u32 = 3;
/// Whom an attack at an enrolment is enrolled as.
const INTRUDER: Enrolled = Enrolled {
    badge: "rehearsal-intruder",
    name: "Intruder",
    ..FIRST
};

/// What came of the trials of one species.
#[derive(Debug, Serialize)]
struct Tried {
    /// `verify` or `enrol`.
    at: &'static str,
    species: &'static str,
    trials: u64,
    /// Verified, or enrolled.
    accepted: u64,
    /// Bounds of the rate of acceptance at 95 % (Clopper and Pearson).
    accepted_ci95: (f64, f64),
    /// The rate that so many trials exclude at 95 % (one-sided).
    accepted_at_most: f64,
    /// Chance that a trial fits what is asked though nobody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    chance: Option<f64>,
    /// Longest time from start to decision among those accepted, of the
    /// recording's clock.
    seconds_at_most: f64,
    /// Median time of computing after the last frame, of those accepted.
    computing_seconds_median: f64,
    /// How often each reason was given.
    reasons: BTreeMap<&'static str, u64>,
}

impl Tried {
    fn of(
        (at, species): (&'static str, &'static str),
        outcomes: &[Outcome],
        chance: Option<f64>,
    ) -> Self {
        let mut reasons = BTreeMap::new();
        for outcome in outcomes {
            *reasons.entry(outcome.session.reason.as_str()).or_default() += 1;
        }
        let accepted: Vec<_> = outcomes
            .iter()
            .filter(|outcome| {
                // Who looks like somebody enrolled was taken for a person.
                outcome.session.decision == Decision::Verified
                    || outcome.session.reason == Reason::DuplicateSuspected
            })
            .map(|outcome| outcome.session.timings)
            .collect();
        let seconds = |millis: u64| crate::domain::Millis(millis).seconds();
        let mut computing: Vec<u64> = accepted.iter().map(|took| took.deciding_millis).collect();
        computing.sort_unstable();
        let (trials, passed) = (count(outcomes.len()), count(accepted.len()));
        Self {
            at,
            species,
            trials,
            accepted: passed,
            accepted_ci95: clopper_pearson(passed, trials, 0.95),
            // The upper end of a two-sided 90 % interval.
            accepted_at_most: clopper_pearson(passed, trials, 0.90).1,
            chance,
            seconds_at_most: accepted
                .iter()
                .map(|took| seconds(took.total_millis))
                .fold(0.0, f64::max),
            computing_seconds_median: computing
                .get(computing.len() / 2)
                .map_or(0.0, |millis| seconds(*millis)),
            reasons,
        }
    }

    fn print(&self) -> Result<(), CommandError> {
        let line =
            serde_json::to_string(self).map_err(|error| CommandError::new("system", error))?;
        say!("{line}");
        Ok(())
    }
}

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct TrialSize<'a> {
    /// Earlier sessions that are played back.
    pub replays: usize,
    /// Trials of any other species at most.
    pub most: usize,
    /// The species that are tried; all where none is named.
    pub species: &'a [String],
}

impl TrialSize<'_> {
    fn includes(self, species: &str) -> bool {
        self.species.is_empty() || self.species.iter().any(|named| named == species)
    }

    /// Refuses what isn't a species.
    fn checked(self) -> Result<Self, CommandError> {
        let known = || SPECIES.iter().map(|species| species.name).chain([REPLAYED]);
        let unknown = |named: &&String| !known().any(|name| name == named.as_str());
        match self.species.iter().find(unknown) {
            None => Ok(self),
            Some(named) => Err(
                CommandError::new("usage", format!("there is no species {named}"))
                    .fix(known().collect::<Vec<_>>().join(", ")),
            ),
        }
    }
}

/// Plays all trials and prints a line of JSON a species; of the rehearsals'
/// subjects, or of `portraits`.
pub(in super::super) fn run(
    common: &Common,
    resources: &Resources,
    size: TrialSize<'_>,
    portraits: Option<&Path>,
) -> Done {
    let size = size.checked()?;
    let recordings = Recordings::open(resources)?;
    let subjects = match portraits {
        Some(folder) => of_portraits(folder)?,
        None => of_rehearsals(),
    };
    let tried = SPECIES.iter().filter(|species| size.includes(species.name));
    let plan: Vec<_> = tried
        .map(|species| {
            let mut shows = species.shows(&subjects);
            shows.truncate(size.most);
            (species, shows)
        })
        .collect();
    let replays = if size.includes(REPLAYED) {
        size.replays
    } else {
        0
    };
    let enrolled = subjects.iter().map(|subject| subject.enrolled.show);
    let replayed = if replays > 0 {
        sessions_of(&subjects)
    } else {
        Vec::new()
    };
    let shows: Vec<Show> = enrolled
        .chain(replayed.iter().map(|(show, _)| *show))
        .chain(
            plan.iter()
                .flat_map(|(_, shows)| shows.iter().map(|(show, _)| *show)),
        )
        .collect();
    recordings.make_missing(&shows, |line| eprintln!("{line}"))?;
    let films = Films::of(&recordings, &replayed)?;
    let stage = Stage::set(common, resources, recordings)?;
    // Nobody whom an attack might be like is enrolled yet.
    stage.remove_everybody()?;
    for (species, shows) in plan.iter().filter(|(species, _)| species.enrols) {
        let outcomes = shown(species.name, shows, |(show, _)| {
            stage.intrude(&stage.recordings().folder(show)?)
        })?;
        Tried::of(("enrol", species.name), &outcomes, None).print()?;
    }
    let once: Vec<_> = films.paths.iter().take(replays).collect();
    let outcomes = shown(REPLAYED, &once, |(film, _)| stage.intrude(film))?;
    if replays > 0 {
        Tried::of(("enrol", REPLAYED), &outcomes, None).print()?;
    }
    for subject in &subjects {
        enrol(&stage, &subject.enrolled)?;
    }
    for (species, shows) in &plan {
        let outcomes = shown(species.name, shows, |(show, claim)| {
            stage.trial(claim, &stage.recordings().folder(show)?)
        })?;
        Tried::of(("verify", species.name), &outcomes, None).print()?;
    }
    if replays == 0 {
        return Ok(0);
    }
    let again: Vec<_> = films.paths.iter().cycle().take(replays).collect();
    let outcomes = shown(REPLAYED, &again, |(film, claim)| stage.trial(claim, film))?;
    // A claim's last order is not drawn again, so one of the others is.
    let others = challenge::orders(TURNS).len().saturating_sub(1);
    let chance = 1.0 / f64::from(u32::try_from(others).unwrap_or(u32::MAX));
    Tried::of(("verify", REPLAYED), &outcomes, Some(chance)).print()?;
    Ok(0)
}

/// What came of each trial; who waits is told which it is.
fn shown<T>(
    species: &str,
    all: &[T],
    trial: impl Fn(&T) -> Result<Outcome, CommandError>,
) -> Result<Vec<Outcome>, CommandError> {
    let one = |(number, shown): (usize, &T)| {
        eprintln!("{species} {} of {}", number + 1, all.len());
        trial(shown)
    };
    all.iter().enumerate().map(one).collect()
}

fn enrol(stage: &Stage, person: &Enrolled) -> Result<(), CommandError> {
    match stage.enrol(person)? {
        Some(outcome) if outcome.session.reason != Reason::Enrolled => Err(CommandError::new(
            "rehearsal",
            format!(
                "{} couldn't be enrolled ({})",
                person.name,
                outcome.session.reason.as_str()
            ),
        )),
        _ => Ok(()),
    }
}

/// A genuine session of each photo, of which films are made.
fn sessions_of(subjects: &[Subject]) -> Vec<(Show, Enrolled)> {
    let of = |subject: &Subject| {
        let enrolled = subject.enrolled;
        let show = move |photo: &&'static str| Show {
            subject: photo,
            seed: 1,
            ..FIRST.show
        };
        let shows: Vec<_> = subject.photos.iter().map(show).collect();
        shows.into_iter().map(move |show| (show, enrolled))
    };
    subjects.iter().flat_map(of).collect()
}

/// Films of genuine sessions: of each order of turns one of each person, and
/// whom it claims to be.
struct Films {
    folder: PathBuf,
    paths: Vec<(PathBuf, Enrolled)>,
}

impl Films {
    fn of(recordings: &Recordings, replayed: &[(Show, Enrolled)]) -> Result<Self, CommandError> {
        let folder = std::env::temp_dir().join(format!("secure-biometric-{}", Uuid::now_v7()));
        let mut films = Self {
            folder,
            paths: Vec::new(),
        };
        for order in challenge::orders(TURNS) {
            let words: Vec<String> = order.iter().map(|turn| turn.as_str().to_owned()).collect();
            for (show, claim) in replayed {
                let acted = recordings.folder(show)?;
                let name = format!("{}-{}", films.paths.len(), words.join("-"));
                let film = films.folder.join(name);
                splice(&acted, &words, &film).map_err(|error| {
                    CommandError::new(
                        "rehearsal",
                        format!("{} can't be written ({error})", film.display()),
                    )
                })?;
                films.paths.push((film, *claim));
            }
        }
        Ok(films)
    }
}

impl Drop for Films {
    fn drop(&mut self) {
        // Left-overs in the temporary folder are the system's to clear.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Stage {
    /// Somebody verifies with a claim; failures before don't count.
    fn trial(&self, claim: &Enrolled, shown: &Path) -> Result<Outcome, CommandError> {
        self.forget_failures()?;
        self.verify(Some(claim.badge), None, shown, None)
    }

    /// What is shown is to be enrolled, where nobody is.
    fn intrude(&self, shown: &Path) -> Result<Outcome, CommandError> {
        let outcome = self.enrol_shown(&INTRUDER, shown)?;
        if outcome.session.decision == Decision::Verified {
            self.remove_everybody()?;
        }
        Ok(outcome)
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
