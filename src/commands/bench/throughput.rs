//! Frames a second: the engine behind its pipe against the bare Python loop
//! that it hosts, on the same frames, in turns.

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

/// What was found.
pub struct Found {
    /// Frames a second of the engine's rounds.
    pub engine_rates: Vec<f64>,
    /// Frames a second of the loop's rounds.
    pub python_rates: Vec<f64>,
    /// Median of each engine's round over the loop's round after it.
    pub ratio: f64,
    /// Median time of a frame's answer without facelab's part.
    pub pipe: Duration,
    /// Frames that the engine analysed.
    pub frames: usize,
    /// Size of the frames, in pixels.
    pub size: (u32, u32),
}

/// Measures both in turns.
///
/// # Errors
/// When the recording can't be played, or either side fails.
pub fn measure(
    resources: &Resources,
    engine: &Engine,
    recording: &Path,
) -> Result<Found, CommandError> {
    let mut frames = Frames::open(recording)?;
    let (mut engine_rates, mut python_rates) = (Vec::new(), Vec::new());
    let mut ways = Vec::new();
    for _ in 0..ROUNDS {
        engine_rates.push(engine_round(engine, &mut frames, &mut ways)?);
        python_rates.push(python_round(resources, &frames.folder)?);
    }
    let pairs = engine_rates.iter().zip(&python_rates);
    let ratios: Vec<f64> = pairs.map(|(engine, python)| engine / python).collect();
    ways.sort();
    Ok(Found {
        ratio: median(&ratios),
        engine_rates,
        python_rates,
        pipe: ways.get(ways.len() / 2).copied().unwrap_or_default(),
        frames: ways.len() + ROUNDS * WARM_UP,
        size: frames.recording.size(),
    })
}

/// One round through the engine; `ways` takes each frame's time in the pipe.
fn engine_round(
    engine: &Engine,
    frames: &mut Frames,
    ways: &mut Vec<Duration>,
) -> Result<f64, CommandError> {
    let stream = engine.new_stream();
    for _ in 0..WARM_UP {
        engine.analyse(stream, &frames.next()?)?;
    }
    engine.reset(stream)?;
    let mut analysed = 0_u32;
    frames.opening = Duration::ZERO;
    let begun = Instant::now();
    while begun.elapsed() < ROUND {
        let frame = frames.next()?;
        let asked = Instant::now();
        let (_, in_facelab) = engine.analyse_timed(stream, &frame)?;
        ways.push(asked.elapsed().saturating_sub(in_facelab));
        analysed += 1;
    }
    let elapsed = begun.elapsed().saturating_sub(frames.opening);
    Ok(f64::from(analysed) / elapsed.as_secs_f64())
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
}

/// One round of the bare loop, in a process of its own.
fn python_round(resources: &Resources, folder: &Path) -> Result<f64, CommandError> {
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
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failed(said.lines().last().unwrap_or_default().to_owned()));
    }
    serde_json::from_slice::<Loop>(&output.stdout)
        .map(|found| found.frames_per_second)
        .map_err(|error| failed(error.to_string()))
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
    }
}
