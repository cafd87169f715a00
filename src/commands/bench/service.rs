//! How quickly the service says what a token is worth: at a steady rate, and
//! as often as it can beside a handler that only checks the same signature.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::access::{Logins, Settings};
use crate::auth::service_tokens::ServiceKeys;
use crate::central::Register;
use crate::commands::context::{Common, Desk};
use crate::commands::output::say;
use crate::commands::rehearse::RehearsalFolder;
use crate::commands::{CommandError, Done};
use crate::domain::{
    KeyKind, OperatorName, Reason, Secret, Session, SessionId, SessionKind, TokenOutcome,
};
use crate::pipeline::now;
use crate::server::{Measured, Parts, Service};
use crate::store::SessionRecord;

use super::line::Line;
use super::renewal::enrolment;
use super::{Figure, Target};

/// Connections that ask at the same time.
const CONNECTIONS: u32 = 100;
/// Requests a second of all together, sent whether or not earlier ones were
/// answered.
const RATE: u32 = 500;
/// How long they are sent.
const STEADY: Duration = Duration::from_secs(10);
/// Connections that ask again as soon as they are answered.
const EAGER: u32 = 16;
/// How long each side is asked so, and how often in turns.
const EAGERLY: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;
/// Tokens that are asked about in turns: as many as a busy site has that count
/// at the same time.
const TOKENS: usize = 500;
/// Tokens that are asked about once.
const NEW_TOKENS: usize = 1_000;
const PASSWORD: &str = "a password of the bench";

/// A time of the steady rate.
struct Steady {
    p50: Duration,
    p99: Duration,
}

/// Prints the figures, one a line.
pub(super) fn run(common: &Common) -> Done {
    for figure in figures(common)? {
        match common.json {
            true => say!("{}", serde_json::json!(figure)),
            false => say!("{}", figure.line()),
        }
    }
    Ok(0)
}

/// The figures.
///
/// # Errors
/// When the service can't be started, or answers otherwise than it should.
fn figures(common: &Common) -> Result<Vec<Figure>, CommandError> {
    let anew = Common {
        data: None,
        ..common.clone()
    };
    let folder = RehearsalFolder::choose(&anew)?;
    let desk = folder.common(&anew).open()?;
    let issued = issued(&desk)?;
    let (new, issued) = issued.split_at(issued.len() - TOKENS);
    let tokens = desk.tokens.clone();
    let (service, access, runtime) = service_of(desk, None)?;
    let system = |error: std::io::Error| CommandError::new("system", error);
    let served = Measured::service(Arc::new(service)).map_err(system)?;
    let bare = Measured::bare(tokens).map_err(system)?;
    let requests = |tokens: &[String]| {
        let requests = tokens.iter().map(|token| request(&access, token));
        Arc::new(requests.collect::<Vec<Vec<u8>>>())
    };
    let (new, requests) = (requests(new), requests(issued));
    let first = at_first(served.address, &new)? / at_first(bare.address, &new)?;
    let steady = steadily(served.address, &requests)?;
    let (mut whole, mut only) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        whole += eagerly(served.address, &requests)?;
        only += eagerly(bare.address, &requests)?;
    }
    served.stop();
    bare.stop();
    drop(runtime);
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    let rounds = f64::from(u32::try_from(ROUNDS).unwrap_or(1));
    Ok(vec![
        Figure::new(
            "introspection_p50_millis",
            "500 introspections a second over 100 connections, median",
            (millis(steady.p50), "ms"),
            Target::ForComparison,
        ),
        Figure::new(
            "introspection_p99_millis",
            "the same, 99th percentile",
            (millis(steady.p99), "ms"),
            Target::AtMost(20.0),
        ),
        Figure::new(
            "introspections_a_second",
            "introspections a second over 16 connections",
            (whole / rounds, "/s"),
            Target::ForComparison,
        ),
        Figure::new(
            "introspection_ratio",
            "the same against a handler that only checks the signature",
            (whole / only, "x"),
            Target::AtLeast(0.8),
        ),
        Figure::new(
            "introspection_first_ratio",
            "the same of tokens that nobody asked about before",
            (first, "x"),
            Target::ForComparison,
        ),
    ])
}

/// Tokens that count, of somebody who isn't there.
fn issued(desk: &Desk) -> Result<Vec<String>, CommandError> {
    let enrolled = enrolment(1)?;
    desk.runtime.block_on(desk.store.enrol(&enrolled))?;
    let issue = |_| {
        let session = Session {
            id: SessionId(Uuid::now_v7()),
            kind: SessionKind::Verification,
            reason: Reason::Matched,
            ..enrolled.session.clone()
        };
        let record = SessionRecord::of(&session);
        let (_, outcome) = desk.runtime.block_on(desk.tokens.keep(&record, now()))?;
        match outcome {
            TokenOutcome::Issued(token) => Ok(token.text),
            _ => Err(CommandError::new("token", "no token was issued")),
        }
    };
    (0..NEW_TOKENS + TOKENS).map(issue).collect()
}

