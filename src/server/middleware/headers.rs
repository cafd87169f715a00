//! What browsers are told about every answer.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Headers of every answer that has none of its own of that name.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];
/// What the page of Swagger UI may load: its own files. It writes styles into
/// the page.
const FOR_DOCS: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'none'";
/// Said where TLS is done here: half a year of nothing else.
const ONLY_TLS: &str = "max-age=15552000";

/// Adds what every answer bears.
pub fn add(headers: &mut HeaderMap, secure: bool, docs: bool) {
    if docs {
        let value = HeaderValue::from_static(FOR_DOCS);
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    for (name, value) in ALWAYS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if secure {
        let value = HeaderValue::from_static(ONLY_TLS);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
}
