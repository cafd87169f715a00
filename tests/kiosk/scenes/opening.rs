//! Before the data folder is open, and a new kiosk that a backup is put into.

use secure_biometric::kiosk::Page;
use secure_biometric::pipeline::{Activity, Problem, Progress, SignInStatus, Snapshot, StartView};

use super::desk::{DeskScene, administered, desk, new_kiosk};

/// Shut, for this.
fn shut(why: Problem) -> Snapshot {
    Snapshot {
        activity: Activity::Trouble { why },
        ..Snapshot::default()
    }
}

fn exchanged() -> Snapshot {
    shut(Problem::StartFiles {
        name: ".models/mobilefacenet.tflite".to_owned(),
    })
}

/// All of these.
pub fn opening_scenes() -> Vec<DeskScene> {
    let failed = Snapshot {
        start: StartView {
            failure: Some(Problem::KeyPassphrase),
            ..StartView::default()
        },
        ..shut(Problem::KeyPassphrase)
    };
    let refused = Snapshot {
        sign_in: SignInStatus::Refused,
        ..exchanged()
    };
    let reading = Snapshot {
        start: StartView {
            working: true,
            progress: Some(Progress {
                done: 40_000_000,
                all: Some(100_000_000),
            }),
            ..StartView::default()
        },
        ..Snapshot::default()
    };
    let restored = Snapshot {
        operator: None,
        start: StartView {
            restored: Some(2),
            ..StartView::default()
        },
        ..administered(desk())
    };
    vec![
        (
            "unlock",
            shut(Problem::KeyPassphrase),
            "The keys of this kiosk are sealed.",
            Page::Home,
        ),
        ("unlock_wrong", failed, "doesn't open the keys", Page::Home),
        (
            "sign_files",
            exchanged(),
            "was exchanged: .models/mobilefacenet.tflite",
            Page::Home,
        ),
        (
            "sign_files_refused",
            refused,
            "was exchanged: .models/mobilefacenet.tflite",
            Page::Home,
        ),
        ("restoring", reading, "The backup is read: 40 %", Page::Home),
        (
            "restored",
            restored,
            "2 people were erased again.",
            Page::Home,
        ),
    ]
}

/// A new kiosk after a backup that didn't open.
pub fn not_restored() -> Snapshot {
    Snapshot {
        start: StartView {
            failure: Some(Problem::BackupWrong),
            ..StartView::default()
        },
        ..new_kiosk()
    }
}
