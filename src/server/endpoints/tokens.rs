//! Receipts of decisions: what they say, using them up, making them worthless.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Page;
use crate::access::RedeemError;
use crate::domain::{RevocationReason, TokenClaims, TokenId};
use crate::pipeline::{now, tokens_viewed};
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;
use crate::server::shown::TokenShown;

/// What is asked about (RFC 7662, section 2.1).
#[derive(Deserialize, ToSchema)]
pub struct Introspect {
    /// The token.
    token: String,
    /// For whom it must be meant; whom the settings name without.
    audience: Option<String>,
}

/// What a token says (RFC 7662, section 2.2). Of one that doesn't count, or
/// not any more, nothing but that.
#[derive(Serialize, ToSchema)]
pub struct Introspected {
    /// Whether it counts: signed here, in time, neither redeemed nor revoked.
    active: bool,
    /// What it says.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    claims: Option<TokenClaims>,
}

/// Says whether a token counts and what it says; it isn't used up by that.
#[utoipa::path(
    post, path = "/v1/tokens/introspect", tag = "tokens",
    request_body(content = Introspect, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Introspected))
)]
pub async fn introspect(
    service: web::Data<Service>,
    body: web::Form<Introspect>,
) -> Result<web::Json<Introspected>, ApiError> {
    let audience = body.audience.as_deref();
    let claims = service.tokens.introspect(&body.token, audience, now());
    let claims = claims.await?;
    Ok(web::Json(Introspected {
        active: claims.is_some(),
        claims,
    }))
}

/// A token to be used up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Redeem {
    /// The token.
    token: String,
    /// For whom it must be meant; whom the settings name without.
    audience: Option<String>,
}

/// Checks a token and uses it up: of two who try, one does.
#[utoipa::path(
    post, path = "/v1/tokens/redeem", tag = "tokens", request_body = Redeem,
    responses((status = 200, body = Object), (status = 409), (status = 422))
)]
pub async fn redeem(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<Redeem>,
) -> Result<web::Json<TokenClaims>, ApiError> {
    let acting = service.tokens.acting(&caller.0.operator.name);
    let redeemed = acting.redeem(&body.token, body.audience.as_deref(), now());
    Ok(web::Json(redeemed.await?))
}

/// Why a token is to be worthless.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Revoking {
    /// `asked`, `given_away`, `wrong_person` or `other`.
    #[schema(example = "asked", pattern = "^(asked|given_away|wrong_person|other)$")]
    reason: String,
}

/// Makes a token worthless.
#[utoipa::path(
    post, path = "/v1/tokens/{id}/revoke", tag = "tokens", params(("id" = Uuid, Path)),
    request_body = Revoking,
    responses((status = 204), (status = 404), (status = 409))
)]
pub async fn revoke(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: web::Json<Revoking>,
) -> Result<HttpResponse, ApiError> {
    let why: RevocationReason = body
        .reason
        .parse()
        .map_err(|why: String| ApiError::new(StatusCode::BAD_REQUEST, "reason", why))?;
    let acting = service.tokens.acting(&caller.0.operator.name);
    acting.revoke(TokenId(id.into_inner()), why, now()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How many to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// At most so many, 1 to 200.
    #[param(default = 50, maximum = 200, minimum = 1)]
    limit: Option<u32>,
}

/// Tokens, newest first.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    tokens: Vec<TokenShown>,
}

/// Lists the tokens of the last day, newest first.
#[utoipa::path(
    get, path = "/v1/tokens", tag = "tokens", params(Query),
    responses((status = 200, body = Tokens))
)]
pub async fn list(
    service: web::Data<Service>,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<web::Json<Tokens>, ApiError> {
    let page = Page::of(query.limit)?;
    let tokens = service.store.tokens(page.limit()).await?;
    let count = u64::try_from(tokens.len()).unwrap_or(u64::MAX);
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&tokens_viewed(count)).await?;
    let shown = |token| TokenShown::of(token, now());
    Ok(web::Json(Tokens {
        tokens: tokens.iter().map(shown).collect(),
    }))
}

impl From<RedeemError> for ApiError {
    fn from(error: RedeemError) -> Self {
        let (status, code) = match error {
            RedeemError::Token(_) => (StatusCode::UNPROCESSABLE_ENTITY, "token"),
            RedeemError::Unknown => (StatusCode::NOT_FOUND, "not_found"),
            RedeemError::Redeemed(_) => (StatusCode::CONFLICT, "token_redeemed"),
            RedeemError::Revoked(_) => (StatusCode::CONFLICT, "token_revoked"),
            RedeemError::ClockBehind => (StatusCode::SERVICE_UNAVAILABLE, "clock"),
            RedeemError::CentreAway => {
                let away = Self::new(StatusCode::SERVICE_UNAVAILABLE, "centre", &error);
                return away.retry_after(5);
            }
            RedeemError::IssuerDisabled | RedeemError::Disabled => {
                (StatusCode::CONFLICT, "kiosk_disabled")
            }
            RedeemError::Store(error) => return error.into(),
        };
        Self::new(status, code, &error)
    }
}
