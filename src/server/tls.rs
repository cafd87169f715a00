//! TLS by rustls: 1.2 and 1.3, no clients' certificates.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;

/// Why there is no TLS.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The file doesn't hold what it should.
    #[error("{path} can't be used ({why}); name a PEM file of {what}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
        /// What it should hold.
        what: &'static str,
    },
    /// Key and certificate can't be used together.
    #[error("the certificate and its key can't be used ({0}); name the two that belong together")]
    Pair(#[from] rustls::Error),
}

/// What shows this certificate.
///
/// # Errors
/// When a file can't be used, or the two don't belong together.
pub fn configuration(certificates: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let wrong = |path: &Path, what, why: String| TlsError::File {
        path: path.to_owned(),
        why,
        what,
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificates)
        .and_then(Iterator::collect)
        .map_err(|error| wrong(certificates, "certificates", error.to_string()))?;
    if chain.is_empty() {
        let why = "it holds none".to_owned();
        return Err(wrong(certificates, "certificates", why));
    }
    let private = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| wrong(key, "a private key", error.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)?)
}
