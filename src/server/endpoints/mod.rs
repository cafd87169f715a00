//! The endpoints: one file a group.

pub mod audit;
pub mod auth;
pub mod captures;
pub mod centre;
pub mod health;
pub mod kiosks;
pub mod metrics;
pub mod people;
pub mod sessions;
pub mod tokens;
pub mod tolerances;
pub mod well_known;

use actix_web::http::StatusCode;
use serde::{Deserialize, Deserializer};

use super::error::ApiError;
use crate::domain::{Secret, Timestamp};
use crate::pipeline::from_rfc3339;

/// Rows of a page without a wish.
const USUAL_ROWS: u32 = 50;
/// Most rows of a page.
const MOST_ROWS: u32 = 200;

/// A password or another secret in a request's body.
pub struct Password(pub Secret<String>);

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(Secret::new(text)))
    }
}

/// How many rows a page has.
#[derive(Clone, Copy)]
struct Page(u32);

impl Page {
    fn of(limit: Option<u32>) -> Result<Self, ApiError> {
        let limit = limit.unwrap_or(USUAL_ROWS);
        match (1..=MOST_ROWS).contains(&limit) {
            true => Ok(Self(limit)),
            false => Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "limit",
                format!("a page has 1 to {MOST_ROWS} rows"),
            )),
        }
    }

    fn limit(self) -> u32 {
        self.0
    }

    /// To see whether there is another page.
    fn and_one_more(self) -> u32 {
        self.0.saturating_add(1)
    }

    /// Cuts rows to the page, and says whether there were more.
    fn cut<T>(self, rows: &mut Vec<T>) -> bool {
        let most = usize::try_from(self.0).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        more
    }
}

/// A time of a query.
fn moment(name: &'static str, text: Option<&str>) -> Result<Option<Timestamp>, ApiError> {
    let Some(text) = text else {
        return Ok(None);
    };
    let time = from_rfc3339(text).ok_or_else(|| {
        let why = format!("'{name}' is no time; write it like 2026-11-25T08:00:00Z");
        ApiError::new(StatusCode::BAD_REQUEST, "time", why)
    })?;
    Ok(Some(time))
}
