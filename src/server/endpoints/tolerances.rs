//! The thresholds that decisions are made by.

use actix_web::http::StatusCode;
use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::domain::{ChangeReason, Tolerance, ToleranceChange};
use crate::pipeline::{all_profiles, now, profile};
use crate::server::caller::Caller;
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
    let tolerance = service.settings_now()?.tolerance;
    let shown = |profile: Tolerance| Profile {
        in_force: profile.name.as_str() == tolerance,
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

/// A profile's next version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Saving {
    /// Why it is changed; kept with the version.
    #[schema(value_type = String, min_length = 3, max_length = 300)]
    reason: ChangeReason,
    /// All of its numbers, as they were shown, with what is to be otherwise. Its
    /// version is the one that was shown.
    #[schema(value_type = Object)]
    tolerance: Tolerance,
}

/// A version that was saved.
#[derive(Serialize, ToSchema)]
pub struct Saved {
    /// The profile.
    #[schema(example = "balanced")]
    name: String,
    /// Its newest version.
    version: u32,
}

/// Saves a tolerance profile as its next version.
///
/// It is in force for whoever begins from then on, where the settings name it.
/// 409 if somebody else has saved another version meanwhile.
#[utoipa::path(
    put, path = "/v1/tolerances/{name}", tag = "tolerances",
    params(("name" = String, Path, example = "balanced")), request_body = Saving,
    responses((status = 200, body = Saved), (status = 400), (status = 409))
)]
pub async fn save(
    service: web::Data<Service>,
    caller: Caller,
    name: web::Path<String>,
    body: web::Json<Saving>,
) -> Result<web::Json<Saved>, ApiError> {
    let Saving { reason, tolerance } = body.into_inner();
    let wrong = |why: String| ApiError::new(StatusCode::BAD_REQUEST, "tolerance", why);
    if tolerance.name.as_str() != name.as_str() {
        return Err(wrong("the address names another profile".to_owned()));
    }
    let newest = profile(&service.store, &name).await?;
    let newest = newest.map_or(0, |newest| newest.version);
    if tolerance.version != newest {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "version_taken",
            "somebody else has saved this profile meanwhile; begin from what it says now",
        ));
    }
    let next = Tolerance {
        version: newest.saturating_add(1),
        ..tolerance
    };
    let next = next.validated().map_err(|why| wrong(why.to_string()))?;
    let change = ToleranceChange {
        why: reason,
        by: caller.0.operator.name.clone(),
        at: now(),
    };
    let acting = service.store.acting(&caller.0.operator.name);
    acting.save_tolerance(&next, Some(&change)).await?;
    Ok(web::Json(Saved {
        name: next.name.to_string(),
        version: next.version,
    }))
}
