//! Other ways in, staff's pages, settings and the first start.

use std::path::PathBuf;
use std::sync::Arc;

use secure_biometric::domain::{
    Analysis, Decision, Frame, Operator, Reason, RecoveryKey, Role, Timestamp,
};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    Activity, CameraLook, CameraStatus, DeskView, KeysDone, Problem, Progress, RetentionView,
    Snapshot, WorkStatus,
};
use secure_biometric::store::Retained;

use super::audit::audit_scenes;
use super::centre::centre_scenes;
use super::desk::{
    DeskScene, administered, desk, greeting, health, look, new_kiosk, settings, settled,
    with_changed_files, with_keys,
};
use super::erasures::erasures_scenes;
use super::opening::opening_scenes;
use super::review::review_scenes;
use super::selftest::selftest_scenes;
use super::tokens::tokens_scenes;
use super::{finished, idle, operator};

/// Every page of the desk by name, with a text that it must say in English.
pub fn desk_scenes(seen: &Arc<(Frame, Analysis)>) -> Vec<DeskScene> {
    use DeskPage::{Call, OtherWays, Pin, Settings, Staff, Vouch};
    let open = |page| Page::Desk(page);
    let set = |page| Page::Desk(Settings(page));
    let front_desk = Snapshot {
        operator: Some(operator()),
        ..administered(desk())
    };
    let reviewer = Snapshot {
        operator: Some(Operator {
            role: Role::Reviewer,
            ..operator()
        }),
        ..administered(desk())
    };
    let looking = Snapshot {
        analysed: Some(Arc::clone(seen)),
        ..administered(DeskView {
            look: Some(look()),
            ..desk()
        })
    };
    let no_camera = Snapshot {
        camera: CameraStatus::Lost {
            why: Problem::NoCamera,
        },
        ..administered(DeskView {
            cameras: Vec::new(),
            cameras_trouble: Some(Problem::NoCamera),
            camera: None,
            look: Some(CameraLook::default()),
            ..desk()
        })
    };
    let failed = administered(DeskView {
        work: WorkStatus::Failed {
            why: Problem::DiskFull,
        },
        ..desk()
    });
    let due = administered(DeskView {
        retention: Some(RetentionView {
            due: Retained {
                sessions: 214,
                meshes: 31,
                people: 2,
            },
            last: None,
            waits: true,
        }),
        ..desk()
    });
    let behind = administered(DeskView {
        clock_behind: Some(Timestamp(1_795_426_867_000)),
        ..desk()
    });
    let found = administered(DeskView {
        health: health(),
        ..desk()
    });
    let with = |settings: secure_biometric::access::Settings| {
        administered(DeskView {
            settings: Some(Arc::new(settings)),
            ..desk()
        })
    };
    let contrast = with(secure_biometric::access::Settings {
        high_contrast: true,
        large_text: true,
        reduced_motion: true,
        ..settings()
    });
    let mut tried_out = finished(Decision::Inconclusive, Reason::TooDark);
    if let Activity::Finished(finished) = &mut tried_out.activity {
        finished.tries_left = 0;
    }
    let ended = finished;
    let mut scenes = vec![
        ("other_ways", idle(), "Other ways in", open(OtherWays)),
        ("pin", idle(), "No picture is taken.", open(Pin)),
        (
            "call",
            settled(),
            "The front desk is being called.",
            open(Call),
        ),
        (
            "call_silent",
            Snapshot {
                operator: None,
                ..with(secure_biometric::access::Settings {
                    sound: false,
                    ..settings()
                })
            },
            "Please wave to the front desk.",
            open(Call),
        ),
        ("vouch", front_desk.clone(), "Before you vouch", open(Vouch)),
        (
            "staff_front_desk",
            front_desk,
            "What would you like to do?",
            open(Staff),
        ),
        ("staff_reviewer", reviewer, "Sessions", open(Staff)),
        (
            "staff_administrator",
            administered(desk()),
            "Settings",
            open(Staff),
        ),
        (
            "settings_camera",
            looking,
            "The light isn't good yet",
            set(SettingsPage::Camera),
        ),
        (
            "settings_camera_none",
            no_camera,
            "No camera is connected. Plug one in.",
            set(SettingsPage::Camera),
        ),
        (
            "settings_tolerance",
            administered(desk()),
            "Balanced",
            set(SettingsPage::Tolerance),
        ),
        (
            "settings_operators",
            administered(desk()),
            "j.tanaka",
            set(SettingsPage::Operators),
        ),
        (
            "settings_site",
            administered(desk()),
            "Name of this site",
            set(SettingsPage::Site),
        ),
        (
            "settings_look",
            administered(desk()),
            "High contrast",
            set(SettingsPage::Look),
        ),
        (
            "settings_look_contrast",
            contrast.clone(),
            "High contrast",
            set(SettingsPage::Look),
        ),
        (
            "settings_data",
            failed,
            "The disk is full. Nothing was saved.",
            set(SettingsPage::Data),
        ),
        (
            "settings_data_due",
            due,
            "214 sessions, 31 surfaces, 2 people",
            set(SettingsPage::Data),
        ),
        (
            "settings_keys",
            administered(with_keys(None)),
            "Trial keys, in a plain file",
            set(SettingsPage::Keys),
        ),
        (
            "settings_keys_granted",
            administered(with_keys(Some(KeysDone::Granted {
                name: "Lobby, north".to_owned(),
                file: PathBuf::from("/var/lib/exports/site-key-1803"),
                code: "7KD0-11M2-X9AB".parse().unwrap(),
            }))),
            "7KD0-11M2-X9AB",
            set(SettingsPage::Keys),
        ),
        (
            "settings_keys_recovery",
            administered(with_keys(Some(KeysDone::BackedUp {
                file: PathBuf::from("/var/lib/exports/backup-1803"),
                recovery_key: Some(RecoveryKey::of(&[0xa5; RecoveryKey::BYTES])),
            }))),
            "Write it down now",
            set(SettingsPage::Keys),
        ),
        (
            "settings_keys_rotating",
            administered(DeskView {
                work: WorkStatus::Working,
                progress: Some(Progress {
                    done: 1_300,
                    all: None,
                }),
                ..with_keys(None)
            }),
            "keys are wrapped anew so far",
            set(SettingsPage::Keys),
        ),
        (
            "settings_keys_files",
            administered(with_changed_files()),
            "Not as it was signed:",
            set(SettingsPage::Keys),
        ),
        (
            "settings_health",
            found,
            "Something needs attention.",
            set(SettingsPage::Health),
        ),
        (
            "settings_health_clock",
            behind.clone(),
            "No token is issued until that is settled.",
            set(SettingsPage::Health),
        ),
        (
            "staff_clock",
            behind,
            "No token is issued until that is settled.",
            open(Staff),
        ),
        (
            "settings_about",
            Snapshot {
                greeting: Some(Arc::new(greeting())),
                ..administered(desk())
            },
            "mobilefacenet.tflite",
            set(SettingsPage::About),
        ),
        ("first_start", new_kiosk(), "Which language?", Page::Home),
        (
            "home_contrast_large",
            Snapshot {
                operator: None,
                ..contrast
            },
            "Verify me",
            Page::Home,
        ),
        (
            "result_tried_out",
            tried_out,
            "Call the front desk",
            Page::Home,
        ),
        (
            "result_camera_trouble",
            ended(Decision::Inconclusive, Reason::CameraUnavailable),
            "The camera stopped sending pictures.",
            Page::Home,
        ),
        (
            "result_engine_trouble",
            ended(Decision::Inconclusive, Reason::EngineUnavailable),
            "The face analysis stopped meanwhile.",
            Page::Home,
        ),
        (
            "result_pin_wrong",
            ended(Decision::NotVerified, Reason::PinWrong),
            "Badge and PIN don't fit.",
            Page::Home,
        ),
        (
            "result_vouched",
            ended(Decision::Verified, Reason::Vouched),
            "Welcome, Eileen.",
            Page::Home,
        ),
    ];
    scenes.extend(audit_scenes());
    scenes.extend(tokens_scenes());
    scenes.extend(erasures_scenes());
    scenes.extend(review_scenes());
    scenes.extend(centre_scenes());
    scenes.extend(opening_scenes());
    scenes.extend(selftest_scenes(seen));
    scenes
}
