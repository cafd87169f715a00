//! Requests that somebody else's program makes up out of the description get
//! answers that it names, and no others.

use std::process::Command;
use std::time::{Duration, Instant};

use secure_biometric::resources::Resources;

use crate::service::Service;
use crate::support::{ADMINISTRATOR, skip};

/// Without an engine and a centre some things aren't there, and said so.
const SETTINGS: &str =
    "[checks.not_a_server_error]\nexpected-statuses = [\"2xx\", \"3xx\", \"4xx\", \"503\"]\n";
/// What is looked at of each answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_schema_conformance,negative_data_rejection,unsupported_method,ignored_auth";
/// Requests made up for each endpoint beside those for each of its fields.
const MOST_EXAMPLES: &str = "3";
const PATIENCE: Duration = Duration::from_secs(100);

#[test]
fn requests_that_are_made_up_get_only_answers_that_are_described() {
    let program = Resources::find().unwrap().venv().join("bin/schemathesis");
    if !program.exists() {
        return skip("schemathesis is missing; run `make setup`");
    }
    let service = Service::alone(&["--requests-a-minute", "1000000"]);
    let (token, _) = service.log_in(ADMINISTRATOR);
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    std::fs::write(&settings, SETTINGS).unwrap();
    let begun = Instant::now();
    let answer = Command::new(program)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder.path())
        .env("PYTHONIOENCODING", "utf-8")
        .current_dir(folder.path())
        .arg("--config-file")
        .arg(&settings)
        .arg("run")
        .arg(format!("http://{}/openapi.json", service.address))
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .args(["--checks", CHECKS, "--max-examples", MOST_EXAMPLES])
        .args(["--phases", "examples,coverage,fuzzing", "--seed", "1"])
        // It would end its own login.
        .args(["--exclude-operation-id", "auth_log_out"])
        .args(["--no-shrink", "--warnings", "off"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&answer.stdout);
    let wrong = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{said}{wrong}");
    // It asked, and as who may.
    let counted = said.lines().find(|line| line.contains(" generated, "));
    let made: u32 = counted
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_else(|| panic!("{said}"));
    assert!(made > 300, "{said}");
    service.get_as(&token, "/v1/auth/me").expect(200);
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    let (code, log) = service.end();
    assert_eq!(code, Some(0), "{log}");
}
