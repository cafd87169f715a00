//! Lets through to an endpoint only whom it takes. Each endpoint is wrapped in
//! this where the router names it: there is no way around.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError, web};

use super::limit::Shown;
use crate::domain::Role;
use crate::pipeline::now;
use crate::server::caller::{Access, Caller};
use crate::server::client;
use crate::server::error::ApiError;
use crate::server::service::Service;

/// Lets through whom `access` takes.
pub async fn authorise(
    access: Access,
    service: web::Data<Service>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let judged = match access {
        Access::Anybody => Ok(()),
        Access::Watchers => watcher(&service, &request),
        Access::Holds(roles) => {
            let caller = operator(&service, &request, roles).await;
            caller.map(|caller| {
                request.extensions_mut().insert(caller);
            })
        }
    };
    match judged {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refused) => Ok(request.into_response(refused.error_response())),
    }
}

/// The operator of the token, if they hold one of the roles now.
async fn operator(
    service: &Service,
    request: &ServiceRequest,
    roles: &[Role],
) -> Result<Caller, ApiError> {
    let shown = request.extensions().get::<Shown>().copied();
    let shown = shown.and_then(|shown| shown.0);
    let access = shown.ok_or_else(ApiError::not_logged_in)?;
    let access = access.map_err(|error| ApiError::from(crate::access::LoginError::from(error)))?;
    let caller = Caller(service.logins.who(access, now()).await?);
    match roles.iter().any(|role| caller.holds(*role)) {
        true => Ok(caller),
        false => Err(ApiError::not_allowed(roles)),
    }
}

/// Whether a request comes from this machine or from where the settings say.
/// What came through a proxy that isn't known as one comes from nobody knows
/// where, though the proxy be on this machine.
fn watcher(service: &Service, request: &ServiceRequest) -> Result<(), ApiError> {
    let settings = &service.settings.service;
    let peer = request.peer_addr().ok_or_else(ApiError::not_found)?.ip();
    let from = client::address(peer, request.headers(), &settings.trusted_proxies);
    let forwarded = client::is_forwarded(request.headers()) && from == peer.to_canonical();
    let listed = settings.metrics_from.iter().any(|net| net.contains(&from));
    match !forwarded && (listed || from.is_loopback()) {
        true => Ok(()),
        false => Err(ApiError::not_found()),
    }
}
