//! Every state has a kept picture, and every kept picture a state. What they
//! look like is compared by `make screenshots`.

use std::collections::BTreeSet;
use std::path::Path;

use crate::scenes::{plain_face, states};

#[test]
fn every_state_has_a_kept_picture_and_every_picture_a_state() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let kept: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "webp"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        // The widgets have pages of their own.
        .filter(|name| !name.starts_with("widgets"))
        .collect();
    let states: BTreeSet<String> = states(&plain_face())
        .into_iter()
        .map(|state| state.name)
        .collect();
    let without: Vec<_> = states.difference(&kept).collect();
    let left: Vec<_> = kept.difference(&states).collect();
    assert!(
        without.is_empty() && left.is_empty(),
        "without a picture: {without:?}; pictures of nothing: {left:?}; \
         make them anew with: ACCEPT=1 make screenshots"
    );
}
