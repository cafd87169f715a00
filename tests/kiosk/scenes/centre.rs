//! The line to the centre, for administrators, and its sign for staff.

use secure_biometric::domain::{Backlog, Quarantined, Shared, Timestamp};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    CentreDone, CentreView, DeskView, LineView, Problem, Snapshot, WorkStatus,
};
use secure_biometric::sync::{CentreFault, SyncState, SyncStatus};
use uuid::Uuid;

use super::desk::{DeskScene, administered, desk};

/// A time of the scenes.
const AT: Timestamp = Timestamp(1_795_340_467_000);

fn status(state: SyncState) -> SyncStatus {
    SyncStatus {
        state,
        centre: Some("postgres://centre.northgate.example/secure_biometric".to_owned()),
        last_contact: (state != SyncState::Waiting).then_some(AT),
        clock_difference_millis: 120,
        backlog: Vec::new(),
        quarantine: Vec::new(),
        audit_parted: None,
    }
}

fn waits(kind: Shared, waiting: u64) -> Backlog {
    Backlog {
        kind,
        waiting,
        refused: 0,
        oldest: Some(AT),
    }
}

fn held(kind: Shared, incoming: bool, reason: &str, count: u64) -> Quarantined {
    Quarantined {
        kind,
        incoming,
        reason: reason.to_owned(),
        count,
    }
}

fn shown(status: SyncStatus, view: CentreView) -> DeskView {
    DeskView {
        line: LineView {
            status: Some(status),
            ..LineView::default()
        },
        centre: Some(view),
        ..desk()
    }
}

/// A kiosk whose centre is away, with all that may be told of it.
pub fn away() -> DeskView {
    let status = SyncStatus {
        clock_difference_millis: -42_000,
        backlog: vec![
            waits(Shared::Tombstone, 1),
            waits(Shared::Person, 12),
            waits(Shared::Template, 60),
            waits(Shared::Session, 1_284),
        ],
        quarantine: vec![
            held(Shared::Session, false, "seal_broken", 2),
            held(Shared::Consent, false, "sealed_is_at_most_1_mib", 1),
            held(Shared::Person, true, "badge_taken", 1),
        ],
        ..status(SyncState::Behind)
    };
    let mut away = shown(status, CentreView::default());
    away.line.trouble = Some(Problem::Centre(CentreFault::Away));
    away.line.long_away = Some(Some(AT));
    away
}

/// Every scene by name, with a text that it must say in English.
pub fn centre_scenes() -> Vec<DeskScene> {
    let page = Page::Desk(DeskPage::Settings(SettingsPage::Centre));
    let scene = |name, desk: DeskView, says| -> (&'static str, Snapshot, &'static str, Page) {
        (name, administered(desk), says, page)
    };
    let code = || "7KD0-11M2-X9AB".parse().unwrap();
    let alone = SyncStatus {
        centre: None,
        last_contact: None,
        ..status(SyncState::Alone)
    };
    let waiting = CentreView {
        code: Some(code()),
        ..CentreView::default()
    };
    let asked = CentreView {
        waiting: Some(vec![(Uuid::from_u128(1), "Lobby, north".to_owned())]),
        ..CentreView::default()
    };
    let approved = CentreView {
        done: Some(CentreDone::Approved {
            name: "Lobby, north".to_owned(),
            code: code(),
        }),
        ..CentreView::default()
    };
    let refused = DeskView {
        work: WorkStatus::Failed {
            why: Problem::Centre(CentreFault::Refuses),
        },
        ..shown(alone.clone(), CentreView::default())
    };
    let equal = || status(SyncState::Equal);
    vec![
        scene(
            "settings_centre_alone",
            shown(alone, CentreView::default()),
            "This kiosk works alone",
        ),
        scene(
            "settings_centre_refused",
            refused,
            "doesn't accept this kiosk",
        ),
        scene(
            "settings_centre_waiting",
            shown(status(SyncState::Waiting), waiting),
            "7KD0-11M2-X9AB",
        ),
        scene(
            "settings_centre_equal",
            shown(equal(), CentreView::default()),
            "All is exchanged",
        ),
        scene(
            "settings_centre_asked",
            shown(equal(), asked),
            "Approve Lobby, north",
        ),
        scene(
            "settings_centre_approved",
            shown(equal(), approved),
            "Lobby, north is approved.",
        ),
        scene(
            "settings_centre_away",
            away(),
            "The centre refused it by its rule sealed_is_at_most_1_mib.",
        ),
        (
            "staff_centre_away",
            administered(away()),
            "The centre hasn't been reached since",
            Page::Desk(DeskPage::Staff),
        ),
    ]
}
