//! Who is enrolled, and erasing them.

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Page, Password, auth};
use crate::access::ErasureError;
use crate::domain::{ErasureReason, OperatorName, Person, PersonId};
use crate::pipeline::{now, people_listed, person_viewed};
use crate::server::caller::Caller;
use crate::server::error::ApiError;
use crate::server::service::Service;
use crate::server::shown::{ConsentShown, PersonShown};

use actix_web::http::StatusCode;

/// Whom to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// At most so many, 1 to 200.
    #[param(default = 50, maximum = 200, minimum = 1)]
    limit: Option<u32>,
    /// Only those who were enrolled after this one: `next` of the page before.
    after: Option<Uuid>,
    /// Only those in whose badge, name or department all these words are.
    #[serde(default)]
    search: String,
}

/// People, in the order of enrolment.
#[derive(Serialize, ToSchema)]
pub struct People {
    people: Vec<PersonShown>,
    /// To be given as `after` for the next page; none on the last.
    next: Option<Uuid>,
    /// Ids of those whose record doesn't open: restore a backup, or erase them
    /// and enrol them anew.
    damaged: Vec<Uuid>,
}

/// Lists people in the order of enrolment; that they were listed is in the
/// audit.
#[utoipa::path(
    get, path = "/v1/people", tag = "people", params(Query),
    responses((status = 200, body = People))
)]
pub async fn list(
    service: web::Data<Service>,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<web::Json<People>, ApiError> {
    let page = Page::of(query.limit)?;
    let listed = service.store.listed_people().await?;
    // Each page: nobody gets round it by asking for what is behind nobody.
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&people_listed(listed.sound.len())).await?;
    let mut people = listed.sound;
    people.retain(|person: &Person| {
        query.after.is_none_or(|after| person.id.0 > after) && person.is_found_by(&query.search)
    });
    let more = page.cut(&mut people);
    let last = people.last().map(|person| person.id.0);
    Ok(web::Json(People {
        people: people.iter().map(PersonShown::from).collect(),
        next: last.filter(|_| more),
        damaged: listed.damaged,
    }))
}

/// A person, and what they agreed to.
#[derive(Serialize, ToSchema)]
pub struct PersonWithConsent {
    #[serde(flatten)]
    person: PersonShown,
    consent: Option<ConsentShown>,
}

/// Shows a person; that they were looked at is in the audit.
#[utoipa::path(
    get, path = "/v1/people/{id}", tag = "people", params(("id" = Uuid, Path)),
    responses((status = 200, body = PersonWithConsent), (status = 404))
)]
pub async fn show(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> Result<web::Json<PersonWithConsent>, ApiError> {
    let id = PersonId(id.into_inner());
    let person = service.store.person(id).await?;
    let person = person.ok_or_else(ApiError::not_found)?;
    let consent = service.store.consent(id).await?;
    let acting = service.store.acting(&caller.0.operator.name);
    acting.note(&person_viewed(id)).await?;
    Ok(web::Json(PersonWithConsent {
        person: (&person).into(),
        consent: consent.as_ref().map(ConsentShown::from),
    }))
}

/// Why somebody is erased, and who agrees.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erasing {
    /// `asked`, `left`, `mistake` or `ordered`.
    #[schema(example = "asked", pattern = "^(asked|left|mistake|ordered)$")]
    reason: String,
    /// The other operator, whatever their role.
    second_operator: Second,
}

/// An operator who agrees.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Second {
    /// Their login name.
    #[schema(value_type = String, example = "grace")]
    name: OperatorName,
    /// Their password.
    #[schema(value_type = String, format = Password)]
    password: Password,
}

/// That somebody was erased.
#[derive(Serialize, ToSchema)]
pub struct Erased {
    /// The id that leads to nobody any more.
    person: Uuid,
    /// How many of their sessions are kept, saying no longer whose they were.
    sessions_anonymised: u64,
    /// The signed receipt (JWT), for whoever was erased.
    receipt: String,
    /// False if another program was reading the database: its log is emptied
    /// when that ends.
    log_emptied: bool,
}

/// Erases a person and all that was kept of their face; two operators agree.
///
/// The first has logged in within the last quarter of an hour.
#[utoipa::path(
    post, path = "/v1/people/{id}/erase", tag = "people", params(("id" = Uuid, Path)),
    request_body = Erasing,
    responses((status = 200, body = Erased), (status = 401), (status = 403), (status = 404))
)]
pub async fn erase(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: web::Json<Erasing>,
) -> Result<web::Json<Erased>, ApiError> {
    if !caller.is_fresh(now()) {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "log_in_again",
            "erasing wants a login of the last quarter of an hour; log in again",
        ));
    }
    let Erasing {
        reason,
        second_operator,
    } = body.into_inner();
    let reason: ErasureReason = reason
        .parse()
        .map_err(|why: String| ApiError::new(StatusCode::BAD_REQUEST, "reason", why))?;
    let _place = service
        .passwords
        .try_acquire()
        .map_err(|_| auth::too_busy())?;
    let second = service
        .operators
        .sign_in(&second_operator.name, &second_operator.password.0, now())
        .await?;
    let erasures = service.tokens.erasures();
    let both = (&caller.0.operator, &second);
    let removal = erasures
        .erase(PersonId(id.into_inner()), reason, both)
        .await?;
    Ok(web::Json(Erased {
        person: removal.tombstone.person.0,
        sessions_anonymised: removal.sessions_anonymised,
        receipt: erasures.receipt(&removal.tombstone)?,
        log_emptied: removal.log_emptied,
    }))
}

impl From<ErasureError> for ApiError {
    fn from(error: ErasureError) -> Self {
        match error {
            ErasureError::SameOperator => {
                Self::new(StatusCode::FORBIDDEN, "second_operator", &error)
            }
            ErasureError::NotErased => Self::not_found(),
            ErasureError::Receipt(error) => Self::internal(&error),
            ErasureError::Store(error) => error.into(),
        }
    }
}
