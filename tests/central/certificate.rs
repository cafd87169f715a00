//! Who answers in the centre's place with a certificate that has expired.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};

use crate::cluster::Cluster;

/// Answers as Postgres does up to TLS, and no further. It ends with the tests.
pub struct Expired {
    pub port: u16,
}

impl Expired {
    pub fn start() -> Self {
        let folder = &Cluster::get().folder;
        let chain = CertificateDer::pem_file_iter(folder.join("expired.crt")).unwrap();
        let chain: Vec<CertificateDer<'static>> = chain.map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for mut client in listener.incoming().flatten() {
                // The request for TLS, and that there is some (the manual's
                // chapter on the protocol, "SSL Session Encryption").
                let mut asked = [0_u8; 8];
                if client.read_exact(&mut asked).is_err() || client.write_all(b"S").is_err() {
                    continue;
                }
                let mut tls = ServerConnection::new(Arc::clone(&config)).unwrap();
                // Whoever looks at the certificate hangs up.
                let _ = tls.complete_io(&mut client);
            }
        });
        Self { port }
    }
}
