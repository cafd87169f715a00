//! `rehearse`: plays scenarios through the whole program, the same code from
//! frame to store.

mod film;
mod folder;
mod interrupted;
mod play;
mod recordings;
mod scenarios;
mod trials;
mod window;

use clap::Args;
use serde_json::{Value, json};

use crate::commands::output::say;
use crate::resources::Resources;

use super::context::Common;
use super::{CommandError, Done, kiosk};

pub(super) use folder::RehearsalFolder;
pub(super) use recordings::Recordings;
pub(super) use scenarios::FIRST;
use scenarios::{SCENARIOS, Scenario};
pub(super) use trials::{REPLAYS, run as run_trials};

#[derive(Args, Debug)]
pub(super) struct RehearseArgs {
    /// Which scenarios (all without)
    names: Vec<String>,
    /// Without a window, as fast as the machine can; results don't depend on its load
    #[arg(long)]
    headless: bool,
    /// List the scenarios and what they show
    #[arg(long)]
    list: bool,
}

pub(super) fn run(args: &RehearseArgs, common: &Common) -> Done {
    if args.list {
        list(common);
        return Ok(0);
    }
    let chosen = choose(&args.names)?;
    let resources = Resources::find()?;
    let recordings = Recordings::open(&resources)?;
    let shows: Vec<_> = chosen
        .iter()
        .flat_map(|scenario| {
            let enrolled = scenario.enrolled.iter().map(|person| person.show);
            enrolled.chain([scenario.show])
        })
        .collect();
    recordings.make_missing(&shows, |line| eprintln!("{line}"))?;
    if !args.headless {
        if kiosk::has_display() {
            return window::run(common, &resources, recordings, chosen);
        }
        eprintln!("there is no display: the rehearsals are played without a window");
    }
    let stage = play::Stage::set(common, &resources, recordings)?;
    let mut as_expected = true;
    for scenario in chosen {
        let played = stage.play(scenario)?;
        as_expected &= played.as_expected;
        say!("{}", line(scenario, &played));
    }
    Ok(u8::from(!as_expected))
}

fn list(common: &Common) {
    if common.json {
        let all: Vec<Value> = SCENARIOS
            .iter()
            .map(|scenario| json!({ "scenario": scenario.name, "about": scenario.about }))
            .collect();
        say!("{}", json!(all));
    } else {
        for scenario in &SCENARIOS {
            say!("{:20}  {}", scenario.name, scenario.about);
        }
    }
}

fn choose(names: &[String]) -> Result<Vec<&'static Scenario>, CommandError> {
    let named = |name: &String| {
        SCENARIOS
            .iter()
            .find(|scenario| scenario.name == name)
            .ok_or_else(|| {
                CommandError::new("scenario", format!("there is no scenario '{name}'"))
                    .fix("see them with: secure-biometric rehearse --list")
            })
    };
    if names.is_empty() {
        return Ok(SCENARIOS.iter().collect());
    }
    names.iter().map(named).collect()
}

fn line(scenario: &Scenario, played: &play::Played) -> Value {
    let (expected, expected_reason) = scenario.expected.words();
    json!({
        "scenario": scenario.name,
        "expected": expected,
        "expected_reason": expected_reason,
        "decision": played.decision.as_str(),
        "reason": played.reason.as_str(),
        "as_expected": played.as_expected,
        "seconds": played.seconds,
        "computing_seconds": played.computing_seconds,
        "score": played.score,
        "threshold": played.threshold,
        "sessions": played.sessions,
    })
}
