//! `sync`: how far this kiosk and its centre are equal, and a round by hand.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::commands::output::{say, time};
use crate::domain::{Role, UnsentReason};
use crate::pipeline::now;
use crate::sync::{Line, Round, SyncState, SyncStatus, status};

use super::context::{Authority, Common, Desk};
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct SyncArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Say how far this kiosk and its centre are equal, and what waits
    Status,
    /// Send what waits and fetch what is new, once
    Now,
    /// Have what the centre refused sent once more
    Retry {
        #[command(flatten)]
        authority: Authority,
    },
}

pub(super) fn run(args: &SyncArgs, common: &Common) -> Done {
    let desk = common.open()?;
    match &args.action {
        Action::Status => {
            let status = desk.runtime.block_on(status(&desk.store, now()))?;
            match common.json {
                true => say!("{}", as_json(&status)),
                false => tell(&status),
            }
        }
        Action::Now => {
            let round = round(&desk)?;
            match common.json {
                true => say!("{}", json!({ "round": figures(round) })),
                false => say!(
                    "sent {}, refused {}, put to use {}, set aside {}, erased {}",
                    round.sent,
                    round.refused,
                    round.used,
                    round.aside,
                    round.erased
                ),
            }
        }
        Action::Retry { authority } => {
            authority.require(&desk, &[Role::Administrator])?;
            let tried = desk.runtime.block_on(desk.store.retry_refused())?;
            let round = round(&desk)?;
            match common.json {
                true => say!("{}", json!({ "retried": tried, "round": figures(round) })),
                false => say!("tried {tried} again; the centre refused {}", round.refused),
            }
        }
    }
    Ok(0)
}

pub(super) fn round(desk: &Desk) -> Result<Round, CommandError> {
    let line = desk.runtime.block_on(Line::of(&desk.store))?;
    let line = line.ok_or_else(|| {
        CommandError::new("centre", "this kiosk has joined no centre")
            .fix("join one with: secure-biometric kiosk join --url URL --code CODE")
    })?;
    desk.runtime.block_on(desk.tokens.publish_keys())?;
    Ok(desk.runtime.block_on(line.round(now))?)
}

fn figures(round: Round) -> Value {
    json!({
        "sent": round.sent,
        "refused": round.refused,
        "used": round.used,
        "aside": round.aside,
        "erased": round.erased,
    })
}

/// A status as JSON; times are RFC 3339.
fn as_json(status: &SyncStatus) -> Value {
    let backlog = status.backlog.iter().map(|of| {
        json!({
            "kind": of.kind.as_str(),
            "waiting": of.waiting,
            "refused": of.refused,
            "oldest": of.oldest.map(time),
        })
    });
    let quarantine = status.quarantine.iter().map(|held| {
        json!({
            "kind": held.kind.as_str(),
            "incoming": held.incoming,
            "reason": held.reason,
            "count": held.count,
        })
    });
    json!({
        "state": status.state,
        "centre": status.centre,
        "last_contact": status.last_contact.map(time),
        "clock_difference_seconds": seconds(status.clock_difference_millis),
        "waiting": status.waiting(),
        "oldest": status.oldest().map(time),
        "backlog": backlog.collect::<Vec<_>>(),
        "quarantine": quarantine.collect::<Vec<_>>(),
        "audit_parted": status.audit_parted.map(time),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a difference of clocks is far below what a double holds exactly"
)]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

fn tell(status: &SyncStatus) {
    let Some(centre) = &status.centre else {
        say!("alone: this kiosk has joined no centre");
        return;
    };
    let state = match status.state {
        SyncState::Alone => "alone",
        SyncState::Waiting => "waits to be approved at another kiosk of the site",
        SyncState::Equal => "equal",
        SyncState::Behind => "behind",
    };
    say!("{state}: {centre}");
    match status.last_contact {
        Some(at) => say!("last contact: {}", time(at)),
        None => say!("last contact: none yet"),
    }
    say!(
        "the centre's clock is {:+.1} s from this one's",
        seconds(status.clock_difference_millis)
    );
    if let Some(at) = status.audit_parted {
        say!(
            "since {} the audit here is another one than the centre knows: this database was put back; look into how, then: secure-biometric audit verify",
            time(at)
        );
    }
    for of in &status.backlog {
        let oldest = of
            .oldest
            .map_or_else(String::new, |at| format!(", the oldest since {}", time(at)));
        say!("waits: {} of kind {}{oldest}", of.waiting, of.kind.as_str());
    }
    for held in &status.quarantine {
        let whose = match (held.incoming, UnsentReason::parse(&held.reason)) {
            (true, _) => "of other kiosks",
            (false, Some(_)) => "that can't be read here",
            (false, None) => "refused by the centre",
        };
        say!(
            "held back: {} of kind {} {whose} ({})",
            held.count,
            held.kind.as_str(),
            held.reason
        );
    }
}
