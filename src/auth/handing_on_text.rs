//! The texts of requests and grants: a line that says what it is, then a line
//! a thing, in one way only. What is read is written again and must be the
//! same, so that no two texts say one thing.

use std::fmt::Write;

use super::handing_on::{KeyGrant, KeyRequest, SEALED};
use crate::domain::{KeyKind, Membership, PublicKey};

const REQUEST: &str = "secure-biometric key request v1";
const GRANT: &str = "secure-biometric key grant v1";
/// Neither is longer, in bytes.
pub const LONGEST: usize = 2048;

pub(super) fn write_request(request: &KeyRequest) -> String {
    let PublicKey(signing) = &request.signing;
    let mut text = format!(
        "{REQUEST}\nkind {}\nkiosk {}\nname {}\n",
        request.kind.as_str(),
        request.kiosk,
        request.name.as_str()
    );
    line(&mut text, "signing", signing);
    line(&mut text, "exchange", &request.exchange);
    line(&mut text, "nonce", &request.nonce);
    text
}

pub(super) fn read_request(text: &str) -> Option<KeyRequest> {
    let mut lines = lines(text, REQUEST)?;
    let mut next = |word: &str| lines.next()?.strip_prefix(word)?.strip_prefix(' ');
    let request = KeyRequest {
        kind: KeyKind::parse(next("kind")?)?,
        kiosk: next("kiosk")?.parse().ok()?,
        name: next("name")?.parse().ok()?,
        signing: PublicKey(bytes(next("signing")?)?),
        exchange: bytes(next("exchange")?)?,
        nonce: bytes(next("nonce")?)?,
    };
    (write_request(&request) == text).then_some(request)
}

/// All but what is sealed.
pub(super) fn grant_head(grant: &KeyGrant) -> String {
    let Membership { site, generation } = grant.member;
    let mut text = format!(
        "{GRANT}\nkind {}\nsite {site}\ngeneration {generation}\nby {}\n",
        grant.kind.as_str(),
        grant.by
    );
    line(&mut text, "exchange", &grant.exchange);
    line(&mut text, "request", &grant.request);
    text
}

pub(super) fn write_grant(grant: &KeyGrant) -> String {
    let mut text = grant_head(grant);
    line(&mut text, "sealed", &grant.sealed);
    text
}

pub(super) fn read_grant(text: &str) -> Option<KeyGrant> {
    let mut lines = lines(text, GRANT)?;
    let mut next = |word: &str| lines.next()?.strip_prefix(word)?.strip_prefix(' ');
    let grant = KeyGrant {
        kind: KeyKind::parse(next("kind")?)?,
        member: Membership {
            site: next("site")?.parse().ok()?,
            generation: next("generation")?.parse().ok()?,
        },
        by: next("by")?.parse().ok()?,
        exchange: bytes(next("exchange")?)?,
        request: bytes(next("request")?)?,
        sealed: bytes::<SEALED>(next("sealed")?)?,
    };
    (write_grant(&grant) == text).then_some(grant)
}

/// The lines behind the first, which says what the text is.
fn lines<'a>(text: &'a str, head: &str) -> Option<std::str::Split<'a, char>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut lines = text.split('\n');
    (lines.next()? == head).then_some(lines)
}

fn line(text: &mut String, word: &str, bytes: &[u8]) {
    // Writing to a string doesn't fail.
    let _ = write!(text, "{word} ");
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
}

fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(bytes)
}
