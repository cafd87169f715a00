//! Every screen of the kiosk, drawn without a window from what a backend that
//! is made up shows: one program, for the drawing takes long to link.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[allow(dead_code, unused_imports, reason = "shared with the gallery")]
mod scenes;

mod audit;
mod badge;
mod confirm;
mod cues;
mod desk;
mod everywhere;
mod fields;
mod handover;
mod help;
mod kept;
mod keyboard;
mod languages;
mod motion;
mod names;
mod one_fix;
mod opened;
mod people;
mod problems;
mod reader;
mod scores;
mod screens;
mod selftest;
mod settings;
mod settings_saved;
mod staff;
mod states;
mod staying;
