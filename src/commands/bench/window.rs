//! The kiosk's window while a person is verified in it again and again, and
//! an empty window beside it: each in a process of its own, under software GL.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::access::Settings;
use crate::camera::CameraId;
use crate::commands::context::{Common, start_engine_behind_a_window};
use crate::commands::output::say;
use crate::commands::rehearse::RehearsalFolder;
use crate::commands::{CommandError, kiosk, probe};
use crate::domain::{Badge, Consent, Contact, Decision};
use crate::engine::{Engine, resident_bytes};
use crate::kiosk::{in_english, run_empty, run_watched};
use crate::pipeline::{Activity, EnrolRequest, Intent, LivePipeline, carry_through, now};
use crate::resources::Resources;

/// How long frames are timed, from the first analysis on.
const WATCHED: Duration = Duration::from_secs(8);
/// An empty window's memory has settled by then.
const EMPTY: Duration = Duration::from_secs(2);
/// It stays open a little longer than its memory is looked at.
const EMPTY_STAYS: Duration = Duration::from_secs(3);
/// How long a window and what goes on in it may take in all.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often the window's state is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// Fewer frames say nothing about a median.
const LEAST_FRAMES: usize = 30;
/// Mesa then draws without the graphics card, if there is one.
const SOFTWARE_GL: [(&str, &str); 1] = [("LIBGL_ALWAYS_SOFTWARE", "1")];
/// Who is enrolled.
const BADGE: &str = "bench";

/// Which window a probe opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WindowProbe {
    /// The kiosk's.
    Kiosk,
    /// One with nothing in it.
    Empty,
}

impl WindowProbe {
    fn as_str(self) -> &'static str {
        match self {
            Self::Kiosk => "kiosk",
            Self::Empty => "empty",
        }
    }
}

/// What a probe prints.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    resident_bytes: Option<u64>,
    /// From the program's start.
    first_picture: Option<Duration>,
    /// Median of the frames during analysis.
    pub frame: Option<Duration>,
    /// What one frame of twenty took longer than.
    pub slow_frame: Option<Duration>,
}

/// What was found of the kiosk's window; nothing for what couldn't be seen.
pub struct Found {
    /// From the program's start to the first camera picture drawn.
    pub first_picture: Option<Duration>,
    /// Median time of a frame during analysis.
    pub frame: Option<Duration>,
    /// Resident memory beyond the empty window's, in bytes.
    pub memory: Option<u64>,
}

/// Enrols who is recorded in a folder of its own, and watches them verify.
///
/// # Errors
/// When the recorded person can't be enrolled, or a window can't be opened or
/// hangs.
pub fn measure(
    common: &Common,
    resources: &Resources,
    engine: &Engine,
    recording: &Path,
) -> Result<Found, CommandError> {
    let stage = Stage::set(common, resources, engine, recording)?;
    let empty = stage.ask(WindowProbe::Empty)?;
    let full = stage.ask(WindowProbe::Kiosk)?;
    let memory = full.resident_bytes.zip(empty.resident_bytes);
    Ok(Found {
        first_picture: full.first_picture,
        frame: full.frame,
        memory: memory.map(|(full, empty)| full.saturating_sub(empty)),
    })
}

/// A kiosk of its own, removed when this is dropped, at which who is recorded
/// is enrolled.
pub struct Stage {
    /// With its data folder.
    pub common: Common,
    folder: RehearsalFolder,
    recording: PathBuf,
}

impl Stage {
    /// Sets one up.
    ///
    /// # Errors
    /// When the recorded person can't be enrolled.
    pub fn set(
        common: &Common,
        resources: &Resources,
        engine: &Engine,
        recording: &Path,
    ) -> Result<Self, CommandError> {
        let stage = Self::before_anybody(common, recording)?;
        stage.enrol(resources, engine)?;
        Ok(stage)
    }

    /// One at which nobody is enrolled yet.
    ///
    /// # Errors
    /// When there is no place for its folder.
    pub fn before_anybody(common: &Common, recording: &Path) -> Result<Self, CommandError> {
        let of_its_own = Common {
            data: None,
            ..common.clone()
        };
        let folder = RehearsalFolder::choose(&of_its_own)?;
        let common = folder.common(&of_its_own);
        Ok(Self {
            common,
            folder,
            recording: recording.to_owned(),
        })
    }

    /// Enrols who is recorded.
    ///
    /// # Errors
    /// When they can't be.
    pub fn enrol(&self, resources: &Resources, engine: &Engine) -> Result<(), CommandError> {
        let recording = &self.recording;
        enrol(&self.common, &self.folder, resources, engine, recording)
    }

    /// Opens a window in a process of its own and says what was seen of it.
    ///
    /// # Errors
    /// When there is no window, or it hangs.
    pub fn ask(&self, which: WindowProbe) -> Result<Answer, CommandError> {
        let data = self.common.data_folder()?;
        let paths = [&data, &self.recording].map(|path| path.to_str());
        let [Some(data), Some(recording)] = paths else {
            return Err(CommandError::new("window", "a path isn't UTF-8"));
        };
        let which = which.as_str();
        let arguments = ["bench", "--window-probe", which, "--data", data];
        let arguments = [&arguments[..], &["--recording", recording]].concat();
        probe::ask(&arguments, &SOFTWARE_GL, PATIENCE)
            .map_err(|why| CommandError::new("window", format!("the {which} window: {why}")))
    }
}

