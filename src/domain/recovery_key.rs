//! A recovery key: drawn by the program, written down by people, and opens what
//! a passphrase would.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::Secret;
use super::short_code::{CODE_ALPHABET, meant_by};

/// A text is no recovery key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum RecoveryKeyError {
    /// It is too short or too long, or has other characters.
    #[error("a recovery key is 36 letters and digits, with or without dashes; type all of it")]
    Length,
    /// A character is another one.
    #[error("a character of this recovery key is wrong; compare it with what was written down")]
    Mistyped,
}

/// 160 bits. It never prints by accident, and is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey(Zeroizing<String>);

impl RecoveryKey {
    /// Bytes that it is drawn from.
    pub const BYTES: usize = 20;
    /// Characters of five bits each that are secret.
    const SECRET: usize = 32;
    /// Characters behind them that tell a mistake: 20 bits of a hash.
    const CHECK: usize = 4;
    /// Characters between two dashes.
    const GROUP: usize = 4;

    /// The key of these random bytes.
    #[must_use]
    pub fn of(bytes: &[u8; Self::BYTES]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(Self::SECRET + Self::CHECK));
        // Five bytes are eight characters.
        for five in bytes.chunks(5) {
            let bits = five
                .iter()
                .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            (0..8)
                .rev()
                .for_each(|at| text.push(character(bits >> (5 * at))));
        }
        Self(text)
    }

    /// As people write it down: nine groups of four, the last of which tells
    /// whether a character is wrong.
    #[must_use]
    pub fn written(&self) -> Secret<String> {
        let check = check_of(&self.0);
        let all = self.0.chars().chain(check.chars());
        let mut text = String::with_capacity(2 * (Self::SECRET + Self::CHECK));
        for (at, letter) in all.enumerate() {
            if at > 0 && at % Self::GROUP == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        Secret::new(text)
    }

    /// What files are sealed with in a passphrase's place.
    #[must_use]
    pub fn secret(&self) -> Secret<String> {
        Secret::new(format!("recovery key {}", *self.0))
    }
}

fn character(bits: u64) -> char {
    let at = usize::try_from(bits % 32).unwrap_or(0);
    CODE_ALPHABET.get(at).copied().unwrap_or('0')
}

fn check_of(text: &str) -> String {
    let hash = Sha256::new()
        .chain_update(b"secure-biometric recovery key ")
        .chain_update(text)
        .finalize();
    let first = hash.iter().take(4);
    let bits = first.fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 12;
    let places = (0..RecoveryKey::CHECK).rev();
    places.map(|at| character(bits >> (5 * at))).collect()
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(..)")
    }
}

impl FromStr for RecoveryKey {
    type Err = RecoveryKeyError;

    fn from_str(text: &str) -> Result<Self, RecoveryKeyError> {
        let most = Self::SECRET + Self::CHECK;
        let mut typed = Zeroizing::new(String::with_capacity(4 * (most + 1)));
        for letter in meant_by(text).take(most + 1) {
            typed.push(letter);
        }
        let known = typed.chars().all(|letter| CODE_ALPHABET.contains(&letter));
        let (Some((secret, check)), true) = (typed.split_at_checked(Self::SECRET), known) else {
            return Err(RecoveryKeyError::Length);
        };
        if check.len() != Self::CHECK {
            return Err(RecoveryKeyError::Length);
        }
        if check != check_of(secret) {
            return Err(RecoveryKeyError::Mistyped);
        }
        Ok(Self(Zeroizing::new(secret.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> RecoveryKey {
        let mut bytes = [0; RecoveryKey::BYTES];
        (0_u8..)
            .zip(&mut bytes)
            .for_each(|(at, byte)| *byte = at.wrapping_mul(37) ^ 0xa5);
        RecoveryKey::of(&bytes)
    }

    #[test]
    fn what_was_written_down_is_read_and_a_wrong_character_told() {
        let written = key().written();
        let written = written.expose();
        assert_eq!(written.len(), 9 * 4 + 8, "{written}");
        assert_eq!(written.parse(), Ok(key()));
        let loosely = written.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(loosely.parse(), Ok(key()));
        for (at, letter) in written.char_indices().filter(|(_, letter)| *letter != '-') {
            let other = if letter == 'A' { "B" } else { "A" };
            let mut wrong = written.clone();
            wrong.replace_range(at..=at, other);
            assert_eq!(
                wrong.parse::<RecoveryKey>(),
                Err(RecoveryKeyError::Mistyped)
            );
        }
        for wrong in [
            &written[1..],
            "",
            "tangerine window parade",
            &format!("{written}A"),
        ] {
            assert_eq!(wrong.parse::<RecoveryKey>(), Err(RecoveryKeyError::Length));
        }
        assert_eq!(format!("{:?}", key()), "RecoveryKey(..)");
    }

    #[test]
    fn every_bit_counts() {
        let mut seen = std::collections::HashSet::new();
        for bit in 0..RecoveryKey::BYTES * 8 {
            let mut bytes = [0; RecoveryKey::BYTES];
            bytes[bit / 8] = 1 << (bit % 8);
            assert!(seen.insert(RecoveryKey::of(&bytes).written().expose().clone()));
        }
    }
}
