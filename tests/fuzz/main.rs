//! Untrusted bytes: the corpus of `fuzz/corpus/` and ten thousand random
//! mutations of it, a kind. The same seed draws the same mutations, so what
//! fails once fails again; its bytes are kept in `target/tmp/` to be added to
//! the corpus. `make fuzz` goes on where this stops.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test that meets something unexpected should stop there and say so"
)]

mod mutation;
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};

use secure_biometric::auth::KeyStores;
use secure_biometric::auth::handing_on::{KeyGrant, KeyRequest};
use secure_biometric::auth::tokens::Verifier;
use secure_biometric::domain::KeyKind;
use secure_biometric::store::tried;

const MUTATIONS: u64 = 10_000;

#[test]
fn messages_of_the_engine() {
    check("protocol", targets::protocol);
}

#[test]
fn recordings() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = fs::read(corpus("recording").join("frame.jpg")).expect("the good frame");
    check("recording", |bytes| {
        targets::recording(folder.path(), &good, bytes);
    });
}

#[test]
fn tokens_receipts_and_public_keys() {
    check("tokens", targets::tokens);
}

#[test]
fn sealed_records_and_files() {
    check("sealed", targets::sealed);
}

#[test]
fn what_is_handed_on_between_kiosks() {
    check("handed_on", targets::handed_on);
}

/// The good ones are good: else nothing would be tried but refusals.
#[test]
fn the_corpus_has_what_counts() {
    let (id, keys) = targets::signing_keys();
    let own = Verifier::of_kiosk(&id, &keys);
    let text = |target: &str, name: &str| {
        fs::read_to_string(corpus(target).join(name)).expect("a text of the corpus")
    };
    let token = text("tokens", "token");
    let verified = own.verify(&token, targets::AUDIENCE, targets::TOKEN_TIME);
    assert!(verified.is_ok(), "{verified:?}");
    assert!(own.verify_receipt(&text("tokens", "receipt")).is_ok());
    assert!(Verifier::of_set(&text("tokens", "jwks"), KeyKind::Production).is_ok());
    let record = fs::read(corpus("sealed").join("person.sealed")).expect("a record");
    assert!(tried::open(&record));
    let contents = fs::read_dir(corpus("sealed")).expect("a corpus");
    for path in contents.map(|entry| entry.expect("an entry").path()) {
        let is_content = path.extension().is_none();
        let read = tried::read(&fs::read(&path).expect("a record"));
        assert_eq!(is_content, read.kinds > 0, "{}", path.display());
    }
    let request = KeyRequest::read(&text("handed_on", "request")).expect("a request");
    let grant = KeyGrant::read(&text("handed_on", "grant")).expect("a grant");
    assert!(grant.open(&request, &keys).is_ok());
    assert!(KeyStores::of_text(&text("handed_on", "keys")).is_some());
}

/// Tries the corpus of a target as it is, then mutations of it.
fn check(target: &str, try_bytes: impl Fn(&[u8])) {
    let seeds = seeds(target);
    for seed in &seeds {
        try_and_keep(target, seed, &try_bytes);
    }
    let mut draw = fastrand::Rng::with_seed(0x5EED);
    for _ in 0..MUTATIONS {
        let bytes = mutation::mutate(&seeds, &mut draw);
        try_and_keep(target, &bytes, &try_bytes);
    }
}

/// Tries some bytes; keeps them if it panics.
fn try_and_keep(target: &str, bytes: &[u8], try_bytes: &impl Fn(&[u8])) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| try_bytes(bytes))) {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{target}.failed"));
        fs::write(&kept, bytes).expect("the failing bytes are kept");
        eprintln!("fails: {}; add it to fuzz/corpus/{target}/", kept.display());
        resume_unwind(panic);
    }
}

fn corpus(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target)
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(corpus(target))
        .expect("the target has a corpus")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus of {target} is empty");
    let read = |path: &PathBuf| fs::read(path).expect("a seed can be read");
    paths.iter().map(read).collect()
}

/// A mutation that changes nothing would make all of the above worthless.
#[test]
fn mutations_are_many_and_not_the_seeds() {
    let seeds = seeds("protocol");
    let mut draw = fastrand::Rng::with_seed(1);
    let made: std::collections::HashSet<Vec<u8>> = (0..1000)
        .map(|_| mutation::mutate(&seeds, &mut draw))
        .collect();
    assert!(made.len() > 900, "only {} of 1000 differ", made.len());
    assert!(seeds.iter().filter(|seed| made.contains(*seed)).count() < seeds.len());
}
