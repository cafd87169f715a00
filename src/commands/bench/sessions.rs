//! How long a page of sessions takes over HTTP where the centre has very many.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::central::Register;
use crate::commands::output::say;
use crate::commands::rehearse::{FleetFolder, PrivateCentre, RehearsalFolder, new_password};
use crate::commands::unlocking::runtime;
use crate::commands::{CommandError, Common, Done};
use crate::server::Measured;

use super::line::Line;
use super::service::service_of;
use super::{Figure, Target, summary};

/// Rows that are made at once.
const BATCH: u32 = 50_000;
/// How often each question is asked.
const TIMES: u32 = 200;
/// A page takes so long at most, 95 times of 100, in milliseconds.
const MOST_MILLIS: f64 = 20.0;

/// What is asked: the figure's name, what it is about, and the query beside
/// the page's size, with the ids of another session each time.
const QUESTIONS: [(&str, &str, &str); 6] = [
    ("sessions_newest_millis", "the newest 50 sessions", ""),
    (
        "sessions_paged_millis",
        "50 from anywhere on, by the cursor",
        "&before={id}",
    ),
    (
        "sessions_decision_millis",
        "the newest 50 of a decision that is seldom",
        "&decision=inconclusive&before={id}",
    ),
    (
        "sessions_reason_millis",
        "those of a reason that was hardly ever",
        "&reason=camera_changed",
    ),
    (
        "sessions_kiosk_millis",
        "the newest 50 of one kiosk of 50",
        "&kiosk={kiosk}",
    ),
    (
        "sessions_person_millis",
        "those of one person of 20,000",
        "&person={person}",
    ),
];

/// Measures it with so many sessions.
pub(super) fn run(common: &Common, rows: u32) -> Done {
    eprintln!("measuring with {rows} sessions at a centre; making them takes some minutes");
    let runtime = runtime()?;
    let fleet = FleetFolder::make()?;
    let centre = PrivateCentre::make(fleet.path.join("centre"), new_password()?);
    let centre = runtime.block_on(centre)?;
    let made = runtime.block_on(async {
        let mut administration = centre.administration().await?;
        let site = administration.add_site("Bench").await?;
        for first in (0..rows).step_by(usize::try_from(BATCH).unwrap_or(1)) {
            let most = BATCH.min(rows - first);
            administration
                .make_sessions(site, (first, most, rows))
                .await?;
        }
        administration.tidy_sessions().await?;
        Ok::<_, CommandError>(site)
    })?;
    let anew = Common {
        data: None,
        ..common.clone()
    };
    let folder = RehearsalFolder::choose(&anew)?;
    let desk = folder.common(&anew).open()?;
    let register = Register::new(centre.address()?);
    let (service, access, running) = service_of(desk, Some(register))?;
    let failed = |error: std::io::Error| CommandError::new("system", error);
    let served = Measured::service(Arc::new(service)).map_err(failed)?;
    let mut line = Line::to(served.address).map_err(failed)?;
    let mut administration = runtime.block_on(centre.administration())?;
    let mut figures = Vec::new();
    for (name, about, query) in QUESTIONS {
        let mut took = Vec::new();
        for number in 0..TIMES {
            // Spread over all rows, in no order.
            let row = number.wrapping_mul(2_654_435_761) % rows.max(1);
            let ids = runtime.block_on(administration.made_ids((row, rows)))?;
            let [id, kiosk, person] = ids.map(|id| id.to_string());
            let query = query
                .replace("{id}", &id)
                .replace("{kiosk}", &kiosk)
                .replace("{person}", &person);
            let request = format!(
                "GET /v1/centre/sessions?limit=50&site={made}{query} HTTP/1.1\r\nHost: bench\r\n\
                 Authorization: Bearer {access}\r\n\r\n"
            );
            let begun = Instant::now();
            line.ask(request.as_bytes()).map_err(failed)?;
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        let p95 = took.get(took.len() * 95 / 100).copied();
        let p95 = p95.unwrap_or(Duration::MAX).as_secs_f64() * 1e3;
        figures.push(Figure::new(
            name,
            about,
            (p95, "ms"),
            Target::AtMost(MOST_MILLIS),
        ));
    }
    drop(line);
    served.stop();
    drop(running);
    match common.json {
        true => say!("{}", json!({ "rows": rows, "figures": figures })),
        false => {
            for figure in &figures {
                say!("{}", figure.line());
            }
            say!("{}", summary(&figures));
        }
    }
    Ok(0)
}
