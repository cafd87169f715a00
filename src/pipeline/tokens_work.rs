//! Listing, checking and revoking tokens for staff at the window.

use std::sync::Arc;

use crate::access::RedeemError;
use crate::auth::tokens::TokenError;
use crate::domain::{Act, Note, Operator, Role, Subject, TokenState};
use crate::store::TokenChange;
use crate::sync::CentreFault;

use super::live_thread::LiveThread;
use super::office::Office;
use super::{
    DeskIntent, Problem, TokenCheck, TokenLine, TokensIntent, TokensView, WorkStatus, now,
};

/// Tokens that are listed: those of a day are kept.
const AT_ONCE: u32 = 500;

/// Does what is asked. Whoever is staff checks a token that is shown to them,
/// and uses it up; the list is for reviewers, revoking for the front desk and
/// administrators: as with the command.
pub(super) fn work(
    office: &Office,
    actor: &Operator,
    intent: TokensIntent,
) -> Result<TokensView, Problem> {
    let role = match intent {
        TokensIntent::Look => Role::Reviewer,
        TokensIntent::Check { .. } | TokensIntent::Redeem { .. } => actor.role,
        TokensIntent::Revoke { .. } => Role::FrontDesk,
    };
    office
        .wait(office.operators().require(actor, role))
        .map_err(|error| Problem::of(&error))?;
    let tokens = office.tokens().acting(&actor.name);
    let mut view = TokensView {
        issuer: tokens.issuer(),
        ..TokensView::default()
    };
    match intent {
        TokensIntent::Look => {
            let listed = list(office)?;
            let count = u64::try_from(listed.len()).unwrap_or(u64::MAX);
            note(office, actor, &tokens_viewed(count))?;
            view.list = Some(Arc::new(listed));
        }
        TokensIntent::Check { text } => {
            let checked = check(office, text.trim())?;
            note(office, actor, &token_checked(&checked))?;
            view.check = Some(Arc::new(checked));
        }
        TokensIntent::Redeem { text } => {
            let used = match office.wait(tokens.redeem(text.trim(), None, now())) {
                Ok(claims) => TokenCheck::UsedUp {
                    claims: Box::new(claims),
                },
                Err(RedeemError::Token(why)) => TokenCheck::Refused(why),
                Err(error) => return Err(Problem::of(&error)),
            };
            view.check = Some(Arc::new(used));
        }
        TokensIntent::Revoke { id, why } => {
            office
                .wait(tokens.revoke(id, why, now()))
                .map_err(|error| Problem::of(&error))?;
            view.revoked = Some(id);
        }
    }
    // What is listed has changed.
    if view.list.is_none() && actor.role.holds(Role::Reviewer) {
        view.list = Some(Arc::new(list(office)?));
    }
    Ok(view)
}

fn list(office: &Office) -> Result<Vec<TokenLine>, Problem> {
    let tokens = office
        .wait(office.store().tokens(AT_ONCE))
        .map_err(|error| Problem::of(&error))?;
    let at = now();
    let lines = tokens.into_iter().map(|token| TokenLine {
        state: token.state(at),
        token,
    });
    Ok(lines.collect())
}

fn check(office: &Office, text: &str) -> Result<TokenCheck, Problem> {
    let tokens = office.tokens();
    let claims = match office.wait(tokens.verify_at_site(text, None, now())) {
        Ok(claims) => claims,
        Err(RedeemError::Token(why)) => return Ok(TokenCheck::Refused(why)),
        Err(error) => return Err(Problem::of(&error)),
    };
    let kept = office
        .wait(tokens.kept(claims.jti))
        .map_err(|error| Problem::of(&error))?;
    let ended = office
        .wait(tokens.ended_elsewhere(claims.jti))
        .map_err(|error| Problem::of(&error))?;
    let state = kept.map(|token| token.state(now()));
    Ok(TokenCheck::Genuine {
        state: state.or(ended.map(|end| match end {
            TokenChange::Revoked(_) => TokenState::Revoked,
            _ => TokenState::Redeemed,
        })),
        claims: Box::new(claims),
    })
}

fn note(office: &Office, actor: &Operator, note: &Note) -> Result<(), Problem> {
    let acting = office.store().acting(&actor.name);
    office
        .wait(acting.note(note))
        .map_err(|error| Problem::of(&error))
}

/// That the list of tokens was looked at, for the audit.
#[must_use]
pub fn tokens_viewed(count: u64) -> Note {
    Note::of(Act::TokensViewed).with("tokens", count)
}

/// That a token was checked, for the audit. Of one that doesn't count nothing
/// is kept: whatever it says, nobody signed.
fn token_checked(check: &TokenCheck) -> Note {
    let note = Note::of(Act::TokenChecked);
    match check {
        TokenCheck::Genuine { claims, state } => note
            .to(Subject::Session(claims.sid))
            .with("token", claims.jti.0)
            .with("state", state.map_or("unknown", |state| state.as_str())),
        // Using one up is written down with it.
        TokenCheck::UsedUp { .. } => note.with("state", "redeemed"),
        TokenCheck::Refused(_) => note.with("state", "refused"),
    }
}

impl LiveThread<'_> {
    pub(super) fn take_tokens(&mut self, intent: TokensIntent) {
        if matches!(intent, TokensIntent::Look) {
            return self.begin_work(DeskIntent::Tokens(intent));
        }
        if self.drawn.desk.work == WorkStatus::Working {
            return;
        }
        let desk = self.desk();
        desk.tokens.check = None;
        desk.tokens.revoked = None;
        desk.work = WorkStatus::Working;
        self.begin_work(DeskIntent::Tokens(intent));
    }

    pub(super) fn take_tokens_answer(&mut self, answer: TokensView) {
        let desk = self.desk();
        desk.tokens.issuer = answer.issuer;
        desk.tokens.list = answer.list.or(desk.tokens.list.take());
        if answer.check.is_some() || answer.revoked.is_some() {
            desk.tokens.check = answer.check;
            desk.tokens.revoked = answer.revoked;
            desk.work = WorkStatus::Idle;
        }
    }

    /// Forgets what only reviewers should see.
    pub(super) fn clear_tokens(&mut self) {
        if self.drawn.desk.tokens != TokensView::default() {
            self.desk().tokens = TokensView::default();
        }
    }
}

impl From<&RedeemError> for Problem {
    fn from(error: &RedeemError) -> Self {
        match error {
            RedeemError::Redeemed(_) => Self::TokenUsed,
            RedeemError::Revoked(_) => Self::TokenRevoked,
            RedeemError::ClockBehind => Self::ClockBehind,
            RedeemError::Token(TokenError::Expired) => Self::TokenExpired,
            RedeemError::Token(_) | RedeemError::Unknown => Self::TokenUnknown,
            RedeemError::CentreAway => Self::Centre(CentreFault::Away),
            RedeemError::IssuerDisabled | RedeemError::Disabled => {
                Self::Centre(CentreFault::Refuses)
            }
            RedeemError::Store(error) => Self::from(error),
        }
    }
}
