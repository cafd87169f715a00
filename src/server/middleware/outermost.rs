//! The outermost layer: names the request, gives errors their shape and every
//! answer its headers, and writes the one line of the log. No name, address,
//! path or query is in it: only the route's pattern.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};

use super::{headers, request_id};
use crate::server::error::{ApiError, PROBLEM_JSON};
use crate::server::service::Service;
use crate::server::{openapi, router};

/// What is known of a request before it is answered.
struct Seen {
    begun: Instant,
    id: String,
    method: &'static str,
    secure: bool,
}

/// Answers, and does all that is done for every answer.
pub async fn outermost(
    service: web::Data<Service>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let seen = Seen {
        begun: Instant::now(),
        id: request_id::of(request.headers()),
        method: word(request.method()),
        secure: service.settings.service.tls_cert.is_some(),
    };
    match next.call(request).await {
        Ok(answered) => {
            let route = answered.request().match_pattern();
            let answered = answered.map_into_boxed_body();
            let (request, response) = answered.into_parts();
            let response = seen.finish(&service, response, route.as_deref());
            Ok(ServiceResponse::new(request, response))
        }
        // The request is gone, and with it where it went.
        Err(error) => {
            let response = seen.finish(&service, error.error_response(), None);
            Err(InternalError::from_response(error, response).into())
        }
    }
}

impl Seen {
    fn finish(
        &self,
        service: &Service,
        response: HttpResponse,
        route: Option<&str>,
    ) -> HttpResponse {
        let route = router::known(route);
        let mut response = self.shaped(response);
        let docs = route == openapi::SHOWN;
        headers::add(response.headers_mut(), self.secure, docs);
        if let Ok(id) = HeaderValue::from_str(&self.id) {
            let name = HeaderName::from_static(request_id::NAME);
            response.headers_mut().insert(name, id);
        }
        let (status, took) = (response.status().as_u16(), self.begun.elapsed());
        service.metrics.answered(self.method, route, status, took);
        tracing::info!(
            id = %self.id,
            method = self.method,
            route,
            status,
            millis = took.as_secs_f64() * 1000.0,
            "request"
        );
        response
    }

    /// The same, as a problem if it is an error that isn't one yet: what the
    /// framework says by itself may quote the request.
    fn shaped(&self, response: HttpResponse) -> HttpResponse {
        let status = response.status();
        let told = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == PROBLEM_JSON);
        if !(status.is_client_error() || status.is_server_error()) || told {
            return response;
        }
        let error = response.extensions().get::<ApiError>().cloned();
        let error = error.unwrap_or_else(|| ApiError::of_status(status));
        let mut shaped = error.response(&self.id);
        for (name, value) in response.headers() {
            if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
                shaped.headers_mut().insert(name.clone(), value.clone());
            }
        }
        shaped
    }
}

/// A method in a word of the program's.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
