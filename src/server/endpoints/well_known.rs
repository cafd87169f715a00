//! What others check the kiosk's signatures by.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpResponse, web};

use crate::pipeline::now;
use crate::server::service::Service;

/// The public keys, as a JWK set (RFC 7517).
///
/// They may be kept for a minute: a key is retired, never reused. One that was
/// retired (`retired_at`, in seconds) signs nothing that is issued later, and
/// leaves `keys` once all it signed has expired; `retired` has all of them, for
/// receipts and consents.
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
        .body(service.public_keys.set(now()).to_string())
}
