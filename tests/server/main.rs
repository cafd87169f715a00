//! The service over HTTP, as other systems meet it: the built program, started
//! on a free port.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

mod browser;
mod captures;
mod documented;
mod driver;
mod example;
mod fairness;
mod limits;
mod logins;
mod monitoring;
mod once;
mod roles;
mod running;
mod schema;
mod service;
#[path = "../support/mod.rs"]
mod support;
mod tls;
