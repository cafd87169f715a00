//! Files that a passphrase opens: keys and backups.
//!
//! A plain header says what the file is, with which parameters the passphrase
//! is hashed (argon2id) and the salt. The content follows in pieces of 64 KiB,
//! sealed by XChaCha20-Poly1305 in the STREAM construction (Hoang and others,
//! 2015), so that no piece can be changed, moved or left out; header and piece
//! belong together.

use std::io::{self, Read, Write};

use aead_stream::{DecryptorBE32, EncryptorBE32};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::Payload;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::domain::{RecoveryKey, Secret};

/// What a sealed file holds. A file of one purpose doesn't open as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Keys.
    Keys,
    /// A copy of a data folder.
    Backup,
}

impl Purpose {
    fn magic(self) -> &'static [u8; 8] {
        match self {
            Self::Keys => b"SBkeys01",
            Self::Backup => b"SBback01",
        }
    }
}

/// Memory, passes and lanes of the hash: four times the memory of an
/// operator's password, as it is needed once a start and guarded by nothing
/// else. About half a second on two cores.
const MEMORY_KIB: u32 = 256 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// What a file may ask for at most, so that a made-up one can't take all the
/// memory.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;

const SALT_LENGTH: usize = 16;
/// STREAM over a nonce of 24 bytes: four count pieces, one marks the last.
const NONCE_LENGTH: usize = 19;
const HEADER_LENGTH: usize = 8 + 3 * 4 + SALT_LENGTH + NONCE_LENGTH;
/// Plain bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Poly1305's tag.
const TAG: usize = 16;

/// Why a sealed file can't be made or opened.
#[derive(Debug, Error)]
pub enum SealedFileError {
    /// Not such a file, or of a later version.
    #[error("this is no file of that kind, or a later version made it; name another file")]
    Foreign,
    /// The passphrase is another one, or the file was changed.
    #[error("the passphrase is wrong, or the file was changed; try again, or take another copy")]
    Wrong,
    /// Hashing failed.
    #[error("the passphrase could not be hashed; free some memory and try again")]
    Hashing,
    /// The system gave no random numbers.
    #[error("the system gives no random numbers; restart it")]
    Random,
    /// Reading or writing failed.
    #[error("{0}; check the disk and try again")]
    File(#[from] io::Error),
}

/// The parameters and the random parts of one file.
struct Header([u8; HEADER_LENGTH]);

impl Header {
    fn new(purpose: Purpose) -> Result<Self, SealedFileError> {
        let mut random = [0; SALT_LENGTH + NONCE_LENGTH];
        getrandom::fill(&mut random).map_err(|_| SealedFileError::Random)?;
        let mut bytes = Vec::with_capacity(HEADER_LENGTH);
        bytes.extend_from_slice(purpose.magic());
        for parameter in [MEMORY_KIB, PASSES, LANES] {
            bytes.extend_from_slice(&parameter.to_le_bytes());
        }
        bytes.extend_from_slice(&random);
        let bytes = bytes.try_into().map_err(|_| SealedFileError::Foreign)?;
        Ok(Self(bytes))
    }

    fn read(purpose: Purpose, input: &mut impl Read) -> Result<Self, SealedFileError> {
        let mut bytes = [0; HEADER_LENGTH];
        input
            .read_exact(&mut bytes)
            .map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => SealedFileError::Foreign,
                _ => error.into(),
            })?;
        if !bytes.starts_with(purpose.magic()) {
            return Err(SealedFileError::Foreign);
        }
        Ok(Self(bytes))
    }

    /// The cipher of the passphrase, and the nonce's fixed part.
    fn cipher(
        &self,
        passphrase: &Secret<String>,
    ) -> Result<(XChaCha20Poly1305, [u8; NONCE_LENGTH]), SealedFileError> {
        let foreign = || SealedFileError::Foreign;
        let (_, rest) = self.0.split_first_chunk::<8>().ok_or_else(foreign)?;
        let (parameters, rest) = rest.split_first_chunk::<12>().ok_or_else(foreign)?;
        let (salt, nonce) = rest
            .split_first_chunk::<SALT_LENGTH>()
            .ok_or_else(foreign)?;
        let nonce = nonce.try_into().map_err(|_| SealedFileError::Foreign)?;
        let (numbers, _) = parameters.as_chunks::<4>();
        let [memory, passes, lanes] = numbers else {
            return Err(SealedFileError::Foreign);
        };
        let [memory, passes, lanes] = [memory, passes, lanes].map(|n| u32::from_le_bytes(*n));
        if memory > MOST_MEMORY_KIB || passes > MOST_PASSES || lanes > LANES * 4 {
            return Err(SealedFileError::Foreign);
        }
        let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| foreign())?;
        let mut key = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), salt, key.as_mut())
            .map_err(|_| SealedFileError::Hashing)?;
        let cipher = XChaCha20Poly1305::new_from_slice(key.as_ref())
            .map_err(|_| SealedFileError::Hashing)?;
        Ok((cipher, nonce))
    }
}

