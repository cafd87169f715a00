//! What happened at the kiosk, for reviewers.

use std::collections::HashSet;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Page, moment};
use crate::access::Settings;
use crate::domain::{
    Act, Decision, Note, PersonId, Reason, Session, SessionId, Subject, VouchReason,
};
use crate::pipeline::{charts_script, now, session_report, sessions_listed};
use crate::report::surface::{SurfaceFormat, surface_file};
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;
use crate::server::shown::SessionShown;
use crate::store::{SessionFilter, SurfaceExport};

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
    /// Only these.
    #[param(value_type = Option<String>, example = "not_verified")]
    decision: Option<Decision>,
    /// Only those that ended for this reason.
    #[param(value_type = Option<String>, example = "no_match")]
    reason: Option<Reason>,
    /// Only of this person.
    person: Option<Uuid>,
    /// Only from this time on (RFC 3339).
    since: Option<String>,
    /// Only before this time (RFC 3339).
    until: Option<String>,
}

/// Sessions, newest first.
#[derive(Serialize, ToSchema)]
pub struct Sessions {
    sessions: Vec<SessionShown>,
    /// To be given as `before` for the next page; none on the last.
    next: Option<Uuid>,
}

/// Lists sessions, newest first; that they were listed is in the audit.
#[utoipa::path(
    get, path = "/v1/sessions", tag = "sessions", params(Query),
    responses((status = 200, body = Sessions))
)]
pub async fn list(
    service: web::Data<Service>,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<web::Json<Sessions>, ApiError> {
    let page = Page::of(query.limit)?;
    let filter = SessionFilter {
        // One more tells whether there is another page.
        limit: Some(page.and_one_more()),
        before: query.before.map(SessionId),
        decision: query.decision,
        reason: query.reason,
        person: query.person.map(PersonId),
        since: moment("since", query.since.as_deref())?,
        until: moment("until", query.until.as_deref())?,
    };
    let mut sessions = service.store.sessions(&filter).await?;
    let more = page.cut(&mut sessions);
    // Each page: nobody gets round it by asking for what is before the end.
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&sessions_listed(sessions.len())).await?;
    let meshes = match (sessions.last(), sessions.first()) {
        (Some(oldest), Some(newest)) => service.store.reconstructed(oldest.id, newest.id).await?,
        _ => HashSet::new(),
    };
    let shown = |session: &Session| SessionShown::of(session, meshes.contains(&session.id));
    let last = sessions.last().map(|session| session.id.0);
    Ok(web::Json(Sessions {
        sessions: sessions.iter().map(shown).collect(),
        next: last.filter(|_| more),
    }))
}

/// Shows a session; that it was looked at is in the audit.
#[utoipa::path(
    get, path = "/v1/sessions/{id}", tag = "sessions", params(("id" = Uuid, Path)),
    responses((status = 200, body = SessionShown), (status = 404))
)]
pub async fn show(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> Result<web::Json<SessionShown>, ApiError> {
    let id = SessionId(id.into_inner());
    let session = service.store.session(id).await?;
    let session = session.ok_or_else(ApiError::not_found)?;
    let mesh = !service.store.reconstructed(id, id).await?.is_empty();
    let note = Note::of(Act::SessionViewed).to(Subject::Session(id));
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&note).await?;
    Ok(web::Json(SessionShown::of(&session, mesh)))
}

/// What is wanted of a measured face.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeshWanted {
    /// `ply` or `glb`.
    #[schema(example = "glb", pattern = "^(glb|ply)$")]
    format: String,
    /// Why it is needed; kept with the session.
    #[schema(value_type = String, example = "asked for by the person", min_length = 3, max_length = 300)]
    reason: VouchReason,
}