/// The service, an access token for it, and what its store runs on.
pub(super) fn service_of(
    desk: Desk,
    centre: Option<Register>,
) -> Result<(Service, String, tokio::runtime::Runtime), CommandError> {
    let failed = |error: &dyn ToString| CommandError::new("service", error.to_string());
    let name: OperatorName = "bench".parse().map_err(|error| failed(&error))?;
    let password = Secret::new(PASSWORD.to_owned());
    let Desk {
        runtime,
        store,
        operators,
        tokens,
        settings,
        folder,
        keys,
    } = desk;
    let keys = keys
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let signing =
        ServiceKeys::new(&keys.id(), &Secret::new(vec![7; 32])).map_err(|error| failed(&error))?;
    let logins = Logins::new(store.clone(), operators.clone(), signing);
    runtime.block_on(operators.init(&name, &password))?;
    let granted = runtime.block_on(logins.log_in(&name, &password, now()));
    let access = granted.map_err(|error| failed(&error))?;
    let access = access.access_token.expose().clone();
    let mut settings: Settings = settings;
    settings.service.requests_a_minute = 1_000_000;
    let parts = Parts {
        store,
        operators,
        tokens,
        logins,
        settings,
        folder,
        public_keys: keys.public_keys(),
        key_kind: KeyKind::Trial,
        centre,
    };
    let service = Service::new(parts, Vec::new()).map_err(|error| failed(&error))?;
    Ok((service, access, runtime))
}

fn request(access: &str, token: &str) -> Vec<u8> {
    let body = format!("token={token}");
    format!(
        "POST /v1/tokens/introspect HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {access}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Open loop: requests go out at their times, and their wait counts from
/// then, whether or not the connection was free.
fn steadily(address: SocketAddr, requests: &Arc<Vec<Vec<u8>>>) -> Result<Steady, CommandError> {
    let each = Duration::from_secs(1) * CONNECTIONS / RATE;
    let begun = Instant::now() + Duration::from_millis(200);
    let lines = (0..CONNECTIONS).map(|number| {
        let requests = Arc::clone(requests);
        thread::spawn(move || {
            let mut line = Line::to(address)?;
            let mut requests = in_turns(&requests, number);
            let mut took = Vec::new();
            let mut due = begun + each * number / CONNECTIONS;
            while due < begun + STEADY {
                thread::sleep(due.saturating_duration_since(Instant::now()));
                line.ask(requests.next().unwrap_or_default())?;
                took.push(due.elapsed());
                due += each;
            }
            Ok(took)
        })
    });
    let lines: Vec<_> = lines.collect();
    let mut took: Vec<Duration> = joined(lines)?.into_iter().flatten().collect();
    took.sort_unstable();
    let part = |hundredths: usize| {
        let at = took.len() * hundredths / 100;
        took.get(at).copied().unwrap_or_default()
    };
    Ok(Steady {
        p50: part(50),
        p99: part(99),
    })
}

/// Closed loop: requests a second.
fn eagerly(address: SocketAddr, requests: &Arc<Vec<Vec<u8>>>) -> Result<f64, CommandError> {
    let begun = Instant::now();
    let lines = (0..EAGER).map(|number| {
        let requests = Arc::clone(requests);
        thread::spawn(move || {
            let mut line = Line::to(address)?;
            let mut requests = in_turns(&requests, number);
            let mut asked = 0_u32;
            while begun.elapsed() < EAGERLY {
                line.ask(requests.next().unwrap_or_default())?;
                asked += 1;
            }
            Ok(asked)
        })
    });
    let lines: Vec<_> = lines.collect();
    let asked: u32 = joined(lines)?.into_iter().sum();
    Ok(f64::from(asked) / begun.elapsed().as_secs_f64())
}

/// Each request once, as quickly as they are answered: requests a second.
fn at_first(address: SocketAddr, requests: &Arc<Vec<Vec<u8>>>) -> Result<f64, CommandError> {
    let begun = Instant::now();
    let lines = (0..EAGER).map(|number| {
        let requests = Arc::clone(requests);
        thread::spawn(move || {
            let mut line = Line::to(address)?;
            let (first, each) = (number as usize, EAGER as usize);
            let own = requests.iter().skip(first).step_by(each);
            own.map(|request| line.ask(request).map(|()| 1))
                .sum::<std::io::Result<u32>>()
        })
    });
    let lines: Vec<_> = lines.collect();
    let asked: u32 = joined(lines)?.into_iter().sum();
    Ok(f64::from(asked) / begun.elapsed().as_secs_f64())
}

/// All requests again and again, each line from another one on.
fn in_turns(requests: &[Vec<u8>], line: u32) -> impl Iterator<Item = &[u8]> {
    let first = usize::try_from(line).unwrap_or_default() * 31 % requests.len().max(1);
    requests.iter().map(Vec::as_slice).cycle().skip(first)
}

fn joined<T>(threads: Vec<thread::JoinHandle<std::io::Result<T>>>) -> Result<Vec<T>, CommandError> {
    let ended = |thread: thread::JoinHandle<std::io::Result<T>>| {
        let ended = thread.join();
        let ended = ended.unwrap_or_else(|_| Err(std::io::Error::other("a thread panicked")));
        ended.map_err(|error| CommandError::new("service", error))
    };
    threads.into_iter().map(ended).collect()
}
