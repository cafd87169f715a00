//! Many trials of what only the whole program can judge: people who do as
//! asked, people who change half-way, and earlier sessions played back.

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
use super::play::Stage;
use super::scenarios::{Enrolled, FIRST, SECOND, Show};
use super::{Done, Recordings};

/// Plays of earlier sessions, unless another number is asked for.
pub(in super::super) const REPLAYS: usize = 200;
/// Whose earlier sessions are played, claiming to be whom.
const REPLAYED: [(&str, &Enrolled); 4] = [
    ("obama.jpg", &FIRST),
    ("obama2.jpg", &FIRST),
    ("obama3.jpg", &FIRST),
    ("biden.jpg", &SECOND),
];
/// Turns of a session with the profile that a site has at first.
const TURNS: u32 = 3;
/// Performances of each pair of people who change.
const SWAPPED_SEEDS: u32 = 2;

const KINDS_OF_SWAPS: [&str; 3] = ["swapped", "swapped-half", "swapped-photo"];

/// Who holds up whose face, or comes in their place: subject, other, claim.
const SWAPS: [(&str, &str, &Enrolled); 5] = [
    ("obama.jpg", "biden.jpg", &FIRST),
    ("obama2.jpg", "astronaut.png", &FIRST),
    ("obama3.jpg", "biden.jpg", &FIRST),
    ("biden.jpg", "obama.jpg", &SECOND),
    ("biden.jpg", "astronaut.png", &SECOND),
];

/// People who do as asked: on the same and on other days, and on a head whose
/// shape no landmark model made.
const PEOPLE: [(&str, &str, &Enrolled); 5] = [
    ("obama.jpg", "head", &FIRST),
    ("obama2.jpg", "head", &FIRST),
    ("obama3.jpg", "head", &FIRST),
    ("biden.jpg", "head", &SECOND),
    ("obama2.jpg", "parametric", &FIRST),
];
const PEOPLE_SEEDS: [u32; 4] = [1, 2, 3, 4];

/// What came of the trials of one species.
#[derive(Debug, Serialize)]
struct Species {
    species: &'static str,
    trials: u64,
    /// Verified.
    accepted: u64,
    /// Bounds of the rate of acceptance at 95 % (Clopper and Pearson).
    accepted_ci95: (f64, f64),
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

impl Species {
    fn of(species: &'static str, outcomes: &[Outcome], chance: Option<f64>) -> Self {
        let mut reasons = BTreeMap::new();
        for outcome in outcomes {
            *reasons.entry(outcome.session.reason.as_str()).or_default() += 1;
        }
        let accepted: Vec<_> = outcomes
            .iter()
            .filter(|outcome| outcome.session.decision == Decision::Verified)
            .map(|outcome| outcome.session.timings)
            .collect();
        let seconds = |millis: u64| crate::domain::Millis(millis).seconds();
        let mut computing: Vec<u64> = accepted.iter().map(|took| took.deciding_millis).collect();
        computing.sort_unstable();
        let (trials, passed) = (count(outcomes.len()), count(accepted.len()));
        Self {
            species,
            trials,
            accepted: passed,
            accepted_ci95: clopper_pearson(passed, trials, 0.95),
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
}

/// Plays all trials, `replays` of them replays, and prints a line of JSON a
/// species.
pub(in super::super) fn run(common: &Common, resources: &Resources, replays: usize) -> Done {
    let recordings = Recordings::open(resources)?;
    let (people, swaps) = (people(), swaps());
    let replayed = REPLAYED.map(|(subject, claim)| {
        let show = Show {
            subject,
            seed: 1,
            ..FIRST.show
        };
        (show, claim)
    });
    let shows: Vec<Show> = [FIRST.show, SECOND.show]
        .into_iter()
        .chain(
            people
                .iter()
                .chain(&swaps)
                .chain(&replayed)
                .map(|(show, _)| *show),
        )
        .collect();
    recordings.make_missing(&shows, |line| eprintln!("{line}"))?;
    let films = Films::of(&recordings, &replayed)?;
    let stage = Stage::set(common, resources, recordings)?;
    for person in [&FIRST, &SECOND] {
        if let Some(outcome) = stage.enrol(person)?
            && outcome.session.reason != Reason::Enrolled
        {
            return Err(CommandError::new(
                "rehearsal",
                format!("{} couldn't be enrolled", person.name),
            ));
        }
    }
    let shown = |species, all: &[(Show, &Enrolled)]| -> Result<Vec<Outcome>, CommandError> {
        let trial = |(number, (show, claim)): (usize, &(Show, &Enrolled))| {
            eprintln!("{species} {} of {}", number + 1, all.len());
            stage.trial(claim, &stage.recordings().folder(show)?)
        };
        all.iter().enumerate().map(trial).collect()
    };
    print(&Species::of("genuine", &shown("genuine", &people)?, None))?;
    print(&Species::of("swapped", &shown("swapped", &swaps)?, None))?;
    let played: Result<Vec<Outcome>, CommandError> = films
        .paths
        .iter()
        .cycle()
        .take(replays)
        .enumerate()
        .map(|(number, (film, claim))| {
            eprintln!("replayed {} of {replays}", number + 1);
            stage.trial(claim, film)
        })
        .collect();
    // A claim's last order is not drawn again, so one of the others is.
    let others = challenge::orders(TURNS).len().saturating_sub(1);
    let chance = 1.0 / f64::from(u32::try_from(others).unwrap_or(u32::MAX));
    print(&Species::of("replayed", &played?, Some(chance)))?;
    Ok(0)
}

fn people() -> Vec<(Show, &'static Enrolled)> {
    let performed = |(subject, kind, claim): (&'static str, &'static str, &'static Enrolled)| {
        PEOPLE_SEEDS.map(|seed| {
            let show = Show {
                subject,
                kind,
                other: None,
                seed,
            };
            (show, claim)
        })
    };
    PEOPLE.into_iter().flat_map(performed).collect()
}

fn swaps() -> Vec<(Show, &'static Enrolled)> {
    let mut all = Vec::new();
    for kind in KINDS_OF_SWAPS {
        for (subject, other, claim) in SWAPS {
            for seed in 0..SWAPPED_SEEDS {
                let show = Show {
                    subject,
                    kind,
                    other: Some(other),
                    seed,
                };
                all.push((show, claim));
            }
        }
    }
    all
}

/// Films of genuine sessions: of each order of turns one of each person, and
/// whom it claims to be.
struct Films {
    folder: PathBuf,
    paths: Vec<(PathBuf, &'static Enrolled)>,
}

impl Films {
    fn of(
        recordings: &Recordings,
        replayed: &[(Show, &'static Enrolled)],
    ) -> Result<Self, CommandError> {
        let folder = std::env::temp_dir().join(format!("secure-biometric-{}", Uuid::now_v7()));
        let mut films = Self {
            folder,
            paths: Vec::new(),
        };
        for order in challenge::orders(TURNS) {
            let words: Vec<String> = order.iter().map(|turn| turn.as_str().to_owned()).collect();
            for (show, claim) in replayed {
                let acted = recordings.folder(show)?;
                let name = format!("{}-{}", show.subject, words.join("-"));
                let film = films.folder.join(name);
                splice(&acted, &words, &film).map_err(|error| {
                    CommandError::new(
                        "rehearsal",
                        format!("{} can't be written ({error})", film.display()),
                    )
                })?;
                films.paths.push((film, claim));
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
}

fn print(species: &Species) -> Result<(), CommandError> {
    let line =
        serde_json::to_string(species).map_err(|error| CommandError::new("system", error))?;
    say!("{line}");
    Ok(())
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
