//! Frames a second: the program, from a recording to its analyses, against the
//! bare Python loop that the engine hosts, on the same frames, in turns.
//!
//! The loop does the same: it reads and decodes each frame and analyses it.
//! Beside it stands a loop whose frames were decoded before its clock started,
//! which is what analysis alone can do.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::camera::{Prompt, Recording};
use crate::commands::CommandError;
use crate::domain::Frame;
use crate::engine::Engine;
use crate::resources::Resources;

/// Rounds of each side. Many short ones: what else goes on on the machine
/// changes from one minute to the next, and must not fall on one side only.
const ROUNDS: usize = 7;
/// How long a round goes on, at least.
const ROUND: Duration = Duration::from_secs(2);
/// Frames before the clock starts, as `facelab.bench` does.
const WARM_UP: usize = 10;

/// One side's rounds.
#[derive(Debug, Default)]
pub struct Side {
    /// Frames a second of each round.
    pub rates: Vec<f64>,
    /// Processor time of all its threads and processes for a frame, in
    /// milliseconds, of each round.
    pub processor_millis: Vec<f64>,
}

impl Side {
    fn take(&mut self, (rate, processor_millis): (f64, f64)) {
        self.rates.push(rate);
        self.processor_millis.push(processor_millis);
    }
}

/// What was found.
pub struct Found {
    /// The program: camera side, pipe and engine.
    pub engine: Side,
    /// The loop that reads and decodes as the program does.
    pub python: Side,
    /// The loop whose frames are decoded already.
    pub decoded: Side,
    /// Median of each of the engine's rounds over the loop's round after it.
    pub ratio: f64,
    /// The same over the round of the loop with decoded frames.
    pub decoded_ratio: f64,
    /// Median of the processor time for a frame over the loop's.
    pub processor_ratio: f64,
    /// Median time of a frame's answer without facelab's part.
    pub pipe: Duration,
    /// Frames that the engine analysed.
    pub frames: usize,
    /// Size of the frames, in pixels.
    pub size: (u32, u32),
}

/// Measures all in turns.
///
/// # Errors
/// When the recording can't be played, or a side fails.
pub fn measure(
    resources: &Resources,
    engine: &Engine,
    recording: &Path,
) -> Result<Found, CommandError> {
    let mut frames = Frames::open(recording)?;
    let (mut program, mut python, mut decoded) =
        (Side::default(), Side::default(), Side::default());
    let mut ways = Vec::new();
    for _ in 0..ROUNDS {
        program.take(engine_round(engine, &mut frames, &mut ways)?);
        python.take(python_round(resources, &frames.folder, &[])?);
        decoded.take(python_round(resources, &frames.folder, &["--decoded"])?);
    }
    ways.sort();
    Ok(Found {
        ratio: median_ratio(&program.rates, &python.rates),
        decoded_ratio: median_ratio(&program.rates, &decoded.rates),
        processor_ratio: median_ratio(&program.processor_millis, &python.processor_millis),
        engine: program,
        python,
        decoded,
        pipe: ways.get(ways.len() / 2).copied().unwrap_or_default(),
        frames: ways.len() + ROUNDS * WARM_UP,
        size: frames.recording.size(),
    })
}

/// One round through the engine: frames a second, and processor time a frame.
/// `ways` takes each frame's time in the pipe.
fn engine_round(
    engine: &Engine,
    frames: &mut Frames,
    ways: &mut Vec<Duration>,
) -> Result<(f64, f64), CommandError> {
    let stream = engine.new_stream();
    for _ in 0..WARM_UP {
        engine.analyse(stream, &frames.next()?)?;
    }
    engine.reset(stream)?;
    let mut analysed = 0_u32;
    frames.opening = Duration::ZERO;
    let worked = || {
        let both = [Some(std::process::id()), engine.process_id()];
        both.into_iter().flatten().filter_map(processor_seconds)
    };
    let (begun, worked_before) = (Instant::now(), worked().sum::<f64>());
    while begun.elapsed() < ROUND {
        let frame = frames.next()?;
        let asked = Instant::now();
        let (_, in_facelab) = engine.analyse_timed(stream, &frame)?;
        ways.push(asked.elapsed().saturating_sub(in_facelab));
        analysed += 1;
    }
    let elapsed = begun.elapsed().saturating_sub(frames.opening);
    let worked = worked().sum::<f64>() - worked_before;
    let analysed = f64::from(analysed);
    Ok((analysed / elapsed.as_secs_f64(), worked / analysed * 1e3))
}

