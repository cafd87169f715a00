//! Secure Biometric: a face enrolment and verification kiosk.
//!
//! The modules stand in reading order; each may import only those above it
//! (`tests/architecture.rs` holds this). ARCHITECTURE.md is the map.

// The gallery shares its scenes with the tests, which name the library.
#[cfg(feature = "gallery")]
extern crate self as secure_biometric;

pub mod domain;

pub mod flow;

pub mod camera;

pub mod resources;

pub mod engine;

pub mod store;

pub mod auth;

pub mod gallery;

pub mod central;

pub mod report;

pub mod access;

pub mod sync;

pub mod pipeline;

pub mod kiosk;

pub mod server;

pub mod commands;
