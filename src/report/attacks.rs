//! What an attack self-test showed, species by species: counts, rates and how
//! little they prove.
//!
//! The rates have the names of ISO/IEC 30107-3 and follow its definitions, but
//! the test is our own and no conformance is claimed. An attack is *accepted*
//! when all liveness cues called it a living face, matched or not (APCER); a
//! person is *refused* when they were not called living (BPCER), an
//! inconclusive end included. What was inconclusive is counted apart as well.

use serde::Serialize;

use super::beta::{clopper_pearson, share};
use crate::domain::{Classified, SelfTest, Species, Trial};

/// Each bound by itself is passed with a chance of 1 in 20.
pub const CONFIDENCE: f64 = 0.95;

/// One species' figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeciesResult {
    /// What was held up.
    pub species: Species,
    /// Whether it is an attack: then `rate` is the APCER, else the BPCER.
    pub attack: bool,
    /// Trials that count.
    pub trials: u64,
    /// Called living by all cues.
    pub accepted: u64,
    /// Called an attack by a cue.
    pub refused: u64,
    /// Without an answer.
    pub inconclusive: u64,
    /// Accepted, and the face matched.
    pub matched: u64,
    /// Broken off, or camera or engine failed: these don't count.
    pub void: u64,
    /// Taken back by the tester: these don't count either.
    pub withdrawn: u64,
    /// Different recordings that were played; 0 where things were held up.
    pub recordings: u64,
    /// Errors in trials: attacks accepted, or people not accepted.
    pub errors: u64,
    /// Errors a trial; none without trials.
    pub rate: Option<f64>,
    /// The rate is at least this, at 95 %, one-sided.
    pub at_least: f64,
    /// The rate is at most this, at 95 %, one-sided: what the trials support.
    pub at_most: f64,
}

impl SpeciesResult {
    /// Whether more than half of the trials ended without an answer: then
    /// hardly anything was held up well enough to be judged.
    #[must_use]
    pub fn is_mostly_inconclusive(&self) -> bool {
        2 * self.inconclusive > self.trials
    }

    /// Whether recordings were played more often than once: the bounds take
    /// trials as independent, and these are less.
    #[must_use]
    pub fn repeats_recordings(&self) -> bool {
        self.recordings > 0 && self.recordings < self.trials
    }
}

/// The figures of each species of the plan, in its order.
#[must_use]
pub fn results(test: &SelfTest) -> Vec<SpeciesResult> {
    let of = |species: &Species| of_species(species, &test.trials);
    test.plan.species.iter().map(of).collect()
}

/// The attack with the greatest rate, by what its trials support: a set of
/// attacks is as good as its best.
#[must_use]
pub fn worst(results: &[SpeciesResult]) -> Option<&SpeciesResult> {
    let attacks = results.iter().filter(|one| one.attack && one.trials > 0);
    attacks.max_by(|a, b| a.at_most.total_cmp(&b.at_most))
}

/// The greatest rate at which `errors` or fewer in `trials` would still be
/// seen in 1 of 20 (Clopper and Pearson, one-sided: 0 of 43 gives 0.067);
/// `facelab.measure` reckons the same.
#[must_use]
pub fn at_most(errors: u64, trials: u64) -> f64 {
    bounds(errors, trials).1
}

/// A bound in whole percent, in tenths below 1 %; never below the bound.
#[must_use]
pub fn percent_above(bound: f64) -> String {
    let percent = 100.0 * bound;
    // What bisection leaves open mustn't lift an exact 5 % to 6 %.
    let up = |value: f64| (value - 1e-9).ceil().max(0.0);
    if percent >= 1.0 {
        format!("{:.0} %", up(percent))
    } else {
        format!("{:.1} %", up(10.0 * percent) / 10.0)
    }
}

fn of_species(species: &Species, trials: &[Trial]) -> SpeciesResult {
    let own: Vec<&Trial> = trials
        .iter()
        .filter(|one| one.species == *species)
        .collect();
    let count = |wanted: &dyn Fn(&Trial) -> bool| {
        let number = own.iter().filter(|trial| wanted(trial)).count();
        u64::try_from(number).unwrap_or(u64::MAX)
    };
    let counted = |as_what| count(&|trial| trial.counts() && trial.classified == as_what);
    let [accepted, refused, inconclusive] = [
        Classified::Live,
        Classified::Attack,
        Classified::Inconclusive,
    ]
    .map(counted);
    let attack = species.is_attack();
    let trials = accepted + refused + inconclusive;
    let errors = if attack { accepted } else { trials - accepted };
    let mut recordings: Vec<&String> = own
        .iter()
        .filter(|trial| trial.counts())
        .filter_map(|trial| trial.recording.as_ref())
        .collect();
    recordings.sort_unstable();
    recordings.dedup();
    let (at_least, at_most) = bounds(errors, trials);
    SpeciesResult {
        species: species.clone(),
        attack,
        trials,
        accepted,
        refused,
        inconclusive,
        matched: count(&|trial| {
            trial.counts() && trial.classified == Classified::Live && trial.matched
        }),
        void: count(&|trial| !trial.withdrawn && trial.classified == Classified::Void),
        withdrawn: count(&|trial| trial.withdrawn),
        recordings: u64::try_from(recordings.len()).unwrap_or(u64::MAX),
        errors,
        rate: (trials > 0).then(|| share(errors, trials)),
        at_least,
        at_most,
    }
}

