//! What can go wrong with keys, tokens, templates and records, and the test
//! that shows what stands against it. A threat whose test is gone or renamed
//! fails here; whether the test holds is its own affair.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "threats/keys.rs"]
mod keys;
#[path = "threats/people.rs"]
mod people;
#[path = "threats/records.rs"]
mod records;
#[path = "threats/tokens.rs"]
mod tokens;

use std::collections::BTreeSet;
use std::path::Path;

/// A threat with its number in the list that the product was designed by, and
/// its tests by file and name.
pub type Threat = (u8, &'static str, &'static [(&'static str, &'static str)]);

/// The numbers of the threats to keys, tokens, templates, records and staff.
const NUMBERS: [u8; 18] = [
    6, 7, 9, 10, 11, 12, 13, 16, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31,
];
/// What is told to the public.
const PUBLIC: u8 = 32;

#[test]
fn every_threat_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = BTreeSet::new();
    let mut numbers: BTreeSet<u8> = NUMBERS.into_iter().chain([PUBLIC]).collect();
    let all = [
        keys::THREATS,
        tokens::THREATS,
        records::THREATS,
        people::THREATS,
    ];
    for (number, threat, tests) in all.into_iter().flatten() {
        numbers.remove(number);
        assert!(!tests.is_empty(), "nothing shows: {threat}");
        assert!(names.insert(threat), "{threat} is there twice");
        for (file, name) in *tests {
            let source = std::fs::read_to_string(root.join(file));
            let source = source.unwrap_or_else(|_| panic!("{threat}: {file} is gone"));
            let lines: Vec<&str> = source.lines().map(str::trim).collect();
            let at = lines.iter().position(|line| {
                line.trim_start_matches("pub ")
                    .starts_with(&format!("fn {name}("))
            });
            let at = at.unwrap_or_else(|| panic!("{threat}: {file} has no test {name}"));
            // A test that is left out shows nothing.
            let above = lines[..at].iter().rev();
            let attributes: Vec<_> = above.take_while(|line| line.starts_with("#[")).collect();
            assert!(attributes.iter().any(|line| **line == "#[test]"), "{name}");
            assert!(
                !attributes.iter().any(|line| line.starts_with("#[ignore")),
                "{name}"
            );
        }
    }
    assert!(numbers.is_empty(), "nothing shows the threats {numbers:?}");
}
