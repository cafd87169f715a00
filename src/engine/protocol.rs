//! What parent and child say to each other.
//!
//! A message is the length of its body (a little-endian `u32`) and the body
//! (postcard). A frame's pixels don't go through the pipe: the header says
//! where they lie in memory that both share (`super::SharedFrames`). The child
//! speaks first: [`FirstWord`].

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;

use crate::domain::{
    Analysis, Embedding, Frame, Landmarks, MAX_SIDE_PIXELS, Reconstruction, Relief, Shape,
};

/// Raised whenever a message changes its shape.
pub const PROTOCOL_VERSION: u32 = 7;
/// Longest accepted body, in bytes.
pub const MAX_BODY_BYTES: u32 = 1 << 20;
/// Pixels of the largest frame, in bytes: the size of a slot of the shared
/// memory.
pub const MAX_PIXEL_BYTES: u32 = MAX_SIDE_PIXELS * MAX_SIDE_PIXELS * 3;
/// Slots of the shared memory: the newest frame, and the one before.
pub const SLOTS: u32 = 2;

/// The child's first message: its greeting, or a sentence that says why it
/// can't work.
pub type FirstWord = Result<Greeting, String>;

/// What the child says of itself once it can work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Greeting {
    /// [`PROTOCOL_VERSION`] of the child.
    pub protocol: u32,
    /// Library name to version.
    pub versions: BTreeMap<String, String>,
    /// Model name to SHA-256 in hexadecimal, read from the files in use.
    pub models: BTreeMap<String, String>,
    /// Cosine of a known face with itself, scored at start.
    pub known_pair: f32,
    /// The same with a known stranger.
    pub known_strangers: f32,
    /// Whether that is what the model must answer.
    pub known_pairs_ok: bool,
    /// How the child is confined.
    pub confinement: Confinement,
}

/// What the kernel keeps the child from doing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// Landlock restricts its files.
    pub landlock: bool,
    /// Seccomp refuses sockets and programs.
    pub seccomp: bool,
    /// Why something of it is missing, for `doctor`.
    pub missing: Option<String>,
}

/// A frame in the shared memory: RGB, 8 bits a channel, rows from the top,
/// no padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameHeader {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The slot that it lies in.
    pub slot: u32,
}

impl FrameHeader {
    /// Of a frame that is yet to be laid into its slot.
    #[must_use]
    pub fn of(frame: &Frame) -> Self {
        Self {
            width: frame.width(),
            height: frame.height(),
            slot: 0,
        }
    }
}

/// Names a sequence of frames whose tracking belongs together: one camera in
/// one session. Two people never share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StreamId(pub u32);

/// Asked by the parent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Counts requests; the answer bears the same.
    pub id: u64,
    /// What is asked.
    pub ask: Ask,
}

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Look at a frame.
    Analyse {
        /// Its stream.
        stream: StreamId,
        /// Where it lies.
        frame: FrameHeader,
    },
    /// Embed the face with these landmarks in a frame.
    Embed {
        /// Where it lies.
        frame: FrameHeader,
        /// The face.
        landmarks: Landmarks,
    },
    /// Say how suspicious the texture of the face with these landmarks is.
    Texture {
        /// Where its frame lies.
        frame: FrameHeader,
        /// The face.
        landmarks: Landmarks,
    },
    /// Count the frame analysed last, and say what a stream's depth is so far.
    Relief {
        /// The stream.
        stream: StreamId,
        /// Instead: measure what was left of earlier frames.
        settle: bool,
    },
    /// Build the surface of the face that a stream's frames have measured.
    Reconstruct {
        /// The stream.
        stream: StreamId,
    },
    /// Say how alike two measured shapes are.
    ShapeScore {
        /// One.
        one: Box<Shape>,
        /// The other.
        other: Box<Shape>,
    },
    /// Forget a stream's tracking.
    Reset {
        /// The stream.
        stream: StreamId,
    },
    /// Try what a confined process must not be able to do.
    TryToEscape {
        /// Folders in which it tries to list and to write.
        folders: Vec<PathBuf>,
    },
}

impl Ask {
    /// The frame that it is about.
    pub(super) fn frame_mut(&mut self) -> Option<&mut FrameHeader> {
        match self {
            Self::Analyse { frame, .. }
            | Self::Embed { frame, .. }
            | Self::Texture { frame, .. } => Some(frame),
            Self::Relief { .. }
            | Self::Reconstruct { .. }
            | Self::ShapeScore { .. }
            | Self::Reset { .. }
            | Self::TryToEscape { .. } => None,
        }
    }
}

