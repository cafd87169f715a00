//! TLS: what it is shown by, and what is refused.

use std::process::Command;

use crate::service::Service;
use crate::support::{Site, skip};

/// Makes a certificate of its own, if openssl is here.
fn certificate(site: &Site) -> Option<(String, String)> {
    let [certificate, key] = ["service.crt", "service.key"].map(|name| site.path(name));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ])
        .args(["-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output();
    let Ok(made) = made else {
        skip("openssl is missing");
        return None;
    };
    assert!(made.status.success(), "{made:?}");
    let text = |path: std::path::PathBuf| path.to_str().unwrap().to_owned();
    Some((text(certificate), text(key)))
}

#[test]
fn over_tls_it_is_known_by_its_certificate() {
    let site = Site::with_operators();
    let Some((certificate, key)) = certificate(&site) else {
        return;
    };
    let service = Service::start(&site, &["--tls-cert", &certificate, "--tls-key", &key]);
    let address = format!("https://{}/healthz", service.address);
    let ask = |arguments: &[&str]| {
        Command::new("curl")
            .args(["--silent", "--show-error", "--include", "--max-time", "20"])
            .args(arguments)
            .arg(&address)
            .output()
    };
    let Ok(answer) = ask(&["--cacert", &certificate]) else {
        return skip("curl is missing");
    };
    let said = String::from_utf8(answer.stdout).unwrap();
    assert!(
        said.starts_with("HTTP/1.1 200"),
        "{said} {:?}",
        answer.stderr
    );
    assert!(
        said.contains("strict-transport-security: max-age=15552000"),
        "{said}"
    );
    // Who doesn't know the certificate, or speaks an old TLS, gets nothing.
    assert!(!ask(&[]).unwrap().status.success());
    let old = ask(&["--cacert", &certificate, "--tls-max", "1.1"]).unwrap();
    assert!(!old.status.success());
    // In the clear nothing is told.
    let plain = service.raw(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(!plain.starts_with(b"HTTP"), "{plain:?}");
}

#[test]
fn half_of_tls_is_none() {
    let site = Site::with_operators();
    let wrong = site.path("empty.pem");
    std::fs::write(&wrong, "nothing\n").unwrap();
    let wrong = wrong.to_str().unwrap();
    let said =
        Service::refused(&site, &["--tls-cert", wrong, "--tls-key", wrong]).expect_error("tls");
    assert!(said.contains("empty.pem") && said.contains("PEM"), "{said}");
    let half = Service::refused(&site, &["--tls-cert", wrong]);
    assert_eq!(half.code, 2, "{half:?}");
}
