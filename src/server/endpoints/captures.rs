//! Verifying and enrolling with frames that are sent: begin, send frames, do
//! what is asked, until it has ended.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, web};
use serde::Deserialize;
use unic_langid::LanguageIdentifier;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::camera::{FRAME_RATES, Upload};
use crate::domain::{
    Badge, Consent, Contact, Department, EmailAddress, PersonName, Role, SessionId,
};
use crate::pipeline::{EnrolRequest, VerifyRequest, now};
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::middleware::key_of;
use crate::server::service::Service;
use crate::server::uploads::{Capture, CaptureShown, Once, Wanted};

/// Largest upload, in bytes.
pub const MOST_UPLOAD_BYTES: usize = 8 << 20;
/// Frames a second of who doesn't say.
const USUAL_RATE: u32 = 30;

/// Who wants to verify.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verifying {
    /// The badge claimed.
    #[schema(value_type = String, example = "10427", pattern = "^[A-Za-z0-9._-]{1,32}$")]
    badge: Badge,
    /// How many frames a second will be sent, 10 to 60.
    #[schema(example = 30, minimum = 10, maximum = 60)]
    frames_per_second: Option<u32>,
}

/// Who is to be enrolled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolling {
    /// Their badge.
    #[schema(value_type = String, example = "10427", pattern = "^[A-Za-z0-9._-]{1,32}$")]
    badge: Badge,
    /// Their name.
    #[schema(value_type = String, example = "Grace Hopper", min_length = 1, max_length = 100)]
    name: PersonName,
    /// Their e-mail address.
    #[schema(value_type = Option<String>, example = "grace@example.org")]
    email: Option<EmailAddress>,
    /// Their department.
    #[schema(value_type = Option<String>, example = "Engineering")]
    department: Option<Department>,
    /// Version of the notice that they have read and agreed to.
    #[schema(example = "2026-12-3", min_length = 1, max_length = 64)]
    consent_version: String,
    /// Language of that notice (BCP 47).
    #[schema(example = "en")]
    consent_language: Option<String>,
    /// How many frames a second will be sent, 10 to 60.
    #[schema(example = 30, minimum = 10, maximum = 60)]
    frames_per_second: Option<u32>,
}

/// Begins a verification of somebody who claims a badge.
///
/// Send frames to `/v1/captures/{id}/frames` until it has ended, each time
/// having the person do what the answer asks for.
#[utoipa::path(
    post, path = "/v1/verifications", tag = "captures", request_body = Verifying,
    responses((status = 200, body = CaptureShown), (status = 503))
)]
pub async fn verify(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<Verifying>,
) -> Result<web::Json<CaptureShown>, ApiError> {
    let body = body.into_inner();
    let rate = rate(body.frames_per_second)?;
    let wanted = Wanted::Verification(VerifyRequest::of(Some(body.badge)));
    let begun = service.uploads()?.begin(wanted, rate, caller.0.operator_id);
    shown(begun.await, &caller)
}

/// Begins an enrolment.
///
/// It goes on as a verification does; nothing is kept before it has ended well.
#[utoipa::path(
    post, path = "/v1/enrolments", tag = "captures", request_body = Enrolling,
    responses((status = 200, body = CaptureShown), (status = 409), (status = 503))
)]
pub async fn enrol(
    service: web::Data<Service>,
    caller: Caller,
    body: web::Json<Enrolling>,
) -> Result<web::Json<CaptureShown>, ApiError> {
    let body = body.into_inner();
    let rate = rate(body.frames_per_second)?;
    let language = language(body.consent_language.as_deref().unwrap_or("en"))?;
    let request = EnrolRequest {
        badge: body.badge,
        name: body.name,
        contact: Contact {
            email: body.email,
            department: body.department,
        },
        consent: Consent {
            notice_version: notice_version(&body.consent_version)?,
            language,
            given_at: now(),
            signature: None,
        },
        operator: caller.0.operator.name.clone(),
        allowed: None,
    };
    let wanted = Wanted::Enrolment(request);
    let begun = service.uploads()?.begin(wanted, rate, caller.0.operator_id);
    shown(begun.await, &caller)
}

