//! Secure Biometric: a face enrolment and verification kiosk.
//!
//! The modules stand in reading order; each may import only those above it
//! (`tests/architecture.rs` holds this). ARCHITECTURE.md is the map.

pub mod domain;
pub mod engine;
pub mod flow;
pub mod pipeline;

pub mod kiosk;
