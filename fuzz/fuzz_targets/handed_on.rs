//! What is carried between kiosks, and the text of keys.

#![no_main]

#[allow(dead_code, reason = "each target uses its own")]
#[path = "../../tests/fuzz/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::handed_on(bytes));
