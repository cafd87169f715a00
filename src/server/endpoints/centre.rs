//! What all kiosks of the site sent to their centre, where the service knows
//! one.

use actix_web::http::StatusCode;
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Page, moment};
use crate::central::{Register, SessionSeen, SessionsWanted};
use crate::domain::{Decision, Reason, Timestamp};
use crate::pipeline::{rfc3339, sessions_listed};
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;

/// Which sessions to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// At most so many, 1 to 200.
    #[param(default = 50, maximum = 200, minimum = 1)]
    limit: Option<u32>,
    /// Only those older than this one: `next` of the page before.
    before: Option<Uuid>,
    /// Only those of this kiosk.
    kiosk: Option<Uuid>,
    /// Only of this person.
    person: Option<Uuid>,
    /// Only these.
    #[param(value_type = Option<String>, example = "not_verified")]
    decision: Option<Decision>,
    /// Only those that ended for this reason.
    #[param(value_type = Option<String>, example = "no_match")]
    reason: Option<Reason>,
    /// Only from this time on (RFC 3339).
    #[param(example = "2026-11-25T08:00:00Z")]
    since: Option<String>,
    /// Only before this time (RFC 3339).
    #[param(example = "2026-11-26T08:00:00Z")]
    until: Option<String>,
    /// The site; needed where this data folder belongs to none.
    site: Option<Uuid>,
}

/// Sessions of a site, newest first.
#[derive(Serialize, ToSchema)]
pub struct SiteSessions {
    sessions: Vec<SiteSession>,
    /// To be given as `before` for the next page; none on the last.
    next: Option<Uuid>,
}

/// A session as the centre has it. What was measured is sealed there: the
/// kiosk that sent it shows it.
#[derive(Serialize, ToSchema)]
pub struct SiteSession {
    /// Identifies it.
    id: Uuid,
    /// The kiosk that sent it.
    kiosk: Uuid,
    /// `verification` or `enrolment`.
    #[schema(example = "verification")]
    kind: String,
    /// RFC 3339.
    started_at: String,
    /// `verified`, `not_verified` or `inconclusive`.
    #[schema(example = "verified")]
    decision: String,
    /// Why.
    #[schema(example = "matched")]
    reason: String,
    /// `kiosk`, `attended`, `upload` or `recording`.
    #[schema(example = "kiosk")]
    source: String,
    /// Who it turned out to be.
    person: Option<Uuid>,
    /// Whether it was of somebody who was erased since.
    erased: bool,
}

impl From<SessionSeen> for SiteSession {
    fn from(seen: SessionSeen) -> Self {
        Self {
            id: seen.id,
            kiosk: seen.kiosk_id,
            kind: seen.kind,
            started_at: rfc3339(Timestamp::of_id(seen.id)),
            decision: seen.decision,
            reason: seen.reason,
            source: seen.source,
            person: seen.person,
            erased: seen.erased,
        }
    }
}

/// Lists the sessions that the site's kiosks sent to their centre, newest
/// first.
#[utoipa::path(
    get, path = "/v1/centre/sessions", tag = "centre", params(Query),
    responses((status = 200, body = SiteSessions), (status = 503))
)]
pub async fn sessions(
    service: web::Data<Service>,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<web::Json<SiteSessions>, ApiError> {
    let register = register(&service)?;
    let site = site(&service, query.site).await?;
    let page = Page::of(query.limit)?;
    let wanted = SessionsWanted {
        most: page.and_one_more(),
        before: query.before,
        kiosk: query.kiosk,
        person: query.person,
        decision: query.decision.map(Decision::as_str),
        reason: query.reason.map(Reason::as_str),
        since: moment("since", query.since.as_deref())?,
        until: moment("until", query.until.as_deref())?,
    };
    let mut found = register.sessions(site, &wanted).await?;
    let more = page.cut(&mut found);
    // Each page, as of the sessions here.
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&sessions_listed(found.len())).await?;
    let last = found.last().map(|session| session.id);
    Ok(web::Json(SiteSessions {
        sessions: found.into_iter().map(SiteSession::from).collect(),
        next: last.filter(|_| more),
    }))
}

/// The centre that the service knows.
pub fn register(service: &Service) -> Result<&Register, ApiError> {
    service.centre.as_ref().ok_or_else(|| {
        ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no_centre",
            "this service knows no centre; start it with --database-url",
        )
    })
}

/// The site that is asked about: the data folder's own, and another one only
/// where it belongs to none.
pub async fn site(service: &Service, asked: Option<Uuid>) -> Result<Uuid, ApiError> {
    let own = service.store.membership().await?.map(|of| of.site);
    match (own, asked) {
        (Some(own), None) => Ok(own),
        (Some(own), Some(asked)) if own == asked => Ok(own),
        (Some(_), Some(_)) => Err(ApiError::not_found()),
        (None, Some(asked)) => Ok(asked),
        (None, None) => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "site",
            "this data folder belongs to no site; name one as GET /v1/kiosks shows it",
        )),
    }
}
