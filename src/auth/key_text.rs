//! The text that keys are kept as: a line that says what it is, then a line a
//! key, each a word and hexadecimal digits (behind those of a retired one when
//! it was, in milliseconds), and a line that tells a damaged
//! text: another digit would be another key. It guards against nobody: who can
//! write the file can write that line.

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Split;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::domain::{
    KeyId, KeyKind, KioskKeys, Membership, PublicKey, RetiredKey, Secret, SiteKey, SiteKeys,
    Timestamp,
};

/// First line of today's format.
const HEADER: &str = "secure-biometric keys v2";
/// First line of a key file of before the first release: a lone site key.
const EARLIER_HEADER: &str = "secure-biometric site key v1 trial";
/// How the last line begins, and of how many bytes of a hash it is.
const CHECK: &str = "check ";
const CHECK_BYTES: usize = 8;
/// No text of keys is longer, in bytes: hundreds of retired keys fit in.
pub(super) const LIMIT: u64 = 64 * 1024;

/// The text of a folder's keys.
pub(super) fn write(folder: &KeyId, keys: &KioskKeys) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(1024 + 96 * keys.retired.len()));
    // Writing to a string doesn't fail.
    let _ = writeln!(
        text,
        "{HEADER}\nkind {}\nfolder {folder}\ngeneration {}",
        keys.kind().as_str(),
        keys.site.generation()
    );
    line(&mut text, "site", keys.site.current().expose());
    if let Some(previous) = keys.site.previous() {
        line(&mut text, "previous", previous.expose());
    }
    line(&mut text, "signing", keys.signing.expose());
    for RetiredKey { key, at } in &keys.retired {
        digits(&mut text, "retired", &key.0);
        let _ = writeln!(text, " {}", at.0);
    }
    line(&mut text, "exchange", keys.exchange.expose());
    if let Some(Membership { site, generation }) = keys.member {
        let _ = writeln!(text, "member {site} {generation}");
    }
    let check = check_of(&text);
    let _ = writeln!(text, "{CHECK}{check}");
    text
}

/// What the last line says of all before it.
fn check_of(text: &str) -> String {
    let hash = Sha256::digest(text);
    let first = hash.iter().take(CHECK_BYTES);
    first.map(|byte| format!("{byte:02x}")).collect()
}

/// The text before its last line, if that says that it is whole. Texts of
/// before there was such a line have none.
fn whole(text: &str) -> Option<&str> {
    let Some((before, check)) = text.rsplit_once(&format!("\n{CHECK}")) else {
        return Some(text);
    };
    let before = text.get(..before.len() + 1)?;
    (check.strip_suffix('\n')? == check_of(before)).then_some(before)
}

/// The keys in a text, and which folder they are for, if it is one.
pub(super) fn read(text: &str) -> Option<(KeyId, KioskKeys)> {
    let mut lines = whole(text)?.strip_suffix('\n')?.split('\n').peekable();
    if lines.next()? != HEADER {
        return None;
    }
    let kind = KeyKind::parse(lines.next()?.strip_prefix("kind ")?)?;
    let folder = lines.next()?.strip_prefix("folder ")?.parse().ok()?;
    let generation = lines.next()?.strip_prefix("generation ")?.parse().ok()?;
    let current = SiteKey::new(kind, *next(&mut lines, "site")?);
    let previous = next(&mut lines, "previous").map(|bytes| SiteKey::new(kind, *bytes));
    let signing = Secret::new(*next(&mut lines, "signing")?);
    let mut retired = Vec::new();
    while let Some(key) = retired_key(&mut lines)? {
        retired.push(key);
    }
    let exchange = Secret::new(*next(&mut lines, "exchange")?);
    let member = match lines.next() {
        None => None,
        Some(line) => {
            let (site, generation) = line.strip_prefix("member ")?.split_once(' ')?;
            Some(Membership {
                site: site.parse().ok()?,
                generation: generation.parse().ok()?,
            })
        }
    };
    if lines.next().is_some() {
        return None;
    }
    let keys = KioskKeys {
        site: SiteKeys::new(generation, current, previous),
        signing,
        retired,
        exchange,
        member,
    };
    Some((folder, keys))
}

/// The lines that are still to be read.
type Lines<'a> = Peekable<Split<'a, char>>;

/// The key of the next line, if it begins with this word.
fn next(lines: &mut Lines<'_>, word: &str) -> Option<Zeroizing<[u8; 32]>> {
    let digits = lines.peek()?.strip_prefix(word)?.strip_prefix(' ')?;
    let bytes = bytes(digits)?;
    lines.next();
    Some(bytes)
}

/// The retired key of the next line, if it is one; none at all where it says
/// that it is and isn't. Earlier releases didn't write when it was retired.
fn retired_key(lines: &mut Lines<'_>) -> Option<Option<RetiredKey>> {
    let Some(rest) = lines.peek()?.strip_prefix("retired ") else {
        return Some(None);
    };
    let (digits, at) = match rest.split_once(' ') {
        Some((digits, at)) => (digits, at.parse().ok()?),
        None => (rest, 0),
    };
    let key = PublicKey(*bytes(digits)?);
    lines.next();
    Some(Some(RetiredKey {
        key,
        at: Timestamp(at),
    }))
}

