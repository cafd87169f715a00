//! Finds out who asks and counts it, before anything is done for them. A token
//! that isn't one doesn't give its bearer a count of their own.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError, web};

use crate::auth::service_tokens::{Access, AccessError};
use crate::pipeline::now;
use crate::server::client::{self, Client};
use crate::server::error::ApiError;
use crate::server::limits::{Left, WINDOW};
use crate::server::service::Service;

/// Answered without being counted: they cost nothing, and who supervises the
/// service asks often.
const UNCOUNTED: [&str; 2] = ["/healthz", "/metrics"];
/// Where passwords are tried.
const LOGIN: &str = "/v1/auth/login";

/// What a request showed: for the endpoints' own look at who asks.
#[derive(Clone, Copy, Debug)]
pub struct Shown(pub Option<Result<Access, AccessError>>);

/// Counts a request and takes it or doesn't.
pub async fn limit(
    service: web::Data<Service>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let shown = bearer(request.headers()).map(|token| service.logins.shown(token, now()));
    request.extensions_mut().insert(Shown(shown));
    if UNCOUNTED.contains(&request.path()) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let Some(peer) = request.peer_addr() else {
        return Err(ApiError::of_status(StatusCode::BAD_REQUEST).into());
    };
    let trusted = &service.settings.service.trusted_proxies;
    let from = client::address(peer.ip(), request.headers(), trusted);
    let peer = Client::Peer(client::counted(from));
    let client = match shown {
        Some(Ok(access)) => Client::Operator(access.operator),
        _ => peer,
    };
    let at = Instant::now();
    // As the router reads it: escaped letters lead to the same endpoint.
    let path = request.match_info().as_str();
    let mut left = match client {
        // A capture isn't cut off for its many frames; they have the engines'
        // own limits besides.
        Client::Operator(_) if is_upload(&request) => service.frames.ask(client, at),
        _ => service.requests.ask(client, at),
    };
    if left.taken && path == LOGIN {
        // By where it comes from, whatever token it shows.
        left = service.tries.ask(peer, at);
    }
    if !left.taken {
        let refused = ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "too many requests in a minute; wait as long as Retry-After says",
        );
        let refused = refused.retry_after(left.reset_seconds);
        let mut answered = request.into_response(refused.error_response());
        tell(answered.headers_mut(), left);
        return Ok(answered);
    }
    let mut answered = next.call(request).await?.map_into_boxed_body();
    tell(answered.headers_mut(), left);
    Ok(answered)
}

/// Whether frames come with it.
fn is_upload(request: &ServiceRequest) -> bool {
    let path = request.match_info().as_str();
    let id = path
        .strip_prefix("/v1/captures/")
        .and_then(|rest| rest.strip_suffix("/frames"));
    request.method() == Method::POST && id.is_some_and(|id| !id.contains('/'))
}

/// The token that a request shows (RFC 6750, section 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Tells what is left.
fn tell(headers: &mut HeaderMap, left: Left) {
    let mut insert = |name, value| headers.insert(HeaderName::from_static(name), value);
    insert("ratelimit-limit", left.limit.into());
    insert("ratelimit-remaining", left.remaining.into());
    insert("ratelimit-reset", left.reset_seconds.into());
    let policy = format!("{};w={}", left.limit, WINDOW.as_secs());
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        insert("ratelimit-policy", policy);
    }
}
