//! Drives the flow: frames from the camera to the engine, what it saw to the
//! flow, and what the flow decides to the store.

mod attended;
mod audit_view;
mod audit_work;
mod capture;
mod centre_view;
mod centre_work;
mod clock;
mod clock_work;
mod conclusion;
mod courier;
mod desk_asking;
mod desk_thread;
mod desk_view;
mod desk_work;
mod enrol_thread;
mod erasures_work;
pub mod export;
mod exporting;
mod face;
mod face_thread;
mod handing_over;
mod headless;
mod health;
mod kept_poses;
mod keys_view;
mod keys_work;
mod lists;
mod live;
mod live_sign_in;
mod live_thread;
mod looks;
mod new_file;
mod office;
mod other_ways;
mod people_consent;
mod people_erasing;
mod people_register;
mod people_thread;
mod people_view;
mod people_work;
mod pixels;
mod problem;
mod problem_from;
mod profiles;
mod receipt;
mod recorder;
mod reporter;
mod requests;
mod retention;
mod review_details;
mod review_export;
mod review_ids;
mod review_marks;
mod review_site;
mod review_thread;
mod review_view;
mod review_work;
mod running;
mod selftest;
mod selftest_file;
mod selftest_thread;
mod selftest_view;
mod session_report;
mod sight;
mod snapshot;
mod starting;
mod stepped;
mod sync_job;
mod texture;
mod tokens_view;
mod tokens_work;

pub use audit_view::{ActGroup, AuditIntent, AuditLine, AuditList, AuditQuery, AuditView};
pub use audit_work::audit_verified;
pub use capture::{Against, Capture, Seen};
pub use centre_view::{CentreDone, CentreIntent, CentreView, LineView};
pub use conclusion::camera_name;
pub use courier::{CourierTrouble, Courses};
pub use desk_view::{CameraLook, DeskIntent, DeskView, WorkStatus};
pub use desk_work::Site;
pub use erasures_work::{ErasureLine, ErasuresIntent, ErasuresView, erasures_listed};
pub use exporting::{ExportError, Exporting, FaceFigures, FaceFile};
pub use face::{MeasuredFace, Portrait};
pub use handing_over::HandOverView;
pub use headless::{SessionError, carry_through, carry_through_telling};
pub use health::{Doctor, Examined, Health, HealthCheck};
pub use kept_poses::{EnrolmentKind, EnrolmentView, PoseReport};
pub use keys_view::{FilesView, KeysDone, KeysIntent, KeysView, Progress};
pub use keys_work::KeyRoom;
pub use lists::{people_listed, person_viewed, sessions_listed};
pub use live::LivePipeline;
pub use live_thread::OPERATOR_IDLE;
pub use looks::LookRequest;
pub use new_file::{NewFile, NewFileError};
pub use office::{Begun, Office, OpenSession, Outcome};
pub use other_ways::OtherWays;
pub use people_view::{
    BadgeCheck, PeopleIntent, PeopleList, PeopleNotice, PeopleQuery, PeopleView, PersonDetails,
    PersonSummary, SecondOperator,
};
pub use problem::Problem;
pub use profiles::{all_profiles, profile};
pub use receipt::{Receipt, is_handed_over};
pub use requests::{EnrolRequest, VerifyRequest, may_enrol, notice_version};
pub use retention::{RetentionIntent, RetentionView};
pub use review_details::{Enrolled, QualityLine, SessionDetails};
pub use review_export::{ExportKind, ExportOf, ExportState, ExportWish};
pub use review_marks::{FILTER_CHARACTERS, MOST_FILTERS, SavedFilter};
pub use review_site::SiteView;
pub use review_view::{
    MarkState, ReviewIntent, ReviewView, SESSIONS_A_PAGE, SessionFigures, SessionLine, SessionList,
    SessionQuery,
};
pub use selftest::SelfTestError;
pub use selftest_file::{SelfTestFileError, SelfTestFormat, exported, save_selftest};
pub use selftest_view::{SelfTestIntent, SelfTestReport, SelfTestView};
pub use session_report::{ScriptError, charts_script, session_report};
pub use sight::Sight;
pub use snapshot::{
    Activity, CameraStatus, EngineStatus, FaceView, Finished, Intent, OneToMany, SignInStatus,
    Snapshot,
};
pub use starting::{Opened, Opener, RestoreWish, StartIntent, StartView};
pub use stepped::Stepped;
pub use tokens_view::{TokenCheck, TokenLine, TokensIntent, TokensView};
pub use tokens_work::tokens_viewed;

use crate::domain::Timestamp;

/// Wall time, now.
#[must_use]
pub fn now() -> Timestamp {
    crate::store::wall_clock()
}

/// A time as texts and JSON have it: RFC 3339 in UTC, to the millisecond.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// The time of such a text.
#[must_use]
pub fn from_rfc3339(text: &str) -> Option<Timestamp> {
    let parsed: Result<jiff::Timestamp, _> = text.parse();
    parsed.map(|at| Timestamp(at.as_millisecond())).ok()
}
