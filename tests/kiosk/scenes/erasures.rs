//! Erasures: listed, looked at, a receipt written and checked.

use std::sync::Arc;

use secure_biometric::domain::{
    AuditHash, AuditHead, ErasureReason, OperatorId, PersonId, ReceiptClaims, Timestamp, Tombstone,
};
use secure_biometric::kiosk::{DeskPage, Page};
use secure_biometric::pipeline::{DeskView, ErasureLine, ErasuresView};
use uuid::Uuid;

use super::administered;
use super::audit::reviewed;
use super::desk::{DeskScene, desk};

const ISSUER: &str = "urn:uuid:01937500-0000-7000-8000-000000000001";

fn line(at: u8, reason: ErasureReason) -> ErasureLine {
    // Digits alone: no letter of them is a word.
    let id = format!("01937501-0000-7000-8000-0000000004{:02}", 40 - at);
    let by_somebody = ErasureReason::CHOICES.contains(&reason);
    let operator = |name: &str| by_somebody.then(|| name.parse().unwrap());
    ErasureLine {
        tombstone: Tombstone {
            person: PersonId(Uuid::parse_str(&id).unwrap()),
            at: Timestamp(1_795_340_467_000 - i64::from(at) * 90_000_000),
            reason,
            first: by_somebody.then_some(OperatorId(Uuid::from_u128(1))),
            second: by_somebody.then_some(OperatorId(Uuid::from_u128(2))),
            sessions_anonymised: 3 + u64::from(at),
            audit: AuditHead {
                sequence: 88_000 - u64::from(at) * 31,
                hash: AuditHash([0x33; 32]),
            },
        },
        first: operator("j.tanaka"),
        second: operator("m.okafor"),
    }
}

/// Twelve erasures for every reason, the newest first.
pub fn listed() -> DeskView {
    let reasons = ErasureReason::ALL.iter().copied().cycle();
    let lines = (0..12).zip(reasons).map(|(at, reason)| line(at, reason));
    DeskView {
        erasures: ErasuresView {
            list: Some(Arc::new(lines.collect())),
            ..ErasuresView::default()
        },
        ..desk()
    }
}

/// Every state of the page by name, with a text that it must say in English.
pub fn erasures_scenes() -> Vec<DeskScene> {
    let page = Page::Desk(DeskPage::Erasures);
    let with = |change: &dyn Fn(&mut ErasuresView)| {
        let mut view = listed();
        change(&mut view.erasures);
        view
    };
    let claims = ReceiptClaims::of(&line(0, ErasureReason::Asked).tombstone, ISSUER);
    let genuine = with(&|view| view.check = Some(Ok(Arc::new(claims.clone()))));
    let foreign = with(&|view| view.check = Some(Err(())));
    let none = with(&|view| view.list = Some(Arc::default()));
    let path = "/var/lib/exports/erasure-0193.jwt";
    let written = with(&|view| view.written = Some(path.into()));
    vec![
        ("erasures", reviewed(listed()), "Choose an erasure", page),
        ("erasures_opening", reviewed(desk()), "One moment", page),
        (
            "erasures_none",
            reviewed(none),
            "Nobody was erased here.",
            page,
        ),
        (
            "erasures_genuine",
            reviewed(genuine),
            "This receipt is genuine",
            page,
        ),
        (
            "erasures_foreign",
            reviewed(foreign),
            "This receipt doesn't count here.",
            page,
        ),
        ("erasures_written", administered(written), path, page),
    ]
}
