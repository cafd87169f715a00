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
    // 95 of 100 answers to a question take at most so many milliseconds. Its
    // ids are those of another session each time.
    let mut p95 = |query: &str| {
        let mut took = Vec::new();
        for number in 0..TIMES {
            // Spread over all rows but the first, before which there are few, in
            // no order; and of those 18 of 20 that are about a person.
            let row = rows - 20 - number.wrapping_mul(2_654_435_761) % (rows - rows / 10);
            let row = row / 20 * 20 + 2 + number % 18;
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
        Ok::<_, CommandError>((p95.unwrap_or(Duration::MAX).as_secs_f64() * 1e3, "ms"))
    };
    let figures = vec![
        Figure::new(
            "sessions_newest_millis",
            "the newest 50 sessions of the site",
            p95("")?,
            Target::AtMost(20.0),
        ),
        Figure::new(
            "sessions_paged_millis",
            "50 from anywhere on, by the cursor",
            p95("&before={id}")?,
            Target::AtMost(20.0),
        ),
        Figure::new(
            "sessions_decision_millis",
            "50 of a decision that one of 20 has",
            p95("&decision=inconclusive&before={id}")?,
            Target::AtMost(20.0),
        ),
        Figure::new(
            "sessions_reason_millis",
            "those of a reason that one of 100,000 has",
            p95("&reason=camera_changed")?,
            Target::AtMost(20.0),
        ),
        Figure::new(
            "sessions_kiosk_millis",
            "the newest 50 of one kiosk of 50",
            p95("&kiosk={kiosk}")?,
            Target::AtMost(20.0),
        ),
        Figure::new(
            "sessions_person_millis",
            "those of one person of 20,000",
            p95("&person={person}")?,
            Target::AtMost(20.0),
        ),
    ];
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
