//! What a capture looks through: the engine, or a test's stand-in.

use crate::domain::{Analysis, Embedding, Frame, Landmarks, Relief};
use crate::engine::protocol::StreamId;
use crate::engine::{Engine, EngineError};

/// What can analyse and embed: the engine, or a test's stand-in.
pub trait Sight {
    /// Looks at a frame of a stream.
    ///
    /// # Errors
    /// When the engine is being restarted or refuses the frame.
    fn analyse(&self, stream: StreamId, frame: &Frame) -> Result<Analysis, EngineError>;

    /// What is measured so far of the depth of a stream's face, the frame
    /// analysed last included; or, to `settle` it, with all that was left to
    /// measure of earlier frames.
    ///
    /// # Errors
    /// As for [`Sight::analyse`].
    fn relief(&self, stream: StreamId, settle: bool) -> Result<Relief, EngineError>;

    /// Forgets what was measured in a stream.
    ///
    /// # Errors
    /// As for [`Sight::analyse`].
    fn forget(&self, stream: StreamId) -> Result<(), EngineError>;

    /// Embeds the face with these landmarks.
    ///
    /// # Errors
    /// As for [`Sight::analyse`].
    fn embed(&self, frame: &Frame, landmarks: &Landmarks) -> Result<Embedding, EngineError>;
}

impl Sight for Engine {
    fn analyse(&self, stream: StreamId, frame: &Frame) -> Result<Analysis, EngineError> {
        Self::analyse(self, stream, frame)
    }

    fn relief(&self, stream: StreamId, settle: bool) -> Result<Relief, EngineError> {
        Self::relief(self, stream, settle)
    }

    fn forget(&self, stream: StreamId) -> Result<(), EngineError> {
        self.reset(stream)
    }

    fn embed(&self, frame: &Frame, landmarks: &Landmarks) -> Result<Embedding, EngineError> {
        Self::embed(self, frame, landmarks)
    }
}
