//! What Postgres keeps of a password (RFC 5802, RFC 7677). It is computed
//! here, so that neither the server nor its log ever has the password.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::CentralError;
use crate::domain::Secret;

/// As often as Postgres itself does it. The passwords are drawn, not chosen:
/// more would make nothing harder.
const ROUNDS: u32 = 4096;
const SALT: usize = 16;

/// The verifier of a password of ASCII letters and digits, as `CREATE ROLE` and
/// `ALTER ROLE` take it.
pub(super) fn verifier(password: &Secret<String>) -> Result<String, CentralError> {
    let mut salt = [0_u8; SALT];
    getrandom::fill(&mut salt).map_err(|_| CentralError::Random)?;
    Ok(salted_verifier(password, &salt))
}

fn salted_verifier(password: &Secret<String>, salt: &[u8]) -> String {
    let mut salted = salted_password(password.expose().as_bytes(), salt);
    let stored: [u8; 32] = Sha256::digest(keyed(&salted, b"Client Key")).into();
    let server = keyed(&salted, b"Server Key");
    salted.zeroize();
    format!(
        "SCRAM-SHA-256${ROUNDS}:{}${}:{}",
        base64(salt),
        base64(&stored),
        base64(&server)
    )
}

/// PBKDF2 with one block.
fn salted_password(password: &[u8], salt: &[u8]) -> [u8; 32] {
    let mut first = salt.to_vec();
    first.extend(1_u32.to_be_bytes());
    let mut round = keyed(password, &first);
    let mut sum = round;
    for _ in 1..ROUNDS {
        round = keyed(password, &round);
        for (sum, round) in sum.iter_mut().zip(round) {
            *sum ^= round;
        }
    }
    sum
}

fn keyed(key: &[u8], text: &[u8]) -> [u8; 32] {
    // A key of any length will do for HMAC.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else {
        return [0; 32];
    };
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Base 64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let three = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let index = usize::try_from(three >> (18 - 6 * digit) & 63).unwrap_or(0);
            let known = digit <= chunk.len();
            let digit = DIGITS.get(index).filter(|_| known).copied();
            text.push(digit.map_or('=', char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_standards_come_out() {
        // RFC 4648, section 10.
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        // RFC 7677, section 3: its salt and password, whose server signature
        // over its messages is 6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=.
        let salt = [
            0x5b, 0x6d, 0x99, 0x68, 0x9d, 0x12, 0x35, 0x8e, 0xec, 0xa0, 0x4b, 0x14, 0x12, 0x36,
            0xfa, 0x81,
        ];
        assert_eq!(base64(&salt), "W22ZaJ0SNY7soEsUEjb6gQ==");
        let salted = salted_password(b"pencil", &salt);
        let messages = "n=user,r=rOprNGfwEbeRWgbNEkqO,\
            r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
            s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,\
            c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        let server = keyed(&salted, b"Server Key");
        let signature = keyed(&server, messages.as_bytes());
        assert_eq!(
            base64(&signature),
            "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        );
        let verifier = salted_verifier(&Secret::new("pencil".to_owned()), &salt);
        assert!(verifier.starts_with("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"));
        assert!(verifier.ends_with(&base64(&server)));
    }
}
