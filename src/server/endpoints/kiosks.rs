//! The kiosks of a centre, where the service knows one: who has joined, and when
//! they were last heard of; and how far the service's own data folder and its
//! centre are equal. Inviting one stays with who owns the centre: `centre
//! invite`.

use actix_web::http::StatusCode;
use actix_web::web;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::central::{Administration, CentralError, KioskSeen};
use crate::pipeline::{now, rfc3339};
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
        }
    }
}

/// Lists the kiosks of the centre.
#[utoipa::path(
    get, path = "/v1/kiosks", tag = "kiosks", responses((status = 200, body = Kiosks), (status = 503))
)]
pub async fn list(service: web::Data<Service>) -> Result<web::Json<Kiosks>, ApiError> {
    let kiosks = centre(&service).await?.kiosks().await?;
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

async fn centre(service: &Service) -> Result<Administration, ApiError> {
    let address = service.centre.clone().ok_or_else(|| {
        ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no_centre",
            "this service knows no centre; start it with --database-url",
        )
    })?;
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
