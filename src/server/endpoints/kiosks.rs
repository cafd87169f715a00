//! The kiosks of a centre, where the service knows one: who has joined, and when
//! they were last heard of; and how far the service's own data folder and its
//! centre are equal; inviting one and switching one off.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::centre;
use crate::central::{Administration, CentralError, KioskSeen};
use crate::domain::{Act, Note};
use crate::pipeline::{now, rfc3339};
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;
use crate::sync::{SyncStatus, status};

/// Kiosks.
#[derive(Serialize, ToSchema)]
pub struct Kiosks {
    kiosks: Vec<KioskShown>,
}

/// A kiosk as the centre knows it.
#[derive(Serialize, ToSchema)]
pub struct KioskShown {
    /// Identifies it.
    id: Uuid,
    /// The site that it belongs to.
    site: Uuid,
    /// What people call it.
    name: String,
    /// `invited`, `waiting`, `approved` or `disabled`.
    #[schema(example = "approved")]
    state: String,
    /// RFC 3339.
    joined_at: Option<String>,
    /// When it was last heard of (RFC 3339).
    last_contact_at: Option<String>,
    /// How many records it had still to send, as it said last; null if it never
    /// did.
    waiting: Option<u64>,
    /// How many of them are held back, here or there.
    held_back: Option<u64>,
}

impl From<KioskSeen> for KioskShown {
    fn from(seen: KioskSeen) -> Self {
        Self {
            id: seen.id,
            site: seen.site,
            name: seen.name,
            state: seen.state,
            joined_at: seen.joined_at.map(rfc3339),
            last_contact_at: seen.last_contact_at.map(rfc3339),
            waiting: seen.waiting,
            held_back: seen.held_back,
        }
    }
}

/// Lists the kiosks of the site, or where this data folder belongs to none, of
/// all.
#[utoipa::path(
    get, path = "/v1/kiosks", tag = "kiosks", responses((status = 200, body = Kiosks), (status = 503))
)]
pub async fn list(service: web::Data<Service>) -> Result<web::Json<Kiosks>, ApiError> {
    let own = service.store.membership().await?.map(|of| of.site);
    let kiosks = centre(&service).await?.kiosks(own).await?;
    Ok(web::Json(Kiosks {
        kiosks: kiosks.into_iter().map(KioskShown::from).collect(),
    }))
}

/// How far this data folder and its centre are equal.
#[derive(Serialize, ToSchema)]
pub struct SyncShown {
    /// `alone`, `waiting`, `equal` or `behind`.
    #[schema(value_type = String, example = "alone")]
    state: Value,
    /// RFC 3339.
    last_contact: Option<String>,
    /// How many records wait to be sent.
    waiting: u64,
    /// How many are held back, here or there.
    held_back: u64,
}

impl From<SyncStatus> for SyncShown {
    fn from(status: SyncStatus) -> Self {
        Self {
            state: json!(status.state),
            last_contact: status.last_contact.map(rfc3339),
            waiting: status.backlog.iter().map(|of| of.waiting).sum(),
            held_back: status.quarantine.iter().map(|held| held.count).sum(),
        }
    }
}

/// Says how far this data folder and its centre are equal.
#[utoipa::path(
    get, path = "/v1/sync", tag = "kiosks", responses((status = 200, body = SyncShown))
)]
pub async fn sync(service: web::Data<Service>) -> Result<web::Json<SyncShown>, ApiError> {
    let status = status(&service.store, now()).await;
    let status = status.map_err(|error| ApiError::internal(&error))?;
    Ok(web::Json(status.into()))
}

/// A kiosk that is to join.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Inviting {
    /// What people call it.
    #[schema(example = "Entrance", min_length = 1, max_length = 200)]
    name: String,
    /// For how many hours the code is good, 1 to 720.
    #[serde(default = "a_day")]
    #[schema(default = 24, minimum = 1, maximum = 720)]
    hours: u32,
    /// The site; needed where this data folder belongs to none.
    site: Option<Uuid>,
}

fn a_day() -> u32 {
    24
}

/// A place for a kiosk.
#[derive(Serialize, ToSchema)]
pub struct Invited {
    /// The kiosk that it will be.
    kiosk: Uuid,
    /// What is typed there, once: `kiosk join --code`.
    code: String,
    /// For how many hours it is good.
    hours: u32,
}

/// Makes a place for a kiosk, and the code that joins it, which is told here
/// alone.
#[utoipa::path(
    post, path = "/v1/kiosks", tag = "kiosks", request_body = Inviting,
    responses((status = 200, body = Invited), (status = 503))
)]
pub async fn invite(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<Inviting>,
) -> Result<web::Json<Invited>, ApiError> {
    let Inviting { name, hours, site } = body.into_inner();
    let wrong = |code, why| Err(ApiError::new(StatusCode::BAD_REQUEST, code, why));
    if !(1..=720).contains(&hours) {
        return wrong("hours", "a code is good for 1 to 720 hours");
    }
    let name = name.trim();
    if !(1..=200).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return wrong("name", "a kiosk's name is one line of 1 to 200 characters");
    }
    let mut administration = centre(&service).await?;
    let site = centre::site(&service, site).await?;
    let valid_for = Duration::from_secs(u64::from(hours) * 3600);
    let invitation = administration.invite(site, name, valid_for).await?;
    let note = Note::of(Act::KioskInvited).with("kiosk", invitation.kiosk);
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&note).await?;
    Ok(web::Json(Invited {
        kiosk: invitation.kiosk,
        code: invitation.code.reveal().expose().clone(),
        hours,
    }))
}

/// Where a kiosk is to be switched off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Disabling {
    /// The site; needed where this data folder belongs to none.
    site: Option<Uuid>,
}

/// Takes nothing from a kiosk any more, and gives it nothing, from its next
/// call on.
#[utoipa::path(
    post, path = "/v1/kiosks/{id}/disable", tag = "kiosks", params(("id" = Uuid, Path)),
    request_body = Disabling,
    responses((status = 204), (status = 404), (status = 503))
)]
pub async fn disable(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: web::Json<Disabling>,
) -> Result<HttpResponse, ApiError> {
    let (kiosk, mut administration) = (id.into_inner(), centre(&service).await?);
    let site = centre::site(&service, body.site).await?;
    if !administration.disable(site, kiosk).await? {
        return Err(ApiError::not_found());
    }
    let note = Note::of(Act::KioskDisabled).with("kiosk", kiosk);
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&note).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn centre(service: &Service) -> Result<Administration, ApiError> {
    let address = centre::register(service)?.address().clone();
    Ok(Administration::open(address).await?)
}

impl From<CentralError> for ApiError {
    fn from(error: CentralError) -> Self {
        // What it says of addresses is for the log alone.
        tracing::warn!(%error, "the centre doesn't do what it is asked");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "centre",
            "the centre doesn't do this; the service's log says why",
        )
        .retry_after(5)
    }
}