/// Processor time of a process's threads so far, where the system tells.
fn processor_seconds(process_id: u32) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process_id}/stat")).ok()?;
    // The name, in brackets, may hold spaces; behind it the first is field 3.
    let (_, fields) = text.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let (user, system): (u32, u32) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    let ticks = u32::try_from(rustix::param::clock_ticks_per_second()).ok()?;
    Some((f64::from(user) + f64::from(system)) / f64::from(ticks))
}

/// A recording's frames, again and again.
struct Frames {
    recording: Recording,
    path: PathBuf,
    /// The folder that the frames lie in.
    folder: PathBuf,
    /// Time spent on opening it again, which is no part of analysing.
    opening: Duration,
}

impl Frames {
    fn open(path: &Path) -> Result<Self, CommandError> {
        let recording = Recording::open(path)?;
        let folder = if recording.is_responsive() {
            path.join(Prompt::Neutral.as_str())
        } else {
            path.to_owned()
        };
        if !folder.is_dir() {
            return Err(CommandError::new(
                "recording",
                format!("{} is no folder of frames", path.display()),
            )
            .fix("name a recording that is a folder with pictures"));
        }
        Ok(Self {
            recording,
            path: path.to_owned(),
            folder,
            opening: Duration::ZERO,
        })
    }

    fn next(&mut self) -> Result<Frame, CommandError> {
        loop {
            if let Some(frame) = self.recording.next(Prompt::Neutral)? {
                return Ok(frame);
            }
            let begun = Instant::now();
            self.recording = Recording::open(&self.path)?;
            self.opening += begun.elapsed();
        }
    }
}

/// What `facelab.bench` prints.
#[derive(Deserialize)]
struct Loop {
    frames_per_second: f64,
    processor_millis: f64,
}

/// One round of the bare loop, in a process of its own.
fn python_round(
    resources: &Resources,
    folder: &Path,
    flags: &[&str],
) -> Result<(f64, f64), CommandError> {
    let failed = |why: String| {
        CommandError::new(
            "python",
            format!("the Python loop can't be measured ({why})"),
        )
        .fix("run: make setup")
    };
    let output = Command::new(resources.venv().join("bin/python"))
        .env("PYTHONPATH", resources.python())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["-m", "facelab.bench"])
        .arg(folder)
        .arg("--models")
        .arg(resources.models())
        .args(["--least-seconds", &ROUND.as_secs().to_string()])
        .args(flags)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failed(said.lines().last().unwrap_or_default().to_owned()));
    }
    serde_json::from_slice::<Loop>(&output.stdout)
        .map(|found| (found.frames_per_second, found.processor_millis))
        .map_err(|error| failed(error.to_string()))
}

/// Median of each round's value over the other side's in the same turn.
fn median_ratio(ours: &[f64], theirs: &[f64]) -> f64 {
    let pairs = ours.iter().zip(theirs);
    median(
        &pairs
            .map(|(ours, theirs)| ours / theirs)
            .collect::<Vec<_>>(),
    )
}

/// The middle one (of an even number, the upper of the two).
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(&[4.0]) - 4.0).abs() < 1e-9);
        assert!((median_ratio(&[1.0, 9.0, 4.0], &[2.0, 3.0, 4.0]) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn processor_time_is_told_of_processes_that_are_there() {
        assert!(processor_seconds(std::process::id()).unwrap() >= 0.0);
        assert_eq!(processor_seconds(u32::MAX), None);
    }
}
