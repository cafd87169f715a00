//! The desk's part of the pipeline's thread: takes its intents, looks through
//! the camera for it, and takes up what its work brought.

use std::sync::Arc;

use crate::access::Settings;
use crate::camera::CameraId;
use crate::domain::{Component, Pose, QualityBounds, Role, Tolerance};
use crate::engine::protocol::StreamId;
use crate::flow::QualityBar;

use super::desk_work::{DeskAnswer, Lists};
use super::live_thread::{LiveThread, WAIT};
use super::{
    Activity, CameraLook, CentreIntent, CentreView, DeskIntent, DeskView, Health, KeysIntent,
    KeysView, LineView, Problem, RetentionIntent, SelfTestView, WorkStatus,
};

/// What is shown of light and focus when a camera is judged.
const JUDGED: [Component; 4] = [
    Component::IlluminationUniformity,
    Component::UnderExposurePrevention,
    Component::OverExposurePrevention,
    Component::Sharpness,
];

impl LiveThread<'_> {
    /// Shows how tokens are handed over; a code goes with its result.
    pub(super) fn show_handing_over(&mut self) {
        if !matches!(self.drawn.activity, Activity::Finished(_)) {
            self.drawn.receipt = None;
        }
        let view = self.office.handing_over();
        if self.drawn.desk.hand_over != view {
            self.desk().hand_over = view;
        }
    }

    /// Changes the desk's view.
    pub(super) fn desk(&mut self) -> &mut DeskView {
        Arc::make_mut(&mut self.drawn.desk)
    }

    /// Shows where the kiosk stands, once its data folder is open.
    pub(super) fn show_site(&mut self) {
        let settings = Arc::new(self.site.settings.clone());
        let folder = self.site.folder.clone();
        let camera = Some(self.camera.clone());
        let desk = self.desk();
        desk.settings = Some(settings);
        desk.data_folder = folder;
        desk.camera = camera;
    }

    pub(super) fn take_desk(&mut self, intent: DeskIntent) {
        match intent {
            DeskIntent::Look(true) if self.may_look() => {
                let office = &self.office;
                self.looking
                    .get_or_insert_with(|| office.engine().new_stream());
                self.desk().look.get_or_insert_default();
            }
            DeskIntent::Look(_) => self.stop_looking(),
            DeskIntent::TryCamera(camera) if self.may_look() => {
                self.tried_from.get_or_insert(self.camera.clone());
                self.use_camera(camera);
            }
            DeskIntent::TryCamera(_) => {}
            DeskIntent::SelfTest(intent) => self.take_selftest(intent),
            DeskIntent::Audit(intent) => self.take_audit(intent),
            DeskIntent::Tokens(intent) => self.take_tokens(intent),
            DeskIntent::Erasures(intent) => self.take_erasures(intent),
            DeskIntent::Dismiss => {
                let desk = self.desk();
                for said in [&mut desk.work, &mut desk.way_in] {
                    if *said != WorkStatus::Working {
                        *said = WorkStatus::Idle;
                    }
                }
            }
            DeskIntent::VerifyByPin { .. } | DeskIntent::Vouch { .. } => {
                if self.drawn.desk.way_in != WorkStatus::Working {
                    self.desk().way_in = WorkStatus::Working;
                    self.begin_work(intent);
                }
            }
            DeskIntent::CheckHealth => {
                if self.drawn.desk.health != Health::Checking && self.is_administrator() {
                    self.desk().health = Health::Checking;
                    self.begin_work(DeskIntent::CheckHealth);
                }
            }
            DeskIntent::Refresh => self.begin_work(DeskIntent::Refresh),
            DeskIntent::Retention(RetentionIntent::Look)
            | DeskIntent::Keys(KeysIntent::Look)
            | DeskIntent::Centre(CentreIntent::Look) => self.begin_work(intent),
            work if self.drawn.desk.work == WorkStatus::Working => {
                tracing::warn!(?work, "the desk is at work already");
            }
            work => {
                self.desk().work = WorkStatus::Working;
                self.begin_work(work);
            }
        }
    }

    fn is_administrator(&self) -> bool {
        let operator = self.drawn.operator.as_ref();
        operator.is_some_and(|operator| operator.role.holds(Role::Administrator))
    }

    /// An administrator may look through the camera for no session's sake, and
    /// who sets the kiosk up.
    pub(super) fn may_look(&self) -> bool {
        self.is_administrator() || !self.drawn.has_operators
    }

    pub(super) fn take_up(&mut self, answer: DeskAnswer) {
        let progress = match &answer {
            DeskAnswer::Progress(progress) => Some(*progress),
            _ => None,
        };
        if self.drawn.desk.progress != progress {
            self.desk().progress = progress;
        }
        match answer {
            DeskAnswer::Session(Ok(outcome)) => {
                self.desk().way_in = WorkStatus::Idle;
                self.office.hand_over(&outcome);
                // A capture that began meanwhile goes on; the session is kept.
                if self.running.is_none() {
                    self.finished(&outcome);
                }
            }
            DeskAnswer::Started(Ok((settings, operator))) => {
                self.drawn.has_operators = true;
                self.drawn.operator = Some(operator);
                self.put_in_force(settings);
            }
            DeskAnswer::Saved(Ok(settings)) => self.put_in_force(settings),
            DeskAnswer::Done(Ok(())) => self.desk().work = WorkStatus::Done,
            DeskAnswer::Operators(Ok(operators)) => {
                let desk = self.desk();
                desk.operators = operators.sound;
                desk.damaged_operators = operators.damaged;
                desk.work = WorkStatus::Done;
            }
            DeskAnswer::Profiles(Ok(profiles)) => {
                let desk = self.desk();
                desk.profiles = profiles.newest;
                desk.profile_changes = profiles.changes;
                desk.work = WorkStatus::Done;
            }
            DeskAnswer::Lists(lists) => self.take_lists(*lists),
            DeskAnswer::Health(health) => {
                let health = health.with_own_camera(&self.drawn.camera);
                self.desk().health = health;
            }
            DeskAnswer::SelfTests(Ok(tests)) => self.take_selftests(tests),
            DeskAnswer::SelfTestSaved(Ok(path)) => self.take_saved_selftest(path),
            DeskAnswer::Retention(Ok(view), cleaned) => {
                let desk = self.desk();
                desk.retention = Some(view);
                if cleaned {
                    desk.work = WorkStatus::Idle;
                }
            }
            DeskAnswer::Progress(_) => {}
            DeskAnswer::Keys(answer, worked) => self.take_keys(*answer, worked),
            DeskAnswer::Centre(answer, worked) => self.take_centre(answer, worked),
            DeskAnswer::Audit(Ok(answer)) => self.take_audit_answer(answer),
            DeskAnswer::Tokens(Ok(answer)) => self.take_tokens_answer(answer),
            DeskAnswer::Erasures(Ok(answer)) => self.take_erasures_answer(answer),
            DeskAnswer::Session(Err(why)) => {
                self.desk().way_in = WorkStatus::Failed { why };
            }
            DeskAnswer::Started(Err(why))
            | DeskAnswer::Saved(Err(why))
            | DeskAnswer::Done(Err(why))
            | DeskAnswer::Profiles(Err(why))
            | DeskAnswer::Operators(Err(why))
            | DeskAnswer::SelfTests(Err(why))
            | DeskAnswer::SelfTestSaved(Err(why))
            | DeskAnswer::Retention(Err(why), _)
            | DeskAnswer::Tokens(Err(why))
            | DeskAnswer::Erasures(Err(why))
            | DeskAnswer::Audit(Err(why)) => {
                self.desk().work = WorkStatus::Failed { why };
            }
        }
    }

    fn take_keys(&mut self, answer: Result<KeysView, Problem>, worked: bool) {
        let desk = self.desk();
        match answer {
            Ok(view) => {
                desk.keys = Some(view);
                if worked {
                    desk.work = WorkStatus::Idle;
                }
            }
            Err(why) => desk.work = WorkStatus::Failed { why },
        }
    }

    fn take_centre(&mut self, answer: Result<CentreView, Problem>, worked: bool) {
        let desk = self.desk();
        match answer {
            Ok(view) => {
                desk.centre = Some(view);
                if worked {
                    desk.work = WorkStatus::Idle;
                }
            }
            Err(why) => desk.work = WorkStatus::Failed { why },
        }
        // What was done shows at once.
        if let Err(error) = self.look_at_line() {
            tracing::error!(%error, "the store can't be read");
        }
    }

    fn take_lists(&mut self, lists: Lists) {
        let desk = self.desk();
        desk.profiles = lists.profiles.newest;
        desk.profile_changes = lists.profiles.changes;
        (desk.operators, desk.damaged_operators) = match lists.operators {
            Some(listed) => (listed.sound, listed.damaged),
            None => (Vec::new(), Vec::new()),
        };
        (desk.cameras, desk.cameras_trouble) = match lists.cameras {
            Ok(cameras) => (cameras, None),
            Err(why) => (Vec::new(), Some(why)),
        };
    }

    pub(super) fn put_in_force(&mut self, settings: Settings) {
        self.tried_from = None;
        let camera = settings.camera.as_deref().map(str::parse::<CameraId>);
        if let Some(Ok(camera)) = camera
            && camera != self.camera
        {
            self.use_camera(camera);
        }
        self.office.hand_over_by(&settings.handover);
        self.site.settings = settings;
        self.show_site();
        self.desk().work = WorkStatus::Done;
    }

    /// Forgets what only the operator who left should see.
    pub(super) fn clear_desk(&mut self) {
        if !self.drawn.desk.operators.is_empty() {
            self.desk().operators = Vec::new();
            self.desk().damaged_operators = Vec::new();
        }
        if self.drawn.desk.selftest != SelfTestView::default() {
            self.desk().selftest = SelfTestView::default();
        }
        if self.drawn.desk.retention.is_some() {
            self.desk().retention = None;
        }
        if self.drawn.desk.keys.is_some() {
            self.desk().keys = None;
        }
        if self.drawn.desk.centre.is_some() || self.drawn.desk.line != LineView::default() {
            let desk = self.desk();
            desk.centre = None;
            desk.line = LineView::default();
        }
        if !matches!(self.drawn.desk.work, WorkStatus::Idle | WorkStatus::Working) {
            self.desk().work = WorkStatus::Idle;
        }
        self.clear_audit();
        self.clear_tokens();
        self.clear_erasures();
        // What is wrong with this machine is for whoever looks after it.
        if !matches!(self.drawn.desk.health, Health::Unknown | Health::Checking) {
            self.desk().health = Health::Unknown;
        }
    }

    pub(super) fn stop_looking(&mut self) {
        if self.looking.take().is_some() {
            self.desk().look = None;
            self.drawn.analysed = None;
        }
        if let Some(camera) = self.tried_from.take() {
            self.use_camera(camera);
        }
    }

    /// Looks through the camera once, if somebody judges it.
    pub(super) fn look_through_camera(&mut self) {
        let (Some(stream), None) = (self.looking, &self.running) else {
            return;
        };
        if let Some(look) = self.analyse_newest(stream) {
            self.desk().look = Some(look);
        }
    }

    fn analyse_newest(&mut self, stream: StreamId) -> Option<CameraLook> {
        let frame = self.shared.camera().take_newest(WAIT)?;
        // An engine that is away is shown as such beside the picture.
        let analysis = self.office.engine().analyse(stream, &frame).ok()?;
        let tolerance = self.office.tolerance();
        let main = analysis.main();
        let look = CameraLook {
            faces: analysis.faces().len(),
            bars: main.map_or_else(Vec::new, |face| {
                let bounds = judged_bounds(&tolerance.enrol_quality);
                QualityBar::all(&bounds, &face.quality)
            }),
            pose: main.map(|face| face.pose),
            pose_good: main.is_some_and(|face| is_straight(&tolerance, face.pose)),
        };
        self.drawn.analysed = Some(Arc::new((frame, analysis)));
        Some(look)
    }
}

/// The bounds of what is judged: those of enrolling, which asks for more than
/// verifying does.
fn judged_bounds(bounds: &QualityBounds) -> QualityBounds {
    let judged = bounds
        .0
        .iter()
        .filter(|(component, _)| JUDGED.contains(component));
    QualityBounds(
        judged
            .map(|(component, bound)| (*component, *bound))
            .collect(),
    )
}

/// Whether a head is held straight enough to verify.
fn is_straight(tolerance: &Tolerance, pose: Pose) -> bool {
    let bounds = &tolerance.poses;
    pose.yaw_degrees.abs() <= bounds.front_yaw_degrees
        && pose.pitch_degrees.abs() <= bounds.front_pitch_degrees
        && pose.roll_degrees.abs() <= bounds.roll_degrees
}
