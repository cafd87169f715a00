//! A person who is enrolled.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::{Consent, Person, Signature};
use crate::pipeline::rfc3339;

/// A person as staff sees them.
#[derive(Serialize, ToSchema)]
pub struct PersonShown {
    /// Identifies them.
    pub id: Uuid,
    /// Their badge.
    #[schema(example = "10427")]
    badge: String,
    /// Their name.
    #[schema(example = "Grace Hopper")]
    name: String,
    /// `active`, `held` or `disabled`.
    #[schema(example = "active")]
    state: &'static str,
    /// Whether too many failures switched them off, and no administrator.
    locked_out: bool,
    /// Their e-mail address.
    email: Option<String>,
    /// Their department.
    department: Option<String>,
    /// How many looks are kept.
    looks: usize,
    /// Whom they look like, if they are held for that.
    looks_like: Option<Uuid>,
    /// RFC 3339.
    enrolled_at: String,
    /// Counts changes.
    version: u32,
}

/// What a person agreed to.
#[derive(Serialize, ToSchema)]
pub struct ConsentShown {
    /// Version of the notice.
    notice_version: String,
    /// Its language.
    language: String,
    /// RFC 3339.
    given_at: String,
    /// How it was signed, if it was.
    signed: Option<&'static str>,
}

impl From<&Person> for PersonShown {
    fn from(person: &Person) -> Self {
        let contact = &person.contact;
        Self {
            id: person.id.0,
            badge: person.badge.as_str().to_owned(),
            name: person.name.as_str().to_owned(),
            state: person.state.as_str(),
            locked_out: person.locked_out,
            email: contact.email.as_ref().map(|text| text.as_str().to_owned()),
            department: contact
                .department
                .as_ref()
                .map(|text| text.as_str().to_owned()),
            looks: person.looks(),
            looks_like: person.held_for.map(|id| id.0),
            enrolled_at: rfc3339(person.enrolled_at),
            version: person.version,
        }
    }
}

impl From<&Consent> for ConsentShown {
    fn from(consent: &Consent) -> Self {
        Self {
            notice_version: consent.notice_version.clone(),
            language: consent.language.clone(),
            given_at: rfc3339(consent.given_at),
            signed: consent.signature.as_ref().map(Signature::how),
        }
    }
}
