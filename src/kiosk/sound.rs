//! Sound cues: short, made of sines here, heard where there is a loudspeaker.

use std::f32::consts::TAU;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use crossbeam_channel::{Receiver, Sender, bounded};

/// Cues that may wait; more would only be heard late.
const CUES_KEPT: usize = 2;
/// Loudness of a note, 0 to 1.
const LOUDNESS: f32 = 0.2;
/// A note swells and fades for this long, so that it doesn't click.
const EDGE_SECONDS: f32 = 0.012;
/// A stream ends this long after its last note: what is buffered is heard.
const TAIL: Duration = Duration::from_millis(300);

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// Verified, or enrolled: two notes upwards.
    Good,
    /// Not verified: two notes downwards.
    Bad,
    /// It couldn't be told: one note.
    Unsure,
    /// The front desk is called: a bell.
    Call,
}

impl Cue {
    /// Its notes, each in hertz (0 is silence) and milliseconds.
    fn notes(self) -> &'static [(f32, u16)] {
        match self {
            Self::Good => &[(659.3, 110), (987.8, 220)],
            Self::Bad => &[(440.0, 150), (329.6, 260)],
            Self::Unsure => &[(523.3, 200)],
            Self::Call => &[
                (880.0, 180),
                (698.5, 260),
                (0.0, 120),
                (880.0, 180),
                (698.5, 260),
            ],
        }
    }

    /// The cue as samples from -1 to 1, so many a second.
    fn samples(self, rate: u16) -> Vec<f32> {
        let rate = f32::from(rate);
        let mut samples = Vec::new();
        for (hertz, millis) in self.notes() {
            let seconds = f32::from(*millis) / 1000.0;
            let mut at = 0.0;
            while at < seconds {
                let edge = at.min(seconds - at) / EDGE_SECONDS;
                samples.push((TAU * hertz * at).sin() * edge.min(1.0) * LOUDNESS);
                at += 1.0 / rate;
            }
        }
        samples
    }
}

/// Where cues go: to the loudspeaker, or to whoever looks whether they come.
pub trait Cues {
    /// Leaves a cue to be heard.
    fn play(&mut self, cue: Cue);

    /// Whether what is played can be heard, as far as is known.
    fn are_heard(&self) -> bool;
}

/// Plays cues on a thread of its own, which begins with the first.
pub struct Sound {
    cues: Option<Sender<Cue>>,
    /// Whether the last cue couldn't be played.
    fails: Arc<AtomicBool>,
    /// Called whenever that has changed.
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Sound {
    /// A loudspeaker, if there is one; `wake` is called when that is found out.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            cues: None,
            fails: Arc::default(),
            wake: Arc::new(wake),
        }
    }

    fn begin(&self) -> Option<Sender<Cue>> {
        let (sender, receiver) = bounded(CUES_KEPT);
        let (fails, wake) = (Arc::clone(&self.fails), Arc::clone(&self.wake));
        std::thread::Builder::new()
            .name("sound".to_owned())
            .spawn(move || run(&receiver, &fails, &*wake))
            .inspect_err(|error| tracing::warn!("nothing is heard: {error}"))
            .ok()
            .map(|_| sender)
    }
}

impl Cues for Sound {
    /// One too many is dropped.
    fn play(&mut self, cue: Cue) {
        if self.cues.is_none() {
            self.cues = self.begin();
        }
        match &self.cues {
            // Full: others are heard already.
            Some(cues) => {
                let _ = cues.try_send(cue);
            }
            None => self.fails.store(true, Ordering::Relaxed),
        }
    }

    fn are_heard(&self) -> bool {
        !self.fails.load(Ordering::Relaxed)
    }
}

fn run(cues: &Receiver<Cue>, fails: &AtomicBool, wake: &(dyn Fn() + Send + Sync)) {
    for cue in cues {
        let played = play(cue);
        let failed = fails.swap(played.is_err(), Ordering::Relaxed);
        match played {
            Err(why) if !failed => tracing::warn!("nothing is heard: {why}"),
            Ok(()) if failed => {}
            _ => continue,
        }
        wake();
    }
}

/// Plays a cue to its end on the default output.
fn play(cue: Cue) -> Result<(), String> {
    /// What nearly every output takes, and sums in.
    const RATE: u16 = 48_000;
    let device = cpal::default_host()
        .default_output_device()
        .ok_or("there is no loudspeaker")?;
    let usual = device
        .default_output_config()
        .map_err(|error| error.to_string())?;
    let channels = usize::from(usual.channels()).max(1);
    let config = cpal::StreamConfig {
        channels: usual.channels(),
        sample_rate: RATE.into(),
        buffer_size: cpal::BufferSize::Default,
    };
    let samples = cue.samples(RATE);
    let lasts = Duration::from_secs_f32(
        cue.notes()
            .iter()
            .map(|(_, millis)| f32::from(*millis) / 1000.0)
            .sum(),
    );
    let mut left = samples.into_iter();
    let broke_off = Arc::new(AtomicBool::new(false));
    let breaks_off = Arc::clone(&broke_off);
    let stream = device
        .build_output_stream(
            config,
            move |output: &mut [f32], _| {
                for frame in output.chunks_mut(channels) {
                    frame.fill(left.next().unwrap_or_default());
                }
            },
            move |error| {
                tracing::debug!("a sound broke off: {error}");
                breaks_off.store(true, Ordering::Relaxed);
            },
            None,
        )
        .map_err(|error| error.to_string())?;
    stream.play().map_err(|error| error.to_string())?;
    std::thread::sleep(lasts + TAIL);
    if broke_off.load(Ordering::Relaxed) {
        return Err("the sound broke off".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_short_and_begin_and_end_softly() {
        for cue in [Cue::Good, Cue::Bad, Cue::Unsure, Cue::Call] {
            let samples = cue.samples(8_000);
            assert!(samples.len() < 8_000 * 6 / 5, "{cue:?} is too long");
            assert!(samples.iter().all(|sample| sample.abs() <= LOUDNESS));
            let ends = [samples[0], samples[samples.len() - 1]];
            assert!(ends.iter().all(|end| end.abs() < 0.02), "{cue:?} clicks");
        }
    }
}