/// Gives the measured surface of a session's face, for a reason that is kept.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/mesh", tag = "sessions", params(("id" = Uuid, Path)),
    request_body = MeshWanted,
    responses((status = 200, content_type = "application/octet-stream"), (status = 404))
)]
pub async fn mesh(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: web::Json<MeshWanted>,
) -> Result<HttpResponse, ApiError> {
    let id = SessionId(id.into_inner());
    let format = SurfaceFormat::of_extension(&body.format).ok_or_else(|| {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "format",
            "a mesh is either ply or glb",
        )
    })?;
    let face = service.store.reconstruction(id).await?;
    let face = face.ok_or_else(|| {
        ApiError::new(
            StatusCode::NOT_FOUND,
            "no_mesh",
            "no mesh is kept of this session: it is kept only of people who were identified by their face",
        )
    })?;
    let file = surface_file(format, id, &face).map_err(|error| ApiError::internal(&error))?;
    let note = SurfaceExport {
        at: now(),
        operator: caller.0.operator.name,
        reason: body.into_inner().reason,
    };
    service.store.note_export(id, &note).await?;
    let name = format!("{id}.{}", format.as_str());
    Ok(attached(&name, "application/octet-stream").body(file))
}

/// An answer that is a file of this name.
fn attached(name: &str, kind: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        answer.insert_header((CONTENT_DISPOSITION, name));
    }
    answer.content_type(kind);
    answer
}

/// What is wanted of a report.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportWanted {
    /// Why it is needed; kept with the session.
    #[schema(value_type = String, example = "asked for by the person", min_length = 3, max_length = 300)]
    reason: VouchReason,
    /// Whether it says the badge, too.
    #[serde(default)]
    names: bool,
}

/// Gives a session as one HTML file that opens in a browser without a network,
/// for a reason that is kept.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/report", tag = "sessions", params(("id" = Uuid, Path)),
    request_body = ReportWanted,
    responses((status = 200, content_type = "text/html", body = String), (status = 404))
)]
pub async fn report(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: web::Json<ReportWanted>,
) -> Result<HttpResponse, ApiError> {
    let id = SessionId(id.into_inner());
    let session = service.store.session(id).await?;
    let session = session.ok_or_else(ApiError::not_found)?;
    // It is four megabytes of a file.
    let script = web::block(charts_script).await;
    let script = script.map_err(|error| ApiError::internal(&error))?;
    let script = script.map_err(|error| ApiError::internal(&error))?;
    let html = session_report(&service.store, &session, body.names, &script).await?;
    let note = SurfaceExport {
        at: now(),
        operator: caller.0.operator.name,
        reason: body.into_inner().reason,
    };
    service.store.note_report(Some(id), "report", &note).await?;
    Ok(attached(&format!("{id}.html"), "text/html; charset=utf-8").body(html))
}

/// What is to go; whatever is absent is as the settings say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cleaning {
    /// Sessions older than so many days.
    #[schema(example = 90, minimum = 1, maximum = 3650)]
    older_than_days: Option<u32>,
    /// Surfaces of faces older than so many days.
    #[schema(minimum = 1, maximum = 3650)]
    meshes_older_than_days: Option<u32>,
    /// People who weren't used for so many days; 0 is never.
    #[schema(minimum = 0, maximum = 3650)]
    unused_days: Option<u32>,
    /// Only count.
    #[serde(default)]
    dry_run: bool,
}

/// What went, or would.
#[derive(Serialize, ToSchema)]
pub struct Cleaned {
    sessions: u64,
    meshes: u64,
    people: u64,
    dry_run: bool,
}

/// Removes what is kept no longer.
#[utoipa::path(
    post, path = "/v1/sessions/clean", tag = "sessions", request_body = Cleaning,
    responses((status = 200, body = Cleaned))
)]
pub async fn clean(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<Cleaning>,
) -> Result<web::Json<Cleaned>, ApiError> {
    // As they are now: the window may have set longer days meanwhile.
    let kept = service.settings_now()?;
    let settings = Settings {
        retention_days: body.older_than_days.unwrap_or(kept.retention_days),
        mesh_days: body.meshes_older_than_days.unwrap_or(kept.mesh_days),
        unused_days: body.unused_days.unwrap_or(kept.unused_days),
        ..kept
    };
    let settings = settings
        .validated()
        .map_err(|error| ApiError::new(StatusCode::BAD_REQUEST, "days", error))?;
    let limits = settings.retention(now());
    let acting = service.store.acting(&caller.0.operator.name);
    let removed = match body.dry_run {
        true => acting.retention_due(&limits).await?,
        false => acting.retain(&limits, now()).await?,
    };
    Ok(web::Json(Cleaned {
        sessions: removed.sessions,
        meshes: removed.meshes,
        people: removed.people,
        dry_run: body.dry_run,
    }))
}
