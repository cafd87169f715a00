//! `sessions mark`: a reviewer says what a session was in truth.

use clap::Args;
use serde_json::{Value, json};

use crate::commands::output::{say, time};
use crate::domain::{Mark, MarkNote, Role, SessionId, Standing, Truth};
use crate::pipeline::now;
use crate::store::KeptMark;

use super::context::{Authority, Common, Desk};
use super::sessions::find;
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct MarkArgs {
    /// The session
    id: SessionId,
    /// What it was: genuine, impostor, unclear, or an attack by its species,
    /// such as flat or bent
    #[arg(long = "as", value_name = "WHAT")]
    truth: Truth,
    /// What was seen, in a line
    #[arg(long, value_name = "TEXT")]
    note: Option<MarkNote>,
    #[command(flatten)]
    authority: Authority,
}

pub(super) fn mark(args: &MarkArgs, desk: &Desk, common: &Common) -> Done {
    let operator = args.authority.require(desk, &[Role::Reviewer])?;
    find(desk, args.id)?;
    let mark = Mark {
        truth: args.truth.clone(),
        by: operator.name.clone(),
        at: now(),
    };
    let acting = desk.store.acting(&operator.name);
    let marks = desk.runtime.block_on(async {
        acting
            .mark_session(args.id, &mark, args.note.as_ref())
            .await?;
        acting.marks_of(args.id).await
    })?;
    let standing = Standing::of(marks.iter().map(|kept| &kept.mark));
    if common.json {
        let told = json!({
            "session": args.id,
            "as": mark.truth,
            "standing": standing.as_str(),
            "marks": told(&marks),
        });
        say!("{told}");
    } else {
        say!("marked as {}; {}", mark.truth, said(&standing));
    }
    Ok(0)
}

/// The marks of a session as JSON.
pub(super) fn told(marks: &[KeptMark]) -> Value {
    marks
        .iter()
        .map(|kept| {
            json!({
                "as": kept.mark.truth,
                "by": kept.mark.by,
                "at": time(kept.mark.at),
                "note": kept.note,
            })
        })
        .collect()
}

/// What marks come to, in words.
pub(super) fn said(standing: &Standing) -> String {
    match standing {
        Standing::Unmarked => "nobody has said what it was".to_owned(),
        Standing::Settled(truth) => format!("it counts as {truth}"),
        Standing::Disputed => {
            "reviewers disagree: it counts as nothing until two say the same".to_owned()
        }
    }
}

/// What is known of a session's marks.
pub(super) fn marks(desk: &Desk, id: SessionId) -> Result<(Vec<KeptMark>, Standing), CommandError> {
    let marks = desk.runtime.block_on(desk.store.marks_of(id))?;
    let standing = Standing::of(marks.iter().map(|kept| &kept.mark));
    Ok((marks, standing))
}