/// Draws a recovery key: its 160 bits stand in the place of a passphrase.
///
/// # Errors
/// `Random`.
pub fn new_recovery_key() -> Result<RecoveryKey, SealedFileError> {
    let mut bytes = Zeroizing::new([0; RecoveryKey::BYTES]);
    getrandom::fill(bytes.as_mut()).map_err(|_| SealedFileError::Random)?;
    Ok(RecoveryKey::of(&bytes))
}

/// Seals all of `input` into `output`.
///
/// # Errors
/// `Hashing`, `Random`, or why it couldn't be read or written.
pub fn seal(
    purpose: Purpose,
    passphrase: &Secret<String>,
    input: &mut impl Read,
    output: &mut impl Write,
) -> Result<(), SealedFileError> {
    let header = Header::new(purpose)?;
    let (cipher, nonce) = header.cipher(passphrase)?;
    let mut stream = EncryptorBE32::from_aead(cipher, &nonce.into());
    output.write_all(&header.0)?;
    let mut piece = read_piece(input, PIECE)?;
    // A full piece may still be the last: it isn't known until the next is read.
    loop {
        let next = if piece.len() == PIECE {
            read_piece(input, PIECE)?
        } else {
            Zeroizing::new(Vec::new())
        };
        let payload = Payload {
            msg: piece.as_slice(),
            aad: &header.0,
        };
        if next.is_empty() {
            let sealed = stream.encrypt_last(payload);
            output.write_all(&sealed.map_err(|_| SealedFileError::Hashing)?)?;
            return Ok(());
        }
        let sealed = stream.encrypt_next(payload);
        output.write_all(&sealed.map_err(|_| SealedFileError::Hashing)?)?;
        piece = next;
    }
}

/// Opens what `seal` made. What was written to `output` counts only when this
/// returns well: a file that was cut off shows it at its end.
///
/// # Errors
/// `Foreign`, `Wrong`, or why it couldn't be read or written.
pub fn open(
    purpose: Purpose,
    passphrase: &Secret<String>,
    input: &mut impl Read,
    output: &mut impl Write,
) -> Result<(), SealedFileError> {
    let header = Header::read(purpose, input)?;
    let (cipher, nonce) = header.cipher(passphrase)?;
    let mut stream = DecryptorBE32::from_aead(cipher, &nonce.into());
    let mut piece = read_piece(input, PIECE + TAG)?;
    loop {
        let next = if piece.len() == PIECE + TAG {
            read_piece(input, PIECE + TAG)?
        } else {
            Zeroizing::new(Vec::new())
        };
        let payload = Payload {
            msg: piece.as_slice(),
            aad: &header.0,
        };
        let is_last = next.is_empty();
        let plain = if is_last {
            let plain = stream.decrypt_last(payload);
            return Ok(
                output.write_all(&Zeroizing::new(plain.map_err(|_| SealedFileError::Wrong)?))?
            );
        } else {
            stream.decrypt_next(payload)
        };
        output.write_all(&Zeroizing::new(plain.map_err(|_| SealedFileError::Wrong)?))?;
        piece = next;
    }
}

/// So many bytes, or as many as there are.
fn read_piece(input: &mut impl Read, length: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut piece = Zeroizing::new(Vec::with_capacity(length));
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    input.by_ref().take(limit).read_to_end(&mut piece)?;
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let passphrase = secret("tangerine window parade");
        seal(Purpose::Keys, &passphrase, &mut &*plain, &mut file).unwrap();
        file
    }

    fn opened(passphrase: &str, file: &[u8]) -> Result<Vec<u8>, SealedFileError> {
        let mut plain = Vec::new();
        let passphrase = secret(passphrase);
        open(Purpose::Keys, &passphrase, &mut &*file, &mut plain).map(|()| plain)
    }

    #[test]
    fn what_was_sealed_comes_back_whatever_its_length() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE] {
            let plain: Vec<u8> = (0..=255).cycle().take(length).collect();
            let back = opened("tangerine window parade", &sealed(&plain));
            assert_eq!(back.unwrap(), plain, "{length}");
        }
    }

    #[test]
    fn another_passphrase_purpose_or_file_opens_nothing() {
        let plain = [7; PIECE + 9];
        let good = sealed(&plain);
        let refused = |passphrase: &str, file: &[u8]| opened(passphrase, file).unwrap_err();
        let right = "tangerine window parade";
        assert!(matches!(
            refused("tangerine window parad", &good),
            SealedFileError::Wrong
        ));
        // The end cut off at a piece's border, a byte changed, pieces swapped.
        let border = HEADER_LENGTH + PIECE + TAG;
        let mut changed = good.clone();
        changed[border + 3] ^= 1;
        let mut salt = good.clone();
        salt[30] ^= 1;
        for file in [&good[..border], &good[..border + 9], &changed, &salt] {
            assert!(matches!(refused(right, file), SealedFileError::Wrong));
        }
        let mut greedy = good.clone();
        greedy[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        for file in [&greedy[..], b"SBkeys01", b"", &good[1..]] {
            assert!(matches!(refused(right, file), SealedFileError::Foreign));
        }
        let mut out = Vec::new();
        let other = open(Purpose::Backup, &secret(right), &mut &*good, &mut out);
        assert!(matches!(other, Err(SealedFileError::Foreign)));
        assert!(!good.windows(32).any(|bytes| bytes == [7; 32]));
    }
}
