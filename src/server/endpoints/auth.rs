//! Logging operators in and out.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Password;
use crate::access::Granted;
use crate::domain::{Operator, OperatorName};
use crate::pipeline::now;
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;

/// Who wants to log in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// The operator's login name.
    #[schema(value_type = String, example = "ada")]
    name: OperatorName,
    /// Their password.
    #[schema(value_type = String, format = Password)]
    password: Password,
}

/// What continues a login.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token of the last answer; it is good once.
    #[schema(value_type = String, format = Password)]
    refresh_token: Password,
}

/// A login, and how it is shown.
#[derive(Serialize, ToSchema)]
pub struct LoggedIn {
    /// To be sent with each request: `Authorization: Bearer ...`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// How long the access token is good, in seconds.
    expires_in: i64,
    /// To be exchanged for the next two, once.
    refresh_token: String,
    /// Who is logged in.
    operator: OperatorShown,
}

/// An operator.
#[derive(Serialize, ToSchema)]
pub struct OperatorShown {
    /// Their login name.
    name: String,
    /// What they may do.
    #[schema(example = "front-desk")]
    role: &'static str,
}

impl From<&Operator> for OperatorShown {
    fn from(operator: &Operator) -> Self {
        Self {
            name: operator.name.as_str().to_owned(),
            role: operator.role.as_str(),
        }
    }
}

impl From<Granted> for LoggedIn {
    fn from(granted: Granted) -> Self {
        Self {
            access_token: granted.access_token.expose().clone(),
            token_type: "Bearer",
            expires_in: granted.access_seconds,
            refresh_token: granted.refresh_token.expose().clone(),
            operator: (&granted.login.operator).into(),
        }
    }
}

/// Logs an operator in.
///
/// Failures under a name lead to pauses, as at the kiosk.
#[utoipa::path(
    post, path = "/v1/auth/login", tag = "auth", request_body = LogIn,
    responses((status = 200, body = LoggedIn), (status = 401), (status = 429), (status = 503))
)]
pub async fn log_in(
    service: web::Data<Service>,
    body: web::Json<LogIn>,
) -> Result<web::Json<LoggedIn>, ApiError> {
    let _place = service.passwords.try_acquire().map_err(|_| too_busy())?;
    let LogIn { name, password } = body.into_inner();
    let granted = service.logins.log_in(&name, &password.0, now()).await?;
    Ok(web::Json(granted.into()))
}

/// Continues a login with its refresh token.
///
/// A refresh token that was used before ends the login: somebody else has it,
/// too.
#[utoipa::path(
    post, path = "/v1/auth/refresh", tag = "auth", request_body = Refresh,
    responses((status = 200, body = LoggedIn), (status = 401))
)]
pub async fn refresh(
    service: web::Data<Service>,
    body: web::Json<Refresh>,
) -> Result<web::Json<LoggedIn>, ApiError> {
    let token = body.into_inner().refresh_token;
    let granted = service.logins.refresh(token.0.expose(), now()).await?;
    Ok(web::Json(granted.into()))
}

/// Ends the login that the access token belongs to.
#[utoipa::path(
    post, path = "/v1/auth/logout", tag = "auth", responses((status = 204), (status = 401))
)]
pub async fn log_out(
    service: web::Data<Service>,
    caller: Caller,
) -> Result<HttpResponse, ApiError> {
    service.logins.log_out(caller.0.id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says who is logged in.
#[utoipa::path(
    get, path = "/v1/auth/me", tag = "auth",
    responses((status = 200, body = OperatorShown), (status = 401))
)]
pub async fn me(caller: Caller) -> web::Json<OperatorShown> {
    web::Json((&caller.0.operator).into())
}

/// As many passwords wait as may.
pub fn too_busy() -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "too many passwords wait to be looked at; try again in a moment",
    )
    .retry_after(2)
}
