//! The numbers that stand for a face.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroize;

/// Length of the default model's embedding.
pub const EMBEDDING_LENGTH: usize = 192;

/// A face embedding: finite, of unit length. Comparing is a cosine, -1 to 1.
/// It is biometric data: it never prints, and is wiped when dropped.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f32>", into = "Vec<f32>")]
pub struct Embedding(Vec<f32>);

/// Why numbers are not an embedding.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EmbeddingError {
    /// The wrong length.
    #[error("an embedding has {EMBEDDING_LENGTH} numbers, not {0}")]
    Length(usize),
    /// Not finite, or all zero.
    #[error("an embedding's numbers must be finite and not all zero")]
    NotFinite,
}

impl TryFrom<Vec<f32>> for Embedding {
    type Error = EmbeddingError;

    fn try_from(mut values: Vec<f32>) -> Result<Self, EmbeddingError> {
        if values.len() != EMBEDDING_LENGTH {
            return Err(EmbeddingError::Length(values.len()));
        }
        let norm = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !norm.is_finite() || norm < 1e-6 {
            return Err(EmbeddingError::NotFinite);
        }
        for value in &mut values {
            *value /= norm;
        }
        Ok(Self(values))
    }
}

impl From<Embedding> for Vec<f32> {
    fn from(embedding: Embedding) -> Self {
        embedding.0.clone()
    }
}

impl Embedding {
    /// The numbers.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// Cosine of the angle between two embeddings, -1 to 1.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }

    /// The normalised mean of several embeddings (fusing), if there are any
    /// and they don't cancel out.
    #[must_use]
    pub fn mean(embeddings: &[&Self]) -> Option<Self> {
        let mut sum = vec![0.0_f32; EMBEDDING_LENGTH];
        for embedding in embeddings {
            for (total, value) in sum.iter_mut().zip(&embedding.0) {
                *total += value;
            }
        }
        Self::try_from(sum).ok()
    }
}

impl fmt::Debug for Embedding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Embedding(..)")
    }
}

impl Drop for Embedding {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// SHA-256 of the embedding model. Templates of different models are never
/// compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ModelHash(pub [u8; 32]);

/// The text is not a SHA-256 in hexadecimal.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("a model hash is 64 hexadecimal digits")]
pub struct ModelHashError;

impl ModelHash {
    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn from_hex(text: &str) -> Result<Self, ModelHashError> {
        let mut bytes = [0_u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(ModelHashError);
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            let pair = text
                .get(index * 2..index * 2 + 2)
                .filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()))
                .ok_or(ModelHashError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ModelHashError)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for ModelHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ModelHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ModelHash({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn along(axis: usize) -> Embedding {
        let mut values = vec![0.0; EMBEDDING_LENGTH];
        values[axis] = 3.0;
        Embedding::try_from(values).unwrap()
    }

    #[test]
    fn embeddings_are_normalised_and_compare_by_cosine() {
        let (a, b) = (along(0), along(1));
        assert!((a.cosine(&a) - 1.0).abs() < 1e-6);
        assert!(a.cosine(&b).abs() < 1e-6);
        let mean = Embedding::mean(&[&a, &b]).unwrap();
        assert!((mean.cosine(&a) - 0.5_f32.sqrt()).abs() < 1e-6);
        assert!(Embedding::mean(&[]).is_none());
    }

    #[test]
    fn what_is_no_embedding_is_refused() {
        assert_eq!(
            Embedding::try_from(vec![1.0; 10]),
            Err(EmbeddingError::Length(10))
        );
        assert!(Embedding::try_from(vec![0.0; EMBEDDING_LENGTH]).is_err());
        assert!(Embedding::try_from(vec![f32::NAN; EMBEDDING_LENGTH]).is_err());
    }

    #[test]
    fn a_model_hash_goes_there_and_back() {
        let text = "d8ba40c0127fb8ca9917e8fddc79bbbda063657bc92a496d34da0bc8a760443b";
        assert_eq!(ModelHash::from_hex(text).unwrap().to_string(), text);
        assert!(ModelHash::from_hex("+8ba").is_err());
        assert!(ModelHash::from_hex(&"+8".repeat(32)).is_err());
    }
}
