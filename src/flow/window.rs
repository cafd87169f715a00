//! The best frames over a short time, fused into one: never one lucky frame.

use crate::domain::{Embedding, Millis, Quality};

/// Frames closer together than this are too alike to be worth embedding.
const LEAST_SPACING: Millis = Millis(50);

/// One frame that was kept.
#[derive(Clone, Debug)]
struct Sample {
    rank: f32,
    embedding: Embedding,
    quality: Quality,
}

/// Collects embeddings of the best frames from the first good one on.
#[derive(Clone, Debug)]
pub struct Window {
    capacity: usize,
    length: Millis,
    first_at: Option<Millis>,
    last_offered_at: Option<Millis>,
    awaited: Option<(u64, f32, Quality)>,
    samples: Vec<Sample>,
}

impl Window {
    /// A window that ends when `frames` are kept and `length` has passed since
    /// the first.
    #[must_use]
    pub fn new(frames: u32, length: Millis) -> Self {
        Self {
            capacity: usize::try_from(frames).unwrap_or(usize::MAX).max(1),
            length,
            first_at: None,
            last_offered_at: None,
            awaited: None,
            samples: Vec::new(),
        }
    }

    /// Offers a good frame; true if its embedding is wanted.
    pub fn offer(&mut self, sequence: u64, at: Millis, rank: f32, quality: &Quality) -> bool {
        let spaced = self
            .last_offered_at
            .is_none_or(|last| at.since(last) >= LEAST_SPACING);
        let better =
            self.samples.len() < self.capacity || self.samples.iter().any(|s| s.rank < rank);
        if self.awaited.is_some() || !spaced || !better {
            return false;
        }
        self.first_at.get_or_insert(at);
        self.last_offered_at = Some(at);
        self.awaited = Some((sequence, rank, quality.clone()));
        true
    }

    /// Whether that frame's embedding is awaited.
    #[must_use]
    pub fn awaits(&self, sequence: u64) -> bool {
        let number = self.awaited.as_ref().map(|(number, ..)| *number);
        number == Some(sequence)
    }

    /// Takes the embedding of the frame offered last.
    pub fn embedded(&mut self, sequence: u64, embedding: Embedding) {
        let Some((_, rank, quality)) = self.awaited.take_if(|(number, ..)| *number == sequence)
        else {
            return;
        };
        self.samples.push(Sample {
            rank,
            embedding,
            quality,
        });
        self.samples.sort_by(|a, b| b.rank.total_cmp(&a.rank));
        self.samples.truncate(self.capacity);
    }

    /// The frame offered last can't be embedded.
    pub fn failed(&mut self, sequence: u64) {
        let _ = self.awaited.take_if(|(number, ..)| *number == sequence);
    }

    /// The frame offered last shows another face than those kept. Where only
    /// one is kept it may be the smeared one: it goes as well.
    pub fn doubt(&mut self, sequence: u64) {
        self.failed(sequence);
        if self.samples.len() == 1 {
            self.samples.clear();
            self.first_at = None;
        }
    }

    /// Whether enough frames over enough time are kept.
    #[must_use]
    pub fn complete(&self, now: Millis) -> bool {
        self.awaited.is_none()
            && self.samples.len() >= self.capacity
            && self
                .first_at
                .is_some_and(|first| now.since(first) >= self.length)
    }

    /// How far it is, 0 to 1: the lesser of frames kept and time passed.
    #[must_use]
    pub fn progress(&self, now: Millis) -> f32 {
        let share = |have: f64, of: f64| if of > 0.0 { have / of } else { 1.0 };
        let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let frames = share(count(self.samples.len()), count(self.capacity));
        let time = self.first_at.map_or(0.0, |first| {
            share(now.since(first).seconds(), self.length.seconds())
        });
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a share between 0 and 1, for drawing"
        )]
        let progress = frames.min(time).clamp(0.0, 1.0) as f32;
        progress
    }

    /// Number of frames kept.
    #[must_use]
    pub fn frames(&self) -> u32 {
        u32::try_from(self.samples.len()).unwrap_or(u32::MAX)
    }

    /// Quality of the best frame kept.
    #[must_use]
    pub fn best_quality(&self) -> Quality {
        self.samples
            .first()
            .map_or_else(Quality::default, |sample| sample.quality.clone())
    }

    /// The normalised mean of the kept embeddings.
    #[must_use]
    pub fn fused(&self) -> Option<Embedding> {
        let all: Vec<&Embedding> = self.samples.iter().map(|s| &s.embedding).collect();
        if all.is_empty() {
            return None;
        }
        Embedding::mean(&all)
    }

    /// The least cosine between any two kept frames; one frame agrees with
    /// itself.
    #[must_use]
    pub fn consistency(&self) -> f32 {
        let mut least = 1.0_f32;
        for (index, a) in self.samples.iter().enumerate() {
            for b in self.samples.iter().skip(index + 1) {
                least = least.min(a.embedding.cosine(&b.embedding));
            }
        }
        least
    }

    /// The least cosine between `other` and any kept frame.
    #[must_use]
    pub fn agreement(&self, other: &Embedding) -> f32 {
        self.samples
            .iter()
            .map(|sample| sample.embedding.cosine(other))
            .fold(1.0, f32::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EMBEDDING_LENGTH;

    fn embedding(angle: f32) -> Embedding {
        let mut values = vec![0.0; EMBEDDING_LENGTH];
        values[0] = angle.cos();
        values[1] = angle.sin();
        Embedding::try_from(values).unwrap()
    }

    fn feed(window: &mut Window, sequence: u64, at: u64, rank: f32, angle: f32) -> bool {
        let wanted = window.offer(sequence, Millis(at), rank, &Quality::default());
        if wanted {
            window.embedded(sequence, embedding(angle));
        }
        wanted
    }

    #[test]
    fn one_good_frame_is_never_enough() {
        let mut window = Window::new(3, Millis(300));
        assert!(feed(&mut window, 1, 0, 90.0, 0.0));
        assert!(!window.complete(Millis(5_000)));
        assert!(feed(&mut window, 2, 100, 80.0, 0.1));
        assert!(feed(&mut window, 3, 200, 70.0, 0.2));
        assert!(!window.complete(Millis(299)));
        assert!(window.complete(Millis(300)));
    }

    #[test]
    fn the_best_are_kept_and_near_ones_passed_over() {
        let mut window = Window::new(2, Millis(0));
        assert!(feed(&mut window, 1, 0, 50.0, 0.0));
        assert!(!feed(&mut window, 2, 49, 99.0, 0.0), "too near in time");
        assert!(feed(&mut window, 3, 50, 60.0, 0.1));
        assert!(!feed(&mut window, 4, 200, 40.0, 0.0), "no better");
        assert!(feed(&mut window, 5, 300, 70.0, 0.3));
        // Kept are ranks 70 (0.3 rad) and 60 (0.1 rad).
        assert!((window.consistency() - 0.2_f32.cos()).abs() < 1e-5);
        let fused = window.fused().unwrap();
        assert!((fused.cosine(&embedding(0.2)) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn an_answer_to_another_frame_is_not_taken() {
        let mut window = Window::new(1, Millis(0));
        assert!(window.offer(1, Millis(0), 1.0, &Quality::default()));
        window.embedded(2, embedding(0.0));
        assert!(!window.complete(Millis(10)));
        window.failed(1);
        assert!(window.offer(3, Millis(100), 1.0, &Quality::default()));
    }
}
