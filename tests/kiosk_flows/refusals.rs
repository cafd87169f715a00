//! What the pipeline refuses, asked past the screens: every act of the desk,
//! of people and of review, by who may not do it.

use std::sync::Arc;

use secure_biometric::access::Settings;
use secure_biometric::central::JoinCode;
use secure_biometric::domain::{
    Allowance, Consent, Contact, ErasureReason, LookKind, PersonId, PersonState, RevocationReason,
    Role, Secret, SelfTestId, SelfTestPlan, SessionId, Timestamp, TokenId,
};
use secure_biometric::flow::profiles;
use secure_biometric::pipeline::{
    Activity, AuditIntent, CentreIntent, DeskIntent, DeskView, ErasuresIntent, ExportKind,
    ExportOf, ExportWish, Health, Intent, KeysIntent, PeopleIntent, PeopleNotice, Problem,
    RetentionIntent, ReviewIntent, ReviewView, SecondOperator, SelfTestFormat, SelfTestIntent,
    SelfTestView, TokensIntent, WorkStatus,
};
use secure_biometric::report::consent::ConsentWords;
use uuid::Uuid;

use crate::kiosk::{Kiosk, PATIENCE};
use crate::support::{ADMINISTRATOR, FRONT_DESK};

const PERSON: PersonId = PersonId(Uuid::from_u128(1));
const CODE: &str = "7KD0-11M2-X9AB";

/// Who may do an act of the desk; nothing for what is refused otherwise, or is
/// for everybody. An act that is missing here doesn't compile.
fn who_may(intent: &DeskIntent) -> Option<Role> {
    use DeskIntent as Is;
    match intent {
        // For everybody, or told without words: see below.
        Is::VerifyByPin { .. }
        | Is::Refresh
        | Is::Look(_)
        | Is::TryCamera(_)
        | Is::CheckHealth
        | Is::SelfTest(_)
        | Is::Dismiss => None,
        Is::Vouch { .. } | Is::SetPin { .. } => Some(Role::FrontDesk),
        Is::Audit(_) => Some(Role::Reviewer),
        Is::Tokens(TokensIntent::Look) => Some(Role::Reviewer),
        Is::Tokens(TokensIntent::Revoke { .. }) => Some(Role::FrontDesk),
        // Whoever is signed in.
        Is::Tokens(TokensIntent::Check { .. } | TokensIntent::Redeem { .. }) => None,
        Is::Erasures(ErasuresIntent::Look | ErasuresIntent::Check { .. }) => Some(Role::Reviewer),
        Is::Erasures(ErasuresIntent::Write(_))
        | Is::FirstStart { .. }
        | Is::Save(_)
        | Is::SaveTolerance { .. }
        | Is::AddOperator { .. }
        | Is::DisableOperator(_)
        | Is::SetPassword { .. }
        | Is::ResetClock { .. }
        | Is::RenewTemplates
        | Is::Keys(_)
        | Is::Centre(_)
        | Is::Retention(_) => Some(Role::Administrator),
    }
}

fn password() -> Secret<String> {
    Secret::new("a password long enough".to_owned())
}

