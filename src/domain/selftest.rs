//! The attack self-test: what was held up to this camera, and what came of
//! it. A trial is a verification that grants nothing.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::identity::identifier;
use super::{ModelHash, OperatorName, Session, Timestamp, ToleranceName, Trial};

identifier!(
    /// Identifies a self-test (UUIDv7, made at the kiosk).
    SelfTestId
);

/// Most trials of one species.
pub const MOST_TRIALS: u32 = 1000;
/// Most species of one self-test.
pub const MOST_SPECIES: usize = 16;

/// Why a self-test can't be planned so.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SelfTestPlanError {
    /// Not a species' name.
    #[error("a species is 1 to 40 lower-case letters, digits or dashes, such as flat or bent")]
    Species,
    /// No species, too many, or one twice.
    #[error("a self-test has 1 to {MOST_SPECIES} species, each named once")]
    SpeciesCount,
    /// Too few or too many trials.
    #[error("a self-test has 1 to {MOST_TRIALS} trials a species")]
    Trials,
}

/// What is held up: an instrument of attack, or a person (`bona-fide`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Species(String);

impl Species {
    /// A living person, and no attack.
    pub const BONA_FIDE: &str = "bona-fide";
    /// Those that the product has words for. A site may name others.
    pub const KNOWN: [&str; 6] = [Self::BONA_FIDE, "flat", "bent", "cutout", "screen", "mask"];

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is an attack, and not a person.
    #[must_use]
    pub fn is_attack(&self) -> bool {
        self.0 != Self::BONA_FIDE
    }
}

impl TryFrom<String> for Species {
    type Error = SelfTestPlanError;

    fn try_from(text: String) -> Result<Self, SelfTestPlanError> {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        if (1..=40).contains(&text.len()) && begins && text.chars().all(good) {
            Ok(Self(text))
        } else {
            Err(SelfTestPlanError::Species)
        }
    }
}

impl std::str::FromStr for Species {
    type Err = SelfTestPlanError;

    fn from_str(text: &str) -> Result<Self, SelfTestPlanError> {
        Self::try_from(text.trim().to_owned())
    }
}

impl From<Species> for String {
    fn from(species: Species) -> Self {
        species.0
    }
}

impl fmt::Display for Species {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is to be tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfTestPlan {
    /// Each species, in the order of trying.
    pub species: Vec<Species>,
    /// Trials of each.
    pub trials: u32,
}

impl SelfTestPlan {
    /// The same plan, if its numbers can be used.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validated(self) -> Result<Self, SelfTestPlanError> {
        let mut names = self.species.clone();
        names.sort();
        names.dedup();
        if names.len() != self.species.len() || !(1..=MOST_SPECIES).contains(&names.len()) {
            return Err(SelfTestPlanError::SpeciesCount);
        }
        if !(1..=MOST_TRIALS).contains(&self.trials) {
            return Err(SelfTestPlanError::Trials);
        }
        Ok(self)
    }
}

/// What comes next in a self-test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextTrial {
    /// What to hold up.
    pub species: Species,
    /// Its number among this species' trials, from 1.
    pub number: u32,
    /// How many there are to be.
    pub of: u32,
}

/// A self-test with its trials so far.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfTest {
    /// Identifies it.
    pub id: SelfTestId,
    /// When it started.
    pub started_at: Timestamp,
    /// The administrator who made it.
    pub operator: OperatorName,
    /// Which camera, as in its sessions.
    pub camera: String,
    /// The tolerance profile.
    pub tolerance: ToleranceName,
    /// That profile's version.
    pub tolerance_version: u32,
    /// The embedding model.
    pub model: ModelHash,
    /// Version of the program.
    pub program: String,
    /// Whether the tester claimed a badge, so that `matched` means 1:1.
    pub claimed: bool,
    /// What was to be tried.
    pub plan: SelfTestPlan,
    /// Species that the tester left before all their trials were made.
    pub skipped: Vec<Species>,
    /// Whether the tester stopped it.
    pub stopped: bool,
    /// The trials, in the order in which they were made.
    pub trials: Vec<Trial>,
}

impl SelfTest {
    /// Takes up the trial that a session was.
    pub fn take(&mut self, species: Species, session: &Session) {
        self.trials.push(Trial::of(species, session));
    }

