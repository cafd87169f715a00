//! PINs: the way in of who can't, or would rather not, show their face.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

/// Fewest digits of a PIN. NIST SP 800-63B-4 asks for six at least.
pub const PIN_LEAST_DIGITS: usize = 6;
/// Most digits of a PIN (ours: nobody remembers more).
pub const PIN_MOST_DIGITS: usize = 12;

/// Why digits are not a PIN. The texts never contain them.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PinError {
    /// Not digits, too few or too many.
    #[error("a PIN is {PIN_LEAST_DIGITS} to {PIN_MOST_DIGITS} digits")]
    Digits,
    /// What anybody would try first.
    #[error(
        "this PIN is too easy to guess; choose digits that are neither all the same nor in sequence"
    )]
    Trivial,
}

/// A PIN as somebody typed it. It doesn't print and wipes itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// Lends the digits to what hashes them.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Pin {
    type Error = PinError;

    /// Takes 6 to 12 ASCII digits that aren't all the same and don't just
    /// count up or down (9 goes on with 0).
    fn try_from(text: &str) -> Result<Self, PinError> {
        let right_length = (PIN_LEAST_DIGITS..=PIN_MOST_DIGITS).contains(&text.len());
        if !right_length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PinError::Digits);
        }
        let digits = text.bytes().map(|byte| byte - b'0');
        let always = |step: u8| {
            let mut pairs = digits.clone().zip(digits.clone().skip(1));
            pairs.all(|(one, next)| (one + step) % 10 == next)
        };
        // Steps of none, one up, one down.
        if [0, 1, 9].into_iter().any(always) {
            return Err(PinError::Trivial);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_digits_that_are_not_guessed_at_once() {
        for text in ["204617", "112233", "121212", "123457", "935028471650"] {
            assert!(Pin::try_from(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "20461",
            "2046171234567",
            "20461a",
            "２０４６１７",
            " 204617",
        ] {
            assert_eq!(Pin::try_from(text), Err(PinError::Digits), "{text}");
        }
        for text in [
            "000000",
            "777777777",
            "123456",
            "890123",
            "654321",
            "210987",
        ] {
            assert_eq!(Pin::try_from(text), Err(PinError::Trivial), "{text}");
        }
        assert_eq!(format!("{:?}", Pin::try_from("204617")), "Ok(Pin(..))");
    }
}
