//! The store's promises: all or nothing, sealed, and only by its key.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

mod answers;
mod at_rest;
mod audit;
mod damaged;
mod erasure;
mod handing_on;
mod incoming;
mod introspection;
mod looks;
mod marks;
mod opening;
mod people;
mod reconstructions;
mod renewal;
mod replays;
mod retention;
mod review;
mod rotation;
mod selftests;
mod sessions;
mod start_lists;
mod support;
mod values;
mod versions;
