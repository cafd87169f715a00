//! Answers requests, one after the other, until the parent goes.

use std::io;

use secure_biometric::domain::Frame;
use secure_biometric::engine::protocol::{
    Answer, Ask, FrameHeader, Received, Request, Response, SLOTS, WireError, receive_request, send,
};

use crate::escape::Accomplice;
use crate::host::Host;
use crate::stdio::Pipes;

/// Serves until the parent closes its end.
///
/// # Errors
/// When the pipe breaks, or brings something in which not even a request's
/// number can be found.
pub(crate) fn serve(
    host: &Host,
    accomplice: &Accomplice,
    pipes: &mut Pipes,
) -> Result<(), WireError> {
    loop {
        let response = match receive_request(&mut pipes.requests) {
            Ok(Received::Request(Request { id, ask })) => Response {
                id,
                answer: answer(host, accomplice, ask),
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
        send(&mut pipes.answers, &response)?;
    }
}

fn answer(host: &Host, accomplice: &Accomplice, ask: Ask) -> Result<Answer, String> {
    match ask {
        Ask::Analyse { stream, frame } => {
            check(frame)?;
            host.analyse(stream, frame).map(Answer::Analysis)
        }
        Ask::Embed { frame, landmarks } => {
            check(frame)?;
            host.embed(frame, &landmarks).map(Answer::Embedding)
        }
        Ask::Texture { frame, landmarks } => {
            check(frame)?;
            host.texture(frame, &landmarks).map(Answer::Texture)
        }
        Ask::Relief { stream, settle } => host.relief(stream, settle).map(Answer::Relief),
        Ask::Reconstruct { stream } => host
            .reconstruct(stream)
            .map(|found| Answer::Reconstruction(found.map(Box::new))),
        Ask::ShapeScore { one, other } => host.shape_score(&one, &other).map(Answer::ShapeScore),
        Ask::Reset { stream } => host.reset(stream).map(|()| Answer::Done),
        Ask::TryToEscape { folders } => Ok(Answer::Escapes(accomplice.attempts(folders))),
    }
}

/// Whether there can be such a frame.
fn check(frame: FrameHeader) -> Result<(), String> {
    let FrameHeader {
        width,
        height,
        slot,
    } = frame;
    Frame::byte_length(width, height).map_err(|error| error.to_string())?;
    if slot < SLOTS {
        return Ok(());
    }
    Err(format!(
        "a frame of {width}x{height} pixels can't lie in slot {slot}: there are {SLOTS}"
    ))
}
