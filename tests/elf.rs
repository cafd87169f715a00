//! Only the engine links CPython: the program that holds keys and database
//! has none of its native code.
#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

use std::fs;

use object::{File, Object};

/// The libraries that the dynamic linker loads with a program (DT_NEEDED).
fn needed(program: &str) -> Vec<String> {
    let bytes = fs::read(program).expect("a built program");
    let file = File::parse(&*bytes).expect("an ELF file");
    let libraries = file.import_libraries().expect("a dynamic table");
    libraries
        .map(|library| String::from_utf8_lossy(library.unwrap().name()).into_owned())
        .collect()
}

fn links_python(program: &str) -> bool {
    let libraries = needed(program);
    assert!(
        libraries.iter().any(|name| name.starts_with("libc.so")),
        "{program}: {libraries:?}"
    );
    libraries.iter().any(|name| name.starts_with("libpython"))
}

#[test]
fn only_the_engine_links_python() {
    assert!(links_python(env!("CARGO_BIN_EXE_secure-biometric-engine")));
    assert!(!links_python(env!("CARGO_BIN_EXE_secure-biometric")));
}
