//! Figures, printed and not judged: they depend on the machine.
//! `cargo test --release --test engine -- --ignored --nocapture figures`

use std::fs;
use std::time::{Duration, Instant};

use secure_biometric::engine::Engine;

use crate::wire::{Raw, analyse};
use crate::{START, config, landmarks, portrait};

const ROUNDS: u32 = 500;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed(rounds: u32, mut work: impl FnMut()) -> Duration {
    let round = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    median((0..rounds).map(round).collect())
}

/// Resident memory in MB, now and at most.
fn memory(process_id: u32) -> Vec<String> {
    let status = fs::read_to_string(format!("/proc/{process_id}/status")).unwrap();
    let lines = status.lines();
    lines
        .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"))
        .map(str::to_owned)
        .collect()
}

#[test]
#[ignore = "measures"]
fn figures_of_start_pipe_and_memory() {
    let Some(config) = config() else { return };
    let begun = Instant::now();
    let engine = Engine::start(config);
    engine.wait_ready(START).unwrap();
    println!("ready after {:?}", begun.elapsed());

    let frame = portrait("obama.jpg");
    let stream = engine.new_stream();
    let first = Instant::now();
    let analysis = engine.analyse(stream, &frame).unwrap();
    println!("first frame of a stream {:?}", first.elapsed());
    let analysing = timed(ROUNDS, || drop(engine.analyse(stream, &frame).unwrap()));
    println!("analyse 640x480, round trip {analysing:?} (median)");
    let face = landmarks(&analysis);
    let embedding = timed(50, || drop(engine.embed(&frame, face).unwrap()));
    println!("embed, round trip {embedding:?} (median)");
    println!(
        "after {ROUNDS} frames {:?}",
        memory(engine.process_id().unwrap())
    );
    drop(engine);

    // A frame that the child refuses for its header costs the pipe alone.
    let mut child = Raw::start().unwrap();
    let pipe = timed(ROUNDS, || {
        let slot = child.frames.lay(&frame.clone()).unwrap();
        let response = child.ask(1, analyse(0, 0, slot));
        assert!(response.answer.is_err());
    });
    println!("pipe, 640x480 there and back {pipe:?} (median)");
}
