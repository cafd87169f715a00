//! People of the gallery compared with each other: how alike strangers are, by
//! whom a threshold is judged.

use super::Gallery;
use crate::flow::score;

impl Gallery {
    /// In how many ways one of those who can verify could come and claim to be
    /// another.
    #[must_use]
    pub fn stranger_pairs(&self) -> u64 {
        let people = u64::from(self.size());
        people * people.saturating_sub(1)
    }

    /// The scores of some of these ways, by their numbers: somebody's first
    /// template for a probe, against all of another's.
    pub fn compare_strangers(&self, ways: impl Iterator<Item = u64>, mut take: impl FnMut(f32)) {
        let people: Vec<_> = self.active().collect();
        let others = u64::try_from(people.len()).unwrap_or(u64::MAX);
        let Some(others) = others.checked_sub(1).filter(|others| *others > 0) else {
            return;
        };
        for way in ways {
            let (one, other) = (way / others, way % others);
            let other = if other >= one { other + 1 } else { other };
            let find = |at: u64| people.get(usize::try_from(at).ok()?);
            let (Some(one), Some(other)) = (find(one), find(other)) else {
                continue;
            };
            let probe = one.templates.first();
            if let Some(score) = probe.and_then(|probe| score(probe, &other.templates)) {
                take(score);
            }
        }
    }
}
