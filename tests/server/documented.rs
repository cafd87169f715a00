//! What the service says it offers: every endpoint, and nothing that isn't
//! there; shown without anything from elsewhere.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::service::Service;
use crate::support::ADMINISTRATOR;

const NOTHING: &str = "00000000-0000-7000-8000-000000000000";

/// A value that the description gives as an example, or one of its type.
fn example(api: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return example(api, &api["components"]["schemas"][name]);
    }
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[0].clone(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("object") => {
            let fields = schema["properties"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            let needed = schema["required"].as_array().cloned().unwrap_or_default();
            let wanted = fields
                .iter()
                .filter(|(name, of)| needed.contains(&json!(name)) || of.get("example").is_some());
            wanted
                .map(|(name, of)| (name.clone(), example(api, of)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
        Some("string") => json!("example"),
        Some("integer") => json!(1),
        Some("boolean") => json!(false),
        _ => Value::Null,
    }
}

#[test]
fn every_example_of_the_description_is_understood() {
    let service = Service::alone(&["--requests-a-minute", "1000"]);
    let api = service.get("/openapi.json").expect(200);
    assert!(api["openapi"].as_str().unwrap().starts_with("3."));
    let (mut tried, mut named) = (BTreeSet::new(), BTreeSet::new());
    let mut token = service.log_in(ADMINISTRATOR).0;
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method = method.to_uppercase();
            let content = operation["requestBody"]["content"].as_object();
            let (kind, schema) = content
                .and_then(|content| content.iter().next())
                .map_or(("application/json", &Value::Null), |(kind, of)| {
                    (kind, &of["schema"])
                });
            let body = example(&api, schema);
            let body = match kind {
                "application/x-www-form-urlencoded" => "token=example".to_owned(),
                "image/jpeg" => String::new(),
                _ => body.to_string(),
            };
            let bearer = format!("Bearer {token}");
            let mut headers = vec![("Content-Type", kind)];
            if operation.get("security").is_some() {
                headers.push(("Authorization", &bearer));
            }
            let asked = path.replace("{id}", NOTHING).replace("{name}", "balanced");
            let reply = service.ask(&method, &asked, &headers, body.as_bytes());
            // Understood: what is missing is only what it is about.
            let fine = reply.status < 400 || matches!(reply.status, 401 | 404 | 422 | 503);
            assert!(
                fine,
                "{method} {path} {body}: {} {:?}",
                reply.status,
                reply.json()
            );
            if reply.status >= 400 {
                assert_eq!(
                    reply.header("content-type"),
                    Some("application/problem+json")
                );
            }
            assert!(
                operation["responses"].get("default").is_some(),
                "{method} {path}"
            );
            if path == "/v1/auth/logout" {
                token = service.log_in(ADMINISTRATOR).0;
            }
            assert!(named.insert(operation["operationId"].as_str().unwrap().to_owned()));
            tried.insert(format!("{method} {path}"));
        }
    }
    assert_eq!(tried.len(), 35, "{tried:?}");
}

#[test]
fn the_documentation_loads_nothing_from_elsewhere() {
    let service = Service::alone(&[]);
    assert_eq!(service.get("/docs").status, 307);
    let page = service.get("/docs/");
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"),
        "{policy}"
    );
    assert!(
        !text.contains("src=\"http") && !text.contains("href=\"http"),
        "{text}"
    );
    // Every file that it names is there.
    let named = text
        .split(['"'])
        .filter(|word| word.ends_with(".js") || word.ends_with(".css"));
    let named: Vec<&str> = named.collect();
    assert!(named.len() >= 4, "{text}");
    for file in named {
        let file = service.get(&format!("/docs/{}", file.trim_start_matches("./")));
        assert_eq!(file.status, 200);
        assert!(!file.body.is_empty());
    }
    let start = service.get("/docs/swagger-initializer.js");
    let start = String::from_utf8(start.body).unwrap();
    assert!(
        start.contains("/openapi.json") && !start.contains("petstore"),
        "{start}"
    );
}
