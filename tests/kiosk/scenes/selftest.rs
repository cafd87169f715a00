//! The attack self-test: chosen, going on, and what it showed.

use std::sync::Arc;

use secure_biometric::domain::{
    Analysis, Classified, Decision, Frame, ModelHash, Reason, SelfTest, SelfTestId, SelfTestPlan,
    SessionId, SessionKind, Species, Timestamp, Trial,
};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    Activity, CameraLook, DeskView, SelfTestReport, SelfTestView, Snapshot,
};
use uuid::Uuid;

use super::capture::verifying;
use super::desk::{DeskScene, administered, desk};

pub fn species(name: &str) -> Species {
    name.parse().unwrap()
}

fn trial(name: &str, classified: Classified) -> Trial {
    let (decision, reason) = match classified {
        Classified::Live => (Decision::Verified, Reason::Matched),
        Classified::Attack => (Decision::NotVerified, Reason::FlatSurface),
        Classified::Inconclusive => (Decision::Inconclusive, Reason::TurnedTooLittle),
        Classified::Void => (Decision::Inconclusive, Reason::Cancelled),
    };
    Trial {
        species: species(name),
        session: SessionId(Uuid::from_u128(7)),
        started_at: Timestamp(1_795_340_467_000),
        decision,
        reason,
        classified,
        matched: false,
        p: Some(0.12),
        g: Some(0.1),
        total_millis: 4_200,
        recording: None,
        withdrawn: false,
    }
}

/// A self-test of flat prints and people with these trials.
pub fn report(trials: &[(&str, Classified, usize)], stopped: bool) -> Arc<SelfTestReport> {
    let trials = trials
        .iter()
        .flat_map(|(name, classified, times)| vec![trial(name, *classified); *times]);
    SelfTestReport::of(SelfTest {
        id: SelfTestId(Uuid::from_u128(1)),
        started_at: Timestamp(1_795_340_467_000),
        operator: "a.lindqvist".parse().unwrap(),
        camera: "device:usb-0000:00:14.0-1/Integrated Camera".to_owned(),
        tolerance: "balanced".to_owned().try_into().unwrap(),
        tolerance_version: 1,
        model: ModelHash([0; 32]),
        program: "0.1.0".to_owned(),
        claimed: false,
        plan: SelfTestPlan {
            species: vec![
                species(Species::BONA_FIDE),
                species("flat"),
                species("screen"),
            ],
            trials: 43,
        },
        skipped: Vec::new(),
        stopped,
        trials: trials.collect(),
    })
}

/// One that was made: an attack came through.
pub fn ended() -> Arc<SelfTestReport> {
    let trials = [
        (Species::BONA_FIDE, Classified::Live, 40),
        (Species::BONA_FIDE, Classified::Inconclusive, 3),
        ("flat", Classified::Attack, 38),
        ("flat", Classified::Inconclusive, 5),
        ("screen", Classified::Attack, 12),
        ("screen", Classified::Live, 1),
        ("screen", Classified::Void, 2),
    ];
    report(&trials, true)
}

/// One in the middle of its flat prints.
pub fn running() -> Arc<SelfTestReport> {
    let trials = [
        (Species::BONA_FIDE, Classified::Live, 43),
        ("flat", Classified::Inconclusive, 2),
        ("flat", Classified::Attack, 10),
    ];
    report(&trials, false)
}

/// A kiosk with this view of self-tests.
pub fn with(view: SelfTestView) -> Snapshot {
    administered(DeskView {
        selftest: view,
        ..desk()
    })
}

/// The states of the page.
pub fn selftest_scenes(seen: &Arc<(Frame, Analysis)>) -> Vec<DeskScene> {
    let page = Page::Desk(DeskPage::Settings(SettingsPage::SelfTest));
    let kept = vec![ended(), report(&[("flat", Classified::Attack, 43)], true)];
    let made = SelfTestView {
        kept: kept.clone(),
        ..SelfTestView::default()
    };
    let shown = SelfTestView {
        shown: Some(ended()),
        kept,
        ..SelfTestView::default()
    };
    let going_on = SelfTestView {
        running: Some(running()),
        ..SelfTestView::default()
    };
    let mut waiting = with(going_on.clone());
    waiting.analysed = Some(Arc::clone(seen));
    Arc::make_mut(&mut waiting.desk).look = Some(CameraLook::default());
    let capturing = Snapshot {
        activity: Activity::Capturing {
            kind: SessionKind::SelfTest,
            badge: None,
            name: None,
            view: Box::new(verifying()),
        },
        analysed: Some(Arc::clone(seen)),
        ..with(going_on)
    };
    let none = with(SelfTestView::default());
    vec![
        ("settings_selftest_none", none, "There are none yet.", page),
        ("settings_selftest", with(made), "Earlier results", page),
        ("selftest_waiting", waiting, "Trial 13 of 43", page),
        ("selftest_capturing", capturing, "Break off", page),
        (
            "settings_selftest_result",
            with(shown),
            "Flat print: 0 of 43 accepted. That supports “at most 7 % of such attacks”.",
            page,
        ),
    ]
}
