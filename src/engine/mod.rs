//! The analysis engine: a supervised child process that sees frames and
//! answers with numbers. It holds no key, no database and no network.

mod child;
mod config;
mod frames;
mod keeper;
pub mod protocol;
mod record;
mod supervisor;
mod turns;

pub use child::resident_bytes;
pub use config::{EngineConfig, EngineError, EngineFault, EngineState};
pub use frames::SharedFrames;
pub use supervisor::Engine;
