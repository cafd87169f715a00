//! Results with a token as a code to scan.

use std::sync::Arc;

use secure_biometric::domain::{
    Assurance, ConsentId, Decision, LivenessSummary, PersonId, Quality, Reason, Session, SessionId,
    SessionKind, SessionScores, SessionTimings, Source, Timestamp, Token, TokenClaims, TokenId,
};
use secure_biometric::pipeline::{CourierTrouble, Courses, HandOverView, Receipt, Snapshot};
use uuid::Uuid;

/// As long as tokens are, and the same in every picture.
const LETTERS: usize = 930;
const AT: i64 = 1_795_340_467;

/// A session in which somebody was verified.
pub fn session(source: Source) -> Session {
    Session {
        id: SessionId(Uuid::from_u128(11)),
        kind: SessionKind::Verification,
        started_at: Timestamp(AT * 1000),
        decision: Decision::Verified,
        reason: Reason::Matched,
        source,
        claim: None,
        person: Some(PersonId(Uuid::from_u128(12))),
        operator: None,
        vouch_reason: None,
        allowance: None,
        camera: "device".to_owned(),
        tolerance: "balanced".to_owned().try_into().unwrap(),
        tolerance_version: 1,
        model: None,
        program: String::new(),
        scores: SessionScores::default(),
        quality: Quality::default(),
        liveness: LivenessSummary::default(),
        timings: SessionTimings::default(),
    }
}

/// Something that looks like that session's token.
fn token(session: &Session) -> Token {
    let letters = b"eyJ0eXAiOiJkZWNpc2lvbitqd3QiLCJhbGciOiJFZERTQSJ9.";
    Token {
        claims: TokenClaims {
            iss: "kiosk".to_owned(),
            sub: session.person.unwrap(),
            aud: "door".to_owned(),
            iat: AT,
            nbf: AT,
            exp: AT + 300,
            jti: TokenId(Uuid::from_u128(13)),
            sid: session.id,
            decision: session.decision,
            source: session.source,
            assurance: vec![Assurance::Face],
            tolerance: session.tolerance.clone(),
            tolerance_version: 1,
            model: None,
            consent: ConsentId(Uuid::from_u128(14)),
        },
        text: letters
            .iter()
            .cycle()
            .take(LETTERS)
            .map(|letter| char::from(*letter))
            .collect(),
    }
}

/// The same with a code to scan.
pub fn receipted(snapshot: Snapshot) -> Snapshot {
    let session = session(Source::Kiosk);
    let receipt = Receipt::of(&session, &token(&session));
    Snapshot {
        receipt: receipt.map(Arc::new),
        ..snapshot
    }
}

/// A hand-over that nobody takes.
pub fn stuck() -> HandOverView {
    let trouble = |trouble| {
        Some(Courses {
            waiting: 1,
            trouble: Some((trouble, Timestamp(AT * 1000))),
            ..Courses::default()
        })
    };
    HandOverView {
        file: trouble(CourierTrouble::File),
        url: trouble(CourierTrouble::Unreachable),
    }
}
