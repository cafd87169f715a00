//! The thresholds that decisions are made by.

use actix_web::web;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::domain::Tolerance;
use crate::pipeline::{all_profiles, profile};
use crate::server::error::ApiError;
use crate::server::service::Service;

/// Profiles.
#[derive(Serialize, ToSchema)]
pub struct Profiles {
    profiles: Vec<Profile>,
}

/// A profile's name and version.
#[derive(Serialize, ToSchema)]
pub struct Profile {
    /// Its name.
    #[schema(example = "balanced")]
    name: String,
    /// Counts its versions.
    version: u32,
    /// Whether the settings name it.
    in_force: bool,
}

/// Lists the tolerance profiles.
#[utoipa::path(
    get, path = "/v1/tolerances", tag = "tolerances",
    responses((status = 200, body = Profiles))
)]
pub async fn list(service: web::Data<Service>) -> Result<web::Json<Profiles>, ApiError> {
    let all = all_profiles(&service.store).await?;
    let shown = |profile: Tolerance| Profile {
        in_force: profile.name.as_str() == service.settings.tolerance,
        name: profile.name.to_string(),
        version: profile.version,
    };
    Ok(web::Json(Profiles {
        profiles: all.into_iter().map(shown).collect(),
    }))
}

/// Shows the numbers of a tolerance profile.
#[utoipa::path(
    get, path = "/v1/tolerances/{name}", tag = "tolerances",
    params(("name" = String, Path, example = "balanced")),
    responses((status = 200, body = Value), (status = 404))
)]
pub async fn show(
    service: web::Data<Service>,
    name: web::Path<String>,
) -> Result<web::Json<Value>, ApiError> {
    let found = profile(&service.store, &name).await?;
    Ok(web::Json(json!(found.ok_or_else(ApiError::not_found)?)))
}
