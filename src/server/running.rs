//! Listens until it is told to end, and lets what was begun come to its end.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpServer, web};
use thiserror::Error;

use super::service::Service;
use super::tls::{self, TlsError};
use super::{openapi, router};

/// A client has so long to send a request's head (ours).
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// A connection without a request is closed after so long (ours).
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// A client has so long to take note that a connection ends (ours).
const GOODBYE: Duration = Duration::from_secs(2);
/// Requests that were begun have so many seconds when the service ends (ours).
const LAST_SECONDS: u64 = 15;
/// Connections that each worker holds (ours).
const CONNECTIONS: usize = 512;
/// TLS handshakes of each worker at the same time (ours).
const HANDSHAKES: usize = 64;
/// Workers at the most (ours): what they ask for is done by the store.
const MOST_WORKERS: usize = 8;

/// Why the service doesn't run.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Nobody can listen there.
    #[error("{address} can't be listened on ({source}); choose another with --listen")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The certificate or its key.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The system ended it.
    #[error("the service ended ({0}); start it again")]
    Ended(std::io::Error),
}

/// Answers requests until the process is told to end (SIGTERM: what was begun
/// may end; SIGINT: at once). `told` hears the address when it listens.
///
/// # Errors
/// When it can't listen or can't go on.
pub fn serve(service: Arc<Service>, told: impl FnOnce(SocketAddr, bool)) -> Result<(), ServeError> {
    let settings = &service.settings.service;
    let address = settings.listen;
    let unheard = |source| ServeError::Listen { address, source };
    let files = settings
        .tls_cert
        .as_deref()
        .zip(settings.tls_key.as_deref());
    let tls = files
        .map(|(certificates, key)| tls::configuration(certificates, key))
        .transpose()?;
    let listener = TcpListener::bind(address).map_err(unheard)?;
    let bound = listener.local_addr().map_err(unheard)?;
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let shared = web::Data::from(Arc::clone(&service));
    let description = openapi::description();
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || router::app(shared.clone(), description.clone()))
            .workers(workers.min(MOST_WORKERS))
            .client_request_timeout(HEAD_PATIENCE)
            .client_disconnect_timeout(GOODBYE)
            .keep_alive(KEEP_ALIVE)
            .max_connections(CONNECTIONS)
            .max_connection_rate(HANDSHAKES)
            .shutdown_timeout(LAST_SECONDS);
        let secure = tls.is_some();
        let server = match tls {
            Some(tls) => server.listen_rustls_0_23(listener, tls),
            None => server.listen(listener),
        };
        let server = server.map_err(unheard)?.run();
        told(bound, secure);
        server.await.map_err(ServeError::Ended)
    })
}
