//! Which faces of a set are compared with which.

use crate::domain::Embedding;
use crate::flow::score;

use super::accuracy::Scores;

/// Photos whose embeddings are fused into one probe. The product fuses more
/// frames (`Tolerance::frames_fused`), but of one moment, where photos differ
/// more: three keeps the figures on the careful side.
pub const PROBE_PHOTOS: usize = 3;
/// Photos that stand for the five poses of an enrolment.
pub const TEMPLATES: usize = 5;
/// Photos of one person that are used for fused scores, so that someone with
/// hundreds doesn't outweigh all others.
const MOST_PHOTOS: usize = 10;

/// Every photo with every other, once.
#[must_use]
pub fn photo_to_photo(people: &[Vec<Embedding>]) -> Scores {
    let mut scores = Scores::default();
    for (number, person) in people.iter().enumerate() {
        for (index, photo) in person.iter().enumerate() {
            for other in person.iter().skip(index + 1) {
                scores.add_genuine(photo.cosine(other));
            }
            for stranger in people.iter().skip(number + 1).flatten() {
                scores.add_impostor(photo.cosine(stranger));
            }
        }
    }
    scores
}

/// What one person's photos give for fused scores.
pub struct Sittings {
    photos: Vec<Embedding>,
    /// Indices of [`TEMPLATES`] photos each.
    template_sets: Vec<Vec<usize>>,
    /// Indices of [`PROBE_PHOTOS`] photos each, and their fused embedding.
    probes: Vec<(Vec<usize>, Embedding)>,
}

impl Sittings {
    /// The photos stand in a ring, in the order given. A template set is five
    /// that follow each other, a probe three; once neighbour by neighbour
    /// (photos of a folder are often of one occasion), and once in the
    /// smallest wider step that still visits them all (occasions mixed). Ten
    /// photos give 20 template sets and 20 probes.
    ///
    /// None with fewer photos than both need.
    #[must_use]
    pub fn new(photos: &[Embedding]) -> Option<Self> {
        let photos: Vec<Embedding> = photos.iter().take(MOST_PHOTOS).cloned().collect();
        if photos.len() < PROBE_PHOTOS + TEMPLATES {
            return None;
        }
        let probes = runs(photos.len(), PROBE_PHOTOS)
            .into_iter()
            .filter_map(|run| {
                let chosen: Vec<&Embedding> =
                    run.iter().filter_map(|index| photos.get(*index)).collect();
                let fused = Embedding::mean(&chosen)?;
                Some((run, fused))
            });
        Some(Self {
            probes: probes.collect(),
            template_sets: runs(photos.len(), TEMPLATES),
            photos,
        })
    }

    /// The fused probes.
    pub fn probes(&self) -> impl Iterator<Item = &Embedding> {
        self.probes.iter().map(|(_, probe)| probe)
    }

    /// The template sets.
    pub fn template_sets(&self) -> impl Iterator<Item = Vec<&Embedding>> {
        let photos = &self.photos;
        let set = |set: &Vec<usize>| set.iter().filter_map(|index| photos.get(*index)).collect();
        self.template_sets.iter().map(set)
    }
}

/// The fused score of everybody's probes against everybody's template sets,
/// as the product scores: the normalised mean of the probe's photos against
/// the nearest template. A person's own probe never shares a photo with the
/// template set.
///
/// The same few photos come back in many comparisons: their number says how
/// evenly a set was used, not how much it proves.
#[must_use]
pub fn fused(people: &[Vec<Embedding>]) -> (usize, Scores) {
    let sittings: Vec<Sittings> = people.iter().filter_map(|p| Sittings::new(p)).collect();
    let mut scores = Scores::default();
    for (number, person) in sittings.iter().enumerate() {
        for (indices, set) in person.template_sets.iter().zip(person.template_sets()) {
            for (photos, probe) in &person.probes {
                let apart = photos.iter().all(|photo| !indices.contains(photo));
                if let (true, Some(score)) = (apart, score(probe, set.iter().copied())) {
                    scores.add_genuine(score);
                }
            }
            let others = sittings.iter().enumerate().filter(|(n, _)| *n != number);
            for probe in others.flat_map(|(_, other)| other.probes()) {
                if let Some(score) = score(probe, set.iter().copied()) {
                    scores.add_impostor(score);
                }
            }
        }
    }
    (sittings.len(), scores)
}

/// All runs of `length` in a ring of `size`, in steps of one, and in the
/// smallest greater step that visits all of the ring.
fn runs(size: usize, length: usize) -> Vec<Vec<usize>> {
    let wider = (2..size).find(|step| common_divisor(*step, size) == 1);
    let steps = std::iter::once(1).chain(wider);
    steps
        .flat_map(|step| {
            (0..size).map(move |start| (0..length).map(|n| (start + n * step) % size).collect())
        })
        .collect()
}

fn common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EMBEDDING_LENGTH;

    /// `count` photos of someone who is a direction of their own, each a
    /// little different.
    fn person(axis: usize, count: usize) -> Vec<Embedding> {
        let photo = |number: usize| {
            let mut values = vec![0.0; EMBEDDING_LENGTH];
            values[axis] = 1.0;
            values[100 + number] = 0.2;
            Embedding::try_from(values).unwrap()
        };
        (0..count).map(photo).collect()
    }

    #[test]
    fn every_pair_of_photos_is_compared_once() {
        let scores = photo_to_photo(&[person(0, 10), person(1, 10), person(2, 3)]);
        assert_eq!(scores.genuine(), 45 + 45 + 3);
        assert_eq!(scores.impostor(), 100 + 30 + 30);
        assert!(scores.lowest_genuine() > scores.highest_impostor());
    }

    #[test]
    fn ten_photos_make_two_rings_of_ten() {
        let runs = runs(10, 3);
        assert_eq!(runs.len(), 20);
        assert_eq!(runs[9], [9, 0, 1]);
        assert_eq!(runs[10], [0, 3, 6]);
        let mut sets = super::runs(10, 5);
        for set in &mut sets {
            set.sort_unstable();
            set.dedup();
        }
        assert!(sets.iter().all(|set| set.len() == 5));
        assert_eq!(super::runs(8, 3)[8], [0, 3, 6]);
        assert_eq!(super::runs(9, 3)[9], [0, 2, 4]);
    }

    #[test]
    fn own_probes_share_no_photo_with_the_templates() {
        let (people, scores) = fused(&[person(0, 10), person(1, 12), person(2, 7)]);
        assert_eq!(people, 2, "seven photos are too few");
        assert_eq!(scores.impostor(), 2 * 20 * 20);
        assert!(scores.genuine() > 0);
        // A template that is in the probe would score more than one that
        // isn't: 1/sqrt(1.04 * (1 + 0.04/3)) at the most without.
        let apart = 1.0 / (1.04_f64 * (1.0 + 0.04 / 3.0)).sqrt();
        let all = scores.det();
        let highest = all.last().unwrap().threshold;
        assert!((highest - apart).abs() < 1e-4, "{highest} {apart}");
    }
}
