//! Operators' passwords and people's PINs: argon2id (RFC 9106), kept as PHC strings.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use thiserror::Error;

use crate::domain::Secret;

/// Memory of one hash in KiB: 64 MiB. RFC 9106's second recommended option is
/// this memory, these passes and these lanes.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes over the memory.
const PASSES: u32 = 3;
/// Lanes.
const LANES: u32 = 4;

/// Least characters of a password. Length is the only rule, and nothing has to
/// be changed from time to time, as NIST SP 800-63B asks; the figure is ours.
pub const LEAST_CHARACTERS: usize = 10;
/// Most characters of a password.
pub const MOST_CHARACTERS: usize = 256;

/// Compared with where there is no such operator, so that the answer takes as
/// long. Its password was random and is forgotten.
const DUMMY: &str = "$argon2id$v=19$m=65536,t=3,p=4$AomMd+lEMYYHxH0HsXeKcw$gzlCOZQnf8FLsyg4MDIB6ZqXFVMiUwJ3sETszRNmwNw";

/// Why a password can't be used. The texts never contain it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PasswordError {
    /// Too short.
    #[error("the password has fewer than {LEAST_CHARACTERS} characters; choose a longer one")]
    TooShort,
    /// Too long.
    #[error("the password has more than {MOST_CHARACTERS} characters; choose a shorter one")]
    TooLong,
    /// Hashing failed.
    #[error("the password could not be hashed; free some memory and try again")]
    Hashing,
}

/// Checks a new password's length, in characters.
///
/// # Errors
/// `TooShort` or `TooLong`.
pub fn check_policy(password: &Secret<String>) -> Result<(), PasswordError> {
    match password.expose().chars().count() {
        0..LEAST_CHARACTERS => Err(PasswordError::TooShort),
        LEAST_CHARACTERS..=MOST_CHARACTERS => Ok(()),
        _ => Err(PasswordError::TooLong),
    }
}

/// Hashes a password with a new salt into a PHC string. Takes about a tenth of
/// a second and 64 MiB.
///
/// # Errors
/// `Hashing`.
pub fn hash(password: &Secret<String>) -> Result<Secret<String>, PasswordError> {
    let hash: PasswordHash = argon2()?
        .hash_password(password.expose().as_bytes())
        .map_err(|_| PasswordError::Hashing)?;
    Ok(Secret::new(hash.to_string()))
}

/// Whether the password is the one that was hashed. Without a hash (there is
/// no such operator) it is not, after as much work. A longer password than can
/// be set isn't hashed at all.
#[must_use]
pub fn verify(password: &Secret<String>, hash: Option<&Secret<String>>) -> bool {
    if check_policy(password) == Err(PasswordError::TooLong) {
        return false;
    }
    let known = hash.is_some();
    let Ok(parsed) = PasswordHash::new(hash.map_or(DUMMY, |hash| hash.expose())) else {
        return false;
    };
    let same = Argon2::default()
        .verify_password(password.expose().as_bytes(), &parsed)
        .is_ok();
    same && known
}

/// Whether a hash was made in another way than today's, or costs less in any
/// respect. One that costs more, made by a newer version, is kept.
#[must_use]
pub fn needs_rehash(hash: &Secret<String>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.expose()) else {
        return true;
    };
    let Ok(params) = Params::try_from(&parsed) else {
        return true;
    };
    parsed.algorithm != Algorithm::Argon2id.ident()
        || parsed.version != Some(Version::V0x13.into())
        || params.m_cost() < MEMORY_KIB
        || params.t_cost() < PASSES
        || params.p_cost() < LANES
}

fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PasswordError::Hashing)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[test]
    fn only_the_password_itself_verifies() {
        let hashed = hash(&secret("correct horse")).unwrap();
        assert!(
            hashed
                .expose()
                .starts_with("$argon2id$v=19$m=65536,t=3,p=4$")
        );
        assert!(verify(&secret("correct horse"), Some(&hashed)));
        assert!(!verify(&secret("correct horsf"), Some(&hashed)));
        assert!(!verify(&secret("correct horse"), None));
        assert!(!verify(&secret("correct horse"), Some(&secret("no hash"))));
        assert!(!needs_rehash(&hashed));
    }

    #[test]
    fn the_dummy_costs_what_a_hash_costs() {
        let dummy = secret(DUMMY);
        assert!(PasswordHash::new(DUMMY).unwrap().hash.is_some());
        assert!(!needs_rehash(&dummy), "the dummy has other parameters");
    }

    #[test]
    fn weaker_hashes_are_made_again() {
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(19_456, 2, 1, None).unwrap(),
        );
        let hashed: PasswordHash = weak.hash_password(b"correct horse").unwrap();
        let hashed = secret(&hashed.to_string());
        assert!(verify(&secret("correct horse"), Some(&hashed)));
        assert!(needs_rehash(&hashed));
    }

    #[test]
    fn hashes_that_cost_more_are_kept() {
        let of = |memory, passes, lanes| {
            let params = Params::new(memory, passes, lanes, None).unwrap();
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let hashed: PasswordHash = argon2.hash_password(b"correct horse").unwrap();
            secret(&hashed.to_string())
        };
        assert!(!needs_rehash(&of(MEMORY_KIB, PASSES + 1, LANES)));
        assert!(needs_rehash(&of(MEMORY_KIB, PASSES + 1, LANES - 1)));
        assert!(needs_rehash(&of(MEMORY_KIB, PASSES - 1, LANES + 1)));
    }

    #[test]
    fn length_is_the_only_rule() {
        let check = |text: &str| check_policy(&secret(text));
        assert_eq!(check(&"a".repeat(9)), Err(PasswordError::TooShort));
        assert_eq!(check(&"é".repeat(10)), Ok(()));
        assert_eq!(check(&"a".repeat(256)), Ok(()));
        assert_eq!(check(&"a".repeat(257)), Err(PasswordError::TooLong));
    }
}
