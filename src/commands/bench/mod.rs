//! `bench`: how fast the program is on this machine, each figure beside what
//! is asked of it.
//!
//! Speeds are compared within one run, in turns, for other programs slow both
//! sides down. They don't do so alike: the engine's side also decodes, on a
//! second core while there is one free, where the bare loop has its frames
//! decoded before its clock starts. The ratio means most on a quiet machine.

mod session;
mod throughput;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use crate::commands::output::say;
use crate::engine::Engine;
use crate::flow::profiles;
use crate::resources::Resources;

use super::context::{Common, start_engine};
use super::rehearse::{FIRST, Recordings};
use super::{CommandError, Done};

/// How long to wait for the engine.
const ENGINE_PATIENCE: Duration = Duration::from_secs(60);
/// Frames after which the engine's memory is read, at least.
const FRAMES_BEFORE_MEMORY: usize = 500;

#[derive(Args, Debug)]
pub(super) struct BenchArgs {
    /// The recording to measure with, a folder of frames; without, a rehearsal's
    #[arg(long, value_name = "DIR")]
    recording: Option<PathBuf>,
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
struct Figure {
    name: &'static str,
    /// What it says, for people.
    #[serde(skip)]
    about: &'static str,
    value: f64,
    unit: &'static str,
    target: Target,
    met: bool,
}

/// What is asked of a figure.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Figure {
    fn new(
        name: &'static str,
        about: &'static str,
        (value, unit): (f64, &'static str),
        target: Target,
    ) -> Self {
        let met = match target {
            Target::AtLeast(least) => value >= least,
            Target::AtMost(most) => value <= most,
        };
        Self {
            name,
            about,
            value,
            unit,
            target,
            met,
        }
    }

    fn line(&self) -> String {
        let target = match self.target {
            Target::AtLeast(least) => format!("at least {least}"),
            Target::AtMost(most) => format!("at most {most}"),
        };
        format!(
            "{:7}  {:9.2} {:3} ({target})  {}",
            if self.met { "met" } else { "NOT MET" },
            self.value,
            self.unit,
            self.about
        )
    }
}

/// What `bench --json` prints.
#[derive(Debug, Serialize)]
struct Report {
    recording: PathBuf,
    /// Size of its frames, in pixels.
    width: u32,
    height: u32,
    /// Frames analysed in all.
    frames: usize,
    /// Frames a second of each round, in the order in which they were run in
    /// turns: the engine's, and the bare Python loop's.
    engine_frames_per_second: Vec<f64>,
    python_frames_per_second: Vec<f64>,
    figures: Vec<Figure>,
}

pub(super) fn run(args: &BenchArgs, common: &Common) -> Done {
    let resources = Resources::find()?;
    let recording = match &args.recording {
        Some(recording) => recording.clone(),
        None => rehearsal(&resources)?,
    };
    let report = measure(&resources, &recording)?;
    if common.json {
        let text =
            serde_json::to_string(&report).map_err(|error| CommandError::new("system", error))?;
        say!("{text}");
        return Ok(0);
    }
    say!(
        "{} frames of {}x{} pixels from {}; frames a second in turns: engine {}, bare Python loop {}",
        report.frames,
        report.width,
        report.height,
        report.recording.display(),
        rates(&report.engine_frames_per_second),
        rates(&report.python_frames_per_second),
    );
    for figure in &report.figures {
        say!("{}", figure.line());
    }
    Ok(0)
}

/// The recording that rehearsals enrol their first person from.
fn rehearsal(resources: &Resources) -> Result<PathBuf, CommandError> {
    let recordings = Recordings::open(resources)?;
    recordings.make_missing(&[FIRST.show], |line| eprintln!("{line}"))?;
    recordings.folder(&FIRST.show)
}

fn measure(resources: &Resources, recording: &Path) -> Result<Report, CommandError> {
    eprintln!("measuring; this takes about a minute");
    let begun = Instant::now();
    let engine = start_engine(resources)?;
    engine.wait_ready(ENGINE_PATIENCE)?;
    let start = begun.elapsed();
    let found = throughput::measure(resources, &engine, recording)?;
    let mut figures = vec![
        Figure::new(
            "throughput_ratio",
            "recording in, analysis out: frames a second against a bare Python loop",
            (found.ratio, "x"),
            Target::AtLeast(0.9),
        ),
        Figure::new(
            "pipe_millis",
            "a frame's way through the pipe: its answer's time without facelab's part",
            (found.pipe.as_secs_f64() * 1e3, "ms"),
            Target::AtMost(2.0),
        ),
        Figure::new(
            "engine_start_seconds",
            "engine started and ready",
            (start.as_secs_f64(), "s"),
            Target::AtMost(5.0),
        ),
    ];
    if let Some(bytes) = resident(&engine, found.frames) {
        figures.push(Figure::new(
            "engine_memory_megabytes",
            "the engine's resident memory after all these frames",
            (bytes / 1e6, "MB"),
            Target::AtMost(900.0),
        ));
    }
    if let Some(ready) = session::ready_person(&engine, recording, profiles::DEFAULT)? {
        figures.push(Figure::new(
            "verification_seconds",
            "a ready person, from start to decision, in the recording's time",
            (ready.total.seconds(), "s"),
            Target::AtMost(3.0),
        ));
        figures.push(Figure::new(
            "deciding_seconds",
            "of it computing after the last frame",
            (ready.deciding.as_secs_f64(), "s"),
            Target::AtMost(0.5),
        ));
    }
    let (width, height) = found.size;
    Ok(Report {
        recording: recording.to_owned(),
        width,
        height,
        frames: found.frames,
        engine_frames_per_second: found.engine_rates,
        python_frames_per_second: found.python_rates,
        figures,
    })
}

/// Where the system tells, and enough frames were seen for it to mean
/// something.
fn resident(engine: &Engine, frames: usize) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a process has far less than 2^53 bytes"
    )]
    let bytes = engine.resident_bytes()? as f64;
    (frames >= FRAMES_BEFORE_MEMORY).then_some(bytes)
}

fn rates(rates: &[f64]) -> String {
    let texts: Vec<String> = rates.iter().map(|rate| format!("{rate:.1}")).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_whether_it_is_what_is_asked() {
        let ratio = |value| Figure::new("a", "b", (value, "x"), Target::AtLeast(0.9));
        assert_eq!((ratio(0.9).met, ratio(0.89).met), (true, false));
        let pipe = Figure::new("pipe", "way", (2.5, "ms"), Target::AtMost(2.0));
        assert!(!pipe.met);
        assert!(pipe.line().starts_with("NOT MET"), "{}", pipe.line());
        let json = serde_json::to_value(&pipe).unwrap();
        assert_eq!(json["target"]["at_most"], 2.0);
    }
}
