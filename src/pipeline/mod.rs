//! Drives the flow: frames from the camera to the engine, what it saw to the
//! flow, and what the flow decides to the store.

mod capture;
mod clock;
mod conclusion;
mod desk_thread;
mod desk_view;
mod desk_work;
mod headless;
mod health;
mod live;
mod live_thread;
mod office;
mod other_ways;
mod running;
mod snapshot;

pub use capture::{Against, Capture, Seen, Sight};
pub use desk_view::{CameraLook, DeskIntent, DeskView, WorkStatus};
pub use desk_work::Site;
pub use headless::{SessionError, carry_through};
pub use health::{Doctor, Health, HealthCheck};
pub use live::LivePipeline;
pub use office::{Begun, EnrolRequest, Office, OpenSession, Outcome, may_enrol};
pub use other_ways::OtherWays;
pub use snapshot::{
    Activity, CameraStatus, EngineStatus, Finished, Intent, OneToMany, SignInStatus, Snapshot,
};

use crate::domain::Timestamp;

/// Wall time, now.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}
