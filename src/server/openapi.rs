//! What the service offers, as OpenAPI says it; Swagger UI shows it at `/docs`
//! without anything from elsewhere.

use actix_web::http::Method;
use serde_json::json;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{OpenApi as Description, Ref, RefOr, ResponseBuilder};
use utoipa::{OpenApi, ToSchema};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::flow::profiles;

use super::caller::Access;
use super::endpoints::{
    audit, auth, captures, centre, health, kiosks, metrics, people, sessions, tokens, tolerances,
    well_known,
};
use super::error::PROBLEM_JSON;
use super::router::{ENDPOINTS, takes_key};

/// Where the description is.
pub const DESCRIPTION: &str = "/openapi.json";
/// Where it is shown.
pub const SHOWN: &str = "/docs/{_:.*}";
/// How access tokens are called in it.
const BEARER: &str = "access_token";

/// What went wrong (RFC 9457).
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what `ApiError` sends")]
struct Problem {
    /// Always `about:blank`: `code` says more.
    r#type: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// A word for programs.
    #[schema(example = "not_found")]
    code: String,
    /// What happened.
    detail: String,
    /// What to do about it.
    fix: Option<String>,
    /// The request's id, as in the service's log.
    request_id: String,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Secure Biometric",
        description = "The service of a face enrolment and verification kiosk. Log in, press Authorize, and paste the access token."
    ),
    paths(
        health::alive,
        health::ready,
        well_known::public_keys,
        metrics::metrics,
        auth::log_in,
        auth::refresh,
        auth::log_out,
        auth::me,
        captures::verify,
        captures::enrol,
        captures::show,
        captures::frames,
        captures::stop,
        sessions::list,
        sessions::clean,
        sessions::show,
        sessions::mesh,
        sessions::report,
        people::list,
        people::show,
        people::erase,
        tokens::list,
        tokens::introspect,
        tokens::redeem,
        tokens::revoke,
        tolerances::list,
        tolerances::show,
        tolerances::save,
        kiosks::list,
        kiosks::invite,
        kiosks::disable,
        centre::sessions,
        kiosks::sync,
        audit::list,
        audit::verify,
    ),
    components(schemas(Problem))
)]
struct Api;

/// The description, with who may ask for what.
#[must_use]
pub fn description() -> Description {
    let mut api = Api::openapi();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    let components = api.components.get_or_insert_default();
    components
        .security_schemes
        .insert(BEARER.to_owned(), RefOr::T(SecurityScheme::Http(bearer)));
    if let Some(RefOr::T(Schema::Object(saving))) = components.schemas.get_mut("Saving") {
        let balanced = profiles::built_in("balanced");
        let reason = "the light at the entrance was changed";
        saving.example = Some(json!({ "reason": reason, "tolerance": balanced }));
    }
    for endpoint in &ENDPOINTS {
        let (method, path, access, _) = endpoint;
        let Some(item) = api.paths.paths.get_mut(*path) else {
            continue;
        };
        let operation = match *method {
            Method::GET => item.get.as_mut(),
            Method::POST => item.post.as_mut(),
            Method::PUT => item.put.as_mut(),
            Method::DELETE => item.delete.as_mut(),
            _ => None,
        };
        let Some(operation) = operation else {
            continue;
        };
        let problem = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        // A function's name is one of its group alone.
        let group = operation.tags.as_ref().and_then(|tags| tags.first());
        let named = group.zip(operation.operation_id.as_ref());
        operation.operation_id = named.map(|(group, name)| format!("{group}_{name}"));
        if takes_key(endpoint) {
            operation
                .parameters
                .get_or_insert_default()
                .push(RefOr::T(idempotency_key()));
        }
        let wrong = ResponseBuilder::new()
            .description("A problem as RFC 9457 says")
            .content(PROBLEM_JSON, problem)
            .build();
        let responses = &mut operation.responses.responses;
        responses.insert("default".to_owned(), RefOr::T(wrong));
        let who = match access {
            Access::Anybody => "Anybody may ask.".to_owned(),
            Access::Watchers => "This machine may ask, and who is named.".to_owned(),
            Access::Holds(roles) => {
                let needed = SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, []);
                operation.security = Some(vec![needed]);
                let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
                format!(
                    "For the role {}; administrators hold each.",
                    names.join(" or ")
                )
            }
        };
        let said = operation.description.take().unwrap_or_default();
        operation.description = Some(format!("{said}\n\n{who}").trim().to_owned());
    }
    api
}

/// The header that has a write done once.
fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some(
            "Names this write: who hears nothing sends it again with the same key and gets the \
             first one's answer. 409 while that isn't known, 422 where another request had the key.",
        ))
        .schema(Some(text))
        .build()
}

/// What shows it.
pub fn swagger_ui(description: Description) -> SwaggerUi {
    let config = Config::from(DESCRIPTION)
        .try_it_out_enabled(true)
        .display_request_duration(true)
        // Elsewhere nobody is asked whether the description is valid.
        .validator_url("none");
    SwaggerUi::new(SHOWN)
        .url(DESCRIPTION, description)
        .config(config)
}
