//! Writes that are done once, however often they are sent: who names one with
//! an `Idempotency-Key` and hears nothing sends it again, and gets the first
//! one's answer (IETF draft "The Idempotency-Key HTTP Header Field").

use actix_web::body::{self, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, web};
use serde::{Deserialize, Serialize};

use crate::pipeline::now;
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;
use crate::store::{Claimed, Write};

/// The header that names a write.
pub const NAME: &str = "idempotency-key";
/// Says that an answer is that of an earlier one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// No key is longer, in bytes (ours).
const MOST_BYTES: usize = 255;
/// No longer answer is kept, in bytes (ours); those of writes have a few
/// hundred.
const MOST_ANSWER_BYTES: usize = 64 * 1024;

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    kind: Option<String>,
    body: String,
}

/// The key of a request: a string as RFC 8941 writes it, or the same without
/// its quotes.
///
/// # Errors
/// 400 where it is none, or there are several.
pub fn key_of(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut given = headers.get_all(NAME);
    let Some(first) = given.next() else {
        return Ok(None);
    };
    let text = first.to_str().unwrap_or_default().trim();
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let key = inner.unwrap_or(text);
    let plain = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
    let good = (1..=MOST_BYTES).contains(&key.len()) && key.chars().all(plain);
    match good && given.next().is_none() {
        true => Ok(Some(key.to_owned())),
        false => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "idempotency_key",
            "this is no Idempotency-Key; send one, in quotes, of 1 to 255 letters, digits and marks",
        )),
    }
}

/// Does a write that is named once; others as they come.
pub async fn once(
    service: web::Data<Service>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let key = match key_of(request.headers()) {
        Ok(Some(key)) => key,
        Ok(None) => return Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refused) => return Ok(request.into_response(refused.error_response())),
    };
    let body = match request.extract::<web::Bytes>().await {
        Ok(body) => body,
        Err(error) => return Ok(request.error_response(error)),
    };
    let begun = begin(&service, &request, &key, &body).await;
    let write = match begun {
        Ok((write, Claimed::Begun)) => write,
        Ok((_, known)) => return Ok(request.into_response(told(known))),
        Err(refused) => return Ok(request.into_response(refused.error_response())),
    };
    request.set_payload(Payload::from(body));
    // It comes to its end though its client has gone: who sends it again wants
    // to know what it came to.
    let done = actix_web::rt::spawn(async move {
        let answered = next.call(request).await?.map_into_boxed_body();
        keep(&service, &write, answered).await
    });
    match done.await {
        Ok(answered) => answered,
        Err(error) => Err(ApiError::internal(&error).into()),
    }
}

async fn begin(
    service: &Service,
    request: &ServiceRequest,
    key: &str,
    body: &[u8],
) -> Result<(Write, Claimed<Kept>), ApiError> {
    let caller = request.extensions().get::<Caller>().cloned();
    let caller = caller.ok_or_else(ApiError::not_logged_in)?;
    let parts = [
        request.method().as_str().as_bytes(),
        request.path().as_bytes(),
        body,
    ];
    let store = &service.store;
    let write = store.write_of(caller.0.operator_id, key, &parts)?;
    let known = store.begin_write(&write, now()).await?;
    Ok((write, known))
}

/// The answer to a write that was begun before.
fn told(known: Claimed<Kept>) -> HttpResponse {
    let conflict = |code, why| ApiError::new(StatusCode::CONFLICT, code, why);
    let refused = match known {
        Claimed::Done(kept) => return kept.response(),
        Claimed::Begun | Claimed::GoingOn => conflict(
            "still_going_on",
            "the first request with this key isn't answered yet; send it again in a moment",
        )
        .retry_after(1),
        Claimed::Forgotten => conflict(
            "answer_not_kept",
            "a request with this key was begun, and what it came to isn't kept; look whether it was done, and take a new key",
        ),
        Claimed::OfAnother => ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "key_of_another",
            "this key was sent with another request; take a new one for each",
        ),
    };
    refused.error_response()
}

impl Kept {
    fn response(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status);
        let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
        response.insert_header((REPLAYED, HeaderValue::from_static("true")));
        if let Some(kind) = self.kind {
            response.content_type(kind);
        }
        response.body(self.body)
    }
}

/// Keeps what a write came to. One that failed did nothing: it may be sent
/// again under the same key.
async fn keep(
    service: &Service,
    write: &Write,
    answered: ServiceResponse<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let (request, response) = answered.into_parts();
    let (head, content) = response.into_parts();
    let content = body::to_bytes(content).await;
    let content = content.map_err(|_| ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR))?;
    let text = std::str::from_utf8(&content).ok();
    let text = text.filter(|text| text.len() <= MOST_ANSWER_BYTES);
    let kept = match (head.status().is_success(), text) {
        (true, Some(text)) => {
            let kind = head.headers().get(CONTENT_TYPE);
            let kept = Kept {
                status: head.status().as_u16(),
                kind: kind.and_then(|kind| kind.to_str().ok()).map(str::to_owned),
                body: text.to_owned(),
            };
            service.store.finish_write(write, &kept).await
        }
        // That it was done is known; what it came to is too long to be kept.
        (true, None) => Ok(()),
        (false, _) => service.store.forget_write(write).await,
    };
    if let Err(error) = kept {
        // It is done all the same, and its client is told.
        tracing::warn!(%error, "what a write came to isn't kept");
    }
    let response = head.set_body(BoxBody::new(content));
    Ok(ServiceResponse::new(request, response))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_one() {
        let of = |texts: &[&str]| {
            let mut headers = HeaderMap::new();
            for text in texts {
                let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
                headers.append(HeaderName::from_static(NAME), value);
            }
            key_of(&headers).map_err(|error| error.error_response().status().as_u16())
        };
        let key = Ok(Some("8e03978e-40d5".to_owned()));
        assert_eq!(of(&["\"8e03978e-40d5\""]), key);
        assert_eq!(of(&["8e03978e-40d5"]), key);
        assert_eq!(of(&[]), Ok(None));
        for wrong in ["", "\"\"", "\"a", "a b", "é", "a\\b", &"x".repeat(256)] {
            assert_eq!(of(&[wrong]), Err(400), "{wrong}");
        }
        assert_eq!(of(&["a", "b"]), Err(400));
    }
}
