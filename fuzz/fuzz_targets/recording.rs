//! A recording as somebody hands it over.

#![no_main]

#[allow(dead_code, reason = "each target uses its own")]
#[path = "../../tests/fuzz/targets.rs"]
mod targets;

use std::sync::LazyLock;

static FOLDER: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("a folder"));
const GOOD_FRAME: &[u8] = include_bytes!("../corpus/recording/frame.jpg");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    targets::recording(FOLDER.path(), GOOD_FRAME, bytes);
});
