//! `bench`: how fast the program is on this machine, each figure beside what
//! is asked of it.
//!
//! Speeds are compared within one run, in turns, for other programs slow both
//! sides down, if not alike: the engine's side decodes on a second core while
//! one is free. The ratio means most on a quiet machine.

mod centre;
mod figure;
mod line;
mod recovery;
mod renewal;
mod review;
mod service;
mod session;
mod sessions;
mod syncing;
mod throughput;
mod tokens;
mod window;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use crate::commands::output::say;
use crate::engine::Engine;
use crate::flow::profiles;
use crate::resources::Resources;

use super::context::{Common, start_engine};
use super::rehearse::{FIRST, REPLAYS, Recordings, TrialSize, run_trials};
use super::{CommandError, Done, kiosk};
use figure::{Figure, Target};
use window::WindowProbe;

/// How long to wait for the engine.
const ENGINE_PATIENCE: Duration = Duration::from_secs(60);
/// Frames after which the engine's memory is read, at least.
const FRAMES_BEFORE_MEMORY: usize = 500;

#[derive(Args, Debug)]
pub(super) struct BenchArgs {
    /// The recording to measure with, a folder of frames; without, a rehearsal's
    #[arg(long, value_name = "DIR")]
    recording: Option<PathBuf>,
    /// Measure how people fare, and attacks of each species, at verification and at enrolment, a line of JSON each
    #[arg(long, conflicts_with_all = ["recording", "window_probe"])]
    attacks: bool,
    /// How many earlier sessions are replayed
    #[arg(long, value_name = "N", requires = "attacks", default_value_t = REPLAYS)]
    replays: usize,
    /// Try no species more often than this; without, as often as its claim needs
    #[arg(long, value_name = "N", requires = "attacks")]
    trials: Option<usize>,
    /// Try these species alone
    #[arg(long, value_name = "NAME", requires = "attacks", value_delimiter = ',')]
    species: Vec<String>,
    /// A folder of portraits to try instead of the rehearsals' subjects, a person a name (ada.jpg and ada2.jpg are one)
    #[arg(long, value_name = "DIR", requires = "attacks")]
    portraits: Option<PathBuf>,
    /// Measure the service over HTTP instead, a line of JSON or text each
    #[arg(long, conflicts_with_all = ["recording", "window_probe", "attacks"])]
    service: bool,
    /// Measure a kiosk beside its centre instead, with so many sessions and templates
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "100000",
        conflicts_with_all = ["recording", "window_probe", "attacks", "service"])]
    centre: Option<u32>,
    /// Measure how long lists of sessions take over HTTP instead, with so many at a centre
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "1000000",
        conflicts_with_all = ["recording", "window_probe", "attacks", "service", "centre"],
        value_parser = clap::value_parser!(u32).range(1_000..=10_000_000))]
    sessions: Option<u32>,
    /// Measure how long a reviewer waits instead, in a rehearsal's folder (--data)
    #[arg(long, conflicts_with_all = ["recording", "window_probe", "attacks", "service", "centre", "sessions"])]
    review: bool,
    /// Open this window, say in JSON what was seen of it, and end
    #[arg(long, hide = true, requires = "recording")]
    window_probe: Option<WindowProbe>,
}

/// Figures that couldn't be measured, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Unmeasured {
    names: &'static [&'static str],
    why: String,
}

/// Figures of the window, which needs a display.
const OF_THE_WINDOW: &[&str] = &[
    "live_picture_seconds",
    "window_frame_millis",
    "window_memory_megabytes",
];

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
    /// turns: the engine's, the bare Python loop's, and that of a loop whose
    /// frames are decoded already; then the processor time of each a frame.
    engine_frames_per_second: Vec<f64>,
    python_frames_per_second: Vec<f64>,
    decoded_python_frames_per_second: Vec<f64>,
    engine_processor_millis: Vec<f64>,
    python_processor_millis: Vec<f64>,
    decoded_python_processor_millis: Vec<f64>,
    figures: Vec<Figure>,
    not_measured: Vec<Unmeasured>,
}

