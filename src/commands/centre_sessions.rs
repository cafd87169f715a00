//! `centre sessions`: what the centre keeps open of the sessions that kiosks
//! sent, for a reviewer's login.

use clap::Args;
use serde_json::json;
use uuid::Uuid;

use crate::central::{CentreAddress, ReviewWanted, Reviewing};
use crate::commands::output::{say, time};
use crate::domain::{Decision, Timestamp};

use super::CommandError;
use super::context::Common;

#[derive(Args, Debug)]
pub(super) struct SessionsArgs {
    /// Only of this kiosk
    #[arg(long, value_name = "ID")]
    kiosk: Option<Uuid>,
    /// Only these: verified, not_verified or inconclusive
    #[arg(long, value_parser = decision)]
    decision: Option<Decision>,
    /// The first day, in UTC: 2026-11-01
    #[arg(long, value_name = "DAY")]
    from: Option<jiff::civil::Date>,
    /// The last day, that day included
    #[arg(long, value_name = "DAY")]
    to: Option<jiff::civil::Date>,
    /// How many at the most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// What came of verifications, kiosk by kiosk, instead of the list
    #[arg(long)]
    by_kiosk: bool,
}

fn decision(text: &str) -> Result<Decision, String> {
    Decision::parse(text)
        .ok_or_else(|| "a decision is verified, not_verified or inconclusive".to_owned())
}

pub(super) async fn sessions(
    args: &SessionsArgs,
    address: CentreAddress,
    common: &Common,
) -> Result<(), CommandError> {
    let midnight = |day: jiff::civil::Date| {
        let zoned = day.to_zoned(jiff::tz::TimeZone::UTC).ok();
        zoned.map(|at| Timestamp(at.timestamp().as_millisecond()))
    };
    let after = args.to.and_then(|day| day.tomorrow().ok());
    let wanted = ReviewWanted {
        kiosk: args.kiosk,
        decision: args.decision.map(Decision::as_str),
        since: args.from.and_then(midnight),
        until: after.and_then(midnight),
    };
    let mut reviewing = Reviewing::open(address).await?;
    if args.by_kiosk {
        let kiosks = reviewing.by_kiosk(&wanted).await?;
        if common.json {
            let told = kiosks.iter().map(|(kiosk, figures)| {
                json!({
                    "kiosk": kiosk,
                    "name": figures.name,
                    "verifications": figures.decisions.values().sum::<u64>(),
                    "decisions": figures.decisions,
                    "reasons": figures.reasons,
                })
            });
            say!("{}", told.collect::<serde_json::Value>());
            return Ok(());
        }
        for (kiosk, figures) in &kiosks {
            let all: u64 = figures.decisions.values().sum();
            let parts = figures.decisions.iter();
            let parts = parts.map(|(decision, count)| format!("{count} {decision}"));
            let name = figures.name.as_deref().unwrap_or("-");
            let parts = parts.collect::<Vec<_>>().join(", ");
            say!("{kiosk}  {name:20}  {all:7}  {parts}");
        }
        return Ok(());
    }
    let seen = reviewing.sessions(&wanted, args.limit).await?;
    if common.json {
        let told = seen.iter().map(|one| {
            json!({
                "id": one.id,
                "started_at": time(one.started_at()),
                "site": one.site,
                "kiosk": one.kiosk,
                "kiosk_name": one.kiosk_name,
                "kind": one.kind,
                "decision": one.decision,
                "reason": one.reason,
                "source": one.source,
                "erased": one.erased,
            })
        });
        say!("{}", told.collect::<serde_json::Value>());
        return Ok(());
    }
    if seen.is_empty() {
        say!("no sessions that this login may see; kiosks send theirs as they sync");
    }
    for one in &seen {
        say!(
            "{}  {}  {:12}  {:20}  {:9}  {}",
            one.id,
            time(one.started_at()),
            one.decision,
            one.reason,
            one.source,
            one.kiosk_name.as_deref().unwrap_or("-")
        );
    }
    Ok(())
}
