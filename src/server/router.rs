//! Which request goes where, and who may ask for it.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, Route, web};

use super::caller::{ADMINISTRATORS, ANY_OPERATOR, Access, FRONT_DESK, REVIEWERS, STAFF};
use super::endpoints::{
    audit, auth, captures, centre, health, kiosks, metrics, people, sessions, tokens, tolerances,
    well_known,
};
use super::error::ApiError;
use super::middleware;
use super::openapi;
use super::service::Service;
use utoipa::openapi::OpenApi as Description;

/// No JSON body is longer, in bytes; ours have a few hundred.
const MOST_JSON_BYTES: usize = 64 * 1024;

/// An endpoint: its method and path, who may ask for it, and what answers.
pub type Endpoint = (Method, &'static str, Access, fn() -> Route);

/// Every endpoint. None answers anybody who isn't named here.
#[rustfmt::skip]
pub const ENDPOINTS: [Endpoint; 35] = [
    (Method::GET, "/healthz", Access::Anybody, || web::get().to(health::alive)),
    (Method::GET, "/readyz", Access::Anybody, || web::get().to(health::ready)),
    (Method::GET, "/.well-known/jwks.json", Access::Anybody, || web::get().to(well_known::public_keys)),
    (Method::GET, "/metrics", Access::Watchers, || web::get().to(metrics::metrics)),
    (Method::POST, "/v1/auth/login", Access::Anybody, || web::post().to(auth::log_in)),
    (Method::POST, "/v1/auth/refresh", Access::Anybody, || web::post().to(auth::refresh)),
    (Method::POST, "/v1/auth/logout", ANY_OPERATOR, || web::post().to(auth::log_out)),
    (Method::GET, "/v1/auth/me", ANY_OPERATOR, || web::get().to(auth::me)),
    (Method::POST, "/v1/verifications", ANY_OPERATOR, || web::post().to(captures::verify)),
    (Method::POST, "/v1/enrolments", FRONT_DESK, || web::post().to(captures::enrol)),
    (Method::GET, "/v1/captures/{id}", ANY_OPERATOR, || web::get().to(captures::show)),
    (Method::DELETE, "/v1/captures/{id}", ANY_OPERATOR, || web::delete().to(captures::stop)),
    (Method::POST, "/v1/captures/{id}/frames", ANY_OPERATOR, || web::post().to(captures::frames)),
    (Method::GET, "/v1/sessions", REVIEWERS, || web::get().to(sessions::list)),
    (Method::POST, "/v1/sessions/clean", ADMINISTRATORS, || web::post().to(sessions::clean)),
    (Method::GET, "/v1/sessions/{id}", REVIEWERS, || web::get().to(sessions::show)),
    (Method::POST, "/v1/sessions/{id}/mesh", REVIEWERS, || web::post().to(sessions::mesh)),
    (Method::POST, "/v1/sessions/{id}/report", REVIEWERS, || web::post().to(sessions::report)),
    (Method::GET, "/v1/people", STAFF, || web::get().to(people::list)),
    (Method::GET, "/v1/people/{id}", STAFF, || web::get().to(people::show)),
    (Method::POST, "/v1/people/{id}/erase", ADMINISTRATORS, || web::post().to(people::erase)),
    (Method::GET, "/v1/tokens", REVIEWERS, || web::get().to(tokens::list)),
    (Method::POST, "/v1/tokens/introspect", ANY_OPERATOR, || web::post().to(tokens::introspect)),
    (Method::POST, "/v1/tokens/redeem", ANY_OPERATOR, || web::post().to(tokens::redeem)),
    (Method::POST, "/v1/tokens/{id}/revoke", FRONT_DESK, || web::post().to(tokens::revoke)),
    (Method::GET, "/v1/tolerances", ANY_OPERATOR, || web::get().to(tolerances::list)),
    (Method::GET, "/v1/tolerances/{name}", ANY_OPERATOR, || web::get().to(tolerances::show)),
    (Method::PUT, "/v1/tolerances/{name}", ADMINISTRATORS, || web::put().to(tolerances::save)),
    (Method::GET, "/v1/kiosks", ADMINISTRATORS, || web::get().to(kiosks::list)),
    (Method::POST, "/v1/kiosks", ADMINISTRATORS, || web::post().to(kiosks::invite)),
    (Method::POST, "/v1/kiosks/{id}/disable", ADMINISTRATORS, || web::post().to(kiosks::disable)),
    (Method::GET, "/v1/centre/sessions", REVIEWERS, || web::get().to(centre::sessions)),
    (Method::GET, "/v1/sync", STAFF, || web::get().to(kiosks::sync)),
    (Method::GET, "/v1/audit", REVIEWERS, || web::get().to(audit::list)),
    (Method::POST, "/v1/audit/verify", REVIEWERS, || web::post().to(audit::verify)),
];

/// What changes nothing that could be changed twice: a key is of no use there.
const WITHOUT_KEY: [(Method, &str); 8] = [
    (Method::POST, "/v1/auth/logout"),
    (Method::DELETE, "/v1/captures/{id}"),
    // It looks at its key itself, beside the capture in memory.
    (Method::POST, "/v1/captures/{id}/frames"),
    (Method::POST, "/v1/sessions/{id}/mesh"),
    (Method::POST, "/v1/sessions/{id}/report"),
    // Its body holds a password, of which nothing quick is kept; whoever is
    // erased isn't there a second time.
    (Method::POST, "/v1/people/{id}/erase"),
    (Method::POST, "/v1/tokens/introspect"),
    (Method::POST, "/v1/audit/verify"),
];

/// Whether a request to an endpoint is done once for all that bear one
/// `Idempotency-Key`.
pub fn takes_key((method, path, access, _): &Endpoint) -> bool {
    let writes = *method != Method::GET && matches!(access, Access::Holds(_));
    writes && !WITHOUT_KEY.contains(&(method.clone(), path))
}

/// The whole service: what is wrapped last is outermost.
pub fn app(
    service: web::Data<Service>,
    description: Description,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let json = web::JsonConfig::default()
        .limit(MOST_JSON_BYTES)
        .error_handler(|error, _| ApiError::from(&error).into());
    let form = web::FormConfig::default()
        .limit(MOST_JSON_BYTES)
        .error_handler(|error, _| ApiError::from(&error).into());
    let query = web::QueryConfig::default()
        .error_handler(|error, _| ApiError::in_request("query", &error).into());
    // A path that isn't an id leads to nothing, as an unknown one.
    let path = web::PathConfig::default().error_handler(|_, _| ApiError::not_found().into());
    App::new()
        .app_data(service)
        .app_data(json)
        .app_data(form)
        .app_data(query)
        .app_data(path)
        .app_data(web::PayloadConfig::new(MOST_JSON_BYTES))
        .configure(routes)
        .service(web::redirect("/docs", "/docs/"))
        .service(openapi::swagger_ui(description))
        .wrap(from_fn(middleware::limit))
        .wrap(from_fn(middleware::deadline))
        .wrap(from_fn(middleware::cors))
        .wrap(from_fn(middleware::outermost))
}

/// Puts every endpoint behind the look at who asks.
fn routes(config: &mut web::ServiceConfig) {
    let mut paths: Vec<&str> = ENDPOINTS.iter().map(|(_, path, ..)| *path).collect();
    paths.dedup();
    // A path without an id is found by comparing; those with one, by trying each
    // pattern in turn, which costs what is before it.
    paths.sort_by_key(|path| path.contains('{'));
    for path in paths {
        let there = ENDPOINTS.iter().filter(|(_, own, ..)| *own == path);
        let resource = there.fold(web::resource(path), |resource, endpoint| {
            resource.route(behind(endpoint))
        });
        config.service(resource);
    }
}

fn behind(endpoint: &Endpoint) -> Route {
    let (access, route) = (endpoint.2, endpoint.3());
    let route = match takes_key(endpoint) {
        true => route.wrap(from_fn(middleware::once)),
        false => route,
    };
    route.wrap(from_fn(
        move |service: web::Data<Service>, request: ServiceRequest, next: Next<BoxBody>| {
            middleware::authorise(access, service, request, next)
        },
    ))
}

/// The program's own text of a route's pattern, for labels and the log.
pub fn known(pattern: Option<&str>) -> &'static str {
    let own = ENDPOINTS.iter().map(|(_, path, ..)| *path);
    let mut paths = own.chain([openapi::DESCRIPTION, openapi::SHOWN]);
    paths
        .find(|path| Some(*path) == pattern)
        .unwrap_or("unknown")
}
