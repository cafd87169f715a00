//! `tokens`: checking, using up and revoking the receipts of decisions.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::access::{ClockReset, RedeemError};
use crate::auth::tokens::{TokenError, Verifier};
use crate::commands::output::say;
use crate::domain::{KeyKind, Operator, RevocationReason, Role, TokenClaims, TokenId, VouchReason};
use crate::pipeline::{now, tokens_viewed};
use crate::resources::read_text;
use crate::server::TokenShown;
use crate::store::{TokenChange, TokenRecord};

use super::context::{Authority, Common, Desk};
use super::handover::{self, HandoverArgs};
use super::{CommandError, Done, output};

/// No file of a token or of public keys is longer, in bytes.
const MAX_FILE_BYTES: u64 = 256 * 1024;

#[derive(Args, Debug)]
pub(super) struct TokensArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Say what a token says, if it counts; it isn't used up by that
    Verify {
        #[command(flatten)]
        which: Which,
        /// Check by these public keys (from `keys jwks`), without the data folder
        #[arg(long, value_name = "FILE")]
        jwks: Option<PathBuf>,
        /// Take what a trial key signed
        #[arg(long, requires = "jwks")]
        trial: bool,
    },
    /// Check a token and use it up: of two who try, one does
    Redeem {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        authority: Authority,
    },
    /// Make a token worthless
    Revoke {
        /// Its id (jti)
        id: TokenId,
        /// Why: asked, given_away, wrong_person or other
        #[arg(long, value_name = "WHY", default_value_t = RevocationReason::Other)]
        reason: RevocationReason,
        #[command(flatten)]
        authority: Authority,
    },
    /// List the tokens of the last day
    List {
        #[arg(long, default_value_t = 100)]
        limit: u32,
        #[command(flatten)]
        authority: Authority,
    },
    /// Say where tokens are handed over to, or change it
    Handover(HandoverArgs),
    /// Compare the clock with the latest time that was seen, or take it for right
    Clock {
        /// Take today's time for right: for a clock that once ran ahead
        #[arg(long, requires = "reason")]
        reset: bool,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<VouchReason>,
        #[command(flatten)]
        authority: Authority,
    },
}

#[derive(Args, Debug)]
struct Which {
    /// A file with the token, or - for standard input
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// For whom it must be meant (whom the settings name without)
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
}

pub(super) fn run(args: &TokensArgs, common: &Common) -> Done {
    if let Action::Verify {
        which,
        jwks: Some(jwks),
        trial,
    } = &args.action
    {
        return verify_by_set(which, jwks, *trial, common);
    }
    let desk = common.open()?;
    match &args.action {
        Action::Verify { which, .. } => {
            let audience = which.audience.as_deref();
            let token = which.token()?;
            let claims = desk.tokens.verify_at_site(&token, audience, now());
            let claims = desk.runtime.block_on(claims)?;
            let kept = desk.runtime.block_on(desk.tokens.kept(claims.jti))?;
            let ended = desk
                .runtime
                .block_on(desk.tokens.ended_elsewhere(claims.jti))?;
            tell(
                common,
                &claims,
                kept.as_ref().map(state).or(ended.map(of_end)),
            );
        }
        Action::Redeem { which, authority } => {
            let operator = authority.require(&desk, &Role::ALL)?;
            let (token, audience) = (which.token()?, which.audience.as_deref());
            let acting = desk.tokens.acting(&operator.name);
            let redeemed = acting.redeem(&token, audience, now());
            let claims = desk.runtime.block_on(redeemed)?;
            tell(common, &claims, None);
        }
        Action::Revoke {
            id,
            reason,
            authority,
        } => {
            let operator = authority.require(&desk, &[Role::FrontDesk, Role::Administrator])?;
            let acting = desk.tokens.acting(&operator.name);
            desk.runtime.block_on(acting.revoke(*id, *reason, now()))?;
            if common.json {
                say!("{}", json!({ "token": id, "done": "revoked" }));
            } else {
                say!("revoked: {id}");
            }
        }
        Action::List { limit, authority } => {
            let operator = authority.require(&desk, &[Role::Reviewer, Role::Administrator])?;
            list(&desk, &operator, *limit, common)?;
        }
        Action::Handover(args) => return handover::run(args, &desk, common),
        Action::Clock {
            reset,
            reason,
            authority,
        } => {
            let operator = authority.require(&desk, &[Role::Administrator])?;
            let before = desk.runtime.block_on(desk.store.clock(now()))?;
            if let (true, Some(reason)) = (*reset, reason) {
                let reset = ClockReset {
                    at: now(),
                    latest_before: before.latest,
                    operator: operator.name,
                    reason: reason.clone(),
                };
                desk.runtime.block_on(desk.tokens.reset_clock(&reset))?;
            }
            let clock = desk.runtime.block_on(desk.store.clock(now()))?;
            if common.json {
                let (now, latest) = (output::time(clock.now), output::time(clock.latest));
                let behind = clock.is_behind();
                say!(
                    "{}",
                    json!({ "now": now, "latest": latest, "behind": behind })
                );
            } else {
                say!("now     {}", output::time(clock.now));
                say!("latest  {}", output::time(clock.latest));
                if clock.is_behind() {
                    say!(
                        "the clock is behind: no token is issued or redeemed until it is set right"
                    );
                }
            }
        }
    }
    Ok(0)
}

