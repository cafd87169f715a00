//! Other ways in, staff's pages, settings and the first start.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use secure_biometric::access::Settings;
use secure_biometric::camera::{CameraId, CameraInfo, DeviceFormat, DeviceId, Encoding};
use secure_biometric::domain::{
    Analysis, Component, Decision, Frame, KeyHome, KeyKind, Operator, Pose, Reason, RecoveryKey,
    Role, Timestamp,
};
use secure_biometric::engine::protocol::{Confinement, Greeting, PROTOCOL_VERSION};
use secure_biometric::flow::{QualityBar, profiles};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    Activity, CameraLook, CameraStatus, DeskView, Examined, FilesView, Health, HealthCheck,
    KeysDone, KeysView, Problem, Progress, RetentionView, Snapshot, WorkStatus,
};
use secure_biometric::store::Retained;

use super::audit::audit_scenes;
use super::centre::centre_scenes;
use super::opening::opening_scenes;
use super::review::review_scenes;
use super::selftest::selftest_scenes;
use super::tokens::tokens_scenes;
use super::{finished, idle, operator};

/// A snapshot, what it says in English, and the page it is for.
pub type DeskScene = (&'static str, Snapshot, &'static str, Page);

fn settings() -> Settings {
    Settings {
        site_name: "Northgate Reception".to_owned(),
        ..Settings::default()
    }
}

fn camera(bus: &str, name: &str) -> CameraInfo {
    CameraInfo {
        id: DeviceId::new(bus, name).unwrap(),
        name: name.to_owned(),
        formats: vec![DeviceFormat {
            width: 1280,
            height: 720,
            frames_per_second: 30,
            encoding: Encoding::Mjpeg,
        }],
    }
}

/// The desk of a kiosk on which all is well.
pub fn desk() -> DeskView {
    let cameras = vec![
        camera("usb-0000:00:14.0-1", "Integrated Camera"),
        camera("usb-0000:00:14.0-4", "Brio 500"),
    ];
    let named = |name: &str, role, disabled| Operator {
        name: name.parse().unwrap(),
        role,
        disabled,
    };
    DeskView {
        settings: Some(Arc::new(settings())),
        data_folder: PathBuf::from("/var/lib/secure-biometric"),
        profiles: profiles::BUILT_IN
            .iter()
            .filter_map(|name| profiles::built_in(name))
            .collect(),
        operators: vec![
            named("a.lindqvist", Role::Administrator, false),
            named("m.okafor", Role::FrontDesk, false),
            named("j.tanaka", Role::Reviewer, true),
        ],
        camera: cameras
            .first()
            .map(|camera| CameraId::Device(camera.id.clone())),
        cameras,
        ..DeskView::default()
    }
}

/// The same when an administrator looked at the keys.
fn with_keys(done: Option<KeysDone>) -> DeskView {
    DeskView {
        keys: Some(KeysView {
            kind: KeyKind::Trial,
            home: KeyHome::File,
            site: "0192f0c4-7d3e-7a51-9c46-2f5b8e0d1a77".to_owned(),
            generation: 2,
            signing: "trial-kiosk-9fK2mQ7xVb3LwT8sYc1Zd0".to_owned(),
            exchange: "5c8e1f0a".repeat(8),
            files: FilesView {
                count: 38,
                signed_at: Some(Timestamp(1_799_000_000_000)),
                ..FilesView::default()
            },
            backed_up: Some(Timestamp(1_799_000_000_000)),
            backup_file: PathBuf::from("/var/lib/exports/backup-1803"),
            done,
        }),
        ..desk()
    }
}

/// Production keys, and an upgrade that nobody signed for yet.
fn with_changed_files() -> DeskView {
    let mut desk = with_keys(None);
    if let Some(keys) = &mut desk.keys {
        (keys.kind, keys.home) = (KeyKind::Production, KeyHome::Passphrase);
        keys.files.changed = vec![
            ".models/mobilefacenet.tflite".to_owned(),
            "python/facelab/structure.py".to_owned(),
        ];
    }
    desk
}

pub fn administrator() -> Operator {
    Operator {
        name: "a.lindqvist".parse().unwrap(),
        role: Role::Administrator,
        disabled: false,
    }
}

/// An administrator has signed in.
pub fn administered(desk: DeskView) -> Snapshot {
    Snapshot {
        operator: Some(administrator()),
        desk: Arc::new(desk),
        ..idle()
    }
}

pub fn look() -> CameraLook {
    let bar = |component, value, bound| QualityBar {
        component,
        value,
        bound,
    };
    CameraLook {
        faces: 1,
        bars: vec![
            bar(Component::IlluminationUniformity, 38.0, 15.0),
            bar(Component::UnderExposurePrevention, 96.0, 50.0),
            bar(Component::OverExposurePrevention, 31.0, 50.0),
            bar(Component::Sharpness, 71.0, 40.0),
        ],
        pose: Some(Pose {
            yaw_degrees: -4.0,
            pitch_degrees: 6.0,
            ..Pose::default()
        }),
        pose_good: true,
    }
}

/// Nobody is in front of the camera.
pub fn poor_look() -> CameraLook {
    CameraLook::default()
}

/// What the doctor finds where all is well.
pub fn good_health() -> Health {
    match health() {
        Health::Found(checks) => {
            Health::Found(checks.into_iter().filter(|check| check.ok).collect())
        }
        other => other,
    }
}

/// A kiosk that nobody runs yet.
pub fn new_kiosk() -> Snapshot {
    Snapshot {
        has_operators: false,
        desk: Arc::new(DeskView {
            settings: Some(Arc::new(Settings::default())),
            operators: Vec::new(),
            ..desk()
        }),
        ..idle()
    }
}

fn health() -> Health {
    let check = |examined, ok, needed, detail: &str| HealthCheck {
        examined,
        ok,
        needed,
        detail: detail.to_owned(),
    };
    Health::Found(vec![
        check(Examined::DataFolder, true, true, "0700, 41 MB"),
        check(Examined::Engine, true, true, "ready in 4.1 s"),
        check(Examined::Space, false, false, "512 MB are free"),
        check(
            Examined::Camera,
            false,
            true,
            "usb-0000:00:14.0-1/Brio 500: no picture in 5 s",
        ),
    ])
}

/// A kiosk whose settings are known, and nobody signed in.
pub fn settled() -> Snapshot {
    Snapshot {
        operator: None,
        ..administered(desk())
    }
}

/// What an engine says of itself.
fn greeting() -> Greeting {
    fn known(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }
    Greeting {
        protocol: PROTOCOL_VERSION,
        versions: known(&[
            ("python", "3.12.3"),
            ("mediapipe", "0.10.14"),
            ("numpy", "1.26.4"),
            ("open3d", "0.19.0"),
        ]),
        models: known(&[
            ("mobilefacenet.tflite", "d8ba40c0127fb8ca9917e8fddc79bbbd"),
            (
                "face_anti_spoofing.tflite",
                "a980757d55e2835aff69f2fa9b04914e",
            ),
        ]),
        known_pair: 0.5,
        known_pair_ok: true,
        confinement: Confinement::default(),
    }
}

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
    scenes.extend(review_scenes());
    scenes.extend(centre_scenes());
    scenes.extend(opening_scenes());
    scenes.extend(selftest_scenes(seen));
    scenes
}
