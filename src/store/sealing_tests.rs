//! Records open only where they were sealed, as they were sealed.

use super::*;

fn keys(byte: u8) -> Sealer {
    Sealer::new(&[byte; 32])
}

#[test]
fn a_record_opens_only_where_it_was_sealed() {
    let keys_here = keys(1);
    let sealed = keys_here
        .seal(Kind::Person, &[b"id", b"1"], b"Ada Lovelace")
        .unwrap();
    let opened = keys_here.open(Kind::Person, &[b"id", b"1"], &sealed);
    assert_eq!(opened.unwrap().as_slice(), b"Ada Lovelace");
    for (kind, bound) in [
        (Kind::Person, [b"ie".as_slice(), b"1"]),
        (Kind::Person, [b"id", b"2"]),
        (Kind::Person, [b"i", b"d1"]),
        (Kind::Consent, [b"id", b"1"]),
    ] {
        assert!(keys_here.open(kind, &bound, &sealed).is_err());
    }
    assert!(keys(2).open(Kind::Person, &[b"id", b"1"], &sealed).is_err());
}

/// As it was sealed before versions were bound.
fn sealed_before(keys: &Sealer, kind: Kind, bound: &[&[u8]], plain: &[u8]) -> Vec<u8> {
    let nonce = [7; NONCE_LENGTH];
    let payload = Payload {
        msg: plain,
        aad: &associated(UNBOUND_VERSION, kind, bound).unwrap(),
    };
    let cipher = keys.cipher(kind).unwrap();
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).unwrap();
    [&[UNBOUND_VERSION][..], &nonce, &sealed].concat()
}

#[test]
fn the_version_is_bound_and_records_from_before_open() {
    let keys = keys(1);
    for kind in [Kind::Template, Kind::Consent, Kind::Pin, Kind::Person] {
        let bound: [&[u8]; 1] = [b"person"];
        let before = sealed_before(&keys, kind, &bound, b"record");
        let now = keys.seal(kind, &bound, b"record").unwrap();
        assert_eq!((before[0], now[0]), (1, 2));
        for sealed in [before, now] {
            let opened = keys.open(kind, &bound, &sealed).unwrap();
            assert_eq!(opened.as_slice(), b"record");
            assert!(keys.open(kind, &[b"another"], &sealed).is_err());
            // Passed off as one of another version it doesn't open.
            for version in 0..=u8::MAX {
                let mut posing = sealed.clone();
                posing[0] = version;
                let opened = keys.open(kind, &bound, &posing);
                assert_eq!(opened.is_ok(), version == sealed[0], "{version}");
            }
        }
    }
}

#[test]
fn any_changed_or_missing_byte_is_noticed() {
    let keys = keys(1);
    let sealed = keys.seal(Kind::Setting, &[b"x"], b"value").unwrap();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(keys.open(Kind::Setting, &[b"x"], &changed).is_err(), "{at}");
        assert!(keys.open(Kind::Setting, &[b"x"], &sealed[..at]).is_err());
    }
}

#[test]
fn the_same_value_never_seals_the_same_and_indexes_alike() {
    let keys_here = keys(1);
    let seal = || keys_here.seal(Kind::Person, &[], b"same").unwrap();
    assert_ne!(seal(), seal());
    let index = |index| keys_here.index(index, "10427").unwrap();
    assert_eq!(index(Index::Badge), index(Index::Badge));
    assert_ne!(index(Index::Badge), index(Index::Claim));
    assert_ne!(
        index(Index::Badge),
        keys(2).index(Index::Badge, "10427").unwrap()
    );
}