/// Answered by the child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The request's number.
    pub id: u64,
    /// The answer, or a sentence that says why there is none.
    pub answer: Result<Answer, String>,
    /// How long facelab worked on it, in microseconds: the rest of the time
    /// until the answer is there is the pipe's.
    pub facelab_micros: u64,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// To `Analyse`.
    Analysis(Analysis),
    /// To `Embed`.
    Embedding(Embedding),
    /// To `Texture`.
    Texture(f32),
    /// To `Relief`.
    Relief(Relief),
    /// To `Reconstruct`: none where the frames tell of no depth.
    Reconstruction(Option<Box<Reconstruction>>),
    /// To `ShapeScore`: 0 to 1.
    ShapeScore(f32),
    /// To `Reset`.
    Done,
    /// To `TryToEscape`.
    Escapes(Vec<EscapeAttempt>),
}

/// One thing the child tried against its confinement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscapeAttempt {
    /// What was tried, in words.
    pub what: String,
    /// Whether the kernel refused it.
    pub refused: bool,
    /// What it answered.
    pub detail: String,
}

/// Why a message can't be sent or read.
#[derive(Debug, Error)]
pub enum WireError {
    /// The pipe broke or ended.
    #[error("the pipe to the engine broke: {0}")]
    Pipe(#[from] std::io::Error),
    /// A length beyond the limit.
    #[error("a message of {0} bytes is over the limit")]
    TooLong(u32),
    /// A body that isn't a message.
    #[error("a message can't be understood: {0}")]
    Broken(#[from] postcard::Error),
}

/// Sends a message.
///
/// # Errors
/// When it is over the limit or the pipe breaks.
pub fn send<M: Serialize>(pipe: &mut impl Write, message: &M) -> Result<(), WireError> {
    let body = postcard::to_stdvec(message)?;
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    check_length(length)?;
    let mut bytes = Vec::with_capacity(4 + body.len());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&body);
    pipe.write_all(&bytes)?;
    pipe.flush()?;
    Ok(())
}

/// Reads a message.
///
/// # Errors
/// When it is over the limit, broken, or the pipe ends.
pub fn receive<M: DeserializeOwned>(pipe: &mut impl Read) -> Result<M, WireError> {
    Ok(postcard::from_bytes(&receive_bytes(pipe)?)?)
}

/// What a body of a request turned out to be.
#[derive(Debug)]
pub enum Received {
    /// A request.
    Request(Request),
    /// None, but its number can be read: it is answered by an error.
    Broken {
        /// The request's number.
        id: u64,
        /// Why it is none.
        why: String,
    },
}

/// Reads a request.
///
/// # Errors
/// When it is over the limit, the pipe ends, or not even the request's number
/// can be read.
pub fn receive_request(pipe: &mut impl Read) -> Result<Received, WireError> {
    let body = receive_bytes(pipe)?;
    match postcard::from_bytes(&body) {
        Ok(request) => Ok(Received::Request(request)),
        Err(error) => {
            let (id, _) = postcard::take_from_bytes::<u64>(&body)?;
            Ok(Received::Broken {
                id,
                why: format!("the request can't be understood: {error}"),
            })
        }
    }
}

fn receive_bytes(pipe: &mut impl Read) -> Result<Vec<u8>, WireError> {
    let mut length = [0; 4];
    pipe.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    check_length(length)?;
    let mut body = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
    pipe.read_exact(&mut body)?;
    Ok(body)
}

fn check_length(body: u32) -> Result<(), WireError> {
    if body > MAX_BODY_BYTES {
        return Err(WireError::TooLong(body));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_goes_there_and_back() {
        let request = Request {
            id: 7,
            ask: Ask::Analyse {
                stream: StreamId(3),
                frame: FrameHeader {
                    width: 64,
                    height: 64,
                    slot: 1,
                },
            },
        };
        let mut pipe = Vec::new();
        send(&mut pipe, &request).unwrap();
        let read: Request = receive(&mut pipe.as_slice()).unwrap();
        assert_eq!(read, request);
    }

    #[test]
    fn long_short_and_broken_messages_are_errors() {
        let long = u32::MAX.to_le_bytes();
        assert!(matches!(
            receive::<Request>(&mut long.as_slice()),
            Err(WireError::TooLong(u32::MAX))
        ));
        assert!(matches!(
            receive::<Request>(&mut [1, 0, 0].as_slice()),
            Err(WireError::Pipe(_))
        ));
        let broken = [2, 0, 0, 0, 1, 250];
        assert!(matches!(
            receive::<Request>(&mut broken.as_slice()),
            Err(WireError::Broken(_))
        ));
    }
}
