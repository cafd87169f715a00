//! `selftest attacks`: trial after trial, by a tester at a terminal or from
//! recordings.

use std::collections::BTreeMap;
use std::io::{Stderr, StdinLock};

use clap::Args;
use serde_json::json;

use crate::access::Settings;
use crate::commands::output::say;
use crate::domain::{Badge, Classified, NextTrial, Role, SelfTest, SelfTestPlan, Species};
use crate::pipeline::{Office, camera_name, carry_through_telling};
use crate::report::attacks_export;
use crate::resources::Resources;

use super::super::context::{Authority, Common, start_engine};
use super::super::{CommandError, Done};
use super::presented::{Origin, Presented, origins};
use super::table;
use super::tester::{Step, Tester};

/// Trials in a row that come to nothing before a test without a tester ends.
const MOST_VOID: usize = 3;

#[derive(Args, Debug)]
pub struct AttacksArgs {
    /// What is held up, in this order: bona-fide, flat, bent, cutout, screen, mask, or names of your own; without, these all
    #[arg(long, value_delimiter = ',')]
    species: Vec<Species>,
    /// Trials of each (0 accepted of 43 supports at most 7 %)
    #[arg(long, default_value_t = 43)]
    trials: u32,
    /// Play a recording, or each of a folder of them, for a species; may be given again
    #[arg(long, value_name = "SPECIES=DIR")]
    present: Vec<Presented>,
    /// Claim this badge in each trial, so that a match is one to one
    #[arg(long)]
    badge: Option<Badge>,
    #[command(flatten)]
    authority: Authority,
}

pub fn run(args: &AttacksArgs, common: &Common) -> Done {
    let plan = plan(args)?;
    let desk = common.open()?;
    let actor = args.authority.require(&desk, &[Role::Administrator])?;
    let (camera, origins) = origins_of(args, &plan, common, &desk.settings)?;
    let tester = Tester::at_terminal();
    let by_hand = origins.values().any(|one| matches!(one, Origin::ByHand(_)));
    if by_hand && tester.is_none() {
        return Err(CommandError::new(
            "terminal_needed",
            "somebody has to hold things up and say when",
        )
        .fix("run this on a terminal, or play recordings with --present SPECIES=DIR"));
    }
    let resources = Resources::find()?;
    let (office, _) = common.office(desk, start_engine(&resources)?, &resources)?;
    let claim = args.badge.clone();
    let test = office.begin_selftest(&actor, plan, claim.as_ref(), camera)?;
    let mut run = Run {
        office,
        json: common.json,
        claim,
        origins,
        tester,
        test,
    };
    run.finish()?;
    let test = run.test;
    if common.json {
        say!("{}", attacks_export::summary(&test));
    } else {
        say!("\n{}\n\nKept as self-test {}", table::table(&test), test.id);
    }
    Ok(0)
}

/// The plan; without `--species` what is presented, or all that is known.
fn plan(args: &AttacksArgs) -> Result<SelfTestPlan, CommandError> {
    let mut species = args.species.clone();
    if species.is_empty() {
        for shown in &args.present {
            if !species.contains(&shown.species) {
                species.push(shown.species.clone());
            }
        }
    }
    if species.is_empty() {
        let known = Species::KNOWN.iter();
        species = known.filter_map(|name| name.parse().ok()).collect();
    }
    let stray = args
        .present
        .iter()
        .find(|shown| !species.contains(&shown.species));
    if let Some(stray) = stray {
        let what = format!("--present names {}, which --species doesn't", stray.species);
        return Err(CommandError::new("plan", what).fix("name it in both, or leave --species out"));
    }
    let trials = args.trials;
    let plan = SelfTestPlan { species, trials };
    plan.validated()
        .map_err(|error| CommandError::new("plan", error))
}

/// What the test's camera is called, and where each species comes from.
fn origins_of(
    args: &AttacksArgs,
    plan: &SelfTestPlan,
    common: &Common,
    settings: &Settings,
) -> Result<(String, BTreeMap<Species, Origin>), CommandError> {
    let presented = |species: &Species| args.present.iter().any(|one| one.species == *species);
    let camera = if plan.species.iter().all(presented) {
        None
    } else {
        Some(common.camera(settings)?)
    };
    let origins = origins(&plan.species, &args.present, camera.as_ref())?;
    let name = camera.map_or_else(|| "recordings".to_owned(), |camera| camera_name(&camera));
    Ok((name, origins))
}

/// A self-test that is going on.
struct Run {
    office: Office,
    json: bool,
    claim: Option<Badge>,
    origins: BTreeMap<Species, Origin>,
    tester: Option<Tester<StdinLock<'static>, Stderr>>,
    test: SelfTest,
}

impl Run {
    fn finish(&mut self) -> Result<(), CommandError> {
        while let Some(next) = self.test.next() {
            match self.step(&next)? {
                Step::Go => self.make(&next)?,
                Step::Repeat => self.office.withdraw_trial(&mut self.test)?,
                Step::Skip => self.office.skip_species(&mut self.test)?,
                Step::Stop => self.office.stop_selftest(&mut self.test)?,
            }
        }
        Ok(())
    }

    /// What comes next: the tester says so, and recordings just play.
    fn step(&mut self, next: &NextTrial) -> Result<Step, CommandError> {
        if let (Some(Origin::ByHand(_)), Some(tester)) =
            (self.origins.get(&next.species), &mut self.tester)
        {
            let step = tester.ask(next, &self.test);
            return step.map_err(|error| CommandError::new("terminal", error));
        }
        let newest = self.test.trials.iter().rev().take(MOST_VOID);
        let void = newest.filter(|trial| trial.classified == Classified::Void);
        if void.count() < MOST_VOID {
            return Ok(Step::Go);
        }
        self.office.stop_selftest(&mut self.test)?;
        let what =
            format!("{MOST_VOID} trials in a row came to nothing; the self-test was stopped");
        Err(CommandError::new("selftest", what)
            .fix("see what is wrong with: secure-biometric doctor"))
    }

    /// Makes one trial and says what came of it.
    fn make(&mut self, next: &NextTrial) -> Result<(), CommandError> {
        let before = self.test.trials.iter();
        let before = before.filter(|trial| trial.species == next.species).count();
        let camera = self
            .origins
            .get(&next.species)
            .and_then(|origin| origin.camera(before))
            .ok_or_else(|| CommandError::new("plan", "nothing presents this species"))?;
        let open = self
            .office
            .begin_trial(&self.test, self.claim.as_ref(), &camera)?;
        let tester = &mut self.tester;
        let outcome = carry_through_telling(&self.office, open, &camera, |asked| {
            if let Some(tester) = tester {
                tester.tell(asked);
            }
        })?;
        self.test.take(next.species.clone(), &outcome.session);
        // A trial names nobody: this only has the engine forget the frames.
        self.office.reconstruct(&outcome);
        let Some(trial) = self.test.trials.last() else {
            return Ok(());
        };
        if self.json {
            let mut line = attacks_export::trial(self.test.trials.len(), trial);
            if let Some(fields) = line.as_object_mut() {
                fields.insert("liveness".to_owned(), json!(outcome.session.liveness));
            }
            say!("{line}");
        } else {
            say!("{:>4} of {}  {}", next.number, next.of, table::trial(trial));
        }
        Ok(())
    }
}
