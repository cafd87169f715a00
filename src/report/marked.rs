//! What reviewers' marks say about errors: of people who were who they claimed
//! to be, of people who weren't, and of attacks, by their species.
//!
//! The rates have the names of ISO/IEC 19795-1 and 30107-3. Reviewers mark what
//! they happen to look at, mostly refusals: these are figures of what was
//! marked, and not of all who came.

use std::collections::BTreeMap;

use crate::domain::{Classified, Session, Species, Standing, Truth};

use super::site::Share;

/// What marked verifications came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkedFigures {
    /// Scores of those marked genuine whose face was compared, from the lowest.
    pub genuine: Vec<f32>,
    /// The same of those marked as impostors.
    pub impostors: Vec<f32>,
    /// Of those marked genuine that weren't broken off, how many weren't called
    /// living, and how many there are.
    people: (u64, u64),
    /// Of each species of attack, how many were called living, and how many
    /// there are.
    species: BTreeMap<Species, (u64, u64)>,
    /// How many are unclear.
    pub unclear: u64,
    /// How many reviewers disagree about.
    pub disputed: u64,
}

impl MarkedFigures {
    /// Counts a verification as what it was marked.
    pub fn take(&mut self, session: &Session, standing: &Standing) {
        let truth = match standing {
            Standing::Unmarked => return,
            Standing::Disputed => {
                self.disputed += 1;
                return;
            }
            Standing::Settled(truth) => truth,
        };
        let liveness = session.liveness.outcome;
        let classified = Classified::of(session.decision, session.reason, liveness);
        let counts = u64::from(classified != Classified::Void);
        let lived = classified == Classified::Live;
        match truth {
            Truth::Genuine => {
                self.genuine.extend(session.scores.score);
                self.people.0 += u64::from(!lived) * counts;
                self.people.1 += counts;
            }
            Truth::Impostor => self.impostors.extend(session.scores.score),
            Truth::Attack(species) => {
                let kept = self.species.entry(species.clone()).or_default();
                kept.0 += u64::from(lived);
                kept.1 += counts;
            }
            Truth::Unclear => self.unclear += 1,
        }
    }

    /// Puts the scores in order, which the rates below rely on.
    pub(super) fn sort(&mut self) {
        self.genuine.sort_by(f32::total_cmp);
        self.impostors.sort_by(f32::total_cmp);
    }

    /// How many verifications are marked.
    #[must_use]
    pub fn all(&self) -> u64 {
        let attacks: u64 = self.species.values().map(|(_, all)| all).sum();
        self.people.1 + count(self.impostors.len()) + attacks + self.unclear + self.disputed
    }

    /// The false non-match rate: genuine scores that don't reach a threshold.
    #[must_use]
    pub fn fnmr(&self, threshold: f32) -> Share {
        below(&self.genuine, threshold)
    }

    /// The false match rate: impostors' scores that reach a threshold.
    #[must_use]
    pub fn fmr(&self, threshold: f32) -> Share {
        let refused = below(&self.impostors, threshold);
        Share::of(refused.all - refused.count, refused.all)
    }

    /// The rate of people who weren't called living (BPCER).
    #[must_use]
    pub fn bpcer(&self) -> Share {
        Share::of(self.people.0, self.people.1)
    }

    /// The rate of attacks of each species that were called living (APCER).
    pub fn apcer(&self) -> impl Iterator<Item = (&Species, Share)> {
        let species = self.species.iter();
        species.map(|(species, (lived, all))| (species, Share::of(*lived, *all)))
    }
}

fn below(scores: &[f32], threshold: f32) -> Share {
    let below = scores.partition_point(|score| *score < threshold);
    Share::of(count(below), count(scores.len()))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
