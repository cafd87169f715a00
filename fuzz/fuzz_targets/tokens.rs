//! Tokens, receipts and sets of public keys.

#![no_main]

#[allow(dead_code, reason = "each target uses its own")]
#[path = "../../tests/fuzz/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::tokens(bytes));
