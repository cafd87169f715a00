//! What the service counts, for Prometheus.

use actix_web::{HttpResponse, web};

use crate::pipeline::now;
use crate::server::error::ApiError;
use crate::server::metrics::CONTENT_TYPE;
use crate::server::service::Service;
use crate::sync::{SyncMetrics, status};

/// All metrics as OpenMetrics.
#[utoipa::path(
    get, path = "/metrics", tag = "running",
    responses((status = 200, content_type = "application/openmetrics-text", body = String))
)]
pub async fn metrics(service: web::Data<Service>) -> Result<HttpResponse, ApiError> {
    let now = now();
    let sync = status(&service.store, now).await;
    let sync = sync.map_err(|error| ApiError::internal(&error))?;
    service.metrics.sync.set(&SyncMetrics::of(&sync, now));
    let text = service.metrics.text();
    let text = text.map_err(|error| ApiError::internal(&error))?;
    Ok(HttpResponse::Ok().content_type(CONTENT_TYPE).body(text))
}
