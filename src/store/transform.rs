//! The keyed transform that templates are kept under: an orthogonal matrix
//! that follows from a secret of this folder. It changes no cosine between two
//! templates of the same secret, and leaves none between two secrets. It makes
//! templates renewable: with another secret they are others, and nobody is
//! called back. Who knows as many pairs of before and after as an embedding is
//! long (192) can solve for it: it is no encryption, templates are sealed, too.
//!
//! Secret, HKDF-SHA256, keystream (XChaCha20), normal numbers (Box and Muller),
//! orthonormal rows (Gram and Schmidt, twice): drawn evenly from all rotations
//! and reflections.

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::StoreError;
use crate::domain::EMBEDDING_LENGTH;

/// What the secret is for: another use of it gives another matrix.
const PURPOSE: &[u8] = b"secure-biometric v1 template transform";
/// Bytes of keystream a number is drawn from.
const DRAWN: usize = 4;
/// Sums side by side.
const LANES: usize = 8;
/// A remainder shorter than this has no direction of its own; drawn numbers
/// never leave one (the least expected is about 1).
const LEAST_NORM: f64 = 1e-6;

/// An orthogonal matrix, row by row. It is wiped when dropped.
pub(super) struct Transform {
    rows: Vec<Zeroizing<Vec<f64>>>,
    /// What undoes it, in single precision.
    back: Matrix,
}

/// A square matrix in single precision, column after column: for many templates
/// at once, whose numbers are no more precise. It is wiped when dropped.
pub(super) struct Matrix(Zeroizing<Vec<f32>>);

impl Matrix {
    fn of(entry: impl Fn(usize, usize) -> f64) -> Self {
        let columns = 0..EMBEDDING_LENGTH;
        let places = columns.flat_map(|column| (0..EMBEDDING_LENGTH).map(move |row| (row, column)));
        let entries = places.map(|(row, column)| narrow(entry(row, column)));
        Self(Zeroizing::new(entries.collect()))
    }

    /// The matrix times these numbers. Several columns are added at a time, each
    /// number of the result by itself, which the processor does side by side.
    pub(super) fn times(&self, values: &[f32]) -> Zeroizing<Vec<f32>> {
        let mut sums = [0.0; EMBEDDING_LENGTH];
        let (columns, _) = self.0.as_chunks::<EMBEDDING_LENGTH>();
        let (fours, rest) = columns.as_chunks::<4>();
        let (by_four, by_one) = values.as_chunks::<4>();
        for ([a, b, c, d], [by_a, by_b, by_c, by_d]) in fours.iter().zip(by_four) {
            let columns = a.iter().zip(b).zip(c.iter().zip(d));
            for (sum, ((a, b), (c, d))) in sums.iter_mut().zip(columns) {
                *sum += (a * by_a + b * by_b) + (c * by_c + d * by_d);
            }
        }
        for (column, by) in rest.iter().zip(by_one) {
            for (sum, of_column) in sums.iter_mut().zip(column) {
                *sum += of_column * by;
            }
        }
        let result = Zeroizing::new(sums.to_vec());
        sums.zeroize();
        result
    }
}

impl Transform {
    /// The matrix that follows from a secret.
    pub(super) fn new(secret: &[u8; 32]) -> Result<Self, StoreError> {
        let numbers = normal_numbers(secret)?;
        let mut rows: Vec<Zeroizing<Vec<f64>>> = Vec::with_capacity(EMBEDDING_LENGTH);
        for drawn in numbers.chunks_exact(EMBEDDING_LENGTH) {
            let mut row = Zeroizing::new(drawn.to_vec());
            // Once more, since rounding leaves a little of the others.
            for _ in 0..2 {
                for other in &rows {
                    let along = dot(&row, other);
                    for (value, of_other) in row.iter_mut().zip(other.iter()) {
                        *value -= along * of_other;
                    }
                }
            }
            let norm = dot(&row, &row).sqrt();
            if norm < LEAST_NORM {
                return Err(StoreError::Sealing);
            }
            row.iter_mut().for_each(|value| *value /= norm);
            rows.push(row);
        }
        let back = Matrix::of(|at, row| value_at(&rows, row, at));
        Ok(Self { rows, back })
    }

    /// What is kept of an embedding.
    pub(super) fn apply(&self, embedding: &[f32]) -> Zeroizing<Vec<f32>> {
        let wide = wide(embedding);
        let values = self.rows.iter().map(|row| narrow(dot(row, &wide)));
        Zeroizing::new(values.collect())
    }

    /// The embedding that this is kept of, to within what single precision
    /// leaves (some 1e-7): for comparing. What is sealed again is undone by
    /// `undo`, so that it stays the same bytes.
    pub(super) fn recalled(&self, kept: &[f32]) -> Zeroizing<Vec<f32>> {
        self.back.times(kept)
    }

    /// One matrix for undoing another transform and applying this one.
    pub(super) fn after_undoing(&self, other: &Self) -> Matrix {
        Matrix::of(|at, from| dot(self.row(at), other.row(from)))
    }

    fn row(&self, at: usize) -> &[f64] {
        self.rows.get(at).map_or(&[], |row| row.as_slice())
    }

    /// The embedding that this is kept of.
    pub(super) fn undo(&self, kept: &[f32]) -> Zeroizing<Vec<f32>> {
        let mut sums = Zeroizing::new(vec![0.0_f64; EMBEDDING_LENGTH]);
        for (row, value) in self.rows.iter().zip(kept) {
            for (sum, of_row) in sums.iter_mut().zip(row.iter()) {
                *sum += of_row * f64::from(*value);
            }
        }
        Zeroizing::new(sums.iter().copied().map(narrow).collect())
    }
}

