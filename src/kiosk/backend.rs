//! What a window needs of the rest of the program.

use std::sync::Arc;

use crate::domain::Frame;
use crate::pipeline::{Intent, LivePipeline, Snapshot};

/// The pipeline as a window sees it. No call may wait: each returns what is
/// there now, or leaves a message.
pub trait Backend: Send {
    /// Everything to draw, as it is now.
    fn snapshot(&self) -> Arc<Snapshot>;

    /// The newest picture, straight from the camera, analysed or not.
    fn newest_frame(&self) -> Option<Frame>;

    /// Leaves what a person wants.
    fn send(&self, intent: Intent);

    /// Takes what is called, from any thread, whenever the snapshot or the
    /// newest frame has changed.
    fn set_waker(&self, wake: Box<dyn Fn() + Send + Sync>);
}

impl Backend for Arc<LivePipeline> {
    fn snapshot(&self) -> Arc<Snapshot> {
        LivePipeline::snapshot(self)
    }

    fn newest_frame(&self) -> Option<Frame> {
        LivePipeline::newest_frame(self)
    }

    fn send(&self, intent: Intent) {
        LivePipeline::send(self, intent);
    }

    fn set_waker(&self, wake: Box<dyn Fn() + Send + Sync>) {
        LivePipeline::set_waker(self, wake);
    }
}