/// By public keys alone: whether it was used before can't be known.
fn verify_by_set(which: &Which, jwks: &Path, trial: bool, common: &Common) -> Done {
    let audience = which.audience.as_deref().ok_or_else(|| {
        CommandError::new("token", "whom the token must be meant for isn't said")
            .fix("add --audience NAME")
    })?;
    let set = read_text(jwks, MAX_FILE_BYTES).map_err(|error| CommandError::new("jwks", error))?;
    let kind = match trial {
        true => KeyKind::Trial,
        false => KeyKind::Production,
    };
    let verifier = Verifier::of_set(&set, kind).map_err(refused)?;
    let claims = verifier
        .verify(&which.token()?, audience, now())
        .map_err(refused)?;
    tell(common, &claims, None);
    Ok(0)
}

impl Which {
    fn token(&self) -> Result<String, CommandError> {
        let unreadable = |error: &dyn ToString| CommandError::new("token_file", error.to_string());
        let text = if self.token_file.as_os_str() == "-" {
            let mut text = String::new();
            std::io::stdin()
                .take(MAX_FILE_BYTES)
                .read_to_string(&mut text)
                .map_err(|error| unreadable(&error))?;
            text
        } else {
            read_text(&self.token_file, MAX_FILE_BYTES).map_err(|error| unreadable(&error))?
        };
        Ok(text.trim().to_owned())
    }
}

fn list(desk: &Desk, operator: &Operator, limit: u32, common: &Common) -> Result<(), CommandError> {
    let tokens = desk.runtime.block_on(desk.store.tokens(limit))?;
    let count = u64::try_from(tokens.len()).unwrap_or(u64::MAX);
    let acting = desk.store.acting(&operator.name);
    desk.runtime.block_on(acting.note(&tokens_viewed(count)))?;
    if common.json {
        let shown = |token| TokenShown::of(token, now());
        let tokens: Vec<TokenShown> = tokens.iter().map(shown).collect();
        say!("{}", json!(tokens));
        return Ok(());
    }
    for token in tokens {
        say!(
            "{}  {}  {:9}  {}",
            token.id,
            output::time(token.issued_at),
            state(&token),
            token.audience
        );
    }
    Ok(())
}

fn state(token: &TokenRecord) -> &'static str {
    token.state(now()).as_str()
}

/// What a token says. Whether it was used is said only where it is kept.
fn tell(common: &Common, claims: &TokenClaims, state: Option<&str>) {
    if common.json {
        let mut value = json!(claims);
        if let (Some(state), Some(fields)) = (state, value.as_object_mut()) {
            fields.insert("state".to_owned(), json!(state));
        }
        say!("{value}");
    } else {
        say!("{:#}", json!(claims));
        if let Some(state) = state {
            say!("{state}");
        }
    }
}

/// The word for how another kiosk's token ended.
fn of_end(end: TokenChange) -> &'static str {
    match end {
        TokenChange::Revoked(_) => "revoked",
        _ => "redeemed",
    }
}

fn refused(error: TokenError) -> CommandError {
    CommandError::told("token", &error)
}

impl From<RedeemError> for CommandError {
    fn from(error: RedeemError) -> Self {
        let code = match error {
            RedeemError::Redeemed(_) => "token_redeemed",
            RedeemError::Revoked(_) => "token_revoked",
            RedeemError::ClockBehind => "clock",
            RedeemError::CentreAway | RedeemError::IssuerDisabled | RedeemError::Disabled => {
                "centre"
            }
            RedeemError::Store(error) => return error.into(),
            RedeemError::Token(_) | RedeemError::Unknown => "token",
        };
        Self::told(code, &error)
    }
}