/// In several sums side by side, which the processor adds at once.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (ones, rest) = one.as_chunks::<LANES>();
    let (others, of_other) = other.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (a, b) in ones.iter().zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest = rest.iter().zip(of_other).map(|(a, b)| a * b);
    sums.iter().sum::<f64>() + rest.sum::<f64>()
}

fn value_at(rows: &[Zeroizing<Vec<f64>>], row: usize, at: usize) -> f64 {
    let value = rows.get(row).and_then(|row| row.get(at));
    value.copied().unwrap_or_default()
}

fn wide(values: &[f32]) -> Zeroizing<Vec<f64>> {
    Zeroizing::new(values.iter().copied().map(f64::from).collect())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "embeddings are kept as precisely as they came"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

/// As many normal numbers as the matrix has.
fn normal_numbers(secret: &[u8; 32]) -> Result<Zeroizing<Vec<f64>>, StoreError> {
    let mut seed = Zeroizing::new([0_u8; 32]);
    Hkdf::<Sha256>::new(None, secret)
        .expand(PURPOSE, seed.as_mut())
        .map_err(|_| StoreError::Sealing)?;
    let cipher =
        XChaCha20Poly1305::new_from_slice(seed.as_ref()).map_err(|_| StoreError::Sealing)?;
    let count = EMBEDDING_LENGTH * EMBEDDING_LENGTH;
    let nothing = vec![0_u8; count * DRAWN];
    // One message under a key of its own: the nonce is never used again.
    let mut stream = cipher
        .encrypt(&XNonce::from([0; 24]), nothing.as_slice())
        .map_err(|_| StoreError::Sealing)?;
    let mut numbers = Zeroizing::new(Vec::with_capacity(count));
    let (drawn, _) = stream.as_chunks::<DRAWN>();
    for pair in drawn.chunks_exact(2).take(count / 2) {
        let [first, second] = pair else {
            return Err(StoreError::Sealing);
        };
        // Both in (0, 1]: the logarithm of none is infinite.
        let [u, v] = [first, second]
            .map(|bytes| (f64::from(u32::from_le_bytes(*bytes)) + 1.0) / 4_294_967_296.0);
        let radius = (-2.0 * u.ln()).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * v).sin_cos();
        numbers.push(radius * cosine);
        numbers.push(radius * sine);
    }
    stream.zeroize();
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Embedding;

    fn embedding(seed: u16) -> Embedding {
        let numbers = (1_u16..)
            .take(EMBEDDING_LENGTH)
            .map(|at| (f32::from(at) * f32::from(seed)).sin());
        Embedding::try_from(numbers.collect::<Vec<f32>>()).unwrap()
    }

    fn kept(transform: &Transform, seed: u16) -> Embedding {
        let values = transform.apply(embedding(seed).values());
        Embedding::try_from(values.to_vec()).unwrap()
    }

    #[test]
    fn scores_are_the_same_under_the_transform_and_after_it() {
        let transform = Transform::new(&[1; 32]).unwrap();
        let mut most = 0.0_f32;
        for (one, other) in (1..40).zip(3..) {
            let plain = embedding(one).cosine(&embedding(other));
            let under = kept(&transform, one).cosine(&kept(&transform, other));
            most = most.max((plain - under).abs());
            let undone = transform.undo(&transform.apply(embedding(one).values()));
            for (value, was) in undone.iter().zip(embedding(one).values()) {
                most = most.max((value - was).abs());
            }
        }
        assert!(most < 1e-5, "{most}");
    }

    #[test]
    fn many_at_once_are_the_same_as_one_by_one() {
        let (from, to) = (
            Transform::new(&[1; 32]).unwrap(),
            Transform::new(&[2; 32]).unwrap(),
        );
        let onward = to.after_undoing(&from);
        for seed in 1..40 {
            let sent = from.apply(embedding(seed).values());
            let one_by_one = to.apply(&from.undo(&sent));
            let pairs = [
                (onward.times(&sent), one_by_one),
                (from.recalled(&sent), from.undo(&sent)),
            ];
            for (at_once, one_by_one) in pairs {
                assert_eq!(at_once.len(), EMBEDDING_LENGTH);
                for (a, b) in at_once.iter().zip(one_by_one.iter()) {
                    assert!((a - b).abs() < 1e-6, "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn templates_of_two_secrets_have_nothing_in_common() {
        const PEOPLE: u16 = 400;
        let (one, other) = (
            Transform::new(&[1; 32]).unwrap(),
            Transform::new(&[2; 32]).unwrap(),
        );
        let cosines = (1..=PEOPLE).map(|seed| kept(&one, seed).cosine(&kept(&other, seed)));
        let mean = cosines.clone().sum::<f32>() / f32::from(PEOPLE);
        let most = cosines.map(f32::abs).fold(0.0, f32::max);
        // Of unrelated vectors the cosine's deviation is 1/sqrt(192) = 0.072;
        // the mean of a fixed pair of matrices deviates by 1/192 and less.
        assert!(mean.abs() < 0.025, "{mean}");
        assert!(most < 5.0 * 0.072, "{most}");
        // The same secret, the same template.
        let again = Transform::new(&[1; 32]).unwrap();
        assert!(kept(&one, 7).cosine(&kept(&again, 7)) > 0.999_99);
    }
}
