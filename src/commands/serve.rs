//! `serve`: the service over HTTP.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use clap::Args;
use ipnet::IpNet;
use serde_json::json;
use zeroize::Zeroizing;

use crate::access::{Logins, ServiceSettings, Settings};
use crate::auth::service_tokens::ServiceKeys;
use crate::central::Register;
use crate::commands::output::say;
use crate::domain::{KeyKind, Secret};
use crate::pipeline::Office;
use crate::resources::Resources;
use crate::server::{self, Parts, Service};

use super::context::{Common, Desk, embedding_model, start_engine};
use super::migrate::{DatabaseUrl, address};
use super::unlocking::runtime;
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct ServeArgs {
    /// Where to listen, 127.0.0.1:8080 without; port 0 is any that is free
    #[arg(long, env = "SECURE_BIOMETRIC_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Certificates for TLS (PEM), the service's own first
    #[arg(
        long,
        env = "SECURE_BIOMETRIC_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate (PEM)
    #[arg(
        long,
        env = "SECURE_BIOMETRIC_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,
    /// A proxy that stands before the service, as an address or a network: its
    /// X-Forwarded-For counts. Can be given again
    #[arg(
        long = "trusted-proxy",
        env = "SECURE_BIOMETRIC_TRUSTED_PROXIES",
        value_name = "NETWORK",
        value_delimiter = ',',
        value_parser = network
    )]
    trusted_proxies: Vec<IpNet>,
    /// Who may read /metrics, besides this machine. Can be given again
    #[arg(
        long = "metrics-from",
        env = "SECURE_BIOMETRIC_METRICS_FROM",
        value_name = "NETWORK",
        value_delimiter = ',',
        value_parser = network
    )]
    metrics_from: Vec<IpNet>,
    /// The origin of a web page that may call the service. Can be given again
    #[arg(
        long = "allow-origin",
        env = "SECURE_BIOMETRIC_ALLOWED_ORIGINS",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    allowed_origins: Vec<String>,
    /// How many requests each client may send in a minute, 100 without
    #[arg(
        long,
        env = "SECURE_BIOMETRIC_REQUESTS_A_MINUTE",
        value_name = "NUMBER"
    )]
    requests_a_minute: Option<u32>,
    /// Engines that look at uploaded frames, each with up to 900 MB of memory;
    /// with 0 nobody is verified or enrolled over HTTP
    #[arg(
        long,
        env = "SECURE_BIOMETRIC_ENGINES",
        value_name = "NUMBER",
        default_value_t = 1,
        value_parser = clap::value_parser!(u8).range(0..=8)
    )]
    engines: u8,
    /// The centre whose kiosks administrators see over HTTP, at
    /// postgres://LOGIN@HOST/DATABASE with a login that owns it; a password is better kept in
    /// PGPASSWORD or ~/.pgpass
    #[arg(long, value_name = "URL")]
    database_url: Option<DatabaseUrl>,
    /// Let the URL's sslmode weaken TLS or switch it off, where the way leaves this machine
    #[arg(long, requires = "database_url")]
    allow_unencrypted: bool,
}

/// Names the secret that access tokens are signed with. It is never an
/// argument: those are seen by everybody on the machine.
const SECRET_VARIABLE: &str = "JWT_SECRET";

/// What access tokens are signed with: the environment's secret, or for trying
/// out one that ends with the program.
fn token_secret(kind: KeyKind) -> Result<Secret<Vec<u8>>, CommandError> {
    let set = std::env::var(SECRET_VARIABLE).unwrap_or_default();
    match (set.is_empty(), kind) {
        (false, _) => Ok(Secret::new(set.into_bytes())),
        (true, KeyKind::Trial) => {
            eprintln!("warning: {SECRET_VARIABLE} is not set: logins end with this program");
            let mut made = Zeroizing::new([0; 32]);
            getrandom::fill(made.as_mut()).map_err(|error| CommandError::new("system", error))?;
            Ok(Secret::new(made.to_vec()))
        }
        (true, KeyKind::Production) => Err(CommandError::new(
            "jwt_secret",
            "there is no secret to sign operators' access tokens with",
        )
        .fix("set JWT_SECRET to what this prints: openssl rand -hex 32")),
    }
}