/// A file of JPEG pictures.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Pictures(#[expect(dead_code, reason = "it describes a body")] Vec<u8>);

/// Sends the next frames: one JPEG picture, or several one behind the other,
/// and answers what is to be done next, or how it ended.
///
/// At most 30 pictures and 8 MB at once, each at most 1920x1080. Of 503 nothing
/// was looked at: send the same again. Who hears nothing and sends the same
/// with the same Idempotency-Key has them looked at once.
#[utoipa::path(
    post, path = "/v1/captures/{id}/frames", tag = "captures",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body(
        content((Pictures = "image/jpeg"), (Pictures = "video/x-motion-jpeg")),
        description = "One picture, or several one behind the other"
    ),
    responses((status = 200, body = CaptureShown), (status = 404), (status = 413),
        (status = 415), (status = 422), (status = 503))
)]
pub async fn frames(
    service: web::Data<Service>,
    caller: Caller,
    request: HttpRequest,
    id: web::Path<Uuid>,
    body: web::Payload,
) -> Result<web::Json<CaptureShown>, ApiError> {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !matches!(kind, "image/jpeg" | "video/x-motion-jpeg") {
        return Err(ApiError::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
            .fix("send image/jpeg or video/x-motion-jpeg"));
    }
    let key = key_of(request.headers())?;
    let uploads = service.uploads()?;
    let id = SessionId(id.into_inner());
    // Nobody's bytes are taken for a capture that isn't theirs.
    let place = uploads.place(id, caller.0.operator_id)?;
    let bytes = match body.to_bytes_limited(MOST_UPLOAD_BYTES).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(ApiError::of_status(StatusCode::BAD_REQUEST)),
        Err(_) => return Err(ApiError::of_status(StatusCode::PAYLOAD_TOO_LARGE)),
    };
    let once = key.map(|key| Once::of(key, &bytes));
    let upload = Upload::parse(bytes.to_vec())?;
    let seen = uploads.frames(id, (upload, once), place, caller.0.operator_id);
    shown(seen.await, &caller)
}

/// Says how a capture is, or how it ended.
#[utoipa::path(
    get, path = "/v1/captures/{id}", tag = "captures", params(("id" = Uuid, Path)),
    responses((status = 200, body = CaptureShown), (status = 404))
)]
pub async fn show(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> Result<web::Json<CaptureShown>, ApiError> {
    let id = SessionId(id.into_inner());
    shown(
        service.uploads()?.look(id, caller.0.operator_id).await,
        &caller,
    )
}

/// Gives a capture up.
#[utoipa::path(
    delete, path = "/v1/captures/{id}", tag = "captures", params(("id" = Uuid, Path)),
    responses((status = 200, body = CaptureShown), (status = 404))
)]
pub async fn stop(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> Result<web::Json<CaptureShown>, ApiError> {
    let id = SessionId(id.into_inner());
    shown(
        service.uploads()?.stop(id, caller.0.operator_id).await,
        &caller,
    )
}

fn shown(
    capture: Result<Capture, ApiError>,
    caller: &Caller,
) -> Result<web::Json<CaptureShown>, ApiError> {
    capture.map(|capture| web::Json(capture.shown(caller.holds(Role::Reviewer))))
}

fn rate(wanted: Option<u32>) -> Result<u32, ApiError> {
    let rate = wanted.unwrap_or(USUAL_RATE);
    match FRAME_RATES.contains(&rate) {
        true => Ok(rate),
        false => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "frames_per_second",
            "10 to 60 frames a second can be used",
        )),
    }
}

fn notice_version(text: &str) -> Result<String, ApiError> {
    crate::pipeline::notice_version(text).ok_or_else(|| {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "consent_version",
            "a notice's version is 1 to 64 characters on one line",
        )
    })
}

fn language(text: &str) -> Result<String, ApiError> {
    let parsed: Result<LanguageIdentifier, _> = text.parse();
    parsed.map(|language| language.to_string()).map_err(|_| {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "consent_language",
            "a language is a tag like 'en' or 'de-AT'",
        )
    })
}