/// The site key in a file of before the first release, if it is one.
pub(super) fn read_earlier(text: &str) -> Option<SiteKey> {
    let digits = text
        .strip_prefix(EARLIER_HEADER)?
        .strip_prefix('\n')?
        .strip_suffix('\n')?;
    Some(SiteKey::new(KeyKind::Trial, *bytes(digits)?))
}

fn line(text: &mut String, word: &str, bytes: &[u8; 32]) {
    digits(text, word, bytes);
    text.push('\n');
}

fn digits(text: &mut String, word: &str, bytes: &[u8; 32]) {
    let _ = write!(text, "{word} ");
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
}

fn bytes(digits: &str) -> Option<Zeroizing<[u8; 32]>> {
    if digits.len() != 64 {
        return None;
    }
    let mut bytes = Zeroizing::new([0_u8; 32]);
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().as_chunks::<2>().0) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SiteId;
    use uuid::Uuid;

    fn retired(byte: u8, at: i64) -> RetiredKey {
        RetiredKey {
            key: PublicKey([byte; 32]),
            at: Timestamp(at),
        }
    }

    fn keys(previous: bool) -> KioskKeys {
        let key = |byte| SiteKey::new(KeyKind::Production, [byte; 32]);
        let site = SiteKeys::first(key(1)).rotated(key(2));
        KioskKeys {
            site: if previous { site } else { site.settled() },
            signing: Secret::new([3; 32]),
            retired: vec![retired(4, 1_700_000_000_000), retired(5, 0)],
            exchange: Secret::new([6; 32]),
            member: previous.then_some(Membership {
                site: SiteId(Uuid::from_u128(9)),
                generation: 5,
            }),
        }
    }

    #[test]
    fn keys_come_back_as_they_were_written() {
        let folder = KeyId(Uuid::from_u128(7));
        for previous in [false, true] {
            let text = write(&folder, &keys(previous));
            let (of, read) = read(&text).unwrap();
            assert_eq!(of, folder);
            assert_eq!(read.kind(), KeyKind::Production);
            assert_eq!(read.site.generation(), 2);
            assert_eq!(read.site.current().expose(), &[2; 32]);
            let before = read.site.previous().map(|key| *key.expose());
            assert_eq!(before, previous.then_some([1; 32]));
            assert_eq!(read.signing.expose(), &[3; 32]);
            assert_eq!(read.retired, keys(false).retired);
            assert_eq!(read.exchange.expose(), &[6; 32]);
            assert_eq!(read.member, keys(previous).member);
        }
    }

    #[test]
    fn only_the_whole_text_of_keys_is_one() {
        let good = write(&KeyId(Uuid::from_u128(7)), &keys(true));
        // As it was before there was a line that tells.
        let (good, _) = good.rsplit_once(CHECK).unwrap();
        assert!(read(good).is_some());
        for text in [
            String::new(),
            good.replace("v2", "v3"),
            good.replace("production", "other"),
            good.replace("folder 0", "folder x"),
            good.replace("generation 2", "generation -2"),
            good.replace("0202", "020+"),
            good.replace("signing 03", "signing 3"),
            good.replace("signing", "sining"),
            good.replace(" 1700000000000\n", " soon\n"),
            good.replace(" 1700000000000\n", " \n"),
            good.replace("member 0", "member x"),
            good.replace(" 5\n", " -5\n"),
            good.trim_end().to_owned(),
            good[..good.len() - 120].to_owned(),
            format!("{good}more\n"),
        ] {
            assert!(read(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn one_other_digit_is_no_other_key() {
        let good = write(&KeyId(Uuid::from_u128(7)), &keys(true));
        for (at, letter) in good.char_indices() {
            let other = if letter == '0' { '1' } else { '0' };
            let changed: String = good
                .char_indices()
                .map(|(here, letter)| if here == at { other } else { letter })
                .collect();
            assert!(read(&changed).is_none(), "{changed}");
        }
    }

    #[test]
    fn a_key_that_an_earlier_release_retired_is_read_as_retired_long_ago() {
        let today = write(&KeyId(Uuid::from_u128(7)), &keys(true));
        let (today, _) = today.rsplit_once(CHECK).unwrap();
        let earlier = today
            .replace(" 1700000000000\n", "\n")
            .replace("05 0\n", "05\n");
        assert_ne!(earlier, today);
        let (_, read) = read(&earlier).unwrap();
        assert_eq!(read.retired, [retired(4, 0), retired(5, 0)]);
    }

    #[test]
    fn a_site_key_of_before_the_first_release_is_read() {
        let text = format!("{EARLIER_HEADER}\n{}\n", "0a".repeat(32));
        assert_eq!(read_earlier(&text).unwrap().expose(), &[10; 32]);
        for text in [
            text.replace("trial", "other"),
            text.trim_end().to_owned(),
            text.replacen('a', "", 1),
        ] {
            assert!(read_earlier(&text).is_none(), "{text}");
        }
    }
}