/// A network as 192.0.2.0/24, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    let alone = text.parse::<IpAddr>().map(IpNet::from);
    alone
        .or_else(|_| text.parse())
        .map_err(|_| "a network is written as 192.0.2.0/24, or as one address".to_owned())
}

pub(super) fn run(args: &ServeArgs, common: &Common) -> Done {
    let desk = common.open()?;
    let settings = args.over(&desk.settings)?;
    let url = args.database_url.as_ref();
    let centre = url.map(|url| address(url, args.allow_unencrypted));
    let centre = centre.transpose()?.map(Register::new);
    let offices = offices(args.engines, &desk, common)?;
    let (service, runtime) = open(desk, settings, centre, offices)?;
    server::serve(Arc::new(service), |address, secure| {
        let scheme = if secure { "https" } else { "http" };
        match common.json {
            true => say!(
                "{}",
                json!({ "listening": format!("{scheme}://{address}") })
            ),
            false => say!("listening on {scheme}://{address}"),
        }
    })?;
    // What the store was asked for last comes to its end before.
    drop(runtime);
    Ok(0)
}

impl ServeArgs {
    /// The settings, with what the flags and the environment say instead.
    fn over(&self, settings: &Settings) -> Result<Settings, CommandError> {
        let kept = &settings.service;
        let or = |own: &[IpNet], kept: &[IpNet]| match own {
            [] => kept.to_vec(),
            own => own.to_vec(),
        };
        let service = ServiceSettings {
            listen: self.listen.unwrap_or(kept.listen),
            tls_cert: self.tls_cert.clone().or_else(|| kept.tls_cert.clone()),
            tls_key: self.tls_key.clone().or_else(|| kept.tls_key.clone()),
            trusted_proxies: or(&self.trusted_proxies, &kept.trusted_proxies),
            metrics_from: or(&self.metrics_from, &kept.metrics_from),
            allowed_origins: match self.allowed_origins.as_slice() {
                [] => kept.allowed_origins.clone(),
                own => own.to_vec(),
            },
            requests_a_minute: self.requests_a_minute.unwrap_or(kept.requests_a_minute),
        };
        let service = service
            .validated()
            .map_err(|error| CommandError::told("service", &error))?;
        Ok(Settings {
            service,
            ..settings.clone()
        })
    }
}

/// An office for each engine: the same store, with a gallery of its own.
fn offices(engines: u8, desk: &Desk, common: &Common) -> Result<Vec<Office>, CommandError> {
    if engines == 0 {
        return Ok(Vec::new());
    }
    let resources = Resources::find()?;
    let model = embedding_model(&resources)?;
    let tolerance = common.tolerance(desk)?;
    let office = |_| {
        let both = (desk.operators.clone(), desk.tokens.clone());
        let engine = start_engine(&resources)?;
        let store = desk.store.clone();
        Ok(Office::new(
            runtime()?,
            store,
            both,
            engine,
            model,
            tolerance.clone(),
        )?)
    };
    (0..engines).map(office).collect()
}

/// The service, and what its store runs on.
fn open(
    desk: Desk,
    settings: Settings,
    centre: Option<Register>,
    offices: Vec<Office>,
) -> Result<(Service, tokio::runtime::Runtime), CommandError> {
    let keys = desk
        .keys
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    let secret = token_secret(keys.kind())?;
    let signing = ServiceKeys::new(&keys.id(), &secret)
        .map_err(|error| CommandError::told("jwt_secret", &error))?;
    let parts = Parts {
        logins: Logins::new(desk.store.clone(), desk.operators.clone(), signing),
        store: desk.store,
        operators: desk.operators,
        tokens: desk.tokens,
        settings,
        folder: desk.folder,
        public_keys: keys.public_keys(),
        key_kind: keys.kind(),
        centre,
    };
    let service =
        Service::new(parts, offices).map_err(|error| CommandError::new("system", error))?;
    Ok((service, desk.runtime))
}
