//! Answers requests, one after the other, until the parent goes.

use std::io;

use secure_biometric::domain::Frame;
use secure_biometric::engine::protocol::{
    Answer, Ask, FrameHeader, Received, Request, Response, WireError, receive_request, send,
};

use crate::escape;
use crate::host::Host;
use crate::stdio::Pipes;

/// Serves until the parent closes its end.
///
/// # Errors
/// When the pipe breaks, or brings something in which not even a request's
/// number can be found.
pub(crate) fn serve(host: &Host, pipes: &mut Pipes) -> Result<(), WireError> {
    let mut pixels = Vec::new();
    loop {
        let response = match receive_request(&mut pipes.requests, &mut pixels) {
            Ok(Received::Request(Request { id, ask })) => Response {
                id,
                answer: answer(host, ask, &pixels),
                facelab_micros: host.take_facelab_micros(),
            },
            Ok(Received::Broken { id, why }) => Response {
                id,
                answer: Err(why),
                facelab_micros: 0,
            },
            Err(WireError::Pipe(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        send(&mut pipes.answers, &response, &[])?;
    }
}

fn answer(host: &Host, ask: Ask, pixels: &[u8]) -> Result<Answer, String> {
    match ask {
        Ask::Analyse { stream, frame } => {
            check(frame, pixels)?;
            host.analyse(stream, frame, pixels).map(Answer::Analysis)
        }
        Ask::Embed { frame, landmarks } => {
            check(frame, pixels)?;
            host.embed(frame, pixels, &landmarks).map(Answer::Embedding)
        }
        Ask::Texture { frame, landmarks } => {
            check(frame, pixels)?;
            let score = host.texture(frame, pixels, &landmarks)?;
            Ok(Answer::Texture(score))
        }
        Ask::Relief { stream, settle } => host.relief(stream, settle).map(Answer::Relief),
        Ask::Reconstruct { stream } => host
            .reconstruct(stream)
            .map(|found| Answer::Reconstruction(found.map(Box::new))),
        Ask::ShapeScore { one, other } => host.shape_score(&one, &other).map(Answer::ShapeScore),
        Ask::Reset { stream } => host.reset(stream).map(|()| Answer::Done),
        Ask::TryToEscape { folders } => Ok(Answer::Escapes(escape::attempts(&folders))),
    }
}

/// Whether the pixels are what the header says.
fn check(frame: FrameHeader, pixels: &[u8]) -> Result<(), String> {
    let FrameHeader { width, height } = frame;
    let expected = Frame::byte_length(width, height).map_err(|error| error.to_string())?;
    if pixels.len() == expected {
        return Ok(());
    }
    Err(format!(
        "a frame of {width}x{height} pixels needs {expected} bytes of RGB, but {} came with it",
        pixels.len()
    ))
}
