//! A kiosk that another program directs: it is told, a line each, what people
//! at it do, and answers a line each. The rehearsal of a fleet has two.

use std::io::BufRead;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::access::Settings;
use crate::camera::CameraId;
use crate::commands::output::say;
use crate::domain::{Decision, Reason};
use crate::pipeline::Finished;
use crate::resources::Resources;

use super::super::context::{Common, start_engine_behind_a_window};
use super::super::{CommandError, Done, kiosk};
use super::Recordings;
use super::folder::RehearsalFolder;
use super::scenarios::{Enrolled, FIRST, SECOND, Show};
use super::window::Director;

/// What somebody at the kiosk does. Badges are those of the rehearsals' people.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// An operator enrols that person.
    Enrol(String),
    /// They verify with their badge, on another occasion.
    Verify(String),
    /// An operator vouches for them.
    Vouch(String),
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A decision.
    Decided(Decision, Reason),
    /// None, and why.
    Failed(String),
}

/// The people of a fleet, with how they look when they verify.
const PEOPLE: [(Enrolled, Show); 2] = [
    (
        FIRST,
        Show {
            seed: 1,
            ..FIRST.show
        },
    ),
    (
        SECOND,
        Show {
            seed: 1,
            ..SECOND.show
        },
    ),
];

/// All recordings that are played.
pub(super) fn shows() -> Vec<Show> {
    let both = PEOPLE.iter().map(|(person, again)| [person.show, *again]);
    both.flatten().collect()
}

/// Runs the kiosk until the orders end.
pub(super) fn run(
    common: &Common,
    resources: &Resources,
    recordings: Recordings,
    headless: bool,
) -> Done {
    let folder = RehearsalFolder::choose(common)?;
    let common = folder.common(common);
    let desk = common.open()?;
    let operator = folder.administrator(&desk)?;
    let engine = start_engine_behind_a_window(resources)?;
    let camera = CameraId::Recording(recordings.folder(&FIRST.show)?);
    let pipeline = kiosk::start(&common, resources, engine.clone(), camera)?;
    let director = Director {
        pipeline: Arc::clone(&pipeline),
        password: folder.password()?,
        desk,
        operator,
        engine,
        recordings,
    };
    let directing = std::thread::Builder::new()
        .name("director".to_owned())
        .spawn(move || {
            obey(&director);
            director.pipeline.close();
        })
        .map_err(|error| CommandError::new("system", error))?;
    if !headless {
        let (settings, _) = Settings::load(&common.data_folder()?);
        kiosk::open_window(pipeline, kiosk::options(&settings, resources))?;
        if !directing.is_finished() {
            // Closed by hand: nobody obeys any more.
            return Ok(1);
        }
    }
    directing
        .join()
        .map_err(|_| CommandError::new("rehearsal", "the rehearsal broke off"))?;
    Ok(0)
}

/// Does what each line says, until there are no more.
fn obey(director: &Director) {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        let answer = match serde_json::from_str(&line) {
            Ok(order) => carry_out(director, &order),
            Err(error) => Err(CommandError::new("order", error)),
        };
        let answer = match answer {
            Ok(finished) => Answer::Decided(finished.decision, finished.reason),
            Err(error) => Answer::Failed(error.line()),
        };
        say!("{}", serde_json::json!(answer));
    }
}

fn carry_out(director: &Director, order: &Order) -> Result<Finished, CommandError> {
    director.wait_for_engine()?;
    match order {
        Order::Enrol(badge) => {
            let enrolled = director.enrol(&named(badge)?.0)?;
            enrolled.ok_or_else(|| CommandError::new("order", format!("{badge} is enrolled")))
        }
        Order::Verify(badge) => {
            let shown = director.recordings.folder(&named(badge)?.1)?;
            let finished = director.verify_badge(badge, shown)?;
            director.go_home()?;
            Ok(finished)
        }
        Order::Vouch(badge) => {
            let finished = director.vouch(badge)?;
            director.go_home()?;
            Ok(finished)
        }
    }
}

fn named(badge: &str) -> Result<&'static (Enrolled, Show), CommandError> {
    let mut people = PEOPLE.iter();
    people
        .find(|(person, _)| person.badge == badge)
        .ok_or_else(|| CommandError::new("order", format!("nobody has the badge {badge}")))
}