/// Every act of the desk that a role is needed for.
fn desk_acts() -> Vec<DeskIntent> {
    let name = || "eve.evil".parse().unwrap();
    let administrator = || ADMINISTRATOR.name.parse().unwrap();
    let file = || "/nonexistent/file".into();
    let tolerance = profiles::built_in(profiles::DEFAULT).unwrap();
    let keys = [
        KeysIntent::Look,
        KeysIntent::MakeProduction(password()),
        KeysIntent::SignFiles,
        KeysIntent::Rotate,
        KeysIntent::RotateSigning,
        KeysIntent::Ask,
        KeysIntent::Take {
            file: file(),
            code: CODE.parse().unwrap(),
        },
        KeysIntent::BackUp {
            file: file(),
            passphrase: None,
        },
    ];
    let centre = [
        CentreIntent::Look,
        CentreIntent::Exchange,
        CentreIntent::Retry,
        CentreIntent::Join {
            url: "postgres://nowhere/none".to_owned(),
            code: JoinCode::draw().unwrap(),
        },
        CentreIntent::Accept {
            code: CODE.parse().unwrap(),
        },
        CentreIntent::WhoWaits,
        CentreIntent::Approve {
            kiosk: Uuid::from_u128(1),
            code: CODE.parse().unwrap(),
        },
    ];
    let of = |text: &str| text.to_owned();
    let mut acts = vec![
        DeskIntent::Vouch {
            claim: "10427".parse().unwrap(),
            why: "because".parse().unwrap(),
        },
        DeskIntent::SetPin {
            person: PERSON,
            pin: "204617".try_into().unwrap(),
        },
        DeskIntent::Save(Box::new(Settings {
            site_name: of("Elsewhere"),
            ..Settings::default()
        })),
        DeskIntent::SaveTolerance {
            tolerance: Box::new(tolerance),
            why: "because".parse().unwrap(),
        },
        DeskIntent::AddOperator {
            name: name(),
            role: Role::Administrator,
            password: password(),
        },
        DeskIntent::SetPassword {
            name: administrator(),
            password: password(),
        },
        DeskIntent::DisableOperator(administrator()),
        DeskIntent::FirstStart {
            settings: Box::default(),
            name: name(),
            password: password(),
        },
        DeskIntent::ResetClock {
            why: "because".parse().unwrap(),
        },
        DeskIntent::RenewTemplates,
        DeskIntent::Audit(AuditIntent::Verify),
        DeskIntent::Audit(AuditIntent::List {
            query: Default::default(),
            before: None,
        }),
        DeskIntent::Tokens(TokensIntent::Look),
        DeskIntent::Tokens(TokensIntent::Check { text: of("a.b.c") }),
        DeskIntent::Tokens(TokensIntent::Redeem { text: of("a.b.c") }),
        DeskIntent::Tokens(TokensIntent::Revoke {
            id: TokenId(Uuid::from_u128(1)),
            why: RevocationReason::Other,
        }),
        DeskIntent::Erasures(ErasuresIntent::Look),
        DeskIntent::Erasures(ErasuresIntent::Check { text: of("a.b.c") }),
        DeskIntent::Erasures(ErasuresIntent::Write(PERSON)),
        DeskIntent::Retention(RetentionIntent::Look),
        DeskIntent::Retention(RetentionIntent::Clean),
    ];
    acts.extend(keys.map(DeskIntent::Keys));
    acts.extend(centre.map(DeskIntent::Centre));
    acts
}

/// Every act that is about people, and who may do it.
fn people_acts() -> Vec<(Role, PeopleIntent)> {
    let badge = || "10427".parse().unwrap();
    vec![
        (Role::FrontDesk, PeopleIntent::CheckBadge(badge())),
        (Role::FrontDesk, PeopleIntent::List(Default::default())),
        (Role::FrontDesk, PeopleIntent::Show(PERSON)),
        (
            Role::FrontDesk,
            PeopleIntent::WriteConsent {
                person: PERSON,
                words: Box::new(ConsentWords::default()),
                with_signature: true,
            },
        ),
        (
            Role::Administrator,
            PeopleIntent::SetState {
                person: PERSON,
                version: 1,
                state: PersonState::Disabled,
            },
        ),
        (
            Role::Administrator,
            PeopleIntent::Remove {
                person: PERSON,
                badge: badge(),
                reason: ErasureReason::Asked,
                second: SecondOperator {
                    name: FRONT_DESK.name.to_owned(),
                    password: Arc::new(Secret::new(FRONT_DESK.password.to_owned())),
                },
            },
        ),
    ]
}

/// Every act of a reviewer.
fn review_acts() -> Vec<ReviewIntent> {
    let session = SessionId(Uuid::from_u128(1));
    let export = |of| {
        ReviewIntent::Export(Box::new(ExportWish {
            of,
            names: true,
            why: "because".parse().unwrap(),
        }))
    };
    vec![
        ReviewIntent::List(Default::default()),
        ReviewIntent::Page { list: 1, page: 0 },
        ReviewIntent::Open(session),
        ReviewIntent::Site(30),
        ReviewIntent::StopSite,
        export(ExportOf::Session(session, ExportKind::Report)),
        export(ExportOf::Session(session, ExportKind::Glb)),
        export(ExportOf::Listed(1)),
    ]
}

