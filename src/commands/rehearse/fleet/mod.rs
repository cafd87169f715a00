//! `rehearse fleet`: two kiosks and their centre side by side, each in
//! processes of its own. Who is enrolled at one verifies at the other; a token
//! that was used or revoked at one is refused at the other; who is erased is
//! gone from both; the centre goes away and comes back. In the end all is
//! equal.

mod centre;
mod station;
mod story;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use crate::commands::output::say;

use super::super::context::Common;
use super::super::unlocking::runtime;
use super::super::{CommandError, Done, kiosk};
use super::folder::{new_password, remove};
use super::interrupted::Interrupted;
use super::{Recordings, directed};
pub use centre::PrivateCentre;
use station::Station;
use story::Story;

/// What the rehearsal is called.
pub(super) const NAME: &str = "fleet";
/// What it shows.
pub(super) const ABOUT: &str =
    "two kiosks and a centre: enrol, verify, revoke, erase, lose the centre, be equal";

/// The folder of everything, removed at the end however that comes.
pub struct FleetFolder {
    pub path: PathBuf,
    _interrupted: Interrupted,
}

impl FleetFolder {
    /// A new one among the temporary files.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn make() -> Result<Self, CommandError> {
        let name = format!("secure-biometric-fleet-{}", uuid::Uuid::now_v7());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).map_err(|error| CommandError::new("rehearsal", error))?;
        let theirs = path.clone();
        Ok(Self {
            _interrupted: Interrupted::then(move || clear(&theirs)),
            path,
        })
    }
}

impl Drop for FleetFolder {
    fn drop(&mut self) {
        clear(&self.path);
    }
}

/// The kiosks' folders with their keys, then the rest.
fn clear(folder: &Path) {
    for kiosk in KIOSKS {
        remove(&folder.join(kiosk));
    }
    if let Err(error) = fs::remove_dir_all(folder) {
        tracing::warn!(%error, "a rehearsal's folder stays behind");
    }
}

/// What the kiosks are called.
pub const KIOSKS: [&str; 2] = ["one", "two"];

/// Plays it, and tells a line a step and one for the whole.
pub(super) fn run(common: &Common, recordings: &Recordings, headless: bool) -> Done {
    if common.data.is_some() {
        return Err(
            CommandError::new("rehearsal", "the fleet has data folders of its own")
                .fix("leave out --data"),
        );
    }
    recordings.make_missing(&directed::shows(), |line| eprintln!("{line}"))?;
    let headless = headless || !kiosk::has_display();
    let began = Instant::now();
    let folder = FleetFolder::make()?;
    let program = std::env::current_exe().map_err(|error| CommandError::new("system", error))?;
    let centre_folder = folder.path.join("centre");
    let centre = runtime()?.block_on(PrivateCentre::make(centre_folder, new_password()?))?;
    let [one, two] = KIOSKS.map(|name| {
        let kiosk = folder.path.join(name);
        Station::make(name, kiosk, &program, common)
    });
    let mut story = Story::new(runtime()?, centre, one?, two?);
    let told = story.tell(headless);
    story.end();
    let ending = told?;
    say!(
        "{}",
        json!({
            "scenario": NAME,
            "expected": "equal",
            "state": ending.state,
            "as_expected": ending.as_expected,
            "seconds": began.elapsed().as_secs_f64(),
            "sessions": ending.sessions,
        })
    );
    Ok(u8::from(!ending.as_expected))
}
