//! What was asked for comes after whoever asked has signed out: it is shown to
//! nobody, least of all to who signs in next.

use secure_biometric::domain::{Act, PersonState, Role, Secret, SessionKind};
use secure_biometric::pipeline::{
    Activity, AuditIntent, DeskIntent, ErasuresIntent, Health, Intent, PeopleIntent, PeopleView,
    ReviewIntent, ReviewView, TokensIntent, WorkStatus,
};
use secure_biometric::store::SessionFilter;
use sqlx::SqliteConnection;

use crate::kiosk::{Kiosk, PATIENCE};
use crate::made_up::{block_on, raw};
use crate::rows::{acts, put, store};
use crate::support::{ADMINISTRATOR, FRONT_DESK, Site};

/// Keeps everybody from writing: what was asked for waits, as behind a slow
/// disk.
fn hold(site: &Site) -> SqliteConnection {
    block_on(async {
        let mut connection = raw(&site.data()).await;
        let begin = sqlx::query("BEGIN IMMEDIATE");
        begin.execute(&mut connection).await.unwrap();
        connection
    })
}

fn let_go(mut held: SqliteConnection) {
    block_on(async {
        let end = sqlx::query("ROLLBACK");
        end.execute(&mut held).await.unwrap();
    });
}

#[test]
fn what_comes_after_its_operator_has_gone_is_shown_to_nobody() {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    kiosk.sign_in(ADMINISTRATOR);
    let person = block_on(async {
        let store = store(&kiosk.site).await;
        let found = store.person_by_badge(&"10427".parse().unwrap()).await;
        store.close().await;
        found.unwrap().unwrap().id
    });
    let held = hold(&kiosk.site);
    let wanted = [
        DeskIntent::AddOperator {
            name: "late.comer".parse().unwrap(),
            role: Role::Reviewer,
            password: Secret::new("a password long enough".to_owned()),
        },
        DeskIntent::Tokens(TokensIntent::Look),
        DeskIntent::Erasures(ErasuresIntent::Look),
        DeskIntent::CheckHealth,
        DeskIntent::Audit(AuditIntent::List {
            query: Default::default(),
            before: None,
        }),
    ];
    for intent in wanted {
        kiosk.pipeline.send(Intent::Desk(intent));
    }
    for intent in [
        PeopleIntent::List(Default::default()),
        PeopleIntent::Show(person),
    ] {
        kiosk.pipeline.send(Intent::People(intent));
    }
    let all = ReviewIntent::List(Default::default());
    kiosk.pipeline.send(Intent::Review(all));
    kiosk.press("Sign out");
    kiosk.sees("Staff sign-in");
    assert!(kiosk.snapshot().operator.is_none());
    let_go(held);
    kiosk.wait(PATIENCE, "all of it was done", |kiosk| {
        acts(&kiosk.site, Act::OperatorAdded) == 4
            && acts(&kiosk.site, Act::TokensViewed) == 1
            && acts(&kiosk.site, Act::ErasuresListed) == 1
    });
    let is_nothing_shown = |kiosk: &Kiosk| {
        let snapshot = kiosk.snapshot();
        let desk = &snapshot.desk;
        desk.operators.is_empty()
            && desk.tokens.list.is_none()
            && desk.erasures.list.is_none()
            && desk.audit.list.is_none()
            && snapshot.people == PeopleView::default()
            && snapshot.review == ReviewView::default()
    };
    kiosk.wait(PATIENCE, "the desk is free again", |kiosk| {
        let desk = &kiosk.snapshot().desk;
        desk.work == WorkStatus::Idle && desk.health == Health::Unknown
    });
    assert!(is_nothing_shown(&kiosk));
    // Nor is it there for the next.
    kiosk.sign_in(FRONT_DESK);
    kiosk.pass(1.0);
    assert!(is_nothing_shown(&kiosk));
    assert_eq!(kiosk.snapshot().desk.work, WorkStatus::Idle);
}

#[test]
fn who_is_vouched_for_too_late_is_not_let_in_on_the_screen() {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    kiosk.sign_in(FRONT_DESK);
    let held = hold(&kiosk.site);
    kiosk.pipeline.send(Intent::Desk(DeskIntent::Vouch {
        claim: "10427".parse().unwrap(),
        why: "Camera is broken".parse().unwrap(),
    }));
    kiosk.press("Sign out");
    kiosk.sees("Staff sign-in");
    let_go(held);
    kiosk.wait(PATIENCE, "the session is kept", |kiosk| {
        block_on(async {
            let store = store(&kiosk.site).await;
            let filter = SessionFilter::default();
            let sessions = store.sessions(&filter).await.unwrap();
            store.close().await;
            let is_visit = |kind| kind == SessionKind::Verification;
            sessions.iter().any(|session| is_visit(session.kind))
        })
    });
    kiosk.wait(PATIENCE, "the way in is free again", |kiosk| {
        kiosk.snapshot().desk.way_in == WorkStatus::Idle
    });
    kiosk.pass(0.5);
    assert_eq!(kiosk.snapshot().activity, Activity::Idle);
    assert!(kiosk.snapshot().receipt.is_none());
}
