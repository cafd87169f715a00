//! The desk of a kiosk in its states: settings, cameras, keys, health.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use secure_biometric::access::Settings;
use secure_biometric::camera::{CameraId, CameraInfo, DeviceFormat, DeviceId, Encoding};
use secure_biometric::domain::{Component, KeyHome, KeyKind, Operator, Pose, Role, Timestamp};
use secure_biometric::engine::protocol::{Confinement, Greeting, PROTOCOL_VERSION};
use secure_biometric::flow::{QualityBar, profiles};
use secure_biometric::kiosk::Page;
use secure_biometric::pipeline::{
    CameraLook, DeskView, Examined, FilesView, Health, HealthCheck, KeysDone, KeysView, Snapshot,
};

use super::idle;

/// A snapshot, what it says in English, and the page it is for.
pub type DeskScene = (&'static str, Snapshot, &'static str, Page);

pub fn settings() -> Settings {
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
pub fn with_keys(done: Option<KeysDone>) -> DeskView {
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
pub fn with_changed_files() -> DeskView {
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

pub fn health() -> Health {
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
pub fn greeting() -> Greeting {
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
        known_strangers: 0.1,
        known_pairs_ok: true,
        confinement: Confinement::default(),
    }
}
