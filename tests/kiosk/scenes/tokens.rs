//! Tokens: listed, looked at, checked and revoked.

use std::sync::Arc;

use secure_biometric::auth::tokens::TokenError;
use secure_biometric::domain::{
    Assurance, ConsentId, Decision, PersonId, Role, SessionId, Source, Timestamp, TokenClaims,
    TokenId, TokenState,
};
use secure_biometric::kiosk::{DeskPage, Page};
use secure_biometric::pipeline::{
    DeskView, Problem, Snapshot, TokenCheck, TokenLine, TokensView, WorkStatus,
};
use secure_biometric::store::TokenRecord;
use uuid::Uuid;

use super::administered;
use super::audit::reviewed;
use super::desk::{DeskScene, desk};

/// The newest token of the list; it counts.
pub const NEWEST: TokenId = TokenId(Uuid::from_u128(0x0193_7501_0000_7000_8000_0000_0000_0140));
const ISSUER: &str = "urn:uuid:01937500-0000-7000-8000-000000000001";

fn line(at: u8, state: TokenState) -> TokenLine {
    let issued_at = Timestamp(1_795_340_467_000 - i64::from(at) * 127_000);
    let later = |state_is: bool| state_is.then(|| Timestamp(issued_at.0 + 9_000));
    // Digits alone: no letter of them is a word.
    let id = |kind: &str| {
        let id = format!("01937501-0000-7000-8000-0000000{kind}{:02}", 40 - at);
        Uuid::parse_str(&id).unwrap()
    };
    TokenLine {
        token: TokenRecord {
            id: TokenId(id("001")),
            session: SessionId(id("002")),
            person: PersonId(id("003")),
            issued_at,
            expires_at: Timestamp(issued_at.0 + 300_000),
            audience: "door.northgate".to_owned(),
            source: Source::Kiosk,
            redeemed_at: later(state == TokenState::Redeemed),
            revoked_at: later(state == TokenState::Revoked),
            attempt: None,
        },
        state,
    }
}

/// Twenty tokens in every state, the newest first.
pub fn lines() -> Vec<TokenLine> {
    let states = [
        TokenState::Valid,
        TokenState::Redeemed,
        TokenState::Expired,
        TokenState::Revoked,
    ];
    let all = (0..20).zip(states.into_iter().cycle());
    all.map(|(at, state)| line(at, state)).collect()
}

pub fn listed(lines: Vec<TokenLine>) -> DeskView {
    DeskView {
        tokens: TokensView {
            issuer: ISSUER.to_owned(),
            list: Some(Arc::new(lines)),
            ..TokensView::default()
        },
        ..desk()
    }
}

/// The same after a token was checked.
pub fn checked(check: TokenCheck) -> DeskView {
    let mut view = listed(lines());
    view.tokens.check = Some(Arc::new(check));
    view
}

pub fn genuine(state: TokenState) -> TokenCheck {
    let TokenLine { token, .. } = line(0, state);
    TokenCheck::Genuine {
        claims: Box::new(TokenClaims {
            iss: ISSUER.to_owned(),
            sub: token.person,
            aud: token.audience,
            iat: 1_795_340_467,
            nbf: 1_795_340_467,
            exp: 1_795_340_767,
            jti: token.id,
            sid: token.session,
            decision: Decision::Verified,
            source: Source::Kiosk,
            assurance: vec![Assurance::Face],
            tolerance: "balanced".to_owned().try_into().unwrap(),
            tolerance_version: 1,
            model: None,
            consent: ConsentId(Uuid::from_u128(5)),
        }),
        state: Some(state),
    }
}

/// Who sees no list.
fn at_the_front_desk(mut desk: DeskView) -> Snapshot {
    desk.tokens.list = None;
    let mut snapshot = reviewed(desk);
    if let Some(operator) = &mut snapshot.operator {
        operator.role = Role::FrontDesk;
    }
    snapshot
}

/// Every state of the page by name, with a text that it must say in English.
pub fn tokens_scenes() -> Vec<DeskScene> {
    let page = Page::Desk(DeskPage::Tokens);
    let mut revoked = listed(lines());
    revoked.tokens.revoked = Some(NEWEST);
    let mut used = listed(lines());
    used.work = WorkStatus::Failed {
        why: Problem::TokenUsed,
    };
    let TokenCheck::Genuine { claims, .. } = genuine(TokenState::Redeemed) else {
        panic!("it is genuine");
    };
    let used_up = checked(TokenCheck::UsedUp { claims });
    let forged = TokenCheck::Refused(TokenError::Signature);
    vec![
        (
            "tokens",
            administered(listed(lines())),
            "Counts, once",
            page,
        ),
        ("tokens_reviewer", reviewed(listed(lines())), "Used", page),
        (
            "tokens_empty",
            reviewed(listed(Vec::new())),
            "No token was issued",
            page,
        ),
        ("tokens_opening", reviewed(desk()), "One moment", page),
        (
            "tokens_genuine",
            reviewed(checked(genuine(TokenState::Valid))),
            "This token is genuine and was not used yet.",
            page,
        ),
        (
            "tokens_used_up",
            reviewed(used_up),
            "This token counted, and is used up now.",
            page,
        ),
        (
            "tokens_front_desk",
            at_the_front_desk(checked(genuine(TokenState::Valid))),
            "Revoke this token",
            page,
        ),
        (
            "tokens_forged",
            reviewed(checked(forged)),
            "This token was changed or made up.",
            page,
        ),
        (
            "tokens_revoked",
            administered(revoked),
            "nobody can use it any more",
            page,
        ),
        (
            "tokens_used",
            administered(used),
            "The token was used before.",
            page,
        ),
    ]
}
