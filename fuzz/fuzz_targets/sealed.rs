//! Records of the database, and files that a passphrase opens.

#![no_main]

#[allow(dead_code, reason = "each target uses its own")]
#[path = "../../tests/fuzz/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::sealed(bytes));
