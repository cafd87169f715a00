//! The one-time code that is typed at a kiosk to join a centre.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;
use zeroize::Zeroize;

use super::CentralError;
use crate::domain::{CODE_ALPHABET, Secret, meant_by};

/// Characters that name the login; not secret.
const LOGIN: usize = 5;
/// Characters of the first password: 100 bits.
const PASSWORD: usize = 20;
/// Characters between two dashes.
const GROUP: usize = 5;

/// Why a text is no join code.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a join code is 25 letters and digits, with or without dashes")]
pub struct JoinCodeError;

/// The code. Its first five characters name a login, the others are that
/// login's first password. It never prints but where it is asked for.
#[derive(Clone)]
pub struct JoinCode(Arc<Secret<String>>);

impl JoinCode {
    /// Draws a code.
    ///
    /// # Errors
    /// `Random`.
    pub fn draw() -> Result<Self, CentralError> {
        let mut bytes = [0_u8; LOGIN + PASSWORD];
        getrandom::fill(&mut bytes).map_err(|_| CentralError::Random)?;
        // 256 is a multiple of 32: each character is as likely as another.
        let text = bytes
            .iter()
            .filter_map(|byte| CODE_ALPHABET.get(usize::from(byte % 32)));
        let text = text.collect();
        bytes.zeroize();
        Ok(Self(Arc::new(Secret::new(text))))
    }

    /// The name of the login that it opens.
    #[must_use]
    pub fn login(&self) -> String {
        let name: String = self.0.expose().chars().take(LOGIN).collect();
        format!("kiosk_{}", name.to_lowercase())
    }

    /// The first password of that login.
    #[must_use]
    pub fn password(&self) -> Secret<String> {
        Secret::new(self.0.expose().chars().skip(LOGIN).collect())
    }

    /// The code as it is shown to the one who types it, in groups.
    #[must_use]
    pub fn reveal(&self) -> Secret<String> {
        let mut text = String::with_capacity(LOGIN + PASSWORD + PASSWORD / GROUP);
        for (at, character) in self.0.expose().chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(character);
        }
        Secret::new(text)
    }
}

impl fmt::Debug for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoinCode(..)")
    }
}

impl FromStr for JoinCode {
    type Err = JoinCodeError;

    /// Reads what was typed: small or large letters, with or without dashes
    /// and spaces, `O` for `0` and `I` or `L` for `1`.
    fn from_str(text: &str) -> Result<Self, JoinCodeError> {
        let mut code = String::with_capacity(LOGIN + PASSWORD);
        for meant in meant_by(text) {
            if !CODE_ALPHABET.contains(&meant) || code.len() == LOGIN + PASSWORD {
                code.zeroize();
                return Err(JoinCodeError);
            }
            code.push(meant);
        }
        if code.len() == LOGIN + PASSWORD {
            Ok(Self(Arc::new(Secret::new(code))))
        } else {
            code.zeroize();
            Err(JoinCodeError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code: JoinCode = "7kd0o-iLm2x 9abcd-efghj-kmnpq".parse().unwrap();
        assert_eq!(code.login(), "kiosk_7kd00");
        assert_eq!(code.password().expose(), "11M2X9ABCDEFGHJKMNPQ");
        assert_eq!(code.reveal().expose(), "7KD00-11M2X-9ABCD-EFGHJ-KMNPQ");
        assert_eq!(format!("{code:?}"), "JoinCode(..)");
        for wrong in [
            "",
            "7KD00",
            "7KD00-11M2X-9ABCD-EFGHJ-KMNPQ0",
            "7KD00-11M2X-9ABCD-EFGHJ-KMNP!",
            "7KD00-11M2X-9ABCD-EFGHJ-KMNPÜ",
        ] {
            assert_eq!(wrong.parse::<JoinCode>().err(), Some(JoinCodeError));
        }
    }

    #[test]
    fn codes_are_drawn_and_read_back() {
        let one = JoinCode::draw().unwrap();
        let other = JoinCode::draw().unwrap();
        assert_ne!(one.reveal().expose(), other.reveal().expose());
        let read: JoinCode = one.reveal().expose().parse().unwrap();
        assert_eq!(read.reveal().expose(), one.reveal().expose());
        assert_eq!(read.login(), one.login());
    }
}
