//! Which web pages may call the service from a browser: those that the
//! settings name, and no others. Nothing is done by cookies, so that a page
//! can't act as somebody who didn't give it their token.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError, web};

use crate::server::error::ApiError;
use crate::server::service::Service;

const METHODS: &str = "GET, POST, PUT, DELETE";
const HEADERS: &str = "authorization, content-type, idempotency-key, x-request-id";
const EXPOSED: &str = "idempotency-replayed, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id";
/// How long a browser may remember what is allowed, in seconds (ours).
const MAX_AGE: &str = "600";

/// Answers browsers that ask beforehand, and lets pages that may read the
/// answer.
pub async fn cors(
    service: web::Data<Service>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let mut named = service.settings.service.allowed_origins.iter();
    let allowed = named.any(|named| origin == named.as_str());
    let asked = header::ACCESS_CONTROL_REQUEST_METHOD;
    if request.method() == Method::OPTIONS && request.headers().contains_key(&asked) {
        let answer = match allowed {
            true => beforehand(origin),
            false => ApiError::new(
                StatusCode::FORBIDDEN,
                "origin",
                "pages of this origin may not call the service; name it with --allow-origin",
            )
            .error_response(),
        };
        return Ok(request.into_response(answer));
    }
    let mut answered = next.call(request).await?.map_into_boxed_body();
    let headers = answered.headers_mut();
    if allowed {
        allow(headers, origin);
        insert(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        insert(
            headers,
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        );
    }
    Ok(answered)
}

fn beforehand(origin: HeaderValue) -> HttpResponse {
    let mut response = HttpResponse::NoContent().finish();
    let headers = response.headers_mut();
    allow(headers, origin);
    insert(headers, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    insert(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    insert(headers, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    insert(headers, header::VARY, "origin");
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
