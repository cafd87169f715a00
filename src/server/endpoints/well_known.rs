//! What others check the kiosk's signatures by.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpResponse, web};

use crate::server::service::Service;

/// The public keys, as a JWK set (RFC 7517). They may be kept for a minute: a
/// key is retired, never reused.
#[utoipa::path(
    get, path = "/.well-known/jwks.json", tag = "tokens",
    responses((status = 200, content_type = "application/jwk-set+json", body = Object))
)]
pub async fn public_keys(service: web::Data<Service>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=60"),
        ))
        .content_type("application/jwk-set+json")
        .body(service.public_keys.to_string())
}