/// Asks the pipeline for all that this role may not do, past the screens.
pub fn check_refusals(kiosk: &mut Kiosk, role: Option<Role>) {
    let may = |needed: Role| role.is_some_and(|role| role.holds(needed));
    for act in desk_acts() {
        let refused = match who_may(&act) {
            Some(needed) => !may(needed),
            None => role.is_none(),
        };
        if refused {
            check_desk(kiosk, act);
        }
    }
    for (needed, act) in people_acts() {
        if !may(needed) {
            check_people(kiosk, act);
        }
    }
    if !may(Role::Reviewer) {
        for act in review_acts() {
            check_review(kiosk, act);
        }
    }
    if !may(Role::Administrator) {
        check_unsaid(kiosk);
    }
    if !may(Role::FrontDesk) {
        let captures = [
            Intent::Enrol {
                badge: "99999".parse().unwrap(),
                name: "Eve Evil".parse().unwrap(),
                contact: Contact::default(),
                allowed: None,
                consent: Consent {
                    notice_version: "1".to_owned(),
                    language: "en".to_owned(),
                    given_at: Timestamp(1),
                    signature: None,
                },
            },
            Intent::VerifyAttended {
                claim: "10427".parse().unwrap(),
                allowance: Allowance::NoTurn,
                why: "because".parse().unwrap(),
            },
            Intent::People(PeopleIntent::AddLook {
                person: PERSON,
                kind: LookKind::Glasses,
            }),
        ];
        for capture in captures {
            check_capture(kiosk, capture, role.is_some());
        }
    }
    // Back where it was.
    if role.is_some() && !kiosk.shows("What would you like to do?") {
        kiosk.press("Staff");
    }
}

/// What is refused without a word: nothing of it is shown.
fn check_unsaid(kiosk: &mut Kiosk) {
    let id = SelfTestId(Uuid::from_u128(1));
    for intent in [
        SelfTestIntent::List,
        SelfTestIntent::Begin(SelfTestPlan {
            species: Vec::new(),
            trials: 1,
        }),
        SelfTestIntent::Try,
        SelfTestIntent::Stop,
        SelfTestIntent::Show(Some(id)),
        SelfTestIntent::Export {
            id,
            format: SelfTestFormat::Json,
        },
    ] {
        kiosk
            .pipeline
            .send(Intent::Desk(DeskIntent::SelfTest(intent)));
    }
    for intent in [
        DeskIntent::Refresh,
        DeskIntent::Look(true),
        DeskIntent::CheckHealth,
    ] {
        kiosk.pipeline.send(Intent::Desk(intent));
    }
    kiosk.rest();
    let snapshot = kiosk.snapshot();
    let desk: &DeskView = &snapshot.desk;
    assert!(desk.operators.is_empty() && desk.look.is_none());
    assert_eq!(desk.selftest, SelfTestView::default());
    assert_eq!(
        (&desk.health, &desk.work),
        (&Health::Unknown, &WorkStatus::Idle)
    );
}

fn check_capture(kiosk: &mut Kiosk, capture: Intent, signed_in: bool) {
    let about = format!("{capture:?}");
    kiosk.pipeline.send(capture);
    let refused = Activity::Trouble {
        why: Problem::NeedsFrontDesk,
    };
    kiosk.wait(PATIENCE, &about, |kiosk| {
        kiosk.snapshot().activity == refused
    });
    // Whoever isn't signed in is told nothing of roles.
    kiosk.press(if signed_in { "Done" } else { "Not now" });
}

fn check_people(kiosk: &mut Kiosk, act: PeopleIntent) {
    let about = format!("{act:?}");
    kiosk.pipeline.send(Intent::People(act));
    kiosk.wait(PATIENCE, &about, |kiosk| {
        kiosk.snapshot().people.notice == Some(PeopleNotice::NotAllowed)
    });
    assert!(kiosk.snapshot().people.list.is_none(), "{about}");
    kiosk
        .pipeline
        .send(Intent::People(PeopleIntent::DismissNotice));
}

fn check_review(kiosk: &mut Kiosk, act: ReviewIntent) {
    let about = format!("{act:?}");
    kiosk.pipeline.send(Intent::Review(act));
    let refused = ReviewView {
        trouble: Some(Problem::NeedsReviewer),
        ..ReviewView::default()
    };
    kiosk.wait(PATIENCE, &about, |kiosk| kiosk.snapshot().review == refused);
}

fn check_desk(kiosk: &mut Kiosk, act: DeskIntent) {
    let about = format!("{act:?}");
    kiosk.pipeline.send(Intent::Desk(act));
    kiosk.wait(PATIENCE, &about, |kiosk| {
        let desk = &kiosk.snapshot().desk;
        [&desk.work, &desk.way_in]
            .iter()
            .any(|work| matches!(work, WorkStatus::Failed { .. }))
    });
    let snapshot = kiosk.snapshot();
    let desk: &DeskView = &snapshot.desk;
    assert!(
        desk.tokens.list.is_none() && desk.erasures.list.is_none(),
        "{about}"
    );
    assert!(desk.keys.is_none() && desk.audit.list.is_none(), "{about}");
    kiosk.pipeline.send(Intent::Desk(DeskIntent::Dismiss));
    kiosk.wait(PATIENCE, "it is read", |kiosk| {
        let desk = &kiosk.snapshot().desk;
        desk.work == WorkStatus::Idle && desk.way_in == WorkStatus::Idle
    });
}
