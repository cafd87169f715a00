//! A request has so long to arrive and be answered; then it is dropped, and
//! what it had begun to write is rolled back.

use std::time::Duration;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;

use crate::server::error::ApiError;

/// How long (ours): a password waits for others to be hashed, and an upload of
/// a few megabytes comes over a bad line.
const PATIENCE: Duration = Duration::from_secs(30);

/// Gives up on what takes too long.
pub async fn deadline<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    match actix_web::rt::time::timeout(PATIENCE, next.call(request)).await {
        Ok(answered) => answered,
        Err(_) => Err(ApiError::of_status(StatusCode::REQUEST_TIMEOUT).into()),
    }
}
