//! One session on a live camera, moved on step by step without ever waiting
//! long: the window's pipeline and the headless commands drive it alike.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::camera::{CameraEvent, CameraId, LiveCamera, Prompt};
use crate::domain::{Analysis, Frame, Millis, Reason};
use crate::engine::{EngineError, EngineState};
use crate::flow::{CaptureView, Instruction, Verdict};

use super::capture::Seen;
use super::clock::SessionClock;
use super::face::Portrait;
use super::kept_poses::PoseReport;
use super::office::{Office, OpenSession};

/// How long a session waits for the engine to come back.
pub(super) const ENGINE_PATIENCE: Duration = Duration::from_secs(60);
/// How long it waits for one that failed again and again, or can't start at
/// all: whoever stands there is told, and helped in another way.
const FAILED_PATIENCE: Duration = Duration::from_secs(5);
/// How long a session waits for frames.
const CAMERA_PATIENCE: Duration = Duration::from_secs(10);

/// After this long without a frame the session's clock stands still.
const FRAMES_STOPPED: Duration = Duration::from_millis(500);

/// A session that is going on.
pub(super) struct Running {
    pub(super) open: OpenSession,
    /// Poses kept so far, in an enrolment.
    pub(super) poses: Vec<PoseReport>,
    /// The frame that looks best at the camera so far.
    pub(super) portrait: Option<Portrait>,
    clock: SessionClock,
    last_frame: Instant,
    engine_left: Option<Instant>,
    camera_away: bool,
    dropped_before: u64,
    asked: Option<Prompt>,
}

/// What a step brought.
#[derive(Default)]
pub(super) struct Step {
    /// A frame and what was seen in it.
    pub(super) analysed: Option<Arc<(Frame, Analysis)>>,
    /// The end.
    pub(super) verdict: Option<Verdict>,
}

impl Running {
    pub(super) fn new(open: OpenSession, camera: &LiveCamera) -> Self {
        Self {
            open,
            poses: Vec::new(),
            portrait: None,
            clock: SessionClock::default(),
            last_frame: Instant::now(),
            engine_left: None,
            camera_away: false,
            dropped_before: camera.dropped(),
            asked: None,
        }
    }

    /// What to draw: what the flow says, or that engine or camera is away.
    pub(super) fn view(&self) -> CaptureView {
        let mut view = self.open.capture.view().clone();
        if self.camera_away {
            view.instruction = Instruction::CameraAway;
        } else if self.engine_left.is_some() {
            view.instruction = Instruction::OneMoment;
        }
        view
    }

    /// Takes note of something the camera said; a verdict if that ends it.
    pub(super) fn camera_said(&mut self, event: &CameraEvent) -> Option<Verdict> {
        match event {
            CameraEvent::IdentityChanged => Some(self.end(Reason::CameraChanged)),
            // A recording that ran out: what stood in its way is the reason.
            CameraEvent::Ended => Some(self.end(Reason::TimedOut)),
            CameraEvent::Lost { .. } => {
                self.camera_away = true;
                None
            }
            CameraEvent::Ready(info) => {
                // What was found first is what the session is pinned to, and
                // what is kept of it.
                if let (Some(info), CameraId::First) = (info, &self.open.camera) {
                    self.open.camera = CameraId::Device(info.id.clone());
                }
                self.camera_away = false;
                None
            }
            CameraEvent::Back => {
                self.camera_away = false;
                None
            }
        }
    }

    /// Waits for a frame for `patience` at most and does what follows.
    pub(super) fn step(
        &mut self,
        office: &Office,
        camera: &LiveCamera,
        patience: Duration,
    ) -> Step {
        let prompt = self.open.capture.prompt();
        if self.asked.replace(prompt) != Some(prompt) {
            tracing::debug!(asked = prompt.as_str(), "the person is asked");
        }
        camera.ask(prompt);
        self.open.frames_dropped = camera.dropped().saturating_sub(self.dropped_before);
        if let Some(verdict) = self.wait_for_engine(office, patience) {
            return Step {
                analysed: None,
                verdict,
            };
        }
        let Some(frame) = camera.take_newest(patience) else {
            return Step {
                analysed: None,
                verdict: self.no_frame(),
            };
        };
        let now = Instant::now();
        self.last_frame = now;
        self.clock.run(now);
        let at = self.clock.at(now);
        let gallery = office.gallery();
        match self
            .open
            .capture
            .frame(office.engine(), &gallery, &frame, at)
        {
            Ok(seen) => {
                self.note_pose(&frame, &seen.analysis);
                self.note_portrait(&frame, &seen);
                Step {
                    analysed: Some(Arc::new((frame, seen.analysis))),
                    verdict: seen.verdict,
                }
            }
            Err(why) => {
                self.engine_went(&why);
                Step::default()
            }
        }
    }

    /// Ends it for a reason of its own.
    pub(super) fn end(&mut self, reason: Reason) -> Verdict {
        let at = self.now();
        let verdict = self.open.capture.stop(reason);
        verdict.unwrap_or_else(|| Verdict::inconclusive(reason, at))
    }

    /// Takes note of a pose that was kept with this frame.
    fn note_pose(&mut self, frame: &Frame, seen: &Analysis) {
        let done = &self.open.capture.view().poses_done;
        // Another engine: the poses begin anew.
        self.poses.truncate(done.len());
        if let Some(pose) = done.get(self.poses.len()) {
            self.poses.push(PoseReport::of(*pose, frame, seen));
        }
    }

    /// Keeps a frame that looks better at the camera than those before.
    fn note_portrait(&mut self, frame: &Frame, seen: &Seen) {
        let before = self.portrait.as_ref();
        let face = seen
            .analysis
            .main()
            .filter(|face| seen.compared && before.is_none_or(|before| before.is_worse_than(face)));
        if let Some(face) = face {
            self.portrait = Some(Portrait::of(frame, face));
        }
    }

    fn now(&self) -> Millis {
        self.clock.at(Instant::now())
    }

    fn no_frame(&mut self) -> Option<Verdict> {
        let waited = self.last_frame.elapsed();
        if waited > CAMERA_PATIENCE {
            return Some(self.end(Reason::CameraUnavailable));
        }
        if waited > FRAMES_STOPPED {
            // Time without frames is the camera's, not the person's: nobody
            // left the picture while there is none.
            self.clock.stop(Instant::now());
        }
        let at = self.now();
        self.open.capture.tick(at)
    }

    fn engine_went(&mut self, why: &EngineError) {
        tracing::warn!(%why, "the engine went away in mid-session");
        let now = Instant::now();
        self.clock.stop(now);
        self.engine_left = Some(now);
        self.open.engine_restarts = self.open.engine_restarts.saturating_add(1);
    }

    /// None when the engine is there; else whether waiting for it ends the
    /// session.
    fn wait_for_engine(&mut self, office: &Office, patience: Duration) -> Option<Option<Verdict>> {
        if matches!(office.engine().state(), EngineState::Ready(_))
            || office.engine().wait_ready(patience).is_ok()
        {
            self.engine_left = None;
            return None;
        }
        let left = *self.engine_left.get_or_insert_with(Instant::now);
        self.last_frame = Instant::now();
        let patience = match office.engine().state() {
            EngineState::Failed { .. } => FAILED_PATIENCE,
            _ => ENGINE_PATIENCE,
        };
        let too_long = left.elapsed() > patience;
        Some(too_long.then(|| self.end(Reason::EngineUnavailable)))
    }
}
