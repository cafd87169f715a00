//! The service, and beside it a handler that only checks a token's signature,
//! both in this process: for measuring what the one costs over the other.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, web};
use serde::Deserialize;

use super::service::Service;
use super::{openapi, router};
use crate::access::Tokens;
use crate::pipeline::now;

/// Workers of each: as many as there are processors on small machines.
const WORKERS: usize = 2;

/// A server that runs until it is stopped.
pub struct Measured {
    /// Where it listens, on this machine.
    pub address: SocketAddr,
    handle: ServerHandle,
    thread: JoinHandle<std::io::Result<()>>,
}

/// What the bare handler reads of a request.
#[derive(Deserialize)]
struct Asked {
    token: String,
}

impl Measured {
    /// The whole service.
    ///
    /// # Errors
    /// When the system gives no thread or no port.
    pub fn service(service: Arc<Service>) -> std::io::Result<Self> {
        let shared = web::Data::from(service);
        let description = openapi::description();
        start(move |listener| {
            HttpServer::new(move || router::app(shared.clone(), description.clone()))
                .workers(WORKERS)
                .disable_signals()
                .listen(listener)
                .map(HttpServer::run)
        })
    }

    /// A handler that checks a token's signature and claims, and nothing else.
    ///
    /// # Errors
    /// As for the service.
    pub fn bare(tokens: Tokens) -> std::io::Result<Self> {
        let shared = web::Data::new(tokens);
        start(move |listener| {
            let app = move || {
                App::new()
                    .app_data(shared.clone())
                    .route("/v1/tokens/introspect", web::post().to(bare))
            };
            HttpServer::new(app)
                .workers(WORKERS)
                .disable_signals()
                .listen(listener)
                .map(HttpServer::run)
        })
    }

    /// Ends it.
    pub fn stop(self) {
        drop(self.handle.stop(false));
        // What it says of its end helps nobody any more.
        let _ = self.thread.join();
    }
}

async fn bare(tokens: web::Data<Tokens>, body: web::Form<Asked>) -> HttpResponse {
    match tokens.verify(&body.token, None, now()) {
        Ok(claims) => HttpResponse::Ok().json(claims),
        Err(_) => HttpResponse::Ok().finish(),
    }
}

fn start(
    run: impl FnOnce(TcpListener) -> std::io::Result<actix_web::dev::Server> + Send + 'static,
) -> std::io::Result<Measured> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let (tell, told) = mpsc::channel();
    let thread = std::thread::Builder::new()
        .name("measured".to_owned())
        .spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = run(listener)?;
                // Who listens waits below.
                let _ = tell.send(server.handle());
                server.await
            })
        })?;
    let ended = || std::io::Error::other("the server ended at once");
    let handle = told.recv().map_err(|_| ended())?;
    Ok(Measured {
        address,
        handle,
        thread,
    })
}
