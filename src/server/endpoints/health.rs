//! Whether it runs, and whether it can answer: for whoever supervises it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::server::error::ApiError;
use crate::server::service::Service;

/// It runs.
#[utoipa::path(get, path = "/healthz", tag = "running", responses((status = 200)))]
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "alive": true }))
}

/// It can answer: the store can be read.
#[utoipa::path(
    get, path = "/readyz", tag = "running", responses((status = 200), (status = 503))
)]
///
/// # Errors
/// 503 when it can't.
pub async fn ready(service: web::Data<Service>) -> Result<HttpResponse, ApiError> {
    service.store.has_operators().await.map_err(|error| {
        tracing::warn!(%error, "the service is not ready");
        ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "not_ready",
            "the store can't be read; look at the service's log",
        )
        .retry_after(5)
    })?;
    Ok(HttpResponse::Ok().json(json!({ "ready": true })))
}
