//! The one shape of everything that goes wrong (RFC 9457), with what to do
//! beside what happened. Texts name no person, badge or operator.

use actix_web::error::{JsonPayloadError, UrlencodedError};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use thiserror::Error;

use crate::store::StoreError;

/// The media type of problems.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request wasn't answered as asked.
#[derive(Clone, Debug, Error)]
#[error("{code}: {detail}")]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    fix: String,
    retry_after_seconds: Option<u64>,
}

/// It as it is sent.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    fix: &'a str,
    request_id: &'a str,
}

impl ApiError {
    /// An error with a word for programs and a sentence for people.
    pub fn new(status: StatusCode, code: &'static str, detail: impl ToString) -> Self {
        let text = detail.to_string();
        // The program's errors say what happened; what to do.
        let (detail, fix) = text.split_once("; ").unwrap_or((&text, ""));
        Self {
            status,
            code,
            detail: detail.to_owned(),
            fix: fix.to_owned(),
            retry_after_seconds: None,
        }
    }

    /// What the request asked for isn't there, or not for who asks: nobody can
    /// tell the one from the other.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "there is nothing of that name here",
        )
    }

    /// A part of the request can't be used. What is wrong is told to who sent
    /// it, and never logged.
    pub fn in_request(part: &'static str, why: &dyn std::error::Error) -> Self {
        let detail = format!("the request's {part} can't be used ({why})");
        Self {
            detail,
            ..Self::of_status(StatusCode::BAD_REQUEST)
        }
    }

    /// Something in here failed; what is in the log alone.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "the service failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the service could not do this; its log says why beside the request's id",
        )
    }

    /// The error of a status alone, where nothing more is known.
    pub fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::BAD_REQUEST => ("bad_request", "the request can't be understood"),
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => (
                "method_not_allowed",
                "this can't be done here; the header Allow says what can",
            ),
            StatusCode::REQUEST_TIMEOUT => (
                "request_timeout",
                "the request took too long to arrive or to answer; send it again",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "too_large",
                "the request's body is larger than is taken here; send less",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "media_type",
                "the request's body is of another kind than is taken here; name its Content-Type",
            ),
            status if status.is_client_error() => ("refused", "the request is refused"),
            _ => (
                "internal",
                "the service could not do this; its log says why beside the request's id",
            ),
        };
        Self::new(status, code, detail)
    }

    /// The same with what to do said apart.
    #[must_use]
    pub fn fix(mut self, fix: &str) -> Self {
        fix.clone_into(&mut self.fix);
        self
    }

    /// The same, to be tried again after so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds.max(1));
        self
    }

    /// Its response for the request of this id.
    pub fn response(&self, request_id: &str) -> HttpResponse {
        let body = Body {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            code: self.code,
            detail: &self.detail,
            fix: &self.fix,
            request_id,
        };
        let mut response = HttpResponse::build(self.status);
        if let Some(seconds) = self.retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        response
            .content_type(PROBLEM_JSON)
            .body(serde_json::to_string(&body).unwrap_or_default())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Without the request's id, which the outermost layer puts in.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<&JsonPayloadError> for ApiError {
    fn from(error: &JsonPayloadError) -> Self {
        match error {
            JsonPayloadError::OverflowKnownLength { .. } | JsonPayloadError::Overflow { .. } => {
                Self::of_status(StatusCode::PAYLOAD_TOO_LARGE)
            }
            JsonPayloadError::ContentType => {
                Self::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE).fix("send application/json")
            }
            JsonPayloadError::Deserialize(why) => Self::in_request("body", why),
            other => Self::in_request("body", other),
        }
    }
}

impl From<&UrlencodedError> for ApiError {
    fn from(error: &UrlencodedError) -> Self {
        match error {
            UrlencodedError::Overflow { .. } => Self::of_status(StatusCode::PAYLOAD_TOO_LARGE),
            UrlencodedError::ContentType => Self::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
                .fix("send application/x-www-form-urlencoded"),
            other => Self::in_request("body", other),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let (status, code) = match &error {
            StoreError::NoSuchPerson | StoreError::NoSuchOperator => {
                (StatusCode::NOT_FOUND, "not_found")
            }
            StoreError::BadgeTaken => (StatusCode::CONFLICT, "badge_taken"),
            StoreError::PersonChanged => (StatusCode::CONFLICT, "person_changed"),
            StoreError::ToleranceVersionTaken { .. } => (StatusCode::CONFLICT, "version_taken"),
            StoreError::Busy => {
                let error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", &error);
                return error.retry_after(1);
            }
            StoreError::Full => (StatusCode::INSUFFICIENT_STORAGE, "disk_full"),
            _ => return Self::internal(&error),
        };
        Self::new(status, code, &error)
    }
}