    /// Trials of a species that count.
    #[must_use]
    pub fn counted(&self, species: &Species) -> u32 {
        let counted = self.trials.iter().filter(|trial| trial.counts());
        let number = counted.filter(|trial| trial.species == *species).count();
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// What is to be tried next; nothing when it is at its end.
    #[must_use]
    pub fn next(&self) -> Option<NextTrial> {
        if self.stopped {
            return None;
        }
        let of = self.plan.trials;
        let left =
            |species: &&Species| !self.skipped.contains(species) && self.counted(species) < of;
        self.plan
            .species
            .iter()
            .find(left)
            .map(|species| NextTrial {
                species: species.clone(),
                number: self.counted(species) + 1,
                of,
            })
    }

    /// Whether every trial of the plan was made.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let made = |species| self.counted(species) >= self.plan.trials;
        self.plan.species.iter().all(made)
    }

    /// The last trial, if it may be taken back: it isn't, yet.
    #[must_use]
    pub fn last_to_repeat(&self) -> Option<&Trial> {
        self.trials.last().filter(|trial| !trial.withdrawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Classified, Decision, Reason, SessionId};

    fn species(name: &str) -> Species {
        name.parse().unwrap()
    }

    fn trial(name: &str, classified: Classified) -> Trial {
        Trial {
            species: species(name),
            session: SessionId(Uuid::nil()),
            started_at: Timestamp(0),
            decision: Decision::NotVerified,
            reason: Reason::FlatSurface,
            classified,
            matched: false,
            p: None,
            g: None,
            total_millis: 0,
            recording: None,
            withdrawn: false,
        }
    }

    fn test(trials: u32) -> SelfTest {
        SelfTest {
            id: SelfTestId(Uuid::nil()),
            started_at: Timestamp(0),
            operator: "ada".parse().unwrap(),
            camera: String::new(),
            tolerance: "balanced".to_owned().try_into().unwrap(),
            tolerance_version: 1,
            model: ModelHash([0; 32]),
            program: String::new(),
            claimed: false,
            plan: SelfTestPlan {
                species: vec![species("flat"), species(Species::BONA_FIDE)],
                trials,
            },
            skipped: Vec::new(),
            stopped: false,
            trials: Vec::new(),
        }
    }

    fn next(test: &SelfTest) -> Option<(String, u32)> {
        let next = test.next()?;
        Some((next.species.to_string(), next.number))
    }

    #[test]
    fn trials_come_species_by_species_and_what_does_not_count_is_tried_again() {
        let mut test = test(2);
        assert_eq!(next(&test), Some(("flat".to_owned(), 1)));
        test.trials.push(trial("flat", Classified::Attack));
        test.trials.push(trial("flat", Classified::Void));
        assert_eq!(next(&test), Some(("flat".to_owned(), 2)), "void");
        test.trials.push(trial("flat", Classified::Live));
        assert_eq!(next(&test), Some(("bona-fide".to_owned(), 1)));
        test.trials.last_mut().unwrap().withdrawn = true;
        assert_eq!(next(&test), Some(("flat".to_owned(), 2)), "withdrawn");
        assert!(test.last_to_repeat().is_none(), "it is taken back already");
        test.skipped.push(species("flat"));
        assert_eq!(next(&test), Some(("bona-fide".to_owned(), 1)));
        for _ in 0..2 {
            test.trials
                .push(trial("bona-fide", Classified::Inconclusive));
        }
        assert_eq!((next(&test), test.is_complete()), (None, false));
        test.skipped.clear();
        test.stopped = true;
        assert_eq!(next(&test), None);
    }

    #[test]
    fn a_plan_names_each_species_once_and_some_trials() {
        let plan = |names: &[&str], trials| SelfTestPlan {
            species: names.iter().map(|name| species(name)).collect(),
            trials,
        };
        assert!(plan(&["flat", "my-own-2"], 43).validated().is_ok());
        for (bad, why) in [
            (plan(&[], 1), SelfTestPlanError::SpeciesCount),
            (plan(&["flat", "flat"], 1), SelfTestPlanError::SpeciesCount),
            (plan(&["flat"], 0), SelfTestPlanError::Trials),
            (plan(&["flat"], MOST_TRIALS + 1), SelfTestPlanError::Trials),
        ] {
            assert_eq!(bad.validated(), Err(why));
        }
        for name in ["", "Flat", "-flat", "a b", "=1+1", &"x".repeat(41)] {
            assert!(name.parse::<Species>().is_err(), "{name}");
        }
        for name in Species::KNOWN {
            assert_eq!(species(name).is_attack(), name != "bona-fide");
        }
    }
}
