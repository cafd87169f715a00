//! Decodes a few pictures ahead, so that decoding goes on while the caller
//! works with the picture before.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::CameraError;
use super::picture::{Pixels, Place};

/// Pictures decoded ahead. Two hide a decoding of up to twice the caller's own
/// work; each costs its pixels, 0.9 MB at 640x480.
pub const DEPTH: usize = 2;

type Answer = (u64, Result<Pixels, CameraError>);

/// A thread that decodes, and what it was asked for.
pub struct Ahead {
    requests: Sender<(u64, Place)>,
    answers: Receiver<Answer>,
    /// What was asked and not yet fetched, oldest first. Never more than
    /// `DEPTH + 1`, which bounds both channels.
    waiting: VecDeque<(u64, Place)>,
    next_ticket: u64,
    /// Tickets below this are no longer wanted.
    oldest_wanted: Arc<AtomicU64>,
}

impl Ahead {
    /// Starts the thread; it ends when this is dropped.
    ///
    /// # Errors
    /// When the machine can't start one.
    pub fn start() -> Result<Self, CameraError> {
        let (requests, asked) = unbounded::<(u64, Place)>();
        let (answer, answers) = unbounded();
        let oldest_wanted = Arc::new(AtomicU64::new(0));
        let wanted = Arc::clone(&oldest_wanted);
        std::thread::Builder::new()
            .name("recording-decoder".to_owned())
            .spawn(move || {
                for (ticket, place) in asked {
                    if ticket < wanted.load(Ordering::Acquire) {
                        continue;
                    }
                    if answer.send((ticket, place.decode())).is_err() {
                        return;
                    }
                }
            })
            .map_err(CameraError::Thread)?;
        Ok(Self {
            requests,
            answers,
            waiting: VecDeque::new(),
            next_ticket: 0,
            oldest_wanted,
        })
    }

    /// The picture at `place`; `upcoming` are the places that will probably be
    /// asked for next, in order, of which [`DEPTH`] are decoded meanwhile.
    ///
    /// # Errors
    /// When it can't be read or decoded.
    pub fn fetch(
        &mut self,
        place: &Place,
        upcoming: impl IntoIterator<Item = Place>,
    ) -> Result<Pixels, CameraError> {
        if self
            .waiting
            .front()
            .is_some_and(|(_, first)| first != place)
        {
            // Something else was asked for than expected.
            self.waiting.clear();
            self.oldest_wanted
                .store(self.next_ticket, Ordering::Release);
        }
        if self.waiting.is_empty() {
            self.ask(place.clone())?;
        }
        let wanted: Vec<Place> = upcoming.into_iter().take(DEPTH).collect();
        let planned = self.waiting.len().saturating_sub(1);
        for place in wanted.into_iter().skip(planned) {
            self.ask(place)?;
        }
        let Some((ticket, _)) = self.waiting.pop_front() else {
            return Err(CameraError::DecoderGone);
        };
        loop {
            let (answered, pixels) = self.answers.recv().map_err(|_| CameraError::DecoderGone)?;
            if answered == ticket {
                return pixels;
            }
        }
    }

    fn ask(&mut self, place: Place) -> Result<(), CameraError> {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.requests
            .send((ticket, place.clone()))
            .map_err(|_| CameraError::DecoderGone)?;
        self.waiting.push_back((ticket, place));
        Ok(())
    }
}