impl Report {
    /// Whose rounds are whose: frames a second, and processor time a frame.
    fn sides(&self) -> [(&'static str, &[f64], &[f64]); 3] {
        [
            (
                "engine",
                &self.engine_frames_per_second,
                &self.engine_processor_millis,
            ),
            (
                "bare Python loop that reads the recording",
                &self.python_frames_per_second,
                &self.python_processor_millis,
            ),
            (
                "bare Python loop on decoded frames",
                &self.decoded_python_frames_per_second,
                &self.decoded_python_processor_millis,
            ),
        ]
    }
}

pub(super) fn run(args: &BenchArgs, common: &Common) -> Done {
    let started = Instant::now();
    if let (Some(which), Some(recording)) = (args.window_probe, &args.recording) {
        return window::run_probe(which, common, recording, started).map(|()| 0);
    }
    if args.service {
        return service::run(common);
    }
    if let Some(rows) = args.centre {
        return centre::run(common, rows);
    }
    if let Some(rows) = args.sessions {
        return sessions::run(common, rows);
    }
    if args.review {
        return review::run(common);
    }
    let resources = Resources::find()?;
    if args.attacks {
        let size = TrialSize {
            replays: args.replays,
            most: args.trials.unwrap_or(usize::MAX),
            species: &args.species,
        };
        return run_trials(common, &resources, size, args.portraits.as_deref());
    }
    let recording = match &args.recording {
        Some(recording) => recording.clone(),
        None => rehearsal(&resources)?,
    };
    let report = measure(common, &resources, &recording)?;
    if common.json {
        let text =
            serde_json::to_string(&report).map_err(|error| CommandError::new("system", error))?;
        say!("{text}");
        return Ok(0);
    }
    say!(
        "{} frames of {}x{} pixels from {}",
        report.frames,
        report.width,
        report.height,
        report.recording.display(),
    );
    for (whose, rates, processor) in report.sides() {
        say!(
            "{whose}: frames a second {}; processor milliseconds a frame {}",
            listed(rates),
            listed(processor),
        );
    }
    for figure in &report.figures {
        say!("{}", figure.line());
    }
    for unmeasured in &report.not_measured {
        say!(
            "not measured: {} ({})",
            unmeasured.names.join(", "),
            unmeasured.why
        );
    }
    say!("{}", summary(&report.figures));
    Ok(0)
}

/// The recording that rehearsals enrol their first person from.
fn rehearsal(resources: &Resources) -> Result<PathBuf, CommandError> {
    let recordings = Recordings::open(resources)?;
    recordings.make_missing(&[FIRST.show], |line| eprintln!("{line}"))?;
    recordings.folder(&FIRST.show)
}

/// Which figures aren't what is asked.
fn summary(figures: &[Figure]) -> String {
    let missed = figures.iter().filter(|figure| !figure.met);
    let missed: Vec<&str> = missed.map(|figure| figure.name).collect();
    if missed.is_empty() {
        "all that was measured is as asked".to_owned()
    } else {
        format!("NOT MET: {}", missed.join(", "))
    }
}

fn measure(
    common: &Common,
    resources: &Resources,
    recording: &Path,
) -> Result<Report, CommandError> {
    eprintln!("measuring; this takes about three minutes");
    let begun = Instant::now();
    let engine = start_engine(resources)?;
    engine.wait_ready(ENGINE_PATIENCE)?;
    let start = begun.elapsed();
    let found = throughput::measure(resources, &engine, recording)?;
    let mut figures = vec![
        Figure::new(
            "throughput_ratio",
            "recording in, analysis out: frames a second against a bare Python loop that reads the same recording",
            (found.ratio, "x"),
            Target::AtLeast(0.9),
        ),
        Figure::new(
            "throughput_decoded_ratio",
            "the same against a loop whose frames are decoded before its clock starts",
            (found.decoded_ratio, "x"),
            Target::ForComparison,
        ),
        Figure::new(
            "processor_ratio",
            "processor time a frame, of all threads, against the loop that reads the recording",
            (found.processor_ratio, "x"),
            Target::ForComparison,
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
    // Only after enough frames does its memory mean something.
    let resident = engine.resident_bytes();
    if let Some(bytes) = resident.filter(|_| found.frames >= FRAMES_BEFORE_MEMORY) {
        figures.push(Figure::new(
            "engine_memory_megabytes",
            "the engine's resident memory after all these frames",
            (megabytes(bytes), "MB"),
            Target::AtMost(900.0),
        ));
    }
    if let Some(ready) = session::ready_person(&engine, recording, profiles::DEFAULT)? {
        figures.extend(ready.figures());
    }
    figures.extend(recovery::figure(&engine, recording)?);
    figures.extend(tokens::figures()?);
    figures.push(renewal::figure(common)?);
    let mut not_measured = Vec::new();
    match of_the_window(common, resources, &engine, recording) {
        Ok(of_the_window) => figures.extend(of_the_window),
        Err(why) => not_measured.push(Unmeasured {
            names: OF_THE_WINDOW,
            why,
        }),
    }
    let (width, height) = found.size;
    Ok(Report {
        recording: recording.to_owned(),
        width,
        height,
        frames: found.frames,
        engine_frames_per_second: found.engine.rates,
        python_frames_per_second: found.python.rates,
        decoded_python_frames_per_second: found.decoded.rates,
        engine_processor_millis: found.engine.processor_millis,
        python_processor_millis: found.python.processor_millis,
        decoded_python_processor_millis: found.decoded.processor_millis,
        figures,
        not_measured,
    })
}

/// The window's figures, or why there are none.
fn of_the_window(
    common: &Common,
    resources: &Resources,
    engine: &Engine,
    recording: &Path,
) -> Result<Vec<Figure>, String> {
    if !kiosk::has_display() {
        return Err("there is no display".to_owned());
    }
    let found =
        window::measure(common, resources, engine, recording).map_err(|error| error.line())?;
    let unseen = || "too little was seen of the window".to_owned();
    let first_picture = found.first_picture.ok_or_else(unseen)?;
    let frame = found.frame.ok_or_else(unseen)?;
    let memory = found.memory.ok_or_else(unseen)?;
    Ok(vec![
        Figure::new(
            "live_picture_seconds",
            "from the program's start to the first camera picture drawn, the engine still starting",
            (first_picture.as_secs_f64(), "s"),
            Target::AtMost(1.5),
        ),
        Figure::new(
            "window_frame_millis",
            "a frame of the window during analysis, median, drawn in software",
            (frame.as_secs_f64() * 1e3, "ms"),
            Target::AtMost(20.0),
        ),
        Figure::new(
            "window_memory_megabytes",
            "the window's resident memory beyond an empty window's",
            (megabytes(memory), "MB"),
            Target::AtMost(300.0),
        ),
    ])
}

fn megabytes(bytes: u64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a process has far less than 2^53 bytes"
    )]
    let bytes = bytes as f64;
    bytes / 1e6
}

fn listed(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|value| format!("{value:.1}")).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_whether_it_is_what_is_asked() {
        let ratio = |value| Figure::new("a", "b", (value, "x"), Target::AtLeast(0.9));
        assert_eq!((ratio(0.9).met, ratio(0.89).met), (true, false));
        let pipe = Figure::new("pipe_millis", "way", (2.5, "ms"), Target::AtMost(2.0));
        assert!(!pipe.met);
        assert!(pipe.line().starts_with("NOT MET"), "{}", pipe.line());
        let unmeasured = Figure::new("depth_millis", "depth", (0.0, "ms"), Target::AtMost(3.0));
        assert!(!unmeasured.met);
        assert_eq!(summary(&[ratio(0.9), pipe.clone()]), "NOT MET: pipe_millis");
        assert!(summary(&[ratio(0.9)]).starts_with("all"));
        let json = serde_json::to_value(&pipe).unwrap();
        assert_eq!(json["target"]["at_most"], 2.0);
    }
}
