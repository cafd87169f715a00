//! The centre's promises, on a real Postgres that these tests start
//! themselves: a private cluster for the program, a database for each test.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

mod approving;
mod attacks;
mod auditing;
mod beside;
mod catalogue;
mod certificate;
mod cluster;
mod command;
mod damage;
mod database;
mod dump;
mod erasing;
mod faults;
mod joining;
mod killed;
mod migrating;
mod proxy;
mod pulling;
mod pushing;
mod reaching;
mod rows;
#[path = "../server/service.rs"]
mod service;
mod serving;
mod site;
mod site_tokens;
#[path = "../store/support.rs"]
mod store_support;
#[path = "../support/mod.rs"]
mod support;
mod syncing;
mod tokens;
mod verifying;
