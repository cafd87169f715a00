//! How long a reviewer waits: on a rehearsal's folder (`--data`), with what is
//! there, and on a gallery that nobody is in.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::commands::context::{Common, Desk};
use crate::commands::output::{say, time};
use crate::commands::rehearse::RehearsalFolder;
use crate::commands::sessions_sample;
use crate::commands::{CommandError, Done};
use crate::domain::{ModelHash, Session, Tolerance};
use crate::flow::profiles;
use crate::gallery::Gallery;
use crate::pipeline::export::{self, Asked, ReportFormat};
use crate::resources::Resources;
use crate::store::ReviewFilter;

use super::renewal::enrolment;
use super::{Figure, Target};

/// People whose templates are compared, five each.
const PEOPLE: u32 = 10_000;
/// What they are made by.
const MODEL: ModelHash = ModelHash([1; 32]);
/// A session of so many seconds is what a replay's size is told of.
const SECONDS: f64 = 6.0;

/// Measures and prints.
///
/// # Errors
/// When the folder isn't a rehearsal's, has no session with a face, or
/// something fails.
pub(super) fn run(common: &Common) -> Done {
    let folder = RehearsalFolder::choose(common)?;
    let common = folder.common(common);
    let desk = common.open()?;
    folder.administrator(&desk)?;
    let resources = Resources::find()?;
    let Some((session, bytes)) = with_face(&desk)? else {
        return Err(CommandError::new(
            "not_rehearsed",
            "nobody was verified in this folder, so that there is no session to report on",
        )
        .fix("make some: secure-biometric --data DIR rehearse --headless, then sessions sample"));
    };
    let mut figures = waits(&desk)?;
    figures.push(bytes);
    figures.extend(reports(&desk, &resources, &session)?);
    figures.push(comparison(&desk)?);
    if common.json {
        say!("{}", serde_json::json!({ "figures": figures }));
    } else {
        for figure in &figures {
            say!("{}", figure.line());
        }
    }
    Ok(u8::from(!figures.iter().all(|figure| figure.met)))
}

/// What is waited for in the window.
fn waits(desk: &Desk) -> Result<Vec<Figure>, CommandError> {
    let times = sessions_sample::measure(desk)?;
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    let sessions = u32::try_from(times.sessions).unwrap_or(u32::MAX);
    Ok(vec![
        Figure::new(
            "review_sessions",
            "sessions in this folder",
            (f64::from(sessions), ""),
            Target::ForComparison,
        ),
        Figure::new(
            "review_list_millis",
            "the list opens: all are found, and a page of them opened",
            (millis(times.list + times.page), "ms"),
            Target::AtMost(300.0),
        ),
        Figure::new(
            "review_counts_millis",
            "how many there are of each kind, after the list",
            (millis(times.counts), "ms"),
            Target::ForComparison,
        ),
        Figure::new(
            "review_session_millis",
            "a session opens, with course, face, token and audit",
            (millis(times.session), "ms"),
            Target::AtMost(200.0),
        ),
    ])
}

/// The session whose replay takes the most room, and how much a session of six
/// seconds takes at that rate.
fn with_face(desk: &Desk) -> Result<Option<(Session, Figure)>, CommandError> {
    let store = &desk.store;
    let found = desk.runtime.block_on(async {
        let Some((id, bytes)) = store.largest_replay().await? else {
            return Ok(None);
        };
        let session = store.session(id).await?;
        let replay = store.replay(id).await?;
        Ok::<_, crate::store::StoreError>(session.zip(replay).map(|found| (found, bytes)))
    })?;
    Ok(found.map(|((session, replay), bytes)| {
        let seconds = f64::from(replay.millis()) / 1e3;
        let kilobytes = f64::from(bytes) / 1e3 * SECONDS / seconds.max(0.1);
        let figure = Figure::new(
            "review_replay_kilobytes",
            "six seconds of the largest replay, with its landmarks, as kept",
            (kilobytes, "kB"),
            Target::AtMost(150.0),
        );
        (session, figure)
    }))
}

/// A session's report, and the site's of a month.
fn reports(
    desk: &Desk,
    resources: &Resources,
    session: &Session,
) -> Result<Vec<Figure>, CommandError> {
    let asked = Asked {
        foot: "bench",
        time,
        names: false,
    };
    let took = |format| -> Result<f64, CommandError> {
        let begun = Instant::now();
        let report = export::session_report(&desk.store, resources, session, format, asked);
        desk.runtime.block_on(report)?;
        Ok(begun.elapsed().as_secs_f64())
    };
    let (html, pdf) = (took(ReportFormat::Html)?, took(ReportFormat::Pdf)?);
    let begun = Instant::now();
    let nobody = Arc::new(Gallery::default());
    let tolerance = Arc::new(profile()?);
    let days = ("the first day".to_owned(), "today".to_owned());
    let all = ReviewFilter::default();
    let document = export::site(&desk.store, nobody, tolerance, &all, days, asked);
    let document = desk.runtime.block_on(document)?;
    export::site_report(&document, resources, ReportFormat::Pdf)?;
    let site = begun.elapsed().as_secs_f64();
    Ok(vec![
        Figure::new(
            "review_html_seconds",
            "a session's report as HTML",
            (html, "s"),
            Target::AtMost(5.0),
        ),
        Figure::new(
            "review_pdf_seconds",
            "a session's report as PDF",
            (pdf, "s"),
            Target::AtMost(5.0),
        ),
        Figure::new(
            "review_site_pdf_seconds",
            "the site's report as PDF, of all sessions there are",
            (site, "s"),
            Target::ForComparison,
        ),
    ])
}

/// Everybody of a large gallery compared with others, as far as is sampled.
fn comparison(desk: &Desk) -> Result<Figure, CommandError> {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let new = enrolment(number)?;
        people.push((new.person, new.templates));
    }
    let gallery = Arc::new(Gallery::new(people, MODEL));
    let asked = Asked {
        foot: "bench",
        time,
        names: false,
    };
    let none = ReviewFilter {
        until: Some(crate::domain::Timestamp(0)),
        ..ReviewFilter::default()
    };
    let begun = Instant::now();
    let tolerance = Arc::new(profile()?);
    let days = (String::new(), String::new());
    let compared = export::site(&desk.store, gallery, tolerance, &none, days, asked);
    desk.runtime.block_on(compared)?;
    Ok(Figure::new(
        "review_comparison_seconds",
        "10,000 people of five templates compared with each other (5,000,000 pairs sampled)",
        (begun.elapsed().as_secs_f64(), "s"),
        Target::AtMost(60.0),
    ))
}

fn profile() -> Result<Tolerance, CommandError> {
    let profile = profiles::built_in(profiles::DEFAULT);
    profile.ok_or_else(|| CommandError::new("tolerance", "there is no profile"))
}
