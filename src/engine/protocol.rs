//! What parent and child say to each other.
//!
//! A message is a header of two little-endian `u32` (length of the body,
//! length of the pixels), the body (postcard), and the pixels, which are not
//! serialised but follow as they are. The child speaks first: [`FirstWord`].

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;

use crate::domain::{
    Analysis, Embedding, Frame, Landmarks, MAX_SIDE_PIXELS, Reconstruction, Relief, Shape,
};

/// Raised whenever a message changes its shape.
pub const PROTOCOL_VERSION: u32 = 4;
/// Longest accepted body, in bytes.
pub const MAX_BODY_BYTES: u32 = 1 << 20;
/// Longest accepted pixel data, in bytes.
pub const MAX_PIXEL_BYTES: u32 = MAX_SIDE_PIXELS * MAX_SIDE_PIXELS * 3;

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
    /// Cosine of the known pair scored at start.
    pub known_pair: f32,
    /// Whether that is what the model must answer.
    pub known_pair_ok: bool,
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

/// Size of a frame whose pixels follow the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameHeader {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl From<&Frame> for FrameHeader {
    fn from(frame: &Frame) -> Self {
        Self {
            width: frame.width(),
            height: frame.height(),
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
    /// Look at the frame that follows.
    Analyse {
        /// Its stream.
        stream: StreamId,
        /// Its size.
        frame: FrameHeader,
    },
    /// Embed the face with these landmarks in the frame that follows.
    Embed {
        /// Its size.
        frame: FrameHeader,
        /// The face.
        landmarks: Landmarks,
    },
    /// Say how suspicious the texture of the face with these landmarks is in
    /// the frame that follows.
    Texture {
        /// Its size.
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
    /// A length beyond the limits.
    #[error("a message of {body} + {pixels} bytes is over the limits")]
    TooLong {
        /// Length of the body.
        body: u32,
        /// Length of the pixels.
        pixels: u32,
    },
    /// A body that isn't a message.
    #[error("a message can't be understood: {0}")]
    Broken(#[from] postcard::Error),
}

/// Sends a message and the pixels that follow it.
///
/// # Errors
/// When it is over the limits or the pipe breaks.
pub fn send<M: Serialize>(
    pipe: &mut impl Write,
    message: &M,
    pixels: &[u8],
) -> Result<(), WireError> {
    let body = postcard::to_stdvec(message)?;
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    let (body_length, pixel_length) = (length(body.len()), length(pixels.len()));
    check_lengths(body_length, pixel_length)?;
    let mut head = Vec::with_capacity(8 + body.len());
    head.extend_from_slice(&body_length.to_le_bytes());
    head.extend_from_slice(&pixel_length.to_le_bytes());
    head.extend_from_slice(&body);
    pipe.write_all(&head)?;
    pipe.write_all(pixels)?;
    pipe.flush()?;
    Ok(())
}

/// Reads a message; its pixels replace what `pixels` held.
///
/// # Errors
/// When it is over the limits, broken, or the pipe ends.
pub fn receive<M: DeserializeOwned>(
    pipe: &mut impl Read,
    pixels: &mut Vec<u8>,
) -> Result<M, WireError> {
    let mut body = Vec::new();
    receive_bytes(pipe, &mut body, pixels)?;
    Ok(postcard::from_bytes(&body)?)
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

/// Reads a request; its pixels replace what `pixels` held.
///
/// # Errors
/// When it is over the limits, the pipe ends, or not even the request's number
/// can be read.
pub fn receive_request(pipe: &mut impl Read, pixels: &mut Vec<u8>) -> Result<Received, WireError> {
    let mut body = Vec::new();
    receive_bytes(pipe, &mut body, pixels)?;
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

fn receive_bytes(
    pipe: &mut impl Read,
    body: &mut Vec<u8>,
    pixels: &mut Vec<u8>,
) -> Result<(), WireError> {
    let (mut first, mut second) = ([0; 4], [0; 4]);
    pipe.read_exact(&mut first)?;
    pipe.read_exact(&mut second)?;
    let (body_length, pixel_length) = (u32::from_le_bytes(first), u32::from_le_bytes(second));
    check_lengths(body_length, pixel_length)?;
    let size = |length: u32| usize::try_from(length).unwrap_or(usize::MAX);
    body.resize(size(body_length), 0);
    pipe.read_exact(body)?;
    pixels.resize(size(pixel_length), 0);
    pipe.read_exact(pixels)?;
    Ok(())
}

fn check_lengths(body: u32, pixels: u32) -> Result<(), WireError> {
    if body > MAX_BODY_BYTES || pixels > MAX_PIXEL_BYTES {
        return Err(WireError::TooLong { body, pixels });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_and_its_pixels_go_there_and_back() {
        let request = Request {
            id: 7,
            ask: Ask::Analyse {
                stream: StreamId(3),
                frame: FrameHeader {
                    width: 64,
                    height: 64,
                },
            },
        };
        let mut pipe = Vec::new();
        send(&mut pipe, &request, &[1, 2, 3]).unwrap();
        let mut pixels = vec![9; 100];
        let read: Request = receive(&mut pipe.as_slice(), &mut pixels).unwrap();
        assert_eq!((read, pixels), (request, vec![1, 2, 3]));
    }

    #[test]
    fn long_short_and_broken_messages_are_errors() {
        let mut pixels = Vec::new();
        let mut long = Vec::new();
        long.extend_from_slice(&u32::MAX.to_le_bytes());
        long.extend_from_slice(&0_u32.to_le_bytes());
        assert!(matches!(
            receive::<Request>(&mut long.as_slice(), &mut pixels),
            Err(WireError::TooLong { .. })
        ));
        assert!(matches!(
            receive::<Request>(&mut [1, 0, 0].as_slice(), &mut pixels),
            Err(WireError::Pipe(_))
        ));
        let mut broken = Vec::new();
        broken.extend_from_slice(&2_u32.to_le_bytes());
        broken.extend_from_slice(&0_u32.to_le_bytes());
        broken.extend_from_slice(&[1, 250]);
        assert!(matches!(
            receive::<Request>(&mut broken.as_slice(), &mut pixels),
            Err(WireError::Broken(_))
        ));
    }
}
