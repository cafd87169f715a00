//! The real child spoken to by hand: broken, short and contradicting messages
//! are answered by an error or end it cleanly, and never hang or crash it.

use std::io::Write;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use secure_biometric::domain::{Frame, Millis};
use secure_biometric::engine::SharedFrames;
use secure_biometric::engine::protocol::{
    Answer, Ask, FirstWord, FrameHeader, Request, Response, SLOTS, StreamId, receive, send,
};

use crate::{config, portrait};

const PATIENCE: Duration = Duration::from_secs(10);

/// A child of our own, greeted.
pub(crate) struct Raw {
    child: Child,
    requests: Option<ChildStdin>,
    answers: ChildStdout,
    pub(crate) frames: SharedFrames,
}

impl Raw {
    pub(crate) fn start() -> Option<Self> {
        let config = config()?;
        let frames = SharedFrames::new().unwrap();
        let mut command = Command::new(&config.program);
        frames.lend_to(&mut command).unwrap();
        let mut child = command
            .arg("--venv")
            .arg(&config.venv)
            .arg("--python")
            .arg(&config.python)
            .arg("--models")
            .arg(&config.models)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let requests = child.stdin.take();
        let mut answers = child.stdout.take().unwrap();
        let word: FirstWord = receive(&mut answers).unwrap();
        word.expect("a greeting");
        Some(Self {
            child,
            requests,
            answers,
            frames,
        })
    }

    fn write(&mut self, bytes: &[u8]) {
        self.requests.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn answer(&mut self) -> Response {
        receive(&mut self.answers).unwrap()
    }

    pub(crate) fn ask(&mut self, id: u64, ask: Ask) -> Response {
        let request = Request { id, ask };
        send(self.requests.as_mut().unwrap(), &request).unwrap();
        self.answer()
    }

    /// Closes the pipe and waits for the child's end.
    fn hang_up(mut self) -> ExitStatus {
        drop(self.requests.take());
        self.end()
    }

    fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the child hangs");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A message of this length and this body.
fn message(length: u32, body: &[u8]) -> Vec<u8> {
    [&length.to_le_bytes(), body].concat()
}

pub(crate) fn analyse(width: u32, height: u32, slot: u32) -> Ask {
    Ask::Analyse {
        stream: StreamId(0),
        frame: FrameHeader {
            width,
            height,
            slot,
        },
    }
}

#[test]
fn a_closed_pipe_ends_it_cleanly() {
    let Some(child) = Raw::start() else { return };
    assert_eq!(child.hang_up().code(), Some(0));
}

#[test]
fn a_frame_that_cannot_be_is_answered_by_an_error() {
    let Some(mut child) = Raw::start() else {
        return;
    };
    let frames = [
        (0, 0, 0),
        (0, 480, 0),
        (63, 64, 1),
        (20_000, 20_000, 0),
        (20_000, 480, 1),
        (u32::MAX, u32::MAX, 0),
        (640, 480, 2),
        (640, 480, u32::MAX),
    ];
    for (id, (width, height, slot)) in (1..).zip(frames) {
        let response = child.ask(id, analyse(width, height, slot));
        assert_eq!(response.id, id);
        let why = response.answer.unwrap_err();
        assert!(why.contains(&format!("{width}x{height}")), "{why}");
    }
    // The largest that can be, in the last slot: nothing was ever laid there.
    for (id, (width, height)) in (90..).zip([(4096, 4096), (640, 480)]) {
        let good = child.ask(id, analyse(width, height, SLOTS - 1));
        assert!(matches!(good.answer, Ok(Answer::Analysis(_))));
    }
}

#[test]
fn a_frame_is_looked_at_where_it_lies() {
    let Some(mut child) = Raw::start() else {
        return;
    };
    let grey = Frame::new(640, 480, vec![90; 640 * 480 * 3].into(), 1, Millis(0)).unwrap();
    for (id, (frame, faces)) in (1..).zip([(portrait("obama.jpg"), 1), (grey, 0)]) {
        let slot = child.frames.lay(&frame).unwrap();
        let response = child.ask(id, analyse(640, 480, slot));
        let Ok(Answer::Analysis(analysis)) = response.answer else {
            panic!("{response:?}");
        };
        assert_eq!(analysis.faces().len(), faces);
    }
}

#[test]
fn a_request_that_is_none_is_answered_where_its_number_can_be_read() {
    let Some(mut child) = Raw::start() else {
        return;
    };
    // Number 7; there is no 250th thing to ask.
    child.write(&message(2, &[7, 250]));
    let response = child.answer();
    assert_eq!(response.id, 7);
    assert!(response.answer.unwrap_err().contains("understood"));
    // Landmarks that are too few are no request either.
    child.write(&message(6, &[8, 1, 64, 64, 0, 0]));
    let response = child.answer();
    assert_eq!((response.id, response.answer.is_err()), (8, true));
    let good = child.ask(
        9,
        Ask::Reset {
            stream: StreamId(5),
        },
    );
    assert_eq!(good.answer, Ok(Answer::Done));
}

#[test]
fn what_cannot_be_read_ends_it_without_a_crash() {
    // An empty body, a number without an end, a length beyond the limit.
    for bytes in [
        message(0, &[]),
        message(3, &[255, 255, 255]),
        message(u32::MAX, &[]),
    ] {
        let Some(mut child) = Raw::start() else {
            return;
        };
        child.write(&bytes);
        assert_eq!(child.end().code(), Some(1), "{bytes:?}");
    }
}

#[test]
fn a_message_cut_short_ends_it_cleanly() {
    for bytes in [vec![4, 0, 0], message(100, &[1, 2, 3])] {
        let Some(mut child) = Raw::start() else {
            return;
        };
        child.write(&bytes);
        assert_eq!(child.hang_up().code(), Some(0), "{bytes:?}");
    }
}
