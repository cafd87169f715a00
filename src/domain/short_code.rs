//! Codes that people read on one screen and type or compare at another.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Digits and letters without those that look alike (Crockford's base 32).
pub const CODE_ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// The characters that are meant by what was typed: large letters, without
/// dashes and spaces, `0` for `O` and `1` for `I` and `L`.
pub fn meant_by(typed: &str) -> impl Iterator<Item = char> {
    let written = typed.chars().filter(|c| !matches!(c, '-' | ' '));
    written.map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    })
}

/// A text is no such code.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a code to compare is 12 letters and digits, with or without dashes")]
pub struct ShortCodeError;

/// Sixty bits that stand for something longer which two screens show; not
/// secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortCode(u64);

impl ShortCode {
    /// Its characters, each of five bits.
    pub const CHARACTERS: usize = 12;
    /// Characters between two dashes.
    const GROUP: usize = 4;
    const BITS: u32 = 60;

    /// The code of the first sixty bits of a hash.
    #[must_use]
    pub fn of(hash: [u8; 8]) -> Self {
        Self(u64::from_be_bytes(hash) >> (u64::BITS - Self::BITS))
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for at in 0..Self::CHARACTERS {
            if at > 0 && at % Self::GROUP == 0 {
                f.write_str("-")?;
            }
            let digit = (self.0 >> (5 * (Self::CHARACTERS - 1 - at))) % 32;
            let digit = usize::try_from(digit).ok();
            let letter = digit.and_then(|digit| CODE_ALPHABET.get(digit));
            write!(f, "{}", letter.unwrap_or(&'0'))?;
        }
        Ok(())
    }
}

impl FromStr for ShortCode {
    type Err = ShortCodeError;

    fn from_str(text: &str) -> Result<Self, ShortCodeError> {
        let mut bits = 0_u64;
        let mut count = 0;
        for letter in meant_by(text) {
            let digit = CODE_ALPHABET.iter().position(|known| *known == letter);
            let digit = digit.and_then(|digit| u64::try_from(digit).ok());
            count += 1;
            if count > Self::CHARACTERS {
                return Err(ShortCodeError);
            }
            bits = bits << 5 | digit.ok_or(ShortCodeError)?;
        }
        if count == Self::CHARACTERS {
            Ok(Self(bits))
        } else {
            Err(ShortCodeError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_shown_in_groups_and_read_as_people_type_it() {
        let code = ShortCode::of([0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xBF]);
        assert_eq!(code.to_string(), "0123-4567-89AB");
        for typed in ["0123-4567-89AB", "oI2345 6789ab", "OL23 4567 89aB"] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        for wrong in [
            "",
            "0123-4567-89A",
            "0123-4567-89ABC",
            "0123-4567-89A!",
            "0123-4567-89AÜ",
            "0123-4567-89AU",
        ] {
            assert_eq!(wrong.parse::<ShortCode>(), Err(ShortCodeError), "{wrong}");
        }
    }

    #[test]
    fn every_bit_counts_and_comes_back() {
        for bit in 4..64 {
            let code = ShortCode::of((1_u64 << bit).to_be_bytes());
            assert_ne!(code, ShortCode::of([0; 8]));
            assert_eq!(code.to_string().parse(), Ok(code));
        }
    }
}
