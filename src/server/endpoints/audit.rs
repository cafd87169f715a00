//! What was done here and by whom, and whether that was changed since.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Page, moment};
use crate::domain::{Act, AuditEntry, AuditHead, OperatorId, OperatorName, Subject};
use crate::pipeline::{audit_verified, rfc3339};
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;
use crate::store::AuditFilter;
use crate::sync::check_audit;

/// Which entries to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// At most so many, 1 to 200.
    #[param(default = 50, maximum = 200, minimum = 1)]
    limit: Option<u32>,
    /// Only those before this number: `next` of the page before.
    before: Option<u64>,
    /// Only this act, such as `decided`.
    act: Option<String>,
    /// Only what was done to the person, session, operator or self-test of
    /// this id.
    subject: Option<Uuid>,
    /// Only from this time on (RFC 3339).
    since: Option<String>,
    /// Only before this time (RFC 3339).
    until: Option<String>,
}

/// Entries, newest first.
#[derive(Serialize, ToSchema)]
pub struct Entries {
    entries: Vec<Entry>,
    /// To be given as `before` for the next page; none on the last.
    next: Option<u64>,
    /// How many were passed over because they can't be read: verify the audit.
    unreadable: u64,
}

/// An entry.
#[derive(Serialize, ToSchema)]
pub struct Entry {
    number: u64,
    /// RFC 3339.
    at: String,
    #[schema(example = "signed_in")]
    act: &'static str,
    /// Who; nobody where nobody had signed in.
    operator: Option<String>,
    /// `person`, `session`, `operator` or `selftest`.
    subject: Option<&'static str>,
    /// Its id.
    id: Option<Uuid>,
    #[schema(value_type = Object)]
    facts: Value,
    /// The chain up to here.
    hash: String,
}

impl Entry {
    fn of(entry: &AuditEntry, names: &BTreeMap<OperatorId, OperatorName>) -> Self {
        let actor = entry.actor.and_then(|id| names.get(&id));
        Self {
            number: entry.sequence,
            at: rfc3339(entry.at),
            act: entry.act.as_str(),
            operator: actor.map(|name| name.as_str().to_owned()),
            subject: entry.subject.map(Subject::kind),
            id: entry.subject.map(Subject::id),
            facts: json!(entry.facts),
            hash: entry.hash.to_string(),
        }
    }
}

/// Lists entries of the audit, newest first.
#[utoipa::path(
    get, path = "/v1/audit", tag = "audit", params(Query),
    responses((status = 200, body = Entries))
)]
pub async fn list(
    service: web::Data<Service>,
    query: web::Query<Query>,
) -> Result<web::Json<Entries>, ApiError> {
    let page = Page::of(query.limit)?;
    if query
        .before
        .is_some_and(|before| i64::try_from(before).is_err())
    {
        let why = "there is no entry of that number";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "before", why));
    }
    let act = match &query.act {
        Some(word) => vec![Act::parse(word).ok_or_else(|| {
            ApiError::new(
                StatusCode::BAD_REQUEST,
                "act",
                "there is no act of that name",
            )
        })?],
        None => Vec::new(),
    };
    let filter = AuditFilter {
        limit: usize::try_from(page.and_one_more()).ok(),
        before: query.before,
        acts: act,
        actor: None,
        subject: query.subject,
        since: moment("since", query.since.as_deref())?,
        until: moment("until", query.until.as_deref())?,
    };
    let mut found = service.store.audit(&filter).await?;
    let names = service.store.operator_ids().await?;
    let more = page.cut(&mut found.entries);
    let last = found.entries.last().map(|entry| entry.sequence);
    Ok(web::Json(Entries {
        entries: found
            .entries
            .iter()
            .map(|entry| Entry::of(entry, &names))
            .collect(),
        next: last.filter(|_| more),
        unreadable: found.unreadable,
    }))
}

/// What to compare the audit with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    /// A head that was kept elsewhere, as an earlier answer gave it.
    head: Option<String>,
}

/// What looking through the audit found.
#[derive(Serialize, ToSchema)]
pub struct Verified {
    entries: u64,
    /// Whether all is as it was written.
    sound: bool,
    #[schema(value_type = Vec<Object>)]
    flaws: Value,
    /// Flaws beyond those.
    flaws_not_told: u64,
    /// Where it ends: to be kept elsewhere.
    head: String,
    /// Whether what the centre knows of it `agrees` or `differs`; `away` where
    /// it can't be asked, `alone` where it knows of none.
    centre: &'static str,
}

/// Looks whether every entry of the audit is as it was written.
#[utoipa::path(
    post, path = "/v1/audit/verify", tag = "audit", request_body = Verify,
    responses((status = 200, body = Verified))
)]
pub async fn verify(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<Verify>,
) -> Result<web::Json<Verified>, ApiError> {
    let head: Option<AuditHead> = match &body.head {
        Some(text) => Some(
            text.parse()
                .map_err(|error| ApiError::new(StatusCode::BAD_REQUEST, "head", error))?,
        ),
        None => None,
    };
    let (check, centre) = check_audit(&service.store, head).await?;
    let acting = service.store.acting(&caller.0.operator.name);
    acting.audit_verified(&audit_verified(&check)).await?;
    Ok(web::Json(Verified {
        entries: check.entries,
        sound: check.all_flaws() == 0,
        flaws: json!(check.flaws),
        flaws_not_told: check.flaws_not_told,
        head: check.head.to_string(),
        centre: centre.as_str(),
    }))
}
