//! What scripts may rely on: the built program's commands, their exit codes
//! and their JSON, the order of settings, and what never shows.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "../fake_v4l2/mod.rs"]
mod fake_v4l2;
#[path = "../support/mod.rs"]
mod support;

mod answers;
mod audit;
mod backup;
mod cameras;
mod decisions;
mod enrolling;
mod exporting;
mod full_disk;
mod handing_on;
mod keys;
mod killed;
mod operators;
mod people;
mod reports;
mod secrets;
mod selftest;
mod sessions;
mod settings;
mod tolerance;
