//! Every flow at the window by what stands on the screen, against the real
//! pipeline, rules and store. What needs the camera plays recordings through
//! the real face analysis; without `make setup` such a test is skipped.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "../store/support.rs"]
mod made_up;
#[path = "../support/mod.rs"]
mod support;

mod attended;
mod centre;
mod enrolment;
mod exports;
mod first_start;
mod hands;
mod keys;
mod kiosk;
mod late;
mod opening;
mod operators;
mod other_ways;
mod people;
mod refusals;
mod review;
mod rows;
mod selftest;
mod settings;
mod site;
mod staff;
mod tokens;
mod waiting;
