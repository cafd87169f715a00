//! A request's id: what its caller calls it, or one of ours.

use actix_web::http::header::HeaderMap;
use uuid::Uuid;

/// The header that it comes and goes in.
pub const NAME: &str = "x-request-id";
/// No caller's id is longer, in bytes (ours).
const MOST_BYTES: usize = 64;

/// The caller's id if it can stand in a log as it is, else a new one.
pub fn of(headers: &HeaderMap) -> String {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let given = headers.get(NAME).and_then(|value| value.to_str().ok());
    given
        .filter(|id| (1..=MOST_BYTES).contains(&id.len()) && id.chars().all(good))
        .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    #[test]
    fn what_could_forge_a_line_of_the_log_is_replaced() {
        let of_text = |text: &str| {
            let mut headers = HeaderMap::new();
            let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
            headers.insert(HeaderName::from_static(NAME), value);
            of(&headers)
        };
        assert_eq!(of_text("door-7.a_B"), "door-7.a_B");
        for wrong in ["", "a b", "a\tstatus=200", "é", &"x".repeat(65)] {
            assert_ne!(of_text(wrong), wrong);
        }
        assert_ne!(of(&HeaderMap::new()), of(&HeaderMap::new()));
    }
}