/// Both bounds, each one-sided at [`CONFIDENCE`]: together they hold at 90 %.
fn bounds(errors: u64, trials: u64) -> (f64, f64) {
    clopper_pearson(errors, trials, 1.0 - 2.0 * (1.0 - CONFIDENCE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Decision, Reason, SessionId, Timestamp};
    use uuid::Uuid;

    fn trials(species: &str, ends: &[(Classified, bool, bool)]) -> Vec<Trial> {
        let trial = |(classified, matched, withdrawn): &(Classified, bool, bool)| Trial {
            species: species.parse().unwrap(),
            session: SessionId(Uuid::nil()),
            started_at: Timestamp(0),
            decision: Decision::NotVerified,
            reason: Reason::NoMatch,
            classified: *classified,
            matched: *matched,
            p: None,
            g: None,
            total_millis: 0,
            recording: None,
            withdrawn: *withdrawn,
        };
        ends.iter().map(trial).collect()
    }

    fn result(species: &str, trials: &[Trial]) -> SpeciesResult {
        of_species(&species.parse().unwrap(), trials)
    }

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }

    #[test]
    fn what_n_trials_support_is_exact_and_one_sided() {
        // 1 - 0.05^(1/n), the closed form for none.
        for (n, bound) in [
            (43, 0.067_296_8),
            (59, 0.049_507_6),
            (1, 0.95),
            (299, 0.009_969_1),
        ] {
            close(at_most(0, n), bound);
        }
        // scipy.stats.beta.ppf(0.95, k + 1, n - k)
        close(at_most(1, 43), 0.105_634_1);
        close(at_most(3, 20), 0.343_663_8);
        close(at_most(0, 0), 1.0);
        close(at_most(43, 43), 1.0);
        assert_eq!(percent_above(at_most(0, 43)), "7 %");
        assert_eq!(percent_above(at_most(0, 59)), "5 %");
        assert_eq!(percent_above(at_most(0, 299)), "1.0 %");
        assert_eq!(percent_above(0.05), "5 %", "an exact bound stays");
        assert_eq!(percent_above(0.000_9), "0.1 %");
    }

    #[test]
    fn an_attack_is_accepted_only_as_living_and_matching_is_beside_the_point() {
        use Classified::{Attack, Inconclusive, Live, Void};
        let ends = [
            (Live, true, false),
            (Live, false, false),
            (Attack, false, false),
            (Inconclusive, false, false),
            (Void, false, false),
            (Live, true, true),
        ];
        let flat = result("flat", &trials("flat", &ends));
        assert_eq!((flat.trials, flat.accepted, flat.refused), (4, 2, 1));
        assert_eq!((flat.inconclusive, flat.void, flat.withdrawn), (1, 1, 1));
        assert_eq!((flat.matched, flat.errors, flat.rate), (1, 2, Some(0.5)));
        // scipy.stats.beta.ppf(0.05, 2, 3) and ppf(0.95, 3, 2)
        close(flat.at_least, 0.097_611_5);
        close(flat.at_most, 0.902_388_5);
        let person = result("bona-fide", &trials("bona-fide", &ends));
        assert_eq!((person.errors, person.rate), (2, Some(0.5)));
        assert!(!person.attack && !person.is_mostly_inconclusive());
        let none = result("bent", &[]);
        assert_eq!((none.rate, none.at_least, none.at_most), (None, 0.0, 1.0));
    }

    #[test]
    fn the_worst_attack_is_the_one_that_least_is_known_of() {
        let refused = [(Classified::Attack, false, false); 10];
        let many = result("flat", &trials("flat", &refused));
        let few = result("bent", &trials("bent", &refused[..3]));
        let person = result("bona-fide", &trials("bona-fide", &refused));
        let all = [many, few, person, result("mask", &[])];
        assert_eq!(worst(&all).unwrap().species.as_str(), "bent");
        assert_eq!(worst(&all[2..]), None);
    }
}
