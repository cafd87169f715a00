//! `rehearse`: plays scenarios through the whole program, the same code from
//! frame to store.

mod attacks;
mod directed;
mod film;
mod fleet;
mod folder;
mod interrupted;
mod plan;
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

pub(super) use fleet::{FleetFolder, KIOSKS, PrivateCentre};
pub(super) use folder::{RehearsalFolder, new_password};
pub(super) use recordings::Recordings;
pub(super) use scenarios::FIRST;
use scenarios::Scenario;
pub(super) use trials::{REPLAYS, TrialSize, run as run_trials};

#[derive(Args, Debug)]
pub(super) struct RehearseArgs {
    /// Which scenarios (all without); fleet is played alone, and needs Debian's postgresql
    names: Vec<String>,
    /// Without a window, as fast as the machine can; results don't depend on its load
    #[arg(long)]
    headless: bool,
    /// List the scenarios and what they show
    #[arg(long)]
    list: bool,
    /// Do what standard input says, a line each
    #[arg(long, hide = true, conflicts_with_all = ["names", "list"])]
    directed: bool,
}

pub(super) fn run(args: &RehearseArgs, common: &Common) -> Done {
    if args.list {
        list(common);
        return Ok(0);
    }
    let resources = Resources::find()?;
    let recordings = Recordings::open(&resources)?;
    if args.directed {
        return directed::run(common, &resources, recordings, args.headless);
    }
    if let [fleet::NAME] = args.names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return fleet::run(common, &recordings, args.headless);
    }
    let chosen = choose(&args.names)?;
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
    let one_kiosk = scenarios::all().map(|one| (one.name, one.about));
    let all = one_kiosk.chain([(fleet::NAME, fleet::ABOUT)]);
    if common.json {
        let all: Vec<Value> = all
            .map(|(name, about)| json!({ "scenario": name, "about": about }))
            .collect();
        say!("{}", json!(all));
    } else {
        for (name, about) in all {
            say!("{name:20}  {about}");
        }
    }
}

fn choose(names: &[String]) -> Result<Vec<&'static Scenario>, CommandError> {
    let named = |name: &String| {
        scenarios::all()
            .find(|scenario| scenario.name == name)
            .ok_or_else(|| {
                CommandError::new("scenario", format!("there is no scenario '{name}'"))
                    .fix("see them with: secure-biometric rehearse --list")
            })
    };
    if names.is_empty() {
        return Ok(scenarios::all().collect());
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
