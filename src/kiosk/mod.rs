//! The kiosk's window: eframe on glow, with the mesh drawn by three-d.
//!
//! It draws `pipeline::Snapshot` and sends `pipeline::Intent`. It decides
//! nothing and never waits: camera, engine, store and hashing are behind
//! `Backend`. A screen is one function from a view to perhaps an act.

mod app;
mod backend;
mod canonical;
mod consent_words;
#[cfg(feature = "gallery")]
pub mod gallery;
mod hands;
mod icons;
mod manner;
mod mesh;
mod mesh_gpu;
mod mesh_target;
mod mesh_view;
mod notices;
mod picture;
mod presence;
mod problems;
mod review_words;
mod screens;
mod sound;
mod staying;
mod texts;
mod theme;
mod thumbnails;
mod watched;
mod widgets;
mod window;
mod words;

pub use app::KioskApp;
pub use backend::Backend;
pub use consent_words::consent_words;
pub use notices::NOTICES;
pub use problems::in_english;
pub use screens::{DeskPage, Page, SettingsPage};
pub use sound::{Cue, Cues, Sound};
pub use texts::{LANGUAGES, NOTICE_VERSION, Texts};
pub use watched::{Seen, run_empty, run_watched};
pub use window::{KioskError, KioskOptions, ThemeChoice, run};
