//! The token: a signed receipt of a decision, and what it says.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::identity::identifier;
use super::{
    Allowance, Consent, Decision, KeyKind, LivenessOutcome, PersonId, Reason, Session, SessionId,
    Source, Timestamp, ToleranceName,
};

identifier!(
    /// Identifies a token (its `jti`).
    TokenId
);
identifier!(
    /// Identifies what a person agreed to; it follows from it.
    ConsentId
);

/// What stands behind a decision, beside the badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// The face matched.
    Face,
    /// The face had depth, measured from its motion.
    Depth,
    /// The turns drawn for the session were followed.
    Challenge,
    /// The same person was there throughout.
    SamePerson,
    /// The person knew their PIN.
    Pin,
    /// An operator looked at the person.
    Operator,
}

/// What a token says. No score is in it: that would teach an attacker how near
/// he is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenClaims {
    /// The kiosk that issued it.
    pub iss: String,
    /// The person.
    pub sub: PersonId,
    /// For whom it is meant.
    pub aud: String,
    /// Issued at, in seconds since 1970 UTC, as the two after it.
    pub iat: i64,
    /// Not valid before.
    pub nbf: i64,
    /// Not valid from then on.
    pub exp: i64,
    /// The token itself.
    pub jti: TokenId,
    /// The session that it is the receipt of.
    pub sid: SessionId,
    /// What was decided.
    pub decision: Decision,
    /// Where the session's frames came from.
    pub source: Source,
    /// What stands behind the decision.
    pub assurance: Vec<Assurance>,
    /// The tolerance profile it was judged by, and its version.
    pub tolerance: ToleranceName,
    /// That profile's version.
    pub tolerance_version: u32,
    /// SHA-256 of the embedding model, where a face was compared.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub model: Option<String>,
    /// What the person agreed to.
    pub consent: ConsentId,
}

/// Who a token is for, and how long it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenTerms {
    /// For whom tokens are meant.
    pub audience: String,
    /// How long they are valid.
    pub life_seconds: u32,
}

/// A token as it leaves the kiosk. Who has it can show it once: it never
/// prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// What it says.
    pub claims: TokenClaims,
    /// The JWT.
    pub text: String,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.claims.jti)
    }
}

/// What became of a decision's token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TokenOutcome {
    /// The decision gets none.
    #[default]
    None,
    /// It was issued, and kept with the decision.
    Issued(Box<Token>),
    /// None was issued: the clock is behind a time that was seen before.
    ClockBehind,
}

impl TokenOutcome {
    /// The token, if one was issued.
    #[must_use]
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Issued(token) => Some(token),
            Self::None | Self::ClockBehind => None,
        }
    }
}

impl Consent {
    /// Identifies this consent of a person: a UUID out of all that it says.
    #[must_use]
    pub fn id(&self, person: PersonId) -> ConsentId {
        let name = format!(
            "{person} {} {} {}",
            self.notice_version, self.language, self.given_at.0
        );
        let hash: [u8; 32] = Sha256::digest(name).into();
        let (first, _) = hash.as_chunks::<16>();
        let bytes = first.first().copied().unwrap_or_default();
        ConsentId(Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// Whether keys of this worth sign for a session of this source. Production
/// keys never sign for frames that somebody could have made.
#[must_use]
pub fn may_sign(kind: KeyKind, source: Source) -> bool {
    match kind {
        KeyKind::Trial => true,
        KeyKind::Production => matches!(source, Source::Kiosk | Source::Attended),
    }
}

impl TokenClaims {
    /// What a token says of a session in which a person was verified; nothing
    /// for any other session.
    #[must_use]
    pub fn of(
        session: &Session,
        consent: &Consent,
        issuer: &str,
        terms: &TokenTerms,
        now: Timestamp,
    ) -> Option<Self> {
        let sub = session.person?;
        if session.decision != Decision::Verified {
            return None;
        }
        let iat = now.0.div_euclid(1000);
        Some(Self {
            iss: issuer.to_owned(),
            sub,
            aud: terms.audience.clone(),
            iat,
            nbf: iat,
            exp: iat.saturating_add(i64::from(terms.life_seconds)),
            jti: TokenId(Uuid::now_v7()),
            sid: session.id,
            decision: session.decision,
            source: session.source,
            assurance: assurance(session),
            tolerance: session.tolerance.clone(),
            tolerance_version: session.tolerance_version,
            model: session.model.map(|model| model.to_string()),
            consent: consent.id(sub),
        })
    }
}

fn assurance(session: &Session) -> Vec<Assurance> {
    match session.reason {
        Reason::PinMatched => vec![Assurance::Pin],
        Reason::Vouched => vec![Assurance::Operator],
        _ => {
            let liveness = &session.liveness;
            let live = liveness.outcome == LivenessOutcome::Live;
            let mut steps = vec![Assurance::Face];
            // Without turns no depth is measured, and an operator stood beside.
            if live && session.allowance != Some(Allowance::NoTurn) {
                steps.push(Assurance::Depth);
            }
            if live && !liveness.order.is_empty() {
                steps.push(Assurance::Challenge);
            }
            let same = liveness.cues.iter().find(|cue| cue.name == "same_person");
            if same.is_some_and(|cue| cue.passed) {
                steps.push(Assurance::SamePerson);
            }
            if session.allowance.is_some() {
                steps.push(Assurance::Operator);
            }
            steps
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_keys_sign_for_the_kiosk_and_for_operators_alone() {
        let signed = |kind| {
            let all = Source::ALL.iter().copied();
            all.filter(move |source| may_sign(kind, *source))
                .collect::<Vec<_>>()
        };
        let production = signed(KeyKind::Production);
        assert_eq!(production, [Source::Kiosk, Source::Attended]);
        assert_eq!(signed(KeyKind::Trial), Source::ALL);
    }
}
