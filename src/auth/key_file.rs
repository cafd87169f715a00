//! The text of a key file: a line that says what it is, a line of 64
//! hexadecimal digits.

use std::fmt::Write;

use zeroize::Zeroizing;

use crate::domain::{KeyKind, SiteKey};

/// First line of a key file of the only format there is.
const TRIAL_HEADER: &str = "secure-biometric site key v1 trial";
/// Header, line ends and 64 digits fit in; a longer file is no key.
pub(super) const LIMIT: u64 = 256;

/// The text of a key's file.
pub(super) fn write(key: &SiteKey) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(256));
    text.push_str(match key.kind() {
        KeyKind::Trial => TRIAL_HEADER,
    });
    text.push('\n');
    for byte in key.expose() {
        // Writing to a string doesn't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    text
}

/// The key in a file's text, if it is one.
pub(super) fn read(text: &str) -> Option<SiteKey> {
    let mut lines = text.lines();
    if lines.next()? != TRIAL_HEADER {
        return None;
    }
    let digits = lines.next()?.as_bytes();
    if digits.len() != 2 * SiteKey::LENGTH || lines.next().is_some() {
        return None;
    }
    let mut bytes = Zeroizing::new([0_u8; SiteKey::LENGTH]);
    for (byte, pair) in bytes.iter_mut().zip(digits.as_chunks::<2>().0) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(SiteKey::new(KeyKind::Trial, *bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_text_of_a_key_is_one() {
        let key = SiteKey::new(KeyKind::Trial, *b"thirty-two bytes, any will do ..");
        let good = write(&key);
        assert_eq!(read(&good).unwrap().expose(), key.expose());
        for text in [
            String::new(),
            good.replace("trial", "other"),
            good.replace("v1", "v2"),
            good.trim_end()[..good.len() - 3].to_owned(),
            format!("{TRIAL_HEADER}\n{}\n", "+f".repeat(SiteKey::LENGTH)),
            format!("{}more\n", *good),
        ] {
            assert!(read(&text).is_none(), "{text}");
        }
    }
}