fn badge() -> Result<Badge, CommandError> {
    BADGE
        .parse()
        .map_err(|error| CommandError::new("system", error))
}

fn enrol(
    common: &Common,
    folder: &RehearsalFolder,
    resources: &Resources,
    engine: &Engine,
    recording: &Path,
) -> Result<(), CommandError> {
    let desk = common.open()?;
    let operator = folder.administrator(&desk)?.name;
    let (office, _) = common.office(desk, engine.clone(), resources)?;
    let camera = CameraId::Recording(recording.to_owned());
    let request = EnrolRequest {
        badge: badge()?,
        name: "Bench"
            .parse()
            .map_err(|error| CommandError::new("system", error))?,
        consent: Consent {
            notice_version: "bench".to_owned(),
            language: "en".to_owned(),
            given_at: now(),
            signature: None,
        },
        contact: Contact::default(),
        operator,
        allowed: None,
    };
    let open = office.begin_enrolment(request, &camera)?;
    let session = carry_through(&office, open, &camera)?.session;
    if session.decision == Decision::Verified {
        return Ok(());
    }
    let why = session.reason.as_str();
    Err(CommandError::new(
        "recording",
        format!("the recorded person can't be enrolled ({why})"),
    ))
}

/// A probe: opens a window, looks and prints what it saw. `started` is when
/// this program was.
///
/// # Errors
/// When there is no window, or nothing can be seen in it.
pub fn run_probe(
    which: WindowProbe,
    common: &Common,
    recording: &Path,
    started: Instant,
) -> Result<(), CommandError> {
    let resources = Resources::find()?;
    let answer = match which {
        WindowProbe::Kiosk => watch_kiosk(common, &resources, recording, started)?,
        WindowProbe::Empty => watch_empty(&resources)?,
    };
    let line = serde_json::to_string(&answer);
    say!(
        "{}",
        line.map_err(|error| CommandError::new("system", error))?
    );
    Ok(())
}

fn watch_empty(resources: &Resources) -> Result<Answer, CommandError> {
    let looking = spawn(|| {
        thread::sleep(EMPTY);
        resident_bytes(std::process::id())
    })?;
    let options = kiosk::options(&Settings::default(), resources);
    run_empty(&options, EMPTY_STAYS).map_err(no_window)?;
    Ok(Answer {
        resident_bytes: looking.join().map_err(|_| broke_off())?,
        ..Answer::default()
    })
}

fn watch_kiosk(
    common: &Common,
    resources: &Resources,
    recording: &Path,
    started: Instant,
) -> Result<Answer, CommandError> {
    let camera = CameraId::Recording(recording.to_owned());
    let engine = start_engine_behind_a_window(resources)?;
    let pipeline = kiosk::start(common, resources, engine, camera)?;
    let badge = badge()?;
    let theirs = Arc::clone(&pipeline);
    let visiting = spawn(move || {
        let resident = visit(&theirs, &badge);
        theirs.close();
        resident
    })?;
    let options = kiosk::options(&Settings::default(), resources);
    let window = Box::new(pipeline);
    let mut seen = run_watched(window, options, started).map_err(no_window)?;
    seen.frames.sort();
    let enough = seen.frames.len() >= LEAST_FRAMES;
    let middle = seen.frames.get(seen.frames.len() / 2).copied();
    let slow = seen.frames.get(seen.frames.len() * 19 / 20).copied();
    Ok(Answer {
        resident_bytes: visiting.join().map_err(|_| broke_off())??,
        first_picture: seen.first_picture,
        frame: middle.filter(|_| enough),
        slow_frame: slow.filter(|_| enough),
    })
}

/// Verifies again and again until the window was watched for long enough.
/// Returns its resident memory, in bytes, as it then is.
fn visit(pipeline: &LivePipeline, badge: &Badge) -> Result<Option<u64>, CommandError> {
    let mut asked = false;
    let mut analysed_since = None;
    loop {
        let snapshot = pipeline.snapshot();
        match &snapshot.activity {
            Activity::Idle if !asked => {
                let claim = Some(badge.clone());
                pipeline.send(Intent::Verify { claim });
                asked = true;
            }
            Activity::Idle => {}
            Activity::Capturing { .. } => {
                asked = false;
                if snapshot.analysed.is_some() {
                    analysed_since.get_or_insert_with(Instant::now);
                }
            }
            Activity::Finished(_) => {
                asked = false;
                pipeline.send(Intent::Home);
            }
            Activity::Trouble { why } => {
                return Err(CommandError::new("window", in_english(why)));
            }
        }
        if analysed_since.is_some_and(|since| since.elapsed() >= WATCHED) {
            return Ok(resident_bytes(std::process::id()));
        }
        thread::sleep(LOOK);
    }
}

fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<thread::JoinHandle<T>, CommandError> {
    thread::Builder::new()
        .name("visitor".to_owned())
        .spawn(work)
        .map_err(|error| CommandError::new("system", error))
}

fn no_window(error: crate::kiosk::KioskError) -> CommandError {
    CommandError::new("window", error)
}

fn broke_off() -> CommandError {
    CommandError::new("window", "watching the window broke off")
}
