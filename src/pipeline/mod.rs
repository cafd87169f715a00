//! Drives the flow: frames from the camera to the engine, what it saw to the
//! flow, and what the flow decides to the store.

mod snapshot;

pub use snapshot::{
    Activity, CameraStatus, EngineStatus, Finished, Intent, OneToMany, SignInStatus, Snapshot,
};
